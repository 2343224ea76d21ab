"""Selections of an operation on objects of one type."""

from collections.abc import Callable
from functools import partial

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
)
from graphql.execution.values import VariableValues

from commerce.core.texts.language import Language, other
from graph.document import Sets, answer_name, fragments_of, selected_fields


class Selecting:
    """The selections of one document under given variables.

    `languages` are those of its answer: the one that is asked for, and the other.
    """

    def __init__(
        self,
        core: GraphQLSchema,
        document: DocumentNode,
        variables: VariableValues,
        language: Language,
    ) -> None:
        self._core, self._variables = core, variables
        self._fragments = fragments_of(document)
        self.languages = (language, other(language))

    def fields(self, kind: GraphQLObjectType, sets: Sets) -> dict[str, list[FieldNode]]:
        """The fields selected on `kind`, by the name they get in the answer."""
        found: dict[str, list[FieldNode]] = {}
        applies: Callable[[str], bool] = partial(self._applies, kind)
        for _, node in selected_fields(sets, kind.name, self._fragments, self._variables, applies):
            found.setdefault(answer_name(node), []).append(node)
        return found

    def _applies(self, kind: GraphQLObjectType, condition: str) -> bool:
        if condition == kind.name:
            return True
        named = self._core.get_type(condition)
        if not isinstance(named, GraphQLInterfaceType | GraphQLUnionType):
            return False
        return self._core.is_sub_type(named, kind)
