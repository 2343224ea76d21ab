"""Servers that cannot be measured: each is a row with its reason, and the others go on."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

MAX_REASON = 400


class NotMeasured(Exception):  # noqa: N818 - it says what is the matter
    """A server that was not installed, did not start or answer, or answered with errors."""


class Failures:
    """Who was not measured, on which page or on all of them, and why."""

    def __init__(self) -> None:
        self._reasons: dict[tuple[str, str], str] = {}

    def __bool__(self) -> bool:
        return bool(self._reasons)

    @contextmanager
    def of(self, server: str, page: str = "") -> Iterator[None]:
        """What goes wrong in here is the server's, on this page or on all."""
        try:
            yield
        except NotMeasured as failure:
            self._reasons[server, page] = str(failure)[:MAX_REASON]
        except Exception as error:
            self._reasons[server, page] = f"{type(error).__name__}: {error}"[:MAX_REASON]

    def reason(self, server: str, page: str = "") -> str | None:
        return self._reasons.get((server, "")) or self._reasons.get((server, page))

    def print_to(self, console: Console) -> None:
        """A line for each."""
        for (server, page), reason in self._reasons.items():
            where = f"{server}, {page}" if page else server
            console.print(f"{where}: not measured: {reason}", markup=False)
