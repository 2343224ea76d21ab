"""Passwords: hashed with argon2id, away from the event loop, a few at a time."""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

Result = TypeVar("Result")

# The least that OWASP's Password Storage Cheat Sheet names for argon2id: 19 MiB, two passes.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
# Hashing lets go of the interpreter's lock. It takes so many cores; the others stay with pages.
AT_ONCE = 2
MAX_WAITING = 64
# In characters. The longest that is looked at; more only makes work.
MAX_PASSWORD_CHARACTERS = 200


class TooBusy(Exception):  # noqa: N818 - it says what happened
    """Too many password checks are waiting; this one was not made."""


def _composed(password: str) -> str:
    # Half of a surrogate pair is no letter; a client may send one all the same.
    whole = password.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", whole)


class Passwords:
    """Hashes and checks passwords. `hasher` may be another one when its parameters rise."""

    def __init__(self, hasher: PasswordHasher = HASHER) -> None:
        self._hasher = hasher
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="password")
        self._running = 0
        # Made beforehand, so that the first unknown account takes no longer than the next.
        self._dummy_hash = hasher.hash("nobody's password")

    async def hash(self, password: str) -> str:
        """What is kept of a password, with its salt and parameters. Raises TooBusy."""
        return await self._in_thread(lambda: self._hasher.hash(_composed(password)))

    async def check(self, kept: str | None, password: str) -> bool:
        """Whether `password` is the one `kept` was made of."""
        return await self.match(kept, password) is not None

    async def match(self, kept: str | None, password: str) -> bool | None:
        """Whether `kept` has to be made anew though `password` fits it; None when it does not.

        The same letters can be written in several ways (RFC 8265). They are hashed in one; what
        was hashed as it was typed is tried as it is typed.

        Without one, for an account that is unknown or has no password, it takes as long to say no.
        Raises TooBusy.
        """
        return await self._in_thread(lambda: self._matches(kept, password))

    def _matches(self, kept: str | None, password: str) -> bool | None:
        if len(password) > MAX_PASSWORD_CHARACTERS:
            kept, password = None, password[:MAX_PASSWORD_CHARACTERS]
        composed = _composed(password)
        tried = [composed] if composed == password else [composed, password]
        for text in tried:
            try:
                self._hasher.verify(self._dummy_hash if kept is None else kept, text)
            except (VerificationError, InvalidHashError):
                continue
            if kept is None:
                return None
            return text != composed or self._hasher.check_needs_rehash(kept)
        return None

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        if self._running >= MAX_WAITING:
            raise TooBusy
        self._running += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._running -= 1
