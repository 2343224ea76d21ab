"""Fast reuse of connections for single statements, on top of asyncpg's pool.

A single statement needs no clean-up of its connection. Some of the pool's connections are therefore
kept acquired and passed on directly; after a failed or cancelled statement the connection returns
to the pool, which repairs it. Transactions use the rest of the pool.
"""

import asyncio
import logging
from collections import deque
from typing import Any

import asyncpg

log = logging.getLogger("odop.database")


class ConnectionPool:
    """At most `most` connections of `pool`, each used by one statement at a time, in FIFO order.

    Public statements use at most `public_most` of them, so that carts, checkouts and sign-ins get
    connections under any load of pages.
    """

    def __init__(self, pool: asyncpg.Pool, most: int, public_most: int | None = None) -> None:
        self.pool, self._max_size = pool, most
        # Asking asyncio for the running loop costs a system call each time.
        self.loop = asyncio.get_running_loop()
        self._max_public = most if public_most is None else public_most
        self._free: list[Any] = []
        self._open = self._public = 0
        # `_open` counts connections in use, free, and being opened or returned. A waiting task gets
        # a connection, or None for the right to open one.
        self._waiting: deque[asyncio.Future[Any]] = deque()
        # Public statements wait for their share first, and then for a connection.
        self._public_waiting: deque[asyncio.Future[None]] = deque()
        self._is_closed = False
        # Returns of connections whose statement ended after `close`.
        self._returning = set[asyncio.Task[None]]()

    @property
    def waiting(self) -> int:
        """Number of statements that wait for a connection."""
        return len(self._waiting) + len(self._public_waiting)

    def take_free(self, is_public: bool = False) -> Any:
        """A free connection, else None."""
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
        """A connection; waits while all are in use."""
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
        turn: asyncio.Future[None] = self.loop.create_future()
        self._public_waiting.append(turn)
        try:
            await turn
        except BaseException:
            if turn.done() and not turn.cancelled():
                self._give_share()
            raise

    def _give_share(self) -> None:
        """Pass a public share on to a waiting task, or free it."""
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
            turn = self.loop.create_future()
            self._waiting.append(turn)
            try:
                connection = await turn
            except BaseException:
                # Cancelled in the moment of its turn: pass the result on.
                if turn.done() and not turn.cancelled():
                    result = turn.result()
                    if result is None:
                        self._give_place()
                    else:
                        self.release(result)
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
        """Take back a connection after a successful statement."""
        if not self._hand_over(connection):
            self._free.append(connection)
            if self._is_closed:
                task = asyncio.create_task(self.close())
                self._returning.add(task)
                task.add_done_callback(self._returning.discard)
        if is_public:
            self._give_share()

    async def discard(self, connection: Any, is_public: bool = False) -> None:
        """Return a connection to the pool after a failed statement, or if it is closed."""
        try:
            await self._return(connection)
        finally:
            if is_public:
                self._give_share()

    async def _return(self, connection: Any) -> None:
        # It counts as open until the pool has it back.
        try:
            await self.pool.release(connection)
        except Exception as error:  # asyncpg has closed it, and the pool opens another
            log.debug("a connection was lost when it was returned: %s", error)
        finally:
            self._give_place()

    async def close(self) -> None:
        """Return all free connections to the pool, and those in use when their statement ends.

        The pool waits for all connections before it closes.
        """
        self._is_closed = True
        while self._free:
            await self._return(self._free.pop())

    def _give_place(self) -> None:
        """Pass the right to open a connection on, or free it."""
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
    """The connection behind a proxy of the pool; None after its return or its end."""
    return connection._con


def live(connection: Any) -> Any:
    """The connection behind a proxy. Raises ConnectionDoesNotExistError once it has ended."""
    if (real := own(connection)) is None:
        raise asyncpg.ConnectionDoesNotExistError("the connection has ended")
    return real


def _is_open(connection: Any) -> bool:
    # The pool takes back connections that the server has closed.
    real = own(connection)
    return real is not None and not real.is_closed()
