"""GraphQL over HTTP."""

import asyncio
from typing import Any

import httpx
import pytest
from tortoise.context import TortoiseContext

from database.connect import tortoise_config
from server.routes.health import READY_CACHE_SECONDS
from settings import settings

pytestmark = pytest.mark.usefixtures("shop")

TYPENAME = "{ __typename }"
GRAPHQL = "application/graphql-response+json"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/graphql-response+json", GRAPHQL),
        ("application/json", "application/json"),
        ("application/json;q=0.9, application/graphql-response+json", GRAPHQL),
        ("application/json, application/graphql-response+json;q=0.9", "application/json"),
        ("*/*", GRAPHQL),
    ],
)
async def test_both_media_types_are_answered(
    client: httpx.AsyncClient, accept: str, kind: str
) -> None:
    response = await client.post("/graphql", json={"query": TYPENAME}, headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"] == f"{kind}; charset=utf-8"
    assert response.json()["data"] == {"__typename": "Query"}


async def test_other_media_types_are_refused(client: httpx.AsyncClient) -> None:
    response = await client.post(
        "/graphql", json={"query": TYPENAME}, headers={"Accept": "text/csv"}
    )
    assert response.status_code == 406


async def test_queries_can_be_sent_by_get(client: httpx.AsyncClient) -> None:
    response = await client.get(
        "/graphql",
        params={
            "query": "query A($s: String!) { district(slug: $s) { slug } }",
            "variables": '{"s":"agra"}',
            "operationName": "A",
        },
    )
    assert response.json()["data"] == {"district": {"slug": "agra"}}


@pytest.mark.parametrize("accept", ["application/json", GRAPHQL])
@pytest.mark.parametrize("query", ["{", "{ nothing }", "query A { __typename } query B { id }"])
async def test_bad_documents_answer_as_the_specification_says(
    client: httpx.AsyncClient, accept: str, query: str
) -> None:
    response = await client.post("/graphql", json={"query": query}, headers={"Accept": accept})
    assert response.status_code == (200 if accept == "application/json" else 400)
    assert "data" not in response.json()
    assert response.json()["errors"][0]["extensions"]["code"]


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"{", "application/json", 400, "BAD_REQUEST"),
        (b"null", "application/json", 400, "BAD_REQUEST"),
        (b"[]", "application/json", 400, "BAD_REQUEST"),
        (b"{}", "application/json", 400, "BAD_REQUEST"),
        (b'{"query": 1}', "application/json", 400, "BAD_REQUEST"),
        (b'{"query": "{a}", "variables": []}', "application/json", 400, "BAD_REQUEST"),
        (b'{"query": "{a}", "operationName": 1}', "application/json", 400, "BAD_REQUEST"),
        (b'{"query": "{a}", "extensions": "x"}', "application/json", 400, "BAD_REQUEST"),
        (b'{"query": "\xff"}', "application/json", 400, "BAD_REQUEST"),
        (b'{"query": "{a}", "variables": {"a": NaN}}', "application/json", 400, "BAD_REQUEST"),
        (b"[" * 100_000, "application/json", 400, "BAD_REQUEST"),
        (b'{"query": "{a}"}', "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b"query={a}", "application/x-www-form-urlencoded", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b'{"query": "{a}"}', "application/json; charset=latin1", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b" " * 300_000, "application/json", 413, "PAYLOAD_TOO_LARGE"),
        (
            b'{"query": "{ products(search: \\"' + b"x" * 1_000_000 + b'\\") { totalCount } }"}',
            "application/json",
            413,
            "PAYLOAD_TOO_LARGE",
        ),
    ],
)
async def test_bad_requests_have_different_errors(
    client: httpx.AsyncClient, content: bytes, kind: str, status: int, code: str
) -> None:
    response = await client.post("/graphql", content=content, headers={"Content-Type": kind})
    assert response.status_code == status
    assert response.json()["errors"][0]["extensions"]["code"] == code


async def test_a_body_of_unknown_length_is_bounded_too(client: httpx.AsyncClient) -> None:
    async def endless() -> Any:
        for _ in range(100):
            yield b" " * 10_000

    response = await client.post(
        "/graphql", content=endless(), headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 413


async def test_compressed_bodies_are_refused(client: httpx.AsyncClient) -> None:
    response = await client.post(
        "/graphql",
        content=b"{}",
        headers={"Content-Type": "application/json", "Content-Encoding": "gzip"},
    )
    assert response.status_code == 415


async def test_the_request_id_is_generated_and_the_clients_is_returned(
    client: httpx.AsyncClient,
) -> None:
    own = await client.post("/graphql", json={"query": "{ a }"})
    assert own.json()["errors"][0]["extensions"]["requestId"] == own.headers["x-request-id"]
    theirs = await client.post(
        "/graphql", json={"query": "{ a }"}, headers={"X-Request-Id": "storefront-42"}
    )
    assert theirs.headers["x-client-request-id"] == "storefront-42"
    assert theirs.headers["x-request-id"] != "storefront-42"
    assert theirs.json()["errors"][0]["extensions"]["requestId"] == theirs.headers["x-request-id"]
    spoilt = await client.post(
        "/graphql", json={"query": "{ a }"}, headers={"X-Request-Id": "<script>"}
    )
    assert "x-client-request-id" not in spoilt.headers


async def test_health_checks_report_the_state(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).json() == {"status": "ok"}
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"status": "ready"})


async def test_responses_are_counted_by_who_built_them(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "plans", True)

    async def counted() -> dict[str, int]:
        lines = (await client.get("/metrics")).text.splitlines()
        pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
        return {name.split('"')[1]: int(number) for name, number in pairs}

    before = await counted()
    for query in (
        "{ counted: __typename }",
        "{ counted: __typename }",
        "{ __schema { __typename } }",
    ):
        await client.post("/graphql", json={"query": query})
    after = await counted()
    # There are no plans for introspection.
    assert after["executor"] == before["executor"] + 1
    assert after["plan"] == before["plan"] + 2


@pytest.mark.slow
async def test_an_unavailable_database_is_reported(client: httpx.AsyncClient) -> None:
    async with TortoiseContext() as elsewhere:
        await elsewhere.init(config=tortoise_config("postgresql://odop@127.0.0.1:9/gone"))
        await asyncio.sleep(READY_CACHE_SECONDS)
        ready = await client.get("/readyz")
        # Within a second the same is told again.
        assert (await client.get("/readyz")).status_code == 503
    assert (ready.status_code, ready.json()["lacking"]) == (503, "database")
    await asyncio.sleep(READY_CACHE_SECONDS)
    assert (await client.get("/readyz")).status_code == 200


async def test_browsers_get_the_console(client: httpx.AsyncClient) -> None:
    response = await client.get("/graphql", headers={"Accept": "text/html,*/*"})
    assert response.headers["content-type"].startswith("text/html")
    assert "default-src 'self'" in response.headers["content-security-policy"]


async def test_the_schema_is_served(client: httpx.AsyncClient) -> None:
    assert "type Query {" in (await client.get("/schema.graphql")).text


async def test_tools_can_read_the_whole_schema(client: httpx.AsyncClient) -> None:
    from graphql import get_introspection_query

    response = await client.post("/graphql", json={"query": get_introspection_query()})
    assert len(response.json()["data"]["__schema"]["types"]) > 50
