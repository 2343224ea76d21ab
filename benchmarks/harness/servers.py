"""The measured servers and their installation."""

import asyncio
import os
import platform
import shutil
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg

from benchmarks.harness.failures import NotMeasured
from benchmarks.harness.pages import PAGES, PLACE
from database.connect import credentials
from database.schema.capacity import opened_by
from database.schema.serving_role import serving_url

# Timeout for installing, building or loading a peer.
BUILD_SECONDS = 3600
SITE = "http://127.0.0.1:8000"
NODE = "22.23.3"
ARCHITECTURES = {"x86_64": "x64", "aarch64": "arm64", "arm64": "arm64"}


@dataclass(frozen=True)
class Server:
    """A server to measure. `speaks` selects its documents.

    `connections` is its maximal number of database connections; `ready` is the path of its
    readiness check, if it has one.
    """

    name: str
    speaks: str
    connections: int
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    folder: Path | None = None
    pages: tuple[str, ...] = PAGES
    path: str = "/graphql"
    ready: str = ""


@dataclass(frozen=True)
class Peer:
    """A server of another project, installed with npm.

    `ready` takes the URL of our catalogue, a folder for the installation, the path of Node and a
    function for progress messages. It raises NotMeasured.
    """

    name: str
    connections: int
    ready: Callable[[str, Path, str, Callable[[str], None]], Awaitable[Server]]
    pages: tuple[str, ...] = PAGES


def ours(owner_url: str, python: str) -> list[Server]:
    """The mart in several configurations, and the hand-written endpoint, with the serving role."""
    url = serving_url(owner_url)
    serve = [python, "-c", "from cli.main import app; app()", "serve"]
    settings = {
        "DATABASE_URL": url,
        "ODOP_PUBLIC_URL": SITE,
        "ODOP_ANSWER_BYTES": "0",
        # Requests are counted as usual, but the limit is never reached.
        "ODOP_CLIENT_REQUESTS": "1000000000",
        "ODOP_ACCOUNT_REQUESTS": "1000000000",
        "ODOP_RATE_LIMITS": '{"guest-checkout": "1000000/second"}',
        # All shoppers share a network address and a house; peers require no phone proof.
        "ODOP_CASH_ON_DELIVERY_PROOF": "0",
        "ODOP_MAX_UNPAID_PIECES": "0",
        "ODOP_MAX_UNPAID_PIECES_OF_VARIANT": "0",
        "ODOP_MAX_UNPAID_PIECES_OF_ADDRESS": "0",
    }
    hand = [python, "-m", "benchmarks.handwritten", url]
    opened = opened_by(1)
    with_cache = settings | {"ODOP_ANSWER_BYTES": "8000000"}
    return [
        Server("odop", "odop", opened, serve, settings, ready="/readyz"),
        Server(
            "odop, no plans", "odop", opened, serve, settings | {"ODOP_PLANS": "0"}, ready="/readyz"
        ),
        Server("odop, answers kept", "odop", opened, serve, with_cache, ready="/readyz"),
        # It has a pool of its own, and the mart's pool for parsing search terms.
        Server("hand-written", "odop", 2 * opened, hand),
    ]


async def node_at(folder: Path, say: Callable[[str], None]) -> str:
    """Install Node for the peers and return its path: PostGraphile 5 needs version 22."""
    kind = f"{platform.system().lower()}-{ARCHITECTURES.get(platform.machine(), 'x64')}"
    place = folder / "node"
    node = place / "node_modules" / f"node-{kind}" / "bin" / "node"
    if not node.exists():
        say(f"Installing Node {NODE}…")
        place.mkdir(exist_ok=True)
        (place / "package.json").write_text('{"private": true}')
        await install(place, f"node-{kind}@{NODE}")
    return str(node)


async def install(place: Path, *packages: str) -> None:
    """Install the packages of the folder's package.json, or `packages`. Raises NotMeasured."""
    npm = shutil.which("npm")
    if npm is None:
        raise NotMeasured("there is no npm here")
    await ran(place, [npm, "install", "--no-audit", "--no-fund", *packages], {}, "be installed")


async def ran(place: Path, command: list[str], environment: dict[str, str], what: str) -> None:
    """Run a command of a peer in its folder; `what` is for the message of NotMeasured."""
    log = place / "build.log"
    with log.open("ab") as file:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=place, env=os.environ | environment, stdout=file, stderr=file
        )
        try:
            async with asyncio.timeout(BUILD_SECONDS):
                await process.wait()
        except TimeoutError:
            process.kill()
            raise NotMeasured(f"could not {what} in {BUILD_SECONDS} s (see {log})") from None
    if process.returncode:
        raise NotMeasured(f"could not {what} (see {log})")


def python_of(python: str) -> tuple[str, dict[str, str]]:
    """The Python to serve with, by default ours, and the environment for finding our packages."""
    if not python:
        return sys.executable, {}
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    return python, {"PYTHONPATH": os.pathsep.join([str(PLACE.parent), packages])}


def peer_environment(url: str, database: str) -> dict[str, str]:
    """Environment of Node's drivers for a database of the server at `url`."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "PGHOST": query["host"][0] if "host" in query else parts.hostname or "127.0.0.1",
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or "postgres"),
        "PGDATABASE": database,
    }


async def backend_parent(url: str) -> int:
    """The parent process of PostgreSQL's backends."""
    connection = await asyncpg.connect(**credentials(url))
    try:
        backend = await connection.fetchval("SELECT pg_backend_pid()")
        return parent_of(backend)
    finally:
        await connection.close()


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
