"""The columns that are read of a list's rows."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from database.connect import columns
from database.keyset import Row
from database.select.nested_rows import NestedRows
from database.select.row_list import RowList
from database.sql import Sql, joined

# Types that asyncpg decodes within a record without looking them up first.
PLAIN = (str, int, bool, Decimal, date, datetime)
# Between two columns: the first is read only of rows where the second is empty.
UNLESS = " unless "


def unless(second: str, first: str) -> str:
    """The name under which a column is read of those rows alone that have nothing in `first`.

    It is null in the others. What nobody will look at is not sent, which is half of a card's text.
    """
    return f"{second}{UNLESS}{first}"


def read_columns(rows: RowList[Row], names: Sequence[str] | None) -> Sql:
    """The columns called `names` that there are, or all of the table's own."""
    if not names:
        return Sql(columns(rows.model, "t"))
    return joined(", ", [sql for name in names if (sql := _column(rows, name)) is not None])


def _column(rows: RowList[Row], name: str) -> Sql | None:
    if isinstance(name, NestedRows):
        return Sql(f'({name.sql}) AS "{name}"')
    if name in rows.viewer_columns:
        of_viewer = rows.viewer_columns[name]
        return Sql(f'({of_viewer.text}) AS "{name}"', of_viewer.arguments)
    if name in rows.extra_columns:
        return Sql(f'({rows.extra_columns[name]}) AS "{name}"')
    if name in rows.model._meta.fields_map:
        return Sql(f't."{name}"')
    if UNLESS in name:
        second, _, first = name.partition(UNLESS)
        case = f"CASE WHEN coalesce(t.\"{first}\", '') = '' THEN t.\"{second}\" END"
        return Sql(f'{case} AS "{second}"')
    return None


def viewer_arguments(rows: RowList[Row], names: Sequence[str] | None) -> list[Any]:
    """The arguments of the viewer's columns, as `read_columns` has them."""
    if not rows.viewer_columns or not names:
        return []
    return [
        value
        for name in names
        if name in rows.viewer_columns
        for value in rows.viewer_columns[name].arguments
    ]


def column_names(rows: RowList[Row], names: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns that `read_columns` reads, in its order."""
    return tuple([name.partition(UNLESS)[0] for name in names if _column(rows, name) is not None])


def is_plain(rows: RowList[Row], name: str) -> bool:
    """Whether a column is of a type of `PLAIN`; those that are not the table's all are."""
    known = rows.model._meta.fields_map.get(name.partition(UNLESS)[0])
    return known is None or known.field_type in PLAIN
