"""Pages under load, server beside server in one run. See README.md beside this file."""

import argparse
import asyncio
import json
import os
import platform
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks.pages import PAGES, Bodies, bodies
from benchmarks.servers import Server, backend_parent, ours, parent_of, peers, python_of
from database import migrate
from database.connect import connected, fetch_value
from database.embedded import database_server
from demo import catalogue
from settings import ROOT, Settings

DATA = ROOT / ".data" / "bench"
WARM_SECONDS = 5.0
START_SECONDS = 60
CONNECTIONS = (32, 1)
COMPARED = 20
TICKS = os.sysconf("SC_CLK_TCK")
AGAINST = ("hand-written", "postgraphile 4", "postgraphile 5", "odop, no plans")
out = Console(width=150)


@dataclass(frozen=True)
class Measured:
    """What one server did with one page over so many connections, in the middle of its rounds."""

    rate: float
    p50: float
    p99: float
    server_ms: float
    database_ms: float
    mebibytes: float


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    server: Server
    port: int
    pid: int


@contextmanager
def running(server: Server, folder: Path, environment: dict[str, str]) -> Iterator[Running]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = folder / f"{server.name}.log"
    whole = os.environ | {"PYTHONPATH": str(ROOT)} | environment | server.environment
    with log.open("wb") as file:
        process = subprocess.Popen(
            server.command,
            cwd=server.folder or ROOT,
            env=whole | {"PORT": str(port)},
            stdout=file,
            stderr=file,
        )
    try:
        pin(process.pid, {0})
        until = time.monotonic() + START_SECONDS
        while True:
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"{server.name} does not answer: see {log}")
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            time.sleep(0.1)
        yield Running(server, port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def pin(pid: int, cores: set[int]) -> None:
    if len(os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(pid, cores)


def others() -> set[int]:
    return set(range(1, os.cpu_count() or 1)) or {0}


def cpu(pids: set[int]) -> float:
    """Seconds these processes have worked, with their children that ended."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += sum(int(field) for field in fields[11:15])
    return total / TICKS


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


def answered(port: int, body: str) -> object:
    """The `data` a server answers with. A server that answers with errors ends the run."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql",
        body.encode(),
        {"Content-Type": "application/json", "Accept": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        found = json.load(response)
    if found.get("errors"):
        raise SystemExit(f"port {port} answered {found['errors']} to {body}")
    return found["data"]


def check(page: str, started: list[Running], files: dict[str, Path]) -> None:
    """Everyone answers, and those who speak the same language say the same."""
    said: dict[str, object] = {}
    for each in started:
        lines = files[each.server.speaks].read_text().splitlines()[:COMPARED]
        found = [answered(each.port, line) for line in lines]
        if said.setdefault(each.server.speaks, found) != found:
            raise SystemExit(
                f"{each.server.name} answers {page} otherwise than {started[0].server.name}"
            )


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
        raise SystemExit(f"{ran.stderr}\nsent: {file}")
    times: list[float] = json.loads(ran.stdout)["times"]
    return sorted(times)


def measure(
    each: Running, postmaster: int, connections: int, file: Path, seconds: float
) -> Measured:
    server, before = descendants(each.pid), cpu(descendants(postmaster))
    worked = cpu(server)
    times = load(each.port, connections, seconds, file)
    number = len(times)
    memory = Path(f"/proc/{each.pid}/status").read_text().split("VmRSS:")[1].split()[0]
    return Measured(
        number / seconds,
        times[number // 2],
        times[int(number * 0.99)],
        (cpu(server) - worked) / number * 1000,
        (cpu(descendants(postmaster)) - before) / number * 1000,
        int(memory) / 1024,
    )


def middle(rounds: list[Measured]) -> Measured:
    return Measured(
        *(median(getattr(one, name) for one in rounds) for name in Measured.__dataclass_fields__)
    )


def say(line: str) -> None:
    out.print(f"[dim]{line}[/dim]")


async def prepare(
    url: str, products: int, folder: Path, wants_peers: bool
) -> tuple[dict[str, Bodies], list[Server]]:
    async with connected(url):
        await migrate.apply()
        if await catalogue.is_empty():
            with out.status(f"Loading {products} products…"):
                await catalogue.load(products)
        version = await fetch_value("SHOW server_version")
        sent = await bodies()
    found = await peers(url, folder, say) if wants_peers else []
    out.print(f"PostgreSQL {version}, {products} products.")
    return sent, found


def told(python: str, seconds: float, rounds: int) -> str:
    asked = (
        "import platform, sysconfig;"
        "print(platform.python_version(), platform.python_compiler(),"
        " 'optimised' if 'optimizations' in (sysconfig.get_config_var('CONFIG_ARGS') or '')"
        " or sysconfig.get_config_var('PGO_PROF_USE_FLAG') and 'fprofile-use' in"
        " (sysconfig.get_config_var('PY_CFLAGS_NODIST') or '') else 'not profile-guided')"
    )
    ran = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True)
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        sysconfig.get_platform(),
    )
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}."
        f" Python {ran.stdout.strip()}. {rounds} rounds of {seconds:g} s, the"
        " middle of each figure. Times in milliseconds; CPU a request at 32 connections."
    )


