"""What somebody writes: it holds their account first, and is tried again after a deadlock.

A transaction that is opened while an account writes takes that account's row before any other lock
and asks that it is still open. Whoever closes an account has it alone (`alone_with`): what was
begun before is waited for, and what comes after is refused. Statements that stand alone, and those
in which nobody is signed in, are held to the same by triggers (`account_id_is_there`).
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

import asyncpg
from tortoise.transactions import in_transaction

Result = TypeVar("Result")

MAX_TRIES = 5
# Before another try at most so long, times the tries there were.
PAUSE_SECONDS = 0.05
# PostgreSQL ends one of those who wait in a circle, after which it can be begun again.
CROSSED = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
# What the triggers raise; the detail is the account's id.
ENDED = "OM001"


class AccountEnded(Exception):  # noqa: N818 - it says what happened
    """The account was erased, joined to another or suspended; nothing is written for it."""

    def __init__(self, account_id: int) -> None:
        super().__init__(account_id)
        self.account_id = account_id


@dataclass(slots=True)
class Writing:
    """Work that writes, for an account or for nobody's.

    Once it `has_side_effects` something behind, a row or a message, it is not begun again.
    """

    account_id: int | None
    has_side_effects: bool = False


WRITING: ContextVar[Writing | None] = ContextVar("writing", default=None)
_EXCLUSIVE: ContextVar[bool] = ContextVar("alone", default=False)


def mark_side_effect() -> None:
    """Tell that something is done that cannot be taken back."""
    if (writing := WRITING.get()) is not None:
        writing.has_side_effects = True


async def run_write(account_id: int | None, work: Callable[[], Awaitable[Result]]) -> Result:
    """Do work that writes. As long as nothing was left behind it is begun again after a deadlock.

    Raises AccountEnded.
    """
    for tries in range(1, MAX_TRIES + 1):
        writing = Writing(account_id)
        token = WRITING.set(writing)
        try:
            return await work()
        except CROSSED:
            if writing.has_side_effects or tries == MAX_TRIES:
                raise
        except asyncpg.PostgresError as error:
            if error.sqlstate != ENDED:
                raise
            raise AccountEnded(int(error.detail)) from error
        finally:
            WRITING.reset(token)
        await asyncio.sleep(random.uniform(0, PAUSE_SECONDS * tries))
    raise AssertionError("the last try returns or raises")


async def opened(connection: Any) -> None:
    """What a transaction begins with. Raises AccountEnded."""
    writing = WRITING.get()
    if writing is not None and writing.account_id is not None and not _EXCLUSIVE.get():
        await _hold(connection, writing.account_id, "KEY SHARE", is_own=True)


@asynccontextmanager
async def exclusive_write(*account_ids: int) -> AsyncIterator[None]:
    """A transaction in which nobody else writes for these accounts. Raises AccountEnded."""
    writing = WRITING.get()
    own = None if writing is None else writing.account_id
    token = _EXCLUSIVE.set(True)
    try:
        async with in_transaction() as transaction:
            connection = transaction._connection
            # In the order of their ids, so that nobody waits in a circle.
            for each in sorted({*account_ids} | ({own} if own is not None else set())):
                strength = "UPDATE" if each in account_ids else "KEY SHARE"
                await _hold(connection, each, strength, is_own=each == own)
            yield
    finally:
        _EXCLUSIVE.reset(token)


async def _hold(connection: Any, account_id: int, strength: str, *, is_own: bool) -> None:
    row = await connection.fetchrow(
        f"SELECT erased_at IS NULL AS is_there, suspended_at IS NULL AS is_open FROM account"
        f" WHERE id = $1 FOR {strength}",
        account_id,
    )
    if row is None or not row["is_there"] or (is_own and not row["is_open"]):
        raise AccountEnded(account_id)
