"""Encryption of stored values with AES-256-GCM, bound to their place as associated data."""

import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32
# The id of the key is the first byte of a sealed value.
MAX_ID = 255


class BadSeal(Exception):  # noqa: N818 - it says what is the matter
    """A stored value was changed, moved, or encrypted with an unknown key."""


class Sealing:
    """Encrypts with the first of its keys and decrypts with any of them."""

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        if not keys or any(len(key) != KEY_BYTES for key in keys.values()):
            raise ValueError("sealing takes keys of 32 bytes")
        if not all(1 <= number <= MAX_ID for number in keys):
            raise ValueError(f"sealing keys have ids from 1 to {MAX_ID}")
        self._first = next(iter(keys))
        self._keys = {number: AESGCM(key) for number, key in keys.items()}

    @property
    def newest(self) -> int:
        """The id of the key that encrypts."""
        return self._first

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(self._keys)

    def seal(self, text: str, place: str) -> bytes:
        """Encrypt a text for a `place`, as in payee:7:pan; it cannot be decrypted for another."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self._keys[self._first].encrypt(nonce, text.encode(), place.encode())
        return bytes([self._first]) + nonce + sealed

    def open(self, sealed: bytes, place: str) -> str:
        """Decrypt a value of this `place`. Raises BadSeal."""
        key = self._keys.get(sealed[0]) if sealed else None
        if key is None:
            raise BadSeal
        nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return key.decrypt(nonce, rest, place.encode()).decode()
        except (InvalidTag, ValueError):
            raise BadSeal from None
