"""Starting, checking and measuring servers, for all benchmarks."""

import asyncio
import http.client
import json
import os
import platform
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from rich.console import Console

from benchmarks.harness.failures import MAX_REASON, Failures, NotMeasured
from benchmarks.harness.pages import Bodies, bodies
from benchmarks.harness.servers import Server, backend_parent, parent_of
from database.connect import connected, fetch_value
from database.embedded.embedded import database_server
from database.schema import migrate
from database.schema.capacity import capacity_problem, max_connections_for, opened_by
from database.schema.serving_role import ensure_role
from demo import catalogue
from server.adapters import gateway_adapter
from settings import ROOT, Settings, settings

DATA = ROOT / ".data" / "bench"
START_SECONDS = 60
# Extra time for the last responses of a load.
PATIENCE_SECONDS = 60
COMPARED = 20
TICKS = os.sysconf("SC_CLK_TCK")
out = Console(width=150)


@dataclass(frozen=True)
class Measured:
    """Results of a server, or the median of several rounds: requests per second, milliseconds, CPU
    milliseconds per request of server and database, memory.
    """

    rate: float
    p50: float
    p99: float
    server_ms: float
    database_ms: float
    mebibytes: float


@dataclass(frozen=True)
class Running:
    """A running server, with the seconds until it was ready."""

    server: Server
    port: int
    pid: int
    ready_seconds: float = 0.0
    ready_cpu: float = 0.0


@contextmanager
def running(server: Server, folder: Path, environment: dict[str, str]) -> Iterator[Running]:
    """Run a server within the context. Raises NotMeasured."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = folder / f"{server.name}.log"
    begun = time.monotonic()
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
        each = Running(server, port, process.pid)
        _wait_for(each, process, log)
        spent = time.monotonic() - begun, cpu(descendants(process.pid))
        yield replace(each, ready_seconds=spent[0], ready_cpu=spent[1])
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(each: Running, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        if process.poll() is not None:
            raise NotMeasured(f"ended with {process.returncode}: {last_line(log)} (see {log})")
        with suppress(OSError):
            if _is_ready(each):
                answered(each, json.dumps({"query": "{ __typename }"}))
                return
        if time.monotonic() > until:
            raise NotMeasured(f"does not answer after {START_SECONDS} s (see {log})")
        time.sleep(0.1)


def _is_ready(each: Running) -> bool:
    """Whether the server is ready. Raises OSError without a response."""
    if not each.server.ready:
        return True
    try:
        url = f"http://127.0.0.1:{each.port}{each.server.ready}"
        with urllib.request.urlopen(url, timeout=30):
            return True
    except urllib.error.HTTPError:
        return False


def last_line(log: Path) -> str:
    """The last non-empty line of a log."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines()]
    return next((line for line in reversed(lines) if line), "without a word")


def pin(pid: int, cores: set[int]) -> None:
    if len(os.sched_getaffinity(0)) > 1:
        # A process of PostgreSQL may have ended meanwhile.
        with suppress(ProcessLookupError):
            os.sched_setaffinity(pid, cores)


def others() -> set[int]:
    return set(range(1, os.cpu_count() or 1)) or {0}


