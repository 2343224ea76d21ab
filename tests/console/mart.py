"""The mart the console's tests look at: `python -m tests.console.mart <built console> <database>`.

Prints the port it serves on, and an access token, as its first line.
"""

import asyncio
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

import uvicorn

import models
from auth.crypto.keys import keys
from auth.sessions import sessions
from database.caches.table_cache import TABLE_CACHE
from database.connect import connected
from server.app import create_app
from server.graphql_http import console


async def somebodys_token() -> str:
    now = datetime.now(UTC)
    account = await models.Account.create(email=f"{token_hex(6)}@buyer.example.in", created_at=now)
    held = await sessions.begin(
        account.id, now, device="test", is_cookie=False, is_factor_needed=False
    )
    return keys().tokens.issue(held.account_id, held.session_id, now)[0]


async def serve(built: Path, url: str) -> None:
    console.BUILT = built
    async with connected(url), TABLE_CACHE.running(url):
        with socket.create_server(("127.0.0.1", 0)) as listening:
            print(listening.getsockname()[1], await somebodys_token(), flush=True)
            server = uvicorn.Server(uvicorn.Config(create_app(), log_level="warning"))
            await server.serve(sockets=[listening])


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2]))
