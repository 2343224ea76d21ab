"""Processes that use an embedded server."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg

from database.embedded.data_directory import DataDirectory
from settings import ROOT

HOLD = """
import sys
from pathlib import Path
from database.embedded.embedded import embedded_server

with embedded_server(Path(sys.argv[1]), durable=False) as url:
    print(url, flush=True)
    sys.stdin.read()
"""


class Holder:
    """Another command that holds the server until it is told to leave or a signal ends it."""

    def __init__(self, data_dir: Path, python: str = sys.executable, **how: Any) -> None:
        self.process = subprocess.Popen(
            [python, "-c", HOLD, str(data_dir)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            **{"cwd": ROOT, **how},
        )

    def url(self) -> str:
        assert self.process.stdout
        return str(self.process.stdout.readline()).strip()

    def leave(self) -> int:
        self.process.communicate(timeout=30)
        return self.process.returncode

    def end_by(self, number: signal.Signals) -> int:
        """As a terminal does it: the whole group of processes gets the signal."""
        os.killpg(self.process.pid, number)
        return self.leave()


def place_of(data_dir: Path) -> DataDirectory:
    return DataDirectory.of(data_dir)


def postmaster(data_dir: Path) -> int:
    """The number of the server's process; 0 when none is running."""
    file = (data_dir / "postgres").resolve() / "cluster" / "postmaster.pid"
    return int(file.read_text().split()[0]) if file.exists() else 0


def gone(number: int) -> bool:
    return not Path(f"/proc/{number}").exists() or "Z" in state_of(number)


def state_of(number: int) -> str:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "Z"


async def run(url: str, sql: str) -> Any:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


async def write_row(url: str) -> None:
    await run(url, "CREATE TABLE craft (name text)")
    await run(url, "INSERT INTO craft VALUES ('chikankari')")


async def read_row(url: str) -> Any:
    return await run(url, "SELECT name FROM craft")
