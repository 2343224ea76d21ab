"""Subscriptions to the end of an account's sessions."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass

from database.caches.broadcast import Broadcast, Missed
from database.caches.table_cache import PEOPLE_CHANNEL, TABLE_CACHE

__all__ = ["SESSION_EVENTS", "Ending", "Missed", "SessionEvents"]


@dataclass(frozen=True, slots=True)
class Ending:
    """A session that has ended, in this process or another."""

    session_id: int
    account_id: int


class SessionEvents:
    """Publishes the database's notifications (`session_told`) to subscribers in this process."""

    def __init__(self) -> None:
        self._broadcast: Broadcast[tuple[Ending, ...]] = Broadcast()
        # Those reported at once, by account.
        self._together: dict[int, list[Ending]] = {}
        TABLE_CACHE.watch(self._on_change, PEOPLE_CHANNEL)

    async def subscribe(self, account_id: int, last: int | None) -> AsyncIterator[Ending]:
        """Yield the ends of an account's sessions. Raises Missed.

        Of sessions that end at once the one of ID `last` comes last.
        """
        async with aclosing(self._broadcast.subscribe(account_id)) as news:
            async for together in news:
                for ending in sorted(together, key=lambda each: each.session_id == last):
                    yield ending

    def _on_change(self, payload: str | None) -> None:
        if payload is None:
            self._broadcast.publish_missed()
            return
        what, *numbers = payload.split()
        if what == "ended":
            ending = Ending(int(numbers[0]), int(numbers[1]))
            if not self._together:
                asyncio.get_running_loop().call_soon(self._publish)
            self._together.setdefault(ending.account_id, []).append(ending)

    def _publish(self) -> None:
        together, self._together = self._together, {}
        for account_id, endings in together.items():
            self._broadcast.publish(account_id, tuple(endings))


SESSION_EVENTS = SessionEvents()
