"""Who wants to hear when a session of an account ends."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from database.held import HELD, PEOPLE_CHANNEL

# Of one listener; more than this at once is an attack or a listener that is gone.
MOST_WAITING = 100


class Missed(Exception):  # noqa: N818 - it says what happened
    """Some endings may not have been heard of: ask anew how things stand, then listen again."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A session that has ended, in this process or another."""

    session_id: int
    account_id: int


class Endings:
    """Hands on what the database tells of (migration 0009) to those who listen in this process."""

    def __init__(self) -> None:
        self._listening: defaultdict[int, set[asyncio.Queue[Ending | None]]] = defaultdict(set)
        HELD.watch(self._told, PEOPLE_CHANNEL)

    async def of(self, account_id: int) -> AsyncIterator[Ending]:
        """Endings of an account's sessions from now on. Raises Missed."""
        queue: asyncio.Queue[Ending | None] = asyncio.Queue(MOST_WAITING)
        listening = self._listening[account_id]
        listening.add(queue)
        try:
            while (ending := await queue.get()) is not None:
                yield ending
            raise Missed
        finally:
            listening.discard(queue)
            if not listening:
                self._listening.pop(account_id, None)

    def _told(self, told: str | None) -> None:
        if told is None:
            for queues in self._listening.values():
                for queue in queues:
                    _put(queue, None)
            return
        what, *numbers = told.split()
        if what == "ended":
            ending = Ending(int(numbers[0]), int(numbers[1]))
            for queue in self._listening.get(ending.account_id, ()):
                _put(queue, ending)


def _put(queue: "asyncio.Queue[Ending | None]", what: Ending | None) -> None:
    """Where there is no room, the listener hears that it has missed something."""
    with suppress(asyncio.QueueEmpty):
        while queue.full():
            queue.get_nowait()
            what = None
    queue.put_nowait(what)


ENDINGS = Endings()
