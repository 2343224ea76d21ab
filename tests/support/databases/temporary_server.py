"""Database servers of tests, which leave nothing behind, whether a run ends or is killed."""

import os
import re
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
# Where Linux keeps files in memory. On a disk, each new database costs more the longer a run takes:
# ten times as much in the end, as the system has yet to write those of before.
MEMORY = Path("/dev/shm")
ROOM = 3 << 30


@contextmanager
def throwaway_folder(in_memory: bool = False) -> Iterator[Path]:
    """A private folder that goes with every server that was started below it.

    In memory, where there is room, for data that many databases are made of; root's helper can
    enter it then. Folders of runs that were killed go first: the system has given back their locks.
    """
    disk = Path(tempfile.gettempdir())
    with exclusive(disk / f"{PREFIX}{os.geteuid()}.lock"):
        for base in {disk, MEMORY}:
            for lock in base.glob(f"{PREFIX}*/{LOCK}"):
                _remove_dead(lock)
        base = MEMORY if in_memory and has_room(MEMORY) else disk
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
        if in_memory:
            folder.chmod(0o711)
        lease = Lease(folder / LOCK)
    try:
        yield folder
    finally:
        remove(folder)
        lease.release()


def has_room(memory: Path) -> bool:
    """Whether files of a test run fit into memory, beside what else the machine does there."""
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < ROOM:
        return False
    free = re.search(r"^MemAvailable: +([0-9]+) kB$", Path("/proc/meminfo").read_text(), re.M)
    return free is not None and int(free[1]) << 10 > 2 * ROOM


@contextmanager
def throwaway_server() -> Iterator[str]:
    """The URL of an embedded server whose data go with it."""
    with throwaway_folder(in_memory=True) as folder, embedded_server(folder, durable=False) as url:
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
