"""Sessions, one per device, with rotating refresh tokens.

A refresh token is `handle.secret`; the handle identifies the session. Responses get lost, and two
tabs may refresh at once: therefore the token used last returns the same successor to its device for
a minute. Use of an older token, or on another device, or later, means that it was copied, and ends
the session.

The successor is only stored as a hash. It is derived again from the previous token, a salt in the
session's row and a key of the mart, which only come together while the device presents the token.
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from auth.crypto.keys import keys
from auth.crypto.tokens_hash import SECRET_BYTES, new_handle, new_secret
from auth.inputs.text_input import fold_line
from auth.sessions.devices import PATTERN, Device, token_hashes
from auth.sessions.known_devices import known_device
from database.connect import execute, fetch, fetch_value
from models import SessionEnd
from settings import settings

# A session expires after this time without a refresh.
IDLE = timedelta(days=30)
# Time in which the token used last returns the same successor again.
REPEATABLE = timedelta(seconds=60)
# Open sessions of an account, and those that wait for a second factor; a further one replaces the
# one of its kind that was unused for longest. One address begins ten in a quarter of an hour.
MAX_SESSIONS, MAX_WAITING_SESSIONS = 50, 50
MAX_DEVICE_CHARACTERS = 120

# Absolute lifetime, independent of refreshes: SQL, for staff and officers or for others.
LIFETIME = """CASE
  WHEN EXISTS (SELECT FROM staff_member m WHERE m.account_id = {0})
    OR EXISTS (SELECT FROM officer_district d WHERE d.account_id = {0})
  THEN $1::interval ELSE $2::interval END"""
END = f"s.created_at + {LIFETIME.format('s.account_id')}"
# SQL for the id of the secret of a hash in a column (`auth.crypto.hashing`).
ID_OF_HASH = "CASE WHEN octet_length({0}) = 32 THEN 1 ELSE get_byte({0}, 0) END"
IS_WAITING = "s.is_factor_needed AND s.factor_at IS NULL AS is_waiting"
# Ends the open sessions of an account (`$1`) that are too many. Who has only the password ends no
# session that has its second factor, nor one that waits for it where it was entered before.
# Gives how many of them have been used meanwhile and were left.
END_SURPLUS = f"""
WITH open AS (
  SELECT s.id, s.last_seen_at, {IS_WAITING}, EXISTS (
    SELECT FROM session k WHERE k.account_id = $1 AND k.device_hash = s.device_hash
      AND k.factor_at IS NOT NULL) AS is_known
  FROM session s WHERE s.account_id = $1 AND s.ended_at IS NULL
), placed AS (
  SELECT id, last_seen_at, is_waiting, row_number() OVER (PARTITION BY is_waiting
    ORDER BY is_waiting AND is_known DESC, last_seen_at DESC, id DESC) AS place FROM open
), surplus AS (
  SELECT id, last_seen_at FROM placed
  WHERE place > CASE WHEN is_waiting THEN $4::int ELSE $3::int END
), ended AS (
  UPDATE session s SET ended_at = $2, end_reason = 'replaced' FROM surplus u
  WHERE s.id = u.id AND s.last_seen_at = u.last_seen_at AND s.ended_at IS NULL RETURNING s.id
)
SELECT (SELECT count(*) FROM surplus) - (SELECT count(*) FROM ended)
"""


class SessionEnded(Exception):  # noqa: N818 - it says what happened
    """The refresh token is unknown, expired or reused."""


@dataclass(frozen=True, slots=True)
class DeviceSession:
    """A session with its refresh token; `ends_at` is its absolute end."""

    session_id: int
    account_id: int
    refresh_token: str
    is_cookie: bool
    awaits_second_factor: bool
    ends_at: datetime


def _successors(handle: str, secret: str, salt: bytes) -> list[str]:
    """The next token, derived with each of the mart's secrets, the newest first."""
    digests = keys().hashing.digests("refresh successor", handle, secret, salt.hex())
    return [base64.urlsafe_b64encode(each).rstrip(b"=").decode() for each in digests]


def _lifetimes() -> tuple[timedelta, timedelta]:
    """Lifetimes of sessions: of staff and officers, and of other people."""
    current = settings()
    return timedelta(hours=current.staff_session_hours), timedelta(days=current.session_days)


