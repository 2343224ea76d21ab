"""A connection that executes prepared statements without asyncpg's overhead.

`Connection.fetch` uses four coroutines and a timer, which take as long as a short statement. It
still prepares statements and handles unusual cases.
"""

from collections.abc import Sequence
from typing import Any

import asyncpg
from asyncpg.exceptions import InvalidCachedStatementError, OutdatedSchemaCacheError


class Direct(asyncpg.Connection):  # type: ignore[misc]
    """A connection for one user at a time; concurrent use is not detected."""

    # Whether a statement was prepared, but its execution may not have been sent.
    is_half_sent = False
    # What PostgreSQL has last answered to a simple query, as COMMIT.
    last_tag = ""

    async def execute(self, query: str, *arguments: Any, **more: Any) -> str:
        self.last_tag = await super().execute(query, *arguments, **more)
        return self.last_tag

    async def _do_execute(self, *arguments: Any, **more: Any) -> Any:
        self.is_half_sent = True
        result = await super()._do_execute(*arguments, **more)
        self.is_half_sent = False
        return result

    async def settle(self) -> None:
        """End an incompletely sent statement, before the connection is reused.

        asyncpg prepares without Sync. If no execution follows, because an argument cannot be
        encoded or the task is cancelled, PostgreSQL stays within the statement: it keeps its locks,
        and its timeout hits the next user.
        """
        if self.is_half_sent:
            # Any simple query sends Sync.
            await self.execute("SELECT")
            self.is_half_sent = False

    async def rows(
        self, sql: str, arguments: Sequence[Any], record_class: type[asyncpg.Record]
    ) -> list[Any]:
        """The rows of a statement. Raises the same errors as `fetch`."""
        statement = self._stmt_cache.get((sql, record_class, False))
        # Only `fetch` calls query loggers.
        if statement is None or self._query_loggers:
            rows: list[Any] = await self.fetch(sql, *arguments, record_class=record_class)
            return rows
        try:
            rows = await self._protocol.bind_execute(statement, arguments, "", 0, False, None)
        except InvalidCachedStatementError:
            if self._protocol.is_in_transaction():
                # The transaction has failed; the next one prepares the statement again.
                self._drop_global_statement_cache()
                raise
            # It did not run, so asyncpg may prepare it again.
            rows = await self.fetch(sql, *arguments, record_class=record_class)
        except OutdatedSchemaCacheError:
            # It did run, so it is not repeated.
            await self.reload_schema_state()
            raise
        return rows
