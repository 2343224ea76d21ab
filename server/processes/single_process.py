"""The only process of `odop serve`, started anew without the command line's 10 MiB."""

import asyncio
import signal
import socket
import sys
from contextlib import suppress

import uvicorn
import uvloop

from database.connect import connected
from server.app import create_app
from server.connections.uvicorn_options import uvicorn_options
from server.logs import set_up_logs
from server.processes.garbage import tune_gc
from server.processes.lifespan import serving
from settings import settings


def main(socket_number: int) -> None:
    """Serve on a listening socket and a database that is ready."""
    set_up_logs()
    with (
        socket.socket(fileno=socket_number) as listening,
        suppress(KeyboardInterrupt),
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        listening.set_inheritable(False)
        if not runner.run(_serve(listening)):
            sys.exit("The server did not start. See the messages above.")


async def _serve(listening: socket.socket) -> bool:
    """Serve until stopped; whether the server started at all."""
    url = settings().database_url
    async with connected(url):
        mart = create_app()
        server = uvicorn.Server(uvicorn.Config(mart, **uvicorn_options()))
        tune_gc()
        # A terminal that is closed ends the mart as Ctrl-C does.
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, server.handle_exit)
        async with serving(mart, url):
            await server.serve(sockets=[listening])
    return bool(server.started)
