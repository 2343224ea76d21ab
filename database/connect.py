"""Tortoise's connection to PostgreSQL, and rows read through it."""

import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar, cast
from urllib.parse import unquote, urlsplit, urlunsplit

import asyncpg
from tortoise import Tortoise
from tortoise.backends.base.client import TransactionalDBClient
from tortoise.connection import get_connection
from tortoise.context import require_context
from tortoise.models import Model

from database.pool.address_problems import address_of
from database.pool.connection_pool import ConnectionPool, own
from database.pool.direct import Direct
from database.pool.pooler import Connecting, Pooling, connecting
from database.pool.statement_timeouts import Overdue
from database.pool.transactions import WRITING, mark_side_effect
from settings import Misconfigured, settings

Row = TypeVar("Row", bound=Model)


def credentials(url: str) -> dict[str, Any]:
    """What asyncpg needs to reach `url`, the password apart from what may stand in a log."""
    parts = urlsplit(url)
    who, _, where = parts.netloc.rpartition("@")
    user = who.partition(":")[0]
    bare = urlunsplit(parts._replace(netloc=f"{user}@{where}" if who else where))
    password = {"password": unquote(parts.password)} if parts.password else {}
    return {"dsn": bare, **password}


async def _settle(connection: asyncpg.Connection) -> None:
    """What is done when a connection returns to the pool, in the place of a statement that resets
    it: nothing here leaves state in a session.
    """
    if isinstance(connection, Direct):
        await connection.settle()


def session_settings() -> dict[str, str]:
    """What every connection of the mart begins with."""
    return {
        "timezone": "UTC",
        "jit": "off",
        # The same few statements come again and again; to plan one anew for its parameters takes
        # longer than to run it.
        "plan_cache_mode": "force_generic_plan",
        "statement_timeout": f"{settings().statement_seconds}s",
        "application_name": "odop-mart",
    }


APPS: dict[str, dict[str, Any]] = {
    "models": {
        "models": ["models"],
        "default_connection": "default",
        "migrations": "migrations",
    }
}


def tortoise_config(url: str, connecting: Connecting | None = None) -> dict[str, Any]:
    """Tortoise's configuration for the database at `url`."""
    own = connecting or Connecting(Pooling.NONE, {"server_settings": session_settings()})
    return {
        "connections": {
            "default": {
                "engine": "database.pool.engine",
                "credentials": {
                    "password": None,
                    **credentials(url),
                    "reset": _settle,
                    "minsize": 2,
                    "maxsize": settings().pool_size,
                    "connection_class": Direct,
                    **own.arguments,
                },
            }
        },
        "apps": APPS,
        "use_tz": True,
        "timezone": "UTC",
    }


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[None]:
    """Tortoise bound to the database at `url` for every task of this process.

    Raises Misconfigured behind a pooler that wants to be set up first.
    """
    own = None
    if _may_be_pooled(url):
        with address_of(_variable(url)):
            own = await connecting(credentials(url), session_settings())
        if own.pooling is not Pooling.NONE and not settings().listen_database_url:
            raise Misconfigured(NO_NOTIFICATIONS)
        await _check_listening()
    # Tortoise closes the pool it had, which waits for every connection that is lent.
    await _close_pools()
    await Tortoise.init(config=tortoise_config(url, own), _enable_global_fallback=True)
    try:
        yield
    finally:
        await _close_pools()
        await Tortoise.close_connections()


async def _close_pools() -> None:
    for lending in _POOLS.values():
        await lending.close()
    _POOLS.clear()


NO_NOTIFICATIONS = (
    "DATABASE_URL leads to a pooler that does not pass on notifications. Set"
    " ODOP_LISTEN_DATABASE_URL to the database server itself: each process listens there."
)


def _may_be_pooled(url: str) -> bool:
    """Whether `url` is one of the operator's own; the embedded server is reached directly."""
    return url in (settings().database_url, settings().owner_database_url)


