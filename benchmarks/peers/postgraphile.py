"""PostGraphile 4 and 5 on the demo catalogue in plain tables."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from benchmarks.harness.pages import PLACE
from benchmarks.harness.servers import Peer, Server, install, peer_environment
from database.connect import credentials

# Its pool (peers/*/server.js), and a listening connection of version 5.
CONNECTIONS = 21


async def ready(
    version: str, url: str, folder: Path, node: str, say: Callable[[str], None]
) -> Server:
    """Install a version, with tables of its own in the same database. Raises NotMeasured."""
    await _copy_catalogue(url, say)
    environment = {
        **peer_environment(url, urlsplit(url).path.lstrip("/")),
        "NODE_ENV": "production",
        "GRAPHILE_ENV": "production",
    }
    place = folder / f"postgraphile{version}"
    # Marks a complete installation.
    installed = place / "installed"
    if not installed.exists():
        say(f"Installing PostGraphile {version}…")
        shutil.copytree(PLACE / "peers" / place.name, place, dirs_exist_ok=True)
        await install(place)
        installed.touch()
    name = f"postgraphile {version}"
    return Server(name, name, CONNECTIONS, [node, "server.js"], environment, place)


async def _copy_catalogue(url: str, say: Callable[[str], None]) -> None:
    connection = await asyncpg.connect(**credentials(url))
    try:
        if not await connection.fetchval("SELECT to_regclass('peer.variant') IS NOT NULL"):
            say("Copying the catalogue for PostGraphile…")
            async with connection.transaction():
                await connection.execute((PLACE / "peers" / "catalogue.sql").read_text())
    finally:
        await connection.close()


POSTGRAPHILE = tuple(
    Peer(f"postgraphile {version}", CONNECTIONS, partial(ready, version)) for version in ("4", "5")
)
