"""Long computations of the process: one at a time, the small ones first, clients in turn.

Reading a new document or answering introspection blocks the event loop while it lasts. Ten in a row
would delay every statement of a cart ten times as long. So they wait for each other, and after each
there is a pause as long as it took. Who asks for little waits for one or two that are larger, not
for all. Every other turn belongs to the client who has waited longest, or large ones would never
have one while small ones keep coming.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from heapq import heapify, heappop, heappush
from itertools import count
from operator import itemgetter

# The longest pause.
MAX_REST_SECONDS = 0.25


class LongWork:
    """Turns of those who wait: the smallest, then the next client's oldest, and so on."""

    def __init__(self) -> None:
        self._is_busy = False
        # For each client its turns: size, number, and what ends its waiting.
        self._waiting: OrderedDict[str, list[tuple[int, int, asyncio.Future[None]]]] = OrderedDict()
        self._numbers = count()
        self._is_smallest_next = True

    @asynccontextmanager
    async def turn(self, client: str, size: int = 1) -> AsyncIterator[None]:
        """Wait for a turn, and hold it while this lasts.

        What is less than twice as large as something else is not larger.
        """
        if self._is_busy:
            await self._wait(client, size.bit_length())
        self._is_busy = True
        started_at = time.perf_counter()
        try:
            yield
        finally:
            took = time.perf_counter() - started_at
            asyncio.get_running_loop().call_later(min(took, MAX_REST_SECONDS), self._next)

    async def _wait(self, client: str, size: int) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heappush(self._waiting.setdefault(client, []), (size, next(self._numbers), turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                # Pass on the turn it had.
                self._next()
            raise

    def _next(self) -> None:
        while self._waiting:
            client, turn = self._take_smallest() if self._is_smallest_next else self._take_oldest()
            self._is_smallest_next = not self._is_smallest_next
            if self._waiting[client]:
                self._waiting.move_to_end(client)
            else:
                del self._waiting[client]
            if not turn.done():
                turn.set_result(None)
                return
        self._is_busy = False

    def _take_smallest(self) -> tuple[str, asyncio.Future[None]]:
        client = min(self._waiting, key=lambda client: self._waiting[client][0][0])
        *_, turn = heappop(self._waiting[client])
        return client, turn

    def _take_oldest(self) -> tuple[str, asyncio.Future[None]]:
        client, turns = next(iter(self._waiting.items()))
        oldest = min(turns, key=itemgetter(1))
        turns.remove(oldest)
        heapify(turns)
        return client, oldest[2]
