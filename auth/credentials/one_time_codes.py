"""One-time codes: six digits, stored as a hash, valid for five minutes and five attempts.

A code belongs to its requester: it is entered with the challenge of its request, and further
requests for the same contact do not affect it. Nobody can spoil another person's code by requesting
one, and an attacker has five guesses for each message, of which few are sent.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from auth.crypto.keys import keys
from auth.crypto.tokens_hash import new_handle, new_secret
from auth.inputs.text_input import fold_code
from database.connect import execute, fetch, fetch_value
from models import ChallengePurpose

DIGITS = 6
LIFETIME = timedelta(minutes=5)
AGAIN_AFTER = timedelta(seconds=30)
MAX_ATTEMPTS = 5
# Longer input is not a code; six digits with blanks and dashes are shorter.
MAX_CODE_CHARACTERS = 64
HANDLE = re.compile(r"[A-Za-z0-9_-]{22}")
CODE = re.compile(r"[0-9]{6}")
# Time for the step that consumes a proof.
PROOF_LASTS = timedelta(minutes=30)
PROOF = re.compile(r"([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Challenge:
    """A new code. `code` is only for the message."""

    handle: str
    code: str
    expires_at: datetime
    resend_after: datetime


@dataclass(frozen=True, slots=True)
class Proven:
    """A verified contact. `counted_at` is when the message to it was counted for `requester`."""

    purpose: ChallengePurpose
    contact: str
    account_id: int | None
    requester: str
    counted_at: datetime | None


def typed_code(written: str) -> str | None:
    """The six digits of a typed code, in any script and with any separators; None if malformed."""
    code = fold_code(written) if len(written) <= MAX_CODE_CHARACTERS else ""
    return code if CODE.fullmatch(code) else None


def _hash(handle: str, code: str) -> bytes:
    return keys().hashing.keyed_hash("code", handle, code)


def _proof_hash(handle: str, secret: str) -> bytes:
    return keys().hashing.keyed_hash("proof", handle, secret)


async def wait_until(contact: str, now: datetime, asker: str = "") -> datetime | None:
    """When the requester may have the next code sent."""
    rows = await fetch(
        "SELECT resend_after FROM otp_challenge"
        " WHERE contact = $1 AND asker = $3 AND resend_after > $2"
        " ORDER BY resend_after DESC LIMIT 1",
        contact,
        now,
        asker,
    )
    return rows[0]["resend_after"] if rows else None


async def begin(
    contact: str,
    now: datetime,
    purpose: ChallengePurpose,
    account_id: int | None = None,
    asker: str = "",
    counted_at: datetime | None = None,
) -> Challenge:
    """Create a code for a contact. Earlier codes stay valid until they expire.

    `asker` is whose message it was counted as, at the time `counted_at`.
    """
    handle, code = new_handle(), f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    await execute(
        "INSERT INTO otp_challenge (handle, purpose, contact, account_id, asker, counted_at,"
        " code_hash, tries, created_at, resend_after, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10)",
        handle,
        purpose.value,
        contact,
        account_id,
        asker,
        counted_at,
        _hash(handle, code),
        now,
        now + AGAIN_AFTER,
        now + LIFETIME,
    )
    return Challenge(handle, code, now + LIFETIME, now + AGAIN_AFTER)


async def prove(
    handle: str,
    code: str,
    now: datetime,
    purpose: ChallengePurpose,
    proof_hash: bytes | None = None,
) -> tuple[Proven | None, int]:
    """Verify a code: the verified contact, or None and the attempts left.

    A single UPDATE counts the attempt and uses the code, so that one of several concurrent calls
    succeeds. A used or expired code, or one for another purpose, is wrong. Malformed input costs no
    attempt.
    """
    if not HANDLE.fullmatch(handle):
        return None, 0
    if (typed := typed_code(code)) is None:
        return None, await _attempts_left(handle, now, purpose)
    rows = await fetch(
        "UPDATE otp_challenge SET tries = tries + 1,"
        " used_at = CASE WHEN code_hash = ANY($2::bytea[]) THEN $3::timestamptz END,"
        " proof_hash = CASE WHEN code_hash = ANY($2::bytea[]) THEN $6::bytea END,"
        " proof_expires_at = CASE WHEN code_hash = ANY($2::bytea[]) AND $6::bytea IS NOT NULL"
        " THEN $7::timestamptz END"
        " WHERE handle = $1 AND purpose = $4 AND used_at IS NULL AND tries < $5 AND expires_at > $3"
        " RETURNING purpose, contact, account_id, asker, counted_at, tries, used_at",
        handle,
        keys().hashing.keyed_hashes("code", handle, typed),
        now,
        purpose.value,
        MAX_ATTEMPTS,
        proof_hash,
        now + PROOF_LASTS,
    )
    if not rows:
        return None, 0
    row = rows[0]
    if row["used_at"] is None:
        return None, MAX_ATTEMPTS - row["tries"]
    return _proven(row), 0


def _proven(row: Any) -> Proven:
    purpose = ChallengePurpose(row["purpose"])
    return Proven(purpose, row["contact"], row["account_id"], row["asker"], row["counted_at"])


async def _attempts_left(handle: str, now: datetime, purpose: ChallengePurpose) -> int:
    left = await fetch_value(
        "SELECT $4 - tries FROM otp_challenge"
        " WHERE handle = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3",
        handle,
        purpose.value,
        now,
        MAX_ATTEMPTS,
    )
    return left or 0


async def exchange(
    handle: str, code: str, now: datetime, purpose: ChallengePurpose
) -> tuple[str | None, int]:
    """Exchange a code for a proof for a later step; or None and the attempts left."""
    secret = new_secret()
    proven, left = await prove(handle, code, now, purpose, _proof_hash(handle, secret))
    return (f"{handle}.{secret}" if proven else None), left


async def contact_of(proof: str, now: datetime, purpose: ChallengePurpose) -> str | None:
    """The contact of a valid proof, without using it."""
    form = PROOF.fullmatch(proof)
    if not form:
        return None
    contact: str | None = await fetch_value(
        "SELECT contact FROM otp_challenge WHERE handle = $1 AND proof_hash = ANY($2::bytea[])"
        " AND purpose = $3 AND proof_used_at IS NULL AND proof_expires_at > $4",
        form[1],
        keys().hashing.keyed_hashes("proof", form[1], form[2]),
        purpose.value,
        now,
    )
    return contact


async def use_proof(
    proof: str, contact: str | None, now: datetime, purpose: ChallengePurpose
) -> Proven | None:
    """Use a proof of a contact, once; None if it is unknown, used or expired.

    If the transaction fails, the proof stays unused.
    """
    form = PROOF.fullmatch(proof)
    if not form:
        return None
    rows = await fetch(
        "UPDATE otp_challenge SET proof_used_at = $3 WHERE handle = $1"
        " AND proof_hash = ANY($2::bytea[])"
        " AND purpose = $4 AND contact = coalesce($5, contact)"
        " AND proof_used_at IS NULL AND proof_expires_at > $3"
        " RETURNING purpose, contact, account_id, asker, counted_at",
        form[1],
        keys().hashing.keyed_hashes("proof", form[1], form[2]),
        now,
        purpose.value,
        contact,
    )
    return _proven(rows[0]) if rows else None
