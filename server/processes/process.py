"""One of several processes that serve together (`odop serve --workers`)."""

import asyncio
import gc
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from auth.crypto.keys import keys
from commerce.catalogue.index.product_index import INDEX
from commerce.search.follow import following
from database.background import background
from database.caches.table_cache import TABLE_CACHE
from database.connect import connected
from database.running_processes import listener_name
from server.app import Mart, create_app
from server.connections.uvicorn_options import PARENT
from server.logs import set_up_logs
from server.payments import sandbox_running
from server.processes.retention import retention_running
from settings import settings

# New objects before the collector looks at the youngest, how often before it looks at those a bit
# older, and at all. A page lets go of all it makes; a document new to us leaves a thousand behind.
COLLECT_AFTER = (5_000, 20, 100)
POLL_SECONDS = 1.0


def tune_gc() -> None:
    """Keep the collector away from what stays for good, and from every single page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def worker() -> Mart:
    """The mart with a connection of its own, for a process that is started for nothing else."""
    set_up_logs()
    made: Mart = create_app(lambda app: _connected(made))
    tune_gc()
    return made


@asynccontextmanager
async def _connected(mart: Mart) -> AsyncIterator[None]:
    url = settings().database_url
    async with (
        background(_leave_with(int(os.environ[PARENT]))),
        connected(url),
        serving_tasks(mart, url),
    ):
        yield


@asynccontextmanager
async def serving_tasks(mart: Mart, url: str) -> AsyncIterator[None]:
    """What a process that serves follows and tidies, for as long as this lasts.

    Call it inside `connected`.
    """
    async with (
        TABLE_CACHE.running(url, listener_name(keys().sealing.newest)),
        INDEX.running(),
        mart.endpoint.rate_limits.shared(),
        retention_running(mart.endpoint.answers.sweep),
        following(),
        sandbox_running(mart.gateway),
    ):
        yield


async def _leave_with(parent: int) -> None:
    """End when the process that started this one has died without a word."""
    while os.getppid() == parent:  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(POLL_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
