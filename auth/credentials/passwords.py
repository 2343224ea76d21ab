"""Password hashing with argon2id, in a few threads of its own."""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

Result = TypeVar("Result")

# Minimum of OWASP's Password Storage Cheat Sheet for argon2id: 19 MiB, two passes.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
# Threads for hashing, which releases the GIL; other cores stay free for requests.
AT_ONCE = 2
MAX_WAITING = 64
# Longer passwords are cut before hashing, which bounds the work.
MAX_PASSWORD_CHARACTERS = 200


class TooBusy(Exception):  # noqa: N818 - it says what happened
    """Too many password checks are waiting; this one was rejected."""


def _composed(password: str) -> str:
    # A client may send half of a surrogate pair: it is replaced.
    whole = password.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", whole)


class Passwords:
    """Hashes and verifies passwords. A `hasher` with stronger parameters outdates older hashes."""

    def __init__(self, hasher: PasswordHasher = HASHER) -> None:
        self._hasher = hasher
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="password")
        self._running = 0
        # Computed in advance, so that unknown accounts take as long as others.
        self._dummy_hash = hasher.hash("nobody's password")

    async def hash(self, password: str) -> str:
        """Hash a password, with salt and parameters. Raises TooBusy."""
        return await self._in_thread(lambda: self._hasher.hash(_composed(password)))

    async def check(self, stored: str | None, password: str) -> bool:
        """Whether `password` matches a stored hash. Raises TooBusy."""
        return await self.match(stored, password) is not None

    async def match(self, stored: str | None, password: str) -> bool | None:
        """None if `password` does not match the stored hash; else whether the hash is outdated.

        Passwords are normalised before hashing (RFC 8265); old hashes of unnormalised passwords
        match, too. Without a stored hash, for an unknown account or one without a password, it
        takes as long. Raises TooBusy.
        """
        return await self._in_thread(lambda: self._matches(stored, password))

    def _matches(self, stored: str | None, password: str) -> bool | None:
        if len(password) > MAX_PASSWORD_CHARACTERS:
            stored, password = None, password[:MAX_PASSWORD_CHARACTERS]
        composed = _composed(password)
        tried = [composed] if composed == password else [composed, password]
        for text in tried:
            try:
                self._hasher.verify(self._dummy_hash if stored is None else stored, text)
            except (VerificationError, InvalidHashError):
                continue
            if stored is None:
                return None
            return text != composed or self._hasher.check_needs_rehash(stored)
        return None

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        if self._running >= MAX_WAITING:
            raise TooBusy
        self._running += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._running -= 1
