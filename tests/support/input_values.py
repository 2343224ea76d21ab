"""Values for every input of the schema, made from its types."""

from collections.abc import Callable
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_leaf_type,
)

# Whether a text is asked for, by the place of the input, as in `AddressInput.phone`; its value.
Text = Callable[[str], str]
SCALARS: dict[str, Any] = {
    "Boolean": False,
    "Int": 1,
    "Float": 1.0,
    "Decimal": "1.00",
    "DateTime": "2030-01-01T00:00:00Z",
    "CountryCode": "IN",
}


def value_of(kind: Any, place: str, text: Text) -> Any:
    """A value with every field there is."""
    if isinstance(kind, GraphQLNonNull):
        return value_of(kind.of_type, place, text)
    if isinstance(kind, GraphQLList):
        return [value_of(kind.of_type, place, text)]
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        return {
            name: value_of(field.type, f"{kind.name}.{name}", text)
            for name, field in kind.fields.items()
        }
    return SCALARS[kind.name] if kind.name in SCALARS else text(place)


def operation_of(way: str, name: str, field: Any, selected: str = "") -> str:
    """An operation that asks one root field with a variable for each argument."""
    declared = ", ".join(f"${each}: {argument.type}" for each, argument in field.args.items())
    given = ", ".join(f"{each}: ${each}" for each in field.args)
    below = "" if is_leaf_type(get_named_type(field.type)) else f" {{ __typename {selected} }}"
    called = f"{name}({given})" if given else name
    return f"{way} Made{f'({declared})' if declared else ''} {{ {called}{below} }}"


def variables_of(type_name: str, name: str, field: Any, text: Text) -> dict[str, Any]:
    return {
        each: value_of(argument.type, f"{type_name}.{name}.{each}", text)
        for each, argument in field.args.items()
    }
