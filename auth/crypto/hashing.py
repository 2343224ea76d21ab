"""Keyed hashes: made with the newest of the mart's secrets, known by any that is listed.

Of short secrets, such as six digits, such a hash tells nothing to whoever lacks the key. A hash
begins with the number of its secret, as a seal does with its key's, so that it can be told what an
old secret is still needed for. Those of secret 1 have no number: they are from before there could
be another.
"""

import hashlib
import hmac
from collections.abc import Mapping

SECRET_BYTES = 32
# A mark has room for no more beside its sign.
MAX_ID = 127
# Bits of a mark that are of the hash where a number stands before them.
MARK_BITS = 56


class Hashing:
    """Hashes with the first of its secrets.

    `keyed_hashes` and `marks` are by each, the newest first.
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
        """The id of the secret that hashes."""
        return self._first

    @property
    def ids(self) -> tuple[int, ...]:
        """The newest first."""
        return tuple(self._secrets)

    def keyed_hash(self, purpose: str, *parts: str) -> bytes:
        return self._keyed_hash_by(self._first, purpose, parts)

    def keyed_hashes(self, purpose: str, *parts: str) -> list[bytes]:
        """The hashes by every secret, any of which may be stored."""
        return [self._keyed_hash_by(number, purpose, parts) for number in self._secrets]

    def matches(self, kept: bytes, purpose: str, *parts: str) -> bool:
        """Whether it is a hash by any of the secrets, in constant time."""
        found = [hmac.compare_digest(kept, each) for each in self.keyed_hashes(purpose, *parts)]
        return any(found)

    def digests(self, purpose: str, *parts: str) -> list[bytes]:
        """Bare digests of 32 bytes, by each secret: for what is handed out and not kept."""
        return [_digest(secret, purpose, parts) for secret in self._secrets.values()]

    def mark(self, purpose: str, *parts: str) -> int:
        """A hash of 64 bits."""
        return self.marks(purpose, *parts)[0]

    def marks(self, purpose: str, *parts: str) -> list[int]:
        return [self._mark(number, purpose, parts) for number in self._secrets]

    def _keyed_hash_by(self, number: int, purpose: str, parts: tuple[str, ...]) -> bytes:
        digest = _digest(self._secrets[number], purpose, parts)
        return digest if number == 1 else bytes([number]) + digest

    def _mark(self, number: int, purpose: str, parts: tuple[str, ...]) -> int:
        bits = int.from_bytes(_digest(self._secrets[number], purpose, parts)[:8], signed=True)
        if number == 1:
            return bits
        return number << MARK_BITS | bits & ((1 << MARK_BITS) - 1)


def _digest(secret: bytes, purpose: str, parts: tuple[str, ...]) -> bytes:
    return hmac.digest(secret, "\x00".join((purpose, *parts)).encode(), hashlib.sha256)
