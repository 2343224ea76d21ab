"""Generated input readers equal graphql-core and Strawberry."""

from random import Random
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    Undefined,
    coerce_input_value,
)
from strawberry.types.arguments import convert_argument

from graph.execution.planned_mutations import PLANNED_MUTATIONS
from graph.plan.inputs import Closer, Unread, coercer, converter
from graph.schema import schema

JUNK: tuple[Any, ...] = (
    None, "", "x", " ९८७६५ ", "10.00", "IN", "NEWEST", 0, 1, -1, 2**31, 1.5, True, [], [None], {},
    {"nothing": 1}, [["x"]], "2030-01-01T00:00:00Z",
)  # fmt: skip
INPUTS = {
    f"{way.name}.{name}.{argument}": a.type
    for way in (schema.core.query_type, schema.core.mutation_type)
    if way is not None
    for name, field in way.fields.items()
    for argument, a in field.args.items()
}


def made_up(chance: Random, kind: Any) -> Any:
    """Mostly what fits the type; anything at all now and then."""
    if chance.random() < 0.06:
        return chance.choice(JUNK)
    if isinstance(kind, GraphQLNonNull):
        return made_up(chance, kind.of_type)
    if isinstance(kind, GraphQLList):
        return [made_up(chance, kind.of_type) for _ in range(chance.randint(0, 3))]
    if isinstance(kind, GraphQLEnumType):
        return chance.choice(list(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        return {
            name: made_up(chance, field.type)
            for name, field in kind.fields.items()
            if isinstance(field.type, GraphQLNonNull) or chance.random() < 0.6
        }
    fitting = {"Int": (1, 7), "Boolean": (True, False), "Float": (1.5, 2), "Decimal": ("3.00", 5)}
    return chance.choice(fitting.get(kind.name, (" Asha  देवी", "IN", "98765 43210")))


def converted(kind: Any, value: Any) -> Any:
    """What a resolver is given in the ordinary way."""
    bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if not isinstance(bare, GraphQLInputObjectType):
        return value
    return convert_argument(
        value,
        bare.extensions["strawberry-definition"].origin,
        scalar_registry=schema.schema_converter.scalar_registry,
        config=schema.config,
    )


@pytest.mark.parametrize("place", INPUTS)
def test_generated_input_readers_equal_the_libraries(place: str) -> None:
    kind, chance, read = INPUTS[place], Random(place), 0
    try:
        coerce = coercer(kind)
        bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        is_input = isinstance(bare, GraphQLInputObjectType)
        origin = bare.extensions["strawberry-definition"].origin if is_input else None
        convert = converter(schema, origin) if is_input else None
    except Unread:
        assert place.split(".")[1] not in PLANNED_MUTATIONS
        return
    for _ in range(150):
        value = made_up(chance, kind)
        told = coerce_input_value(value, kind)
        try:
            found = coerce(value)
        except Closer:
            continue
        read += 1
        assert told is not Undefined, value
        assert found == told, value
        own = found if convert is None else convert(found)
        assert own == converted(kind, told), value
        assert repr(own) == repr(converted(kind, told)), value
    assert read > 10
