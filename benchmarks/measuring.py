"""Servers started, asked, and measured: what every benchmark here needs."""

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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console

from benchmarks.pages import Bodies, bodies
from benchmarks.servers import Server, backend_parent, parent_of
from database import migrate
from database.connect import connected, fetch_value
from demo import catalogue
from settings import ROOT

DATA = ROOT / ".data" / "bench"
START_SECONDS = 60
COMPARED = 20
TICKS = os.sysconf("SC_CLK_TCK")
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
        # One of PostgreSQL's may have ended since it was seen.
        with suppress(ProcessLookupError):
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


def answered(each: Running, body: str) -> object:
    """The `data` a server answers with. A server that answers with errors ends the run."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{each.port}{each.server.path}",
        body.encode(),
        {"Content-Type": "application/json", "Accept": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        found = json.load(response)
    if found.get("errors"):
        raise SystemExit(f"{each.server.name} answered {found['errors']} to {body}")
    return found["data"]


def check(page: str, started: list[Running], files: dict[str, Path]) -> None:
    """Everyone answers, and those who speak the same language say the same."""
    said: dict[str, object] = {}
    for each in started:
        lines = files[each.server.speaks].read_text().splitlines()[:COMPARED]
        found = [answered(each, line) for line in lines]
        if said.setdefault(each.server.speaks, found) != found:
            raise SystemExit(
                f"{each.server.name} answers {page} otherwise than {started[0].server.name}"
            )


@dataclass(frozen=True)
class Loaded:
    """What came of a load: how long it took, and each answer's milliseconds, in order."""

    seconds: float
    times: list[float]


def load(each: Running, connections: int, seconds: float, file: Path, token: str = "") -> Loaded:
    command = [
        sys.executable, "-m", "benchmarks.load",
        str(each.port), each.server.path, str(connections), str(seconds), str(file),
        *([token] if token else []),
    ]  # fmt: skip
    ran = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False,
        preexec_fn=lambda: pin(0, others()),
    )  # fmt: skip
    if ran.returncode:
        raise SystemExit(f"{ran.stderr}\nsent: {file}")
    found = json.loads(ran.stdout)
    return Loaded(found["seconds"], sorted(found["times"]))


def measure(
    each: Running,
    postmaster: int,
    connections: int,
    file: Path,
    seconds: float,
    token: str = "",
) -> Measured:
    return measured(each, postmaster, lambda: load(each, connections, seconds, file, token))


def measured(each: Running, postmaster: int, work: Callable[[], Loaded]) -> Measured:
    """What a server and the database did while something loaded them."""
    server, before = descendants(each.pid), cpu(descendants(postmaster))
    worked = cpu(server)
    loaded = work()
    times, number = loaded.times, len(loaded.times)
    memory = Path(f"/proc/{each.pid}/status").read_text().split("VmRSS:")[1].split()[0]
    return Measured(
        number / loaded.seconds,
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


def written(sent: dict[str, Bodies], page: str, folder: Path) -> dict[str, Path]:
    """The files with the bodies of a page, by the language they are in."""
    files = {}
    for language, pages in sent.items():
        if page in pages:
            files[language] = folder / f"{language} {page}.jsonl"
            files[language].write_text("\n".join(json.dumps(body) for body in pages[page]))
    return files


def apart(url: str) -> int:
    """Give PostgreSQL the cores that servers do not have; returns its first process."""
    postmaster = asyncio.run(backend_parent(url))
    for pid in descendants(postmaster):
        pin(pid, others())
    return postmaster


def say(line: str) -> None:
    out.print(f"[dim]{line}[/dim]")


async def prepare(url: str, products: int) -> dict[str, Bodies]:
    """The catalogue loaded, and what is sent about it."""
    async with connected(url):
        await migrate.apply()
        if await catalogue.is_empty():
            with out.status(f"Loading {products} products…"):
                await catalogue.load(products)
        version = await fetch_value("SHOW server_version")
        sent = await bodies()
    out.print(f"PostgreSQL {version}, {products} products.")
    return sent


def told(python: str) -> str:
    """The machine, and the build of Python that serves."""
    asked = (
        "import platform, sysconfig;"
        "print(platform.python_version(), platform.python_compiler(),"
        " 'with' if '--enable-optimizations' in (sysconfig.get_config_var('CONFIG_ARGS') or '')"
        " else 'without', '--enable-optimizations among its options')"
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
        f" Python {ran.stdout.strip()}."
    )
