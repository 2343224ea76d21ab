"""Readiness of a starting process: the product index is loaded, or cannot be waited for."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import httpx
import pytest

from commerce.catalogue.index import product_index
from commerce.catalogue.index.product_index import INDEX
from database.caches.table_cache import TABLE_CACHE
from database.connect import credentials
from tests.support.servers.served import served

SOON = 30.0
NOBODY = "postgresql://odop@127.0.0.1:9/gone"
FACETS = {
    "query": "{ products(first: 1) { nodes { slug } totalCount facets { districts { count } } } }"
}


@asynccontextmanager
async def index_held_up(url: str) -> AsyncIterator[asyncpg.Connection]:
    """The index has to wait for a table that pages of products do without."""
    connection = await asyncpg.connect(**credentials(url))
    try:
        await connection.execute("BEGIN; LOCK TABLE product_attribute IN ACCESS EXCLUSIVE MODE")
        yield connection
    finally:
        await connection.close()


async def told(client: httpx.AsyncClient) -> str | None:
    """What /readyz says is lacking."""
    answer = await client.get("/readyz")
    return None if answer.status_code == 200 else str(answer.json()["lacking"])


async def becomes_ready(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(SOON):
        while await told(client) is not None:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.1)


async def start_ends() -> None:
    """The index is read, and then the commonest words, before a start is over."""
    async with asyncio.timeout(SOON):
        while INDEX.is_starting():  # noqa: ASYNC110 - asked as /readyz asks
            await asyncio.sleep(0.02)


async def test_a_process_is_ready_when_its_index_is_loaded(shop: str) -> None:
    async with index_held_up(shop) as lock:
        with served(shop) as address:
            async with httpx.AsyncClient(base_url=f"http://{address}", timeout=20) as client:
                assert await told(client) == "index"
                # Whoever asks it all the same is answered, by the database.
                asked = await client.post("/graphql", json=FACETS)
                assert asked.json()["data"]["products"]["nodes"]
                await lock.execute("ROLLBACK")
                await becomes_ready(client)
                # A page asked for again has the same numbers, which are the index's now.
                assert (await client.post("/graphql", json=FACETS)).json() == asked.json()


async def test_a_process_without_notifications_is_ready_without_an_index(shop: str) -> None:
    with served(shop, ODOP_LISTEN_DATABASE_URL=NOBODY, DEAF="1") as address:
        async with httpx.AsyncClient(base_url=f"http://{address}", timeout=20) as client:
            await becomes_ready(client)
            asked = await client.post("/graphql", json=FACETS)
            assert asked.json()["data"]["products"]["nodes"]


async def test_readiness_waits_for_the_index_at_most_thirty_seconds(
    shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(product_index, "MAX_START_SECONDS", 1.0)
    async with index_held_up(shop) as lock, TABLE_CACHE.running(shop), INDEX.running():
        begun = time.monotonic()
        await start_ends()
        assert time.monotonic() - begun >= 0.9
        assert not INDEX.ready
        await lock.execute("ROLLBACK")
        await asyncio.wait_for(INDEX.wait(), SOON)
        assert not INDEX.is_starting()


async def test_reloading_the_index_leaves_the_process_ready(shop: str) -> None:
    async with TABLE_CACHE.running(shop), INDEX.running():
        assert INDEX.is_starting()
        await start_ends()
        assert INDEX.ready
        async with index_held_up(shop):
            INDEX._on_change(None)
            await asyncio.sleep(0.1)
            assert not INDEX.ready
            assert not INDEX.is_starting()
        await asyncio.wait_for(INDEX.wait(), SOON)
    assert not INDEX.is_starting()