async def begin(
    account_id: int,
    now: datetime,
    *,
    device: str,
    is_cookie: bool,
    is_factor_needed: bool,
    device_id: str | None = None,
    known_by: str | None = None,
    asker: str | None = None,
    counted_at: datetime | None = None,
) -> DeviceSession:
    """Create a session on a device. Call it in a transaction; the account is locked until its end.

    A device without a cookie may be known by a refresh token of an earlier session on it. `asker`
    is the rate limit key of the password attempt, counted at `counted_at`; both are kept while a
    second factor is awaited.

    Of two at once the second counts the first. What the sign-in was verified by has to be compared
    under the same lock.
    """
    handle, secret = new_handle(), new_secret()
    lifetime = await fetch_value(
        f"SELECT {LIFETIME.format('a.id')} FROM account a WHERE a.id = $3 FOR UPDATE OF a",
        *_lifetimes(),
        account_id,
    )
    ends_at = now + lifetime
    session_id = await fetch_value(
        "INSERT INTO session (account_id, handle, secret_hash, device, is_cookie, created_at,"
        " last_seen_at, expires_at, is_factor_needed, device_hash,"
        " password_asker, password_counted_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11) RETURNING id",
        account_id,
        handle,
        token_hashes(secret)[0],
        fold_line(device)[:MAX_DEVICE_CHARACTERS] or None,
        is_cookie,
        now,
        min(now + IDLE, ends_at),
        is_factor_needed,
        Device(device, device_id).id_hash or await _hash_of_app(account_id, known_by),
        asker if is_factor_needed else None,
        counted_at if is_factor_needed else None,
    )
    await _end_surplus(account_id, now)
    token = f"{handle}.{secret}"
    return DeviceSession(session_id, account_id, token, is_cookie, is_factor_needed, ends_at)


async def _hash_of_app(account_id: int, token: str | None) -> bytes:
    """What the sessions of a device without a cookie have in common."""
    device = await known_device(account_id, Device(), token)
    if device is None:
        return keys().hashing.keyed_hash("device", new_handle())
    return device.hashes[0]


async def _end_surplus(account_id: int, now: datetime) -> None:
    """End the sessions that are too many. The account is locked exclusively."""
    most = MAX_SESSIONS, MAX_WAITING_SESSIONS
    # One may be refreshed while the statement waits for it.
    while await fetch_value(END_SURPLUS, account_id, now, *most):
        pass


async def rotate(token: str, now: datetime, device: Device) -> DeviceSession:
    """Exchange the latest refresh token for the next one. Raises SessionEnded.

    A conditional UPDATE decides which of several concurrent calls is first. The same token from the
    same device within a minute returns the same result.
    """
    form = PATTERN.fullmatch(token)
    if not form:
        raise SessionEnded
    handle, secret = form.groups()
    salt = secrets.token_bytes(SECRET_BYTES)
    fresh = _successors(handle, secret, salt)[0]
    rows = await fetch(
        "UPDATE session s SET secret_hash = $5, previous_hash = s.secret_hash,"
        " successor_salt = $6, refreshed_at = $7, refreshed_by = $8, last_seen_at = $7,"
        f" expires_at = least($9, {END}),"
        " device_hash = CASE WHEN s.device_hash = ANY($10::bytea[]) THEN $11 ELSE s.device_hash END"
        " FROM account a WHERE s.handle = $3 AND s.secret_hash = ANY($4::bytea[])"
        " AND s.ended_at IS NULL"
        f" AND s.expires_at > $7 AND {END} > $7"
        " AND a.id = s.account_id AND a.suspended_at IS NULL"
        f" RETURNING s.id, s.account_id, s.is_cookie, {IS_WAITING}, {END} AS ends_at",
        *_lifetimes(),
        handle,
        token_hashes(secret),
        token_hashes(fresh)[0],
        salt,
        now,
        device.fingerprints[0],
        now + IDLE,
        device.id_hashes,
        device.id_hash,
    )
    if rows:
        return _session(rows[0], f"{handle}.{fresh}")
    again = await _repeated(handle, secret, now, device)
    if again is None:
        await _end_if_reused(handle, secret, now)
        raise SessionEnded
    return again


