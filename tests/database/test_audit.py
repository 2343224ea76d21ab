"""The audit: added to, chained, and never rewritten."""

import asyncio
from datetime import UTC, datetime

import asyncpg
import pytest

from auth.viewer import Viewer
from commerce import audit
from commerce.acting import Acting
from database.connect import execute, fetch
from tests.people import make_account

pytestmark = pytest.mark.usefixtures("owned_db")


async def note(account_id: int, number: int) -> None:
    by = Acting(datetime.now(UTC), Viewer(account_id=account_id))
    await audit.record(by, "test", f"thing:{number}", before={"n": 1}, after={"n": number})


async def test_entries_are_chained_however_many_are_written_at_once() -> None:
    await asyncio.gather(*(note(number % 5, number) for number in range(60)))
    assert await audit.first_broken() is None
    chains = await fetch("SELECT chain, count(*) AS number FROM audit_entry GROUP BY chain")
    assert {row["chain"]: row["number"] for row in chains} == dict.fromkeys(range(5), 12)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET action = 'other'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE consent SET is_granted = false",
        "DELETE FROM consent",
        "TRUNCATE consent",
    ],
)
async def test_nobody_rewrites_what_was_written(sql: str) -> None:
    await note(1, 1)
    with pytest.raises(asyncpg.RestrictViolationError, match="never changed or removed"):
        await execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET action = 'other' WHERE id = 2",
        "UPDATE audit_entry SET before = NULL WHERE id = 2",
        "UPDATE audit_entry SET at = at + interval '1 second' WHERE id = 2",
        "DELETE FROM audit_entry WHERE id = 2",
    ],
)
async def test_whoever_gets_around_the_trigger_is_found_out(sql: str) -> None:
    for number in range(4):
        await note(1, number)
    await execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_stays")
    await execute(sql)
    assert await audit.first_broken() in (2, 3)


async def test_an_entry_outlives_the_account() -> None:
    account = await make_account()
    await note(account.id, 1)
    await account.delete()
    assert len(await fetch("SELECT FROM audit_entry")) == 1
