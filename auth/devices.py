"""Devices: recognised by a cookie that outlives sessions.

The cookie holds a number nobody guesses and the mart's seal on it. It opens nothing: it tells that
somebody signed in here before, so that strangers' tries do not shut them out.
"""

import base64
import re
from dataclasses import dataclass
from datetime import timedelta

from auth.keys import keys
from auth.secret import hashed, new_handle, same

# Browsers keep cookies for 400 days at most (RFC 6265bis).
LASTS = timedelta(days=400)
FORM = re.compile(r"([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Device:
    """`name` is what it says it is, `id` the number of its cookie, if that is one of ours."""

    name: str = ""
    id: str | None = None

    @property
    def id_hash(self) -> bytes | None:
        """As it is kept; None without a cookie."""
        return None if self.id is None else hashed(keys().secret, "device", self.id)

    @property
    def fingerprint(self) -> bytes:
        """The same for what comes from one device within minutes."""
        return hashed(keys().secret, "device fingerprint", self.id or "", self.name)


def _seal(device_id: str) -> str:
    made = hashed(keys().secret, "device cookie", device_id)
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def new_device_id() -> str:
    return new_handle()


def cookie_of(device_id: str) -> str:
    """The cookie's value."""
    return f"{device_id}.{_seal(device_id)}"


def read_cookie(value: str) -> str | None:
    """The device's number; None for what is no cookie of ours."""
    form = FORM.fullmatch(value)
    if not form or not same(_seal(form[1]).encode(), form[2].encode()):
        return None
    return form[1]
