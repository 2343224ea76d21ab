"""A mart that really serves: a process of its own on a port of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import asyncio, os, socket, sys
listening = socket.create_server(("127.0.0.1", 0))
os.environ["PORT"] = str(listening.getsockname()[1])
import uvicorn
import uvloop
from commerce.catalogue.index.product_index import INDEX
from database.connect import connected
from database.caches.table_cache import TABLE_CACHE
from contextlib import AsyncExitStack
from server.app import create_app
from server.processes.jobs import working
from server.logs import set_up_logs
from server.adapters import gateway_adapter
from settings import settings
from server.rate_limits.timeouts import TIMEOUTS, Timeouts
from server.connections.uvicorn_options import uvicorn_options

async def serve(url):
    seconds = os.environ.get("ALL_TIMEOUTS_SECONDS")
    timeouts = Timeouts.all_of(float(seconds)) if seconds else TIMEOUTS
    set_up_logs()
    mart = create_app(timeouts=timeouts)
    async with connected(url), TABLE_CACHE.running(url), INDEX.running(), \\
            mart.endpoint.accounting.rate_limits.shared(), AsyncExitStack() as stack:
        if "DEAF" not in os.environ:
            await TABLE_CACHE.listening.wait()
        if "SELLING" in os.environ:
            used = mart.adapters
            await stack.enter_async_context(gateway_adapter(settings()).running(settings()))
            await stack.enter_async_context(working(url, used.messages, used.gateway))
        print(listening.getsockname()[1], flush=True)
        config = uvicorn.Config(mart, **uvicorn_options(timeouts))
        await uvicorn.Server(config).serve(sockets=[listening])

with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
    runner.run(serve(sys.argv[1]))
"""


@contextmanager
def served(url: str, **environment: str) -> Iterator[str]:
    """The address, as in 127.0.0.1:1234, of a mart on the database at `url`.

    With `SELLING` in its environment it has a sandbox to pay at, and works off its jobs; with
    `ALL_TIMEOUTS_SECONDS` every timer of the edge has that length; with `DEAF` it does not wait
    until it hears of changes.
    """
    command = [sys.executable, "-c", PROGRAM, url]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ | environment
    ) as process:
        try:
            assert process.stdout
            yield f"127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()
            process.wait(15)
