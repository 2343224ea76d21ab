"""Connections of the pool lent to single statements, without the pool's ceremony.

A statement that stands alone needs nothing put right after it. So some of the pool's connections
stay out of it and go from hand to hand; one whose statement failed or was broken off goes back to
the pool, which sees to it. Transactions take theirs from the rest of the pool.
"""

import asyncio
from collections import deque
from typing import Any

import asyncpg


class ConnectionPool:
    """At most `most` connections of `pool`, lent to one statement at a time, first come first.

    Statements of the public have at most `public_most` of them at a time, so that however many ask
    for pages, there is a connection for a cart, a checkout, a sign-in.
    """

    def __init__(self, pool: asyncpg.Pool, most: int, public_most: int | None = None) -> None:
        self.pool, self._max_size = pool, most
        self._max_public = most if public_most is None else public_most
        self._free: list[Any] = []
        self._open = self._public = 0
        # Those that are lent, free, or being opened or returned are all counted as open. Whoever
        # waits gets a connection, or None for a place among them.
        self._waiting: deque[asyncio.Future[Any]] = deque()
        # The public waits first for its share, and then for a connection like everybody else.
        self._public_waiting: deque[asyncio.Future[None]] = deque()

    @property
    def waiting(self) -> int:
        """Statements that wait for a connection."""
        return len(self._waiting) + len(self._public_waiting)

    def take_free(self, is_public: bool = False) -> Any:
        """A connection if one is free, else None."""
        if is_public:
            if self._public >= self._max_public or self._public_waiting:
                return None
            if self._free and _is_open(self._free[-1]):
                self._public += 1
                return self._free.pop()
            return None
        if self._free and _is_open(self._free[-1]):
            return self._free.pop()
        return None

    async def take(self, is_public: bool = False) -> Any:
        """A connection; waits while all are lent."""
        if not is_public:
            return await self._take()
        await self._take_share()
        try:
            return await self._take()
        except BaseException:
            self._give_share()
            raise

    async def _take_share(self) -> None:
        if self._public < self._max_public and not self._public_waiting:
            self._public += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._public_waiting.append(turn)
        try:
            await turn
        except BaseException:
            if turn.done() and not turn.cancelled():
                self._give_share()
            raise

    def _give_share(self) -> None:
        """Hand a place of the public's on, or leave it free."""
        while self._public_waiting:
            turn = self._public_waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._public -= 1

    async def _take(self) -> Any:
        while self._free:
            connection = self._free.pop()
            if _is_open(connection):
                return connection
            await self._return(connection)
        if self._open >= self._max_size:
            turn = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            try:
                connection = await turn
            except BaseException:
                # It may have come to nothing just when its turn came.
                if turn.done() and not turn.cancelled():
                    handed = turn.result()
                    if handed is None:
                        self._give_place()
                    else:
                        self.release(handed)
                raise
            if connection is not None:
                return connection
        else:
            self._open += 1
        try:
            return await self.pool.acquire()
        except BaseException:
            self._give_place()
            raise

    def release(self, connection: Any, is_public: bool = False) -> None:
        """Take back a connection whose statement has ended well."""
        if not self._hand_over(connection):
            self._free.append(connection)
        if is_public:
            self._give_share()

    async def discard(self, connection: Any, is_public: bool = False) -> None:
        """Take back a connection whose statement has not, or that is closed."""
        try:
            await self._return(connection)
        finally:
            if is_public:
                self._give_share()

    async def _return(self, connection: Any) -> None:
        # Its place is taken until the pool has it back.
        try:
            await self.pool.release(connection)
        finally:
            self._give_place()

    async def close(self) -> None:
        """Return to the pool what is not lent."""
        while self._free:
            await self._return(self._free.pop())

    def _give_place(self) -> None:
        """Hand a place among those that are open on, or leave it free."""
        if not self._hand_over(None):
            self._open -= 1

    def _hand_over(self, connection: Any) -> bool:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(connection)
                return True
        return False


def own(connection: Any) -> Any:
    """The connection itself, of which the pool hands out proxies; None once it was taken back."""
    return connection._con


def _is_open(connection: Any) -> bool:
    # The pool takes back one that its server ended.
    within = own(connection)
    return within is not None and not within.is_closed()
