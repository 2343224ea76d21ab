"""One of several processes that serve together (`odop serve --workers`)."""

import asyncio
import gc
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from database.background import background
from database.connect import connected
from server.app import Mart, create_app
from server.connections.uvicorn_options import PARENT
from server.logs import set_up_logs
from server.processes.lifespan import serving
from settings import settings

# Thresholds of the garbage collector's three generations. A page releases all its objects; a new
# document leaves a thousand behind.
COLLECT_AFTER = (5_000, 20, 100)
POLL_SECONDS = 1.0


def tune_gc() -> None:
    """Exempt long-lived objects from garbage collection and run it rarely."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def worker() -> Mart:
    """The app of one of several serving processes, which connects by itself."""
    set_up_logs()
    made: Mart = create_app(lambda app: _connected(made))
    tune_gc()
    return made


@asynccontextmanager
async def _connected(mart: Mart) -> AsyncIterator[None]:
    url = settings().database_url
    async with (
        background(partial(_leave_with, int(os.environ[PARENT]))),
        connected(url),
        serving(mart, url),
    ):
        yield


async def _leave_with(parent: int) -> None:
    """End when the process that started this one has died without ending it."""
    while os.getppid() == parent:  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(POLL_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
