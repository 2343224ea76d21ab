"""Costs of requests in points and time."""

import httpx
import pytest

from server.rate_limits.rate_limit import (
    UNIT_MILLISECONDS,
    UNIT_POINTS,
    RateLimits,
    ServerTime,
    units,
)
from tests.support.servers.mart import QUERY, code, mart

pytestmark = pytest.mark.usefixtures("reference")


def test_expensive_requests_use_up_the_rate_faster() -> None:
    limits, now = RateLimits(), 1_000_000_000.0
    for second in range(60):
        for _ in range(10):
            assert limits.count("page", 600, now + second)[0] >= 0
    dear = units(5_000, 400)
    admitted = 0
    for second in range(60):
        for _ in range(10):
            if limits.count("dear", 600, now + second)[0] >= 0:
                admitted += 1
                limits.count("dear", 600, now + second, dear - 1)
    assert admitted <= 2 * 600 / dear + 1


def test_work_is_counted_in_points_and_in_time() -> None:
    assert units(0, 0) == units(UNIT_POINTS, UNIT_MILLISECONDS) == 1
    assert units(5 * UNIT_POINTS, 0) == units(0, 5 * UNIT_MILLISECONDS) == 5
    assert units(10**9, 10**9) == 100


def test_server_time_is_shared_by_concurrent_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("server.rate_limits.rate_limit.time.perf_counter", lambda: clock[0])
    shared = ServerTime()
    alone = shared.begin()
    clock[0] = 1.0
    other = shared.begin()
    clock[0] = 3.0
    assert shared.end(alone) == 2_000
    clock[0] = 4.0
    assert shared.end(other) == 2_000


async def test_slow_requests_count_as_several_and_the_header_shows_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for query in (QUERY["query"], "{ nothing }"):
        with mart(client_requests=20) as (_, client):
            monkeypatch.setattr("server.rate_limits.accounting.units", lambda *work: 12)
            answer = await client.post("/graphql", json={"query": query})
            assert answer.headers["ratelimit"].startswith('"client";r=8;t=')
            await client.post("/graphql", json={"query": query})
            refused = await client.post("/graphql", json={"query": query})
            assert refused.status_code == 429
            assert refused.headers["ratelimit"].startswith('"client";r=0;t=')


async def test_extensions_show_the_cost_of_an_operation(client: httpx.AsyncClient) -> None:
    query = "query ($n: Int) { districts(first: $n) { nodes { name craft { name } } } }"
    for n, requested in ((2, 5), (10, 21), (None, 41)):
        answer = (
            await client.post("/graphql", json={"query": query, "variables": {"n": n}})
        ).json()
        actual = 1 + 2 * len(answer["data"]["districts"]["nodes"])
        assert answer["extensions"]["cost"] == {
            "requested": requested,
            "actual": actual,
            "limit": 5000,
        }


async def test_too_expensive_operations_are_refused_before_execution(
    client: httpx.AsyncClient, queries: list[str]
) -> None:
    query = """query ($n: Int) { districts(first: 75) { nodes { products(first: $n) {
      nodes { variants { sku options { value } } } } } } }"""
    body = {"query": query, "variables": {"n": 100}}
    refused = await client.post("/graphql", json=body)
    assert refused.status_code == 400
    assert code(refused) == "COST_LIMIT"
    assert refused.json()["errors"][0]["extensions"]["cost"]["requested"] > 5000
    assert queries == []
    body["variables"] = {"n": 1}
    assert (await client.post("/graphql", json=body)).is_success
