"""Errors by which a lost connection or an absent database is recognised: the only list."""

import asyncio

import asyncpg
from asyncpg.exceptions import OutdatedSchemaCacheError

# The connection has ended. asyncpg raises InternalClientError ("cannot switch to state …") between
# PostgreSQL's farewell and the end of the connection, and InterfaceError after it.
CONNECTION_LOST = (
    ConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
)
# The connection has ended, or there is none to be had.
DATABASE_AWAY = (
    *CONNECTION_LOST,
    OSError,  # also TimeoutError
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
)
# A database that ends one connection ends all of them, one after the other: what is repeated waits
# until the ends have been heard of, each time this long times the number of tries.
MAX_TRIES = 4
PAUSE_SECONDS = 0.01
# Classes of asyncpg that are among them, but blame the caller: a value that cannot be encoded
# (asyncpg's DataError is a ValueError), a statement prepared for tables that have changed.
_OF_THE_CALLER = (ValueError, OutdatedSchemaCacheError)


async def pause(tries: int) -> None:
    """Wait before a statement is repeated on another connection."""
    await asyncio.sleep(PAUSE_SECONDS * tries)


def is_connection_lost(error: BaseException | None) -> bool:
    """Whether a statement failed because its connection has ended."""
    return isinstance(error, CONNECTION_LOST) and not isinstance(error, _OF_THE_CALLER)


def is_unsent(error: BaseException) -> bool:
    """Whether asyncpg has refused to send a statement, for its connection was about to end."""
    return isinstance(error, asyncpg.InternalClientError) and str(error).startswith(
        "cannot switch to state"
    )


def is_database_away(error: BaseException | None) -> bool:
    """Whether the database could not be asked; it may be there again a moment later."""
    return isinstance(error, DATABASE_AWAY) and not isinstance(error, _OF_THE_CALLER)
