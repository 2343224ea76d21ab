"""A mart that really serves: a process of its own on a port of its own."""

import asyncio
import multiprocessing
import os
import socket
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from multiprocessing.connection import Connection

import uvicorn
import uvloop

from commerce.catalogue.index.product_index import INDEX
from database.caches.table_cache import TABLE_CACHE
from database.connect import connected
from server.adapters import gateway_adapter
from server.app import create_app
from server.connections.uvicorn_options import uvicorn_options
from server.logs import set_up_logs
from server.processes.jobs import working
from server.time_limits.timeouts import TIMEOUTS, Timeouts
from settings import settings

# Those that serve are forked from a process that has imported this module: importing the mart
# takes most of a start.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__])
END_SECONDS = 15


@contextmanager
def served(url: str, **environment: str) -> Iterator[str]:
    """The address, as in 127.0.0.1:1234, of a mart on the database at `url`.

    With `SELLING` in its environment it has a sandbox to pay at, and works off its jobs; with
    `ALL_TIMEOUTS_SECONDS` every timer of the edge has that length; with `DEAF` it does not wait
    until it hears of changes.
    """
    port, ready = FORKS.Pipe(duplex=False)
    process = FORKS.Process(
        target=_run, args=(url, dict(os.environ) | environment, ready), daemon=True
    )
    process.start()
    ready.close()
    try:
        yield f"127.0.0.1:{port.recv()}"
    finally:
        process.terminate()
        process.join(END_SECONDS)
        assert process.exitcode is not None, "the mart does not end"
        process.close()
        port.close()


def _run(url: str, environment: dict[str, str], ready: Connection) -> None:
    os.environ.clear()
    os.environ.update(environment)
    settings.cache_clear()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(url, ready))


async def _serve(url: str, ready: Connection) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    os.environ["PORT"] = str(port)
    seconds = os.environ.get("ALL_TIMEOUTS_SECONDS")
    timeouts = Timeouts.all_of(float(seconds)) if seconds else TIMEOUTS
    set_up_logs()
    mart = create_app(timeouts=timeouts)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(connected(url))
        await stack.enter_async_context(TABLE_CACHE.running(url))
        await stack.enter_async_context(INDEX.running())
        await stack.enter_async_context(mart.endpoint.accounting.rate_limits.shared())
        if "DEAF" not in os.environ:
            await TABLE_CACHE.listening.wait()
        if "SELLING" in os.environ:
            used = mart.adapters
            await stack.enter_async_context(gateway_adapter(settings()).running(settings()))
            await stack.enter_async_context(working(url, used.messages, used.gateway))
        ready.send(port)
        config = uvicorn.Config(mart, **uvicorn_options(timeouts))
        await uvicorn.Server(config).serve(sockets=[listening])
