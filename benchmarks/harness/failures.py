"""Failures of servers: recorded with the reason, while the measurement of others goes on."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

MAX_REASON = 400


class NotMeasured(Exception):  # noqa: N818 - it says what is the matter
    """A server could not be installed, did not start or respond, or responded with errors."""


class Failures:
    """Reasons of failures, by server and page; an empty page means all pages."""

    def __init__(self) -> None:
        self._reasons: dict[tuple[str, str], str] = {}

    def __bool__(self) -> bool:
        return bool(self._reasons)

    @contextmanager
    def of(self, server: str, page: str = "") -> Iterator[None]:
        """Record an exception in the context as a failure of the server."""
        try:
            yield
        except NotMeasured as failure:
            self._reasons[server, page] = str(failure)[:MAX_REASON]
        except Exception as error:
            self._reasons[server, page] = f"{type(error).__name__}: {error}"[:MAX_REASON]

    def reason(self, server: str, page: str = "") -> str | None:
        return self._reasons.get((server, "")) or self._reasons.get((server, page))

    def print_to(self, console: Console) -> None:
        """Print a line for each failure."""
        for (server, page), reason in self._reasons.items():
            where = f"{server}, {page}" if page else server
            console.print(f"{where}: not measured: {reason}", markup=False)
