"""The viewers of open sockets, so that sockets of an ended session are closed at once."""

from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

from auth.viewer import Viewer
from database.caches.table_cache import PEOPLE_CHANNEL, TABLE_CACHE

Look = Callable[[], None]


class _Who(NamedTuple):
    kind: str
    id: int


class SocketViewers:
    """Calls functions of an account or API key when the database notifies of a change of it.

    It only listens while there is a socket of a signed-in viewer.
    """

    def __init__(self) -> None:
        self._looks: defaultdict[_Who, set[Look]] = defaultdict(set)

    def add(self, viewer: Viewer, look: Look) -> None:
        if (who := _who(viewer)) is None:
            return
        if not self._looks:
            TABLE_CACHE.watch(self._on_change, PEOPLE_CHANNEL)
        self._looks[who].add(look)

    def remove(self, viewer: Viewer, look: Look) -> None:
        if (who := _who(viewer)) is None or who not in self._looks:
            return
        self._looks[who].discard(look)
        if not self._looks[who]:
            del self._looks[who]
            if not self._looks:
                TABLE_CACHE.unwatch(self._on_change, PEOPLE_CHANNEL)

    def _on_change(self, payload: str | None) -> None:
        """`account 7`, `ended 12 7`, `key 3`, or anything at all."""
        what, *numbers = (payload or "all").split()
        if numbers:
            kind = "key" if what == "key" else "account"
            concerned = [_Who(kind, int(numbers[-1]))]
        else:
            # Notifications were missed: a token expires within minutes, a key may never.
            concerned = [who for who in self._looks if who.kind == "key"]
        for who in concerned:
            for look in list(self._looks.get(who, ())):
                look()


def _who(viewer: Viewer) -> _Who | None:
    if viewer.key_id is not None:
        return _Who("key", viewer.key_id)
    return None if viewer.account_id is None else _Who("account", viewer.account_id)
