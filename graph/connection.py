"""Relay connections over keyset pages."""

import base64
import binascii
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

import orjson
import strawberry

from database.caches.table_pages import page_of
from database.keyset import Page, SortOrder, Window
from database.select import PageRead, Select
from graph.access import public_type
from graph.context import Info
from graph.error_texts import CURSOR_OF_ANOTHER_ORDER, FIRST_OR_LAST, NO_CURSOR, PAGE_SIZE
from graph.errors import bad_input
from graph.execution.selection import read_columns, selected_names
from graph.fields.row_types import SHAPES, for_viewer
from graph.limits.query_limits import MAX_CURSOR_CHARACTERS, MAX_PAGE_ITEMS
from graph.loaders import linked_pages

DEFAULT_PAGE = 20
Item = TypeVar("Item")

FORMS = {
    "int": re.compile(r"-?[0-9]{1,9}"),
    "bigint": re.compile(r"-?[0-9]{1,18}"),
    "timestamptz": re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9] [0-9:.]{8,15}\+00"),
    "text": re.compile(r"[^\x00]{0,200}"),
}


@public_type(description="Information about a page of a list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether there are items after this page.")
    has_previous_page: bool = strawberry.field(
        description="Whether there are items before this page."
    )
    start_cursor: str | None = strawberry.field(
        description="Cursor of the first item on the page. Null if the page is empty."
    )
    end_cursor: str | None = strawberry.field(
        description="Cursor of the last item on the page. Null if the page is empty."
    )


@strawberry.type(description="An item of a page and its cursor.")
class Edge(Generic[Item]):
    cursor: str = strawberry.field(description="Cursor of the item, for `after` or `before`.")
    node: Item = strawberry.field(description="The item.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[Item]):
    page: strawberry.Private[Page[Any]]
    select: strawberry.Private[Select[Any]]
    type_name: strawberry.Private[str]
    # The link to the row whose list this is, as in `Select.pages`, and the row's id.
    parent: strawberry.Private[tuple[str, int] | None] = None

    @property
    def is_empty(self) -> bool:
        """Whether the whole list has no items, as far as the page shows it."""
        page = self.page
        if page.total is not None:
            return page.total == 0
        return not (page.rows or page.has_next or page.has_previous)

    @strawberry.field(description="Items of the page with their cursors.")
    def edges(self) -> list[Edge[Item]]:
        shape: Any = SHAPES[self.type_name]
        return [
            Edge(cursor=cursor(self.select.order, self.page.position(number)), node=shape.of(row))
            for number, row in enumerate(self.page.rows)
        ]

    @strawberry.field(description="Items of the page.")
    def nodes(self) -> list[Item]:
        shape: Any = SHAPES[self.type_name]
        return [shape.of(row) for row in self.page.rows]

    @strawberry.field(description="Information about the page.")
    def page_info(self) -> PageInfo:
        order, page = self.select.order, self.page
        return PageInfo(
            has_next_page=page.has_next,
            has_previous_page=page.has_previous,
            start_cursor=cursor(order, page.position(0)) if page.rows else None,
            end_cursor=cursor(order, page.position(-1)) if page.rows else None,
        )

    @strawberry.field(description="Number of items in the whole list.")
    def total_count(self) -> int:
        if self.page.total is None:
            raise AssertionError("the page was read without its total")
        return self.page.total


def cursor(order: SortOrder, position: Sequence[str]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([order.name, *position])).decode()


def position_of(value: str, order: SortOrder, argument: str) -> tuple[str, ...]:
    """The position in `cursor`. Raises BAD_USER_INPUT for a cursor of another order."""
    try:
        if len(value) > MAX_CURSOR_CHARACTERS:
            raise ValueError
        parts = orjson.loads(base64.b64decode(value, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        parts = None
    if (
        not isinstance(parts, list)
        or len(parts) != len(order.types) + 1
        or not all(isinstance(part, str) for part in parts)
        or not all(map(_is_of, parts[1:], order.types))
    ):
        raise bad_input(NO_CURSOR, argument)
    if parts[0] != order.name:
        raise bad_input(CURSOR_OF_ANOTHER_ORDER, argument)
    return tuple(parts[1:])


def _is_of(part: str, kind: str) -> bool:
    if not FORMS[kind].fullmatch(part):
        return False
    if kind == "timestamptz":
        try:
            datetime.fromisoformat(part)
        except ValueError:
            return False
    return True


# The first rows of a list, and its last, so many of them.
BEGINNINGS = tuple(
    [Window(size, is_last) for size in range(MAX_PAGE_ITEMS + 1)] for is_last in (False, True)
)


class PageArguments(NamedTuple):
    """The requested part of a list."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None


def window(order: SortOrder, part: PageArguments) -> Window:
    """The requested window of the list. Raises BAD_USER_INPUT for sizes outside 0 to 100."""
    first, after, last, before = part
    if first is not None and last is not None:
        raise bad_input(FIRST_OR_LAST, "first", "last")
    name, size = ("last", last) if last is not None else ("first", first)
    size = DEFAULT_PAGE if size is None else size
    if not 0 <= size <= MAX_PAGE_ITEMS:
        raise bad_input(PAGE_SIZE, name)
    if after is None and before is None:
        return BEGINNINGS[last is not None][size]
    return Window(
        size=size,
        backward=last is not None,
        after=position_of(after, order, "after") if after is not None else None,
        before=position_of(before, order, "before") if before is not None else None,
    )


async def connect(
    info: Info,
    type_name: str,
    select: Select[Any],
    page: PageArguments,
    *,
    parent: tuple[str, int] | None = None,
    kind: type[Connection[Any]] = Connection,
    tables: tuple[str, ...] = (),
    **more: Any,
) -> Any:
    """A page of `select`, or of those of its rows that a link ties to a parent.

    `parent` is the link, as in `Select.pages`, and the parent's id. Where `tables` are all a list
    is made of, which pages it begins with is recalled until one of them changes.
    """
    part, read = window(select.order, page), _page_read(info)
    select = for_viewer(select, read.names, info.context)
    if parent is None:
        found = await page_of(select, part, read, tables) or await select.page(part, read)
    elif getattr(info, "is_alone", False):
        link, row_id = parent
        (found,) = await linked_pages(select, link, [row_id], part, read)
    else:
        link, row_id = parent
        loader = info.context.loaders.page(select, link, part, read)
        found = await loader.load(row_id)
    return kind(page=found, select=select, type_name=type_name, parent=parent, **more)


async def connect_each(
    info: Info,
    type_name: str,
    select: Select[Any],
    page: PageArguments,
    *,
    link: str,
    parents: list[int],
    kind: type[Connection[Any]] = Connection,
    **more: Any,
) -> list[Any]:
    """For each parent a page of those rows of `select` that the link ties to it."""
    part, read = window(select.order, page), _page_read(info)
    select = for_viewer(select, read.names, info.context)
    pages = await linked_pages(select, link, parents, part, read)
    return [
        kind(page=found, select=select, type_name=type_name, parent=(link, parent), **more)
        for parent, found in zip(parents, pages, strict=True)
    ]


def _page_read(info: Info) -> PageRead:
    """The selected parts of a page."""
    selected = selected_names(info)
    return PageRead(
        read_columns(info),
        total="totalCount" in selected,
        # A row more than was asked for also tells whether a list is empty.
        with_cursors=any(name in selected for name in ("edges", "pageInfo", "searchNotice")),
    )
