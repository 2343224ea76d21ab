"""The arguments of a plan's calls, as the resolvers take them."""

from collections.abc import Sequence
from typing import Any

from graphql import (
    FieldNode,
    GraphQLField,
    ListValueNode,
    ObjectValueNode,
    VariableNode,
    get_argument_values,
)
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from graph.text_profiles import fold_arguments


class Arguments:
    """The calls of one plan, numbered as they are found."""

    def __init__(self, schema: Any) -> None:
        self._schema = schema
        self._calls: list[tuple[GraphQLField, FieldNode, StrawberryField]] = []

    def add(self, field: GraphQLField, node: FieldNode, definition: StrawberryField) -> int | None:
        """The number of a call; None for one that takes nothing."""
        if not definition.arguments:
            return None
        self._calls.append((field, node, definition))
        return len(self._calls) - 1

    def decoded(self, variables: Any, known: Sequence[dict[str, Any]] = ()) -> list[dict[str, Any]]:
        """The arguments of every call.

        `known` are those of another request: what names no variable is taken over.
        """
        converter = self._schema.schema_converter
        return [
            known[place]
            if known and not _varies(node)
            else convert_arguments(
                fold_arguments(field, get_argument_values(field, node, variables)),
                definition.arguments,
                scalar_registry=converter.scalar_registry,
                config=self._schema.config,
            )
            for place, (field, node, definition) in enumerate(self._calls)
        ]


def _varies(node: FieldNode) -> bool:
    return any(_has_variable(argument.value) for argument in node.arguments or ())


def _has_variable(value: Any) -> bool:
    if isinstance(value, VariableNode):
        return True
    if isinstance(value, ObjectValueNode):
        return any(_has_variable(part.value) for part in value.fields)
    if isinstance(value, ListValueNode):
        return any(_has_variable(part) for part in value.values)
    return False
