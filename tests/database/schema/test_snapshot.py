"""A new database begins with a file, and is what the migrations make."""

import asyncpg
import pytest

from database.connect import connected, credentials
from database.schema import migrate, snapshot
from database.schema.pending import pending
from tests.conftest import database_at
from tools.snapshot import one_by_one

pytestmark = pytest.mark.slow

NAMES = ("begun", "migrated", "copied")


async def test_a_new_database_is_what_the_migrations_make(server_url: str) -> None:
    begun, migrated, copied = (database_at(server_url, name) for name in NAMES)
    admin = await asyncpg.connect(**credentials(server_url))
    try:
        for name in NAMES:
            await admin.execute(f'CREATE DATABASE "{name}"')
        applied = await one_by_one(migrated)
        told: list[str] = []
        async with connected(begun):
            await migrate.apply(told.append)
            assert await pending() == []
        assert told == applied == snapshot.snapshot_names()
        # PostgreSQL writes some conditions another way when it reads its own writing.
        connection = await asyncpg.connect(**credentials(copied))
        async with connection.transaction():
            await connection.execute(snapshot.script(migrated))
        await connection.close()
        assert _lines(begun) == _lines(copied)
    finally:
        for name in NAMES:
            await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await admin.close()


def _lines(url: str) -> list[str]:
    """The tables in no order: Tortoise adds a table's references in a different one each time."""
    return sorted(line.rstrip(",") for line in snapshot.tables(url).splitlines())


def test_the_file_has_every_migration() -> None:
    assert migrate.not_in_snapshot() == []
