"""How much work a client may cause: a leaky bucket in the process, shared once a second.

A unit is an ordinary request. What takes more than `UNIT_POINTS` objects, `UNIT_MILLISECONDS` of
the server's time or `UNIT_BYTES` to send counts as several, also when it is refused. A bucket holds
the units of a minute and leaks as many in a minute. A request costs no statement; whoever asks
often is added up over all processes, a second late at the most. What must be exact is counted by
`auth.rate_limits`.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from math import ceil

from auth.networks import OF_REQUESTS, counted_networks
from database.background import background
from database.connect import fetch

log = logging.getLogger("odop.server")

WINDOW_SECONDS = 60
UNIT_POINTS, UNIT_MILLISECONDS, UNIT_BYTES = 1_000, 25, 250_000
MAX_UNITS = 100
SHARE_SECONDS = 1.0
# Who has caused less in this minute is not told to the other processes.
MIN_SHARED_UNITS = 10
MAX_CLIENTS = 100_000
# All those for whom there is no room are counted together, and have this much more together.
OVERFLOW, OVERFLOW_TIMES = "overflow", 100
# How the name of an IPv6 client ends: the network of a household.
HOUSEHOLD = "/64"

SHARE = """
INSERT INTO rate_counter AS c (key, number, expires_at)
SELECT key, number, now() + interval '2 minutes'
FROM unnest($1::text[], $2::int[]) AS told (key, number)
ORDER BY key
ON CONFLICT (key) DO UPDATE SET number = c.number + excluded.number
RETURNING key, number
"""


def units(points: int, milliseconds: float, size: int = 0) -> int:
    """What a request counts as once it is known what it took; `size` is of its answer, as sent."""
    if points <= UNIT_POINTS and milliseconds <= UNIT_MILLISECONDS and size <= UNIT_BYTES:
        return 1
    shares = (points / UNIT_POINTS, milliseconds / UNIT_MILLISECONDS, size / UNIT_BYTES)
    return min(MAX_UNITS, max(1, round(max(shares))))


@dataclass(slots=True)
class Work:
    """What is told of a message of a socket while it is worked on: its answer's objects, bytes."""

    objects: int = 0
    size: int = 0


class ServerTime:
    """Milliseconds a request has had of this process: the time that went by, shared fairly.

    Those that are under way at one time share it, so that nobody pays for waiting on the others.
    """

    __slots__ = ("_clock", "_last", "_running")

    def __init__(self) -> None:
        self._clock, self._last, self._running = 0.0, 0.0, 0

    def begin(self) -> float:
        begun = self._advance()
        self._running += 1
        return begun

    def end(self, begun: float) -> float:
        """The milliseconds since `begin`, which gave `begun`."""
        now = self._advance()
        self._running -= 1
        return (now - begun) * 1e3

    def _advance(self) -> float:
        now = time.perf_counter()
        if self._running:
            self._clock += (now - self._last) / self._running
        self._last = now
        return self._clock


class Bucket:
    """What one client has caused and what has leaked since; seconds are since 1970."""

    __slots__ = ("at", "level")

    def __init__(self, now: float) -> None:
        self.level, self.at = 0.0, now


class RateLimits:
    """The buckets of this process, and the units used at other processes."""

    def __init__(self) -> None:
        self._minute = 0
        self._buckets: dict[str, Bucket] = {}
        # Units of this minute: caused here, told to the others, and caused there.
        self._own: dict[str, int] = {}
        self._shared_units: dict[str, int] = {}
        self._others: dict[str, int] = {}

    def count(self, who: str, most: int, now: float, number: int = 1) -> tuple[int, int]:
        """Count units: how many are left (below 0: refuse), and seconds until one is free.

        A request that is refused is not counted. Those of an IPv6 household count for the networks
        around it as well, which have several times as many.
        """
        if who.endswith(HOUSEHOLD):
            for network, times in counted_networks(who, OF_REQUESTS)[1:]:
                around = self.count(network, most * times, now, number)
                if around[0] < 0 and number == 1:
                    return around
        minute = int(now) // WINDOW_SECONDS
        if minute != self._minute:
            self._turn(minute, now)
        bucket = self._buckets.get(who)
        if bucket is None:
            if len(self._buckets) >= MAX_CLIENTS:
                who, most = OVERFLOW, most * OVERFLOW_TIMES
                bucket = self._buckets.get(who)
            if bucket is None:
                bucket = self._buckets[who] = Bucket(now)
        else:
            leaked = (now - bucket.at) * most / WINDOW_SECONDS
            bucket.level = max(0.0, bucket.level - leaked)
            bucket.at = now
        left = most - bucket.level - number
        if left < 0 and number == 1:
            return -1, max(1, ceil(-left * WINDOW_SECONDS / most))
        bucket.level += number
        self._own[who] = self._own.get(who, 0) + number
        return int(left), max(1, ceil(bucket.level * WINDOW_SECONDS / most))

    def is_spent(self, who: str, most: int, now: float) -> bool:
        """Whether the limit is used up, without counting."""
        if who.endswith(HOUSEHOLD) and any(
            self.is_spent(network, most * times, now)
            for network, times in counted_networks(who, OF_REQUESTS)[1:]
        ):
            return True
        bucket = self._buckets.get(who)
        if bucket is None or not most:
            return False
        return bucket.level - (now - bucket.at) * most / WINDOW_SECONDS > most - 1

    def _turn(self, minute: int, now: float) -> None:
        self._minute = minute
        self._own, self._shared_units, self._others = {}, {}, {}
        # A bucket nobody filled for a minute has run out.
        self._buckets = {
            who: bucket for who, bucket in self._buckets.items() if now - bucket.at < WINDOW_SECONDS
        }

    @asynccontextmanager
    async def shared(self) -> AsyncIterator[None]:
        """Share counts with the other processes for as long as this lasts."""
        async with background(self._share()):
            yield

    async def _share(self) -> None:
        while True:
            await asyncio.sleep(SHARE_SECONDS)
            try:
                await self.exchange()
            except Exception as error:
                log.warning("rate limits are not shared between processes: %s", error)

    async def exchange(self) -> None:
        """Exchange the units used since with the other processes."""
        minute = self._minute
        news = {
            who: number - self._shared_units.get(who, 0)
            for who, number in self._own.items()
            if number >= MIN_SHARED_UNITS
        }
        if not news or minute != int(time.time()) // WINDOW_SECONDS:
            return
        keys = [f"{minute} {who}"[:200] for who in news]
        told = {who: self._own[who] for who in news}
        rows = await fetch(SHARE, keys, list(news.values()))
        if minute != self._minute:
            return
        self._shared_units |= told
        for row in rows:
            who = row["key"].partition(" ")[2]
            others = row["number"] - self._shared_units.get(who, 0)
            bucket = self._buckets.get(who)
            if bucket is not None:
                bucket.level += others - self._others.get(who, 0)
            self._others[who] = others
