"""Pages of a list of rows, each in one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, repeat
from operator import itemgetter
from typing import Any

from database.connect import fetch_rows, fetch_value
from database.keyset import Page, Row, SortOrder, Window
from database.select import statements
from database.select.columns import viewer_arguments
from database.select.list_index import RowsById
from database.select.row_list import RowList
from database.select.statements import PARENT, PARENTS, PageRead
from database.sql import Sql

WHOLE = PageRead()
_PARENT_OF = itemgetter("parent")


@dataclass(frozen=True, slots=True)
class Select(RowList[Row]):
    """A list of rows, which reads them."""

    def filter(self, *conditions: Sql) -> "Select[Row]":
        # Not by `replace`, which takes three times as long.
        return Select(
            self.model,
            self.order,
            (*self.where, *conditions),
            self.ranking,
            self.id_source,
            self.extra_columns,
            self.viewer_columns,
            self.index,
        )

    def sorted(self, order: SortOrder) -> "Select[Row]":
        return replace(self, order=order)

    async def count(self) -> int:
        text, arguments = self.source().bound()
        return int(await fetch_value(f"SELECT count(*) {text}", *arguments))

    async def page(self, window: Window, read: PageRead = WHOLE) -> Page[Row]:
        """One page of the list."""
        number, is_counted = None, read.total
        if self.index is not None:
            if await self.index.is_empty():
                return self._page([], window, read, 0)
            named = await self.index.page(self.order, window, read.limit(window))
            if named is not None:
                number = named[1]
                page = await self._page_by_ids(*named, self.index.visible, window, read)
                if page is not None:
                    return page
            elif read.total:
                number = await self.index.total()
            is_counted = read.total and number is None
            read = PageRead(read.names, is_counted, read.with_cursors)
        counted: Sequence[Any] = ()
        if is_counted and not statements.total_is_free(self, window):
            counted = self._arguments(None)
        text = statements.page(self, window, read)
        arguments = (*viewer_arguments(self, read.names), *counted, *self._arguments(window))
        rows: list[Any] = await fetch_rows(self.model, text, *arguments)
        if is_counted:
            # A page without rows has no row to bring the number of all.
            number = rows[0]["total"] if rows else await self.count()
        return self._page(rows, window, read, number)

    async def _page_by_ids(
        self, named: RowsById, total: int, visible: Sql, window: Window, read: PageRead
    ) -> Page[Row] | None:
        """The page of rows that the index names; None when they have changed since."""
        if not named.ids:
            return self._page([], window, read, total)
        if named.scores is None:
            text = statements.page_by_ids(self, visible.text, window, read)
            arguments = [_array(named.ids), *(window.after or ()), *(window.before or ())]
        else:
            text = statements.page_by_scores(self, visible.text, read)
            arguments = [_array(named.scores), _array(named.ids)]
        arguments += viewer_arguments(self, read.names)
        rows: list[Any] = await fetch_rows(self.model, text, *arguments)
        return self._page(rows, window, read, total) if len(rows) >= named.min_count else None

    async def one(self, names: tuple[str, ...] | None = None) -> Row | None:
        """The row of a list that has one at most, or none. `names` are as in `PageRead`.

        Not for lists with an `id_source`, which has not all columns.
        """
        assert not self.id_source
        text = statements.any_row(self, names)
        arguments = (*viewer_arguments(self, names), *self._arguments(None))
        rows: list[Any] = await fetch_rows(self.model, text, *arguments)
        return rows[0] if rows else None

    async def pages(
        self, link: str | None, parents: Sequence[int], window: Window, read: PageRead = WHOLE
    ) -> list[Page[Row]]:
        """The same window of each parent's rows, in one statement.

        `link` is the column that holds the parent's id, or a condition on `t` and `p.id`.
        """
        if self.index is not None and await self.index.is_empty():
            return [self._page([], window, read, 0) for _ in parents]
        # One parent may be named several times: its rows are read once.
        unique = list(dict.fromkeys(parents))
        totals = None
        if read.total and self.index is not None and link is not None:
            totals = await self.index.totals(link, unique)
            read = PageRead(read.names, totals is None, read.with_cursors)
        found = await self._rows_of(link, unique, window, read)
        if read.total:
            totals = [int(found[parent][0]["total"]) for parent in unique]
            # Beside a total stands a parent without rows.
            found = {
                parent: [row for row in its if row["id"] is not None]
                for parent, its in found.items()
            }
        pages = {
            parent: self._page(found[parent], window, read, number)
            for parent, number in zip(unique, totals or repeat(None, len(unique)), strict=True)
        }
        return [pages[parent] for parent in parents]

    async def _rows_of(
        self, link: str | None, parents: Sequence[int], window: Window, read: PageRead
    ) -> dict[int, list[Any]]:
        """The rows of each parent, none of them named twice."""
        is_single = len(parents) == 1
        text = statements.parent_pages(self, link, window, read, PARENT if is_single else PARENTS)
        arguments = (
            parents[0] if is_single else _array(parents),
            *(self._arguments(None) if read.total else ()),
            *viewer_arguments(self, read.names),
            *self._arguments(window),
        )
        rows: list[Any] = await fetch_rows(self.model, text, *arguments)
        if is_single:
            return {parents[0]: rows}
        found: dict[int, list[Any]] = {parent: [] for parent in parents}
        for parent, its in groupby(rows, _PARENT_OF):
            found[parent] += its
        return found

    def _arguments(self, window: Window | None) -> list[Any]:
        """The values of a statement's parameters, in order; without a window, of a count."""
        ranking = () if window is None else self.ranking
        pieces = (*ranking, *self.where)
        found = [value for piece in pieces for value in piece.arguments]
        if window is not None:
            found += [*(window.after or ()), *(window.before or ())]
        return found

    def _page(
        self, rows: list[Any], window: Window, read: PageRead, total: int | None
    ) -> Page[Row]:
        more = len(rows) > window.size
        if more:
            del rows[window.size :]
        if window.backward:
            rows.reverse()
        return Page(
            rows=rows,
            places=len(self.order.expressions) if read.with_cursors else 0,
            has_next=window.before is not None if window.backward else more,
            has_previous=more if window.backward else window.after is not None,
            total=total,
        )


def _array(numbers: Iterable[int]) -> str:
    """Numbers as the text of an array: asyncpg asks of each item of a list what it is."""
    return f"{{{','.join(map(str, numbers))}}}"
