"""Devices that an account has been signed in on, so that strangers' attempts do not count there."""

from dataclasses import dataclass

from auth.sessions.devices import PATTERN, Device, token_hashes
from database.connect import execute, fetch

# SQL: whether a session makes its device known. A second factor that was entered there shows the
# owner for good; a new password makes devices unknown that showed none.
MAKES_KNOWN = """(s.factor_at IS NOT NULL
  OR NOT s.is_factor_needed AND s.end_reason IS DISTINCT FROM 'revoked')"""
# SQL: whether a refresh token, by its handle and the hashes of its secret, is the latest of its
# session. The one before it is as good until the latest is used: the response may have been lost.
IS_LATEST = "t.handle = {0} AND (t.secret_hash = ANY({1}) OR t.previous_hash = ANY({1}))"
# The account is $1, hashes of the cookie $2, the refresh token $3 and $6. A token of half a sign-in
# shows the device it was begun on.
SHOWN = f"""
SELECT s.device_hash, s.device_hash = ANY($2::bytea[]) AS is_cookie
FROM session s LEFT JOIN session t ON t.account_id = $1 AND {IS_LATEST.format("$3", "$6::bytea[]")}
WHERE s.account_id = $1 AND (s.device_hash = ANY($2::bytea[]) OR s.device_hash = t.device_hash)
  AND CASE WHEN $4 THEN s.factor_at IS NOT NULL WHEN $5 THEN true ELSE {MAKES_KNOWN} END
ORDER BY is_cookie DESC LIMIT 1"""

# The same for any account, by the hashes of the cookie $1 or the refresh token $2 and $3.
SHOWN_ANYWHERE = f"""
SELECT s.device_hash, true AS is_cookie FROM session s
WHERE s.device_hash = ANY($1::bytea[]) AND {MAKES_KNOWN}
UNION ALL
SELECT s.device_hash, false FROM session t
JOIN session s ON s.account_id = t.account_id AND s.device_hash = t.device_hash
WHERE {IS_LATEST.format("$2", "$3::bytea[]")} AND {MAKES_KNOWN}
LIMIT 1"""


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A device of an account. `hashes` are those that its sessions may have."""

    name: str
    hashes: list[bytes]


async def known_device(
    account_id: int,
    device: Device,
    token: str | None,
    *,
    with_factor: bool = False,
    ever: bool = False,
) -> KnownDevice | None:
    """The device, if it has been signed in to the account; None for any other.

    It is known by its cookie, or else by its latest refresh token. A sign-in that never had the
    second factor it needed makes no device known, nor does one of before a new password that was
    set elsewhere. `with_factor` wants a second factor in any case, `ever` only a session.
    """
    form = PATTERN.fullmatch(token or "")
    if device.id is None and form is None:
        return None
    handle, hashes = (form[1], token_hashes(form[2])) if form else (None, [])
    rows = await fetch(SHOWN, account_id, device.id_hashes, handle, with_factor, ever, hashes)
    if not rows:
        return None
    stored: bytes = rows[0]["device_hash"]
    # A cookie's hash by the newest secret, whichever it was found by.
    names = device.id_hashes if rows[0]["is_cookie"] else [stored]
    return KnownDevice(f"device {account_id} {names[0].hex()[:32]}", names)


async def name_of_device(device: Device, token: str | None) -> str | None:
    """The name of a device that is known to some account; None for any other."""
    form = PATTERN.fullmatch(token or "")
    if device.id is None and form is None:
        return None
    handle, hashes = (form[1], token_hashes(form[2])) if form else (None, [])
    rows = await fetch(SHOWN_ANYWHERE, device.id_hashes, handle, hashes)
    if not rows:
        return None
    found: bytes = device.id_hashes[0] if rows[0]["is_cookie"] else rows[0]["device_hash"]
    return f"device {found.hex()[:32]}"


async def forget_devices(account_id: int, *, but: list[bytes], session_id: int | None) -> None:
    """Make all devices unknown that showed no second factor, but these and that of a session.

    For a new password: somebody else may have been signed in by the old one.
    """
    await execute(
        "UPDATE session s SET end_reason = 'revoked' WHERE account_id = $1"
        " AND ended_at IS NOT NULL AND end_reason <> 'revoked' AND NOT EXISTS ("
        " SELECT FROM unnest($2::bytea[]) AS own WHERE own = s.device_hash"
        " UNION ALL SELECT FROM session o WHERE o.id = $3 AND o.device_hash = s.device_hash)",
        account_id,
        but,
        session_id,
    )
