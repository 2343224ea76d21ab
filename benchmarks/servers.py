"""The servers that are measured, and how each is started."""

import asyncio
import os
import platform
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from benchmarks.pages import PAGES, PLACE
from database.connect import credentials

SITE = "http://127.0.0.1:8000"
NODE = "22.23.3"
ARCHITECTURES = {"x86_64": "x64", "aarch64": "arm64", "arm64": "arm64"}


@dataclass(frozen=True)
class Server:
    """A server to measure. `speaks` is the language of the documents it is sent."""

    name: str
    speaks: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    folder: Path | None = None
    pages: tuple[str, ...] = PAGES
    path: str = "/graphql"


def ours(url: str, python: str) -> list[Server]:
    """The mart in several ways, and the hand-written endpoint."""
    serve = [python, "-c", "from cli.main import app; app()", "serve"]
    settings = {"DATABASE_URL": url, "ODOP_PUBLIC_URL": SITE, "ODOP_ANSWER_BYTES": "0"}
    hand = [python, "-m", "benchmarks.handwritten", url]
    return [
        Server("odop", "odop", serve, settings),
        Server("odop, no plans", "odop", serve, settings | {"ODOP_PLANS": "0"}),
        Server("odop, answers kept", "odop", serve, settings | {"ODOP_ANSWER_BYTES": "8000000"}),
        Server("hand-written", "odop", hand),
    ]


async def peers(
    url: str, folder: Path, say: Callable[[str], None], wanted: Sequence[str] = ()
) -> list[Server]:
    """The peers with such names, or all; nothing where there is no Node."""

    def wants(peer: str) -> bool:
        return not wanted or any(name in peer or peer.startswith(name) for name in wanted)

    if not wants("postgraphile"):
        return []
    if shutil.which("npm") is None:
        say("No Node here: the peers are left out.")
        return []
    reached = credentials(url)
    connection = await asyncpg.connect(**reached)
    try:
        if not await connection.fetchval("SELECT to_regclass('peer.variant') IS NOT NULL"):
            say("Copying the catalogue for PostGraphile…")
            await connection.execute((PLACE / "peers" / "catalogue.sql").read_text())
    finally:
        await connection.close()
    environment = {
        "PGHOST": str(reached["host"]),
        "PGPORT": str(reached["port"]),
        "PGUSER": str(reached["user"]),
        "PGDATABASE": str(reached["database"]),
        "NODE_ENV": "production",
        "GRAPHILE_ENV": "production",
    }
    found = []
    node = await _node(folder, say)
    for version in ("4", "5"):
        place = folder / f"postgraphile{version}"
        if not (place / "node_modules").exists():
            say(f"Installing PostGraphile {version}…")
            shutil.copytree(PLACE / "peers" / place.name, place, dirs_exist_ok=True)
            await _install(place)
        name = f"postgraphile {version}"
        found.append(Server(name, name, [node, "server.js"], environment, place))
    return found


async def _node(folder: Path, say: Callable[[str], None]) -> str:
    """The Node both peers run on: PostGraphile 5 asks for 22, whatever the machine has."""
    kind = f"{platform.system().lower()}-{ARCHITECTURES.get(platform.machine(), 'x64')}"
    place = folder / "node"
    node = place / "node_modules" / f"node-{kind}" / "bin" / "node"
    if not node.exists():
        say(f"Installing Node {NODE}…")
        place.mkdir(exist_ok=True)
        (place / "package.json").write_text('{"private": true}')
        await _install(place, f"node-{kind}@{NODE}")
    return str(node)


async def _install(place: Path, *packages: str) -> None:
    npm = ("npm", "install", "--no-audit", "--no-fund", "--silent", *packages)
    installing = await asyncio.create_subprocess_exec(*npm, cwd=place)
    if await installing.wait():
        raise SystemExit(f"npm could not install what {place.name} needs.")


def python_of(wanted: str) -> tuple[str, dict[str, str]]:
    """The Python to serve with, and what it needs to find our packages."""
    if not wanted:
        return sys.executable, {}
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    return wanted, {"PYTHONPATH": os.pathsep.join([str(PLACE.parent), packages])}


async def backend_parent(url: str) -> int:
    """The process that PostgreSQL's backends belong to."""
    connection = await asyncpg.connect(**credentials(url))
    try:
        backend = await connection.fetchval("SELECT pg_backend_pid()")
        return parent_of(backend)
    finally:
        await connection.close()


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
