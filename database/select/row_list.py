"""A list of rows: its table, conditions and order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic

from database.keyset import Row, SortOrder
from database.select.list_index import ListIndex
from database.sql import Sql, joined


@dataclass(frozen=True, slots=True)
class RowList(Generic[Row]):
    """The rows of `model`'s table, known as `t`, that satisfy `where`.

    `ranking` joins what the order needs and nothing else does. `extra_columns` are columns a page
    may be asked for besides the table's own: expressions on `t`.

    `id_source` is a table expression with the same rows' ids and all columns that conditions, order
    and ranking name. Where there is one, the list is made of it, and only the rows of the page are
    read from the model's own table.

    `viewer_columns` are more of those, which differ by viewer: their arguments do.

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

    @property
    def is_by_id(self) -> bool:
        """Whether its order is that of the ids."""
        return self.order.expressions == ("t.id",) and not self.order.descending

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def source(self, *more: Sql) -> Sql:
        """FROM and WHERE, for statements that count or group."""
        return self._source((), more)

    def ranked_source(self, *more: Sql) -> Sql:
        """FROM and WHERE, with what the order needs."""
        return self._source(self.ranking, more)

    def _source(self, ranking: tuple[Sql, ...], more: tuple[Sql, ...]) -> Sql:
        table = Sql(f"FROM {self.id_source} t" if self.id_source else f'FROM "{self.table}" t')
        where = joined(" AND ", (*self.where, *more)) if self.where or more else Sql("true")
        return joined(" ", (table, *ranking, Sql("WHERE"), where))
