"""An end to what takes too long."""

import asyncio
from typing import Any

LOOK_SECONDS = 0.5


class Deadlines:
    """Cancels tasks that have gone on for more than `seconds`.

    It looks at the oldest every half second instead of keeping a timer for each: most end within
    milliseconds.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._begun: dict[asyncio.Task[Any], float] = {}
        self._overdue: set[asyncio.Task[Any]] = set()
        self._is_looking = False

    def begin(self, task: asyncio.Task[Any]) -> None:
        loop = task.get_loop()
        self._begun[task] = loop.time()
        if not self._is_looking:
            self._is_looking = True
            loop.call_later(LOOK_SECONDS, self._look, loop)

    def end(self, task: asyncio.Task[Any]) -> bool:
        """To be called when a task is through; whether it was cancelled for taking too long."""
        self._begun.pop(task, None)
        if task in self._overdue:
            self._overdue.discard(task)
            task.uncancel()
            return True
        return False

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        for task, begun in list(self._begun.items()):
            if now - begun < self._seconds:
                break
            del self._begun[task]
            self._overdue.add(task)
            task.cancel()
        self._is_looking = bool(self._begun)
        if self._is_looking:
            loop.call_later(LOOK_SECONDS, self._look, loop)
