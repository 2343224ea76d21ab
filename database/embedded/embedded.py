"""The embedded PostgreSQL: started by the first command that needs it, stopped by the last.

Not used with DATABASE_URL.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from database.background import background
from database.embedded.data_directory import DataDirectory
from database.embedded.os_account import ServerFailed
from database.embedded.server import MAX_CONNECTIONS, Server
from database.embedded.server_lock import (
    Lease,
    exclusive,
    signals_deferred,
    signals_end_us_in_order,
)

if TYPE_CHECKING:
    from settings import Settings

__all__ = ["ServerFailed", "database_server", "embedded_server", "is_embedded", "supervised"]

log = logging.getLogger("odop.database")
POLL_SECONDS = 0.3


class _LeaseState(NamedTuple):
    """A lease of this process on a server, with the options of its start."""

    data_dir: Path
    lease: Lease
    durable: bool
    connections: int


_leases: dict[str, _LeaseState] = {}


@contextmanager
def database_server(settings: "Settings", connections: int = MAX_CONNECTIONS) -> Iterator[str]:
    """Yield the URL of the database for its owner: DATABASE_URL's or the embedded server's.

    The embedded server accepts at least `connections` connections. Raises ServerFailed.
    """
    if settings.database_url:
        yield settings.owner_database_url or settings.database_url
    else:
        with embedded_server(settings.data_dir, connections=connections) as url:
            yield url


@contextmanager
def embedded_server(
    data_dir: Path, durable: bool = True, connections: int = MAX_CONNECTIONS
) -> Iterator[str]:
    """Yield the URL of the embedded server below `data_dir`, started if it is not running.

    Commands share a server and the last one stops it; only `kill -9` leaves it running, and the
    next start takes it over. `durable=False` is for tests: fast, but unsafe in a crash. A server
    with fewer `connections` is restarted, or, if others use it, ServerFailed is raised.
    """
    data_dir = _created(data_dir.absolute())
    turn, lease = data_dir / "postgres.lock", None
    with signals_end_us_in_order():
        try:
            with exclusive(turn), signals_deferred():
                lease = Lease(data_dir / "postgres.lease")
                server = Server(DataDirectory.of(data_dir), connections)
                server.ensure_running(lease, durable)
                url = server.url
            _leases[url] = _LeaseState(data_dir, lease, durable, connections)
            try:
                yield url
            finally:
                del _leases[url]
        finally:
            if lease is not None:
                with signals_deferred(), exclusive(turn):
                    _leave(data_dir, lease)


def is_embedded(url: str) -> bool:
    """Whether `url` is of an embedded server that this process uses."""
    return url in _leases


@asynccontextmanager
async def supervised(url: str) -> AsyncIterator[None]:
    """Restart the embedded server whenever it dies, within the context."""
    state = _leases.get(url)
    if state is None:
        yield
        return
    async with background(partial(_watch, state)):
        yield


async def _watch(state: _LeaseState) -> None:
    server = Server(DataDirectory.of(state.data_dir), state.connections)
    while True:
        await asyncio.sleep(POLL_SECONDS)
        if server.is_alive:
            continue
        log.warning("the database server has stopped; restarting it")
        try:
            await asyncio.to_thread(_revive, server, state)
        except ServerFailed as failure:
            log.error("%s", failure)


def _revive(server: Server, state: _LeaseState) -> None:
    with exclusive(state.data_dir / "postgres.lock"):
        server.ensure_running(state.lease, state.durable)


def _created(data_dir: Path) -> Path:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ServerFailed(
            f"{data_dir} cannot be created ({error.strerror}). "
            "Set ODOP_DATA_DIR to a folder of your own."
        ) from error
    return data_dir


def _leave(data_dir: Path, lease: Lease) -> None:
    try:
        if lease.is_last() and (data_dir / "postgres" / "cluster").exists():
            Server(DataDirectory.of(data_dir)).stop()
    finally:
        lease.release()
