"""Limits on the work of a client: a leaky bucket in the process, shared once a second.

A unit is an ordinary request. A request with more than `UNIT_POINTS` objects, `UNIT_MILLISECONDS`
of server time or `UNIT_BYTES` of response counts as several, also if it is refused. A bucket holds
the units of a minute and leaks as many in a minute. A request needs no statement; frequent clients
are added up over all processes at most a second late. `auth.rate_limits` counts exactly.

The limits are `settings().client_requests`, `account_requests` and `key_requests`.
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
# Clients with fewer units in a minute are not shared with the other processes.
MIN_SHARED_UNITS = 10
MAX_CLIENTS = 100_000
# Clients beyond MAX_CLIENTS share one bucket of so many times the size.
OVERFLOW, OVERFLOW_TIMES = "overflow", 100
# The end of an IPv6 client's name: the network of a household.
HOUSEHOLD = "/64"

SHARE = """
INSERT INTO rate_counter AS c (key, number, expires_at)
SELECT key, number, now() + interval '2 minutes'
FROM unnest($1::text[], $2::int[]) AS used (key, number)
ORDER BY key
ON CONFLICT (key) DO UPDATE SET number = c.number + excluded.number
RETURNING key, number
"""


def units(points: int, milliseconds: float, size: int = 0) -> int:
    """The units of a request after it was answered; `size` is that of its response in bytes."""
    if points <= UNIT_POINTS and milliseconds <= UNIT_MILLISECONDS and size <= UNIT_BYTES:
        return 1
    shares = (points / UNIT_POINTS, milliseconds / UNIT_MILLISECONDS, size / UNIT_BYTES)
    return min(MAX_UNITS, max(1, round(max(shares))))


@dataclass(slots=True)
class Work:
    """The objects and bytes of the response to a socket message."""

    objects: int = 0
    size: int = 0


class ServerTime:
    """Milliseconds of this process's time that a request took.

    Requests under way at the same time share it equally, so that waiting for others costs nothing.
    """

    __slots__ = ("_clock", "_last", "_running")

    def __init__(self) -> None:
        self._clock, self._last, self._running = 0.0, 0.0, 0

    def begin(self) -> float:
        """Start a request; the argument of `end`."""
        started_at = self._advance()
        self._running += 1
        return started_at

    def end(self, started_at: float) -> float:
        """The milliseconds since `begin`."""
        now = self._advance()
        self._running -= 1
        return (now - started_at) * 1e3

    def _advance(self) -> float:
        now = time.perf_counter()
        if self._running:
            self._clock += (now - self._last) / self._running
        self._last = now
        return self._clock


class Bucket:
    """The level of one client at a time in Unix seconds."""

    __slots__ = ("at", "level")

    def __init__(self, now: float) -> None:
        self.level, self.at = 0.0, now


class RateLimits:
    """The buckets of this process, and the units used at other processes."""

    def __init__(self) -> None:
        self._minute = 0
        self._buckets: dict[str, Bucket] = {}
        # Units of this minute: used here, shared with the other processes, and used there.
        self._own: dict[str, int] = {}
        self._shared_units: dict[str, int] = {}
        self._others: dict[str, int] = {}

    def count(self, who: str, most: int, now: float, number: int = 1) -> tuple[int, int]:
        """Count units: how many are left (below 0: refuse), and seconds until one is free.

        A refused request is not counted. An IPv6 household also counts for the networks around it,
        which have several times its limit.
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
        # A bucket that was not filled for a minute is empty.
        self._buckets = {
            who: bucket for who, bucket in self._buckets.items() if now - bucket.at < WINDOW_SECONDS
        }

    @asynccontextmanager
    async def shared(self) -> AsyncIterator[None]:
        """Share counts with the other processes for as long as this lasts."""
        async with background(self._share):
            yield

    async def _share(self) -> None:
        while True:
            await asyncio.sleep(SHARE_SECONDS)
            try:
                await self.exchange()
            except Exception as error:
                log.warning("rate limits are not shared between processes: %s", error)

    async def exchange(self) -> None:
        """Share the units used since the last time, and add those of the other processes."""
        minute = self._minute
        news = {
            who: number - self._shared_units.get(who, 0)
            for who, number in self._own.items()
            if number >= MIN_SHARED_UNITS
        }
        if not news or minute != int(time.time()) // WINDOW_SECONDS:
            return
        keys = [f"{minute} {who}"[:200] for who in news]
        shared = {who: self._own[who] for who in news}
        rows = await fetch(SHARE, keys, list(news.values()))
        if minute != self._minute:
            return
        self._shared_units |= shared
        for row in rows:
            who = row["key"].partition(" ")[2]
            others = row["number"] - self._shared_units.get(who, 0)
            bucket = self._buckets.get(who)
            if bucket is not None:
                bucket.level += others - self._others.get(who, 0)
            self._others[who] = others
