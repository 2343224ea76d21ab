"""Tortoise's engine, connecting by URL with the rules of libpq and asyncpg.

So `sslrootcert`, several hosts and `target_session_attrs` work as usual. All transactions are
opened here, and writes are recorded (`database.pool.transactions`).
"""

from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import TransactionalDBClient, TransactionContextPooled

from database.pool.transactions import mark_side_effect, opened

BY_URL = ("host", "port", "user", "database")
WRITES = ("INSERT", "UPDATE", "DELETE")


class Transaction(TransactionContextPooled):
    """A transaction that first locks the account that writes."""

    __slots__ = ()

    async def __aenter__(self) -> TransactionalDBClient:
        client = await super().__aenter__()
        try:
            await opened(client._connection)
        except BaseException as error:
            await super().__aexit__(type(error), error, error.__traceback__)
            raise
        return client

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        await super().__aexit__(exc_type, exc_val, exc_tb)
        if exc_type is None:
            mark_side_effect()


class Client(AsyncpgDBClient):
    """A client with a `dsn` without password, and the password, in its credentials."""

    async def create_pool(self, **kwargs: Any) -> asyncpg.Pool:
        for name in BY_URL:
            kwargs.pop(name, None)
        return await asyncpg.create_pool(kwargs.pop("dsn"), **kwargs)

    def _in_transaction(self) -> Transaction:
        return Transaction(TransactionWrapper(self), self._pool_init_lock)

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
