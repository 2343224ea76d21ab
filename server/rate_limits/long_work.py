"""Long work of the process: a piece at a time, the clients in turn, and rests in between.

What is computed in one go (reading a document nobody has sent before, describing the schema) keeps
everybody else waiting for as long. Ten of them at once would be ten times as long between any two
statements of a cart. So they wait for each other, and after each the process is free for as long
as it took.
"""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# However long something took, the next begins after so much.
MAX_REST_SECONDS = 0.25


class LongWork:
    """Whose turn it is; of those who wait one client comes after the other."""

    def __init__(self) -> None:
        self._is_busy = False
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        if self._is_busy:
            await self._wait(client)
        self._is_busy = True
        begun = time.perf_counter()
        try:
            yield
        finally:
            took = time.perf_counter() - begun
            asyncio.get_running_loop().call_later(min(took, MAX_REST_SECONDS), self._next)

    async def _wait(self, client: str) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                # It was its turn, and it takes none.
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
