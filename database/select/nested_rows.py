"""Short lists of rows in a column of another row, as PostgreSQL records.

They come in the statement of the row they belong to. Records keep their types and are decoded by
asyncpg itself; as JSON they would take PostgreSQL and Python a third longer.
"""

from collections import namedtuple
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any, Self

# Classes of nested rows, one for each set of columns. Plans that are in use keep theirs.
MAX_CLASSES = 100

Read = Callable[[list[tuple[Any, ...]]], list[Any]]


class NestedRows(str):
    """The name of an additional column of rows of `t`: a list of records, computed by `sql`.

    `read` makes rows of the records.
    """

    __slots__ = ("read", "sql")
    sql: str
    read: Read

    def __new__(cls, name: str, sql: str, read: Read) -> Self:
        column = super().__new__(cls, name)
        column.sql, column.read = sql, read
        return column


class NestedRow:
    """Names of a record's values: attributes, and columns like those of other rows."""

    __slots__ = ()
    _fields: tuple[str, ...]

    def __contains__(self, name: object) -> bool:
        return name in self._fields

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


@lru_cache(MAX_CLASSES)
def reader(names: Sequence[str]) -> Read:
    """A function that makes rows of records whose values have these names, in this order."""
    values: Any = namedtuple("values", names)  # type: ignore[misc]
    row = type("row", (NestedRow, values), {"__slots__": ()})
    new = partial(tuple.__new__, row)

    def read(records: list[tuple[Any, ...]]) -> list[Any]:
        return list(map(new, records))

    return read
