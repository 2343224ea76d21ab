"""Waiting for changes that another process or connection makes."""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg

import models
from database.caches.table_cache import TABLE_CACHE
from database.connect import credentials
from database.sql import Sql

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


async def until(wanted: str) -> None:
    """Wait until the held name of Agra is this."""

    async def is_wanted() -> bool:
        table = await TABLE_CACHE.table(models.District, TRUE)
        names = {row.slug: row.name_en for row in table.rows.values()} if table else {}
        return names.get("agra") == wanted

    await eventually(is_wanted)
