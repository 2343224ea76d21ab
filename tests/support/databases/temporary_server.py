"""Database servers of tests, which leave nothing behind, whether a run ends or is killed."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from database.embedded.data_directory import DataDirectory
from database.embedded.embedded import embedded_server
from database.embedded.os_account import ServerFailed
from database.embedded.server import Server
from database.embedded.server_lock import Lease, exclusive

PREFIX = "odop-test-"
LOCK = "in-use.lock"


@contextmanager
def throwaway_folder() -> Iterator[Path]:
    """A folder that goes with every server that was started below it.

    Those of runs that were killed go first: the system has given back their locks.
    """
    base = Path(tempfile.gettempdir())
    with exclusive(base / f"{PREFIX}{os.geteuid()}.lock"):
        for lock in base.glob(f"{PREFIX}*/{LOCK}"):
            _remove_dead(lock)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        lease = Lease(folder / LOCK)
    try:
        yield folder
    finally:
        remove(folder)
        lease.release()


@contextmanager
def throwaway_server() -> Iterator[str]:
    """The URL of an embedded server whose data go with it."""
    with throwaway_folder() as folder, embedded_server(folder, durable=False) as url:
        yield url


def _remove_dead(lock: Path) -> None:
    with suppress(ServerFailed):  # somebody else's
        lease = Lease(lock)
        if lease.is_last():
            remove(lock.parent)
        lease.release()


def remove(folder: Path) -> None:
    """Remove a folder, and what root keeps elsewhere for servers whose helper cannot enter it."""
    for lease in folder.rglob("postgres.lease"):
        with suppress(ServerFailed):
            _end_server(lease.parent)
    shutil.rmtree(folder, ignore_errors=True)


def _end_server(data_dir: Path) -> None:
    with exclusive(data_dir / "postgres.lock"):
        Server(DataDirectory.of(data_dir)).stop()
    home = (data_dir / "postgres").resolve()
    shutil.rmtree(home, ignore_errors=True)
