"""The audit log: append-only, chained, verifiable."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from auth.crypto.keys import keys, new_content, read, rotated, write
from auth.viewer import Viewer
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.operations import audit_heads
from commerce.operations.audit_heads import Compared
from database.connect import execute, fetch
from integrations.http_client import Unreachable
from server.processes.audit_heads import AuditHeads
from tests.support.people.accounts import make_account
from tests.support.shop.paying import listening

pytestmark = pytest.mark.usefixtures("owned_db")


async def note(account_id: int, number: int) -> None:
    ctx = ActionContext(datetime.now(UTC), Viewer(account_id=account_id))
    await audit.record(ctx, "test", f"thing:{number}", before={"n": 1}, after={"n": number})


async def test_concurrent_audit_entries_are_chained() -> None:
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
async def test_audit_entries_cannot_be_changed(sql: str) -> None:
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
async def test_tampering_without_the_trigger_is_detected(sql: str) -> None:
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


def sent_off(lines: list[str], caplog: pytest.LogCaptureFixture) -> None:
    lines += [each.getMessage() for each in caplog.records if each.name == "odop.audit"]
    caplog.clear()


@pytest.mark.parametrize(
    "sql",
    [
        # The last entry of each chain is gone.
        "DELETE FROM audit_entry e WHERE id = (SELECT max(id) FROM audit_entry"
        " WHERE chain = e.chain)",
        # An entry is another one, with its hash made again, and those after it too.
        "UPDATE audit_entry SET subject = 'thing:99' WHERE id = (SELECT max(id) FROM audit_entry)",
    ],
)
async def test_sent_heads_reveal_a_rewritten_audit_log(
    sql: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="odop.audit")
    sender, lines = AuditHeads("log"), list[str]()
    for number in range(6):
        await note(number % 3, number)
    assert await sender.send(datetime.now(UTC))
    # Nothing was added: nothing is sent.
    assert not await sender.send(datetime.now(UTC))
    await note(1, 7)
    assert await sender.send(datetime.now(UTC))
    sent_off(lines, caplog)
    assert await audit_heads.compare(lines) == Compared(2, 0, None)
    await note(2, 8)
    assert await audit_heads.compare(lines) == Compared(2, 0, None)
    await execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_stays")
    await execute(f"WITH gone AS (SELECT max(id) AS id FROM audit_entry) {DELETE_NEWEST}")
    await execute(sql)
    await execute("UPDATE audit_entry e SET hash = audit_hash(e)")
    assert await audit.first_broken() is None
    assert (await audit_heads.compare(lines)).entry is not None


# What was added after heads were sent is nobody's to miss.
DELETE_NEWEST = "DELETE FROM audit_entry e USING gone WHERE e.id = gone.id"


async def test_foreign_records_are_counted(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="odop.audit")
    await note(1, 1)
    await AuditHeads("").send(datetime.now(UTC))
    lines = list[str]()
    sent_off(lines, caplog)
    head, body, signature = audit_heads._record_in(lines[0]).split(".")
    changed = f"{head}.{body[:-2]}AA.{signature}"
    access, _ = keys().tokens.issue(1, 1, datetime.now(UTC))
    other = keys().signatures.sign("other", {"heads": []})
    # Lines of the log that tell of something else.
    log = [
        "",
        "x" * 50_000,
        "{}",
        "Worker running. Ctrl-C to stop.",
        '{"at":"2026-11-29T07:47:11.5+00:00"}',
    ]
    compared = await audit_heads.compare([*lines, *log, changed, access, other])
    assert compared == Compared(1, 3, None)


async def test_records_are_read_after_keys_were_changed(tmp_path: Path) -> None:
    content = new_content()
    file = tmp_path / "0.json"
    write(file, content)
    record = read(file).signatures.sign("odop-audit-heads", {"heads": []})
    for number in range(1, 4):
        content = rotated(json.loads(json.dumps(content)))
        file = tmp_path / f"{number}.json"
        write(file, content)
    assert read(file).signatures.read("odop-audit-heads", record) == {"heads": []}
    assert len(content["signing"]) == 2  # type: ignore[arg-type]
    assert all("d" not in each for each in content["retired"])  # type: ignore[attr-defined]


async def test_heads_are_posted_until_accepted(unused_tcp_port: int) -> None:
    await note(1, 1)
    sender = AuditHeads(f"http://127.0.0.1:{unused_tcp_port}/heads")
    with pytest.raises(Unreachable):
        await sender.send(datetime.now(UTC))
    got: list[str] = []

    async def take(request: Request) -> Response:
        got.append((await request.json())["record"])
        return Response(status_code=204)

    async with listening(Starlette(routes=[Route("/heads", take, methods=["POST"])])) as url:
        sender = AuditHeads(f"{url}/heads")
        assert await sender.send(datetime.now(UTC))
        await sender.close()
    assert await audit_heads.compare(got) == Compared(1, 0, None)
