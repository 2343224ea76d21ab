"""One SELECT over one table, put together piece by piece, and pages of it by keyset."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, repeat
from operator import itemgetter
from typing import Any, Generic, Protocol

from database.connect import columns, fetch_rows, fetch_value
from database.keyset import Along, Page, Row, SortOrder, Window
from database.sql import Sql, joined

# What reads the same from JSON as from a column.
PLAIN = (str, int, bool)


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
        """What still has to hold of a row that it names."""

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


@dataclass(frozen=True, slots=True)
class Select(Generic[Row]):
    """The rows of `model`'s table, known as `t`, that satisfy `where`.

    `ranking` joins what the order needs and nothing else does. `extra_columns` are columns a page
    may be asked for besides the table's own: expressions on `t`.

    `id_source` is a table expression with the same rows' ids and all columns that conditions, order
    and ranking name. Where there is one, the list is made of it, and only the rows of the page are
    read from the model's own table.

    `viewer_columns` are more of those, which say something else to each viewer: their arguments do.

    `index` may know the list; its rows are read all the same, and only those still `visible`.
    """

    model: type[Row]
    order: SortOrder
    where: tuple[Sql, ...] = ()
    ranking: tuple[Sql, ...] = ()
    id_source: str = ""
    extra_columns: Mapping[str, str] = field(default_factory=dict, hash=False)
    viewer_columns: Mapping[str, Sql] = field(default_factory=dict, compare=False)
    index: ListIndex | None = field(default=None, compare=False)

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

    def source(self, *more: Sql) -> Sql:
        """FROM and WHERE, for statements that count or group."""
        return self._source((), more)

    @property
    def is_by_id(self) -> bool:
        """Whether its order is that of the ids."""
        return self.order.expressions == ("t.id",) and not self.order.descending

    @property
    def _table(self) -> str:
        return self.model._meta.db_table

    def _source(self, ranking: tuple[Sql, ...], more: tuple[Sql, ...]) -> Sql:
        table = Sql(f"FROM {self.id_source} t" if self.id_source else f'FROM "{self._table}" t')
        where = joined(" AND ", (*self.where, *more)) if self.where or more else Sql("true")
        return joined(" ", (table, *ranking, Sql("WHERE"), where))

    async def count(self) -> int:
        source = self.source()
        text, arguments = source.bound()
        return int(await fetch_value(f"SELECT count(*) {text}", *arguments))

    async def page(
        self,
        window: Window,
        *,
        total: bool = False,
        names: Sequence[str] | None = None,
        placed: bool = True,
    ) -> Page[Row]:
        """One page, with the number of all rows in the same statement when `total`.

        `names` are the columns to read, all of the table's own when None; see also `unless`. Unless
        it is `placed` nobody will ask for the rows' positions, nor whether more of them follow.
        """
        number = None
        if self.index is not None:
            if await self.index.is_empty():
                return self._page([], window, 0, placed)
            named = await self.index.page(self.order, window, _most(window, placed))
            if named is not None:
                number = named[1]
                page = await self._page_by_ids(*named, self.index.visible, window, names, placed)
                if page is not None:
                    return page
            elif total:
                number = await self.index.total()
        total = total and number is None
        counted = self._arguments(None) if total and not self._total_is_free(window) else ()
        text = self._text(None, window, total, names, placed, "")
        given = (*self._owned(names), *counted, *self._arguments(window))
        rows: list[Any] = await fetch_rows(self.model, text, *given)
        if total:
            # A page without rows has no row to bring the number of all.
            number = rows[0]["total"] if rows else await self.count()
        return self._page(rows, window, number, placed)

    async def _page_by_ids(
        self,
        named: RowsById,
        total: int,
        visible: Sql,
        window: Window,
        names: Sequence[str] | None,
        placed: bool,
    ) -> Page[Row] | None:
        """The page of rows that the index names; None when they have changed since."""
        if not named.ids:
            return self._page([], window, total, placed)
        if named.scores is None:
            text = self._statement_by_ids(visible.text, window, names, placed)
            given = [_array(named.ids), *(window.after or ()), *(window.before or ())]
        else:
            text = self._statement_by_scores(visible.text, names, placed)
            given = [_array(named.scores), _array(named.ids)]
        rows: list[Any] = await fetch_rows(self.model, text, *given, *self._owned(names))
        return self._page(rows, window, total, placed) if len(rows) >= named.min_count else None

    def _statement_by_ids(
        self, visible: str, window: Window, names: Sequence[str] | None, placed: bool
    ) -> str:
        """The statement for those rows of some that a page has, as the database orders them."""
        form = (
            *self._statement_key(visible, names, placed),
            self.order.name,
            window.size,
            window.backward,
            window.after is not None,
            window.before is not None,
        )
        text = _STATEMENTS.get(form)
        if text is None:
            source = joined(
                " AND ",
                [
                    Sql(
                        f'FROM unnest({{}}::text::int[]) u(id) JOIN "{self._table}" t'
                        f" ON t.id = u.id WHERE {visible}",
                        ("",),
                    ),
                    *self._bounds(window),
                ],
            ).bound()
            read = self._read(names).bound(len(source[1]))[0]
            text = (
                f"SELECT {read}{self._keys() if placed else ''} {source[0]}"
                f" ORDER BY {self._ordering(window)} LIMIT {_most(window, placed)}"
            )
            _remember(form, text)
        return text

    def _statement_by_scores(self, visible: str, names: Sequence[str] | None, placed: bool) -> str:
        """The statement for rows by score and id, put together once for each form it takes."""
        form = self._statement_key(visible, names, placed)
        text = _STATEMENTS.get(form)
        if text is None:
            places = ", u.score::text AS position0, t.id::text AS position1" if placed else ""
            text = (
                f"SELECT {self._read(names).bound(2)[0]}{places}"
                " FROM unnest($1::text::bigint[], $2::text::int[]) WITH ORDINALITY"
                " u(score, id, place)"
                f' JOIN "{self._table}" t ON t.id = u.id WHERE {visible} ORDER BY u.place'
            )
            _remember(form, text)
        return text

    def _statement_key(
        self, visible: str, names: Sequence[str] | None, placed: bool
    ) -> tuple[Any, ...]:
        own = tuple([piece.text for piece in self.viewer_columns.values()])
        return self.model, visible, None if names is None else tuple(names), own, placed

    def _total_is_free(self, window: Window) -> bool:
        """Whether all rows are gone through anyway, so that counting them costs next to nothing."""
        return bool(self.ranking) and window.after is None and window.before is None

    async def pages(
        self,
        link: str | None,
        parents: Sequence[int],
        window: Window,
        *,
        total: bool,
        names: Sequence[str] | None = None,
        placed: bool = True,
    ) -> list[Page[Row]]:
        """The same window of each parent's rows, in one statement.

        `names` and `placed` as for one page. `link` is the column that holds the parent's id, or a
        condition on `t` and `p.id`.
        """
        if self.index is not None and await self.index.is_empty():
            return [self._page([], window, 0, placed) for _ in parents]
        # One parent may be named several times: its rows are read once.
        unique = list(dict.fromkeys(parents))
        is_single = len(unique) == 1
        named: Any = unique[0] if is_single else _array(unique)
        totals = None
        if total and self.index is not None and link is not None:
            totals = await self.index.totals(link, unique)
        total = total and totals is None
        text = self._text(link, window, total, names, placed, PARENT if is_single else PARENTS)
        counted = self._arguments(None) if total else ()
        given = (named, *counted, *self._owned(names), *self._arguments(window))
        rows: list[Any] = await fetch_rows(self.model, text, *given)
        found: dict[int, list[Any]]
        if is_single:
            found = {unique[0]: rows}
        else:
            found = {parent: [] for parent in unique}
            for parent, its in groupby(rows, _PARENT_OF):
                found[parent] += its
        if total:
            totals = [int(found[parent][0]["total"]) for parent in unique]
            # Beside a total stands a parent without rows.
            found = {
                parent: [row for row in its if row["id"] is not None]
                for parent, its in found.items()
            }
        pages = {
            parent: self._page(found[parent], window, number, placed)
            for parent, number in zip(unique, totals or repeat(None, len(unique)), strict=True)
        }
        return [pages[parent] for parent in parents]

    def _arguments(self, window: Window | None) -> list[Any]:
        """What the text's parameters stand for, in their order."""
        ranking = () if window is None else self.ranking
        pieces = (*ranking, *self.where)
        found = [value for piece in pieces for value in piece.arguments]
        if window is not None:
            found += [*(window.after or ()), *(window.before or ())]
        return found

    def _text(
        self,
        link: str | None,
        window: Window,
        total: bool,
        names: Sequence[str] | None,
        placed: bool,
        parents: str,
    ) -> str:
        """The statement, put together once for each form it takes; `parents` are in `p`."""
        form = (
            self.model,
            self.id_source,
            self.order.name,
            tuple([piece.text for piece in self.ranking]),
            tuple([piece.text for piece in self.where]),
            link,
            window.size,
            window.backward,
            window.after is not None,
            window.before is not None,
            total,
            None if names is None else tuple(names),
            tuple([piece.text for piece in self.viewer_columns.values()]),
            placed,
            parents,
        )
        text = _STATEMENTS.get(form)
        if text is None:
            make = (
                self._parent_pages(link, window, total, names, placed, parents)
                if parents
                else self._whole_page(window, total, names, placed)
            )
            text = make.bound(1 if parents else 0)[0]
            _remember(form, text)
        return text

    def _whole_page(
        self, window: Window, total: bool, names: Sequence[str] | None, placed: bool
    ) -> Sql:
        """The page of the whole list."""
        read = self._read(names)
        counted = Sql("count(*) OVER ()")
        if total and not self._total_is_free(window):
            source = self.source()
            counted = Sql(f"(SELECT count(*) {source.text})", source.arguments)
        source = self._source(self.ranking, tuple(self._bounds(window)))
        number = f", {counted.text} AS total" if total else ""
        arguments = (*read.arguments, *counted.arguments, *source.arguments)
        limited = f"ORDER BY {self._ordering(window)} LIMIT {_most(window, placed)}"
        if not self.id_source:
            keys = self._keys() if placed else ""
            return Sql(f"SELECT {read.text}{keys}{number} {source.text} {limited}", arguments)
        places = range(len(self.order.expressions))
        order = ", ".join(
            f"({expression}) AS order{place}"
            for place, expression in enumerate(self.order.expressions)
        )
        positions = "".join(
            f", h.order{place}::text AS position{place}" for place in places if placed
        )
        ordered = ", ".join(f"h.order{place} {self._direction(window)}" for place in places)
        return Sql(
            f"SELECT {read.text}{positions}{', h.total' if total else ''}"
            f" FROM (SELECT t.id, {order}{number} {source.text} {limited}) h"
            f' JOIN "{self._table}" t ON t.id = h.id ORDER BY {ordered}',
            arguments,
        )

    def _parent_pages(
        self,
        link: str | None,
        window: Window,
        total: bool,
        names: Sequence[str] | None,
        placed: bool,
        parents: str,
    ) -> Sql:
        """The page of each parent's rows, beside the number of all of them when `total`."""
        is_single = parents is PARENT
        own = (Sql(f't."{link}" = p.id' if link.isidentifier() else link),) if link else ()
        counted = Sql("")
        if total:
            # OFFSET 0 has it counted once a parent: beside the rows it is counted for each of them.
            source = self.source(*own)
            number = f"(SELECT count(*) {source.text}) AS total"
            parents = f"(SELECT p.id, {number} FROM {parents} OFFSET 0) p"
            counted = Sql(", p.total", source.arguments)
        source = self._source(self.ranking, (*own, *self._bounds(window)))
        read = self._read(names)
        return Sql(
            f"SELECT r.*{'' if is_single else ', p.id AS parent'}{counted.text}"
            f" FROM {parents} {'LEFT' if total else 'CROSS'} JOIN LATERAL"
            f" (SELECT {read.text}{self._keys() if placed else ''}"
            f" {source.text}"
            f" ORDER BY {self._ordering(window)} LIMIT {_most(window, placed)}) r"
            f"{' ON true' if total else ''}",
            (*counted.arguments, *read.arguments, *source.arguments),
        )

    def along(self, link: str, size: int, names: Sequence[str]) -> str | None:
        """SQL for what a row of `t` brings along: a list's first rows as JSON, for `JsonRow`.

        `link` is a condition on `t` and `p.id`, the row. None for a list that takes arguments, and
        where a column is no text, number or boolean: in JSON it would be another value.
        """
        source = self._source(self.ranking, (Sql(link),))
        if source.arguments or not all(map(self._is_plain, names)):
            return None
        order = self._ordering(Window(size))
        return (
            f"SELECT coalesce(json_agg(r), '[]') FROM (SELECT t.id) p CROSS JOIN LATERAL"
            f" (SELECT {self._read(names).text} {source.text} ORDER BY {order} LIMIT {size}) r"
        )

    def _is_plain(self, name: str) -> bool:
        """Whether a column is the same in JSON; one that is not the table's is not read at all."""
        known = self.model._meta.fields_map.get(name.partition(UNLESS)[0])
        return known is None or known.field_type in PLAIN

    def _read(self, names: Sequence[str] | None) -> Sql:
        """The columns that are read, `names` or all of the table's own."""
        if not names:
            return Sql(columns(self.model, "t"))
        known = self.model._meta.fields_map
        found = []
        for name in names:
            if isinstance(name, Along):
                found.append(Sql(f'({name.sql}) AS "{name}"'))
            elif name in self.viewer_columns:
                own = self.viewer_columns[name]
                found.append(Sql(f'({own.text}) AS "{name}"', own.arguments))
            elif name in self.extra_columns:
                found.append(Sql(f'({self.extra_columns[name]}) AS "{name}"'))
            elif name in known:
                found.append(Sql(f't."{name}"'))
            elif UNLESS in name:
                second, _, first = name.partition(UNLESS)
                found.append(
                    Sql(
                        f"CASE WHEN coalesce(t.\"{first}\", '') = '' THEN t.\"{second}\" END"
                        f' AS "{second}"'
                    )
                )
        return joined(", ", found)

    def _owned(self, names: Sequence[str] | None) -> list[Any]:
        """The arguments of the viewer's own columns, as `_read` has them."""
        if not self.viewer_columns:
            return []
        owned = (
            self.viewer_columns[name].arguments
            for name in names or ()
            if name in self.viewer_columns
        )
        return [value for arguments in owned for value in arguments]

    def _keys(self) -> str:
        return "".join(
            f", ({expression})::text AS position{place}"
            for place, expression in enumerate(self.order.expressions)
        )

    def _direction(self, window: Window) -> str:
        return "DESC" if self.order.descending != window.backward else "ASC"

    def _ordering(self, window: Window) -> str:
        direction = self._direction(window)
        return ", ".join(f"{expression} {direction}" for expression in self.order.expressions)

    def _bounds(self, window: Window) -> list[Sql]:
        sides = []
        for values, forward in ((window.after, True), (window.before, False)):
            if values is not None:
                sign = "<" if self.order.descending == forward else ">"
                own = ", ".join(self.order.expressions)
                given = ", ".join(f"{{}}::text::{kind}" for kind in self.order.types)
                sides.append(Sql(f"({own}) {sign} ({given})", values))
        return sides

    def _page(self, rows: list[Any], window: Window, total: int | None, placed: bool) -> Page[Row]:
        more = len(rows) > window.size
        if more:
            del rows[window.size :]
        if window.backward:
            rows.reverse()
        return Page(
            rows=rows,
            places=len(self.order.expressions) if placed else 0,
            has_next=window.before is not None if window.backward else more,
            has_previous=more if window.backward else window.after is not None,
            total=total,
        )


# The parents of a page of each, as `p`: one of them, or several.
PARENT, PARENTS = "(SELECT $1::int AS id) p", "unnest($1::text::int[]) p(id)"
_PARENT_OF = itemgetter("parent")
# Between two columns: the first is read only of rows where the second is empty.
UNLESS = " unless "


def unless(second: str, first: str) -> str:
    """The name under which a column is read of those rows alone that have nothing in `first`.

    It is null in the others. What nobody will look at is not sent, which is half of a card's text.
    """
    return f"{second}{UNLESS}{first}"


def _array(numbers: Iterable[int]) -> str:
    """Numbers as the text of an array: asyncpg asks of each item of a list what it is."""
    return f"{{{','.join(map(str, numbers))}}}"


def _most(window: Window, placed: bool) -> int:
    """How many rows a page reads: one more tells whether others follow it."""
    return window.size + 1 if placed else window.size


# Forms come from documents and filters: few are in use at a time, and nobody can make us keep more.
MAX_STATEMENTS = 2_000
_STATEMENTS: dict[Any, str] = {}


def _remember(form: Any, text: str) -> None:
    if len(_STATEMENTS) >= MAX_STATEMENTS:
        _STATEMENTS.clear()
    _STATEMENTS[form] = text
