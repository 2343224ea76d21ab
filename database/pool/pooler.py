"""Support of poolers between the mart and PostgreSQL, such as PgBouncer in transaction mode.

Behind a pooler each transaction may run in another session: startup settings are rejected, LISTEN
receives nothing, and prepared statements may be missing. The mart then relies on settings of the
role, listens by ODOP_LISTEN_DATABASE_URL and, if the pooler does not support prepared statements
(PgBouncer before 1.21), puts each statement into a transaction.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import asyncpg

from database.pool.connection_errors import DATABASE_AWAY
from database.pool.direct import Direct
from settings import Misconfigured

# Time for a statement to get a second session during the detection.
PROBE_SECONDS = 3.0
# Sessions opened to find the first one again.
MAX_PROBES = 20
UNSUPPORTED = "unsupported startup parameter"
# Startup settings that poolers pass on.
PASSED_ON = ("timezone", "application_name")


class Pooling(StrEnum):
    """Kind of pooler."""

    NONE = "none"
    PREPARES = "prepares"  # supports prepared statements across sessions
    FORGETS = "forgets"  # does not


@dataclass(frozen=True, slots=True)
class Connecting:
    """Connection arguments for asyncpg, by kind of pooler."""

    pooling: Pooling
    arguments: Mapping[str, Any]


class OneTransaction(Direct):
    """A connection with each statement in a transaction of its own, without prepared statements.

    Parse and execute are two messages; between them a pooler could give the session to another
    client, whose statement would then be executed.
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


async def connecting(where: Mapping[str, Any], settings: Mapping[str, str]) -> Connecting:
    """Find out how to connect to `where` so that `settings` apply.

    Raises Misconfigured with the remedy, if there is a pooler and the role lacks the settings, and
    asyncpg's errors if the connection fails.
    """
    if await _takes_settings(where, settings):
        return Connecting(Pooling.NONE, {"server_settings": dict(settings)})
    passed = {name: settings[name] for name in PASSED_ON if name in settings}
    lacking = await _lacking(where, passed, settings)
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


async def _takes_settings(where: Mapping[str, Any], settings: Mapping[str, str]) -> bool:
    """Whether startup settings are accepted and apply."""
    try:
        connection = await asyncpg.connect(
            **where, server_settings=dict(settings), statement_cache_size=0
        )
    except asyncpg.ProtocolViolationError as error:
        if UNSUPPORTED in str(error):
            return False
        raise
    try:
        async with connection.transaction():
            return not await _differing(connection, settings)
    finally:
        await connection.close()


async def _lacking(
    where: Mapping[str, Any], passed: Mapping[str, str], settings: Mapping[str, str]
) -> tuple[str, dict[str, str]] | None:
    """The role and the settings it lacks; None if it has all."""
    connection = await asyncpg.connect(
        **where, server_settings=dict(passed), statement_cache_size=0
    )
    try:
        async with connection.transaction():
            if not (differing := await _differing(connection, settings)):
                return None
            role = await connection.fetchval("SELECT quote_ident(current_user)")
            return role, differing
    finally:
        await connection.close()


async def _differing(connection: asyncpg.Connection, settings: Mapping[str, str]) -> dict[str, str]:
    names = [name for name in settings if name != "application_name"]
    rows = await connection.fetch(
        "SELECT name, current_setting(name) AS value FROM unnest($1::text[]) AS name", names
    )
    return {
        row["name"]: settings[row["name"]] for row in rows if row["value"] != settings[row["name"]]
    }


def _settings_problem(lacking: tuple[str, dict[str, str]]) -> str:
    role, missing = lacking
    statements = "\n".join(
        f"  ALTER ROLE {role} SET {name} = '{value}';" for name, value in missing.items()
    )
    return (
        "DATABASE_URL leads to a pooler that does not take the settings a connection begins with."
        f" Give them to the role, in the database itself:\n{statements}\n"
        "Open sessions of the pooler lack them: let it reconnect (RECONNECT in PgBouncer's console,"
        " or a restart), then start again."
    )


async def _carries_prepared(where: Mapping[str, Any], passed: Mapping[str, str]) -> bool:
    """Whether a statement prepared in one session can be executed in another.

    Other transactions occupy sessions until they have the one in which it was prepared, so that it
    has to run in another.
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
    except (*DATABASE_AWAY, asyncpg.PostgresError):
        return False
    finally:
        for connection in (own, *others):
            connection.terminate()
