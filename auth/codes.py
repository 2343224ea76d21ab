"""One-time codes: six digits, kept as a hash, good for five minutes and five tries."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from auth.keys import keys
from auth.secret import hashed, new_handle
from database.connect import execute, fetch
from models import ChallengePurpose

DIGITS = 6
LASTS = timedelta(minutes=5)
AGAIN_AFTER = timedelta(seconds=30)
MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Challenge:
    """A code that is on its way. `code` is for the message alone."""

    handle: str
    code: str
    expires_at: datetime
    resend_after: datetime


@dataclass(frozen=True, slots=True)
class Proven:
    """A contact somebody has shown to be theirs."""

    purpose: ChallengePurpose
    contact: str
    account_id: int | None


def _hash(handle: str, code: str) -> bytes:
    return hashed(keys().secret, "code", handle, code)


async def wait_until(contact: str, now: datetime) -> datetime | None:
    """When the next code may be asked for, if one was sent a moment ago."""
    rows = await fetch(
        "SELECT resend_after FROM otp_challenge WHERE contact = $1 AND resend_after > $2"
        " ORDER BY resend_after DESC LIMIT 1",
        contact,
        now,
    )
    return rows[0]["resend_after"] if rows else None


async def begin(
    contact: str, now: datetime, purpose: ChallengePurpose, account_id: int | None = None
) -> Challenge:
    """A new code for a contact. Earlier ones stop working."""
    handle, code = new_handle(), f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    await execute(
        "UPDATE otp_challenge SET used_at = $2 WHERE contact = $1 AND used_at IS NULL", contact, now
    )
    await execute(
        "INSERT INTO otp_challenge (handle, purpose, contact, account_id, code_hash, tries,"
        " created_at, resend_after, expires_at) VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8)",
        handle,
        purpose.value,
        contact,
        account_id,
        _hash(handle, code),
        now,
        now + AGAIN_AFTER,
        now + LASTS,
    )
    return Challenge(handle, code, now + LASTS, now + AGAIN_AFTER)


async def prove(
    handle: str, code: str, now: datetime, purpose: ChallengePurpose
) -> tuple[Proven | None, int]:
    """What the code proves, or None and how many tries are left.

    One UPDATE counts the try and uses the code up. Of several who show the right one at once one
    is given it; a code that was used, is too old, or of another purpose is as wrong as any.
    """
    rows = await fetch(
        "UPDATE otp_challenge SET tries = tries + 1,"
        " used_at = CASE WHEN code_hash = $2 THEN $3::timestamptz END"
        " WHERE handle = $1 AND purpose = $4 AND used_at IS NULL AND tries < $5 AND expires_at > $3"
        " RETURNING purpose, contact, account_id, tries, used_at",
        handle,
        _hash(handle, code),
        now,
        purpose.value,
        MOST_TRIES,
    )
    if not rows:
        return None, 0
    row = rows[0]
    if row["used_at"] is None:
        return None, MOST_TRIES - row["tries"]
    return Proven(ChallengePurpose(row["purpose"]), row["contact"], row["account_id"]), 0
