"""E-mailed links: stored as hashes, valid once and for an hour."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from auth.crypto.tokens_hash import new_secret
from database.connect import execute, fetch
from models import LinkPurpose

LIFETIME = timedelta(hours=1)
MAX_TOKEN_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class Opened:
    """The account and e-mail address of a used link."""

    account_id: int
    email: str


def _hash(token: str) -> str:
    # A plain hash is enough for 256 random bits.
    return hashlib.sha256(token.encode()).hexdigest()


async def begin(account_id: int | None, email: str, purpose: LinkPurpose, now: datetime) -> str:
    """Create a link and return its token; earlier links stay valid until they expire.

    Without an account the link opens nothing; it is written so that timing reveals nothing.
    """
    token = new_secret()
    await execute(
        "INSERT INTO link_token (token_hash, purpose, account_id, email, created_at, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        _hash(token),
        purpose.value,
        account_id,
        email,
        now,
        now + LIFETIME,
    )
    return token


async def use(token: str, purpose: LinkPurpose, now: datetime) -> Opened | None:
    """Use a link, once; None if it is unknown, used or expired.

    The account's other links for the same purpose become invalid.
    """
    if len(token) > MAX_TOKEN_CHARACTERS:
        return None
    rows = await fetch(
        "UPDATE link_token SET used_at = $3"
        " WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3"
        " AND account_id IS NOT NULL RETURNING account_id, email",
        _hash(token),
        purpose.value,
        now,
    )
    if not rows:
        return None
    account_id, email = rows[0]["account_id"], rows[0]["email"]
    await execute(
        "UPDATE link_token SET used_at = $3"
        " WHERE account_id = $1 AND purpose = $2 AND used_at IS NULL",
        account_id,
        purpose.value,
        now,
    )
    return Opened(account_id, email)
