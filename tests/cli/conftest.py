"""The `odop` command as a person runs it: a process of its own, a data folder of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from settings import ROOT

Odop = Callable[..., subprocess.CompletedProcess[str]]

# What would have the command look elsewhere than in its own folder.
OTHERS = ("DATABASE_URL", "ODOP_KEYS_FILE")
COMMAND = "from cli.main import app; app(prog_name='odop')"


def _own(data_dir: Path) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if name not in OTHERS}
    return ours | {"ODOP_DATA_DIR": str(data_dir), "COLUMNS": "200"}


@pytest.fixture
def begun(odop: Odop, data_dir: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Begin an `odop` that goes on beside others in the same folder, until the test is over."""
    with ExitStack() as stack:

        def begin(*arguments: str, **environment: str) -> "subprocess.Popen[str]":
            process = subprocess.Popen(
                [sys.executable, "-c", COMMAND, *arguments],
                stdout=subprocess.DEVNULL,
                cwd=ROOT,
                env=_own(data_dir) | environment,
                text=True,
            )
            stack.callback(process.wait, 30)
            stack.callback(process.terminate)
            return process

        yield begin


@pytest.fixture
def odop(data_dir: Path) -> Odop:
    """Run `odop` with these arguments; `answer` is typed, `environment` added."""
    ours = _own(data_dir)

    def run(
        *arguments: str, answer: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", COMMAND, *arguments],
            input=answer,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=ours | environment,
            timeout=60,
            check=False,
        )

    return run
