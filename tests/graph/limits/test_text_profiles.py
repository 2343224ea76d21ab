"""Every text argument is folded, and hostile texts break nothing."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
)

from auth.inputs.text_input import TextProfile
from graph.inputs.text_profiles import BY_NAME, BY_PLACE, NoTextProfile, fold_texts, profile_of
from graph.schema import schema
from tests.conftest import Ask
from tests.support.databases.copies import REFERENCE, copy_of
from tests.support.input_values import operation_of, variables_of
from tests.support.people.actors import GUESTS_KEY, World, make_world

ACTORS = ("stranger", "buyer", "artisan", "owner", "administrator")
# Leave these out: they end who asks for the rest.
ENDS_THE_ACTOR = {"accountErase", "sessionRevoke"}


@pytest.fixture(scope="module")
async def world(server_url: str, reference_url: str, worker_id: str) -> AsyncIterator[World]:
    async with copy_of(server_url, REFERENCE, worker_id):
        yield await make_world()


def roots() -> Iterator[tuple[str, str, str, Any]]:
    for way, kind in (("query", schema.core.query_type), ("mutation", schema.core.mutation_type)):
        assert kind is not None
        for name, field in kind.fields.items():
            if field.args and name not in ENDS_THE_ACTOR:
                yield way, kind.name, name, field


@pytest.mark.parametrize("junk", ["\0x", "", "🪔\u202e%_\\'--"])
async def test_no_text_breaks_a_root_field(ask: Ask, world: World, junk: str) -> None:
    broken = []
    for way, type_name, name, field in roots():
        variables = variables_of(type_name, name, field, lambda _: junk)
        for actor in ACTORS:
            answer = await ask.whole(
                operation_of(way, name, field), token=world[actor].token, **variables
            )
            codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
            if codes & {"INTERNAL", "TIMEOUT"}:
                broken.append((actor, name, codes))
    assert not broken


def test_a_text_argument_without_a_profile_fails_the_build() -> None:
    plain = GraphQLField(GraphQLString, args={"riddle": GraphQLArgument(GraphQLString)})
    with pytest.raises(NoTextProfile, match=r"Query\.ask\.riddle"):
        fold_texts(GraphQLSchema(GraphQLObjectType("Query", {"ask": plain})))


def test_every_profile_is_used() -> None:
    places: dict[str, str] = {}
    for kind in schema.core.type_map.values():
        for name, field in getattr(kind, "fields", {}).items():
            places[f"{kind.name}.{name}"] = name
            for argument in getattr(field, "args", {}):
                places[f"{kind.name}.{name}.{argument}"] = argument
    assert set(BY_PLACE) <= set(places)
    assert set(BY_NAME) <= set(places.values())


def test_ids_are_not_folded() -> None:
    field = schema.core.query_type.fields["node"]  # type: ignore[union-attr]
    assert profile_of("Query.node.id", "id", field.args["id"].type) is TextProfile.OPAQUE


@pytest.mark.parametrize("planned", [True, False])
async def test_plans_and_resolvers_fold_arguments(ask: Ask, world: World, planned: bool) -> None:
    slug = world.product.slug
    typed = f"\u202a {slug.upper()}\u200b ".replace("-", "\u2011")
    # A field of the viewer's own sends a page to the ordinary executor.
    more = "" if planned else "viewer { id }"
    document = f"query ($slug: String!) {{ product(slug: $slug) {{ slug }} {more} }}"
    assert (await ask(document, slug=typed))["product"] == {"slug": slug}


async def test_an_orders_number_is_found_however_it_is_typed(ask: Ask, world: World) -> None:
    document = "query ($n: String!, $k: String) { order(number: $n, accessKey: $k) { number } }"
    for typed in (
        "om-world-00001",
        " OM\u2013WORLD\u201300001\n",
        "OMWORLD00001",
        "OM WORLD ०००००१",
    ):
        found = await ask(document, n=typed, k=f" {GUESTS_KEY} ")
        expected = None if "००००" in typed else {"number": "OM-WORLD-00001"}
        assert found["order"] == expected, typed


PINCODE = "query ($pin: String!) { product(slug: %s) { delivery(pincode: $pin) { isServiceable reason { code message } } } }"  # noqa: E501


@pytest.mark.parametrize("typed", ["226001", "२२६००१", "226 001", "226-001 ", "２２６００１"])
async def test_a_pin_code_is_recognised_however_it_is_typed(
    ask: Ask, world: World, typed: str
) -> None:
    document = PINCODE % f'"{world.product.slug}"'
    as_usual = await ask(document, pin="226001")
    assert await ask(document, pin=typed) == as_usual


async def test_a_mistyped_pin_code_is_explained_in_the_readers_language(
    ask: Ask, world: World
) -> None:
    document = PINCODE % f'"{world.product.slug}"'
    for language, said in (
        ("en", "Enter a 6-digit PIN code, such as 226001."),
        ("hi", "6 अंकों का पिन कोड लिखें, जैसे 226001।"),
    ):
        for typed in ("2260", "", "०२६००१", "लखनऊ"):
            found = await ask(document, pin=typed, language=language)
            reason = found["product"]["delivery"]["reason"]
            assert reason == {"code": "UNKNOWN_PINCODE", "message": said}
