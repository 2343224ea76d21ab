"""Tortoise's engine, connecting by URL with the rules of libpq and asyncpg.

So `sslrootcert`, several hosts and `target_session_attrs` work as usual. All transactions are
opened here, and writes are recorded (`database.pool.transactions`).
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    NestedTransactionContext,
    TransactionalDBClient,
    TransactionContextPooled,
)
from tortoise.connection import get_connections

from database.pool.connection_errors import MAX_TRIES, is_connection_lost, pause
from database.pool.connection_pool import own
from database.pool.transactions import Pending, mark_side_effect, opened, send_pending

log = logging.getLogger("odop.database")

BY_URL = ("host", "port", "user", "database")
WRITES = ("INSERT", "UPDATE", "DELETE")
# How long a cancelled task waits for its commit that is under way.
COMMIT_SECONDS = 2.0


class Connection(TransactionWrapper):
    """The connection of a transaction, with what is sent right before its commit or done after."""

    def __init__(self, connection: AsyncpgDBClient) -> None:
        super().__init__(connection)
        self.pending: list[Pending] = []
        self.afterwards: list[Callable[[], None]] = []
        self.is_committed = False

    async def commit(self) -> None:
        """Commit. Raises InFailedSQLTransactionError if PostgreSQL has rolled back instead: so it
        does, without an error, after a failed statement whose error was caught.
        """
        real = own(self._connection)
        await super().commit()
        if real is not None and real.last_tag == "ROLLBACK":
            raise asyncpg.InFailedSQLTransactionError("rolled back: a statement had failed")
        self.is_committed = True

    def act_afterwards(self) -> None:
        """Do all that was left for after the commit."""
        mark_side_effect()
        for action in self.afterwards:
            try:
                action()
            except Exception:
                log.exception("what a commit is followed by has failed")

    def _in_transaction(self) -> "Savepoint":
        return Savepoint(self)


class Savepoint(NestedTransactionContext):
    """A part of a transaction; if it is rolled back, so is what it meant for the commit."""

    __slots__ = ("_afterwards", "_outer", "_pending")

    def __init__(self, outer: Connection) -> None:
        super().__init__(Connection(outer))
        self._outer = outer
        self._pending, self._afterwards = [*outer.pending], [*outer.afterwards]

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        if exc_type is not None:
            self._outer.pending, self._outer.afterwards = self._pending, self._afterwards
        await super().__aexit__(exc_type, exc_val, exc_tb)


class Transaction(TransactionContextPooled):
    """A transaction that first locks the account that writes.

    It begins on another connection if its own has ended before it did anything. However it ends,
    the task has the pool again and the pool its connection. Tortoise leaves a task in a dead
    transaction if beginning it or returning its connection fails: all later statements of the task
    would fail, too.
    """

    __slots__ = ()
    client: Any

    async def __aenter__(self) -> TransactionalDBClient:
        for tries in range(1, MAX_TRIES + 1):
            try:
                return await self._begin()
            except Exception as error:
                if tries == MAX_TRIES or not is_connection_lost(error):
                    raise
            await pause(tries)
        raise AssertionError("the last try returns or raises")

    async def _begin(self) -> TransactionalDBClient:
        await self.ensure_connection()
        client: TransactionalDBClient = self.client
        client._connection, client._finalized = await client._parent._pool.acquire(), False
        self.token = get_connections().set(self.connection_name, client)
        try:
            await client.begin()
            await opened(client._connection)
        except BaseException:
            await self._leave(is_complete=False)
            raise
        return client

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        try:
            await self._leave(is_complete=exc_type is None)
        finally:
            # Also if the task was cancelled during the commit or while the connection returned.
            if self.client.is_committed:
                self.client.act_afterwards()

    async def _leave(self, is_complete: bool) -> None:
        """Commit or roll back, and return the connection.

        Raises if it is not committed, or the task was cancelled.
        """
        try:
            if not self.client._finalized:
                if is_complete:
                    await self._complete()
                else:
                    await self._roll_back()
        except asyncpg.PostgresError:  # PostgreSQL has rolled back, as for a deferred constraint
            raise
        except BaseException:
            if not self.client.is_committed:
                self._close_connection()
            raise
        finally:
            try:
                get_connections().reset(self.token)
            finally:
                await self._release()

    async def _complete(self) -> None:
        try:
            await send_pending(self.client.pending)
        except Exception:
            await self._roll_back()
            raise
        await _finished(self.client.commit())

    async def _roll_back(self) -> None:
        """Roll back. If that fails, the server does: the connection is closed."""
        try:
            await self.client.rollback()
        except Exception as error:  # the caller raises what the transaction failed with
            log.debug("a transaction was not rolled back: %s", error)
            self._close_connection()

    def _close_connection(self) -> None:
        if (connection := own(self.client._connection)) is not None:
            connection.terminate()

    async def _release(self) -> None:
        if (pool := self.client._parent._pool) is None:
            return
        try:
            await pool.release(self.client._connection)
        except Exception as error:  # asyncpg has closed it; the transaction is over
            log.debug("a connection was lost when its transaction had ended: %s", error)


async def _finished(commit: Coroutine[Any, Any, None]) -> None:
    """Let a commit end, even if the task is cancelled meanwhile: half of it cannot be undone."""
    task = asyncio.ensure_future(commit)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task}, timeout=COMMIT_SECONDS)
        if not task.done():
            task.cancel()
        elif not task.cancelled() and (error := task.exception()) is not None:
            log.debug("a cancelled task was not committed: %s", error)
        raise


class Client(AsyncpgDBClient):
    """A client with a `dsn` without password, and the password, in its credentials."""

    async def create_pool(self, **kwargs: Any) -> asyncpg.Pool:
        for name in BY_URL:
            kwargs.pop(name, None)
        return await asyncpg.create_pool(kwargs.pop("dsn"), **kwargs)

    def _in_transaction(self) -> Transaction:
        return Transaction(Connection(self), self._pool_init_lock)

    async def execute_insert(self, query: str, values: list[Any]) -> asyncpg.Record | None:
        row = await super().execute_insert(query, values)
        mark_side_effect()
        return row

    async def execute_many(self, query: str, values: list[Any]) -> None:
        await super().execute_many(query, values)
        mark_side_effect()

    async def execute_query(
        self, query: str, values: list[Any] | None = None
    ) -> tuple[int, list[Any]]:
        result: tuple[int, list[Any]] = await super().execute_query(query, values)
        if query.lstrip()[:6].upper() in WRITES:
            mark_side_effect()
        return result


client_class = Client
