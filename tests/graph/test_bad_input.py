"""Bad input gets an error with a code that reveals nothing internal."""

import base64
from typing import Any

import orjson
import pytest
from tortoise.transactions import in_transaction

from database.connect import execute
from graph.ids import global_id
from tests.conftest import Ask

pytestmark = pytest.mark.usefixtures("shop")

INSIDE = ("Traceback", "asyncpg", "tortoise", "postgres", "SELECT", ".py")
PAGE = "query ($first: Int, $last: Int, $after: String, $before: String) { products(first: $first, last: $last, after: $after, before: $before) { nodes { id } } }"  # noqa: E501
NEWEST = "query ($after: String) { products(after: $after, sort: NEWEST) { nodes { id } } }"
FILTER = "query ($filter: ProductFilter) { products(filter: $filter) { totalCount } }"


def cursor(*parts: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(list(parts))).decode()


@pytest.mark.parametrize(
    "field", ["product", "district", "craft", "category", "kind", "artisan", "vendor"]
)
async def test_an_unknown_slug_is_null(ask: Ask, field: str) -> None:
    assert await ask(f'{{ {field}(slug: "no-such-thing") {{ id }} }}') == {field: None}


@pytest.mark.parametrize(
    ("document", "variables"),
    [
        ("query ($id: ID!) { node(id: $id) { id } }", {"id": "nonsense"}),
        ("query ($id: ID!) { node(id: $id) { id } }", {"id": "UHJvZHVjdDow"}),
        ("query ($id: ID!) { node(id: $id) { id } }", {"id": global_id("Password", 1)}),
        ("query ($id: ID!) { node(id: $id) { id } }", {"id": global_id("Product", 2**31)}),
        ("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["x"] * 101}),
        ("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["\0"]}),
        (PAGE, {"first": -1}),
        (PAGE, {"first": 101}),
        (PAGE, {"first": 2_000_000_000}),
        (PAGE, {"last": -1}),
        (PAGE, {"last": 101}),
        (PAGE, {"first": 1, "last": 1}),
        (PAGE, {"first": 10**12}),
        (PAGE, {"first": 1.5}),
        (PAGE, {"after": ""}),
        (PAGE, {"after": "not a cursor"}),
        (PAGE, {"after": "x" * 5000}),
        (PAGE, {"after": "\0"}),
        (PAGE, {"after": cursor("popular", "1")}),
        (PAGE, {"after": cursor("popular", "1", "x")}),
        (PAGE, {"after": cursor("popular", "1", "1); DROP TABLE product; --")}),
        (PAGE, {"after": cursor("popular", 1, 2)}),
        (PAGE, {"after": cursor("newest", "2026-01-01 00:00:00+00", "1")}),
        (NEWEST, {"after": cursor("newest", "2026-19-39 99:99:99+00", "1")}),
        (PAGE, {"before": cursor("popular", "1" * 30, "1")}),
        (PAGE, {"before": base64.urlsafe_b64encode(b"{}").decode()}),
        (PAGE, {"before": base64.urlsafe_b64encode(b"\xff\xfe").decode()}),
        (FILTER, {"filter": {"price": {"min": "500", "max": "100"}}}),
        (FILTER, {"filter": {"price": {"min": "-1"}}}),
        (FILTER, {"filter": {"price": {"min": "1.001"}}}),
        (FILTER, {"filter": {"price": {"min": "1e5"}}}),
        (FILTER, {"filter": {"price": {"min": 12.5}}}),
        (FILTER, {"filter": {"ratingAtLeast": 0}}),
        (FILTER, {"filter": {"ratingAtLeast": 6}}),
        (FILTER, {"filter": {"districts": ["x"] * 101}}),
        (FILTER, {"filter": {"countriesOfOrigin": ["India"]}}),
        (FILTER, {"filter": {"colour": "red"}}),
        ("query ($q: String) { products(search: $q) { totalCount } }", {"q": "साड़ी " * 2000}),
        ("query ($q: String!) { suggestions(query: $q) { text } }", {"q": "x" * 1001}),
        ('query ($n: Int!) { suggestions(query: "saree", first: $n) { text } }', {"n": -1}),
        ('query ($n: Int!) { suggestions(query: "saree", first: $n) { text } }', {"n": 51}),
        ("query ($s: String!) { district(slug: $s) { id } }", {"s": "x" * 5000}),
        ("{ home(near: { latitude: 26.8 }) { id } }", {}),
        ("{ home(near: { latitude: 91, longitude: 80 }) { id } }", {}),
        ("{ home(near: { latitude: 26, longitude: 181 }) { id } }", {}),
        ("{ products(first: 1) { nodes { image(width: 0) { url } } } }", {}),
        ("{ products(first: 1) { nodes { image(width: 99999) { url } } } }", {}),
        ("{ products(first: 1) { nodes { related(first: 25) { id } } } }", {}),
    ],
)
async def test_bad_input_is_a_coded_error(
    ask: Ask, document: str, variables: dict[str, Any]
) -> None:
    answer = await ask.whole(document, **variables)
    assert answer["errors"]
    for error in answer["errors"]:
        assert error["extensions"]["code"] == "BAD_USER_INPUT", error
        assert error["extensions"]["requestId"]
        assert len(error["message"]) <= 300
        assert not any(word in error["message"] for word in INSIDE), error


@pytest.mark.parametrize(
    ("document", "variables", "found"),
    [
        (FILTER, {"filter": {"districts": ["\0"]}}, {"products": {"totalCount": 0}}),
        (
            FILTER,
            {"filter": {"attributes": [{"attribute": "\0", "values": ["\0"]}]}},
            {"products": {"totalCount": 0}},
        ),
        (
            "query ($q: String!) { suggestions(query: $q) { text } }",
            {"q": "\0"},
            {"suggestions": []},
        ),
        ("query ($s: String!) { product(slug: $s) { id } }", {"s": "\0"}, {"product": None}),
    ],
)
async def test_invisible_text_finds_nothing(
    ask: Ask, document: str, variables: dict[str, Any], found: dict[str, Any]
) -> None:
    assert await ask(document, **variables) == found


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("", "GRAPHQL_PARSE_FAILED"),
        ("{ " + "a " * 3000 + "}", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ products(first: true) { totalCount } }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { __typename } query B { __typename }", "OPERATION_RESOLUTION_FAILURE"),
        ("fragment A on Query { __typename }", "GRAPHQL_VALIDATION_FAILED"),
    ],
)
async def test_bad_documents_are_coded_errors(ask: Ask, document: str, code: str) -> None:
    answer = await ask.whole(document or "  { ")
    assert {error["extensions"]["code"] for error in answer["errors"]} == {code}
    assert "data" not in answer


