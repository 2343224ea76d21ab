"""Keyset pagination: sort order, requested part of a list, resulting page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from tortoise.models import Model

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class SortOrder:
    """A total order: all expressions in the same direction, the last one unique.

    `name` is part of cursors, so that a cursor of another order is rejected. `types` are the
    PostgreSQL types of the cursor's values.
    """

    name: str
    expressions: tuple[str, ...]
    types: tuple[str, ...]
    descending: bool


@dataclass(frozen=True, slots=True)
class Window:
    """A part of an ordered list: the first or last `size` rows between two cursors."""

    size: int
    backward: bool = False
    after: tuple[str, ...] | None = None
    before: tuple[str, ...] | None = None


@dataclass(slots=True)
class Page(Generic[Row]):
    """Rows in the list's order. `places` is the number of values of a cursor, 0 without cursors.

    `keys` has those values if the rows themselves do not.
    """

    rows: list[Row]
    places: int
    has_next: bool
    has_previous: bool
    total: int | None = None
    keys: Sequence[Any] | None = None

    def position(self, number: int) -> list[str]:
        """The cursor values of a row, as text."""
        row: Any = (self.keys or self.rows)[number]
        return [row[f"position{place}"] for place in range(self.places)]