async def _check_listening() -> None:
    """Raises Misconfigured for an address nothing can ever be heard at; its server may be away."""
    if not settings().listen_database_url:
        return
    away = (ConnectionError, socket.gaierror, asyncpg.PostgresError)
    with suppress(*away), address_of("ODOP_LISTEN_DATABASE_URL"):
        connection = await asyncpg.connect(**credentials(settings().listen_database_url))
        await connection.close()


def _variable(url: str) -> str:
    """Where an operator set `url`."""
    return "DATABASE_URL" if url == settings().database_url else "ODOP_OWNER_DATABASE_URL"


def listening_url(url: str) -> str:
    """Where notifications are heard: the server itself, whatever stands before it."""
    return settings().listen_database_url or url


# A column for a statement that stands alone and writes what is no promise: it does not wait for the
# disk. Everybody sees it at once; should the database server be killed, the last of it may be lost
# (three times `wal_writer_delay`, 0.6 s), never something of before it. Within a transaction it
# would hold for all of that.
SOON_ON_DISK = "set_config('synchronous_commit', 'off', true)"

# Whether what is asked is of the public: answers that are the same for everybody.
IS_PUBLIC: ContextVar[bool] = ContextVar("is_public", default=False)
OVERDUE = Overdue()
_POOLS: dict[int, ConnectionPool] = {}


async def _run(
    sql: str, arguments: tuple[Any, ...], record_class: type[asyncpg.Record]
) -> list[Any]:
    """The rows of one statement in the transaction that is open, if one is; else on a connection
    lent to it.
    """
    client = _client()
    pool = getattr(client, "_pool", None)
    if pool is None:
        if isinstance(client, TransactionalDBClient):
            async with client.acquire_connection() as connection:
                return cast("list[Any]", await own(connection).rows(sql, arguments, record_class))
        pool = await _pool_of(client)
    lending = _connection_pool_of(pool)
    is_public = IS_PUBLIC.get()
    connection = lending.take_free(is_public) or await lending.take(is_public)
    seconds = settings().public_statement_seconds if is_public else 0
    task = OVERDUE.begin(seconds) if seconds else None
    try:
        found: list[Any] = await own(connection).rows(sql, arguments, record_class)
    except BaseException:
        try:
            await lending.discard(connection, is_public)
        finally:
            is_late = task is not None and OVERDUE.end(task)
        if is_late:
            raise TimeoutError(f"a public statement took over {seconds} s") from None
        raise
    if task is not None:
        OVERDUE.end(task)
    lending.release(connection, is_public)
    if WRITING.get() is not None and not sql.lstrip().startswith("SELECT"):
        mark_side_effect()
    return found


async def _pool_of(client: Any) -> asyncpg.Pool:
    """The client's pool, opened by the first who asks; those that come meanwhile wait for it.

    `create_connection` makes another in its place, to which nothing lent before can be given back.
    """
    if client._pool is None:
        await client.acquire_connection().ensure_connection()
    return client._pool


def _client() -> Any:
    """The task's client, as `get_connection` finds it.

    That one also looks, each time, which event loop is running; a process here has one.
    """
    client = require_context().connections._get_storage().get("default")
    return get_connection("default") if client is None else client


def _connection_pool_of(pool: asyncpg.Pool) -> ConnectionPool:
    lending = _POOLS.get(id(pool))
    if lending is None or lending.pool is not pool:
        shares = pool_shares(pool.get_max_size())
        lending = _POOLS[id(pool)] = ConnectionPool(pool, shares.in_use, shares.public)
    return lending


class PoolShares(NamedTuple):
    """Of a process's connections those lent to single statements, and of these the public's."""

    in_use: int
    public: int


