"""Migrations create the columns, constraints and indexes of the models."""

import asyncio
from importlib import import_module
from typing import Any

import pytest
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor
from tortoise.migrations.schema_generator.state import State
from tortoise.migrations.schema_generator.state_apps import StateApps
from tortoise.transactions import in_transaction

from database.connect import fetch
from database.schema import migrate
from database.schema.pending import migration_names
from migrations._frozen import CreateTable, Script
from tests.support.databases.migrations import foreign_imports
from tools.migration import APP, Writer

COLUMNS = """
SELECT c.relname::text AS name, a.attname::text AS part,
  format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END AS is
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = $1::text::regnamespace AND c.relkind = 'r' AND a.attnum > 0
  AND NOT a.attisdropped"""
CONSTRAINTS = """
SELECT c.relname::text AS name, n.conname::text AS part, pg_get_constraintdef(n.oid) AS is
FROM pg_constraint n JOIN pg_class c ON c.oid = n.conrelid
WHERE c.relnamespace = $1::text::regnamespace AND n.contype IN ('c', 'f', 'p', 'u')"""
INDEXES = """
SELECT tablename::text AS name, indexname::text AS part,
  replace(indexdef, $1::text || '.', '') AS is
FROM pg_indexes WHERE schemaname = $1::text"""

# PostgreSQL writes some conditions another way when it reads its own writing, as the base was.
READ_AGAIN = """
DO $$ DECLARE it record; BEGIN
  FOR it IN SELECT conrelid::regclass AS name, conname, pg_get_constraintdef(oid) AS is
    FROM pg_constraint WHERE connamespace = 'again'::regnamespace AND contype = 'c' LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', it.name, it.conname);
    EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', it.name, it.conname, it.is);
  END LOOP;
END $$"""


async def parts(sql: str, schema: str) -> dict[tuple[str, str], str]:
    return {(row["name"], row["part"]): row["is"] for row in await fetch(sql, schema)}


async def make_again(tables: list[CreateTable]) -> None:
    """What the tables' operations make themselves, beside those that the migrations made."""
    async with in_transaction() as transaction:
        await transaction.execute_script(
            "CREATE SCHEMA again; SET LOCAL search_path = again, public"
        )
        editor = AsyncpgSchemaEditor(transaction, atomic=False)
        state = State(models={}, apps=StateApps(default_connections={APP: "default"}))
        for table in tables:
            table.state_forward(APP, state)
        for table in tables:
            await table.database_forward(APP, state, state, editor)
        await transaction.execute_script(READ_AGAIN)


# Columns and checks of the base that a later migration removes or changes.
REMOVED = {
    ("declaration", "net_quantity"),
    ("declaration", "net_unit"),
    ("declaration", "declaration_net_quantity"),
    ("line_discount", "funder"),
    ("order_line", "order_line_sum"),
}


@pytest.mark.usefixtures("owned_db")
async def test_base_tables_equal_those_of_the_models() -> None:
    (script,) = import_module(f"migrations.{migration_names()[0]}").Migration.operations
    assert isinstance(script, Script)
    await make_again(script.tables)
    for sql in (COLUMNS, CONSTRAINTS, INDEXES):
        async with in_transaction() as transaction:
            here = await parts(sql, "public")
            await transaction.execute_script("SET LOCAL search_path = again, public")
            again = await parts(sql, "again")
        if sql is CONSTRAINTS:
            assert checks(again) - REMOVED <= checks(here)
        assert again
        # Storage options and more indexes, keys and defaults are added by hand.
        assert {
            part: here.get(part)
            for part, definition in again.items()
            if part not in REMOVED and not here.get(part, "").startswith(definition)
        } == {}


def checks(constraints: dict[tuple[str, str], str]) -> set[tuple[str, str]]:
    """Those of `forbid_empty_texts` are made from the columns there are."""
    return {
        part
        for part, definition in constraints.items()
        if definition.startswith("CHECK") and not part[1].endswith("_no_empty_text")
    }


def test_a_written_migration_is_frozen_and_leads_to_the_models() -> None:
    wanted = asyncio.run(migrate.changes(migrate.no_tables()))
    source = Writer("0001_all", wanted).as_string()
    assert list(foreign_imports(source)) == []
    written: dict[str, Any] = {}
    exec(source, written)
    state = migrate.no_tables()
    for table in written["Migration"].operations:
        assert isinstance(table, CreateTable)
        table.state_forward(APP, state)
    assert asyncio.run(migrate.changes(state)) == []
