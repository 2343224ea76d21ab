"""PostGraphile 4 and 5 over the demo catalogue as plain tables."""

import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from benchmarks.pages import PLACE
from benchmarks.servers import Server, install, peer_environment
from database.connect import credentials


async def postgraphile(
    url: str, folder: Path, node: str, say: Callable[[str], None]
) -> list[Server]:
    """Both versions, over tables of their own in the same database."""
    connection = await asyncpg.connect(**credentials(url))
    try:
        if not await connection.fetchval("SELECT to_regclass('peer.variant') IS NOT NULL"):
            say("Copying the catalogue for PostGraphile…")
            await connection.execute((PLACE / "peers" / "catalogue.sql").read_text())
    finally:
        await connection.close()
    environment = {
        **peer_environment(url, urlsplit(url).path.lstrip("/")),
        "NODE_ENV": "production",
        "GRAPHILE_ENV": "production",
    }
    found = []
    for version in ("4", "5"):
        place = folder / f"postgraphile{version}"
        if not (place / "node_modules").exists():
            say(f"Installing PostGraphile {version}…")
            shutil.copytree(PLACE / "peers" / place.name, place, dirs_exist_ok=True)
            await install(place)
        name = f"postgraphile {version}"
        found.append(Server(name, name, [node, "server.js"], environment, place))
    return found
