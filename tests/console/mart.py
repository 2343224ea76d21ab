"""The mart the console's tests look at: `python -m tests.console.mart <built console> <database>`.

Prints the port it serves on as its first line.
"""

import asyncio
import socket
import sys
from pathlib import Path

import uvicorn

from database.connect import connected
from database.held import HELD
from server import console
from server.app import create_app


async def serve(built: Path, url: str) -> None:
    console.BUILT = built
    async with connected(url), HELD.kept_current(url):
        with socket.create_server(("127.0.0.1", 0)) as listening:
            print(listening.getsockname()[1], flush=True)
            server = uvicorn.Server(uvicorn.Config(create_app(), log_level="warning"))
            await server.serve(sockets=[listening])


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2]))
