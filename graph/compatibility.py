"""Whether documents written for an older schema still work."""

from graphql import (
    DocumentNode,
    GraphQLSchema,
    Node,
    Visitor,
    VisitorAction,
    build_ast_schema,
    build_schema,
    find_breaking_changes,
    parse,
    visit,
)
from graphql.language import NamedTypeNode, TypeDefinitionNode, visitor

ROOTS = {"Query", "Mutation", "Subscription"}
ANNOUNCED = "deprecated"


def breaking_changes(old: str, new: str) -> list[str]:
    """Breaking changes from the schema file `old` to `new`, except for deprecated parts."""
    promised = build_ast_schema(_without_announced(parse(old)), assume_valid=True)
    current: GraphQLSchema = build_schema(new)
    return [change.description for change in find_breaking_changes(promised, current)]


class _Announced(Visitor):
    """Takes out whatever carries @deprecated."""

    def enter(self, node: Node, *_: object) -> VisitorAction:
        directives = getattr(node, "directives", None) or ()
        if any(each.name.value == ANNOUNCED for each in directives):
            return visitor.REMOVE
        return None


def _without_announced(document: DocumentNode) -> DocumentNode:
    """The document without what was announced to go, and types that nothing else names."""
    kept: DocumentNode = visit(document, _Announced())
    while True:
        named = _named_types(kept)
        left = tuple(
            each
            for each in kept.definitions
            if not isinstance(each, TypeDefinitionNode)
            or each.name.value in named | ROOTS
            or getattr(each, "interfaces", None)
        )
        if len(left) == len(kept.definitions):
            return kept
        kept = DocumentNode(definitions=left)


def _named_types(document: DocumentNode) -> set[str]:
    found: set[str] = set()

    class Names(Visitor):
        def enter_named_type(self, node: NamedTypeNode, *_: object) -> None:
            found.add(node.name.value)

    visit(document, Names())
    return found
