"""Errors outside payloads are in the reader's language."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from tortoise.transactions import in_transaction

from commerce.core.texts.language import Language
from database.connect import execute
from graph import error_texts
from graph.error_texts import BY_CODE
from graph.errors import Code, bad_input, coded_error
from server.documents.errors import format_error
from server.graphql_ws.socket_messages import MAX_REASON_BYTES, Closed
from server.requests.request_bounds import MAX_BODY_BYTES
from tests.support.people.accounts import make_staff, signed_in
from tests.support.servers.mart import mart

pytestmark = pytest.mark.usefixtures("reference")

DEVANAGARI = re.compile("[\u0900-\u097f]")
# For whoever writes the document; and the word that clients of persisted queries look for.
ENGLISH = {Code.PARSE_FAILED, Code.VALIDATION_FAILED, Code.PERSISTED_NOT_FOUND}
ROOT = Path(__file__).parents[3]
PAGE = "query P($first: Int) { products(first: $first) { nodes { id } } }"
DEAR = "{ districts(first: 75) { nodes { products(first: 99) { nodes { id } } } } }"
DESK = "{ staff { auditEntries(first: 1) { nodes { action } } } }"
ADD = "mutation ($input: CartLinesAddInput!) { cartLinesAdd(input: $input) { errors { code } } }"
FIND = "query ($search: String, $filter: ProductFilter) { products(search: $search, filter: $filter) { totalCount } }"  # noqa: E501
ONE = 'query { product(slug: "x") { id } }'


def request(query: str = "{ __typename }", **more: Any) -> dict[str, Any]:
    return {"query": query, **more}


# What is sent, and the code it is refused with.
REFUSED: dict[str, tuple[dict[str, Any], Code]] = {
    "points": ({"json": request(DEAR)}, Code.COST_LIMIT),
    "depth": ({"json": request("{ a " * 100 + "}" * 100)}, Code.COST_LIMIT),
    "repeated fields": ({"json": request("{ " + "a { b } " * 40 + "}")}, Code.COST_LIMIT),
    "no operation": ({"json": request(PAGE, operationName="Q")}, Code.OPERATION_UNRESOLVED),
    "type of a variable": (
        {"json": request(PAGE, variables={"first": "x"})}, Code.BAD_USER_INPUT,
    ),
    "page": ({"json": request(PAGE, variables={"first": 101})}, Code.BAD_USER_INPUT),
    "length of a variable": (
        {"json": request(FIND, variables={"search": "x" * 20_000})}, Code.BAD_USER_INPUT,
    ),
    "length of a literal": (
        {"json": request('{ node(id: "' + "x" * 300 + '") { id } }')}, Code.BAD_USER_INPUT,
    ),
    "id": ({"json": request('{ node(id: "nonsense") { id } }')}, Code.BAD_USER_INPUT),
    "scalar": (
        {"json": request(FIND, variables={"filter": {"price": {"max": "1.234"}}})},
        Code.BAD_USER_INPUT,
    ),
    "rule": (
        {"json": request(FIND, variables={"filter": {"ratingAtLeast": 9}})}, Code.BAD_USER_INPUT,
    ),
    "no JSON": ({"content": b"{", "headers": {"content-type": "application/json"}},
                Code.BAD_REQUEST),
    "no query": ({"json": {"query": 1}}, Code.BAD_REQUEST),
    "size": (
        {"content": b"x" * (MAX_BODY_BYTES + 1), "headers": {"content-type": "application/json"}},
        Code.PAYLOAD_TOO_LARGE,
    ),
    "kind of body": ({"content": b"x", "headers": {"content-type": "text/plain"}},
                     Code.UNSUPPORTED_MEDIA_TYPE),
    "token": ({"json": request(), "headers": {"authorization": "Bearer x"}},
              Code.UNAUTHENTICATED),
    "stranger": ({"json": request(DESK)}, Code.UNAUTHENTICATED),
    "buyer": ({"json": request(DESK), "as": "buyer"}, Code.FORBIDDEN),
    "half signed in": ({"json": request(DESK), "as": "staff"}, Code.SECOND_FACTOR_REQUIRED),
    "persisted": (
        {"json": {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}}},
        Code.PERSISTED_NOT_FOUND,
    ),
    "syntax": ({"json": request("{")}, Code.PARSE_FAILED),
    "field": ({"json": request("{ nothing }")}, Code.VALIDATION_FAILED),
}  # fmt: skip
# Told elsewhere in this file, or by subscriptions alone (tests/server/graphql_ws/test_sockets.py).
ELSEWHERE = {
    Code.DOCUMENT_NOT_TRUSTED,
    Code.INTERNAL,
    Code.METHOD_NOT_ALLOWED,
    Code.NOT_FOUND,
    Code.RATE_LIMITED,
    Code.SUBSCRIBE_AGAIN,
    Code.TIMEOUT,
    Code.UNAVAILABLE,
}


def in_context(query: str) -> str:
    """The same operation, asked for in Hindi by its directive."""
    head, brace, rest = query.partition("{")
    if not head:
        head = "query "
    return f"{head.rstrip()} @inContext(language: HI) {brace}{rest}"


async def told(client: httpx.AsyncClient, code: Code, **how: Any) -> list[str]:
    who = how.pop("as", None)
    headers = dict(how.pop("headers", {}))
    if who is not None:
        person = await (signed_in() if who == "buyer" else make_staff(has_factor=False))
        headers["authorization"] = f"Bearer {person.token}"
    response = await client.post("/graphql", headers=headers, **how)
    errors = response.json()["errors"]
    assert {error["extensions"]["code"] for error in errors} == {code.value}, errors
    return [error["message"] for error in errors]


@pytest.mark.parametrize("name", REFUSED)
async def test_errors_are_in_the_readers_language(client: httpx.AsyncClient, name: str) -> None:
    how, code = REFUSED[name]
    headers = how.get("headers", {})
    # Twice, since refusals are kept: neither reader is told the other's.
    for language in ("en", "hi-IN, en;q=0.5", "en", "hi"):
        messages = await told(
            client, code, **{**how, "headers": {**headers, "accept-language": language}}
        )
        for message in messages:
            is_hindi = language.startswith("hi") and code not in ENGLISH
            assert bool(DEVANAGARI.search(message)) is is_hindi, message


@pytest.mark.parametrize(
    "name", [name for name, (how, code) in REFUSED.items()
             if code not in ENGLISH and isinstance(how.get("json", {}).get("query"), str)],
)  # fmt: skip
async def test_the_language_directive_applies_to_errors(
    client: httpx.AsyncClient, name: str
) -> None:
    how, code = REFUSED[name]
    asked = {**how["json"], "query": in_context(how["json"]["query"])}
    for message in await told(client, code, **{**how, "json": asked}):
        # What comes before the operation is looked at goes by the header alone.
        assert DEVANAGARI.search(message) or name == "token", message


async def test_a_variable_may_name_the_language_of_a_refused_document(
    client: httpx.AsyncClient,
) -> None:
    query = (
        'query ($l: Language!) @inContext(language: $l) { node(id: "' + "x" * 300 + '") { id } }'
    )
    for language, is_hindi in (("HI", True), ("EN", False)):
        (message,) = await told(
            client, Code.BAD_USER_INPUT, json=request(query, variables={"l": language})
        )
        assert bool(DEVANAGARI.search(message)) is is_hindi


async def test_methods_rates_and_manifests(client: httpx.AsyncClient) -> None:
    hindi = {"accept-language": "hi"}
    answers = [(await client.put("/graphql", headers=hindi), Code.METHOD_NOT_ALLOWED)]
    with mart(client_requests=1) as (_, few):
        for _ in range(2):
            last = await few.post("/graphql", json=request(), headers=hindi)
        answers.append((last, Code.RATE_LIMITED))
    with mart(documents_only=True) as (_, strict):
        refused = await strict.post("/graphql", json=request(), headers=hindi)
        answers.append((refused, Code.DOCUMENT_NOT_TRUSTED))
    for response, code in answers:
        (error,) = response.json()["errors"]
        assert error["extensions"]["code"] == code.value
        assert DEVANAGARI.search(error["message"])


async def test_internal_errors_timeouts_and_an_absent_database_have_both_languages(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any) -> None:
        raise LookupError

    async def slow(*_: Any) -> None:
        async with in_transaction() as transaction:
            await transaction.execute_script("SET LOCAL statement_timeout = 20")
            await execute("SELECT pg_sleep(5)")

    async def lost(*_: Any) -> None:
        raise asyncpg.InternalClientError("cannot switch to state 12")

    for failing, code in (
        (broken, Code.INTERNAL),
        (slow, Code.TIMEOUT),
        (lost, Code.UNAVAILABLE),
    ):
        monkeypatch.setattr("commerce.catalogue.catalogue.find_product", failing)
        (message,) = await told(client, code, json=request(in_context(ONE)))
        assert DEVANAGARI.search(message)


def test_every_error_code_has_a_test() -> None:
    assert {code for _, code in REFUSED.values()} | ELSEWHERE == set(Code)


# --- Texts -------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", Code)
def test_english_only_errors_have_a_hindi_explanation(code: Code) -> None:
    message = format_error(coded_error("Only so.", code), "1", Language.HI)["message"]
    assert bool(DEVANAGARI.search(message)) is (code.value in BY_CODE)


def pairs() -> Iterator[tuple[str, tuple[str, str]]]:
    for name, value in vars(error_texts).items():
        if name.isupper() and isinstance(value, tuple) and isinstance(value[0], str):
            yield name, value


@pytest.mark.parametrize(("name", "texts"), list(pairs()))
def test_both_languages_have_the_same_placeholders(name: str, texts: tuple[str, str]) -> None:
    english, hindi = texts
    assert not DEVANAGARI.search(english)
    assert DEVANAGARI.search(hindi)
    facts = [
        {part[1] for part in string.Formatter().parse(text) if part[1]} for text in (english, hindi)
    ]
    assert facts[1] <= facts[0], name
    # What is left out in Hindi is no fact a reader acts by.
    assert facts[0] == facts[1] or name == "SOCKET_FAILED"


def calls() -> Iterator[tuple[str, ast.Call]]:
    for folder in ("server", "graph", "commerce"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    yield f"{path.name}:{node.lineno}", node


def test_user_facing_errors_are_never_english_only() -> None:
    """English alone is for the codes that say in Hindi what it means, or are for developers."""
    codes = {code.name: code for code in Code}
    for place, call in calls():
        assert isinstance(call.func, ast.Name)
        if call.func.id not in ("coded", "Refused"):
            continue
        is_literal = any(isinstance(each, ast.Constant | ast.JoinedStr) and not isinstance(
            getattr(each, "value", None), int) for each in call.args)  # fmt: skip
        named = [
            codes[each.attr]
            for each in call.args
            if isinstance(each, ast.Attribute) and getattr(each.value, "id", "") == "Code"
        ]
        for code in named if is_literal else ():
            assert code.value in BY_CODE or code in ENGLISH, place


SOCKET_TEXTS = (
    "ACCOUNT_FULL", "KEY_EXPIRED", "NETWORK_FULL", "SERVER_FULL", "SESSION_ENDED",
    "SIGN_IN_TOO_SLOW", "SOCKET_FAILED", "SOCKET_TOO_OFTEN", "TOKEN_EXPIRED", "TOKEN_INVALID",
)  # fmt: skip


@pytest.mark.parametrize("name", SOCKET_TEXTS)
def test_a_close_frame_has_room_for_the_reason(name: str) -> None:
    texts = error_texts.filled(getattr(error_texts, name), most=20_000, seconds=3_600)
    for language, text in zip((Language.EN, Language.HI), texts, strict=True):
        assert len(text.encode()) <= MAX_REASON_BYTES
        assert Closed(1013, texts).reason(language) == text


# --- All at once -------------------------------------------------------------------------------

SEVERAL = "query ($first: Int, $filter: ProductFilter, $slug: String!) { products(first: $first, filter: $filter) { totalCount } product(slug: $slug) { id } }"  # noqa: E501


async def test_all_invalid_variables_are_reported_at_once(client: httpx.AsyncClient) -> None:
    variables = {
        "first": "many",
        "filter": {"ratingAtLeast": "good", "isAvailable": 3, "price": {"min": "1.234"}, "no": 1},
    }
    response = await client.post("/graphql", json=request(SEVERAL, variables=variables))
    errors = response.json()["errors"]
    assert {tuple(error["extensions"]["variable"]) for error in errors} == {
        ("first",),
        ("filter",),
        ("filter", "ratingAtLeast"),
        ("filter", "isAvailable"),
        ("filter", "price", "min"),
        ("slug",),
    }
    assert {error["extensions"]["code"] for error in errors} == {"BAD_USER_INPUT"}
    assert "$filter.price.min: " in str(errors)


async def test_all_invalid_input_fields_are_reported_at_once(
    client: httpx.AsyncClient,
) -> None:
    given: dict[str, Any]
    given = {"lines": [{"variantId": [], "quantity": "two"}, {"quantity": 2**40}], "cartId": {}}
    query = request(ADD, variables={"input": {**given, "idempotencyKey": 7.5}})
    told_of = set()
    for error in (await client.post("/graphql", json=query)).json()["errors"]:
        extensions = error["extensions"]
        told_of.add(tuple(extensions.get("variable") or extensions["argument"]))
    # Values of another shape are refused before their types are looked at.
    assert told_of == {("input", "lines", "variantId"), ("input", "cartId")}
    given = {"lines": [{"variantId": True, "quantity": "two"}, {"quantity": 2**40}], "cartId": 1.5}
    query = request(ADD, variables={"input": {**given, "idempotencyKey": 7.5}})
    errors = (await client.post("/graphql", json=query)).json()["errors"]
    assert {tuple(error["extensions"]["variable"]) for error in errors} == {
        ("input", "cartId"),
        ("input", "idempotencyKey"),
        ("input", "lines", "0", "variantId"),
        ("input", "lines", "0", "quantity"),
        ("input", "lines", "1"),
        ("input", "lines", "1", "quantity"),
    }


async def test_all_too_long_values_are_reported_at_once(client: httpx.AsyncClient) -> None:
    given = {"cartId": "x" * 300, "lines": [{"variantId": "x" * 300}] * 2, "idempotencyKey": "k"}
    query = request(ADD, variables={"input": given})
    errors = (await client.post("/graphql", json=query)).json()["errors"]
    assert [error["extensions"]["argument"] for error in errors] == [
        ["input", "cartId"],
        ["input", "lines", "variantId"],
        ["input", "lines", "variantId"],
    ]


async def test_invalid_values_are_explained_in_hindi(client: httpx.AsyncClient) -> None:
    variables = {"first": "many", "filter": {"isAvailable": 3, "no": 1}}
    response = await client.post(
        "/graphql",
        json=request(SEVERAL, variables=variables),
        headers={"accept-language": "hi"},
    )
    assert [error["message"] for error in response.json()["errors"]] == [
        "$first: पूर्ण संख्या दें।",
        "$filter.isAvailable: true या false दें।",
        "$filter: no नाम का कोई फ़ील्ड नहीं है।",
        "$slug: यह देना ज़रूरी है।",
    ]


def test_facts_are_in_both_languages() -> None:
    error = bad_input(error_texts.TOO_MANY_ITEMS, "ids", most=3)
    assert format_error(error, "1", Language.HI)["message"] == "यहाँ अधिकतम 3 चीज़ें दी जा सकती हैं।"
