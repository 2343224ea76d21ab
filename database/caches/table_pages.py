"""Pages of nouns with few rows, made of the rows that are held in the process.

Nothing is kept for a page but the ids it has: what somebody else selects of them takes no room.
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
    """The page a list begins with; None where it has to be read.

    `tables` are all that the list is made of: its ids are recalled until one of them changes.
    """
    if not tables or not _begins(window) or (held := await _cached_table(select)) is None:
        return None
    page = await TABLE_CACHE.recall(
        tables,
        (select, window, read.total, read.with_cursors),
        lambda: select.page(window, read._replace(names=("id",))),
    )
    rows = [held.rows.get(row["id"]) for row in page.rows]
    if None in rows:
        # One of the two was read before a change, and one after.
        return None
    return Page(rows, page.places, page.has_next, page.has_previous, page.total, page.rows)


async def pages_of(
    select: Select[Any], link: str, parents: Sequence[int], window: Window, read: PageRead
) -> list[Page[Any]] | None:
    """The page each parent's list begins with, where it is in order of ids; None for any other.

    `link` is the column that holds the parent's id.
    """
    if not (_begins(window) and select.is_by_id and link.isidentifier()):
        return None
    if (held := await _cached_table(select)) is None:
        return None
    children = held.grouped(link)
    return [_page(children.get(parent, ()), window, read) for parent in parents]


def _begins(window: Window) -> bool:
    return not window.backward and window.after is None and window.before is None


async def _cached_table(select: Select[Any]) -> CachedTable | None:
    # Tables are held for the conditions of the mart, never for what somebody asks for.
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
