"""Random handles and secrets, which are stored as hashes only."""

import hmac
import secrets

HANDLE_BYTES, SECRET_BYTES = 16, 32


def new_handle() -> str:
    """A random handle of 22 letters, digits, hyphens and underscores (128 bits)."""
    return secrets.token_urlsafe(HANDLE_BYTES)


def new_secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


def constant_time_equals(one: bytes, other: bytes) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(one, other)
