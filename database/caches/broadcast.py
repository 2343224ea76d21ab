"""Subscriptions of this process to events by key."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Generic, TypeVar

# Events waiting for one subscriber; more than this is an attack or a subscriber that is gone.
MAX_WAITING = 100
Event = TypeVar("Event")


class Missed(Exception):  # noqa: N818 - it says what happened
    """Events may have been lost: read the current state and subscribe again."""


class Broadcast(Generic[Event]):
    """Delivers events of a key to its subscribers."""

    def __init__(self) -> None:
        self._subscribers: defaultdict[int, set[asyncio.Queue[Event | None]]] = defaultdict(set)

    async def subscribe(self, key: int) -> AsyncGenerator[Event, None]:
        """Yield events of a key. Raises Missed."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue(MAX_WAITING)
        subscribers = self._subscribers[key]
        subscribers.add(queue)
        try:
            while (event := await queue.get()) is not None:
                yield event
            raise Missed
        finally:
            subscribers.discard(queue)
            if not subscribers:
                self._subscribers.pop(key, None)

    def publish(self, key: int, event: Event) -> None:
        for queue in self._subscribers.get(key, ()):
            _put(queue, event)

    def publish_missed(self) -> None:
        """Tell all subscribers that events may be lost."""
        for queues in self._subscribers.values():
            for queue in queues:
                _put(queue, None)


def _put(queue: "asyncio.Queue[Event | None]", event: Event | None) -> None:
    """Put an event into a queue; a full queue is marked as having missed one."""
    with suppress(asyncio.QueueEmpty):
        while queue.full():
            queue.get_nowait()
            event = None
    queue.put_nowait(event)
