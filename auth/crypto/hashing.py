"""Keyed hashes (HMAC): computed with the newest of the mart's secrets, verified with all of them.

Without the key, even the hash of a short value such as six digits reveals nothing. A hash begins
with the id of its secret, which shows what an old secret is still needed for. Hashes of secret 1
have no id, for compatibility with those from before rotation existed; their marks are negative.
"""

import hashlib
import hmac
from collections.abc import Mapping

SECRET_BYTES = 32
# The most that a mark has room for, beside its sign.
MAX_ID = 127
# Bits of the hash in a mark with an id.
MARK_BITS = 56
SIGN = -1 << 63


class Hashing:
    """Hashes with the first of its secrets.

    `keyed_hashes` and `marks` return the hashes with each secret, the newest first.
    """

    def __init__(self, secrets: Mapping[int, bytes]) -> None:
        if not secrets or any(len(secret) < SECRET_BYTES for secret in secrets.values()):
            raise ValueError("hashing takes secrets of 32 bytes")
        if not all(1 <= number <= MAX_ID for number in secrets):
            raise ValueError(f"secrets have ids from 1 to {MAX_ID}")
        self._secrets = dict(secrets)
        self._first = next(iter(secrets))

    @property
    def newest(self) -> int:
        """The id of the first secret."""
        return self._first

    @property
    def ids(self) -> tuple[int, ...]:
        """Ids of all secrets, the newest first."""
        return tuple(self._secrets)

    def keyed_hash(self, purpose: str, *parts: str) -> bytes:
        return self._keyed_hash_by(self._first, purpose, parts)

    def keyed_hashes(self, purpose: str, *parts: str) -> list[bytes]:
        """The hashes with every secret, any of which may be stored."""
        return [self._keyed_hash_by(number, purpose, parts) for number in self._secrets]

    def matches(self, stored: bytes, purpose: str, *parts: str) -> bool:
        """Whether `stored` is a hash with any of the secrets, in constant time."""
        hashes = self.keyed_hashes(purpose, *parts)
        equals = [hmac.compare_digest(stored, each) for each in hashes]
        return any(equals)

    def digests(self, purpose: str, *parts: str) -> list[bytes]:
        """Digests of 32 bytes without id, one for each secret: for values that are not stored."""
        return [_digest(secret, purpose, parts) for secret in self._secrets.values()]

    def mark(self, purpose: str, *parts: str) -> int:
        """A hash of 64 bits, as a signed integer."""
        return self.marks(purpose, *parts)[0]

    def marks(self, purpose: str, *parts: str) -> list[int]:
        """The marks any of which may be stored, the first of which is: two of secret 1."""
        return [
            mark
            for number, secret in self._secrets.items()
            for mark in _marks_by(number, _digest(secret, purpose, parts))
        ]

    def _keyed_hash_by(self, number: int, purpose: str, parts: tuple[str, ...]) -> bytes:
        digest = _digest(self._secrets[number], purpose, parts)
        return digest if number == 1 else bytes([number]) + digest


def _marks_by(number: int, digest: bytes) -> list[int]:
    bits = int.from_bytes(digest[:8], signed=True)
    if number != 1:
        return [number << MARK_BITS | bits & ((1 << MARK_BITS) - 1)]
    # A mark with an id is never negative. Earlier versions stored `bits`: 1 in 256 had the highest
    # byte of any other secret.
    return [bits] if bits < 0 else [bits | SIGN, bits]


def _digest(secret: bytes, purpose: str, parts: tuple[str, ...]) -> bytes:
    return hmac.digest(secret, "\x00".join((purpose, *parts)).encode(), hashlib.sha256)
