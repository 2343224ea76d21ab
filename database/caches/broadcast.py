"""Subscriptions of this process to events by key."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Generic, TypeVar

# Of one listener; more than this at once is an attack or a listener that is gone.
MAX_WAITING = 100
Event = TypeVar("Event")


class Missed(Exception):  # noqa: N818 - it says what happened
    """Events may have been lost: read the current state and subscribe again."""


class Broadcast(Generic[Event]):
    """Delivers events of a key to its subscribers."""

    def __init__(self) -> None:
        self._listening: defaultdict[int, set[asyncio.Queue[Event | None]]] = defaultdict(set)

    async def subscribe(self, key: int) -> AsyncIterator[Event]:
        """Yield events of a key. Raises Missed."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue(MAX_WAITING)
        listening = self._listening[key]
        listening.add(queue)
        try:
            while (news := await queue.get()) is not None:
                yield news
            raise Missed
        finally:
            listening.discard(queue)
            if not listening:
                self._listening.pop(key, None)

    def publish(self, key: int, news: Event) -> None:
        for queue in self._listening.get(key, ()):
            _put(queue, news)

    def publish_missed(self) -> None:
        """Tell all subscribers that events may be lost."""
        for queues in self._listening.values():
            for queue in queues:
                _put(queue, None)


def _put(queue: "asyncio.Queue[Event | None]", what: Event | None) -> None:
    """Put an event into a queue; a full queue is marked as having missed one."""
    with suppress(asyncio.QueueEmpty):
        while queue.full():
            queue.get_nowait()
            what = None
    queue.put_nowait(what)