def show(page: str, rows: dict[str, tuple[Measured, Measured]]) -> None:
    table = Table(
        "", "req/s 32", "p50", "p99", "req/s 1", "p50", "p99", "server CPU", "db CPU", "MiB",
        *[f"vs {name}" for name in AGAINST if name in rows],
        title=page, title_justify="left",
    )  # fmt: skip
    for name, (many, one) in rows.items():
        table.add_row(
            name,
            f"{many.rate:,.0f}", f"{many.p50:.1f}", f"{many.p99:.1f}",
            f"{one.rate:,.0f}", f"{one.p50:.2f}", f"{one.p99:.2f}",
            f"{many.server_ms:.3f}", f"{many.database_ms:.3f}", f"{many.mebibytes:.0f}",
            *[_ratio(many, rows[other][0]) for other in AGAINST if other in rows],
        )  # fmt: skip
    out.print(table)


def _ratio(one: Measured, other: Measured) -> str:
    """How many times as many requests; in brackets how many times less CPU of the server."""
    return f"{one.rate / other.rate:.2f} ({other.server_ms / max(one.server_ms, 1e-6):.2f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=11_000)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", nargs="*", default=list(PAGES), choices=PAGES)
    parser.add_argument("--servers", nargs="*", default=[], help="only those with such names")
    parser.add_argument("--python", default="", help="another build of this version to serve with")
    given = parser.parse_args()
    folder = DATA / str(given.products)
    folder.mkdir(parents=True, exist_ok=True)
    python, environment = python_of(given.python)
    wants_peers = not given.servers or any("postgraphile".startswith(n) for n in given.servers)
    with database_server(Settings(data_dir=folder)) as url, ExitStack() as stack:
        sent, found = asyncio.run(prepare(url, given.products, DATA, wants_peers))
        postmaster = asyncio.run(backend_parent(url))
        for pid in descendants(postmaster):
            pin(pid, others())
        out.print(told(python, given.seconds, given.rounds))
        servers = [
            server
            for server in [*ours(url, python), *found]
            if not given.servers or any(name in server.name for name in given.servers)
        ]
        started = [stack.enter_context(running(each, folder, environment)) for each in servers]
        for page in given.pages:
            files = {}
            for language, pages in sent.items():
                files[language] = folder / f"{language} {page}.jsonl"
                lines = "\n".join(json.dumps(body) for body in pages[page])
                files[language].write_text(lines)
            check(page, started, files)
            rounds: dict[tuple[str, int], list[Measured]] = {}
            for each in started:
                load(each.port, 32, WARM_SECONDS, files[each.server.speaks])
            for number in range(given.rounds):
                for each in started:
                    for connections in CONNECTIONS:
                        with out.status(f"{page}, round {number + 1}: {each.server.name}"):
                            one = measure(
                                each, postmaster, connections, files[each.server.speaks],
                                given.seconds,
                            )  # fmt: skip
                        rounds.setdefault((each.server.name, connections), []).append(one)
            show(
                page,
                {
                    each.server.name: (
                        middle(rounds[each.server.name, 32]),
                        middle(rounds[each.server.name, 1]),
                    )
                    for each in started
                },
            )


if __name__ == "__main__":
    main()
