"""Migrating new, filled and broken databases."""

import asyncio
import lzma
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from database.connect import connected, credentials, execute, fetch, fetch_value
from database.schema import migrate, serving_role
from database.schema.pending import CannotMigrate, migration_names, outdated, pending
from settings import ROOT
from tests.conftest import Ask
from tests.support.databases.copies import administering, creating, database_at, served
from tools.squash import tables

pytestmark = pytest.mark.slow

# A small shop with orders, payments and a refund, which the 33 migrations of 0.2.0 made.
RELEASE = Path(__file__).parents[2] / "data" / "release_0_2_0.sql.xz"
MAX_CPU_SECONDS = 2.0


@asynccontextmanager
async def database(server_url: str, name: str, script: str = "") -> AsyncIterator[str]:
    """A database of the owner's without the mart's tables, or with what a script puts there."""
    url = database_at(server_url, name)
    async with administering(server_url) as admin:
        await admin.execute(creating(name, "template1"))
        try:
            if script:
                owner = await asyncpg.connect(**credentials(url))
                await owner.execute(script)
                await owner.close()
            yield url
        finally:
            await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def release() -> str:
    return lzma.decompress(RELEASE.read_bytes()).decode()


@pytest.fixture
async def released(server_url: str, worker_id: str, release: str) -> AsyncIterator[str]:
    async with database(server_url, f"released_{worker_id}", release) as url:
        yield url


@pytest.fixture
async def new(server_url: str, worker_id: str) -> AsyncIterator[str]:
    async with database(server_url, f"new_{worker_id}") as url:
        yield url


async def contents() -> dict[str, Any]:
    """What each table has and each sequence gave last, but for the record of migrations."""
    found = {}
    for row in await fetch(
        "SELECT oid::regclass::text AS name, relkind = 'S' AS is_sequence FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')"
        " AND relname NOT LIKE 'tortoise%'"
    ):
        rows = "md5(string_agg(t::text, ' ' ORDER BY t::text))"
        what = "last_value" if row["is_sequence"] else rows
        found[row["name"]] = await fetch_value(f"SELECT {what} FROM {row['name']} t")
    return found


async def applied() -> list[str]:
    rows = await fetch("SELECT name FROM tortoise_migrations ORDER BY name")
    return [row["name"] for row in rows]


async def test_a_filled_database_of_the_last_release_migrates(
    released: str, new: str, ask: Ask
) -> None:
    reported: list[str] = []
    async with connected(new):
        await migrate.apply()
    async with connected(released):
        before, record = await contents(), await applied()
        assert all(before[name] for name in ("orders", "refund", "product"))
        assert "lacks" in await outdated()
        await migrate.apply(reported.append)
        assert await pending() == []
        assert await contents() == before
        assert await applied() == sorted([*record, *reported])
        await migrate.apply(reported.append)
    assert reported == list(migration_names())
    assert tables(released) == tables(new)
    async with connected(served(released)):
        found = await ask("{ products(first: 1) { totalCount nodes { name } } }")
        assert found["products"]["totalCount"] > 0


async def test_a_new_database_is_ready_at_once(new: str) -> None:
    """In less than two seconds on a quiet machine; the time others take is not counted here."""
    async with connected(new):
        began = time.process_time()
        await migrate.apply()
        assert time.process_time() - began < MAX_CPU_SECONDS
        assert await outdated() == ""


async def test_a_migration_that_stops_half_way_leaves_nothing(
    new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stop() -> None:
        raise InterruptedError

    async with connected(new):
        with monkeypatch.context() as patched:
            patched.setattr(serving_role, "grant", stop)
            with pytest.raises(InterruptedError):
                await migrate.apply()
        assert await outdated() == "The database has no tables. Run `odop migrate` first."
        await migrate.apply()
        assert await outdated() == ""


async def test_an_older_database_is_told_which_version_to_run_first(released: str) -> None:
    async with connected(released):
        await execute("DELETE FROM tortoise_migrations WHERE name > '0028'")
        before, record = await contents(), await applied()
        with pytest.raises(CannotMigrate, match=r"lack 0028_\w+\. .* with version 0\.2\.0 first"):
            await migrate.apply()
        assert (await contents(), await applied()) == (before, record)
    ran = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "cli.main", "migrate"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": released},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 1
    assert "with version 0.2.0 first" in " ".join(ran.stderr.split())
    assert "Traceback" not in ran.stderr


async def test_tables_without_a_record_are_left_alone(released: str) -> None:
    async with connected(released):
        await execute("DROP TABLE tortoise_migrations")
        before = await contents()
        with pytest.raises(CannotMigrate, match="odop db restore"):
            await migrate.apply()
        assert await contents() == before


async def test_concurrent_migrations_apply_each_once(new: str) -> None:
    names: list[str] = []
    async with connected(new):
        await asyncio.gather(migrate.apply(names.append), migrate.apply(names.append))
    assert names == list(migration_names())
