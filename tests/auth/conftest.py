"""Secrets of the mart that are rotated within a test."""

import secrets
from collections.abc import Callable
from dataclasses import replace

import pytest

from auth.credentials import api_keys, one_time_codes
from auth.crypto import keys as files
from auth.crypto.hashing import Hashing
from auth.crypto.keys import keys
from auth.sessions import devices, sessions
from commerce.cart.pricing import buyers
from commerce.core.rate_limits import requesters
from commerce.operations import hashed_columns

OLD, NEW = secrets.token_bytes(32), secrets.token_bytes(32)
# Those modules that hold `keys` by its name.
HOLDERS = (
    api_keys,
    buyers,
    one_time_codes,
    devices,
    files,
    hashed_columns,
    sessions,
    requesters,
)
Use = Callable[[dict[int, bytes]], None]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    """Let the mart have these secrets, the newest first, as after a start with another file."""
    current = keys()

    def used(given: dict[int, bytes]) -> None:
        changed = replace(current, hashing=Hashing(given))
        for module in HOLDERS:
            monkeypatch.setattr(module, "keys", lambda: changed)

    used({1: OLD})
    return used
