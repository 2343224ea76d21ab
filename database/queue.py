"""The queue of jobs, PgQueuer's, spoken to through the connection our transaction is on."""

import asyncio
from functools import cache

from pgqueuer.core.tm import TaskManager
from pgqueuer.ports.driver import Driver, NotifyCallback
from pgqueuer.queries import Queries

from database.connect import execute, fetch


class OwnDriver(Driver):
    """Statements join the transaction that is open; it listens to nothing."""

    def __init__(self) -> None:
        self._shutdown = asyncio.Event()

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        return [dict(row) for row in await fetch(query, *args)]

    async def execute(self, query: str, *args: object) -> str:
        return await execute(query, *args)

    async def notify(self, channel: str, payload: str) -> None:
        await fetch("SELECT pg_notify($1, $2)", channel, payload)

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        raise NotImplementedError("a worker listens on a connection of its own")

    async def remove_listener(self, channel: str, callback: NotifyCallback) -> None:
        raise NotImplementedError("a worker listens on a connection of its own")

    @property
    def shutdown(self) -> asyncio.Event:
        return self._shutdown

    @property
    def tm(self) -> TaskManager:
        return TaskManager()

    async def __aenter__(self) -> "OwnDriver":
        return self

    async def __aexit__(self, *_: object) -> None: ...


@cache
def queue() -> Queries:
    """The queue, inside whatever transaction the caller is in."""
    return Queries(OwnDriver())
