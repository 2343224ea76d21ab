"""Signed heads of the audit's chains, for a log that is kept elsewhere.

Whoever owns the database can rewrite a chain with new hashes or drop its last entries. Records that
were sent off before prove it: each head has the last entry of a chain and its hash, which covers
all entries before (ASVS 5.0, 16.4.2 and 16.4.3).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.crypto.keys import keys
from auth.crypto.signatures import BadSignature
from database.connect import fetch

KIND = "odop-audit-heads"
# The form of a record, whoever signed it.
SIGNED = re.compile(r"[\w-]{16,}\.[\w-]{16,}\.[\w-]*")
HEADS = """
SELECT c.chain, e.id, encode(e.hash, 'hex') AS hash
FROM generate_series(0, 15) AS c (chain)
CROSS JOIN LATERAL (
  SELECT id, hash FROM audit_entry WHERE chain = c.chain ORDER BY id DESC LIMIT 1) e
ORDER BY c.chain
"""
MISSING = """
SELECT sent.id FROM unnest($1::int[], $2::bigint[], $3::text[]) AS sent (chain, id, hash)
LEFT JOIN audit_entry e ON e.id = sent.id AND e.chain = sent.chain
  AND encode(e.hash, 'hex') = sent.hash
WHERE e.id IS NULL ORDER BY sent.id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """The result of comparing records with the audit log.

    `entry` is the first entry that is missing or changed; `unreadable` the number of lines that are
    not our records or were signed with a key that is gone.
    """

    records: int
    unreadable: int
    entry: int | None


async def heads() -> list[tuple[int, int, str]]:
    """Chain, id and hash of the last entry of each chain."""
    return [(row["chain"], row["id"], row["hash"]) for row in await fetch(HEADS)]


def signed(found: list[tuple[int, int, str]], now: datetime) -> str:
    """A record of the heads at a moment."""
    return keys().signatures.sign(KIND, {"at": now.isoformat(timespec="seconds"), "heads": found})


async def compare(lines: Iterable[str]) -> Compared:
    """Compare the audit log with records that were kept elsewhere.

    The record is the last word of a line, without quotes, as logs put text before it. Lines without
    one are skipped.
    """
    recorded: dict[tuple[int, int, str], None] = {}
    records = unreadable = 0
    for line in lines:
        record = _record_in(line)
        if not SIGNED.fullmatch(record):
            continue
        try:
            content = keys().signatures.read(KIND, record)
            recorded.update(dict.fromkeys(_head(each) for each in content["heads"]))
            records += 1
        except (BadSignature, KeyError, TypeError, ValueError):
            unreadable += 1
    entry = await _first_missing(list(recorded))
    return Compared(records, unreadable, entry)


def _record_in(line: str) -> str:
    last = (line.strip().rstrip("}").split() or [""])[-1]
    return last.rpartition(":")[2].strip('"')


def _head(value: Any) -> tuple[int, int, str]:
    chain, entry, hashed = value
    return int(chain), int(entry), str(hashed)


async def _first_missing(recorded: list[tuple[int, int, str]]) -> int | None:
    if not recorded:
        return None
    chains, ids, hashes = zip(*recorded, strict=True)
    rows = await fetch(MISSING, list(chains), list(ids), list(hashes))
    return rows[0]["id"] if rows else None
