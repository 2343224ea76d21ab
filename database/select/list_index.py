"""Interface of an in-memory index of a list."""

from collections.abc import Sequence
from typing import Protocol

from database.keyset import SortOrder, Window
from database.sql import Sql


class RowsById(Protocol):
    """Rows of a list by id, with those of a page among them.

    `min_count` says how many of the page surely are. With `scores` they are the page itself, in
    order.
    """

    @property
    def ids(self) -> list[int]: ...

    @property
    def min_count(self) -> int: ...

    @property
    def scores(self) -> list[int] | None: ...


class ListIndex(Protocol):
    """An in-memory index of a list. Its methods return None when the database must be asked."""

    @property
    def visible(self) -> Sql:
        """The condition that rows from the index still have to meet."""

    async def is_empty(self) -> bool:
        """Whether it is known that the list has no rows."""

    async def total(self) -> int | None:
        """How many rows the list has."""

    async def totals(self, link: str, parents: Sequence[int]) -> list[int] | None:
        """How many of its rows have each of `parents` in the column `link`."""

    async def page(
        self, order: SortOrder, window: Window, number: int
    ) -> tuple[RowsById, int] | None:
        """Rows among which the first `number` of a part of the list are, and how many it has."""
