"""Long computations of the process: one at a time, clients in turn, with pauses in between.

Reading a new document or answering introspection blocks the event loop while it lasts. Ten in a row
would delay every statement of a cart ten times as long. So they wait for each other, and after each
there is a pause as long as it took.
"""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# The longest pause.
MAX_REST_SECONDS = 0.25


class LongWork:
    """Turns of the waiting clients, one client after the other."""

    def __init__(self) -> None:
        self._is_busy = False
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """Wait for the client's turn, and hold it while this lasts."""
        if self._is_busy:
            await self._wait(client)
        self._is_busy = True
        started_at = time.perf_counter()
        try:
            yield
        finally:
            took = time.perf_counter() - started_at
            asyncio.get_running_loop().call_later(min(took, MAX_REST_SECONDS), self._next)

    async def _wait(self, client: str) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                # Pass on the turn it had.
                self._next()
            raise

    def _next(self) -> None:
        while self._waiting:
            client, turns = self._waiting.popitem(last=False)
            turn = turns.popleft()
            if turns:
                self._waiting[client] = turns
            if not turn.done():
                turn.set_result(None)
                return
        self._is_busy = False
