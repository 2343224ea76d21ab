"""Migrating new, filled and broken databases."""

import asyncio
import json
import lzma
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
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
# After the base. Each copies the state of all models, 25 ms; `make squash` at a release ends it.
MAX_OPERATIONS = 150
# Columns that migrations since then have added.
NEW = [
    "lot_code",
    "packed_on",
    "best_before_on",
    "sell_by",
    "is_past_sell_by",
    "has_lost_unproved_contact",
    "password_asker",
    "is_counted",
    "lost",
    "counted_at",
    "password_counted_at",
    "condition_id",
    "rate_condition_id",
    "kind_id",
    # Of the declaration before, and of the variant since.
    "net_quantity",
    "net_unit",
    "government_discount_paise",
    "is_nil_rated",
    "government_order",
    # Of the craft before, and of the product since.
    "is_gi_tagged",
    # Of all sizes before, and of those that can be bought since.
    "min_price_paise",
    "max_price_paise",
]


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
    """What each table has and each sequence gave last, but for new columns and the record of
    migrations.
    """
    found = {}
    for row in await fetch(
        "SELECT oid::regclass::text AS name, relkind = 'S' AS is_sequence FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')"
        " AND relname NOT LIKE 'tortoise%'"
    ):
        as_text = "(to_jsonb(t) - $1::text[])::text"
        rows = f"md5(string_agg({as_text}, ' ' ORDER BY {as_text}))"
        what = "last_value, $1::text[]" if row["is_sequence"] else rows
        found[row["name"]] = await fetch_value(f"SELECT {what} FROM {row['name']} t", NEW)
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
        # The demo's apps get a device each (`migrations/0039_known_devices.py`).
        await execute("UPDATE session SET device_hash = sha256(handle::bytea)")
        before, record = await contents(), await applied()
        assert all(before[name] for name in ("orders", "refund", "product"))
        assert "lacks" in await outdated()
        await migrate.apply(reported.append)
        assert await pending() == []
        after = await contents()
        assert {name: after[name] for name in before} == before
        # Tables that migrations since then have added are empty.
        assert {after[name] for name in after.keys() - before.keys()} <= {None, 1}
        assert await applied() == sorted([*record, *reported])
        await migrate.apply(reported.append)
    assert reported == list(migration_names())
    assert tables(released) == tables(new)
    async with connected(served(released)):
        found = await ask("{ products(first: 1) { totalCount nodes { name } } }")
        assert found["products"]["totalCount"] > 0


async def test_apps_that_were_signed_in_before_have_a_device_each(released: str) -> None:
    async with connected(released):
        columns = "account_id, secret_hash, created_at, last_seen_at, expires_at"
        await execute(
            f"INSERT INTO session (handle, device_hash, is_cookie, is_factor_needed, {columns})"
            f" SELECT n, CASE WHEN n = 1 THEN 'cookie'::bytea END, n = 1, false, {columns}"
            " FROM session, generate_series(1, 3) AS n WHERE device_hash IS NULL LIMIT 3"
        )
        await migrate.apply()
        rows = await fetch("SELECT device_hash, is_cookie FROM session")
        assert [row["device_hash"] for row in rows if row["is_cookie"]] == [b"cookie"]
        assert len({row["device_hash"] for row in rows} - {None}) == len(rows) == 4


async def test_accounts_that_may_have_lost_an_unproved_contact_are_marked(released: str) -> None:
    """They have registered, and the address of then is gone or may have been replaced."""
    made = {
        "registered": ("kept", ["account.register"]),
        "added a phone": ("kept", ["account.register", "contact.set phone"]),
        "address gone": (None, ["account.register"]),
        "address gone, phone added": (None, ["account.register", "contact.set phone"]),
        "address replaced": ("new", ["account.register", "contact.set email"]),
        "joined": ("new", ["account.register", "account.join"]),
        "signed in by code": (None, ["session.create", "contact.set phone"]),
        "signed in by code, address added": ("new", ["contact.set email"]),
    }
    async with connected(released):
        for number, (name, (email, actions)) in enumerate(made.items()):
            account_id = await fetch_value(
                "INSERT INTO account (name, email, language, is_demo, created_at)"
                " VALUES ($1, $2, 'en', false, now()) RETURNING id",
                name,
                email and f"{email}-{number}@buyer.example.in",
            )
            for action, _, column in (each.partition(" ") for each in actions):
                await execute(
                    "INSERT INTO audit_entry (at, action, subject, after)"
                    " VALUES (now(), $1, $2, $3)",
                    action,
                    f"account:{account_id}",
                    json.dumps({column: "…"}) if column else None,
                )
        await migrate.apply()
        marked = await fetch("SELECT name FROM account WHERE has_lost_unproved_contact ORDER BY id")
        assert [row["name"] for row in marked] == [
            "address gone",
            "address gone, phone added",
            "address replaced",
            "joined",
        ]


async def test_a_new_database_is_ready_at_once(new: str) -> None:
    """What it takes is counted, not timed: operations after the base, and a script for the rest."""
    modules = [import_module(f"migrations.{name}") for name in migration_names()]
    base, *later = [module.Migration for module in modules]
    assert base.replaces
    assert len(base.operations) == 1
    assert sum(len(migration.operations) for migration in later) <= MAX_OPERATIONS
    async with connected(new):
        await migrate.apply()
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
