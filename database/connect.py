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
from database.pool.connection_errors import MAX_TRIES, is_connection_lost, is_unsent, pause
from database.pool.connection_pool import ConnectionPool, live
from database.pool.direct import Direct
from database.pool.pooler import Connecting, Pooling, connecting
from database.pool.statement_timeouts import Overdue
from database.pool.transactions import WRITING, mark_side_effect
from settings import Misconfigured, settings

Row = TypeVar("Row", bound=Model)


def credentials(url: str) -> dict[str, Any]:
    """Connection arguments of asyncpg for `url`: a DSN that may be logged, and the password."""
    parts = urlsplit(url)
    who, _, where = parts.netloc.rpartition("@")
    user = who.partition(":")[0]
    bare = urlunsplit(parts._replace(netloc=f"{user}@{where}" if who else where))
    password = {"password": unquote(parts.password)} if parts.password else {}
    return {"dsn": bare, **password}


async def _settle(connection: asyncpg.Connection) -> None:
    """Clean up a connection that returns to the pool.

    Replaces asyncpg's RESET statement: the mart leaves no state in a session.
    """
    if isinstance(connection, Direct):
        await connection.settle()


def session_settings() -> dict[str, str]:
    """Server settings of every connection."""
    return {
        "timezone": "UTC",
        "jit": "off",
        # The same few statements recur; planning one for its parameters takes longer than running
        # it.
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
    """Connect Tortoise to the database at `url` for all tasks of this process.

    Raises Misconfigured behind a pooler that lacks some configuration.
    """
    own = None
    if _may_be_pooled(url):
        with address_of(_variable(url)):
            own = await connecting(credentials(url), session_settings())
        if own.pooling is not Pooling.NONE and not settings().listen_database_url:
            raise Misconfigured(NO_NOTIFICATIONS)
        await _check_listening()
    # Tortoise closes its previous pool, which waits for all acquired connections.
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
    """Whether `url` is one of the operator's URLs; the embedded server has no pooler."""
    return url in (settings().database_url, settings().owner_database_url)


async def _check_listening() -> None:
    """Raise Misconfigured if the listening URL is unusable. Its server may be temporarily down."""
    if not settings().listen_database_url:
        return
    away = (ConnectionError, socket.gaierror, asyncpg.PostgresError)
    with suppress(*away), address_of("ODOP_LISTEN_DATABASE_URL"):
        connection = await asyncpg.connect(**credentials(settings().listen_database_url))
        await connection.close()


def _variable(url: str) -> str:
    """The environment variable of `url`."""
    return "DATABASE_URL" if url == settings().database_url else "ODOP_OWNER_DATABASE_URL"


def listening_url(url: str) -> str:
    """The URL for LISTEN: that of the server itself, without a pooler."""
    return settings().listen_database_url or url


# A column for single statements whose writes may be lost in a crash: the commit does not wait for
# the disk. A crash of the server may lose the last 0.6 s of them (three times `wal_writer_delay`),
# never earlier ones. Inside a transaction it would apply to the whole transaction.
SOON_ON_DISK = "set_config('synchronous_commit', 'off', true)"

# Whether the running query is public: its response is the same for everybody.
IS_PUBLIC: ContextVar[bool] = ContextVar("is_public", default=False)
OVERDUE = Overdue()
_POOLS: dict[int, ConnectionPool] = {}


async def _run(
    sql: str, arguments: tuple[Any, ...], record_class: type[asyncpg.Record], tries: int = 1
) -> list[Any]:
    """The rows of a statement, in the open transaction, or else on a connection of the pool.

    Outside a transaction it is repeated on another connection if its own has ended and it is a
    SELECT or was not sent.
    """
    client = _client()
    pool = getattr(client, "_pool", None)
    if pool is None:
        if isinstance(client, TransactionalDBClient):
            async with client.acquire_connection() as connection:
                return cast("list[Any]", await live(connection).rows(sql, arguments, record_class))
        pool = await _pool_of(client)
    lending = _connection_pool_of(pool)
    is_public = IS_PUBLIC.get()
    connection = lending.take_free(is_public) or await lending.take(is_public)
    seconds = settings().public_statement_seconds if is_public else 0
    task = OVERDUE.begin(seconds, lending.loop) if seconds else None
    try:
        rows: list[Any] = await live(connection).rows(sql, arguments, record_class)
    except BaseException as error:
        try:
            await lending.discard(connection, is_public)
        finally:
            is_late = task is not None and OVERDUE.end(task)
        if is_late:
            raise TimeoutError(f"a public statement took over {seconds} s") from None
        is_select = sql.lstrip().startswith("SELECT")
        if tries == MAX_TRIES or not (
            is_unsent(error) or (is_select and is_connection_lost(error))
        ):
            raise
        await pause(tries)
        return await _run(sql, arguments, record_class, tries + 1)
    if task is not None:
        OVERDUE.end(task)
    lending.release(connection, is_public)
    if WRITING.get() is not None and not sql.lstrip().startswith("SELECT"):
        mark_side_effect()
    return rows


async def _pool_of(client: Any) -> asyncpg.Pool:
    """The client's pool, opened by the first caller; concurrent callers wait for it.

    Calling `create_connection` instead would replace a pool that has connections in use.
    """
    if client._pool is None:
        await client.acquire_connection().ensure_connection()
    return client._pool


def _client() -> Any:
    """The task's client, like `get_connection`, which also checks the event loop at each call."""
    client = require_context().connections._get_storage().get("default")
    return get_connection("default") if client is None else client


def _connection_pool_of(pool: asyncpg.Pool) -> ConnectionPool:
    lending = _POOLS.get(id(pool))
    if lending is None or lending.pool is not pool:
        shares = pool_shares(pool.get_max_size())
        lending = _POOLS[id(pool)] = ConnectionPool(pool, shares.in_use, shares.public)
    return lending


class PoolShares(NamedTuple):
    """Connections for single statements, and the part of them for public statements."""

    in_use: int
    public: int


def pool_shares(size: int) -> PoolShares:
    """Shares of a pool of `size`: of ten, three are for transactions only, two not for the public.

    Smaller pools reserve less, but at least one each: the minimum of three has one of each kind.
    """
    lent = size - min(3, max(1, size // 3))
    return PoolShares(lent, lent - min(2, max(1, size // 5)))


@cache
def row_class(model: type[Model]) -> type[asyncpg.Record]:
    """A record class with the attributes of `model`, cheaper than instances of it.

    Further columns of a statement are attributes, too.
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


# Collects the statements, for `odop explain`.
WATCHED: ContextVar[list[tuple[str, tuple[Any, ...]]] | None] = ContextVar("watched", default=None)


def _watch(sql: str, arguments: tuple[Any, ...]) -> None:
    if (statements := WATCHED.get()) is not None:
        statements.append((sql, arguments))


async def fetch(sql: str, *arguments: Any) -> list[asyncpg.Record]:
    """The rows of a statement, in the open transaction if there is one."""
    _watch(sql, arguments)
    return await _run(sql, arguments, asyncpg.Record)


async def fetch_rows(model: type[Row], sql: str, *arguments: Any) -> list[Row]:
    """Like `fetch`, with rows that have the attributes of `model`."""
    _watch(sql, arguments)
    return await _run(sql, arguments, row_class(model))


async def fetch_value(sql: str, *arguments: Any) -> Any:
    """The first column of a statement's first row; None if there is no row."""
    _watch(sql, arguments)
    rows = await _run(sql, arguments, asyncpg.Record)
    return rows[0][0] if rows else None


@asynccontextmanager
async def snapshot() -> AsyncIterator[asyncpg.Connection]:
    """A connection with a consistent snapshot, for reads of any duration."""
    pool = await _pool_of(get_connection("default"))
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        await connection.execute("SET LOCAL statement_timeout = 0")
        yield connection


@asynccontextmanager
async def long_read(seconds: int) -> AsyncIterator[asyncpg.Connection]:
    """A connection of the public share with a statement timeout of `seconds`."""
    lending = _connection_pool_of(await _pool_of(get_connection("default")))
    proxy = await lending.take(is_public=True)
    try:
        connection = live(proxy)
        async with connection.transaction(readonly=True):
            await connection.execute(f"SET LOCAL statement_timeout = '{seconds}s'")
            yield connection
    except BaseException:
        await lending.discard(proxy, is_public=True)
        raise
    lending.release(proxy, is_public=True)


async def copied(
    connection: asyncpg.Connection,
    sql: str,
    take: Callable[[bytes], Awaitable[None]],
    *arguments: Any,
) -> None:
    """Stream the rows of a statement to `take`, in the binary format of COPY."""
    await connection.copy_from_query(sql, *arguments, output=take, format="binary")


async def execute(sql: str, *arguments: Any) -> str:
    """Run a statement, or a script if there are no arguments; return its status."""
    client = get_connection("default")
    async with client.acquire_connection() as connection:
        status = await connection.execute(sql, *arguments)
    if not isinstance(client, TransactionalDBClient):
        mark_side_effect()
    return cast("str", status)


async def copy(
    table: str, names: Sequence[str], records: Iterable[Sequence[Any]] | Mapping[str, Any]
) -> None:
    """Load rows with COPY."""
    async with get_connection("default").acquire_connection() as connection:
        await connection.copy_records_to_table(table, records=records, columns=names)
