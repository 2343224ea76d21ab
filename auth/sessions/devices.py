"""Devices: recognised by a cookie that outlives sessions.

The cookie holds a number nobody guesses and the mart's seal on it. It opens nothing: it tells that
somebody signed in here before, so that strangers' tries do not shut them out.
"""

import base64
import re
from dataclasses import dataclass
from datetime import timedelta

from auth.crypto.keys import keys
from auth.crypto.tokens_hash import constant_time_equals, new_handle

# Browsers keep cookies for 400 days at most (RFC 6265bis).
LIFETIME = timedelta(days=400)
PATTERN = re.compile(r"([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Device:
    """`name` is what it says it is, `id` the number of its cookie, if that is one of ours."""

    name: str = ""
    id: str | None = None

    @property
    def id_hash(self) -> bytes | None:
        """As it is kept; None without a cookie."""
        return None if self.id is None else keys().hashing.keyed_hash("device", self.id)

    @property
    def id_hashes(self) -> list[bytes]:
        """As it may be kept, by the newest secret first; nothing without a cookie."""
        return [] if self.id is None else keys().hashing.keyed_hashes("device", self.id)

    @property
    def fingerprints(self) -> list[bytes]:
        """The same for what comes from one device within minutes, by the newest secret first."""
        return keys().hashing.keyed_hashes("device fingerprint", self.id or "", self.name)


def _seals(device_id: str) -> list[str]:
    made = keys().hashing.digests("device cookie", device_id)
    return [base64.urlsafe_b64encode(each).rstrip(b"=").decode() for each in made]


def new_device_id() -> str:
    return new_handle()


def cookie_of(device_id: str) -> str:
    """The cookie's value."""
    return f"{device_id}.{_seals(device_id)[0]}"


def read_cookie(value: str) -> str | None:
    """The device's number; None for what is no cookie of ours."""
    form = PATTERN.fullmatch(value)
    if not form:
        return None
    found = [constant_time_equals(seal.encode(), form[2].encode()) for seal in _seals(form[1])]
    return form[1] if any(found) else None


def outdated(value: str) -> str | None:
    """The number of a device whose cookie is sealed with an older secret."""
    device_id = read_cookie(value)
    return None if device_id is None or value == cookie_of(device_id) else device_id
