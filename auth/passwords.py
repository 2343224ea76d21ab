"""Passwords: hashed with argon2id, away from the event loop, a few at a time."""

import asyncio
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
MOST_WAITING = 64
# In characters. The longest that is looked at; more only makes work.
LONGEST = 200


class TooBusy(Exception):  # noqa: N818 - it says what happened
    """More sign-ins wait than can be answered soon. Nothing was decided."""


class Passwords:
    """Hashes and checks passwords. `hasher` may be another one when its parameters rise."""

    def __init__(self, hasher: PasswordHasher = HASHER) -> None:
        self._hasher = hasher
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="password")
        self._begun = 0
        # Made beforehand, so that the first unknown account takes no longer than the next.
        self._nobodys = hasher.hash("nobody's password")

    async def hash(self, password: str) -> str:
        """What is kept of a password, with its salt and parameters. Raises TooBusy."""
        return await self._away(lambda: self._hasher.hash(password))

    async def check(self, kept: str | None, password: str) -> bool:
        """Whether `password` is the one `kept` was made of.

        Without one, for an account that is unknown or has no password, it takes as long to say no.
        Raises TooBusy.
        """
        return await self._away(lambda: self._matches(kept, password))

    def is_outdated(self, kept: str) -> bool:
        """Whether `kept` was made with other parameters than today's, so that it is made anew."""
        return self._hasher.check_needs_rehash(kept)

    def _matches(self, kept: str | None, password: str) -> bool:
        if len(password) > LONGEST:
            kept, password = None, password[:LONGEST]
        try:
            self._hasher.verify(self._nobodys if kept is None else kept, password)
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    async def _away(self, work: Callable[[], Result]) -> Result:
        if self._begun >= MOST_WAITING:
            raise TooBusy
        self._begun += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._begun -= 1
