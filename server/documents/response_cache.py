"""A cache of whole public responses.

A response is cached as long as nothing in the catalogue changes: the first notification of a change
(`database/caches/table_cache.py`) drops all of them, and while the process does not listen nothing
is cached. A response is older than the data by the delay of a notification, and never older than
`MAX_AGE_SECONDS`.
"""

import asyncio
import hashlib
import time
import zlib
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from typing import NamedTuple

import brotli

from commerce.core.texts.language import Language
from database.caches.table_cache import TABLE_CACHE
from server.requests.negotiation import BROTLI, GZIP, IDENTITY

MAX_AGE_SECONDS = 30.0
# Memory of an entry besides its body and variables.
ENTRY_BYTES = 1_000
# Shorter bodies fit into one packet uncompressed.
MIN_COMPRESSED_BYTES = 1_024
# Levels for cached bodies, for bodies sent once, and for cached ones up to a length while there is
# time.
COMPRESSION_LEVELS = {GZIP: 9, BROTLI: 6}
PASSING_LEVELS = {GZIP: 1, BROTLI: 4}
PRESSED_LEVELS = {BROTLI: 11}
MAX_PRESSED_BYTES = 65_536
# Times a request waits for another that makes the same response, before it makes its own.
MAX_FLIGHTS = 2
# A compression is followed by a pause so many times as long.
PAUSE_TIMES = 10
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
# An operation's identity, its variables as JSON, the language.
ResponseKey = tuple[object, bytes, Language]


class Answer:
    """A response body and its languages; compressed on first use."""

    __slots__ = ("_packed", "_tag", "body", "is_cached", "is_compressed", "languages")

    def __init__(self, body: bytes, languages: str) -> None:
        self.body, self.languages = body, languages
        self._packed: dict[str, bytes] = {}
        self._tag = ""
        # Whether it is cached, and compressed as much as possible.
        self.is_cached = self.is_compressed = False

    def encoded(self, encoding: str) -> bytes:
        if encoding == IDENTITY:
            return self.body
        packed = self._packed.get(encoding)
        if packed is None:
            packed = self._packed[encoding] = compressed(self.body, encoding, COMPRESSION_LEVELS)
        return packed

    async def compress(self) -> None:
        """Compress it by Brotli as much as possible, in a thread."""
        packed = await asyncio.to_thread(compressed, self.body, BROTLI, PRESSED_LEVELS)
        if BROTLI not in self._packed:
            self._packed[BROTLI], self.is_compressed = packed, True

    def needs_compression(self, encoding: str) -> bool:
        is_long = len(self.body) > MAX_PRESSED_BYTES
        return self.is_cached and encoding == BROTLI and BROTLI not in self._packed and not is_long

    def tag(self, encoding: str) -> str:
        """The entity tag of the body in an encoding."""
        tags = self.tags(encoding)
        return tags[-1] if self.is_compressed else tags[0]

    def tags(self, encoding: str) -> tuple[str, ...]:
        """The entity tags of all forms of the body in an encoding, whose bytes differ."""
        if not self._tag:
            self._tag = hashlib.blake2b(self.body, digest_size=12).hexdigest()
        if encoding == IDENTITY:
            return (f'"{self._tag}"',)
        tag = f"{self._tag}-{encoding}"
        return (f'"{tag}"', f'"{tag}-small"') if encoding == BROTLI else (f'"{tag}"',)

    @property
    def is_compressible(self) -> bool:
        return len(self.body) >= MIN_COMPRESSED_BYTES

    @property
    def size(self) -> int:
        """Memory with its two compressed forms, each less than half as long."""
        return 2 * len(self.body) if self.is_compressible else len(self.body)


def compressed(body: bytes, encoding: str, levels: Mapping[str, int] = PASSING_LEVELS) -> bytes:
    """A body by gzip or Brotli."""
    if encoding == BROTLI:
        packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=levels[BROTLI])
        return packed
    packer = zlib.compressobj(levels[GZIP], zlib.DEFLATED, _GZIP_WINDOW)
    return packer.compress(body) + packer.flush()


class CompressedBodies:
    """Compresses cached bodies as much as possible, one at a time and part of the time.

    It takes thirty times as long as the usual level, which would be a whole core's work where
    responses change all the time; the others are compressed at the usual level.
    """

    def __init__(self) -> None:
        self._is_at_work = False
        self._free_at = 0.0

    async def compress(self, answer: Answer) -> None:
        started_at = time.monotonic()
        if self._is_at_work or started_at < self._free_at:
            return
        self._is_at_work = True
        try:
            await answer.compress()
        finally:
            ended = time.monotonic()
            self._is_at_work, self._free_at = False, ended + (ended - started_at) * PAUSE_TIMES


class Flights:
    """Public responses under way: of many equal requests one makes it and the others wait.

    A waiter that is cancelled does not affect the others.
    """

    def __init__(self) -> None:
        self._waiting: dict[Hashable, list[asyncio.Future[Answer | None]]] = {}

    def begin(self, key: Hashable) -> bool:
        """Whether the caller has to make it, and then to call `end` in any case."""
        if key in self._waiting:
            return False
        self._waiting[key] = []
        return True

    def end(self, key: Hashable, answer: Answer | None = None) -> None:
        """Give the response to all that wait; None if there is none."""
        for waiter in self._waiting.pop(key, ()):
            if not waiter.done():
                waiter.set_result(answer)

    async def wait(self, key: Hashable) -> Answer | None:
        """The response another request is making; None if it failed."""
        waiter: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        self._waiting[key].append(waiter)
        return await waiter


class _Entry(NamedTuple):
    until: float
    size: int
    answer: Answer


class ResponseCache:
    """An LRU cache of responses, bounded in bytes and age."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._version = -1
        self.size = self.hits = 0

    def version(self) -> int | None:
        """The argument of `keep`, read before the response is made; None if it cannot be cached."""
        return TABLE_CACHE.version if self._max_bytes and TABLE_CACHE.listening.is_set() else None

    def get(self, key: Hashable) -> Answer | None:
        if self.version() is None or not self._is_current():
            return None
        found = self._entries.get(key)
        if found is None:
            return None
        if found.until < time.monotonic():
            self._drop(key)
            return None
        self.hits += 1
        return found.answer

    def keep(self, key: Hashable, answer: Answer, version: int | None, key_bytes: int = 0) -> None:
        """Store a response, unless data has changed since it was begun."""
        size = answer.size + key_bytes + ENTRY_BYTES
        if version is None or version != self.version() or size > self._max_bytes // 8:
            return
        self._is_current()
        now = time.monotonic()
        self._drop(key)
        self._entries[key] = _Entry(now + MAX_AGE_SECONDS, size, answer)
        answer.is_cached = True
        self.size += size
        self._drop_old(now)

    def _drop_old(self, now: float) -> None:
        """Drop the oldest: all of them last equally long."""
        while self._entries:
            key, entry = next(iter(self._entries.items()))
            if entry.until >= now and self.size <= self._max_bytes:
                return
            self._drop(key)

    def _drop(self, key: Hashable) -> None:
        if (entry := self._entries.pop(key, None)) is not None:
            self.size -= entry.size

    def sweep(self) -> None:
        """Drop expired and outdated entries."""
        if self._is_current():
            self._drop_old(time.monotonic())

    def _is_current(self) -> bool:
        if self._version == TABLE_CACHE.version:
            return True
        self._entries.clear()
        self.size, self._version = 0, TABLE_CACHE.version
        return False
