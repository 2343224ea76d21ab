"""`odop` in a process of its own, forked from one that has imported it already.

Importing takes most commands longer than what they do. Everything else is as from a shell: a new
process, its variables, its input and output, and how it ends.
"""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from cli.main import MODULES
from settings import ROOT

PROGRAM = "odop"
SECONDS = 60
LONG_RUNNING = ("cli.serving.run", "cli.serving.worker")
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(
    ["cli.main", *sorted({*MODULES.values()}.difference(LONG_RUNNING)), __name__]
)


def run_odop(
    arguments: tuple[str, ...], answer: str, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; `answer` is typed. Raises TimeoutExpired."""
    with TemporaryDirectory(prefix="odop-command-") as folder:
        files = [Path(folder) / name for name in ("input", "output", "errors")]
        files[0].write_text(answer, encoding="utf-8")
        process = _context.Process(
            target=_command, args=(arguments, dict(environment), [str(file) for file in files])
        )
        process.start()
        process.join(SECONDS)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired([PROGRAM, *arguments], SECONDS)
        output, errors = (file.read_text(encoding="utf-8") for file in files[1:])
        return subprocess.CompletedProcess([PROGRAM, *arguments], process.exitcode, output, errors)


def _command(arguments: tuple[str, ...], environment: dict[str, str], files: list[str]) -> None:
    """In the new process: what a shell does before a program, and the program."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    modes = (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT | os.O_TRUNC] * 2)
    for number, (file, mode) in enumerate(zip(files, modes, strict=True)):
        opened = os.open(file, mode, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - until the process ends
    sys.stdout, sys.stderr = (
        open(number, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        for number in (1, 2)
    )
    from cli.main import app
    from settings import settings

    settings.cache_clear()
    sys.argv = [PROGRAM, *arguments]
    app(prog_name=PROGRAM)
