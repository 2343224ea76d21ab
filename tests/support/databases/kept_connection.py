"""Tortoise's connection to a kept database, which stays from one test to the next.

With new connections PostgreSQL read its catalogue and planned every statement again for each test.
"""

from typing import Any

import asyncpg
import tortoise.context
from tortoise import Tortoise
from tortoise.connection import ConnectionHandler
from tortoise.context import TortoiseContext, get_current_context

from database.connect import _close_pools, tortoise_config

# What a test may have left in a session; at the end it counts what it wrote.
CLEAN_UP = (
    "RESET ALL; UNLISTEN *; DISCARD TEMP; SELECT pg_advisory_unlock_all();"
    " SELECT pg_stat_force_next_flush()"
)
MAX_KEPT = 4


class KeptConnection:
    """Connects like `database.connect.connected`, between `open` and `rest`."""

    def __init__(self) -> None:
        self._config: dict[str, Any] = {}
        self._context: TortoiseContext | None = None
        # The connections: in use by the context during a test, else resting here.
        self._handler: ConnectionHandler | None = None

    async def open(self, url: str) -> None:
        """Connect to the database at `url`, again by the same sessions if there are any."""
        config = tortoise_config(url)
        others = get_current_context()
        if self._handler is not None and self._config == config and others in (None, self._context):
            assert self._context is not None
            await _close_pools()
            await Tortoise.close_connections()
            self._activate(self._handler)
            return
        await self.close()
        await _close_pools()
        self._context = await Tortoise.init(config=config, _enable_global_fallback=True)
        self._config, self._handler = config, self._context.connections

    def _activate(self, handler: ConnectionHandler | None) -> None:
        assert self._context is not None
        self._context._connections = handler
        tortoise.context._global_context = self._context if handler else None
        tortoise.context._current_context.set(self._context)

    async def rest(self) -> list[int]:
        """Leave the database; the process IDs of the sessions that stay, all of them idle."""
        if self._context is None or self._context._connections is not self._handler:
            # The test has connected to another one meanwhile.
            await self.close()
            return []
        await _close_pools()
        client = self._handler._get_storage().get("default") if self._handler else None
        kept = await _idle(client._pool) if client is not None and client._pool else []
        if kept is None:
            await self.close()
            return []
        self._activate(None)
        return [each.get_server_pid() for each in kept]

    async def close(self) -> None:
        """End the sessions."""
        if self._handler is None:
            return
        handler, self._handler = self._handler, None
        if self._context is not None and self._context._connections is handler:
            self._activate(None)
        await _close_pools()
        await handler.close_all(discard=True)


async def _idle(pool: asyncpg.Pool) -> list[asyncpg.Connection] | None:
    """The cleaned-up connections of a pool; None if a test has left some in use or broken."""
    if any(holder._in_use for holder in pool._holders):
        return None
    open_ = [each for each in pool._holders if each.is_connected()]
    try:
        for holder in open_[MAX_KEPT:]:
            await holder.close()
        kept = [holder._con for holder in open_[:MAX_KEPT]]
        for each in kept:
            await each.execute(CLEAN_UP)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return None
    return kept
