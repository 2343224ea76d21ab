"""Writes on behalf of an account: the account is locked first, and crossed writes are retried.

A transaction of an account's request locks the row of the account before any other lock and checks
that the account and its session are open. Closing an account locks it exclusively
(`exclusive_write`): it waits for earlier writes, and later ones are rejected. Triggers enforce the
same for single statements and for writes without a signed-in user (`account_id_is_there`).
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

import asyncpg
from tortoise.connection import get_connection
from tortoise.transactions import in_transaction

# What is sent right before a commit: how, and one of the items that are sent together.
Pending = tuple[Callable[[list[Any]], Awaitable[None]], Any]
Result = TypeVar("Result")

MAX_TRIES = 5
# Maximal pause before a retry, times the number of tries.
PAUSE_SECONDS = 0.05
# SQLSTATE raised by the triggers; the detail is the account's id.
ENDED = "OM001"


class OutdatedRead(Exception):  # noqa: N818 - it says what happened
    """What a transaction decided by was changed while it waited for a lock."""


# Errors after which a transaction can be repeated: of two at once, this one was the second. A
# foreign key is violated if what was just read has been deleted.
CROSSED = (
    asyncpg.DeadlockDetectedError,
    asyncpg.ForeignKeyViolationError,
    asyncpg.SerializationError,
    OutdatedRead,
)


class StillCrossed(Exception):  # noqa: N818 - it says what happened
    """Others kept coming before a write, each time that it was tried. Nothing was written."""


class AccountEnded(Exception):  # noqa: N818 - it says what happened
    """The account was erased, joined to another, suspended or signed out, so it cannot write."""

    def __init__(self, account_id: int) -> None:
        super().__init__(account_id)
        self.account_id = account_id


@dataclass(slots=True)
class Writing:
    """A write, on behalf of an account in a session, or of nobody.

    After side effects, a committed row or a message, it is not repeated.
    """

    account_id: int | None
    session_id: int | None = None
    has_side_effects: bool = False


WRITING: ContextVar[Writing | None] = ContextVar("writing", default=None)
_EXCLUSIVE: ContextVar[bool] = ContextVar("alone", default=False)


def mark_side_effect() -> None:
    """Record that the current write has done something irreversible."""
    if (writing := WRITING.get()) is not None:
        writing.has_side_effects = True


async def run_write(
    account_id: int | None, work: Callable[[], Awaitable[Result]], session_id: int | None = None
) -> Result:
    """Run `work`; repeat it after CROSSED, unless it had side effects.

    Raises AccountEnded, and StillCrossed after the last try.
    """
    for tries in range(1, MAX_TRIES + 1):
        writing = Writing(account_id, session_id)
        token = WRITING.set(writing)
        try:
            return await work()
        except CROSSED as crossed:
            if writing.has_side_effects:
                raise
            if tries == MAX_TRIES:
                # What violates a foreign key each time is a fault of ours.
                if isinstance(crossed, asyncpg.ForeignKeyViolationError):
                    raise
                raise StillCrossed from crossed
        except asyncpg.PostgresError as error:
            if error.sqlstate != ENDED:
                raise
            raise AccountEnded(int(error.detail)) from error
        finally:
            WRITING.reset(token)
        # Not at once: the other one has to take what this one let go, or they meet again.
        await asyncio.sleep(random.uniform(0.5, 1) * PAUSE_SECONDS * tries)
    raise AssertionError("the last try returns or raises")


async def send_last(send: Callable[[list[Any]], Awaitable[None]], item: Any) -> None:
    """Send `item` right before the open transaction commits, together with the others for `send`.

    For locks that every transaction takes after all of its others. At once outside a transaction.
    """
    pending: list[Pending] | None = getattr(get_connection("default"), "pending", None)
    if pending is None:
        await send([item])
    else:
        pending.append((send, item))


async def send_now() -> None:
    """Send what is kept for the end of the transaction, for a read after its last lock.

    Take no locks after it.
    """
    await send_pending(getattr(get_connection("default"), "pending", []))


async def send_pending(pending: list[Pending]) -> None:
    """Send what was kept for the end of a transaction."""
    for send in dict.fromkeys(each for each, _ in pending):
        await send([item for other, item in pending if other == send])
    pending.clear()


def after_commit(action: Callable[[], None]) -> None:
    """Do what cannot be taken back once the open transaction has committed; at once outside one.

    It is dropped with what is rolled back.
    """
    afterwards = getattr(get_connection("default"), "afterwards", None)
    if afterwards is None:
        action()
    else:
        afterwards.append(action)


async def opened(connection: Any) -> None:
    """Lock the writing account at the beginning of a transaction. Raises AccountEnded."""
    writing = WRITING.get()
    if writing is not None and writing.account_id is not None and not _EXCLUSIVE.get():
        await _hold(connection, writing.account_id, "KEY SHARE", writing)


@asynccontextmanager
async def exclusive_write(*account_ids: int) -> AsyncIterator[None]:
    """A transaction that excludes other writes for these accounts. Raises AccountEnded."""
    writing = WRITING.get()
    own = None if writing is None else writing.account_id
    token = _EXCLUSIVE.set(True)
    try:
        async with in_transaction() as transaction:
            connection = transaction._connection
            # In order of ids, which avoids deadlocks.
            for each in sorted({*account_ids} | ({own} if own is not None else set())):
                strength = "UPDATE" if each in account_ids else "KEY SHARE"
                await _hold(connection, each, strength, writing)
            yield
    finally:
        _EXCLUSIVE.reset(token)


async def _hold(connection: Any, account_id: int, strength: str, writing: Writing | None) -> None:
    is_own = writing is not None and writing.account_id == account_id
    session_id = writing.session_id if writing is not None and is_own else None
    # A function reads what was written while it waited for the lock, which one statement does not.
    state = await connection.fetchval(
        "SELECT account_held($1, $2, $3)", account_id, session_id, strength == "UPDATE"
    )
    if state is None or state == "erased" or (is_own and state == "closed"):
        raise AccountEnded(account_id)
