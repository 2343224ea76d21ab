"""Keys that open a cart or an order to whoever has them. Database and dumps hold them sealed.

A cart is looked up by the hash of its key. Of 128 random bits a plain hash tells nothing, and it
outlasts the rotation of the mart's own keys.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode

from auth.crypto.keys import keys

KEY_BYTES = 16


def new_key() -> str:
    """22 letters, digits, hyphens and underscores that nobody guesses."""
    return secrets.token_urlsafe(KEY_BYTES)


def lookup_hash(key: str) -> bytes:
    """By which a row is found."""
    return hashlib.sha256(key.encode()).digest()


def lookup_name(key: str) -> str:
    """The same hash as 43 characters, for names."""
    return urlsafe_b64encode(lookup_hash(key)).decode().rstrip("=")


def seal_for_order(number: str, key: str) -> bytes:
    return keys().sealing.seal(key, order_place(number))


def open_for_order(number: str, sealed: bytes | None) -> str | None:
    """An order's key; None where it has none. Raises BadSeal."""
    return None if sealed is None else keys().sealing.open(sealed, order_place(number))


def order_place(number: str) -> str:
    return f"orders:{number}:access_key"


def seal_for_cart(key: str) -> bytes:
    return keys().sealing.seal(key, cart_place(lookup_hash(key)))


def open_for_cart(token_hash: bytes, sealed: bytes) -> str:
    """Raises BadSeal."""
    return keys().sealing.open(sealed, cart_place(token_hash))


def cart_place(token_hash: bytes) -> str:
    return f"cart:{token_hash.hex()}:token"
