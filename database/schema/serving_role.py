"""The database role of serving processes, which can read and write rows but not change tables.

Migrations run as the owner of the tables. An attacker with a serving connection can neither drop a
trigger nor rewrite the audit log (ASVS 5.0, 13.2.2). The embedded server has both roles; for an
external server DATABASE_URL has the serving role and ODOP_OWNER_DATABASE_URL the owner.
"""

from urllib.parse import quote, unquote, urlsplit, urlunsplit

import asyncpg

from database.connect import credentials, execute, fetch, fetch_value
from database.embedded.embedded import is_embedded
from database.embedded.server import SERVING_ROLE, SUPERUSER
from settings import settings

SCHEMAS = ("public", "sandbox")
# Tables whose trigger prevents changes of rows.
APPEND_ONLY = """
SELECT DISTINCT t.tgrelid::regclass::text AS name
FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.proname = 'rows_stay'
"""
GRANTS = """
GRANT USAGE ON SCHEMA {schema} TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role};
"""


def as_role(url: str, role: str) -> str:
    """The URL with another role, without a password."""
    parts = urlsplit(url)
    where = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(role)}@{where}"))


def serving_url(owner_url: str) -> str:
    """The database URL for the serving role."""
    if is_embedded(owner_url):
        return as_role(owner_url, SERVING_ROLE)
    return settings().database_url or owner_url


async def ensure_role(owner_url: str) -> None:
    """Create the serving role in an embedded server of an earlier version."""
    if not is_embedded(owner_url):
        return
    connection = await asyncpg.connect(**credentials(as_role(owner_url, SUPERUSER)))
    try:
        if not await connection.fetchval(
            "SELECT true FROM pg_roles WHERE rolname = $1", SERVING_ROLE
        ):
            await connection.execute(f"CREATE ROLE {SERVING_ROLE} LOGIN")
    finally:
        await connection.close()


async def grant() -> None:
    """Grant the serving role its privileges. Call it inside `connected`, as the owner.

    Append-only tables can be read and inserted into, the record of migrations only read.
    """
    for role in await _roles():
        for schema in SCHEMAS:
            if await fetch_value("SELECT to_regnamespace($1) IS NOT NULL", schema):
                await execute(GRANTS.format(schema=schema, role=_quoted(role)))
        append_only = [row["name"] for row in await fetch(APPEND_ONLY)]
        names = ", ".join([*append_only, "tortoise_migrations"])
        await execute(f"REVOKE UPDATE, DELETE ON {names} FROM {_quoted(role)}")
        await execute(f"REVOKE INSERT ON tortoise_migrations FROM {_quoted(role)}")


async def _roles() -> list[str]:
    """Existing serving roles: the embedded server's and that of DATABASE_URL, not our own role."""
    names = [SERVING_ROLE]
    if settings().owner_database_url:
        names.append(unquote(urlsplit(settings().database_url).username or ""))
    sql = "SELECT rolname FROM pg_roles WHERE rolname = ANY($1::text[]) AND rolname <> current_user"
    return [row["rolname"] for row in await fetch(sql, names)]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


MAY_CHANGE_TABLES = """
SELECT r.rolsuper OR has_schema_privilege(r.oid, 'public', 'CREATE')
  OR EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
    AND pg_has_role(r.oid, c.relowner, 'MEMBER'))
FROM pg_roles r WHERE r.rolname = current_user
"""


async def may_change_tables() -> bool:
    """Whether the connected role has privileges that only migrations need."""
    return bool(await fetch_value(MAY_CHANGE_TABLES))
