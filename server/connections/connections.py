"""Limits on the number and the slowness of connections, before anything is parsed."""

import asyncio
import resource
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol
from weakref import WeakSet

from auth.networks import OF_CONNECTIONS, counted_networks
from server.requests.client_address import Networks, household
from server.time_limits.timeouts import TIMEOUTS, Timeouts

SWEEP_SECONDS = 0.5
# Files the process needs besides its connections: the database, pictures, logs.
RESERVED_FILES = 200
# Stands for no limit of open files.
UNLIMITED_FILES = 1_000_000


class Connection(Protocol):
    """The interface of a connection for `Connections`."""

    def cut_off(self) -> None:
        """End it: the client took too long to send or to read."""

    def close_idle(self) -> None:
        """Close it to make room for another one."""


@dataclass(slots=True)
class _Waiting:
    since: float
    seconds: float


class Connections:
    """The connections of one process. A limit of 0 is unlimited.

    There is no timer for each: connections that wait for their client are checked twice a second,
    and a request that arrives in one piece never waits.
    """

    def __init__(
        self,
        process: int = 0,
        client: int = 0,
        proxies: Sequence[str] = (),
        timeouts: Timeouts = TIMEOUTS,
    ) -> None:
        self._process, self._client, self._proxies = process, client, Networks(proxies)
        self.timeouts = timeouts
        self._clients: Counter[str] = Counter()
        self._waiting: dict[Connection, _Waiting] = {}
        # The time each became idle, longest first.
        self._idle: dict[Connection, float] = {}
        self._is_sweeping = False
        self.open = self.refused = self.cut_off = 0
        ALL.add(self)

    def acquire(self, peer: str) -> bool:
        """Count a connection of an address; False, without counting it, if there are too many.

        When the process is full, the connection that has been idle for longest is closed. Trusted
        proxies stand for many clients and have no limit of their own.
        """
        counted = self._counted(peer)
        if any(self._clients[network] >= self._client * times for network, times in counted):
            self.refused += 1
            return False
        if self._process and self.open >= min(self._process, max_by_files()):
            if not self._idle:
                self.refused += 1
                return False
            oldest = next(iter(self._idle))
            del self._idle[oldest]
            oldest.close_idle()
        self.open += 1
        self._clients.update(network for network, _ in counted)
        return True

    def release(self, peer: str) -> None:
        """Count one connection less."""
        self.open -= 1
        for network, _ in self._counted(peer):
            self._clients[network] -= 1
            if self._clients[network] <= 0:
                del self._clients[network]

    def _counted(self, peer: str) -> tuple[tuple[str, int], ...]:
        if not self._client or peer in self._proxies:
            return ()
        return counted_networks(household(peer), OF_CONNECTIONS)

    def wait(self, connection: Connection, seconds: float) -> None:
        """Cut a connection off unless `forget` is called within so many seconds of the first call.

        Later calls change the number of seconds, not the start.
        """
        waiting = self._waiting.get(connection)
        if waiting is not None:
            waiting.seconds = seconds
            return
        loop = asyncio.get_running_loop()
        self._waiting[connection] = _Waiting(loop.time(), seconds)
        self._look_later(loop)

    def _look_later(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._is_sweeping:
            self._is_sweeping = True
            loop.call_later(SWEEP_SECONDS, self._sweep, loop)

    def forget(self, connection: Connection) -> None:
        self._waiting.pop(connection, None)

    def rest(self, connection: Connection, loop: asyncio.AbstractEventLoop) -> None:
        """Mark a connection as idle: it may be closed to make room, or after a while."""
        self._idle[connection] = loop.time()
        self._look_later(loop)

    def wake(self, connection: Connection) -> None:
        self._idle.pop(connection, None)

    def _sweep(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        overdue = [
            connection
            for connection, waiting in self._waiting.items()
            if now - waiting.since >= waiting.seconds
        ]
        for connection in overdue:
            self._waiting.pop(connection, None)
            self.cut_off += 1
            connection.cut_off()
        self._close_idle(now)
        self._is_sweeping = False
        if self._waiting or self._idle:
            self._look_later(loop)

    def _close_idle(self, now: float) -> None:
        """Close those that have been idle for long enough."""
        while self._idle:
            oldest, since = next(iter(self._idle.items()))
            if now - since < self.timeouts.keep_alive_seconds:
                return
            del self._idle[oldest]
            oldest.close_idle()


# Those of this process, for /metrics.
ALL: WeakSet[Connections] = WeakSet()


def allow_open_files(connections: int) -> None:
    """Raise this process's limit of open files, as far as it may, so that so many can be open.

    For 0, which is unlimited, to the hard limit. Systems give a user 1,024 at first, and let a
    process raise that.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = (connections or UNLIMITED_FILES) + RESERVED_FILES
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        # macOS refuses some numbers below its hard limit.
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def max_by_files() -> int:
    """The number of connections that the limit of open files allows."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return UNLIMITED_FILES if soft == resource.RLIM_INFINITY else max(1, soft - RESERVED_FILES)
