"""Background tasks with the lifetime of a context."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

log = logging.getLogger("odop.background")
# Time until a task that does not end is cancelled again.
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
    """Cancel tasks and wait until they end, with any result.

    The cancellation is repeated, since it can get lost: if it coincides with an event
    (`asyncio.wait_for` before Python 3.12 then returns the event's result), and in libraries that
    treat it as a failure.
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
            task.exception()  # retrieved, so that asyncio does not warn