def pool_shares(size: int) -> PoolShares:
    """Of ten connections three stay with transactions, two more are not for the public's reads.

    Of fewer it is fewer, and never none: the fewest a process may have, three, are one of each.
    """
    lent = size - min(3, max(1, size // 3))
    return PoolShares(lent, lent - min(2, max(1, size // 5)))


@cache
def row_class(model: type[Model]) -> type[asyncpg.Record]:
    """A record that is read like an instance of `model`, without the cost of making one.

    Columns that a statement brings besides the model's are read by their names too.
    """
    members: dict[str, Any] = {
        name: property(itemgetter(column))
        for name, column in model._meta.fields_db_projection.items()
    }
    return type(f"{model.__name__}Row", (_Record,), members | {"__slots__": ()})


class _Record(asyncpg.Record):  # type: ignore[misc]
    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name in self:
            return self[name]
        raise AttributeError(name)


@cache
def columns(model: type[Model], alias: str = "") -> str:
    """The columns of `model`'s table, quoted and ready for a SELECT."""
    prefix = f"{alias}." if alias else ""
    return ", ".join(f'{prefix}"{name}"' for name in model._meta.fields_db_projection.values())


# Where statements are written down while somebody watches (`odop explain`).
WATCHED: ContextVar[list[tuple[str, tuple[Any, ...]]] | None] = ContextVar("watched", default=None)


def _watch(sql: str, arguments: tuple[Any, ...]) -> None:
    if (seen := WATCHED.get()) is not None:
        seen.append((sql, arguments))


async def fetch(sql: str, *arguments: Any) -> list[asyncpg.Record]:
    """The rows of one statement, inside the transaction that is open, if one is."""
    _watch(sql, arguments)
    return await _run(sql, arguments, asyncpg.Record)


async def fetch_rows(model: type[Row], sql: str, *arguments: Any) -> list[Row]:
    """Like `fetch`, with rows as instances of `model`; columns beyond the model's by subscript."""
    _watch(sql, arguments)
    return await _run(sql, arguments, row_class(model))


async def fetch_value(sql: str, *arguments: Any) -> Any:
    """The first column of the first row of one statement; None where it has no row."""
    _watch(sql, arguments)
    rows = await _run(sql, arguments, asyncpg.Record)
    return rows[0][0] if rows else None


@asynccontextmanager
async def snapshot() -> AsyncIterator[asyncpg.Connection]:
    """A connection on which everything is read as of one moment, however long it takes."""
    pool = await _pool_of(get_connection("default"))
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        await connection.execute("SET LOCAL statement_timeout = 0")
        yield connection


@asynccontextmanager
async def long_read(seconds: int) -> AsyncIterator[asyncpg.Connection]:
    """A connection of the public's share on which a statement may take so many seconds."""
    lending = _connection_pool_of(await _pool_of(get_connection("default")))
    lent = await lending.take(is_public=True)
    try:
        connection = own(lent)
        async with connection.transaction(readonly=True):
            await connection.execute(f"SET LOCAL statement_timeout = '{seconds}s'")
            yield connection
    except BaseException:
        await lending.discard(lent, is_public=True)
        raise
    lending.release(lent, is_public=True)


async def copied(
    connection: asyncpg.Connection,
    sql: str,
    take: Callable[[bytes], Awaitable[None]],
    *arguments: Any,
) -> None:
    """Hand on what a statement finds, as COPY has it in binary, piece by piece."""
    await connection.copy_from_query(sql, *arguments, output=take, format="binary")


async def execute(sql: str, *arguments: Any) -> str:
    """Run one statement, or a script when it has no arguments."""
    client = get_connection("default")
    async with client.acquire_connection() as connection:
        status = await connection.execute(sql, *arguments)
    if not isinstance(client, TransactionalDBClient):
        mark_side_effect()
    return cast("str", status)


async def copy(
    table: str, names: Sequence[str], records: Iterable[Sequence[Any]] | Mapping[str, Any]
) -> None:
    """Bulk load by COPY."""
    async with get_connection("default").acquire_connection() as connection:
        await connection.copy_records_to_table(table, records=records, columns=names)
