"""A connection that sends what it has prepared before without asyncpg's ceremony.

`Connection.fetch` goes through four coroutines and a timer of its own, which takes as long as a
short statement. It is still what prepares a statement, and what answers for whatever is unusual.
"""

from collections.abc import Sequence
from typing import Any

import asyncpg
from asyncpg.exceptions import InvalidCachedStatementError, OutdatedSchemaCacheError


class Direct(asyncpg.Connection):  # type: ignore[misc]
    """Only for whoever has it alone: it does not look whether somebody else uses it."""

    # Whether a statement was prepared and its execution perhaps never sent.
    is_half_sent = False

    async def _do_execute(self, *given: Any, **more: Any) -> Any:
        self.is_half_sent = True
        found = await super()._do_execute(*given, **more)
        self.is_half_sent = False
        return found

    async def settle(self) -> None:
        """End what was begun and never sent whole, before somebody else gets the connection.

        asyncpg prepares without asking for an end (Sync). When nothing follows, because an argument
        cannot be sent or its task was cancelled just then, PostgreSQL stays in the middle of the
        statement: it keeps its locks, and its timeout hits whoever comes next.
        """
        if self.is_half_sent:
            # Whatever is sent as text ends it.
            await self.execute("SELECT")
            self.is_half_sent = False

    async def rows(
        self, sql: str, arguments: Sequence[Any], record_class: type[asyncpg.Record]
    ) -> list[Any]:
        """The rows of one statement. Raises whatever `fetch` does."""
        known = self._stmt_cache.get((sql, record_class, False))
        # Only `fetch` tells those who listen to queries.
        if known is None or self._query_loggers:
            found: list[Any] = await self.fetch(sql, *arguments, record_class=record_class)
            return found
        try:
            found = await self._protocol.bind_execute(known, arguments, "", 0, False, None)
        except InvalidCachedStatementError:
            if self._protocol.is_in_transaction():
                # Which is over with it; in the next one it is prepared once more.
                self._drop_global_statement_cache()
                raise
            # It has not run. asyncpg prepares it once more.
            found = await self.fetch(sql, *arguments, record_class=record_class)
        except OutdatedSchemaCacheError:
            # It has run, so it is not sent again.
            await self.reload_schema_state()
            raise
        return found
