"""Input coercion by functions compiled for their types.

They say what graphql-core and Strawberry say of values as clients send them: text for texts and
ids, numbers for numbers, objects without a field too many. Whatever else may mean something raises
Closer, and is looked at by those.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING
from typing import Any, Final

from graphql import (
    GRAPHQL_MAX_INT,
    GRAPHQL_MIN_INT,
    GraphQLBoolean,
    GraphQLID,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLString,
    Undefined,
    is_leaf_type,
    is_required_input_field,
)
from graphql.utilities.coerce_input_value import coerce_default_value
from strawberry.types.arguments import _is_leaf_type as is_leaf_of_strawberry
from strawberry.types.base import StrawberryList, StrawberryOptional, has_object_definition
from strawberry.types.enum import has_enum_definition
from strawberry.types.lazy_type import LazyType

from graph.schema_parts import Schema

# Scalars whose values a resolver takes as they come, and the Python type of these.
SIMPLE: Final[Mapping[Any, type[Any]]] = {
    GraphQLString: str,
    GraphQLID: str,
    GraphQLInt: int,
    GraphQLBoolean: bool,
}
# Objects within objects; none of the schema's is deeper.
MAX_DEPTH = 8
Reading = Callable[[Any], Any]


class Closer(Exception):  # noqa: N818 - not an error
    """The value needs the ordinary coercion."""


class Unread(Exception):  # noqa: N818 - not an error
    """A type for which no function is made."""


def coercer(kind: Any, depth: int = 0) -> Reading:
    """From a value as it was sent to what graphql-core makes of it. Raises Unread."""
    if isinstance(kind, GraphQLNonNull):
        return _coercer(kind.of_type, depth)
    inner = _coercer(kind, depth)
    return lambda value: None if value is None else inner(value)


def _coercer(kind: Any, depth: int) -> Reading:
    if (python := SIMPLE.get(kind)) is not None:
        return _whole if python is int else _exactly(python)
    if is_leaf_type(kind):
        return _leaf(kind.coerce_input_value)
    if isinstance(kind, GraphQLList):
        return _list(coercer(kind.of_type, depth))
    if not isinstance(kind, GraphQLInputObjectType) or kind.is_one_of or depth >= MAX_DEPTH:
        raise Unread(str(kind))
    return _object(kind, depth + 1)


def _exactly(python: type) -> Reading:
    def read(value: Any) -> Any:
        if type(value) is not python:
            raise Closer
        return value

    return read


def _whole(value: Any) -> int:
    if type(value) is not int or not GRAPHQL_MIN_INT <= value <= GRAPHQL_MAX_INT:
        raise Closer
    return value


def _leaf(coerce: Reading) -> Reading:
    def read(value: Any) -> Any:
        try:
            return coerce(value)
        except Exception:
            # Those who look closely say what is wrong with it.
            raise Closer from None

    return read


def _list(item: Reading) -> Reading:
    def read(value: Any) -> list[Any]:
        if type(value) is not list:
            raise Closer
        return [item(each) for each in value]

    return read


def _object(kind: GraphQLInputObjectType, depth: int) -> Reading:
    fields = []
    for name, field in kind.fields.items():
        default = MISSING if is_required_input_field(field) else coerce_default_value(field)
        fields.append((name, field.out_name or name, coercer(field.type, depth), default))
    finish = kind.out_type

    def read(value: Any) -> Any:
        if type(value) is not dict:
            raise Closer
        found, number = {}, 0
        for name, key, inner, default in fields:
            if name in value:
                number += 1
                found[key] = inner(value[name])
            elif default is MISSING:
                raise Closer
            elif default is not Undefined:
                found[key] = default
        if number < len(value):
            raise Closer
        return finish(found)

    return read


def converter(schema: Schema, kind: Any, depth: int = 0) -> Reading | None:
    """From what graphql-core made to what a resolver takes; None for the same. Raises Unread."""
    if isinstance(kind, StrawberryOptional):
        # Maybe is one of these, and tells a value from none.
        if type(kind) is not StrawberryOptional:
            raise Unread(str(kind))
        return converter(schema, kind.of_type, depth)
    if isinstance(kind, LazyType):
        return converter(schema, kind.resolve_type(), depth)
    if isinstance(kind, StrawberryList):
        item = converter(schema, kind.of_type, depth)
        return _unless_none(list if item is None else _items(item))
    if has_enum_definition(kind):
        return None
    if is_leaf_of_strawberry(kind, schema.schema_converter.scalar_registry):
        return None
    if not has_object_definition(kind) or depth >= MAX_DEPTH:
        raise Unread(str(kind))
    return _unless_none(_instance(schema, kind, depth + 1))


def _unless_none(convert: Reading) -> Reading:
    return lambda value: None if value is None else convert(value)


def _items(item: Reading) -> Reading:
    return lambda values: [item(each) for each in values]


def _instance(schema: Schema, kind: Any, depth: int) -> Reading:
    definition = kind.__strawberry_definition__
    if definition.from_input is not None or not definition.is_input:
        raise Unread(str(kind))
    of_field = schema.config.name_converter.from_field
    fields = [
        (
            of_field(each),
            each.python_name,
            converter(schema, each.resolve_type(type_definition=definition), depth),
        )
        for each in definition.fields
    ]
    absent = {
        each.python_name: None
        for each in definition.fields
        if each.default_value is MISSING and each.default_factory is MISSING
    }

    def convert(value: Any) -> Any:
        given = {**absent}
        for name, python_name, inner in fields:
            if name in value:
                found = value[name]
                given[python_name] = found if inner is None else inner(found)
        return kind(**given)

    return convert
