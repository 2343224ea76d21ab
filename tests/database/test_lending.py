"""Connections lent to single statements: none is lost, none is left in a bad state."""

import asyncio
from random import Random

import asyncpg
import pytest

from database.connect import execute, fetch_value
from database.lending import Lending

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


async def test_those_who_give_up_waiting_take_no_connection_with_them() -> None:
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
        await asyncio.sleep(0.01)
    assert await fetch_value("SELECT 1") == 1


async def test_being_handed_a_connection_while_giving_up_loses_none() -> None:
    chance = Random(7)
    for _ in range(40):
        tasks = [asyncio.create_task(fetch_value("SELECT pg_sleep(0.0005)")) for _ in range(60)]
        for task in chance.sample(tasks, 40):
            await asyncio.sleep(0 if chance.random() < 0.9 else 0.001)
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    asked = [fetch_value("SELECT $1::int", n) for n in range(60)]
    assert await asyncio.wait_for(asyncio.gather(*asked), 5) == list(range(60))


async def test_a_turn_that_comes_with_the_cancellation_is_passed_on() -> None:
    class Pool:
        async def acquire(self) -> object:
            return Connection()

    class Connection:
        def __init__(self) -> None:
            self._con = self

        def is_closed(self) -> bool:
            return False

    lending = Lending(Pool(), 1)
    first = await lending.take()
    waiting = asyncio.create_task(lending.take())
    await asyncio.sleep(0)
    # Both before the task runs again: it is handed the connection, and told to give up.
    lending.give(first)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await asyncio.wait_for(lending.take(), 1) is first
