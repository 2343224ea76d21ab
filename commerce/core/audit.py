"""The audit log: each write adds an entry in its own transaction."""

from collections.abc import Mapping, Set
from typing import Any

import orjson

from commerce.core.action_context import ActionContext
from database.connect import execute, fetch
from database.pool.transactions import send_last

_INSERT = """
INSERT INTO audit_entry (id, at, account_id, api_key_id, on_behalf_of, action, subject, "before",
  "after", request, chain)"""
# Inserts an entry; named arguments as from `entry`.
ENTRY = f"""{_INSERT}
SELECT 0, $entry_at::timestamptz, $entry_account_id::int, $entry_api_key_id::int,
  $entry_on_behalf_of, $entry_action, $entry_subject, $entry_before::jsonb, $entry_after::jsonb,
  $entry_request, 0"""
# Inserts several, in the order of their chains, each of which is a lock.
ENTRIES = f"""{_INSERT}
SELECT 0, entry_at, entry_account_id, entry_api_key_id, entry_on_behalf_of, entry_action,
  entry_subject, entry_before::jsonb, entry_after::jsonb, entry_request, 0
FROM ROWS FROM (json_to_recordset($1::json) AS (entry_at timestamptz, entry_account_id int,
  entry_api_key_id int, entry_on_behalf_of text, entry_action text, entry_subject text,
  entry_before text, entry_after text, entry_request text)) WITH ORDINALITY
ORDER BY coalesce(entry_account_id % 16, abs(hashtext(entry_subject) % 16)), ordinality"""


async def record(
    ctx: ActionContext,
    action: str,
    subject: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    on_behalf_of: str | None = None,
) -> None:
    """Write an entry, right before the open transaction commits.

    Writers of the same chain wait for each other until then. The caller masks personal data in
    `before` and `after` (`masked`): entries are never erased.
    """
    await send_last(
        _write, entry(ctx, action, subject, before=before, after=after, on_behalf_of=on_behalf_of)
    )


async def _write(entries: list[dict[str, Any]]) -> None:
    await execute(ENTRIES, orjson.dumps(entries).decode())


def entry(
    ctx: ActionContext,
    action: str,
    subject: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    on_behalf_of: str | None = None,
) -> dict[str, Any]:
    """The arguments of ENTRY."""
    return {
        "entry_at": ctx.now,
        "entry_account_id": ctx.viewer.account_id,
        "entry_api_key_id": ctx.viewer.key_id,
        "entry_on_behalf_of": on_behalf_of,
        "entry_action": action,
        "entry_subject": subject,
        "entry_before": None if before is None else orjson.dumps(before).decode(),
        "entry_after": None if after is None else orjson.dumps(after).decode(),
        "entry_request": ctx.request,
    }


# IDs listed in the entry of one operation. Their total number is recorded, too.
MAX_READ_IDS = 500


async def record_read(ctx: ActionContext, read: Mapping[str, Set[int]]) -> None:
    """Record whose data an operation showed to staff: one entry, ids by kind."""
    after = {
        kind: {"count": len(ids), "ids": sorted(ids)[:MAX_READ_IDS]}
        for kind, ids in sorted(read.items())
    }
    await record(ctx, "people.read", f"account:{ctx.viewer.account_id}", after=after)


def masked(text: str | None) -> str | None:
    """Mask a phone number, e-mail address or other number, except for its end or domain."""
    if text is None:
        return None
    if "@" in text:
        local, _, domain = text.partition("@")
        return f"{local[:1]}•••@{domain}"
    return f"•••{text[-4:]}" if len(text) > 6 else "•••"


BROKEN = """
SELECT id FROM (
  SELECT e.id, e.hash, e.previous_hash, audit_hash(e) AS worked_out,
    lag(e.hash) OVER (PARTITION BY e.chain ORDER BY e.id) AS of_previous
  FROM audit_entry e) entry
WHERE hash IS DISTINCT FROM worked_out OR previous_hash IS DISTINCT FROM of_previous
ORDER BY id LIMIT 1
"""


async def first_broken() -> int | None:
    """Return the id of the first entry that was changed or whose predecessor is missing."""
    rows = await fetch(BROKEN)
    return rows[0]["id"] if rows else None