def cpu(pids: set[int]) -> float:
    """CPU seconds of these processes and of their ended children."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += sum(int(field) for field in fields[11:15])
    return total / TICKS


def worked(pid: int) -> float:
    """CPU seconds of all threads of a process, in nanosecond resolution."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((each / "schedstat").read_text().split()[0]) for each in threads) / 1e9


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
    """The `data` of a response. Raises NotMeasured for errors, OSError without a response."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{each.port}{each.server.path}",
        body.encode(),
        {"Content-Type": "application/json", "Accept": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            found = json.load(response)
    except urllib.error.HTTPError as error:
        raise NotMeasured(f"answered {error.code} {error.read(200)!r} to {body}") from error
    except OSError:
        raise
    except (ValueError, http.client.HTTPException) as error:
        raise NotMeasured(f"answered what is no answer ({error}) to {body}") from error
    if found.get("errors"):
        raise NotMeasured(f"answered {found['errors']} to {body}")
    return found["data"]


def check(page: str, started: list[Running], files: dict[str, Path], failures: Failures) -> None:
    """Check that all servers respond, and equally if they have the same documents."""
    first_responses: dict[str, tuple[str, object]] = {}
    for each in started:
        with failures.of(each.server.name, page):
            lines = files[each.server.speaks].read_text().splitlines()[:COMPARED]
            responses = [answered(each, line) for line in lines]
            first, expected = first_responses.setdefault(
                each.server.speaks, (each.server.name, responses)
            )
            if expected != responses:
                raise NotMeasured(f"its responses differ from those of {first}")


@dataclass(frozen=True)
class Loaded:
    """Results of a load: duration in seconds, sorted response times in milliseconds."""

    seconds: float
    times: list[float]


def load(each: Running, connections: int, seconds: float, file: Path, token: str = "") -> Loaded:
    """Load a server. Raises NotMeasured for errors."""
    return loaded(
        "benchmarks.harness.load",
        [str(each.port), each.server.path, str(connections), str(seconds), str(file)]
        + ([token] if token else []),
        seconds,
    )


def loaded(module: str, arguments: list[str], seconds: float) -> Loaded:
    """Run a load generator in a process of its own. Raises NotMeasured."""
    try:
        ran = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT, capture_output=True, text=True, check=False,
            preexec_fn=lambda: pin(0, others()), timeout=seconds + PATIENCE_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise NotMeasured(f"left requests without an answer for {PATIENCE_SECONDS} s") from error
    if ran.returncode:
        raise NotMeasured(ran.stderr.strip()[-MAX_REASON:])
    found = json.loads(ran.stdout)
    if not found["times"]:
        raise NotMeasured("answered nothing")
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
    """Measure a server and the database during a load."""
    server, before = descendants(each.pid), cpu(descendants(postmaster))
    before_it = cpu(server)
    loaded = work()
    times, number = loaded.times, len(loaded.times)
    memory = Path(f"/proc/{each.pid}/status").read_text().split("VmRSS:")[1].split()[0]
    return Measured(
        number / loaded.seconds,
        times[number // 2],
        times[int(number * 0.99)],
        (cpu(server) - before_it) / number * 1000,
        (cpu(descendants(postmaster)) - before) / number * 1000,
        int(memory) / 1024,
    )


def middle(rounds: list[Measured]) -> Measured:
    return Measured(
        *(median(getattr(one, name) for one in rounds) for name in Measured.__dataclass_fields__)
    )


def written(sent: dict[str, Bodies], page: str, folder: Path) -> dict[str, Path]:
    """Write the request bodies of a page to files; return these by `speaks` of servers."""
    files = {}
    for language, pages in sent.items():
        if page in pages:
            files[language] = folder / f"{language} {page}.jsonl"
            files[language].write_text("\n".join(json.dumps(body) for body in pages[page]))
    return files


def apart(url: str) -> int:
    """Pin PostgreSQL to the cores that servers do not use; return its first process."""
    postmaster = asyncio.run(backend_parent(url))
    for pid in descendants(postmaster):
        pin(pid, others())
    return postmaster


def report(line: str) -> None:
    out.print(f"[dim]{line}[/dim]")


@contextmanager
def database_for(folder: Path, opened: int = 0) -> Iterator[str]:
    """A database below `folder`, with enough connections for the servers and ourselves.

    `opened` is the number of connections of the servers, by default that of one mart.
    """
    folder.mkdir(parents=True, exist_ok=True)
    opened = opened_by(1) + (opened or opened_by(1))
    with database_server(Settings(data_dir=folder), max_connections_for(opened)) as url:
        asyncio.run(_refuse_narrow(url, opened))
        yield url


async def _refuse_narrow(url: str, opened: int) -> None:
    async with connected(url):
        if problem := await capacity_problem(opened):
            raise SystemExit(problem)


async def prepare(url: str, products: int) -> dict[str, Bodies]:
    """Load the catalogue; return the request bodies by `speaks` and page."""
    await ensure_role(url)
    async with connected(url):
        await migrate.apply()
        await gateway_adapter(settings()).prepare()
        if await catalogue.is_empty():
            with out.status(f"Loading {products} products…"):
                await catalogue.load(products)
        version = await fetch_value("SHOW server_version")
        sent = await bodies()
    out.print(f"PostgreSQL {version}, {products} products.")
    return sent


def machine(python: str) -> str:
    """A description of the machine and of the Python build."""
    script = (
        "import platform, sysconfig;"
        "print(platform.python_version(), platform.python_compiler(),"
        " 'with' if '--enable-optimizations' in (sysconfig.get_config_var('CONFIG_ARGS') or '')"
        " else 'without', '--enable-optimizations among its options')"
    )
    ran = subprocess.run([python, "-c", script], capture_output=True, text=True, check=True)
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
