"""Pages of small tables, built from the cached rows of the process.

Only the ids of a page are cached, independent of the selected fields.
"""

from collections.abc import Sequence
from typing import Any

from database.caches.table_cache import TABLE_CACHE, CachedTable
from database.keyset import Page, Window
from database.select import PageRead, Select
from database.sql import Sql, joined

TRUE = Sql("true")


async def page_of(
    select: Select[Any], window: Window, read: PageRead, tables: tuple[str, ...]
) -> Page[Any] | None:
    """The first page of a list; None if it has to be read from the database.

    `tables` are all that the list depends on: its ids are cached until one of them changes.
    """
    if not tables or not _begins(window) or (cached := await _cached_table(select)) is None:
        return None
    page = await TABLE_CACHE.recall(
        tables,
        (select, window, read.total, read.with_cursors),
        lambda: select.page(window, read._replace(names=("id",))),
    )
    rows = [cached.rows.get(row["id"]) for row in page.rows]
    if None in rows:
        # Ids and rows are of before and after a change.
        return None
    return Page(rows, page.places, page.has_next, page.has_previous, page.total, page.rows)


async def pages_of(
    select: Select[Any], link: str, parents: Sequence[int], window: Window, read: PageRead
) -> list[Page[Any]] | None:
    """The first page of each parent's list; None unless the list is in order of ids and cached.

    `link` is the column with the parent's id.
    """
    if not (_begins(window) and select.is_by_id and link.isidentifier()):
        return None
    if (cached := await _cached_table(select)) is None:
        return None
    children = cached.grouped(link)
    return [_page(children.get(parent, ()), window, read) for parent in parents]


def _begins(window: Window) -> bool:
    return not window.backward and window.after is None and window.before is None


async def _cached_table(select: Select[Any]) -> CachedTable | None:
    # Tables are cached for fixed conditions, not for those of a request.
    if select.viewer_columns or select.ranking or select.index is not None:
        return None
    visible = joined(" AND ", select.where or (TRUE,))
    return None if visible.arguments else await TABLE_CACHE.table(select.model, visible)


def _page(children: Sequence[Any], window: Window, read: PageRead) -> Page[Any]:
    rows = list(children[: window.size])
    return Page(
        rows,
        places=1 if read.with_cursors else 0,
        has_next=read.with_cursors and len(children) > window.size,
        has_previous=False,
        total=len(children) if read.total else None,
        keys=[{"position0": str(row.id)} for row in rows] if read.with_cursors else None,
    )
