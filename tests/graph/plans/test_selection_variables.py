"""Variables of directives: whatever is sent, in whatever order, a plan says what the executor says.

Each document is asked with every value in several orders; status, body and what others may keep are
compared with what the ordinary executor gives, and answers kept in the process are kept throughout.
"""

import itertools
from collections.abc import Iterator
from random import Random
from typing import Any

import httpx
import pytest

from database.caches.table_cache import TABLE_CACHE
from server.graphql_http.endpoint import Endpoint
from settings import settings

pytestmark = pytest.mark.usefixtures("shop")

MISSING = object()
VALUES: tuple[Any, ...] = (MISSING, None, True, False, "true", 1, 0, 1.0, [True], {})
LANGUAGES: tuple[Any, ...] = (MISSING, None, "HI", "EN", "hi", "XX", 1, [], ["HI"], {})
# Where a directive can stand: on each kind of selection, at the root, below it and in lists.
PLACES = {
    "a root field": "districts(first: 1) { totalCount } categories %s { slug }",
    "all root fields": "districts(first: 1) %s { totalCount }",
    "a leaf": "districts(first: 2) { nodes { slug name %s } }",
    "a leaf in a list": "categories { slug products(first: 1) { nodes { slug isGiTagged %s } } }",
    "a relation": "crafts(first: 2) { nodes { slug district %s { name } } }",
    "a connection": "districts(first: 1) { totalCount nodes { slug crafts %s { slug } } }",
    "what is counted": "districts(first: 1) { totalCount %s nodes { slug } }",
    "nodes": "districts(first: 1) { totalCount nodes %s { slug } }",
    "an inline fragment": "districts(first: 1) { nodes { slug ... %s { name } } }",
    "a fragment of a type": "districts(first: 1) { nodes { slug ... on District %s { name } } }",
    "a spread": "districts(first: 1) { nodes { slug ...Steered %s } }",
    "within a fragment": "districts(first: 1) { nodes { slug ...Within } }",
    "a thing that is not there": 'product(slug: "no-such") { slug name %s }',
    "a union": 'suggestions(query: "chik", first: 2) { text ... on CraftSuggestion %s '
    "{ craft { slug } } }",
}
FRAGMENTS = {
    "a spread": "fragment Steered on District { name }",
    "within a fragment": "fragment Within on District { name %s }",
}
DECLARED = ("Boolean!", "Boolean! = true", "Boolean = false")
# Of the same length, so that errors stand in the same columns.
numbers = itertools.count(100_000)


def documents(directive: str) -> Iterator[str]:
    """Each is new: nothing is remembered of it."""
    for number, (place, text) in enumerate(PLACES.items()):
        # All ways to declare it at some places, one in turn at the others.
        for declared in DECLARED if number < 3 else DECLARED[number % 3 :][:1]:
            steered = f"@{directive}(if: $a)"
            body = text.replace("%s", steered)
            more = FRAGMENTS.get(place, "").replace("%s", steered)
            yield f"query Steered%s($a: {declared}) {{ {body} }} {more}"


def named(document: str) -> str:
    return document.replace("%s", str(next(numbers)), 1)


Said = tuple[int, Any, str]


async def said(client: httpx.AsyncClient, document: str, value: Any) -> Said:
    """Status, body and for how long others may keep it; without the request's own id."""
    variables = {} if value is MISSING else {"a": value}
    answer = await client.post(
        "/graphql", json={"query": document, "variables": variables, "extensions": {}}
    )
    body = answer.json()
    for error in body.get("errors", ()):
        del error["extensions"]["requestId"]
    return answer.status_code, body, answer.headers["cache-control"]


@pytest.fixture
async def endpoint(client: httpx.AsyncClient, shop_url: str) -> Any:
    """Tables are held and answers are kept, as in production."""
    found: Endpoint = client._transport.app.endpoint  # type: ignore[attr-defined]
    async with TABLE_CACHE.running(shop_url):
        await TABLE_CACHE.listening.wait()
        yield found


async def compared(
    client: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
    document: str,
    values: tuple[Any, ...],
    seed: int,
) -> None:
    with monkeypatch.context() as ordinary:
        ordinary.setattr(settings(), "plans", False)
        reference = named(document)
        right = [await said(client, reference, value) for value in values]
    chance = Random(seed)
    fresh = named(document)
    order = [*range(len(values))] * 2
    chance.shuffle(order)
    for place in order:
        found = await said(client, fresh, values[place])
        assert found == right[place], (fresh, values[place], found, right[place])


@pytest.mark.parametrize("directive", ["skip", "include"])
async def test_plans_follow_skip_and_include(
    client: httpx.AsyncClient,
    endpoint: Endpoint,
    monkeypatch: pytest.MonkeyPatch,
    directive: str,
) -> None:
    before = endpoint.execution.by_plan
    for seed, document in enumerate(documents(directive)):
        await compared(client, monkeypatch, document, VALUES, seed)
    assert endpoint.execution.by_plan > before


async def test_null_directive_variables_are_refused_and_not_cached(
    client: httpx.AsyncClient, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = """query ($a: Boolean = true) { districts(first: 1) { nodes {
      slug lgdCode @include(if: $a) } } }"""
    for value in (None, MISSING, None, False, None):
        status, body, kept = await said(client, document, value)
        if value is None:
            assert (status, kept) == (200, "no-store")
            assert body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
        else:
            assert ("lgdCode" in body["data"]["districts"]["nodes"][0]) == (value is MISSING)


@pytest.mark.parametrize("declared", ["Language!", "Language! = HI", "Language = HI"])
async def test_plans_follow_the_language_directive(
    client: httpx.AsyncClient,
    endpoint: Endpoint,
    monkeypatch: pytest.MonkeyPatch,
    declared: str,
) -> None:
    document = (
        f"query Spoken%s($a: {declared}) @inContext(language: $a)"
        " { districts(first: 2) { nodes { name } } }"
    )
    for seed in range(5):
        await compared(client, monkeypatch, document, LANGUAGES, seed)
    status, body, kept = await said(client, named(document), None)
    assert (status, kept) == (400, "no-store")
    assert body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_two_directive_variables_work_in_any_order(
    client: httpx.AsyncClient, endpoint: Endpoint
) -> None:
    document = """query Two%s($a: Boolean = true, $b: Boolean! = false) { districts(first: 1) {
      totalCount @include(if: $a) nodes { slug @skip(if: $b) @include(if: $a) name } } }"""
    settings_of_both = [
        {name: value for name, value in (("a", a), ("b", b)) if value is not MISSING}
        for a in (MISSING, True, False)
        for b in (MISSING, True, False)
    ]
    for order in (settings_of_both, settings_of_both[::-1], settings_of_both[1::2] * 2):
        fresh = named(document)
        for variables in order:
            answer = await client.post("/graphql", json={"query": fresh, "variables": variables})
            page = answer.json()["data"]["districts"]
            a, b = variables.get("a", True), variables.get("b", False)
            assert ("totalCount" in page) == a
            assert ("slug" in page["nodes"][0]) == (a and not b)
