"""Recovery codes: ten single-use codes of an account with an authenticator app."""

import base64
import hashlib
import re
import secrets
from datetime import datetime

from database.connect import execute, fetch, fetch_value

NUMBER = 10
CODE_BYTES = 10
PATTERN = re.compile(r"[A-Z2-7]{16}")


def _hash(code: str) -> bytes:
    # A plain hash is enough for 80 random bits.
    return hashlib.sha256(code.encode()).digest()


def folded(typed: str) -> str | None:
    """Normalise a typed code; None if it is malformed."""
    code = re.sub(r"[\s-]", "", typed[:40]).upper()
    return code if PATTERN.fullmatch(code) else None


async def make(account_id: int, now: datetime) -> list[str]:
    """Replace all codes by ten new ones; return them in the form to show, once."""
    codes = [base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode() for _ in range(NUMBER)]
    await remove(account_id)
    await execute(
        "INSERT INTO recovery_code (account_id, code_hash, created_at)"
        " SELECT $1, h, $3 FROM unnest($2::bytea[]) AS h",
        account_id,
        [_hash(code) for code in codes],
        now,
    )
    return ["-".join(code[i : i + 4] for i in range(0, 16, 4)) for code in codes]


async def use(account_id: int, code: str, now: datetime) -> bool:
    """Use a recovery code; whether it was one of the account's unused codes for its app."""
    rows = await fetch(
        "UPDATE recovery_code SET used_at = $3 WHERE account_id = $1 AND code_hash = $2"
        " AND used_at IS NULL AND EXISTS (SELECT FROM second_factor f"
        "  WHERE f.account_id = $1 AND f.confirmed_at IS NOT NULL) RETURNING id",
        account_id,
        _hash(code),
        now,
    )
    return bool(rows)


async def codes_left(account_id: int) -> int:
    number: int = await fetch_value(
        "SELECT count(*)::int FROM recovery_code WHERE account_id = $1 AND used_at IS NULL",
        account_id,
    )
    return number


async def remove(account_id: int) -> None:
    await execute("DELETE FROM recovery_code WHERE account_id = $1", account_id)
