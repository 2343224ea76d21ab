"""Statements that bypass asyncpg's fetch: same rows, same errors, cancellable."""

import asyncio
from typing import Any

import asyncpg
import pytest
from asyncpg.exceptions import InvalidCachedStatementError
from tortoise.transactions import in_transaction

from database.connect import IS_PUBLIC, credentials, execute, fetch, fetch_value
from database.pool.direct import Direct
from database.pool.statement_timeouts import Overdue
from settings import settings

VALUES = "SELECT n, n * 2 AS twice FROM generate_series(1, $1::int) AS n ORDER BY n"


async def test_prepared_statements_bypass_fetch(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """asyncpg's own names are used for it; under others every statement would take the long way."""
    fetched: list[str] = []
    whole = Direct.fetch

    async def counted(self: Direct, sql: str, *arguments: Any, **more: Any) -> Any:
        fetched.append(sql)
        return await whole(self, sql, *arguments, **more)

    monkeypatch.setattr(Direct, "fetch", counted)
    for number in (3, 0, 2):
        rows = await fetch(VALUES, number)
        assert [tuple(row) for row in rows] == [(n, 2 * n) for n in range(1, number + 1)]
    assert fetched == [VALUES]


async def test_a_value_is_that_of_the_first_row(db: str) -> None:
    for _ in range(2):
        assert await fetch_value(VALUES, 3) == 1
        assert await fetch_value(VALUES, 0) is None
        assert await fetch_value("SELECT null::int") is None


async def test_an_outdated_prepared_statement_is_prepared_again(
    owned_db: str,
) -> None:
    await execute("CREATE TABLE changing (id int)")
    await execute("INSERT INTO changing VALUES (1)")
    for _ in range(2):
        assert [tuple(row) for row in await fetch("SELECT * FROM changing")] == [(1,)]
    await execute("ALTER TABLE changing ADD COLUMN name text DEFAULT 'a'")
    for _ in range(2):
        assert [tuple(row) for row in await fetch("SELECT * FROM changing")] == [(1, "a")]


async def test_an_outdated_statement_ends_only_its_transaction(owned_db: str) -> None:
    await execute("CREATE TABLE changing (id int)")
    await execute("INSERT INTO changing VALUES (1)")

    async def read() -> list[tuple[Any, ...]]:
        async with in_transaction():
            return [tuple(row) for row in await fetch("SELECT * FROM changing")]

    for _ in range(2):
        assert await read() == [(1,)]
    await execute("ALTER TABLE changing ADD COLUMN name text DEFAULT 'a'")
    with pytest.raises(InvalidCachedStatementError):
        await read()
    for _ in range(2):
        assert await read() == [(1, "a")]


async def test_a_write_with_an_outdated_type_is_not_repeated(owned_db: str) -> None:
    await execute("CREATE TYPE pair AS (a int, b int)")
    await execute("CREATE TABLE written (id serial, value pair)")
    await execute("INSERT INTO written (value) VALUES (row(1, 2))")
    insert = "INSERT INTO written (value) SELECT value FROM written LIMIT 1 RETURNING value"
    for _ in range(2):
        assert tuple(await fetch_value(insert)) == (1, 2)
    await execute("ALTER TYPE pair ADD ATTRIBUTE c int")
    with pytest.raises(asyncpg.OutdatedSchemaCacheError):
        await fetch_value(insert)
    assert await fetch_value("SELECT count(*) FROM written") == 4
    assert tuple(await fetch_value(insert)) == (1, 2, None)


async def test_errors_are_those_of_the_database_each_time(db: str) -> None:
    for _ in range(3):
        with pytest.raises(asyncpg.DivisionByZeroError):
            await fetch_value("SELECT 1 / $1::int", 0)
        assert await fetch_value("SELECT 1 / $1::int", 1) == 1
        with pytest.raises(asyncpg.DataError):
            await fetch_value("SELECT 1 / $1::int", "one")


async def test_a_cancelled_task_stays_cancelled(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taking too long and not being waited for any more are two things, also at once."""
    monkeypatch.setattr(settings(), "public_statement_seconds", 1)

    async def slow() -> None:
        IS_PUBLIC.set(True)
        await fetch_value("SELECT pg_sleep(30)")

    left = asyncio.create_task(slow())
    await asyncio.sleep(0.1)
    left.cancel()
    with pytest.raises(asyncio.CancelledError):
        await left
    late = asyncio.create_task(slow())
    with pytest.raises(TimeoutError):
        await late
    assert late.cancelling() == 0
    assert await fetch_value("SELECT 1") == 1


async def test_an_outer_cancellation_takes_precedence() -> None:
    overdue = Overdue()

    async def wait() -> str:
        task = overdue.begin(0, asyncio.get_running_loop())
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            if overdue.end(task):
                return "late"
            raise
        return "done"

    late = asyncio.create_task(wait())
    assert await asyncio.wait_for(late, 5) == "late"
    both = asyncio.create_task(wait())
    await asyncio.sleep(0)
    overdue._look(asyncio.get_running_loop())
    both.cancel()
    with pytest.raises(asyncio.CancelledError):
        await both
    assert (overdue._ends, overdue._cancelled) == ({}, set())


MINE = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND application_name LIKE 'odop-mart%'
  AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND xact_start IS NOT NULL
"""


async def _nobody_is_in_the_middle(url: str) -> bool:
    # Whoever asks with one of the mart's connections ends what was begun on it.
    other = await asyncpg.connect(**credentials(url))
    try:
        return bool(await other.fetchval(MINE) == 0)
    finally:
        await other.close()


async def test_an_unsendable_argument_leaves_no_open_statement(db: str) -> None:
    """Its timeout would hit whoever has the connection next, and its locks would stay."""
    for number in range(3):
        with pytest.raises(asyncpg.DataError):
            await fetch_value(f"SELECT {number} + $1::int", "many")
        assert await _nobody_is_in_the_middle(db)


async def test_an_interrupted_task_leaves_no_open_statement(
    db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Direct._get_statement

    async def cancelled(self: Direct, query: str, *given: Any, **more: Any) -> Any:
        found = await whole(self, query, *given, **more)
        if "half" in query:
            raise asyncio.CancelledError
        return found

    monkeypatch.setattr(Direct, "_get_statement", cancelled)
    for number in range(3):
        with pytest.raises(asyncio.CancelledError):
            await fetch_value(f"SELECT {number} AS half FROM district")
        assert await _nobody_is_in_the_middle(db)
        with pytest.raises(asyncio.CancelledError):
            async with in_transaction():
                await fetch_value(f"SELECT {number} AS half FROM craft")
        assert await _nobody_is_in_the_middle(db)
