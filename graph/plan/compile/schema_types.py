"""Types and fields of the schema, as the compiler needs them."""

from typing import Any

from graphql import (
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLType,
    get_named_type,
    is_leaf_type,
)
from strawberry.types.field import StrawberryField

from graph.access import DEFINITION
from graph.connection import Connection
from graph.fields.row_types import RowType
from graph.limits.query_cost import VALUE_POINTS
from graph.plan.compile.unsupported import Unplanned, Unsupported
from graph.plan.runtime.lists import Wrapping

# Values of these are never long.
SHORT = {"Int", "Float", "Boolean"}


def definition_of(field: GraphQLField) -> StrawberryField:
    definition = field.extensions.get(DEFINITION)
    if not isinstance(definition, StrawberryField):
        raise Unsupported(Unplanned.UNKNOWN, "a field of another library")
    return definition


def class_of(kind: GraphQLObjectType) -> Any:
    """The class that a type was made of."""
    return kind.extensions[DEFINITION].origin


def has_row(kind: GraphQLObjectType) -> bool:
    """Whether objects of a type are over a row, which plans use in their place."""
    return issubclass(class_of(kind), RowType)


def object_of(kind: GraphQLType) -> GraphQLObjectType:
    named = get_named_type(kind)
    if not isinstance(named, GraphQLObjectType):
        raise Unsupported(Unplanned.UNKNOWN, str(named))
    return named


def is_items(kind: GraphQLObjectType, name: str) -> bool:
    """Whether a field is the items of a page, which are rows."""
    return name == "nodes" and issubclass(class_of(kind), Connection)


def wrapping_of(kind: Any) -> Wrapping:
    found: list[str] = []
    while isinstance(kind, GraphQLNonNull | GraphQLList):
        found.append("!" if isinstance(kind, GraphQLNonNull) else "[")
        kind = kind.of_type
    return tuple(found)


def is_weighed(kind: GraphQLObjectType, name: str, times: int) -> bool:
    """Whether a value counts by its length: it may be long, or has several aliases."""
    field = kind.fields.get(name)
    if field is None:
        return False
    named = get_named_type(field.type)
    if not is_leaf_type(named) or named.name in SHORT:
        return False
    return times > 1 or f"{kind.name}.{name}" in VALUE_POINTS


def takes_source(resolver: Any) -> bool:
    return bool(resolver.self_parameter or resolver.root_parameter)
