"""An end to statements that take too long, without a timer for each."""

import asyncio
from typing import Any

POLL_SECONDS = 0.1


class Overdue:
    """Cancels tasks that wait for something longer than they may.

    It looks ten times a second at those that wait; nearly all have ended within milliseconds.
    """

    def __init__(self) -> None:
        self._ends: dict[asyncio.Task[Any], float] = {}
        self._cancelled: set[asyncio.Task[Any]] = set()
        self._looking: asyncio.AbstractEventLoop | None = None

    def begin(self, seconds: float) -> asyncio.Task[Any]:
        """Watch the task that is running, which waits for one thing at a time."""
        task = asyncio.current_task()
        assert task is not None
        loop = task.get_loop()
        self._ends[task] = loop.time() + seconds
        if self._looking is not loop:
            self._looking = loop
            loop.call_later(POLL_SECONDS, self._look, loop)
        return task

    def end(self, task: asyncio.Task[Any]) -> bool:
        """Watch it no more; whether it was cancelled for taking too long, and for nothing else."""
        if self._ends.pop(task, None) is not None or task not in self._cancelled:
            return False
        self._cancelled.discard(task)
        return task.uncancel() == 0

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        for task, ends in list(self._ends.items()):
            if ends <= now:
                del self._ends[task]
                self._cancelled.add(task)
                task.cancel()
        self._looking = loop if self._ends else None
        if self._ends:
            loop.call_later(POLL_SECONDS, self._look, loop)
