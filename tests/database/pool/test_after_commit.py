"""What follows a commit is done whenever it is committed, and only then."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import asyncpg
import pytest
from tortoise.backends.asyncpg.client import TransactionWrapper
from tortoise.transactions import in_transaction

from database.connect import execute, fetch_value
from database.pool import engine
from database.pool.transactions import after_commit
from tests.database.pool.test_lost_connections import goes_on

WRITE = "INSERT INTO rate_counter (key, number, expires_at) VALUES ('x', 1, now())"
WRITTEN = "SELECT count(*) FROM rate_counter"


async def written(done: list[str]) -> None:
    async with in_transaction():
        await execute(WRITE)
        after_commit(lambda: done.append("told"))


async def cancelled_in(
    monkeypatch: pytest.MonkeyPatch, owner: type, name: str, done: list[str]
) -> None:
    """Cancel a write while a method runs, which goes on as soon as it may."""
    original: Callable[..., Awaitable[Any]] = getattr(owner, name)
    begun, may_go_on = asyncio.Event(), asyncio.Event()

    async def slow(self: Any, *more: Any, **named: Any) -> Any:
        begun.set()
        try:
            await may_go_on.wait()
        finally:
            # A pool's release is shielded: without it, closing would wait for the connection.
            returned = await original(self, *more, **named)
        return returned

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, slow)
        task = asyncio.create_task(written(done))
        await begun.wait()
        task.cancel()
        await asyncio.sleep(0)
        may_go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_a_task_cancelled_during_its_commit_has_done_all_of_it(
    db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    await cancelled_in(monkeypatch, TransactionWrapper, "commit", done)
    assert (await fetch_value(WRITTEN), done) == (1, ["told"])
    await goes_on()


async def test_a_task_cancelled_while_its_connection_returns_has_done_all_of_it(
    db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    await cancelled_in(monkeypatch, asyncpg.Pool, "release", done)
    assert (await fetch_value(WRITTEN), done) == (1, ["told"])


async def test_a_commit_that_hangs_does_not_hold_a_cancelled_task(
    db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    begun = asyncio.Event()

    async def hangs(self: TransactionWrapper) -> None:
        begun.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as patched:
        patched.setattr(engine, "COMMIT_SECONDS", 0.01)
        patched.setattr(TransactionWrapper, "commit", hangs)
        task = asyncio.create_task(written(done))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert (await fetch_value(WRITTEN), done) == (0, [])
    await goes_on()


async def test_an_action_that_fails_keeps_none_of_the_others(
    db: str, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def fails() -> None:
        raise LookupError("no postman")

    async with in_transaction():
        await execute(WRITE)
        after_commit(fails)
        after_commit(lambda: done.append("told"))
    assert (await fetch_value(WRITTEN), done) == (1, ["told"])
    assert "no postman" in caplog.text


async def test_nothing_follows_a_commit_that_postgresql_answers_with_a_rollback(db: str) -> None:
    """It does after a failed statement, whose error was caught."""
    done: list[str] = []

    async def failed() -> None:
        async with in_transaction():
            await execute(WRITE)
            after_commit(lambda: done.append("told"))
            with suppress(asyncpg.DataError):
                await execute("SELECT 1/0")

    with pytest.raises(asyncpg.InFailedSQLTransactionError):
        await failed()
    assert (await fetch_value(WRITTEN), done) == (0, [])
    await goes_on()


async def test_nothing_follows_what_is_not_committed(db: str) -> None:
    done: list[str] = []

    async def rolled_back() -> None:
        async with in_transaction():
            after_commit(lambda: done.append("told"))
            raise LookupError

    with pytest.raises(LookupError):
        await rolled_back()
    assert done == []
