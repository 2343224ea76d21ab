"""Connections for single statements: none is lost or left in a bad state."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from random import Random

import asyncpg
import pytest
from tortoise.connection import get_connection

from database.connect import credentials, execute, fetch_value
from database.pool.connection_pool import ConnectionPool, own
from tests.support.databases.changes import eventually

pytestmark = pytest.mark.usefixtures("shop")

WHOSE = "SELECT pg_backend_pid()"


async def test_more_statements_than_connections_all_get_their_turn() -> None:
    asked = [fetch_value("SELECT $1::int FROM pg_sleep(0.005)", n) for n in range(200)]
    assert await asyncio.gather(*asked) == list(range(200))


async def test_a_statement_that_fails_leaves_the_next_ones_alone() -> None:
    for _ in range(30):
        with pytest.raises(asyncpg.PostgresError):
            await fetch_value("SELECT 1 / $1::int", 0)
        assert await fetch_value("SELECT 1") == 1


async def test_cancelled_waiters_leak_no_connection() -> None:
    for _ in range(3):
        slow = [asyncio.create_task(fetch_value("SELECT pg_sleep(5)")) for _ in range(60)]
        await asyncio.sleep(0.05)
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
    asked = [fetch_value("SELECT $1::int", n) for n in range(60)]
    assert await asyncio.wait_for(asyncio.gather(*asked), 5) == list(range(60))


async def test_a_connection_that_was_ended_is_replaced() -> None:
    for _ in range(12):
        number = await fetch_value(WHOSE)
        await asyncio.gather(
            execute(f"SELECT pg_terminate_backend({number})"), return_exceptions=True
        )
        # Before that asyncpg has the server's farewell and takes no statement.
        await eventually(partial(is_closed, number))
    assert await fetch_value("SELECT 1") == 1


async def is_closed(number: int) -> bool:
    """Whether the pool knows that the connection of this backend has ended."""
    holders = get_connection("default")._pool._holders
    ours = [holder._con for holder in holders if holder._con is not None]
    return all(each.is_closed() for each in ours if each.get_server_pid() == number)


async def test_a_connection_handed_to_a_cancelled_waiter_is_not_lost() -> None:
    chance = Random(7)
    for _ in range(40):
        tasks = [asyncio.create_task(fetch_value("SELECT pg_sleep(0.0005)")) for _ in range(60)]
        for task in chance.sample(tasks, 40):
            await asyncio.sleep(0 if chance.random() < 0.9 else 0.001)
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    asked = [fetch_value("SELECT $1::int", n) for n in range(60)]
    assert await asyncio.wait_for(asyncio.gather(*asked), 5) == list(range(60))


async def test_a_cancelled_waiter_passes_its_turn_on() -> None:
    class Pool:
        async def acquire(self) -> object:
            return Connection()

    class Connection:
        def __init__(self) -> None:
            self._con = self

        def is_closed(self) -> bool:
            return False

    lending = ConnectionPool(Pool(), 1)
    first = await lending.take()
    waiting = asyncio.create_task(lending.take())
    await asyncio.sleep(0)
    # Both before the task runs again: it is handed the connection, and told to give up.
    lending.release(first)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await asyncio.wait_for(lending.take(), 1) is first


@asynccontextmanager
async def pool_of(url: str, size: int) -> AsyncIterator[asyncpg.Pool]:
    """A pool that does not wait, at its end, for connections that are lost."""
    pool = await asyncpg.create_pool(**credentials(url), min_size=0, max_size=size)
    try:
        yield pool
    finally:
        pool.terminate()


async def test_a_cancelled_statement_frees_exactly_one_place(shop_url: str) -> None:
    """Else one more waits for the pool than it has connections, while those that are free wait."""
    async with pool_of(shop_url, 2) as pool:
        lending = ConnectionPool(pool, 2)

        async def ask(seconds: float) -> None:
            connection = await lending.take()
            try:
                await own(connection).fetchval("SELECT pg_sleep($1::float8)", seconds)
            except BaseException:
                await lending.discard(connection)
                raise
            lending.release(connection)

        for _ in range(5):
            given_up, beside = (asyncio.create_task(ask(seconds)) for seconds in (5, 0.1))
            await asyncio.sleep(0.05)
            waits = asyncio.create_task(ask(0))
            await asyncio.sleep(0)
            given_up.cancel()
            # It is not back in the pool yet when the next one comes.
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            comes = asyncio.create_task(ask(0))
            async with asyncio.timeout(5):
                await asyncio.gather(given_up, beside, waits, comes, return_exceptions=True)
            assert given_up.cancelled()
            assert [task.exception() for task in (beside, waits, comes)] == [None] * 3
        await lending.close()


async def test_the_pool_never_exceeds_its_size(shop_url: str) -> None:
    chance = Random(11)
    most = 0
    async with pool_of(shop_url, 8) as pool:
        lending = ConnectionPool(pool, 4, 3)

        async def ask(is_public: bool) -> None:
            nonlocal most
            connection = await lending.take(is_public)
            most = max(most, sum(holder._in_use is not None for holder in pool._holders))
            try:
                await own(connection).fetchval("SELECT pg_sleep(0.001)")
            except BaseException:
                await lending.discard(connection, is_public)
                raise
            lending.release(connection, is_public)

        for _ in range(60):
            tasks = [asyncio.create_task(ask(chance.random() < 0.7)) for _ in range(12)]
            for task in chance.sample(tasks, 7):
                await asyncio.sleep(chance.choice((0, 0, 0.001)))
                task.cancel()
            async with asyncio.timeout(20):
                await asyncio.gather(*tasks, return_exceptions=True)
        assert most == 4
        assert (lending.waiting, lending._public) == (0, 0)
        assert lending._open == len(lending._free) <= 4
        await lending.close()
        assert lending._open == 0


async def test_a_statement_that_ends_late_does_not_delay_the_end(shop_url: str) -> None:
    """Its connection stayed with what nobody used any more: the pool waited ten seconds for it."""
    async with pool_of(shop_url, 4) as pool:
        lending = ConnectionPool(pool, 3)
        late, last = await lending.take(), await lending.take()
        await lending.close()
        ending = asyncio.create_task(pool.close())
        lending.release(late)
        await asyncio.sleep(0)
        assert not ending.done()
        lending.release(last)
        async with asyncio.timeout(5):
            await ending
