"""The `odop` command as a person runs it: a process of its own, a data folder of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from settings import ROOT
from tests.throwaway import forget

Odop = Callable[..., subprocess.CompletedProcess[str]]

# What would have the command look elsewhere than in its own folder.
OTHERS = ("DATABASE_URL", "ODOP_KEYS_FILE")
COMMAND = "from cli.main import app; app(prog_name='odop')"


@pytest.fixture
def odop(tmp_path: Path) -> Iterator[Odop]:
    """Run `odop` with these arguments; `answer` is typed, `environment` added."""
    data_dir = tmp_path / "data"
    ours = {name: value for name, value in os.environ.items() if name not in OTHERS}
    ours |= {"ODOP_DATA_DIR": str(data_dir), "COLUMNS": "200"}

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

    yield run
    forget(data_dir)
