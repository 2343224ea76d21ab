"""Cached tables: current, and unused without notifications."""

import asyncio
from typing import Any

import asyncpg
import httpx
import pytest

import models
from commerce.core.visibility import PUBLIC_ARTISAN
from database.caches.table_cache import CACHED_TABLES, TABLE_CACHE
from database.connect import IS_PUBLIC, execute, fetch_value
from server.documents.response_cache import ResponseCache
from tests.conftest import Ask
from tests.support.databases.changes import SOON, TRUE, another_process, eventually, until
from tests.support.shop.factories import make_artisan, make_product

NAME = 'query { district(slug: "agra") { neighbours { name crafts { district { name } } } } }'


async def test_no_table_is_cached_without_notifications(reference: str) -> None:
    assert await TABLE_CACHE.table(models.District, TRUE) is None


async def test_a_cached_table_is_read_once(held: str, queries: list[str]) -> None:
    for _ in range(5):
        table = await TABLE_CACHE.table(models.District, TRUE)
        assert table is not None
        assert len(table.rows) == 75
    assert len([query for query in queries if "FROM" in query]) == 1


async def test_changes_by_other_processes_are_seen(held: str) -> None:
    await until("Agra")
    await another_process(held, "UPDATE district SET name_en = 'Akbarabad' WHERE slug = 'agra'")
    await until("Akbarabad")


async def test_rolled_back_changes_are_not_seen(held: str) -> None:
    await until("Agra")
    with pytest.raises(asyncpg.DivisionByZeroError):
        await another_process(
            held, "BEGIN; UPDATE district SET name_en = 'X' || slug; SELECT 1/0; COMMIT"
        )
    await asyncio.sleep(0.05)
    await until("Agra")


async def test_only_visible_rows_are_cached(held: str) -> None:
    seen, hidden = await make_artisan(), await make_artisan(profile_consented_at=None)
    await asyncio.sleep(0.05)
    table = await TABLE_CACHE.table(models.Artisan, PUBLIC_ARTISAN)
    assert table is not None
    assert seen.id in table.rows
    assert hidden.id not in table.rows
    await models.Artisan.filter(id=seen.id).update(profile_consented_at=None)

    async def is_hidden() -> bool:
        table = await TABLE_CACHE.table(models.Artisan, PUBLIC_ARTISAN)
        return table is not None and seen.id not in table.rows

    await eventually(is_hidden)


async def test_a_lost_connection_drops_everything_until_it_is_back(held: str) -> None:
    await until("Agra")
    pid = await fetch_value(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'odop-mart listener'"
        " AND datname = current_database()"
    )
    await execute(f"SELECT pg_terminate_backend({pid})")

    async def is_lost() -> bool:
        return not TABLE_CACHE.listening.is_set()

    await eventually(is_lost)
    assert await TABLE_CACHE.table(models.District, TRUE) is None
    # What changes meanwhile is read when somebody listens again.
    await another_process(held, "UPDATE district SET name_en = 'Akbarabad' WHERE slug = 'agra'")
    await asyncio.wait_for(TABLE_CACHE.listening.wait(), 2 * SOON)
    await until("Akbarabad")


