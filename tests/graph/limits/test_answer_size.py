"""Cost of long values, and the size limit of responses."""

from collections.abc import Iterator
from typing import Any

import httpx
import orjson
import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type
from tortoise import fields

import models
from commerce.catalogue import structured_data
from graph.fields.field_kinds import Column, Text, declaration_of
from graph.limits.query_cost import VALUE_POINTS
from graph.limits.query_limits import MAX_ANSWER_BYTES
from graph.schema import schema
from server.graphql_http import execution, response_body
from server.rate_limits.rate_limit import UNIT_BYTES, units
from settings import settings
from tests.conftest import OPERATIONS, Ask
from tests.support.people.accounts import signed_in

# A column that may have more characters has long texts.
SHORT_CHARACTERS = 300
# Texts that are no column's and short all the same, by their names wherever they stand, ...
SHORT_NAMES = frozenset(
    (
        "accessToken", "accessKey", "amount", "blurhash", "carrier", "code", "codes", "cursor",
        "countryOfOriginName", "currency", "district", "email", "endCursor", "facilitatorName",
        "formatted", "groupName", "hash", "keyId", "kindLabel", "message", "name", "netQuantity",
        "number", "orderId", "panMasked", "bankAccountMasked", "path", "payUrl", "phone", "places",
        "proof", "proposedByName", "recoveryCodes", "refreshToken", "secret", "startCursor",
        "title", "trackingNumber", "trackingUrl", "uri", "url", "verifyUrl", "version",
    )
)  # fmt: skip
# ... or by their places.
SHORT_PLACES = frozenset(
    (
        "ArtisanSuggestion.text", "CategorySuggestion.text", "CraftSuggestion.text",
        "DistrictSuggestion.text", "Image.alt", "KindSuggestion.text", "LabelParty.address",
        "ProductAttribute.value",
        "ProductConnection.didYouMean", "ProductConnection.rankingParameters",
        "ProductConnection.searchNotice", "ProductSuggestion.text", "ReturnPolicy.text",
        "Seo.description", "Suggestion.text", "UnitPrice.per", "VendorAddress.state",
    )
)  # fmt: skip


def texts() -> Iterator[tuple[str, str, Any]]:
    """Every text of the schema: its place, its name, how it is declared."""
    for kind in schema.core.type_map.values():
        if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            continue
        for name, field in kind.fields.items():
            if get_named_type(field.type).name in ("String", "JSON") and kind.name[:2] != "__":
                definition = field.extensions["strawberry-definition"]
                yield f"{kind.name}.{name}", name, declaration_of(definition)


def long_columns() -> set[str]:
    tables = [each for each in vars(models).values() if hasattr(each, "_meta")]
    return {
        name
        for table in tables
        for name, column in table._meta.fields_map.items()
        if isinstance(column, fields.TextField)
        or (isinstance(column, fields.CharField) and column.max_length > SHORT_CHARACTERS)
    }


def test_every_long_value_has_a_cost() -> None:
    long, found = long_columns(), set()
    assert {"description_en", "story_hi", "text"} <= long
    for place, name, declared in texts():
        match declared:
            case Column(column):
                is_long = column in long
            case Text(stem):
                is_long = f"{stem}_en" in long
            case _:
                is_long = name not in SHORT_NAMES and place not in SHORT_PLACES
        if is_long:
            found.add(place)
    assert found == set(VALUE_POINTS)


def named(number: int, field: str) -> str:
    return " ".join(f"x{n}: {field}" for n in range(number))


DEAR = {
    "worked out": f"products(first: 100) {{ nodes {{ seo {{ {named(30, 'structuredData')} }} }} }}",
    "worked out below": "products(first: 20) { nodes { related(first: 22) { seo {"
    f" {named(30, 'structuredData')} }} }} }} }}",
    "long": "products(first: 100) { nodes { related(first: 22) {"
    f" {named(15, 'description')} {named(15, 'careInstructions').replace('x', 'y')} }} }} }}",
    "everything of a person": f"viewer {{ {named(2, 'exportedData')} }}",
}


@pytest.mark.parametrize("what", DEAR)
@pytest.mark.usefixtures("shop")
async def test_long_values_under_many_names_cost_too_much(ask: Ask, what: str) -> None:
    assert await ask.code(f"{{ {DEAR[what]} }}") == "COST_LIMIT"


@pytest.mark.answered_once
@pytest.mark.parametrize("plans", [True, False])
@pytest.mark.usefixtures("shop")
async def test_computed_values_are_computed_once(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, plans: bool
) -> None:
    monkeypatch.setattr(settings(), "plans", plans)
    made = []

    def counted(product: Any, *more: Any) -> Any:
        made.append(product.id)
        return structured_data.product_data(product, *more)

    monkeypatch.setattr("graph.types.catalogue.product.product_data", counted)
    page = await ask(
        f"query Once {{ products(first: 4) {{ nodes {{ seo {{ {named(9, 'structuredData')} }}"
        " again: seo { structuredData } } } }"
    )
    assert len(made) == len(set(made)) == 4
    for node in page["products"]["nodes"]:
        assert len({*node["seo"].values(), node["again"]["structuredData"]}) == 1


