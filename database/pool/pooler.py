"""A pooler between the mart and PostgreSQL, such as PgBouncer in transaction mode.

Behind one a connection is another session after each transaction: settings of its start are not
taken, LISTEN hears nothing, and what was prepared may be elsewhere. The mart then has the role's
own settings apply, listens by ODOP_LISTEN_DATABASE_URL, and, where the pooler does not carry
prepared statements (PgBouncer before 1.21), puts each statement into a transaction.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import asyncpg

from database.pool.direct import Direct
from settings import Misconfigured

# How long a statement may wait for a second session while it is looked for.
PROBE_SECONDS = 3.0
# How many sessions are taken to find the one that was used first.
MAX_PROBES = 20
UNSUPPORTED = "unsupported startup parameter"
# What a pooler passes on of the settings a connection begins with.
PASSED_ON = ("timezone", "application_name")


class Pooling(StrEnum):
    """What stands between."""

    NONE = "none"
    PREPARES = "prepares"  # carries prepared statements from session to session
    FORGETS = "forgets"  # does not


@dataclass(frozen=True, slots=True)
class Connecting:
    """How to connect: asyncpg's arguments for it."""

    pooling: Pooling
    arguments: Mapping[str, Any]


class OneTransaction(Direct):
    """A connection whose statements each stand in a transaction, and none of which is prepared.

    Parsing and running a statement are two messages; between them a pooler could hand the session
    to somebody else, whose statement would then be run.
    """

    async def _do_execute(self, *arguments: Any, **more: Any) -> Any:
        if self.is_in_transaction():
            return await super()._do_execute(*arguments, **more)
        async with self.transaction():
            return await super()._do_execute(*arguments, **more)

    async def _executemany(self, *arguments: Any, **more: Any) -> Any:
        if self.is_in_transaction():
            return await super()._executemany(*arguments, **more)
        async with self.transaction():
            return await super()._executemany(*arguments, **more)

    async def _introspect_types(self, *arguments: Any, **more: Any) -> Any:
        if self.is_in_transaction():
            return await super()._introspect_types(*arguments, **more)
        async with self.transaction():
            return await super()._introspect_types(*arguments, **more)

    async def _copy_in(self, *arguments: Any, **more: Any) -> Any:
        if self.is_in_transaction():
            return await super()._copy_in(*arguments, **more)
        async with self.transaction():
            return await super()._copy_in(*arguments, **more)


async def connecting(where: Mapping[str, Any], wanted: Mapping[str, str]) -> Connecting:
    """How to connect to `where` so that the settings `wanted` hold.

    Raises Misconfigured when a pooler stands between and the role does not have them, with what to
    set; whatever asyncpg raises when there is no database.
    """
    if await _takes_settings(where, wanted):
        return Connecting(Pooling.NONE, {"server_settings": dict(wanted)})
    passed = {name: wanted[name] for name in PASSED_ON if name in wanted}
    lacking = await _lacking(where, passed, wanted)
    if lacking:
        raise Misconfigured(_settings_problem(lacking))
    if await _carries_prepared(where, passed):
        return Connecting(Pooling.PREPARES, {"server_settings": passed})
    return Connecting(
        Pooling.FORGETS,
        {
            "server_settings": passed,
            "statement_cache_size": 0,
            "connection_class": OneTransaction,
        },
    )


async def _takes_settings(where: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    """Whether a connection can begin with them, and they hold afterwards."""
    try:
        connection = await asyncpg.connect(
            **where, server_settings=dict(wanted), statement_cache_size=0
        )
    except asyncpg.ProtocolViolationError as error:
        if UNSUPPORTED in str(error):
            return False
        raise
    try:
        async with connection.transaction():
            return not await _differing(connection, wanted)
    finally:
        await connection.close()


async def _lacking(
    where: Mapping[str, Any], passed: Mapping[str, str], wanted: Mapping[str, str]
) -> tuple[str, dict[str, str]] | None:
    """The role, and the settings it does not have by itself."""
    connection = await asyncpg.connect(
        **where, server_settings=dict(passed), statement_cache_size=0
    )
    try:
        async with connection.transaction():
            if not (found := await _differing(connection, wanted)):
                return None
            role = await connection.fetchval("SELECT quote_ident(current_user)")
            return role, found
    finally:
        await connection.close()


async def _differing(connection: asyncpg.Connection, wanted: Mapping[str, str]) -> dict[str, str]:
    names = [name for name in wanted if name != "application_name"]
    rows = await connection.fetch(
        "SELECT name, current_setting(name) AS value FROM unnest($1::text[]) AS name", names
    )
    return {row["name"]: wanted[row["name"]] for row in rows if row["value"] != wanted[row["name"]]}


def _settings_problem(lacking: tuple[str, dict[str, str]]) -> str:
    role, settings = lacking
    statements = "\n".join(
        f"  ALTER ROLE {role} SET {name} = '{value}';" for name, value in settings.items()
    )
    return (
        "DATABASE_URL leads to a pooler that does not take the settings a connection begins with."
        f" Give them to the role, in the database itself:\n{statements}\n"
        "Sessions the pooler has open already are without them: have it open them anew (RECONNECT"
        " in PgBouncer's console, or a restart of it), then start again."
    )


async def _carries_prepared(where: Mapping[str, Any], passed: Mapping[str, str]) -> bool:
    """Whether a statement prepared in one session is there in another.

    Transactions of others take sessions until they have the one in which it was prepared; then it
    has to run in another one.
    """
    own = await asyncpg.connect(**where, server_settings=dict(passed))
    others: list[asyncpg.Connection] = []
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            statement = await own.prepare("SELECT pg_backend_pid() + $1::int - $1::int")
            prepared_in = await statement.fetchval(1)
            while len(others) < MAX_PROBES:
                other = await asyncpg.connect(
                    **where, server_settings=dict(passed), statement_cache_size=0
                )
                others.append(other)
                await other.transaction().start()
                if await other.fetchval("SELECT pg_backend_pid()") == prepared_in:
                    return bool(await statement.fetchval(1) != prepared_in)
        return False
    except (asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
        return False
    finally:
        for connection in (own, *others):
            connection.terminate()
