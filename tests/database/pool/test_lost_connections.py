"""Connections that end at any moment: no task and no connection of the pool is lost with them."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from asyncpg.exceptions._base import DataError
from tortoise.backends.asyncpg.client import TransactionWrapper
from tortoise.connection import get_connection
from tortoise.transactions import in_transaction

from database.connect import execute, fetch, fetch_value
from database.pool.connection_errors import (
    CONNECTION_LOST,
    MAX_TRIES,
    is_connection_lost,
    is_database_away,
)
from database.pool.direct import Direct
from settings import ROOT
from tests.support.databases.changes import another_process

WRITE = "INSERT INTO rate_counter (key, number, expires_at) VALUES ('x', 1, now())"
ABOUT_TO_END = "cannot switch to state 12; another operation (2) is in progress"


async def goes_on() -> None:
    """The task works with the pool, and the pool has all its connections."""
    assert await fetch_value("SELECT 1") == 1
    client: Any = get_connection("default")
    pool = client._pool

    async def one() -> None:
        async with in_transaction():
            await fetch_value("SELECT pg_sleep(0.01)")

    async with asyncio.timeout(10):
        await asyncio.gather(*[one() for _ in range(2 * pool.get_max_size())])


async def end_sessions(url: str) -> None:
    await another_process(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND usename = current_user"
        " AND pid <> pg_backend_pid()",
    )


async def in_one_that_ends(url: str, then: Callable[[], Awaitable[object]]) -> None:
    async with in_transaction():
        await end_sessions(url)
        await then()


async def commits() -> None:
    pass


async def test_a_session_that_ends_in_a_transaction(db: str) -> None:
    for then in (partial(fetch_value, "SELECT 1"), commits) * 2:
        with pytest.raises(CONNECTION_LOST) as raised:
            await in_one_that_ends(db, then)
        assert is_connection_lost(raised.value)
        await goes_on()


async def test_what_a_transaction_failed_with_is_raised(db: str) -> None:
    """Not that its rollback failed as well."""

    async def fails() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await in_one_that_ends(db, fails)
    await goes_on()


async def test_a_transaction_begins_on_another_connection(db: str) -> None:
    for _ in range(3):
        await goes_on()
        await end_sessions(db)
        async with in_transaction():
            await execute("CREATE TEMP TABLE written (id int) ON COMMIT DROP")


@pytest.mark.parametrize("times", [1, MAX_TRIES])
async def test_a_transaction_that_does_not_begin(
    db: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []
    real = TransactionWrapper.begin

    async def fails(self: TransactionWrapper) -> None:
        await real(self)
        tries.append(1)
        if len(tries) <= times:
            raise asyncpg.InternalClientError(ABOUT_TO_END)

    monkeypatch.setattr(TransactionWrapper, "begin", fails)
    for _ in range(MAX_TRIES):
        tries.clear()
        if times == MAX_TRIES:
            with pytest.raises(asyncpg.InternalClientError):
                async with in_transaction():
                    pass
        else:
            async with in_transaction():
                await execute(f"{WRITE} ON CONFLICT DO NOTHING")
            assert await fetch_value("SELECT count(*) FROM rate_counter") == 1
    await goes_on()


async def test_a_transaction_that_is_cancelled_while_it_begins(
    db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = asyncio.Event()

    async def waits(self: TransactionWrapper) -> None:
        begun.set()
        await asyncio.Event().wait()

    async def in_one() -> None:
        async with in_transaction():
            raise AssertionError("it has not begun")

    with monkeypatch.context() as patched:
        patched.setattr(TransactionWrapper, "begin", waits)
        for _ in range(20):
            begun.clear()
            task = asyncio.create_task(in_one())
            await begun.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
    await goes_on()


async def test_a_transaction_whose_connection_is_not_returned(
    db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is committed all the same."""

    async def broken(self: Direct) -> None:
        raise asyncpg.InternalClientError(ABOUT_TO_END)

    with monkeypatch.context() as patched:
        patched.setattr(Direct, "settle", broken)
        async with in_transaction():
            await execute(WRITE)
    assert await fetch_value("SELECT count(*) FROM rate_counter") == 1
    await goes_on()


async def test_a_select_is_repeated_when_sessions_have_ended(db: str) -> None:
    for _ in range(5):
        await asyncio.gather(*[fetch_value("SELECT pg_sleep(0.01)") for _ in range(5)])
        await end_sessions(db)
        assert await fetch_value("SELECT 1") == 1


@pytest.mark.parametrize(
    ("error", "is_repeated"),
    [
        (asyncpg.InternalClientError(ABOUT_TO_END), True),
        (asyncpg.ConnectionDoesNotExistError("in the middle of operation"), False),
    ],
)
async def test_other_statements_are_repeated_if_they_were_not_sent(
    db: str, error: Exception, is_repeated: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[..., Awaitable[list[Any]]] = Direct.rows
    tries = []

    async def fails_once(self: Direct, *arguments: Any) -> list[Any]:
        tries.append(1)
        if len(tries) == 1:
            raise error
        return await real(self, *arguments)

    monkeypatch.setattr(Direct, "rows", fails_once)
    write = f"{WRITE} RETURNING key"
    if is_repeated:
        assert len(await fetch(write)) == 1
    else:
        with pytest.raises(type(error)):
            await fetch(write)
        assert await fetch_value("SELECT count(*) FROM rate_counter") == 0


def test_errors_of_the_caller_are_no_lost_connections() -> None:
    assert is_database_away(asyncpg.InternalClientError(ABOUT_TO_END))
    assert is_database_away(ConnectionRefusedError())
    assert is_database_away(asyncpg.TooManyConnectionsError(""))
    assert not is_database_away(DataError("a text where a number belongs"))
    assert not is_database_away(LookupError())
    assert not is_connection_lost(TimeoutError())


def test_lost_connections_are_recognised_in_one_place() -> None:
    """A list of its own lacks a class sooner or later."""
    folders = ("auth", "cli", "commerce", "database", "graph", "integrations", "server")
    naming = [
        str(path.relative_to(ROOT))
        for folder in folders
        for path in sorted(Path(ROOT, folder).rglob("*.py"))
        if any(name in path.read_text() for name in ("InterfaceError", "InternalClientError"))
    ]
    assert naming == ["database/pool/connection_errors.py"]
