"""Walkers of a parsed document."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    NameNode,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
    Token,
    TokenKind,
)
from graphql.language.ast import QUERY_DOCUMENT_KEYS

# Selection sets, each with the name of the type it is selected on; "" where that is not known.
Sets = Sequence[tuple[SelectionSetNode, str]]
# The fields that are one in the answer: by the type they are of and the name they get there.
Merged = dict[tuple[str, str], list[FieldNode]]


class Fragments:
    """The fragments of a document, spread as an executor does: each once within one object."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {
            each.name.value: each
            for each in document.definitions
            if isinstance(each, FragmentDefinitionNode)
        }

    def fields(self, sets: Sets) -> Merged:
        """The fields selected on one object. A fragment that is unknown selects nothing."""
        found: Merged = {}
        visited: set[str] = set()
        for selections, kind in sets:
            self._collect(selections, kind, found, visited)
        return found

    def _collect(
        self, selections: SelectionSetNode, kind: str, found: Merged, visited: set[str]
    ) -> None:
        for node in selections.selections:
            if isinstance(node, FieldNode):
                key = node.alias.value if node.alias else node.name.value
                found.setdefault((kind, key), []).append(node)
            elif isinstance(node, InlineFragmentNode):
                within = node.type_condition
                self._collect(
                    node.selection_set, within.name.value if within else kind, found, visited
                )
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in visited:
                visited.add(node.name.value)
                fragment = self._fragments.get(node.name.value)
                if fragment is not None:
                    condition = fragment.type_condition.name.value
                    self._collect(fragment.selection_set, condition, found, visited)


def below(nodes: Iterable[FieldNode], kind: str = "") -> Sets:
    """What is selected below fields that are one in the answer."""
    return [(node.selection_set, kind) for node in nodes if node.selection_set is not None]


def root_fields(document: DocumentNode, operation: OperationDefinitionNode) -> tuple[str, ...]:
    """The names of the fields an operation begins with, each as often as it is answered."""
    merged = Fragments(document).fields([(operation.selection_set, "")])
    return tuple(nodes[0].name.value for nodes in merged.values())


# Stands for all tokens of documents that were read.
_READ = Token(TokenKind.SOF, 0, 0, 0, 0)
# The memory a node takes of what was parsed, in bytes, but for names, which many nodes share.
NODE_BYTES = 300


def all_nodes(node: Node) -> Iterator[Node]:
    """A node and all below it."""
    found: list[Any] = [node]
    while found:
        node = found.pop()
        yield node
        for key in QUERY_DOCUMENT_KEYS.get(node.kind, ()):
            inner = getattr(node, key, None)
            if isinstance(inner, Node):
                found.append(inner)
            elif inner:
                found += inner


def nodes_bytes(node: Node) -> int:
    """The memory a node takes with all below it."""
    return NODE_BYTES * sum(not isinstance(each, NameNode) for each in all_nodes(node))


def lighten(document: DocumentNode) -> None:
    """Drop the tokens and locations of a parsed document.

    Locations stay, which errors tell; the tokens go, each of which leads to all the others, and so
    do the locations of names, which stand in what they name. Names that are the same become one.
    """
    token = document.loc.start_token if document.loc else None
    while token is not None:
        following, token.prev, token.next = token.next, None, None
        token = following
    names: dict[str, NameNode] = {}
    for node in all_nodes(document):
        if node.loc is not None:
            node.loc.start_token = node.loc.end_token = _READ
        for key in QUERY_DOCUMENT_KEYS.get(node.kind, ()):
            inner = getattr(node, key, None)
            if isinstance(inner, NameNode):
                name = names.setdefault(inner.value, inner)
                object.__setattr__(node, key, name)
                object.__setattr__(name, "loc", None)


def head_of(operation: OperationDefinitionNode) -> OperationDefinitionNode:
    """The operation without its selection set."""
    return OperationDefinitionNode(
        operation=operation.operation,
        name=operation.name,
        variable_definitions=operation.variable_definitions,
        directives=operation.directives,
        selection_set=SelectionSetNode(selections=()),
        loc=operation.loc,
    )