async def _repeated(
    handle: str, secret: str, now: datetime, device: Device
) -> DeviceSession | None:
    """The result of the token's first use, if it is the token used last, on this device."""
    rows = await fetch(
        f"SELECT s.id, s.account_id, s.is_cookie, {IS_WAITING}, {END} AS ends_at,"
        " s.successor_salt, s.secret_hash FROM session s JOIN account a ON a.id = s.account_id"
        " WHERE s.handle = $3 AND s.previous_hash = ANY($4::bytea[])"
        " AND s.refreshed_by = ANY($5::bytea[])"
        " AND s.refreshed_at > $6 AND s.ended_at IS NULL AND s.expires_at > $7"
        " AND a.suspended_at IS NULL",
        *_lifetimes(),
        handle,
        token_hashes(secret),
        device.fingerprints,
        now - REPEATABLE,
        now,
    )
    if not rows:
        return None
    row = rows[0]
    successors = _successors(handle, secret, row["successor_salt"])
    is_of = keys().hashing.matches
    fresh = next((each for each in successors if is_of(row["secret_hash"], "refresh", each)), None)
    if fresh is None:
        return None
    return _session(row, f"{handle}.{fresh}")


def _session(row: Any, token: str) -> DeviceSession:
    return DeviceSession(
        row["id"], row["account_id"], token, row["is_cookie"], row["is_waiting"], row["ends_at"]
    )


async def _end_if_reused(handle: str, secret: str, now: datetime) -> None:
    await execute(
        "UPDATE session SET ended_at = $3, end_reason = $4"
        " WHERE handle = $1 AND secret_hash <> ALL($2::bytea[]) AND ended_at IS NULL"
        f" AND {ID_OF_HASH.format('secret_hash')} = ANY($5::int[])",
        handle,
        token_hashes(secret),
        now,
        SessionEnd.REUSED.value,
        # A hash of a removed secret cannot be compared.
        keys().hashing.ids,
    )


async def is_spent(token: str, now: datetime, device: Device) -> bool:
    """Whether a device can discard this refresh token: its session is over, it was its latest.

    False if the device may have another token: a later one of the session, or of a later sign-in.
    """
    form = PATTERN.fullmatch(token)
    if not form:
        return False
    return bool(
        await fetch(
            "SELECT FROM session s WHERE s.handle = $1 AND s.secret_hash = ANY($2::bytea[])"
            " AND (s.ended_at IS NOT NULL OR s.expires_at <= $3)"
            " AND NOT EXISTS (SELECT FROM session n WHERE n.device_hash IN (SELECT s.device_hash"
            "  UNION ALL SELECT unnest($4::bytea[]) WHERE s.device_hash = ANY($4::bytea[]))"
            "  AND n.id > s.id AND n.is_cookie AND n.ended_at IS NULL)",
            form[1],
            token_hashes(form[2]),
            now,
            device.id_hashes,
        )
    )


async def account_of(token: str, now: datetime) -> tuple[int, int] | None:
    """Session and account of a valid refresh token, without rotating it.

    The previous token is accepted for a minute, since the response with the latest may be lost.
    """
    form = PATTERN.fullmatch(token)
    if not form:
        return None
    rows = await fetch(
        "SELECT id, account_id FROM session WHERE handle = $1 AND ended_at IS NULL"
        " AND (secret_hash = ANY($2::bytea[])"
        " OR previous_hash = ANY($2::bytea[]) AND refreshed_at > $3)",
        form[1],
        token_hashes(form[2]),
        now - REPEATABLE,
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
    """End one session of an account, or all, or all but one; return their number."""
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


async def forget_factor(account_id: int) -> None:
    """Forget second factors entered in sessions of an account without an app.

    They are sessions of one factor again. Those that still wait for theirs never become whole.
    """
    await execute(
        "UPDATE session SET factor_at = NULL, is_factor_needed = false"
        " WHERE account_id = $1 AND factor_at IS NOT NULL",
        account_id,
    )


@dataclass(frozen=True, slots=True)
class PasswordAttempt:
    """Who made a right attempt at a password, and when it was counted."""

    asker: str
    counted_at: datetime


async def show_factor(session_id: int, now: datetime) -> PasswordAttempt | None:
    """Record that the session has confirmed its second factor. The account is locked.

    Returns the counted password attempt to take back.
    """
    rows = await fetch(
        "WITH half AS (SELECT id, password_asker AS asker, password_counted_at AS counted_at"
        "  FROM session WHERE id = $1 FOR UPDATE)"
        " UPDATE session s SET factor_at = $2, password_asker = NULL, password_counted_at = NULL"
        " FROM half h WHERE s.id = h.id RETURNING s.account_id, h.asker, h.counted_at",
        session_id,
        now,
    )
    if not rows:
        return None
    row = rows[0]
    await _end_surplus(row["account_id"], now)
    is_counted = row["asker"] is not None and row["counted_at"] is not None
    return PasswordAttempt(row["asker"], row["counted_at"]) if is_counted else None
