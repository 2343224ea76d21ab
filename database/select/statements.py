"""The statements that read pages of a list."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple
from zlib import crc32

from database.keyset import Row, Window
from database.select.columns import column_names, is_plain, read_columns
from database.select.nested_rows import NestedRows, reader
from database.select.row_list import RowList
from database.sql import Sql, joined

# The parents of a page of each, as `p`: one of them, or several.
PARENT, PARENTS = "(SELECT $1::int AS id) p", "unnest($1::text::int[]) p(id)"
# Forms come from documents and filters: few are in use at a time, and nobody can make us keep more.
MAX_STATEMENTS = 2_000
_STATEMENTS: dict[Any, str] = {}


class PageRead(NamedTuple):
    """What is read of a page: `names` are the columns, all of the table's own when None.

    `total` is the number of all rows, in the same statement. Without `with_cursors` nobody asks
    for the rows' positions, nor whether more of them follow.
    """

    names: tuple[str, ...] | None = None
    total: bool = False
    with_cursors: bool = True

    def limit(self, window: Window) -> int:
        """How many rows a page reads: one more tells whether others follow it."""
        return window.size + 1 if self.with_cursors else window.size


def remembered(form: Any, make: Callable[[], str]) -> str:
    """The text of a statement, put together once for each form it takes."""
    text = _STATEMENTS.get(form)
    if text is None:
        if len(_STATEMENTS) >= MAX_STATEMENTS:
            _STATEMENTS.clear()
        text = _STATEMENTS[form] = make()
    return text


def page_by_ids(rows: RowList[Row], visible: str, window: Window, read: PageRead) -> str:
    """The statement for those rows of some that a page has, as the database orders them."""
    form = (*_form_by_ids(rows, visible, read), rows.order.name, *_form_of(window))
    return remembered(form, partial(_page_by_ids, rows, visible, window, read))


def _page_by_ids(rows: RowList[Row], visible: str, window: Window, read: PageRead) -> str:
    ids = Sql(
        f'FROM unnest({{}}::text::int[]) u(id) JOIN "{rows.table}" t'
        f" ON t.id = u.id WHERE {visible}",
        ("",),
    )
    source, arguments = joined(" AND ", [ids, *_bounds(rows, window)]).bound()
    return (
        f"SELECT {read_columns(rows, read.names).bound(len(arguments))[0]}"
        f"{_positions(rows) if read.with_cursors else ''} {source}"
        f" ORDER BY {_ordering(rows, window)} LIMIT {read.limit(window)}"
    )


def page_by_scores(rows: RowList[Row], visible: str, read: PageRead) -> str:
    """The statement for rows by score and id."""
    form = _form_by_ids(rows, visible, read)
    return remembered(form, partial(_page_by_scores, rows, visible, read))


def _page_by_scores(rows: RowList[Row], visible: str, read: PageRead) -> str:
    places = ", u.score::text AS position0, t.id::text AS position1"
    return (
        f"SELECT {read_columns(rows, read.names).bound(2)[0]}{places if read.with_cursors else ''}"
        " FROM unnest($1::text::bigint[], $2::text::int[]) WITH ORDINALITY"
        " u(score, id, place)"
        f' JOIN "{rows.table}" t ON t.id = u.id WHERE {visible} ORDER BY u.place'
    )


def page(rows: RowList[Row], window: Window, read: PageRead) -> str:
    """The statement for a page of the whole list."""
    return remembered(
        _form(rows, None, window, read, ""), lambda: _page(rows, window, read).bound()[0]
    )


def _page(rows: RowList[Row], window: Window, read: PageRead) -> Sql:
    columns = read_columns(rows, read.names)
    counted = Sql("")
    if read.total:
        counted = Sql(", count(*) OVER () AS total")
        if not total_is_free(rows, window):
            every = rows.source()
            counted = Sql(f", (SELECT count(*) {every.text}) AS total", every.arguments)
    source = rows.ranked_source(*_bounds(rows, window))
    arguments = (*columns.arguments, *counted.arguments, *source.arguments)
    limited = f"{source.text} ORDER BY {_ordering(rows, window)} LIMIT {read.limit(window)}"
    if not rows.id_source:
        positions = _positions(rows) if read.with_cursors else ""
        return Sql(f"SELECT {columns.text}{positions}{counted.text} {limited}", arguments)
    places = range(len(rows.order.expressions))
    keys = "".join(f", ({each}) AS order{n}" for n, each in enumerate(rows.order.expressions))
    positions = "".join(f", h.order{n}::text AS position{n}" for n in places if read.with_cursors)
    order = ", ".join(f"h.order{n} {_direction(rows, window)}" for n in places)
    return Sql(
        f"SELECT {columns.text}{positions}{', h.total' if read.total else ''}"
        f" FROM (SELECT t.id{keys}{counted.text} {limited}) h"
        f' JOIN "{rows.table}" t ON t.id = h.id ORDER BY {order}',
        arguments,
    )


def any_row(rows: RowList[Row], names: Sequence[str] | None) -> str:
    """The statement for a row of a list, whichever of them."""
    form = (rows.model, tuple([piece.text for piece in rows.where]), names, _viewer_form(rows))
    return remembered(form, partial(_any_row, rows, names))


def _any_row(rows: RowList[Row], names: Sequence[str] | None) -> str:
    columns, source = read_columns(rows, names), rows.source()
    arguments = (*columns.arguments, *source.arguments)
    return Sql(f"SELECT {columns.text} {source.text} LIMIT 1", arguments).bound()[0]


def parent_pages(
    rows: RowList[Row], link: str | None, window: Window, read: PageRead, parents: str
) -> str:
    """The statement for the page of each parent's rows; `parents` are in `p`."""
    return remembered(
        _form(rows, link, window, read, parents),
        lambda: _parent_pages(rows, link, window, read, parents).bound(1)[0],
    )


