"""Lists of rows: what a list is, its pages, and the statements that read them."""

from database.select.columns import UNLESS, unless
from database.select.list_index import ListIndex, RowsById
from database.select.select import Select
from database.select.statements import PageRead, rows_as_json

__all__ = ["UNLESS", "ListIndex", "PageRead", "RowsById", "Select", "rows_as_json", "unless"]
