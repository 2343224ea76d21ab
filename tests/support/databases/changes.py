"""Waiting for changes that another process or connection makes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg
from tortoise.transactions import in_transaction

import models
from database.caches.table_cache import TABLE_CACHE
from database.connect import credentials, execute, fetch_value
from database.sql import Sql

Result = TypeVar("Result")
TRUE = Sql("true")


SOON = 10.0


async def another_process(url: str, sql: str) -> None:
    """A change this process does not make."""
    connection = await asyncpg.connect(**credentials(url))
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


async def eventually(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait until it holds, not for long."""
    async with asyncio.timeout(SOON):
        while not await holds():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.005)


async def lock_awaited(waiting: int = 1) -> None:
    """Wait until so many statements in this database wait for a lock."""

    async def is_awaited() -> bool:
        # A transaction goes on seeing the connections of its first look.
        await execute("SELECT pg_stat_clear_snapshot()")
        return bool(
            await fetch_value(
                "SELECT count(*) >= $1 FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'",
                waiting,
            )
        )

    await eventually(is_awaited)


async def overlapped(
    first: Callable[[], Awaitable[object]],
    second: Callable[[], Awaitable[Result]],
    meanwhile: Callable[[], Awaitable[object]] | None = None,
    waiting: int = 1,
) -> Result:
    """The result of `second`, which waits for the transaction of `first` and goes on after it.

    `meanwhile` belongs to the same transaction, while so many statements wait.
    """
    is_written = asyncio.Event()

    async def hold() -> None:
        async with in_transaction():
            await first()
            is_written.set()
            await lock_awaited(waiting)
            if meanwhile:
                await meanwhile()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(hold())
        await is_written.wait()
        result = asyncio.ensure_future(second())
    return await result


async def until(wanted: str) -> None:
    """Wait until the held name of Agra is this."""

    async def is_wanted() -> bool:
        table = await TABLE_CACHE.table(models.District, TRUE)
        names = {row.slug: row.name_en for row in table.rows.values()} if table else {}
        return names.get("agra") == wanted

    await eventually(is_wanted)