async def test_names_are_not_suggested(ask: Ask) -> None:
    answer = await ask.whole("{ product(slug: 1) { nam } produc }")
    assert "Did you mean" not in str(answer)


async def test_internal_errors_reveal_nothing(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any) -> None:
        await execute("SELECT secret FROM nowhere")

    monkeypatch.setattr("commerce.catalogue.catalogue.find_product", broken)
    answer = await ask.whole('{ product(slug: "x") { id } }')
    error = answer["errors"][0]
    assert error["extensions"]["code"] == "INTERNAL"
    assert "nowhere" not in str(answer)
    assert answer["data"] == {"product": None}


async def test_a_statement_timeout_is_reported(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow(*_: Any) -> None:
        async with in_transaction() as transaction:
            await transaction.execute_script("SET LOCAL statement_timeout = 20")
            await execute("SELECT pg_sleep(5)")

    monkeypatch.setattr("commerce.catalogue.catalogue.find_product", slow)
    answer = await ask.whole('{ product(slug: "slow") { id } }')
    assert answer["errors"][0]["extensions"]["code"] == "TIMEOUT"


async def test_empty_lists_run_no_statement(ask: Ask) -> None:
    every = await ask("{ products(first: 0) { totalCount } }")
    assert await ask(FILTER, filter={"districts": [], "attributes": []}) == every
    assert await ask(FILTER, filter={}) == every
    assert await ask('{ products(first: 0, search: "") { totalCount } }') == every
