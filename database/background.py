"""Background tasks with the lifetime of a context, started again if they fail."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

log = logging.getLogger("odop.background")
# Time until a failed task is started again, and until one that does not end is cancelled again.
RETRY_SECONDS = 1.0


@asynccontextmanager
async def background(work: Callable[[], Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Run `work` in the background until the context ends, as `keep_up` does."""
    task = asyncio.create_task(keep_up(work))
    try:
        yield
    finally:
        await end(task)


async def keep_up(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run `work` until it returns or its task is cancelled. If it fails, log that and run it again.

    A CancelledError is a failure, too, if nobody has cancelled the task: libraries let it escape
    when a connection ends.
    """
    task = asyncio.current_task()
    assert task is not None
    while True:
        try:
            await work()
        except (Exception, asyncio.CancelledError) as error:
            if task.cancelling() and isinstance(error, asyncio.CancelledError):
                raise
            log.exception("%s failed", getattr(work, "func", work).__qualname__)
            if not task.cancelling():
                await asyncio.sleep(RETRY_SECONDS)
                continue
        return


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
