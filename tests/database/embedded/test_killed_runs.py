"""Leftovers of killed test runs are removed; living ones are left alone."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from database.connect import credentials
from settings import ROOT
from tests.support.databases.temporary_server import throwaway_folder

pytestmark = pytest.mark.slow

RUN = """
import sys
from pathlib import Path
from database.embedded.embedded import embedded_server
from tests.support.databases.temporary_server import throwaway_folder
in_memory = sys.argv[1] == "memory"
with throwaway_folder(in_memory) as folder, embedded_server(folder, durable=False) as url:
    print(folder, (folder / "postgres").resolve(), url, sep="\\n", flush=True)
    input()
"""


class Run:
    """A test run with a server, as another process."""

    def __init__(self, where: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN, where],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        assert self.process.stdout is not None
        folder, home, self.url = (self.process.stdout.readline().strip() for _ in range(3))
        self.folder, self.home = Path(folder), Path(home)
        self.postmaster = int((self.home / "cluster" / "postmaster.pid").read_text().split()[0])

    def is_left(self) -> list[bool]:
        process = Path(f"/proc/{self.postmaster}/cmdline")
        is_alive = process.exists() and process.read_text() != ""
        return [self.folder.exists(), self.home.exists(), is_alive]


@pytest.fixture
def run() -> Iterator[Callable[[str], Run]]:
    begun: list[Run] = []

    def begin(where: str) -> Run:
        begun.append(Run(where))
        return begun[-1]

    yield begin
    for each in begun:
        if each.process.poll() is None:
            each.process.communicate("\n", timeout=30)


@pytest.mark.parametrize("where", ["disk", "memory"])
async def test_the_next_run_removes_what_a_killed_one_left(
    run: Callable[[str], Run], where: str
) -> None:
    living, killed = run(where), run(where)
    killed.process.kill()
    killed.process.wait()
    assert killed.is_left() == [True, True, True]
    with throwaway_folder():
        assert killed.is_left() == [False, False, False]
        assert living.is_left() == [True, True, True]
        connection = await asyncpg.connect(**credentials(living.url))
        assert await connection.fetchval("SELECT 1") == 1
        await connection.close()


@pytest.mark.parametrize("where", ["disk", "memory"])
def test_a_run_that_ends_leaves_nothing(run: Callable[[str], Run], where: str) -> None:
    ended = run(where)
    ended.process.communicate("\n", timeout=30)
    assert ended.is_left() == [False, False, False]
