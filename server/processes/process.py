"""One of several processes that serve together (`odop serve --workers`)."""

import asyncio
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
from server.processes.garbage import tune_gc
from server.processes.lifespan import serving
from settings import settings

POLL_SECONDS = 1.0


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
