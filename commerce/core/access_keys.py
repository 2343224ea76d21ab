"""Access keys, which open a cart or an order to their bearer. The database stores them encrypted.

A cart is looked up by the hash of its key. A plain hash of 128 random bits reveals nothing, and it
stays valid when the mart's own keys are rotated.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode

from auth.crypto.keys import keys

KEY_BYTES = 16


def new_key() -> str:
    """Return a random key of 22 letters, digits, hyphens and underscores (128 bits)."""
    return secrets.token_urlsafe(KEY_BYTES)


def lookup_hash(key: str) -> bytes:
    """SHA-256 of a key, by which its row is found."""
    return hashlib.sha256(key.encode()).digest()


def lookup_name(key: str) -> str:
    """The lookup hash as 43 URL-safe characters, for use in names."""
    return urlsafe_b64encode(lookup_hash(key)).decode().rstrip("=")


def seal_for_order(number: str, key: str) -> bytes:
    return keys().sealing.seal(key, order_place(number))


def open_for_order(number: str, sealed: bytes | None) -> str | None:
    """Decrypt an order's key; None if it has none. Raises BadSeal."""
    return None if sealed is None else keys().sealing.open(sealed, order_place(number))


def order_place(number: str) -> str:
    return f"orders:{number}:access_key"


def seal_for_cart(key: str) -> bytes:
    return keys().sealing.seal(key, cart_place(lookup_hash(key)))


def open_for_cart(token_hash: bytes, sealed: bytes) -> str:
    """Decrypt a cart's key. Raises BadSeal."""
    return keys().sealing.open(sealed, cart_place(token_hash))


def cart_place(token_hash: bytes) -> str:
    return f"cart:{token_hash.hex()}:token"