def _parent_pages(
    rows: RowList[Row], link: str | None, window: Window, read: PageRead, parents: str
) -> Sql:
    is_single = parents is PARENT
    own = (Sql(f't."{link}" = p.id' if link.isidentifier() else link),) if link else ()
    counted = Sql("")
    if read.total:
        # OFFSET 0 has it counted once a parent: beside the rows it is counted for each of them.
        source = rows.source(*own)
        number = f"(SELECT count(*) {source.text}) AS total"
        parents = f"(SELECT p.id, {number} FROM {parents} OFFSET 0) p"
        counted = Sql(", p.total", source.arguments)
    source = rows.ranked_source(*own, *_bounds(rows, window))
    columns = read_columns(rows, read.names)
    return Sql(
        f"SELECT r.*{'' if is_single else ', p.id AS parent'}{counted.text}"
        f" FROM {parents} {'LEFT' if read.total else 'CROSS'} JOIN LATERAL"
        f" (SELECT {columns.text}{_positions(rows) if read.with_cursors else ''}"
        f" {source.text}"
        f" ORDER BY {_ordering(rows, window)} LIMIT {read.limit(window)}) r"
        f"{' ON true' if read.total else ''}",
        (*counted.arguments, *columns.arguments, *source.arguments),
    )


def nested_rows(
    rows: RowList[Row], link: str, size: int, names: Sequence[str]
) -> NestedRows | None:
    """The column with the first rows of a row's own list.

    `link` is a condition on `t` and `p`, the row. None for a list that takes arguments, and where
    a column is of another type than those of `PLAIN`.
    """
    source = rows.ranked_source(Sql(link))
    if source.arguments or not all(is_plain(rows, name) for name in names):
        return None
    sql = (
        f"ARRAY(SELECT r FROM (SELECT t.*) p CROSS JOIN LATERAL"
        f" (SELECT {read_columns(rows, names).text} {source.text}"
        f" ORDER BY {_ordering(rows, Window(size))} LIMIT {size}) r)"
    )
    name = f"{rows.table}_{size}_{crc32(sql.encode()):x}"
    return NestedRows(name, sql, reader(column_names(rows, names)))


def total_is_free(rows: RowList[Row], window: Window) -> bool:
    """Whether all rows are gone through anyway, so that counting them costs next to nothing."""
    return bool(rows.ranking) and window.after is None and window.before is None


def _form_of(window: Window) -> tuple[Any, ...]:
    return window.size, window.backward, window.after is not None, window.before is not None


def _form_by_ids(rows: RowList[Row], visible: str, read: PageRead) -> tuple[Any, ...]:
    return rows.model, visible, read.names, _viewer_form(rows), read.with_cursors


def _viewer_form(rows: RowList[Row]) -> tuple[str, ...]:
    return tuple([piece.text for piece in rows.viewer_columns.values()])


def _form(
    rows: RowList[Row], link: str | None, window: Window, read: PageRead, parents: str
) -> tuple[Any, ...]:
    return (
        rows.model,
        rows.id_source,
        rows.order.name,
        tuple([piece.text for piece in rows.ranking]),
        tuple([piece.text for piece in rows.where]),
        _viewer_form(rows),
        link,
        _form_of(window),
        read,
        parents,
    )


def _positions(rows: RowList[Row]) -> str:
    return "".join(
        f", ({expression})::text AS position{place}"
        for place, expression in enumerate(rows.order.expressions)
    )


def _direction(rows: RowList[Row], window: Window) -> str:
    return "DESC" if rows.order.descending != window.backward else "ASC"


def _ordering(rows: RowList[Row], window: Window) -> str:
    direction = _direction(rows, window)
    return ", ".join(f"{expression} {direction}" for expression in rows.order.expressions)


def _bounds(rows: RowList[Row], window: Window) -> list[Sql]:
    sides = []
    for values, forward in ((window.after, True), (window.before, False)):
        if values is not None:
            sign = "<" if rows.order.descending == forward else ">"
            keys = ", ".join(rows.order.expressions)
            given = ", ".join(f"{{}}::text::{kind}" for kind in rows.order.types)
            sides.append(Sql(f"({keys}) {sign} ({given})", values))
    return sides
