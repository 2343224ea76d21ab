"""The `odop` command as a person runs it: a process of its own, a data folder of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from database.embedded.server import DATABASE
from database.schema.serving_role import as_role
from settings import ROOT
from tests.support.servers.commands import run_odop

Odop = Callable[..., subprocess.CompletedProcess[str]]

# What would have the command look elsewhere than in its own folder.
OTHERS = ("DATABASE_URL", "ODOP_KEYS_FILE")
COMMAND = "from cli.main import app; app(prog_name='odop')"


@pytest.fixture
def environment(data_dir: Path) -> dict[str, str]:
    """The variables of a test's commands, which start an embedded server for themselves."""
    ours = {name: value for name, value in os.environ.items() if name not in OTHERS}
    return ours | {"ODOP_DATA_DIR": str(data_dir)}


@pytest.fixture
def own_server(environment: dict[str, str], db: str) -> None:
    """Have the commands use the empty database of `db` as one of the operator's own server.

    For what is not about the embedded server, whose start takes longer than most commands.
    """
    environment |= {"DATABASE_URL": db, "ODOP_OWNER_DATABASE_URL": as_role(db, DATABASE)}


@pytest.fixture
def begun(environment: dict[str, str]) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Begin an `odop` that goes on beside others in the same folder, until the test is over."""
    with ExitStack() as stack:

        def begin(*arguments: str, **more: str) -> "subprocess.Popen[str]":
            process = subprocess.Popen(
                [sys.executable, "-c", COMMAND, *arguments],
                stdout=subprocess.DEVNULL,
                cwd=ROOT,
                env=environment | more,
                text=True,
            )
            stack.callback(process.wait, 30)
            stack.callback(process.terminate)
            return process

        yield begin


@pytest.fixture
def odop(environment: dict[str, str]) -> Odop:
    """Run `odop` with these arguments; `answer` is typed, variables of `more` added."""

    def run(*arguments: str, answer: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        return run_odop(arguments, answer, environment | more)

    return run
