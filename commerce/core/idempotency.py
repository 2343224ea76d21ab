"""The same key, the same answer: what creates an order or moves money or stock is done once.

A key is written down in the transaction that does the work, with what came of it. Whoever sends the
key again waits for that transaction, and is told the same. A refusal leaves no trace: nothing was
done, and the key is free. Keys are kept for seven days.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson

from auth.crypto.keys import keys
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from database.connect import SOON_ON_DISK, execute, fetch

RETENTION = timedelta(days=7)
PATTERN = re.compile(r"[!-~]{8,64}")


@dataclass(frozen=True, slots=True)
class Claim:
    """A key that is ours while the transaction lasts; `result` is there when it was used before."""

    id: int
    result: dict[str, Any] | None


def check_key(key: str) -> None:
    """Raises Refusal for what is no key."""
    if not PATTERN.fullmatch(key):
        raise Refusal(Reason.INVALID, "idempotency_key")


# For a statement with named arguments (`claiming`): takes a key whose result is known beforehand.
CLAIM = """
INSERT INTO idempotency_key (owner, mutation, key, input_hash, created_at, expires_at, result)
SELECT $key_owner, $key_mutation, $key, $key_input_hash::bytea, $now, $key_expires_at, %s
ON CONFLICT (owner, mutation, key) DO NOTHING RETURNING id"""


def claiming(
    ctx: ActionContext, owner: str, mutation: str, key: str, given: dict[str, Any]
) -> dict[str, Any]:
    """The arguments of CLAIM, `now` left out. Raises Refusal for a key that is none."""
    check_key(key)
    return {
        "key_owner": owner,
        "key_mutation": mutation,
        "key": key,
        "key_input_hash": _digest(given),
        "key_expires_at": ctx.now + RETENTION,
    }


def _digest(given: dict[str, Any]) -> bytes:
    return hashlib.sha256(orjson.dumps(given, option=orjson.OPT_SORT_KEYS)).digest()


async def claim(
    ctx: ActionContext, owner: str, mutation: str, key: str, given: dict[str, Any]
) -> Claim:
    """Take a key for an input: call it first in the transaction that does the work.

    `owner` is whose key it is, so that nobody meets another's. Raises Refusal for a key that is
    none, and for one that was used with another input.
    """
    check_key(key)
    made = await fetch(
        "INSERT INTO idempotency_key (owner, mutation, key, input_hash, created_at, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (owner, mutation, key) DO NOTHING"
        " RETURNING id",
        owner,
        mutation,
        key,
        _digest(given),
        ctx.now,
        ctx.now + RETENTION,
    )
    if made:
        return Claim(made[0]["id"], None)
    return await find_key(owner, mutation, key, given)


async def find_key(owner: str, mutation: str, key: str, given: dict[str, Any]) -> Claim:
    """A key that was used before. Raises Refusal when that was with another input."""
    rows = await fetch(
        "SELECT id, input_hash, result FROM idempotency_key"
        " WHERE owner = $1 AND mutation = $2 AND key = $3",
        owner,
        mutation,
        key,
    )
    if not rows or rows[0]["input_hash"] != _digest(given):
        raise Refusal(Reason.IDEMPOTENCY_KEY_REUSED, "idempotency_key")
    return Claim(rows[0]["id"], orjson.loads(rows[0]["result"]))


async def finish(claimed: Claim, result: dict[str, Any]) -> None:
    """Write down what came of it, in the same transaction."""
    await execute(
        "UPDATE idempotency_key SET result = $2 WHERE id = $1",
        claimed.id,
        orjson.dumps(result).decode(),
    )


async def stored_response(key_id: int, fingerprint: bytes, answer: bytes) -> bytes:
    """The bytes to send to a request of this fingerprint: those that were sent to it first.

    What was done is on disk already. Were they lost with the database server, the request would be
    told of it anew.
    """
    place = answer_place(key_id)
    sealed = keys().sealing.seal(answer.decode(), place)
    rows = await fetch(
        "UPDATE idempotency_key SET fingerprint = coalesce(fingerprint, $2),"
        " answer_sealed = coalesce(answer_sealed, $3) WHERE id = $1"
        f" RETURNING fingerprint, answer_sealed, {SOON_ON_DISK}",
        key_id,
        fingerprint,
        sealed,
    )
    if rows and rows[0]["answer_sealed"] == sealed:
        return answer
    if rows and rows[0]["fingerprint"] == fingerprint:
        return keys().sealing.open(rows[0]["answer_sealed"], place).encode()
    return answer


def answer_place(key_id: int) -> str:
    return f"idempotency_key:{key_id}:answer"