LARGE = {
    "texts": "products(first: 20) { nodes { slug description } }",
    "one text under many names": f"products(first: 20) {{ nodes {{ {named(20, 'name')} }} }}",
    "long names": f"products(first: 20) {{ nodes {{ {'n' * 200}: isAvailable }} }}",
    "texts of what is held": "products(first: 40) { nodes { slug craft { description"
    f" district {{ {named(9, 'story')} }} }} }} }}",
    "names below what is held": "products(first: 40) { nodes { craft { district {"
    f" {' '.join(f'{chr(97 + n) * 190}: id' for n in range(20))} }} }} }} }}",
    "of a list": "products(first: 1) { facets { districts {"
    f" {' '.join(f'{chr(97 + n) * 190}: count' for n in range(20))} }} }} }}",
    "what was worked out": "products(first: 8) { nodes {"
    f" seo {{ {named(9, 'structuredData')} }} }} }}",
    "rows that are pointed at": "products(first: 8) { nodes { reviews(first: 20) { nodes {"
    f" text {named(9, 'author')} }} }} }} }}",
}


def size(answer: dict[str, Any]) -> int:
    """What is told beside the data counts as well, and is short."""
    return len(orjson.dumps(answer))


@pytest.mark.parametrize("plans", [True, False])
@pytest.mark.parametrize("what", LARGE)
@pytest.mark.parametrize("language", ["EN", "HI"])
@pytest.mark.usefixtures("shop")
async def test_a_response_at_the_size_limit_passes_and_one_byte_more_fails(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, what: str, plans: bool, language: str
) -> None:
    text = f"query Size @inContext(language: {language}) {{ {LARGE[what]} }}"
    whole = await ask.whole(text)
    monkeypatch.setattr(settings(), "plans", plans)
    # Not one that is kept.
    monkeypatch.setattr(settings(), "answer_bytes", 0)
    monkeypatch.setattr("graph.context.MAX_ANSWER_BYTES", size(whole))
    again = await ask.whole(text.replace("Size", "AtIt"))
    assert again["data"] == whole["data"]
    monkeypatch.setattr("graph.context.MAX_ANSWER_BYTES", size(whole) - 1)
    assert await ask.code(text.replace("Size", "Over")) == "COST_LIMIT"


@pytest.mark.parametrize("plans", [True, False])
@pytest.mark.parametrize("what", LARGE)
@pytest.mark.usefixtures("shop")
async def test_a_too_large_response_stops_during_execution(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, what: str, plans: bool
) -> None:
    """Nothing is written out of what is twice as large; Hindi letters are three bytes each."""
    monkeypatch.setattr(settings(), "plans", plans)
    written = []
    real = response_body.whole_answer

    def counted(*told: Any) -> Any:
        written.append(real(*told))
        return written[-1]

    monkeypatch.setattr(execution, "whole_answer", counted)
    assert "errors" not in await ask.whole(f"query Whole {{ {LARGE[what]} }}")
    (answer,) = written
    # From the second time on, what is held is there already.
    for name in ("First", "Second"):
        monkeypatch.setattr("graph.context.MAX_ANSWER_BYTES", len(answer.body) // 2)
        assert await ask.code(f"query {name} {{ {LARGE[what]} }}") == "COST_LIMIT"
    assert [each for each in written if b'"data":null' not in each.body] == [answer]


@pytest.mark.parametrize("plans", [True, False])
async def test_a_data_export_has_no_size_limit(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, plans: bool
) -> None:
    monkeypatch.setattr(settings(), "plans", plans)
    monkeypatch.setattr("graph.context.MAX_ANSWER_BYTES", 500)
    person = await signed_in()
    found = await ask("{ viewer { exportedData } }", token=person.token)
    assert len(orjson.dumps(found["viewer"]["exportedData"])) > 500


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("file", sorted(OPERATIONS.glob("*.graphql")), ids=lambda file: file.stem)
async def test_storefront_pages_stay_below_a_tenth_of_the_size_limit(
    client: httpx.AsyncClient, file: Any
) -> None:
    text = file.read_text(encoding="utf-8")
    if not text.startswith("query"):
        pytest.skip("no page")
    response = await client.post(
        "/graphql", json={"query": text, "variables": {"slug": "agra", "query": "saree"}}
    )
    assert len(response.content) < MAX_ANSWER_BYTES // 10


def test_bytes_that_are_sent_are_units_of_work() -> None:
    assert units(1, 1, UNIT_BYTES) == 1
    assert units(1, 1, 3 * UNIT_BYTES) == 3
