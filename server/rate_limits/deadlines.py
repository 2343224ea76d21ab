"""An end to what takes too long, and to what nobody waits for any more."""

import asyncio
from typing import Any

from starlette.types import Receive

POLL_SECONDS = 0.5


class Deadlines:
    """Cancels tasks that have gone on for more than `seconds`.

    It looks at the oldest every half second instead of keeping a timer for each: most end within
    milliseconds. Those that do not are watched: when their client leaves, they end.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._started: dict[asyncio.Task[Any], float] = {}
        self._overdue: set[asyncio.Task[Any]] = set()
        self._clients: dict[asyncio.Task[Any], Receive] = {}
        self._disconnected: set[asyncio.Task[Any]] = set()
        self._watching: dict[asyncio.Task[Any], asyncio.Task[None]] = {}
        self._is_looking = False

    def begin(self, task: asyncio.Task[Any]) -> None:
        loop = task.get_loop()
        self._started[task] = loop.time()
        if not self._is_looking:
            self._is_looking = True
            loop.call_later(POLL_SECONDS, self._look, loop)

    def watch(self, task: asyncio.Task[Any], receive: Receive) -> None:
        """The whole request is here; what is received next is that the client has left."""
        self._clients[task] = receive

    def is_client_gone(self, task: asyncio.Task[Any]) -> bool:
        """Whether a task was cancelled because its client is gone; then it need not be any more."""
        if task not in self._disconnected:
            return False
        self._disconnected.discard(task)
        task.uncancel()
        return True

    def end(self, task: asyncio.Task[Any]) -> bool:
        """To be called when a task is through; whether it was cancelled for taking too long."""
        if self._started.pop(task, None) is None and task not in self._overdue:
            # It was through before.
            return False
        self._clients.pop(task, None)
        if self._watching and (watcher := self._watching.pop(task, None)) is not None:
            watcher.cancel()
        if self._overdue and task in self._overdue:
            self._overdue.discard(task)
            task.uncancel()
            return True
        return False

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        for task, begun in list(self._started.items()):
            if now - begun < self._seconds:
                break
            del self._started[task]
            self._overdue.add(task)
            task.cancel()
        for task, receive in list(self._clients.items()):
            if now - self._started.get(task, now) >= POLL_SECONDS:
                del self._clients[task]
                self._watching[task] = loop.create_task(self._leave(task, receive))
        self._is_looking = bool(self._started)
        if self._is_looking:
            loop.call_later(POLL_SECONDS, self._look, loop)

    async def _leave(self, task: asyncio.Task[Any], receive: Receive) -> None:
        """End the task when its client is gone."""
        while (await receive())["type"] != "http.disconnect":
            pass
        self._disconnected.add(task)
        task.cancel()
