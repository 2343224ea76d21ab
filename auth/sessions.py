"""Sessions: one a device, with a refresh token that is another one after each use.

A refresh token is `handle.secret`. The handle names the session and nobody guesses it, so who
shows it with a secret that is not the last one shows a token that was used before: it was copied,
and the session ends for both.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from auth.keys import keys
from auth.secret import hashed, new_handle, new_secret
from database.connect import execute, fetch, fetch_value
from models import SessionEnd

LASTS = timedelta(days=30)
# Of the oldest sessions of an account no more than these stay open.
MOST = 50
LONGEST_DEVICE = 120
FORM = re.compile(r"([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})")


class SessionEnded(Exception):  # noqa: N818 - it says what happened
    """The refresh token is none, is too old, or was used before."""


@dataclass(frozen=True, slots=True)
class Held:
    """A session as its device holds it."""

    session_id: int
    account_id: int
    refresh_token: str
    is_cookie: bool
    is_waiting: bool


def _hash(secret: str) -> bytes:
    return hashed(keys().secret, "refresh", secret)


async def begin(
    account_id: int, now: datetime, *, device: str, is_cookie: bool, is_factor_needed: bool
) -> Held:
    """Sign somebody in on a device."""
    handle, secret = new_handle(), new_secret()
    session_id = await fetch_value(
        "INSERT INTO session (account_id, handle, secret_hash, device, is_cookie, created_at,"
        " last_seen_at, expires_at, is_factor_needed)"
        " VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8) RETURNING id",
        account_id,
        handle,
        _hash(secret),
        device[:LONGEST_DEVICE] or None,
        is_cookie,
        now,
        now + LASTS,
        is_factor_needed,
    )
    await execute(
        "UPDATE session SET ended_at = $2, end_reason = 'replaced' WHERE id IN ("
        " SELECT id FROM session WHERE account_id = $1 AND ended_at IS NULL"
        " ORDER BY last_seen_at DESC, id DESC OFFSET $3)",
        account_id,
        now,
        MOST,
    )
    return Held(session_id, account_id, f"{handle}.{secret}", is_cookie, is_factor_needed)


async def rotate(token: str, now: datetime) -> Held:
    """The session's next refresh token for its last one. Raises SessionEnded.

    One conditional UPDATE decides: of several who show the same token one is first, and the others
    show one that was used.
    """
    form = FORM.fullmatch(token)
    if not form:
        raise SessionEnded
    handle, secret = form.groups()
    fresh = new_secret()
    rows = await fetch(
        "UPDATE session s SET secret_hash = $3, last_seen_at = $4, expires_at = $5"
        " FROM account a WHERE s.handle = $1 AND s.secret_hash = $2 AND s.ended_at IS NULL"
        " AND s.expires_at > $4 AND a.id = s.account_id AND a.suspended_at IS NULL"
        " RETURNING s.id, s.account_id, s.is_cookie, s.is_factor_needed AND s.factor_at IS NULL",
        handle,
        _hash(secret),
        _hash(fresh),
        now,
        now + LASTS,
    )
    if not rows:
        await _end_if_reused(handle, secret, now)
        raise SessionEnded
    session_id, account_id, is_cookie, is_waiting = rows[0]
    return Held(session_id, account_id, f"{handle}.{fresh}", is_cookie, is_waiting)


async def _end_if_reused(handle: str, secret: str, now: datetime) -> None:
    await execute(
        "UPDATE session SET ended_at = $3, end_reason = $4"
        " WHERE handle = $1 AND secret_hash <> $2 AND ended_at IS NULL",
        handle,
        _hash(secret),
        now,
        SessionEnd.REUSED.value,
    )


async def account_of(token: str) -> tuple[int, int] | None:
    """Session and account of a refresh token that still holds; nothing is used up."""
    form = FORM.fullmatch(token)
    if not form:
        return None
    rows = await fetch(
        "SELECT id, account_id FROM session"
        " WHERE handle = $1 AND secret_hash = $2 AND ended_at IS NULL",
        form[1],
        _hash(form[2]),
    )
    return (rows[0]["id"], rows[0]["account_id"]) if rows else None


async def end(
    account_id: int,
    now: datetime,
    *,
    session_id: int | None = None,
    but: int | None = None,
    reason: SessionEnd = SessionEnd.SIGNED_OUT,
) -> int:
    """End one session of an account, or all but one; how many that were."""
    rows = await fetch(
        "UPDATE session SET ended_at = $2, end_reason = $3 WHERE account_id = $1"
        " AND ended_at IS NULL AND ($4::int IS NULL OR id = $4) AND ($5::int IS NULL OR id <> $5)"
        " RETURNING id",
        account_id,
        now,
        reason.value,
        session_id,
        but,
    )
    return len(rows)


async def show_factor(session_id: int, now: datetime) -> None:
    """The session's second factor was shown."""
    await execute("UPDATE session SET factor_at = $2 WHERE id = $1", session_id, now)
