"""Why a plan gives up, so that the ordinary executor answers."""

from typing import Any


class PlanFallback(Exception):  # noqa: N818 - not an error: the ordinary executor answers instead
    """The plan cannot answer: null in a non-null field, or an unknown type."""


class Null(PlanFallback):
    """Null in a non-null field."""


class Gone(Null):
    """A row that another pointed at is not there: it went while the answer was made."""


class Refused(PlanFallback):
    """The viewer may not read a field."""


class TooLong(PlanFallback):
    """Perhaps more than an answer may be; the ordinary executor, which counts exactly, decides."""


class CacheMiss(PlanFallback):
    """A table that was expected in the cache is not there."""


def null() -> Any:
    """Null where none may be: what becomes of its parents is the ordinary executor's business."""
    raise Null("null in a field that may not be null")


def gone() -> Any:
    """The same where the row that a field shows is gone."""
    raise Gone("a row in a field that may not be null is gone")
