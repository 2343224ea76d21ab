"""Timeouts of statements, without a timer for each."""

import asyncio
from typing import Any

POLL_SECONDS = 0.1


class Overdue:
    """Cancels tasks that wait too long.

    It checks all waiting tasks ten times a second; nearly all end within milliseconds.
    """

    def __init__(self) -> None:
        self._ends: dict[asyncio.Task[Any], float] = {}
        self._cancelled: set[asyncio.Task[Any]] = set()
        self._looking: asyncio.AbstractEventLoop | None = None

    def begin(self, seconds: float, loop: asyncio.AbstractEventLoop) -> asyncio.Task[Any]:
        """Watch the current task of the running loop, which may have one timeout at a time."""
        task = asyncio.current_task(loop)
        assert task is not None
        self._ends[task] = loop.time() + seconds
        if self._looking is not loop:
            self._looking = loop
            loop.call_later(POLL_SECONDS, self._look, loop)
        return task

    def end(self, task: asyncio.Task[Any]) -> bool:
        """Stop watching a task; return whether its only cancellation was by the timeout."""
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
