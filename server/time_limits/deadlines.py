"""Ends requests that take too long, or whose client is gone."""

import asyncio
from typing import Any

from starlette.types import Receive

POLL_SECONDS = 0.5


class Deadlines:
    """Cancels tasks that run for more than `seconds`.

    It checks the oldest every half second instead of keeping a timer for each: most end within
    milliseconds. The others also end when their client disconnects.
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
        """Start the time of a task."""
        loop = task.get_loop()
        self._started[task] = loop.time()
        if not self._is_looking:
            self._is_looking = True
            loop.call_later(POLL_SECONDS, self._look, loop)

    def watch(self, task: asyncio.Task[Any], receive: Receive) -> None:
        """The whole request has arrived; `receive` next returns that the client is gone."""
        self._clients[task] = receive

    def is_client_gone(self, task: asyncio.Task[Any]) -> bool:
        """Whether a task was cancelled because its client is gone; this undoes the cancellation."""
        if task not in self._disconnected:
            return False
        self._disconnected.discard(task)
        task.uncancel()
        return True

    def end(self, task: asyncio.Task[Any]) -> bool:
        """End the time of a task; whether it was cancelled because it took too long."""
        if self._started.pop(task, None) is None and task not in self._overdue:
            # It has ended before.
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
        for task, started_at in list(self._started.items()):
            if now - started_at < self._seconds:
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
        """Cancel the task when its client is gone."""
        while (await receive())["type"] != "http.disconnect":
            pass
        self._disconnected.add(task)
        task.cancel()
