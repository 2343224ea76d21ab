"""Limits of lists and texts in arguments, each at its value and one above."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLObjectType,
    GraphQLScalarType,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

from database.connect import execute
from graph.error_texts import TOO_MANY_CHARACTERS, TOO_MANY_ITEMS
from graph.inputs.input_limits import max_characters, max_items
from graph.limits.query_limits import LIST_LIMITS, MAX_LIST_ITEMS, MAX_VARIABLES, TEXT_LIMITS
from graph.schema import schema
from tests.conftest import Ask
from tests.support.databases.copies import REFERENCE, copy_of
from tests.support.people.actors import World, make_world

CORE = schema.core
ACTORS = ("stranger", "buyer", "owner", "artisan", "administrator")
# These end the actor's own session.
ENDING = {"sessionRevoke"}
OVER_THE_BOUND = re.compile(
    "|".join(
        re.escape(english).replace(r"\{most\}", r"\d+")
        for english, _ in (TOO_MANY_ITEMS, TOO_MANY_CHARACTERS)
    )
)


@dataclass(frozen=True)
class Slot:
    """A list or a text: of which argument, and where in it."""

    type_name: str
    field: str
    argument: str
    inside: tuple[str, ...]
    place: str
    kind: Any

    @property
    def is_list(self) -> bool:
        return isinstance(self.kind, GraphQLList)

    @property
    def bound(self) -> int:
        return max_items(self.place) if self.is_list else max_characters(self.place, self.kind)

    def value(self, number: int) -> Any:
        """Something of its type with so many items or characters."""
        return [usual(self.kind.of_type)] * number if self.is_list else "7" * number

    @property
    def path(self) -> list[str]:
        return [self.argument, *self.inside]

    def __str__(self) -> str:
        return ".".join((self.type_name, self.field, self.argument, *self.inside)) + (
            "[]" if self.is_list else ""
        )


def usual(kind: Any) -> Any:
    """An ordinary value of a type, with no more than it must have."""
    kind = get_nullable_type(kind)
    if isinstance(kind, GraphQLList):
        return [usual(kind.of_type)]
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        return {
            name: usual(field.type)
            for name, field in kind.fields.items()
            if is_required_input_field(field)
        }
    named = {"Boolean": False, "Int": 1, "Float": 1.0, "CountryCode": "IN", "Decimal": "1"}
    return named.get(kind.name, "x")


def slots_within(kind: Any, place: str, inside: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    kind = get_nullable_type(kind)
    if isinstance(kind, GraphQLList):
        yield inside, place, kind
        yield from slots_within(kind.of_type, place, inside)
    elif isinstance(kind, GraphQLInputObjectType):
        for name, field in kind.fields.items():
            yield from slots_within(field.type, f"{kind.name}.{name}", (*inside, name))
    elif isinstance(kind, GraphQLScalarType) and kind.name not in ("Int", "Float", "Boolean"):
        yield inside, place, kind


def every_slot() -> Iterator[Slot]:
    for kind in CORE.type_map.values():
        if kind.name.startswith("__") or not isinstance(
            kind, GraphQLObjectType | GraphQLInterfaceType
        ):
            continue
        for name, field in kind.fields.items():
            for argument, each in field.args.items():
                place = f"{kind.name}.{name}.{argument}"
                for inside, its_place, its_kind in slots_within(each.type, place, ()):
                    yield Slot(kind.name, name, argument, inside, its_place, its_kind)


SLOTS = [slot for slot in every_slot() if slot.type_name != "Subscription"]


def put(kind: Any, inside: tuple[str, ...], value: Any) -> Any:
    """`value` at its place, with what has to stand around it."""
    kind = get_nullable_type(kind)
    if isinstance(kind, GraphQLList) and (inside or not isinstance(value, list)):
        return [put(kind.of_type, inside, value)]
    if not inside:
        return value
    return usual(kind) | {inside[0]: put(kind.fields[inside[0]].type, inside[1:], value)}


def ways() -> dict[str, list[tuple[str, str]]]:
    """By a type's name, the fields that lead to it from a root, each with the type it is on."""
    found: dict[str, list[tuple[str, str]]] = {"Query": [], "Mutation": []}
    waiting = ["Query"]
    while waiting:
        name = waiting.pop(0)
        kind: Any = CORE.type_map[name]
        for field_name, field in getattr(kind, "fields", {}).items():
            named = get_named_type(field.type)
            if is_leaf_type(named) or name == "Mutation":
                continue
            reached = [named.name]
            if is_abstract_type(named):
                reached += [each.name for each in CORE.get_possible_types(named)]
            for each in reached:
                if each not in found:
                    found[each] = [*found[name], (name, field_name)]
                    waiting.append(each)
    return found


WAYS = ways()


def arguments(field: Any, but: str = "") -> str:
    given = [
        f"{name}: {literal(usual(each.type), each.type)}"
        for name, each in field.args.items()
        if is_required_argument(each) and name != but
    ]
    return ", ".join(given)


