"""Cached small tables, and the change feed from the database.

Triggers notify `CHANNEL` with a table's name when a statement has changed it. Cached rows are stale
only until the notification arrives: well under a millisecond on one machine. Without a listening
connection nothing is cached and every read goes to the database. Prices, stock and writes always
do.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar, cast

import asyncpg
from tortoise.models import Model

from database.background import background
from database.caches.query_cache import QueryCache
from database.connect import IS_PUBLIC, columns, credentials, fetch_rows, listening_url
from database.pool.connection_errors import DATABASE_AWAY
from database.running_processes import LISTENER
from database.sql import Sql

log = logging.getLogger("odop.database")
Value = TypeVar("Value")
Watcher = Callable[[str | None], None]

CHANNEL = "odop_held"
PRODUCTS_CHANNEL = "odop_products"
PEOPLE_CHANNEL = "odop_people"
ORDERS_CHANNEL = "odop_orders"
SEARCH_CHANNEL = "odop_search"
MAX_ROWS = 20_000
MAX_RECALLED_BYTES = 16 * 2**20
RETRY_SECONDS = 1.0
# Time for a connection that listens to everything.
CONNECT_SECONDS = 10.0
LOST = "change notifications are lost, nothing is cached: %s"


@dataclass(slots=True, eq=False)
class CachedTable:
    """Rows by a unique column, dropped when the table changes.

    `generation` increases when any cached table changes, which invalidates values derived from the
    rows.
    """

    rows: dict[Any, Any]
    generation: int = 0
    _groups: dict[str, dict[Any, list[Any]]] = field(default_factory=dict)

    def grouped(self, column: str) -> dict[Any, list[Any]]:
        """The rows grouped by a column, each group in order of ids."""
        groups = self._groups.get(column)
        if groups is None:
            groups = self._groups[column] = {}
            for row in sorted(self.rows.values(), key=attrgetter("id")):
                groups.setdefault(getattr(row, column), []).append(row)
        return groups


class TableCacheSet:
    """The cached tables of a process. `listening` is set while change notifications arrive.

    `is_deaf` is set while the connection for notifications has failed. `version` increases with
    every notified change of a table of the catalogue.
    """

    def __init__(self) -> None:
        self.listening = asyncio.Event()
        self.is_deaf = False
        self._tables: dict[tuple[type[Model], Sql, str], CachedTable] = {}
        self._refused: set[str] = set()
        self.version = 0
        self._loading = asyncio.Lock()
        self._changes: dict[str, int] = {}
        self.query_cache = QueryCache(MAX_RECALLED_BYTES)
        # Running loads, by key, stamp and whether for the public.
        self._running_queries: dict[Hashable, asyncio.Event] = {}
        self._watchers: dict[str, list[Watcher]] = {
            PRODUCTS_CHANNEL: [],
            PEOPLE_CHANNEL: [],
            ORDERS_CHANNEL: [],
            SEARCH_CHANNEL: [],
        }

    def watch(self, watcher: Watcher, channel: str = PRODUCTS_CHANNEL) -> None:
        """Call `watcher` with the payloads of a channel's triggers.

        The payload is None when notifications may be lost: whenever listening begins or ends.
        """
        self._watchers[channel].append(watcher)

    def unwatch(self, watcher: Watcher, channel: str = PRODUCTS_CHANNEL) -> None:
        self._watchers[channel].remove(watcher)

    def _publish(self, channel: str, payload: str | None) -> None:
        if channel == PRODUCTS_CHANNEL:
            # Values computed before the product index has applied the change are outdated.
            self.version += 1
        for watcher in list(self._watchers[channel]):
            watcher(payload)

    def _publish_all(self) -> None:
        for channel in self._watchers:
            self._publish(channel, None)

    async def table(self, model: type[Model], visible: Sql, by: str = "id") -> CachedTable | None:
        """The `visible` rows of `model` by a unique column; None if the table is not cached."""
        if not self.listening.is_set() or model._meta.db_table not in CACHED_TABLES:
            return None
        cached = self._tables.get((model, visible, by))
        return cached if cached is not None else await self._load(model, visible, by)

    def ready(self, model: type[Model], visible: Sql, by: str = "id") -> CachedTable | None:
        """Like `table`, but None if the table would have to be read first."""
        return self._tables.get((model, visible, by)) if self.listening.is_set() else None

    async def _load(self, model: type[Model], visible: Sql, by: str) -> CachedTable | None:
        name = model._meta.db_table
        if name in self._refused:
            return None
        if by != "id" and (by_id := self.ready(model, visible)) is not None:
            # The same rows by another column.
            cached = CachedTable({getattr(row, by): row for row in by_id.rows.values()})
            self._tables[model, visible, by] = cached
            return cached
        async with self._loading:
            if (loaded := self._tables.get((model, visible, by))) is not None:
                return loaded
            version = self.version
            text, arguments = visible.bound()
            rows = await fetch_rows(
                model,
                f'SELECT {columns(model, "t")} FROM "{name}" t WHERE {text} LIMIT {MAX_ROWS + 1}',
                *arguments,
            )
            if len(rows) > MAX_ROWS:
                self._refused.add(name)
                return None
            cached = CachedTable({getattr(row, by): row for row in rows})
            # Not stored if something changed during the read.
            if self.listening.is_set() and version == self.version:
                self._tables[model, visible, by] = cached
            return cached

    async def recall(
        self, tables: tuple[str, ...], key: Hashable, load: Callable[[], Awaitable[Value]]
    ) -> Value:
        """The result of `load`, cached until one of the tables that it reads changes.

        Without change notifications it is loaded each time. Concurrent callers wait for a running
        load and load themselves only if it failed. Callers on behalf of a user do not wait for a
        public load, whose share of connections may be exhausted.
        """
        if not self.listening.is_set():
            return await load()
        stamp = self._stamp(tables)
        if (cached := self.query_cache.get(key, stamp)) is not None:
            return cast("Value", cached[0])
        query = (key, stamp, IS_PUBLIC.get())
        if (running := self._running_queries.get(query)) is not None:
            await running.wait()
            if (cached := self.query_cache.get(key, stamp)) is not None:
                return cast("Value", cached[0])
        done = asyncio.Event()
        self._running_queries.setdefault(query, done)
        try:
            value = await load()
            # Not stored if something changed during the load.
            if self.listening.is_set() and stamp == self._stamp(tables):
                self.query_cache.put(key, stamp, value)
        finally:
            if self._running_queries.get(query) is done:
                del self._running_queries[query]
            done.set()
        return value

    def _stamp(self, tables: tuple[str, ...]) -> Hashable:
        return tuple([self._changes.get(name, 0) for name in ("", *tables)])

    def drop(self, name: str = "") -> None:
        """Drop one table from the cache, or all of them."""
        self.version += 1
        self._changes[name] = self._changes.get(name, 0) + 1
        if not name:
            self.query_cache.clear()
        self._refused.discard(name)
        for key in [key for key in self._tables if not name or key[0]._meta.db_table == name]:
            del self._tables[key]
        if name in CACHED_TABLES:
            # Values derived from a row may include data of other tables.
            for cached in self._tables.values():
                cached.generation += 1

    @asynccontextmanager
    async def running(self, url: str, name: str = LISTENER) -> AsyncIterator[None]:
        """Listen to the changes of the database at `url` for the duration of the context."""
        # Created here, because they belong to the running event loop.
        self.listening, self._loading = asyncio.Event(), asyncio.Lock()
        self.is_deaf = False
        try:
            async with background(partial(self._listen, url, name)):
                yield
        finally:
            self._stop()

    async def _listen(self, url: str, name: str) -> None:
        while True:
            try:
                await self._listen_once(url, name)
                log.warning(LOST, "the connection has ended")
            except (*DATABASE_AWAY, asyncpg.PostgresError) as error:
                log.warning(LOST, error or type(error).__name__)
            except Exception as error:
                log.exception(LOST, error)
            self._stop()
            self.is_deaf = True
            await asyncio.sleep(RETRY_SECONDS)

    async def _listen_once(self, url: str, name: str) -> None:
        lost, came_back = asyncio.Event(), asyncio.Event()
        connection = await asyncpg.connect(
            **credentials(listening_url(url)),
            server_settings={"application_name": name},
            timeout=CONNECT_SECONDS,
        )
        try:
            connection.add_termination_listener(lambda _: lost.set())
            own = f"odop_own_{connection.get_server_pid()}"
            async with asyncio.timeout(CONNECT_SECONDS):
                await connection.add_listener(own, lambda *payload: came_back.set())
                await connection.add_listener(CHANNEL, lambda *payload: self.drop(payload[-1]))
                for channel in self._watchers:
                    await connection.add_listener(
                        channel, lambda _, __, of, payload: self._publish(of, payload or None)
                    )
            self.drop()
            self._publish_all()
            self.listening.set()
            self.is_deaf = False
            while not lost.is_set():
                # A connection may die or lose notifications silently: check that one of our own
                # arrives.
                with suppress(TimeoutError):
                    async with asyncio.timeout(RETRY_SECONDS):
                        await lost.wait()
                if not lost.is_set():
                    came_back.clear()
                    async with asyncio.timeout(RETRY_SECONDS):
                        await connection.execute("SELECT pg_notify($1, '')", own)
                    async with asyncio.timeout(RETRY_SECONDS):
                        await came_back.wait()
        finally:
            connection.terminate()
            self._stop()

    def _stop(self) -> None:
        self.listening.clear()
        self.drop()
        self._publish_all()


# Tables whose triggers notify (`tell_of_change`).
CACHED_TABLES = frozenset(
    {"district", "craft", "category", "kind", "gi_registration", "artisan", "vendor", "state"}
)
TABLE_CACHE = TableCacheSet()
