"""One batch per relation, per request."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine, Hashable, Sequence
from typing import Any, TypeVar, cast

from aiodataloader import DataLoader
from tortoise.models import Model

import models
from database.caches.table_cache import TABLE_CACHE
from database.caches.table_pages import pages_of
from database.connect import columns, fetch_rows
from database.keyset import Page, Window
from database.select import PageRead, Select
from database.sql import Sql, joined

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Row = TypeVar("Row", bound=Model)

TRUE = Sql("true")
# How many that work for a millisecond have their turn at once.
TURNS = 10


class Loader(DataLoader[Any, Any]):
    """A loader whose results outlive cancelled callers.

    When a field fails, graphql-core cancels what waits beside it; without the shield that would
    cancel the answer for everybody else who waits for the same row.
    """

    def load(self, key: Any) -> "asyncio.Future[Any]":
        return asyncio.shield(super().load(key))


class Loaders:
    """Loaders, created at first use, so that equal reads share a statement."""

    def __init__(self) -> None:
        self._loaders: dict[Hashable, DataLoader[Any, Any]] = {}
        self._once: dict[Hashable, asyncio.Future[Any]] = {}
        self._turns = 0

    def of(
        self, name: Hashable, batch: Callable[[list[Key]], Coroutine[Any, Any, list[Value]]]
    ) -> DataLoader[Key, Value]:
        """The loader called `name`, made from `batch` when there is none yet."""
        if name not in self._loaders:
            self._loaders[name] = Loader(batch)
        return cast("DataLoader[Key, Value]", self._loaders[name])

    def once(
        self, key: Hashable, make: Callable[[], Coroutine[Any, Any, Any]]
    ) -> "asyncio.Future[Any]":
        """The result of `make`, called once per `key`."""
        if key not in self._once:
            self._once[key] = asyncio.create_task(make())
        # When one who waits is cancelled, the others still wait.
        return asyncio.shield(self._once[key])

    async def turn(self) -> None:
        """Wait for a slot for long work, shared fairly among requests."""
        self._turns += 1
        for _ in range(self._turns // TURNS):
            await asyncio.sleep(0)

    def row(
        self, model: type[Row], visible: Sql = TRUE, by: str = "id"
    ) -> DataLoader[Any, Row | None]:
        """Rows by a unique column; None for what does not exist or may not be seen."""

        async def batch(keys: list[Any]) -> list[Row | None]:
            if held := await TABLE_CACHE.table(model, visible, by):
                return [held.rows.get(key) for key in keys]
            found = await rows_by(model, by, keys, visible, f't."{by}"')
            return [found[key][0] if found[key] else None for key in keys]

        return self.of((model, visible, by), batch)

    async def rows(
        self, model: type[Row], visible: Sql, by: str, keys: Sequence[int]
    ) -> Sequence[Row | None]:
        """Like `row`, for those who have all their keys at once."""
        if held := await TABLE_CACHE.table(model, visible, by):
            return [held.rows.get(key) for key in keys]
        return await self.row(model, visible, by).load_many(list(keys))

    def state(self) -> DataLoader[Any, models.State | None]:
        """States by their GST code."""
        return self.row(models.State, by="code")

    def children(
        self, model: type[Row], key: str, order: str, where: Sql = TRUE, join: str = ""
    ) -> DataLoader[int, list[Row]]:
        """The short list of rows that point at a parent by `key`."""

        async def batch(ids: list[int]) -> list[list[Row]]:
            found = await rows_by(model, key, ids, where, order, join)
            return [found[parent] for parent in ids]

        return self.of((model, key, order, where), batch)

    def page(
        self, select: Select[Row], link: str, window: Window, read: PageRead
    ) -> DataLoader[int, Page[Row]]:
        """A window of each parent's rows; `link` as in `Select.pages`."""

        async def batch(ids: list[int]) -> list[Page[Row]]:
            return await linked_pages(select, link, ids, window, read)

        return self.of(("page", select, link, window, read), batch)


async def linked_pages(
    select: Select[Row], link: str, parents: Sequence[int], window: Window, read: PageRead
) -> list[Page[Row]]:
    """`Select.pages`, of cached rows where there are."""
    cached = await pages_of(select, link, parents, window, read)
    return await select.pages(link, parents, window, read) if cached is None else cached


async def rows_by(
    model: type[Row], key: str, ids: Sequence[Any], where: Sql, order: str, join: str = ""
) -> dict[Any, list[Row]]:
    """The rows of `model` whose column `key` is one of `ids`, grouped by it.

    `join` may reach the key through another table: then `key` is qualified, as in `link.parent_id`.
    """
    qualified = key if "." in key else f't."{key}"'
    kind = "text" if ids and isinstance(ids[0], str) else "int"
    condition = joined(" AND ", (Sql(f"{qualified} = ANY({{}}::{kind}[])", (list(ids),)), where))
    text, arguments = condition.bound()
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in await fetch_rows(
        model,
        f"SELECT {columns(model, 't')}, {qualified} AS parent"
        f' FROM "{model._meta.db_table}" t {join} WHERE {text} ORDER BY {order}',
        *arguments,
    ):
        found[cast("Any", row)["parent"]].append(row)
    return found
