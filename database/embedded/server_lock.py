"""File locks for the users of the embedded server, which end with their process."""

import fcntl
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from database.embedded.os_account import ServerFailed

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Lease:
    """A shared lock of a process that uses the server, released by the system if it is killed."""

    def __init__(self, file: Path) -> None:
        self._descriptor = _open(file)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def is_last(self) -> bool:
        """Whether no other process has a lease. Requires the `exclusive` lock."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)
            return False
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)
        return True

    def release(self) -> None:
        os.close(self._descriptor)


@contextmanager
def exclusive(file: Path) -> Iterator[None]:
    """Serialise starting and stopping of the server; other processes wait."""
    descriptor = _open(file)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _open(file: Path) -> int:
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise ServerFailed(
            f"{file} cannot be opened ({error.strerror}). Run as the user who owns "
            f"{file.parent}, or set ODOP_DATA_DIR to a folder of your own."
        ) from error
    if os.geteuid() == 0:
        # Root must not lock the owner of the folder out.
        owner = file.parent.stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
    return descriptor


@contextmanager
def signals_deferred() -> Iterator[None]:
    """Defer Ctrl-C and other signals until a start or stop is complete."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    arrived: list[int] = []

    def remember(number: int, _: FrameType | None) -> None:
        arrived.append(number)

    before = {each: signal.getsignal(each) for each in ENDING}
    deferred = [each for each in ENDING if before[each] is not signal.SIG_IGN]
    for each in deferred:
        signal.signal(each, remember)
    try:
        yield
    finally:
        for each in deferred:
            signal.signal(each, before[each] or signal.SIG_DFL)
        for number in arrived[:1]:
            signal.raise_signal(number)


@contextmanager
def signals_end_us_in_order() -> Iterator[None]:
    """Turn SIGTERM and SIGHUP without a handler into SystemExit, so that contexts are left."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    unhandled = [each for each in ENDING[1:] if signal.getsignal(each) is signal.SIG_DFL]
    for each in unhandled:
        signal.signal(each, leave)
    try:
        yield
    finally:
        for each in unhandled:
            signal.signal(each, signal.SIG_DFL)
