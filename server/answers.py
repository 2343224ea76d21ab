"""Whole answers kept for those who ask the same again: anonymous, public, current.

An answer is kept as long as nothing in the catalogue changes. Every table an answer can come from
tells of its changes (`database/held.py`); the first change drops all answers, and while nobody
listens none are kept. What is given is at most as old as a notification takes to arrive, and
`SECONDS` in any case.
"""

import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from database.held import HELD

SECONDS = 30.0


@dataclass(slots=True)
class Answer:
    """A body as it is sent, and the languages it speaks."""

    body: bytes
    languages: str


class Answers:
    """At most `most` bytes of answers, those used last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[Hashable, tuple[float, Answer]] = OrderedDict()
        self._size, self._version = 0, -1
        self.given = 0

    def version(self) -> int | None:
        """To be told to `keep`, taken before the answer is made; None when none can be kept."""
        return HELD.version if self._most and HELD.heard.is_set() else None

    def get(self, key: Hashable) -> Answer | None:
        if self.version() is None or not self._is_current():
            return None
        found = self._known.get(key)
        if found is None or found[0] < time.monotonic():
            return None
        self._known.move_to_end(key)
        self.given += 1
        return found[1]

    def keep(self, key: Hashable, answer: Answer, version: int | None) -> None:
        """Keep an answer, unless something has changed since it was begun."""
        if version is None or version != self.version() or len(answer.body) > self._most // 8:
            return
        self._is_current()
        if (before := self._known.pop(key, None)) is not None:
            self._size -= len(before[1].body)
        self._known[key] = (time.monotonic() + SECONDS, answer)
        self._size += len(answer.body)
        while self._size > self._most:
            _, (_, oldest) = self._known.popitem(last=False)
            self._size -= len(oldest.body)

    def _is_current(self) -> bool:
        if self._version == HELD.version:
            return True
        self._known.clear()
        self._size, self._version = 0, HELD.version
        return False
