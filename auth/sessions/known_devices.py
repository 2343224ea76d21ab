"""Devices that an account has been signed in on, so that strangers' attempts do not count there."""

from dataclasses import dataclass

from auth.sessions.devices import PATTERN, Device
from database.connect import fetch

# Whether a session does not make its device unknown: nobody else ended it.
IS_TRUSTED = "(s.ended_at IS NULL OR s.end_reason IN ('signed_out', 'replaced'))"


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A device of an account, or the session of an access token (then without a hash)."""

    name: str
    hash: bytes | None


# The account is $1, hashes of the cookie $2, the handle of a refresh token $3, the session of an
# access token $4. A token of half a sign-in shows its device; a token of a session that others
# ended shows nothing, since its holder may be why.
KNOWN_DEVICE = f"""
SELECT s.device_hash, s.device_hash = ANY($2::bytea[]) AS is_cookie,
  s.device_hash = t.device_hash AS is_token
FROM session s LEFT JOIN (
  SELECT s.device_hash FROM session s WHERE s.account_id = $1 AND s.handle = $3 AND {IS_TRUSTED}
) t ON true
WHERE s.account_id = $1 AND {IS_TRUSTED}
  AND (s.factor_at IS NOT NULL OR NOT (s.is_factor_needed OR $5))
  AND (s.device_hash = ANY($2::bytea[]) OR s.device_hash = t.device_hash
    OR s.id = $4 AND s.ended_at IS NULL)
ORDER BY is_cookie DESC NULLS LAST, is_token DESC NULLS LAST LIMIT 1"""


async def known_device(
    account_id: int,
    device: Device,
    token: str | None,
    session_id: int | None = None,
    *,
    with_factor: bool = False,
) -> KnownDevice | None:
    """The device, if it has been signed in to the account; None for any other.

    It is known by its cookie, or else by a refresh token, or else by the session of its access
    token, which may have been copied and is therefore counted by itself. A sign-in that never had
    the second factor it needed makes no device known; `with_factor` wants one in any case. Nor
    does a session that was ended from elsewhere.
    """
    form = PATTERN.fullmatch(token or "")
    if device.id is None and form is None and session_id is None:
        return None
    rows = await fetch(
        KNOWN_DEVICE,
        account_id,
        device.id_hashes,
        form[1] if form else None,
        session_id,
        with_factor,
    )
    if not rows:
        return None
    row = rows[0]
    if not (row["is_cookie"] or row["is_token"]):
        return KnownDevice(f"session {session_id}", None)
    # A cookie's hash by the newest secret, whichever it was found by.
    found: bytes = device.id_hash if row["is_cookie"] and device.id_hash else row["device_hash"]
    return KnownDevice(f"device {account_id} {found.hex()[:32]}", found)
