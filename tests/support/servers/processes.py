"""Processes of `odop serve`, and waiting for what they do."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import httpx

from settings import ROOT
from tests.campaigns.load import ONE_HOUSE

COMMAND = "from cli.main import app; app(prog_name='odop')"


# Generous: a start is five seconds of work, which others on the machine may stretch.
START_SECONDS = 120


@contextmanager
def serving(
    url: str,
    tmp_path: Path,
    *options: str,
    stderr: int | IO[str] = subprocess.DEVNULL,
    program: Sequence[str] = (sys.executable, "-c", COMMAND),
    folder: Path = ROOT,
) -> Iterator[tuple[int, str]]:
    """`odop serve` in a process of its own: its id and its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    ours = {"DATABASE_URL": url, "PORT": str(port), "ODOP_DATA_DIR": str(tmp_path)}
    process = subprocess.Popen(
        [*program, "serve", *options],
        cwd=folder,
        env=os.environ | ONE_HOUSE | ours,
        stdout=subprocess.DEVNULL,
        stderr=stderr,
    )
    site = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: _answers(site), START_SECONDS)
        yield process.pid, site
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)


def wait_for(holds: object, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        if time.monotonic() > until:
            raise AssertionError("it does not come about")
        time.sleep(0.05)


def _answers(site: str) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(f"{site}/readyz", timeout=2).status_code == 200
    return False


def children(pid: int) -> list[int]:
    """The processes that serve for `pid`; multiprocessing's own helper is none of them."""
    found = []
    for folder in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            line = (folder / "cmdline").read_bytes()
            if int(fields[1]) == pid and b"spawn_main" in line:
                found.append(int(folder.name))
    return found
