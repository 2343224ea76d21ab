"""Subscriptions to the end of an account's sessions."""

from collections.abc import AsyncIterator
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
        self._broadcast: Broadcast[Ending] = Broadcast()
        TABLE_CACHE.watch(self._on_change, PEOPLE_CHANNEL)

    def subscribe(self, account_id: int) -> AsyncIterator[Ending]:
        """Yield the ends of an account's sessions. Raises Missed."""
        return self._broadcast.subscribe(account_id)

    def _on_change(self, payload: str | None) -> None:
        if payload is None:
            self._broadcast.publish_missed()
            return
        what, *numbers = payload.split()
        if what == "ended":
            ending = Ending(int(numbers[0]), int(numbers[1]))
            self._broadcast.publish(ending.account_id, ending)


SESSION_EVENTS = SessionEvents()