@pytest.mark.parametrize(
    "error",
    [asyncpg.InternalClientError("cannot switch to state 12"), LookupError(), OSError()],
)
async def test_listening_begins_again_after_any_error(
    held: str, error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("database.caches.table_cache.RETRY_SECONDS", 0.05)
    real, failed = asyncpg.Connection.execute, asyncio.Event()

    async def fails_once(self: asyncpg.Connection, sql: str, *arguments: Any) -> Any:
        if "pg_notify" in sql and not failed.is_set():
            failed.set()
            raise error
        return await real(self, sql, *arguments)

    monkeypatch.setattr(asyncpg.Connection, "execute", fails_once)
    await asyncio.wait_for(failed.wait(), SOON)
    await asyncio.sleep(0)
    await asyncio.wait_for(TABLE_CACHE.listening.wait(), SOON)
    await until("Agra")
    assert "change notifications are lost" in caplog.text


async def test_answers_from_cached_rows_follow_their_changes(held: str, ask: Ask) -> None:
    for _ in range(3):
        said = await ask(NAME)
    await another_process(held, "UPDATE district SET name_en = name_en || '!'")

    async def is_changed() -> bool:
        return await ask(NAME) != said

    await eventually(is_changed)
    changed = (await ask(NAME))["district"]["neighbours"]
    assert all(n["name"].endswith("!") for n in changed)
    assert all(c["district"]["name"].endswith("!") for n in changed for c in n["crafts"])


async def test_large_tables_are_not_cached(held: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("database.caches.table_cache.MAX_ROWS", 10)
    assert await TABLE_CACHE.table(models.District, TRUE) is None
    assert await TABLE_CACHE.table(models.Product, TRUE) is None


async def test_every_cached_table_has_its_triggers(reference: str) -> None:
    number = await fetch_value(
        "SELECT count(DISTINCT event_object_table) FROM information_schema.triggers"
        " WHERE trigger_name = event_object_table || '_changed'"
        " AND event_object_table = ANY($1::text[])",
        sorted(CACHED_TABLES),
    )
    assert number == len(CACHED_TABLES)


async def test_a_plan_loads_tables_that_are_not_cached_yet(
    held: str, client: httpx.AsyncClient
) -> None:
    await make_product()
    endpoint = client._transport.app.endpoint  # type: ignore[attr-defined]
    before = endpoint.execution.by_executor
    query = "{ products { nodes { district { name craft { name district { slug } } } } } }"
    for table in ("craft", "district", "craft"):
        TABLE_CACHE.drop(table)
        answer = (await client.post("/graphql", json={"query": query})).json()
        assert answer["data"]["products"]["nodes"][0]["district"]["craft"]["district"]["slug"]
    assert endpoint.execution.by_executor == before


async def test_first_pages_come_from_memory_until_a_change(
    held: str, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, queries: list[str]
) -> None:
    endpoint = client._transport.app.endpoint  # type: ignore[attr-defined]
    monkeypatch.setattr(endpoint.responses, "cache", ResponseCache(0))
    query = "{ districts(first: 3) { totalCount pageInfo { endCursor } nodes { name } } }"

    async def names() -> list[str]:
        answer = (await client.post("/graphql", json={"query": query})).json()["data"]["districts"]
        assert answer["totalCount"] == 75
        return [each["name"] for each in answer["nodes"]]

    first = await names()
    queries.clear()
    assert await names() == first
    assert queries == []
    await another_process(held, "UPDATE district SET name_en = 'Aagra' WHERE slug = 'agra'")

    async def is_changed() -> bool:
        return (await names())[0] == "Aagra"

    await eventually(is_changed)


class Loading:
    """Something that takes until it is told to go on, and fails as often as it is told."""

    def __init__(self, failures: int = 0) -> None:
        self.go_on, self.times, self._failures = asyncio.Event(), 0, failures

    async def __call__(self) -> int:
        self.times += 1
        mine = self.times
        await self.go_on.wait()
        if mine <= self._failures:
            raise ConnectionError
        return mine


async def test_concurrent_requests_load_a_value_once(held: str) -> None:
    load = Loading()
    tasks = [
        asyncio.create_task(TABLE_CACHE.recall(("district",), ("many", 1), load)) for _ in range(30)
    ]
    await asyncio.sleep(0.01)
    assert load.times == 1
    load.go_on.set()
    assert await asyncio.gather(*tasks) == [1] * 30
    assert not TABLE_CACHE._running_queries


async def test_a_waiter_loads_the_value_after_a_failed_load(held: str) -> None:
    for key, end in (("fails", None), ("left", "cancel")):
        load = Loading(failures=end is None)
        first = asyncio.create_task(TABLE_CACHE.recall(("district",), (key, 1), load))
        await asyncio.sleep(0)
        others = [
            asyncio.create_task(TABLE_CACHE.recall(("district",), (key, 1), load)) for _ in range(3)
        ]
        left = asyncio.create_task(TABLE_CACHE.recall(("district",), (key, 1), load))
        await asyncio.sleep(0.01)
        left.cancel()
        if end:
            first.cancel()
        load.go_on.set()
        found = await asyncio.wait_for(asyncio.gather(*others), SOON)
        assert len(set(found)) <= 3
        assert min(found) > 1
        await asyncio.gather(first, left, return_exceptions=True)
        assert first.cancelled() if end else isinstance(first.exception(), ConnectionError)
        assert left.cancelled()
        assert not TABLE_CACHE._running_queries


async def test_a_cart_does_not_wait_for_what_the_public_loads(held: str) -> None:
    load = Loading()

    async def public() -> int:
        IS_PUBLIC.set(True)
        return await TABLE_CACHE.recall(("district",), ("both", 1), load)

    waiting = asyncio.create_task(public())
    await asyncio.sleep(0.01)

    async def at_once() -> int:
        return 7

    cart = TABLE_CACHE.recall(("district",), ("both", 1), at_once)
    assert await asyncio.wait_for(cart, SOON) == 7
    load.go_on.set()
    assert await waiting == 1
