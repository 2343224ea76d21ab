"""Devices, recognised by a cookie that outlives sessions.

The cookie is a random id with the mart's HMAC. It gives no access: it shows that an account has
been used here before, so that attempts of strangers do not lock its owner out.
"""

import base64
import re
from dataclasses import dataclass
from datetime import timedelta

from auth.crypto.keys import keys
from auth.crypto.tokens_hash import constant_time_equals, new_handle

# Browsers keep cookies for 400 days at most (RFC 6265bis).
LIFETIME = timedelta(days=400)
# A device cookie or a refresh token: a random id, and what shows that the mart issued it.
PATTERN = re.compile(r"([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Device:
    """A device: `name` is its own description, `id` the id of its valid cookie."""

    name: str = ""
    id: str | None = None

    @property
    def id_hash(self) -> bytes | None:
        """Hash of the id for storage; None without a cookie."""
        return None if self.id is None else keys().hashing.keyed_hash("device", self.id)

    @property
    def id_hashes(self) -> list[bytes]:
        """Hashes that may be stored, the newest secret first; empty without a cookie."""
        return [] if self.id is None else keys().hashing.keyed_hashes("device", self.id)

    @property
    def fingerprints(self) -> list[bytes]:
        """Hashes that recognise the device within minutes, the newest secret first."""
        return keys().hashing.keyed_hashes("device fingerprint", self.id or "", self.name)


def token_hashes(secret: str) -> list[bytes]:
    """Hashes that may be stored of a refresh token's second half, the newest secret first."""
    return keys().hashing.keyed_hashes("refresh", secret)


def _seals(device_id: str) -> list[str]:
    digests = keys().hashing.digests("device cookie", device_id)
    return [base64.urlsafe_b64encode(each).rstrip(b"=").decode() for each in digests]


def new_device_id() -> str:
    return new_handle()


def cookie_of(device_id: str) -> str:
    """The cookie's value."""
    return f"{device_id}.{_seals(device_id)[0]}"


def read_cookie(value: str) -> str | None:
    """The device's id; None if the cookie is not valid."""
    form = PATTERN.fullmatch(value)
    if not form:
        return None
    equals = [constant_time_equals(seal.encode(), form[2].encode()) for seal in _seals(form[1])]
    return form[1] if any(equals) else None


def outdated(value: str) -> str | None:
    """The id of a device whose cookie is signed with an older secret."""
    device_id = read_cookie(value)
    return None if device_id is None or value == cookie_of(device_id) else device_id
