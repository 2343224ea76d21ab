"""Walking a parsed document: the one place that spreads fragments and reads @skip and @include."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLCompositeType,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLNamedType,
    GraphQLSchema,
    GraphQLSkipDirective,
    InlineFragmentNode,
    NameNode,
    Node,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    Token,
    TokenKind,
    VariableNode,
    get_directive_values,
    get_named_type,
    is_composite_type,
)
from graphql.execution.values import VariableValues
from graphql.language.ast import QUERY_DOCUMENT_KEYS

Fragments = Mapping[str, FragmentDefinitionNode]
Sets = Sequence[SelectionSetNode]
# The fields that are one in the answer: by the type they are of and the name they get there.
Merged = dict[tuple[str, str], list[FieldNode]]
# A field of a document: the type it is selected on, what it is there, and the selection.
TypedField = tuple[GraphQLCompositeType, GraphQLField, FieldNode]


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """The fragments of a document, by name."""
    return {
        each.name.value: each
        for each in document.definitions
        if isinstance(each, FragmentDefinitionNode)
    }


def selected_fields(
    sets: Sets,
    kind: str,
    fragments: Fragments,
    variables: VariableValues | None = None,
    applies: Callable[[str], bool] = lambda condition: True,
) -> Iterator[tuple[str, FieldNode]]:
    """The fields selected on one object, each with the type of its selection, at first `kind`.

    A fragment is spread once, an unknown one selects nothing. With `variables`, @skip and @include
    leave out fields. `applies` tells whether the object has the type that a fragment is for.
    """
    visited: set[str] = set()

    def walk(selections: SelectionSetNode, kind: str) -> Iterator[tuple[str, FieldNode]]:
        for node in selections.selections:
            if variables is not None and not is_included(node, variables):
                continue
            if isinstance(node, FieldNode):
                yield kind, node
                continue
            part: SelectionNode | FragmentDefinitionNode | None = node
            if isinstance(node, FragmentSpreadNode):
                name = node.name.value
                part = None if name in visited else fragments.get(name)
                visited.add(name)
            if isinstance(part, InlineFragmentNode | FragmentDefinitionNode):
                condition = part.type_condition.name.value if part.type_condition else kind
                if part.type_condition is None or applies(condition):
                    yield from walk(part.selection_set, condition)

    for selections in sets:
        yield from walk(selections, kind)


def is_included(node: SelectionNode, variables: VariableValues) -> bool:
    """Whether @skip and @include let something be selected."""
    if not node.directives:
        return True
    skip = get_directive_values(GraphQLSkipDirective, node, variables)
    if skip and skip["if"]:
        return False
    include = get_directive_values(GraphQLIncludeDirective, node, variables)
    return not (include and not include["if"])


def merged_fields(sets: Sets, kind: str, fragments: Fragments) -> Merged:
    """The fields selected on one object whatever its type, those that are one taken together."""
    found: Merged = {}
    for condition, node in selected_fields(sets, kind, fragments):
        found.setdefault((condition, answer_name(node)), []).append(node)
    return found


def answer_name(node: FieldNode) -> str:
    """The name that a field gets in the answer."""
    return node.alias.value if node.alias else node.name.value


def below(nodes: Iterable[FieldNode]) -> list[SelectionSetNode]:
    """The selections below fields that are merged in the response."""
    return [node.selection_set for node in nodes if node.selection_set is not None]


def root_fields(document: DocumentNode, operation: OperationDefinitionNode) -> tuple[str, ...]:
    """The names of the fields an operation begins with, each as often as it is answered."""
    merged = merged_fields([operation.selection_set], "", fragments_of(document))
    return tuple(nodes[0].name.value for nodes in merged.values())


def typed_fields(schema: GraphQLSchema, document: DocumentNode) -> Iterator[TypedField]:
    """All fields of a document's operations and fragments, each with the type it is selected on.

    Left out is what the schema does not have.
    """

    def walk(
        selections: SelectionSetNode | None, kind: GraphQLNamedType | None
    ) -> Iterator[TypedField]:
        if selections is None or not is_composite_type(kind):
            return
        for node in selections.selections:
            if isinstance(node, InlineFragmentNode):
                yield from walk(node.selection_set, _type_of(schema, node, kind))
            elif isinstance(node, FieldNode):
                field = schema.get_field(kind, node.name.value)
                if field is not None:
                    yield kind, field, node
                    yield from walk(node.selection_set, get_named_type(field.type))

    for each in document.definitions:
        if isinstance(each, OperationDefinitionNode):
            yield from walk(each.selection_set, schema.get_root_type(each.operation))
        elif isinstance(each, FragmentDefinitionNode):
            yield from walk(each.selection_set, _type_of(schema, each, None))


def _type_of(
    schema: GraphQLSchema,
    fragment: InlineFragmentNode | FragmentDefinitionNode,
    kind: GraphQLNamedType | None,
) -> GraphQLNamedType | None:
    condition = fragment.type_condition
    return kind if condition is None else schema.get_type(condition.name.value)


def selection_variables(document: DocumentNode) -> frozenset[str]:
    """The variables that decide what is selected: those of @skip and @include."""
    return frozenset(
        argument.value.name.value
        for node in all_nodes(document)
        if isinstance(node, SelectionNode)
        for directive in node.directives or ()
        for argument in directive.arguments or ()
        if isinstance(argument.value, VariableNode)
    )


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
