"""The serving role: rows only, no changes of tables."""

import asyncpg
import pytest

from database.connect import connected, execute, fetch, fetch_value
from database.embedded.server import SERVING_ROLE
from database.schema import serving_role

FORBIDDEN = (
    "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_stays",
    "ALTER TABLE orders DISABLE TRIGGER ALL",
    "ALTER TABLE product ADD COLUMN spare int",
    "CREATE TABLE public.mine (n int)",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION public.rows_stay() RETURNS trigger LANGUAGE sql AS ''",
    "CREATE OR REPLACE FUNCTION public.rows_stay() RETURNS trigger LANGUAGE plpgsql AS"
    " 'BEGIN RETURN NULL; END'",
    "DROP TABLE product CASCADE",
    "TRUNCATE product CASCADE",
    "DROP TRIGGER audit_entry_chained ON audit_entry",
    "SET session_replication_role = replica",
    "SET ROLE odop",
    "UPDATE audit_entry SET action = 'other'",
    "DELETE FROM audit_entry",
    "DELETE FROM consent",
    "UPDATE order_line SET quantity = 1",
    "INSERT INTO tortoise_migrations (app, name, applied_at) VALUES ('models', 'x', now())",
    "GRANT odop TO odop_serve",
    "ALTER ROLE odop_serve SUPERUSER",
    "COPY product TO PROGRAM 'cat'",
    "SELECT pg_read_file('/etc/hostname')",
)


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("sql", FORBIDDEN)
async def test_the_serving_role_cannot_change_tables(sql: str) -> None:
    assert await fetch_value("SELECT current_user") == SERVING_ROLE
    with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.InvalidGrantOperationError)):
        await execute(sql)


@pytest.mark.usefixtures("db")
async def test_the_serving_role_reads_and_writes_every_table() -> None:
    lacking = await fetch(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace"
        " AND c.relkind IN ('r', 'p') AND c.relname <> 'tortoise_migrations'"
        " AND NOT (has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT'))"
    )
    assert not lacking
    kept = {row["name"] for row in await fetch(serving_role.APPEND_ONLY)}
    assert {"audit_entry", "consent", "order_line"} <= kept
    for name in kept:
        assert not await fetch_value("SELECT has_table_privilege($1, 'UPDATE, DELETE')", name)
    assert not await serving_role.may_change_tables()


async def test_the_owner_role_is_recognised(owned_db: str) -> None:
    assert await serving_role.may_change_tables()
    # What a restored dump says nothing of is granted again, as often as one likes.
    await execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM odop_serve")
    await serving_role.grant()
    await serving_role.grant()
    async with connected(serving_role.as_role(owned_db, SERVING_ROLE)):
        assert await fetch_value("SELECT count(*) FROM product") == 0
