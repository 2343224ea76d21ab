"""The storefront's pages under load. See README.md beside this file."""

import argparse
import asyncio
import json
import os
import platform
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
from rich.console import Console
from rich.table import Table

from database import migrate
from database.connect import connected, credentials, fetch
from database.embedded import database_server
from demo import catalogue
from settings import ROOT, Settings

OPERATIONS = ROOT / "tests" / "operations"
DATA = ROOT / ".data" / "bench"
WARM_SECONDS = 2
CONNECTIONS = (32, 1)
TICKS = os.sysconf("SC_CLK_TCK")
out = Console()


@dataclass(frozen=True)
class Server:
    """A server to measure: how to start it on a port, and which pages it has."""

    name: str
    command: list[str]
    environment: dict[str, str]
    pages: frozenset[str]


@dataclass(frozen=True)
class Measured:
    """What one server did with one page over so many connections."""

    rate: float
    p50: float
    p99: float
    server_ms: float
    database_ms: float
    mebibytes: float


ALL = frozenset({"typename", "listing", "product", "search", "home"})


def servers(url: str, port: int) -> list[Server]:
    serve = [sys.executable, "-c", "from cli.main import app; app()", "serve"]
    ours = {"DATABASE_URL": url, "PORT": str(port)}
    hand = [sys.executable, "-m", "benchmarks.handwritten", url, str(port)]
    return [
        Server("odop", serve, ours, ALL),
        Server("odop, no plans", serve, ours | {"ODOP_PLANS": "0"}, ALL),
        Server("hand-written", hand, {}, frozenset({"typename", "listing"})),
    ]


async def bodies() -> dict[str, list[dict[str, Any]]]:
    """What is sent for each page, in rotation."""
    slugs = [
        row["slug"]
        for row in await fetch(
            "SELECT slug FROM product WHERE status = 'published' AND min_price_paise IS NOT NULL"
            " ORDER BY md5(slug) LIMIT 500"
        )
    ]
    categories = [row["slug"] for row in await fetch("SELECT slug FROM category")]
    words = ("kurta", "पीतल", "banarasi", "ताला", "wood", "चमड़ा", "gift", "saree", "lamp", "दरी")
    page = {file.stem: file.read_text() for file in OPERATIONS.glob("*.graphql")}
    return {
        "typename": [{"query": "{ __typename }"}],
        "listing": [{"query": page["listing"]}],
        "product": [
            {"query": page["product"], "variables": {"slug": slug, "pin": "226001"}}
            for slug in slugs
        ],
        "search": [
            {"query": page["search"], "variables": {"query": w, "filter": {"categories": [c]}}}
            for w in words
            for c in categories
        ],
        "home": [{"query": page["home"]}],
    }


@contextmanager
def running(server: Server, port: int, log: Path) -> Iterator[int]:
    """The process id of a server that answers."""
    environment = os.environ | server.environment | {"PYTHONPATH": str(ROOT)}
    with log.open("wb") as file:
        process = subprocess.Popen(
            server.command, cwd=ROOT, env=environment, stdout=file, stderr=file
        )
    try:
        pin(process.pid, {0})
        for _ in range(200):
            if process.poll() is not None:
                raise SystemExit(f"{server.name} ended: see {log}")
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def pin(pid: int, cores: set[int]) -> None:
    if len(os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(pid, cores)


def others() -> set[int]:
    return set(range(1, os.cpu_count() or 1)) or {0}


def cpu(pids: set[int]) -> float:
    """Seconds these processes have worked, with their children that ended."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += sum(int(field) for field in fields[11:15])
    return total / TICKS


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def descendants(pid: int) -> set[int]:
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                parents[int(folder.name)] = parent_of(int(folder.name))
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def load(port: int, connections: int, seconds: float, file: Path) -> list[float]:
    command = [
        sys.executable, "-m", "benchmarks.load",
        str(port), str(connections), str(seconds), str(file),
    ]  # fmt: skip
    ran = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False,
        preexec_fn=lambda: pin(0, others()),
    )  # fmt: skip
    if ran.returncode:
        raise SystemExit(ran.stderr)
    times: list[float] = json.loads(ran.stdout)["times"]
    return sorted(times)


def measure(pid: int, postmaster: int, port: int, file: Path, seconds: float) -> list[Measured]:
    found = []
    load(port, 32, WARM_SECONDS, file)
    for connections in CONNECTIONS:
        server, database = descendants(pid), descendants(postmaster)
        before, database_before = cpu(server), cpu(database)
        times = load(port, connections, seconds, file)
        number = len(times)
        memory = Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()[0]
        found.append(
            Measured(
                number / seconds,
                times[number // 2],
                times[int(number * 0.99)],
                (cpu(server) - before) / number * 1000,
                (cpu(descendants(postmaster)) - database_before) / number * 1000,
                int(memory) / 1024,
            )
        )
    return found


async def prepare(url: str, products: int) -> tuple[dict[str, list[dict[str, Any]]], int, str]:
    async with connected(url):
        await migrate.apply()
        if await catalogue.is_empty():
            with out.status(f"Loading {products} products…"):
                await catalogue.load(products)
        sent = await bodies()
    connection = await asyncpg.connect(**credentials(url))
    try:
        backend = await connection.fetchval("SELECT pg_backend_pid()")
        version = await connection.fetchval("SHOW server_version")
        parent = parent_of(backend)
    finally:
        await connection.close()
    return sent, parent, version


def show(page: str, rows: dict[str, list[Measured]]) -> None:
    table = Table(
        "", "req/s 32", "p50", "p99", "req/s 1", "p50", "p99", "server CPU", "db CPU", "MiB",
        title=page, title_justify="left",
    )  # fmt: skip
    least = rows["odop"][0].server_ms
    for name, (many, one) in rows.items():
        table.add_row(
            name,
            f"{many.rate:,.0f}", f"{many.p50:.1f}", f"{many.p99:.1f}",
            f"{one.rate:,.0f}", f"{one.p50:.2f}", f"{one.p99:.2f}",
            f"{many.server_ms:.3f} ({many.server_ms / least:.1f}x)", f"{many.database_ms:.3f}",
            f"{many.mebibytes:.0f}",
        )  # fmt: skip
    out.print(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=11_000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--pages", nargs="*", default=sorted(ALL))
    given = parser.parse_args()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    place = DATA / str(given.products)
    with database_server(Settings(data_dir=place)) as url:
        sent, postmaster, version = asyncio.run(prepare(url, given.products))
        for pid in descendants(postmaster):
            pin(pid, others())
        out.print(
            f"Python {platform.python_version()} ({platform.python_compiler()}), PostgreSQL"
            f" {version}, {os.cpu_count()} cores, {platform.machine()}, {given.products} products,"
            f" {given.seconds:g} s a run. Milliseconds; CPU a request at 32 connections."
        )
        found: dict[str, dict[str, list[Measured]]] = {page: {} for page in given.pages}
        for server in servers(url, port):
            with running(server, port, place / "server.log") as pid:
                for page in given.pages:
                    if page in server.pages:
                        file = place / f"{page}.jsonl"
                        file.write_text("\n".join(json.dumps(body) for body in sent[page]))
                        with out.status(f"{server.name}: {page}"):
                            found[page][server.name] = measure(
                                pid, postmaster, port, file, given.seconds
                            )
        for page, rows in found.items():
            show(page, rows)


if __name__ == "__main__":
    main()
