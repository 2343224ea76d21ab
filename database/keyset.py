"""Pages by keyset: what they are ordered by, which part is wanted, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from tortoise.models import Model

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class SortOrder:
    """A total order: every expression in one direction, the last one unique.

    `name` goes into cursors, so that a cursor of one order is not taken for another's.
    `types` are the PostgreSQL types the cursor's values are read back as.
    """

    name: str
    expressions: tuple[str, ...]
    types: tuple[str, ...]
    descending: bool


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of an ordered list: the first or last `size` between two cursors."""

    size: int
    backward: bool = False
    after: tuple[str, ...] | None = None
    before: tuple[str, ...] | None = None


class Along(str):
    """The name of a column that rows of `t` bring along, which is none of their table: `sql` is."""

    __slots__ = ("sql",)
    sql: str

    def __new__(cls, name: str, sql: str) -> "Along":
        made = super().__new__(cls, name)
        made.sql = sql
        return made


class JsonRow(dict[str, Any]):
    """A row that another brought along, read like a record."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(slots=True)
class Page(Generic[Row]):
    """Rows in the list's order. `places` is how many values a cursor has, 0 where none are read.

    `keys` have those values where the rows themselves do not.
    """

    rows: list[Row]
    places: int
    has_next: bool
    has_previous: bool
    total: int | None = None
    keys: Sequence[Any] | None = None

    def position(self, number: int) -> list[str]:
        """The cursor's values of one of the rows, as text."""
        row: Any = (self.keys or self.rows)[number]
        return [row[f"position{place}"] for place in range(self.places)]
