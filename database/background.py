"""Background tasks with the lifetime of a context."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

log = logging.getLogger("odop.background")
# How long work may take to end before it is asked again.
RETRY_SECONDS = 1.0


@asynccontextmanager
async def background(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run `work` in the background. Raises the error it failed with."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        await end(task)
        if not task.cancelled() and (failure := task.exception()) is not None:
            raise failure


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks and wait until they are through, whatever they end with.

    They are asked again and again: a cancellation is lost where it meets an event that comes at the
    same moment (`asyncio.wait_for` before Python 3.12 returns what the event brought), and in
    libraries that take it for a failure.
    """
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=RETRY_SECONDS)
        for task in left:
            log.warning("%s did not stop when cancelled", task.get_coro())
    for task in tasks:
        if not task.cancelled():
            task.exception()  # looked at, so that nobody is told it never was
