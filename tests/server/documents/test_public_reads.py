"""Connections of the database are reserved from public reads."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from tortoise.transactions import in_transaction

from database.connect import IS_PUBLIC, connected, fetch_value, pool_shares
from settings import settings
from tests.support.servers.served import served

pytestmark = pytest.mark.usefixtures("reference")
CART = "mutation { cartCreate(input: {}) { cart { id } errors { code } } }"
# More than any pool of the tests has connections.
MANY = 40


async def public(sql: str) -> Any:
    IS_PUBLIC.set(True)
    return await fetch_value(sql)


@asynccontextmanager
async def readers(seconds: float) -> AsyncIterator[list[asyncio.Task[Any]]]:
    """So many readers that their share of the connections is taken, and others wait for it."""
    await fetch_value("SELECT 1")
    tasks = [asyncio.create_task(public(f"SELECT pg_sleep({seconds})")) for _ in range(MANY)]
    await asyncio.sleep(0.3)
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_public_reads_leave_connections_for_buyers(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "public_statement_seconds", 0)
    async with readers(9) as tasks:
        # Each would wait for longer if the readers had taken all.
        async with asyncio.timeout(7):
            assert await fetch_value("SELECT 1") == 1
            made = await client.post("/graphql", json={"query": CART})
            assert made.json()["data"]["cartCreate"]["errors"] == []
            cart = made.json()["data"]["cartCreate"]["cart"]["id"]
            asked = {
                "query": "query ($id: ID!) { cart(id: $id) { id } }",
                "variables": {"id": cart},
            }
            found = await client.post("/graphql", json=asked)
            assert found.json()["data"]["cart"]["id"] == cart
            assert (await client.get("/readyz")).status_code == 200
        assert not any(task.done() for task in tasks)
    # And their share is there again.
    async with asyncio.timeout(10):
        assert await asyncio.gather(*(public("SELECT 1") for _ in range(MANY))) == [1] * MANY


@pytest.mark.parametrize("size", [3, 4, 6, 10])
async def test_first_statements_leave_connections_too(
    shop_url: str, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(settings(), "public_statement_seconds", 0)
    monkeypatch.setattr(settings(), "pool_size", size)
    async with connected(shop_url):
        tasks = [asyncio.create_task(public("SELECT pg_sleep(9)")) for _ in range(MANY)]
        await asyncio.sleep(0)
        try:
            # Each would wait for longer if the readers had taken all.
            async with asyncio.timeout(7):
                assert await fetch_value("SELECT 1") == 1
                async with in_transaction():
                    assert await fetch_value("SELECT 2") == 2
            assert not any(task.done() for task in tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def test_every_pool_size_reserves_connections() -> None:
    for size in range(3, 101):
        lent, share = pool_shares(size)
        assert 1 <= share < lent < size
    assert pool_shares(10) == (7, 5)


@pytest.mark.slow
async def test_public_reads_time_out_earlier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "public_statement_seconds", 1)
    await fetch_value("SELECT 1")
    with pytest.raises(TimeoutError):
        await public("SELECT pg_sleep(60)")
    IS_PUBLIC.set(False)
    assert await fetch_value("SELECT pg_sleep(1.2)::text") == ""
    assert await asyncio.create_task(public("SELECT 1")) == 1


async def test_metrics_need_the_local_machine_or_the_token(reference: str) -> None:
    with served(reference) as address:
        async with httpx.AsyncClient(base_url=f"http://{address}") as own:
            assert (await own.get("/metrics")).status_code == 200
            for name in ("x-forwarded-for", "forwarded", "x-real-ip", "via"):
                assert (await own.get("/metrics", headers={name: "x"})).status_code == 404
    with served(
        reference, ODOP_METRICS_TOKEN="let-me-count", ODOP_PUBLIC_URL="https://mart.example.in"
    ) as address:
        async with httpx.AsyncClient(base_url=f"http://{address}") as own:
            assert (await own.get("/metrics")).status_code == 404
            for given, status in (("Bearer let-me-count", 200), ("Bearer é", 404), ("let", 404)):
                headers = [(b"authorization", given.encode())]
                answer = await own.get("/metrics", headers=headers)
                assert answer.status_code == status
            # Served over https, and so for good.
            for path in ("/healthz", "/graphql?query={__typename}", "/schema.graphql", "/none"):
                hsts = (await own.get(path)).headers["strict-transport-security"]
                assert hsts == "max-age=31536000"
