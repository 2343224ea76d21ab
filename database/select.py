"""One SELECT over one table, put together piece by piece, and pages of it by keyset."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar, cast

from tortoise.models import Model

from database.connect import columns, fetch_rows, fetch_value

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL; each `{}` stands for the next of its arguments."""

    text: str
    arguments: tuple[Any, ...] = ()

    def __and__(self, more: "Sql") -> "Sql":
        return Sql(f"{self.text} AND {more.text}", (*self.arguments, *more.arguments))

    def bound(self, already: int = 0) -> tuple[str, tuple[Any, ...]]:
        """The text with `$n` for each argument, counted on from `already`."""
        pieces = self.text.split("{}")
        if len(pieces) - 1 != len(self.arguments):
            raise AssertionError(f"arguments do not fit {self.text!r}")
        numbered = [
            f"{piece}${already + place}" for place, piece in enumerate(pieces[:-1], start=1)
        ]
        return "".join([*numbered, pieces[-1]]), self.arguments


def joined(separator: str, pieces: Sequence[Sql]) -> Sql:
    return Sql(
        separator.join(piece.text for piece in pieces),
        tuple(argument for piece in pieces for argument in piece.arguments),
    )


@dataclass(frozen=True, slots=True)
class Order:
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


@dataclass(slots=True)
class Page(Generic[Row]):
    """Rows in the list's order; `positions` are the cursors' values as text."""

    rows: list[Row]
    positions: list[tuple[str, ...]]
    has_next: bool
    has_previous: bool
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Select(Generic[Row]):
    """The rows of `model`'s table, known as `t`, that satisfy `where`."""

    model: type[Row]
    order: Order
    where: tuple[Sql, ...] = ()
    joins: tuple[Sql, ...] = ()

    def filter(self, *conditions: Sql) -> "Select[Row]":
        return replace(self, where=(*self.where, *conditions))

    def sorted(self, order: Order) -> "Select[Row]":
        return replace(self, order=order)

    def source(self, *more: Sql) -> Sql:
        """FROM and WHERE, for statements that count or group."""
        table = Sql(f'FROM "{self.model._meta.db_table}" t')
        where = joined(" AND ", (*self.where, *more)) if self.where or more else Sql("true")
        return joined(" ", (table, *self.joins, Sql("WHERE"), where))

    async def count(self) -> int:
        source = self.source()
        text, arguments = source.bound()
        return int(await fetch_value(f"SELECT count(*) {text}", *arguments))

    async def page(
        self, window: Window, *, total: bool = False, names: Sequence[str] | None = None
    ) -> Page[Row]:
        """One page, with the number of all rows in the same statement when `total`.

        `names` are the columns to read, all of them when None.
        """
        return (await self.pages(None, (0,), window, total=total, names=names))[0]

    async def pages(
        self,
        link: str | None,
        parents: Sequence[int],
        window: Window,
        *,
        total: bool,
        names: Sequence[str] | None = None,
    ) -> list[Page[Row]]:
        """The same window of each parent's rows, in one statement.

        `link` is the column that holds the parent's id, or a condition on `t` and `p.id`.
        """
        statement = self._statement(link, window, total, names)
        text, arguments = statement.bound(1)
        found: dict[int, list[Any]] = defaultdict(list)
        for row in await fetch_rows(self.model, text, list(parents), *arguments):
            found[cast("Any", row)["parent"]].append(row)
        return [self._page(found[parent], window, total) for parent in parents]

    def _statement(
        self, link: str | None, window: Window, total: bool, names: Sequence[str] | None
    ) -> Sql:
        own = (Sql(f't."{link}" = p.id' if link.isidentifier() else link),) if link else ()
        direction = "DESC" if self.order.descending != window.backward else "ASC"
        counted = Sql("NULL::bigint")
        if total:
            source = self.source(*own)
            counted = Sql(f"(SELECT count(*) {source.text})", source.arguments)
        source = self.source(*own, *self._bounds(window))
        expressions = self.order.expressions
        keys = ", ".join(f"({e})::text AS position{n}" for n, e in enumerate(expressions))
        ordering = ", ".join(f"{e} {direction}" for e in expressions)
        read = [f'"{name}"' for name in names] if names else columns(self.model).split(", ")
        outer = ", ".join(f"r.{name}" for name in read)
        inner = ", ".join(f"t.{name}" for name in read)
        places = ", ".join(f"position{n}" for n in range(len(expressions)))
        return Sql(
            f"SELECT {outer}, {places}, p.id AS parent, {counted.text} AS total"
            f" FROM unnest($1::int[]) p(id) {'LEFT' if total else 'CROSS'} JOIN LATERAL"
            f" (SELECT {inner}, {keys} {source.text}"
            f" ORDER BY {ordering} LIMIT {window.size + 1}) r{' ON true' if total else ''}",
            (*counted.arguments, *source.arguments),
        )

    def _bounds(self, window: Window) -> list[Sql]:
        sides = []
        for values, forward in ((window.after, True), (window.before, False)):
            if values is not None:
                sign = "<" if self.order.descending == forward else ">"
                own = ", ".join(self.order.expressions)
                given = ", ".join(f"{{}}::text::{kind}" for kind in self.order.types)
                sides.append(Sql(f"({own}) {sign} ({given})", values))
        return sides

    def _page(self, found: list[Any], window: Window, total: bool) -> Page[Row]:
        number = int(found[0]["total"]) if total else None
        rows = [row for row in found if row["position0"] is not None]
        more = len(rows) > window.size
        rows = rows[: window.size]
        if window.backward:
            rows.reverse()
        places = range(len(self.order.expressions))
        return Page(
            rows=rows,
            positions=[tuple(row[f"position{n}"] for n in places) for row in rows],
            has_next=window.before is not None if window.backward else more,
            has_previous=more if window.backward else window.after is not None,
            total=number,
        )
