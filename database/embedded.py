"""The embedded PostgreSQL: started by the first command that needs it, stopped by the last.

With a DATABASE_URL of your own none of this runs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from database.account import ServerFailed
from database.lease import Lease, alone, signals_end_us_in_order, signals_held
from database.place import Place
from database.server import Server

if TYPE_CHECKING:
    from settings import Settings

__all__ = ["ServerFailed", "database_server", "embedded_server", "is_embedded"]

_held: list[str] = []


@contextmanager
def database_server(settings: "Settings") -> Iterator[str]:
    """The URL of the database to use: DATABASE_URL's, else of the embedded server, held running."""
    if settings.database_url:
        yield settings.database_url
    else:
        with embedded_server(settings.data_dir) as url:
            yield url


@contextmanager
def embedded_server(data_dir: Path, durable: bool = True) -> Iterator[str]:
    """The URL of the embedded server below `data_dir`, which runs as long as anyone holds it.

    Several commands share one server and the last to leave stops it, however it ends; only
    `kill -9` leaves it running, and the next start takes it over. `durable=False` is for tests:
    fast, and unsafe when the machine fails.
    """
    data_dir = _made(data_dir.absolute())
    turn, lease = data_dir / "postgres.lock", None
    with signals_end_us_in_order():
        try:
            with alone(turn), signals_held():
                lease = Lease(data_dir / "postgres.lease")
                server = Server(Place.of(data_dir))
                server.ensure_running(lease, durable)
                url = server.url
            _held.append(url)
            try:
                yield url
            finally:
                _held.remove(url)
        finally:
            if lease is not None:
                with signals_held(), alone(turn):
                    _leave(data_dir, lease)


def is_embedded(url: str) -> bool:
    """Whether `url` is of an embedded server this process holds."""
    return url in _held


def _made(data_dir: Path) -> Path:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ServerFailed(
            f"{data_dir} cannot be made ({error.strerror}). "
            "Set ODOP_DATA_DIR to a folder of your own."
        ) from error
    return data_dir


def _leave(data_dir: Path, lease: Lease) -> None:
    try:
        if lease.is_last() and (data_dir / "postgres" / "cluster").exists():
            Server(Place.of(data_dir)).stop()
    finally:
        lease.give_up()
