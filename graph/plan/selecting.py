"""What an operation selects, with fragments opened and directives decided."""

from collections.abc import Iterator, Sequence
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    GraphQLUnionType,
    InlineFragmentNode,
    SelectionSetNode,
    VariableNode,
    get_directive_values,
)

from commerce.core.texts.language import Language, other

Sets = Sequence[SelectionSetNode]


class Selecting:
    """The selections of one document under given variables.

    `languages` are those of its answer: the one that is asked for, and the other.
    """

    def __init__(
        self, core: GraphQLSchema, document: DocumentNode, variables: Any, language: Language
    ) -> None:
        self._core, self._variables = core, variables
        self.languages = (language, other(language))
        self._fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }

    def fields(self, kind: GraphQLObjectType, sets: Sets) -> dict[str, list[FieldNode]]:
        """The fields selected on `kind`, by the name they get in the answer."""
        found: dict[str, list[FieldNode]] = {}
        visited: set[str] = set()
        for selections in sets:
            for node in self._walk(kind, selections, visited):
                key = node.alias.value if node.alias else node.name.value
                found.setdefault(key, []).append(node)
        return found

    def _walk(
        self, kind: GraphQLObjectType, selections: SelectionSetNode, visited: set[str]
    ) -> Iterator[FieldNode]:
        for node in selections.selections:
            if not self._included(node):
                continue
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                if self._applies(kind, node.type_condition):
                    yield from self._walk(kind, node.selection_set, visited)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in visited:
                visited.add(node.name.value)
                fragment = self._fragments[node.name.value]
                if self._applies(kind, fragment.type_condition):
                    yield from self._walk(kind, fragment.selection_set, visited)

    def _applies(self, kind: GraphQLObjectType, condition: Any) -> bool:
        if condition is None or condition.name.value == kind.name:
            return True
        named: Any = self._core.get_type(condition.name.value)
        abstract = isinstance(named, GraphQLInterfaceType | GraphQLUnionType)
        return abstract and self._core.is_sub_type(named, kind)

    def _included(self, node: Any) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, node, self._variables)
        if skip and skip["if"]:
            return False
        include = get_directive_values(GraphQLIncludeDirective, node, self._variables)
        return not (include and not include["if"])


def below(nodes: Sequence[FieldNode]) -> list[SelectionSetNode]:
    """What is selected below fields that are one in the answer."""
    return [node.selection_set for node in nodes if node.selection_set]


def selection_variables(document: DocumentNode) -> frozenset[str]:
    """The variables that decide what is selected: those of @skip and @include."""
    found: set[str] = set()
    for definition in document.definitions:
        _steering(getattr(definition, "selection_set", None), found)
    return frozenset(found)


def _steering(selections: Any, found: set[str]) -> None:
    for node in selections.selections if selections else ():
        for directive in node.directives or ():
            for argument in directive.arguments or ():
                if isinstance(argument.value, VariableNode):
                    found.add(argument.value.name.value)
        _steering(getattr(node, "selection_set", None), found)
