"""Cached small tables, and the change feed from the database.

Triggers notify `CHANNEL` with a table's name when a statement has changed it. A row read here is
at most as old as the notification takes to arrive: well under a millisecond on one machine. While
nobody listens, or when the connection that listens is lost, nothing is held and every read asks
the database. Price, stock and whatever is written always do.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeVar, cast

import asyncpg
from tortoise.models import Model

from database.background import background
from database.caches.query_cache import QueryCache
from database.connect import IS_PUBLIC, columns, credentials, fetch_rows, listening_url
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


@dataclass(slots=True, eq=False)
class CachedTable:
    """Rows by a unique column. They are dropped when the table changes.

    What was made of them is of another `generation` once any held table has changed.
    """

    rows: dict[Any, Any]
    generation: int = 0
    _groups: dict[str, dict[Any, list[Any]]] = field(default_factory=dict)

    def grouped(self, column: str) -> dict[Any, list[Any]]:
        """The rows by what they have in a column, each group in order of ids."""
        groups = self._groups.get(column)
        if groups is None:
            groups = self._groups[column] = {}
            for row in sorted(self.rows.values(), key=attrgetter("id")):
                groups.setdefault(getattr(row, column), []).append(row)
        return groups


class TableCacheSet:
    """The tables of one process. `listening` is set while changes are heard of.

    `is_deaf` says that listening was tried and failed, until changes are heard of.
    `version` is another number after every change that was heard of, of any table of the catalogue.
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
        # What is being loaded to be recalled, by key, stamp and whether for the public.
        self._running_queries: dict[Hashable, asyncio.Event] = {}
        self._watchers: dict[str, list[Watcher]] = {
            PRODUCTS_CHANNEL: [],
            PEOPLE_CHANNEL: [],
            ORDERS_CHANNEL: [],
            SEARCH_CHANNEL: [],
        }

    def watch(self, tell: Watcher, channel: str = PRODUCTS_CHANNEL) -> None:
        """Call `tell` with what the database's triggers say on a channel.

        With None when anything may have changed: whenever listening begins or ends.
        """
        self._watchers[channel].append(tell)

    def unwatch(self, tell: Watcher, channel: str = PRODUCTS_CHANNEL) -> None:
        self._watchers[channel].remove(tell)

    def _publish(self, channel: str, payload: str | None) -> None:
        if channel == PRODUCTS_CHANNEL:
            # What was made while an index did not know yet is of another version.
            self.version += 1
        for tell in list(self._watchers[channel]):
            tell(payload)

    def _publish_all(self) -> None:
        for channel in self._watchers:
            self._publish(channel, None)

    async def table(self, model: type[Model], visible: Sql, by: str = "id") -> CachedTable | None:
        """The `visible` rows of `model` by a unique column; None if the table is not cached."""
        if not self.listening.is_set() or model._meta.db_table not in CACHED_TABLES:
            return None
        held = self._tables.get((model, visible, by))
        return held if held is not None else await self._load(model, visible, by)

    def ready(self, model: type[Model], visible: Sql, by: str = "id") -> CachedTable | None:
        """Like `table`, but None for one that would have to be read first."""
        return self._tables.get((model, visible, by)) if self.listening.is_set() else None

    async def _load(self, model: type[Model], visible: Sql, by: str) -> CachedTable | None:
        name = model._meta.db_table
        if name in self._refused:
            return None
        if by != "id" and (known := self.ready(model, visible)) is not None:
            # The same rows by another of their columns.
            again = CachedTable({getattr(row, by): row for row in known.rows.values()})
            self._tables[model, visible, by] = again
            return again
        async with self._loading:
            if (held := self._tables.get((model, visible, by))) is not None:
                return held
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
            held = CachedTable({getattr(row, by): row for row in rows})
            # What changed while it was read is read again next time.
            if self.listening.is_set() and version == self.version:
                self._tables[model, visible, by] = held
            return held

    async def recall(
        self, tables: tuple[str, ...], key: Hashable, load: Callable[[], Awaitable[Value]]
    ) -> Value:
        """What `load` found, kept until one of the tables it reads changes.

        While changes are not heard of it is loaded each time. Who asks for what is being loaded
        waits for that, and loads it as well only where it came to nothing; a cart does not wait
        for the public, whose connections may all be taken.
        """
        if not self.listening.is_set():
            return await load()
        stamp = self._stamp(tables)
        if (known := self.query_cache.get(key, stamp)) is not None:
            return cast("Value", known[0])
        asked = (key, stamp, IS_PUBLIC.get())
        if (others := self._running_queries.get(asked)) is not None:
            await others.wait()
            if (known := self.query_cache.get(key, stamp)) is not None:
                return cast("Value", known[0])
        done = asyncio.Event()
        self._running_queries.setdefault(asked, done)
        try:
            found = await load()
            # What changed while it was read is read again next time.
            if self.listening.is_set() and stamp == self._stamp(tables):
                self.query_cache.put(key, stamp, found)
        finally:
            if self._running_queries.get(asked) is done:
                del self._running_queries[asked]
            done.set()
        return found

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
            # What was made of a row may say something of another table's.
            for held in self._tables.values():
                held.generation += 1

    @asynccontextmanager
    async def running(self, url: str, name: str = LISTENER) -> AsyncIterator[None]:
        """Listen to the changes of the database at `url` for the duration of the context."""
        # They belong to the loop that is running now.
        self.listening, self._loading = asyncio.Event(), asyncio.Lock()
        self.is_deaf = False
        try:
            async with background(self._listen(url, name)):
                yield
        finally:
            self._stop()

    async def _listen(self, url: str, name: str) -> None:
        while True:
            try:
                await self._listen_once(url, name)
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("change notifications are lost, nothing is cached: %s", error)
            self._stop()
            self.is_deaf = True
            await asyncio.sleep(RETRY_SECONDS)

    async def _listen_once(self, url: str, name: str) -> None:
        lost = asyncio.Event()
        connection = await asyncpg.connect(
            **credentials(listening_url(url)),
            server_settings={"application_name": name},
        )
        try:
            connection.add_termination_listener(lambda _: lost.set())
            own = f"odop_own_{connection.get_server_pid()}"
            came_back = asyncio.Event()
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
                # A connection may die, or lose notifications, without a word: one of our own has to
                # come back.
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
            self._stop()
            connection.terminate()

    def _stop(self) -> None:
        self.listening.clear()
        self.drop()
        self._publish_all()


# Tables whose triggers notify (`tell_of_change`).
CACHED_TABLES = frozenset(
    {"district", "craft", "category", "gi_registration", "artisan", "vendor", "state"}
)
TABLE_CACHE = TableCacheSet()
