"""How many requests a minute: counted in the process, and once a second with the other processes.

A request costs no statement. Whoever asks seldom is never written down; whoever asks often is added
up over all processes, a second late at the most. What must be exact is counted by `auth.rates`.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from database.connect import fetch

log = logging.getLogger("odop.server")

WINDOW = 60
SHARED_EACH = 1.0
# Who has asked less often in this window is not told to the other processes.
WORTH_TELLING = 10
MOST_KNOWN = 100_000
# All those for whom there is no room are counted together, and have this much more together.
CROWD, CROWD_TIMES = "crowd", 100

SHARE = """
INSERT INTO rate_counter AS c (key, number, expires_at)
SELECT key, number, now() + interval '2 minutes'
FROM unnest($1::text[], $2::int[]) AS told (key, number)
ORDER BY key
ON CONFLICT (key) DO UPDATE SET number = c.number + excluded.number
RETURNING key, number
"""


class Pace:
    """The counts of this process, and what it heard of the others'."""

    def __init__(self) -> None:
        self._window = 0
        self._own: dict[str, int] = {}
        self._told: dict[str, int] = {}
        self._others: dict[str, int] = {}

    def count(self, who: str, most: int, now: float) -> tuple[int, int]:
        """Count a request: how many are left in this minute (below 0: refuse), and its seconds.

        `now` is in seconds since 1970.
        """
        second = int(now)
        window = second // WINDOW
        if window != self._window:
            self._window = window
            self._own, self._told, self._others = {}, {}, {}
        own = self._own
        number = own.get(who, 0)
        if number == 0 and len(own) >= MOST_KNOWN:
            who, most = CROWD, most * CROWD_TIMES
            number = own.get(who, 0)
        own[who] = number + 1
        left = most - number - 1
        if self._others:
            left -= self._others.get(who, 0)
        return left, WINDOW - second % WINDOW

    @asynccontextmanager
    async def shared(self) -> AsyncIterator[None]:
        """Share counts with the other processes for as long as this lasts."""
        task = asyncio.create_task(self._share())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _share(self) -> None:
        while True:
            await asyncio.sleep(SHARED_EACH)
            try:
                await self.exchange()
            except Exception as error:
                log.warning("rates are not shared: %s", error)

    async def exchange(self) -> None:
        """Tell what was counted since, and hear what the others have."""
        window = self._window
        news = {
            who: number - self._told.get(who, 0)
            for who, number in self._own.items()
            if number >= WORTH_TELLING
        }
        if not news or window != int(time.time()) // WINDOW:
            return
        keys = [f"{window} {who}"[:200] for who in news]
        told = {who: self._own[who] for who in news}
        rows = await fetch(SHARE, keys, list(news.values()))
        if window != self._window:
            return
        self._told |= told
        for row in rows:
            who = row["key"].partition(" ")[2]
            self._others[who] = row["number"] - self._told.get(who, 0)