def literal(value: Any, kind: Any) -> str:
    kind = get_nullable_type(kind)
    if isinstance(kind, GraphQLList):
        return "[" + ", ".join(literal(each, kind.of_type) for each in value) + "]"
    if isinstance(kind, GraphQLInputObjectType):
        inner = (f"{name}: {literal(each, kind.fields[name].type)}" for name, each in value.items())
        return "{" + ", ".join(inner) + "}"
    if isinstance(kind, GraphQLEnumType):
        return str(value)
    return orjson.dumps(value).decode()


def document(slot: Slot, value: Any, *, as_literal: bool = False) -> tuple[str, dict[str, Any]]:
    """An operation that has `value` in the slot, reached on the shortest way."""
    field: Any = CORE.type_map[slot.type_name].fields[slot.field]  # type: ignore[attr-defined]
    kind = field.args[slot.argument].type
    whole = put(kind, slot.inside, value)
    given = literal(whole, kind) if as_literal else "$value"
    others = arguments(field, slot.argument)
    below = "" if is_leaf_type(get_named_type(field.type)) else " { __typename }"
    called = f"{slot.field}({slot.argument}: {given}{', ' + others if others else ''}){below}"
    inner = slot.type_name
    for type_name, name in reversed(WAYS[slot.type_name]):
        outer: Any = CORE.type_map[type_name].fields[name]  # type: ignore[attr-defined]
        own = arguments(outer)
        if get_named_type(outer.type).name != inner:
            called = f"... on {inner} {{ {called} }}"
        called = f"{name}{f'({own})' if own else ''} {{ {called} }}"
        inner = type_name
    kind_of = "mutation" if slot.type_name == "Mutation" else "query"
    variables = "" if as_literal else f"($value: {kind})"
    return f"{kind_of}{variables} {{ {called} }}", {} if as_literal else {"value": whole}


@pytest.fixture(scope="module")
async def world(server_url: str, reference_url: str, worker_id: str) -> Any:
    async with copy_of(server_url, REFERENCE, worker_id):
        yield await make_world()


def test_every_argument_limit_names_an_existing_argument() -> None:
    places = {slot.place for slot in SLOTS}
    names = places | {place.rpartition(".")[2] for place in places}
    assert set(LIST_LIMITS) <= {slot.place for slot in SLOTS if slot.is_list}
    assert set(TEXT_LIMITS) <= names


@pytest.mark.parametrize("slot", SLOTS, ids=str)
async def test_an_argument_over_its_limit_is_refused_before_execution(
    ask: Ask, world: World, queries: list[str], slot: Slot
) -> None:
    queries.clear()
    value = slot.value(slot.bound + 1)
    # Literals of a scalar of its own are read, and refused, when the document is validated.
    is_plain = slot.is_list or slot.kind.name in ("String", "ID")
    for as_literal in (False, True) if is_plain else (False,):
        text, variables = document(slot, value, as_literal=as_literal)
        answer = await ask.whole(text, **variables)
        (error,) = answer["errors"]
        assert error["extensions"]["code"] == "BAD_USER_INPUT", (text, answer)
        assert error["extensions"]["argument"] == slot.path
        assert str(slot.bound) in error["message"]
        assert "data" not in answer
    assert queries == []


@pytest.mark.parametrize("slot", {slot.place: slot for slot in SLOTS}.values(), ids=str)
async def test_an_argument_at_its_limit_reaches_the_rule(
    ask: Ask, world: World, slot: Slot
) -> None:
    if slot.field in ENDING:
        return
    text, variables = document(slot, slot.value(slot.bound))
    for name in ACTORS:
        await execute("DELETE FROM rate_counter")
        answer = await ask.whole(text, token=world[name].token, **variables)
        for error in answer.get("errors", ()):
            assert error["extensions"]["code"] != "INTERNAL", (name, text, answer)
            assert not OVER_THE_BOUND.fullmatch(error["message"]), (name, text, answer)


async def test_undeclared_variables_are_ignored(ask: Ask) -> None:
    text = "query ($a: Boolean = true) { __typename @include(if: $a) }"
    more = {f"x{n}": ["y" * 1_000] for n in range(MAX_VARIABLES)}
    assert await ask(text, **more) == {"__typename": "Query"}
    assert await ask.code(text, **more, one="more") == "BAD_USER_INPUT"


async def test_variables_are_limited(ask: Ask) -> None:
    names = range(MAX_VARIABLES + 1)
    text = (
        f"query ({' '.join(f'$v{n}: String!' for n in names)}) {{ products(first: 1, filter:"
        f' {{attributes: [{{attribute: "x", values: [{" ".join(f"$v{n}" for n in names[1:])}]}}],'
        " districts: [$v0]}) { totalCount } }"
    )
    assert await ask.code(text) == "BAD_USER_INPUT"


async def test_items_of_lists_are_measured_too(ask: Ask) -> None:
    text = "query ($d: [String!]) { products(first: 1, filter: {districts: $d}) { totalCount } }"
    assert await ask.code(text, d=["x"] * (MAX_LIST_ITEMS + 1)) == "BAD_USER_INPUT"
    assert await ask.code(text, d=["x", "y" * 10_000]) == "BAD_USER_INPUT"
    assert await ask.code(text, d=[["x"]]) == "BAD_USER_INPUT"
    defaulted = text.replace("[String!]", f"[String!] = {orjson.dumps(['x'] * 101).decode()}")
    assert await ask.code(defaulted) == "BAD_USER_INPUT"
