"""Two-factor codes of an authenticator app (RFC 6238), each accepted once."""

from datetime import datetime

import pyotp

from auth.credentials.one_time_codes import typed_code
from auth.crypto.keys import keys
from database.connect import execute, fetch, fetch_value

ISSUER = "ODOP Mart"
STEP_SECONDS = 30
# Codes of the previous and next step are accepted, because clocks of phones deviate.
STEPS_AROUND = 1


def _place(account_id: int) -> str:
    return f"second_factor:{account_id}"


async def is_on(account_id: int) -> bool:
    return bool(
        await fetch_value(
            "SELECT confirmed_at IS NOT NULL FROM second_factor WHERE account_id = $1", account_id
        )
    )


async def begin(account_id: int, name: str, now: datetime) -> str | None:
    """Return an `otpauth://` URI with a new secret; None if a confirmed one exists."""
    secret = pyotp.random_base32()
    written = await fetch(
        "INSERT INTO second_factor (account_id, secret, begun_at, last_step)"
        " VALUES ($1, $2, $3, 0) ON CONFLICT (account_id) DO UPDATE"
        " SET secret = excluded.secret, begun_at = excluded.begun_at, last_step = 0"
        " WHERE second_factor.confirmed_at IS NULL RETURNING account_id",
        account_id,
        keys().sealing.seal(secret, _place(account_id)),
        now,
    )
    if not written:
        return None
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


async def check(account_id: int, code: str, now: datetime, *, confirms: bool = False) -> bool:
    """Use a code of the app; whether it was valid and unused.

    `confirms` is for the first code, which activates the factor.
    """
    rows = await fetch(
        "SELECT secret FROM second_factor"
        " WHERE account_id = $1 AND (confirmed_at IS NULL) = $2::boolean",
        account_id,
        confirms,
    )
    typed = typed_code(code)
    if not rows or typed is None:
        return False
    totp = pyotp.TOTP(keys().sealing.open(rows[0]["secret"], _place(account_id)))
    step = _step_of(totp, typed, int(now.timestamp()) // STEP_SECONDS)
    if step is None:
        return False
    taken = await fetch(
        "UPDATE second_factor SET last_step = $2, confirmed_at = coalesce(confirmed_at, $3)"
        " WHERE account_id = $1 AND last_step < $2 AND secret = $4 RETURNING account_id",
        account_id,
        step,
        now,
        rows[0]["secret"],
    )
    return bool(taken)


def _step_of(totp: pyotp.TOTP, code: str, current: int) -> int | None:
    for step in range(current - STEPS_AROUND, current + STEPS_AROUND + 1):
        if pyotp.utils.strings_equal(code, totp.generate_otp(step)):
            return step
    return None


async def remove(account_id: int) -> bool:
    """Remove the authenticator app; whether there was one."""
    return (await execute("DELETE FROM second_factor WHERE account_id = $1", account_id)) != (
        "DELETE 0"
    )
