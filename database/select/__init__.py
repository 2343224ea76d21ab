"""Lists of rows: what a list is, its pages, and the statements that read them."""

from database.select.columns import UNLESS, unless
from database.select.list_index import ListIndex, RowsById
from database.select.nested_rows import NestedRow, NestedRows
from database.select.select import Select
from database.select.statements import PageRead, nested_rows

__all__ = [
    "UNLESS",
    "ListIndex",
    "NestedRow",
    "NestedRows",
    "PageRead",
    "RowsById",
    "Select",
    "nested_rows",
    "unless",
]
