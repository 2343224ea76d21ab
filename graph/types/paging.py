"""Lists by the page. A field says which rows a list is of; the rest is the same for all."""

import inspect
from collections.abc import Awaitable, Callable
from functools import wraps
from types import NoneType
from typing import Any, get_args, get_origin

from database.select import Select
from graph.connection import Connection, PageArguments, connect
from graph.context import Info
from graph.types.arguments import After, Before, First, Last

INFO = inspect.Parameter("info", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Info)
PAGE = inspect.Parameter("page", inspect.Parameter.POSITIONAL_OR_KEYWORD)
ARGUMENTS = tuple(
    inspect.Parameter(
        name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=None, annotation=annotation
    )
    for name, annotation in (("first", First), ("after", After), ("last", Last), ("before", Before))
)


def takes_page(resolver: Callable[..., Awaitable[Any]]) -> Callable[..., Any]:
    """Let a resolver take `first`, `after`, `last` and `before` as its `page`."""
    signature = inspect.signature(resolver)
    parameters: list[inspect.Parameter] = []
    for each in signature.parameters.values():
        parameters += ARGUMENTS if each.name == "page" else [each]

    @wraps(resolver)
    async def resolve(
        *subjects: Any,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        **arguments: Any,
    ) -> Any:
        page = PageArguments(first, after, last, before)
        return await resolver(*subjects, page=page, **arguments)

    resolve.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return resolve


def paged(
    gives: Any, *, link: str = "", tables: tuple[str, ...] = ()
) -> Callable[[Callable[..., Select[Any]]], Callable[..., Any]]:
    """Make a resolver that `gives` a connection of a function that gives the rows of the list.

    The resolver takes `first`, `after`, `last` and `before`, and what the function takes. With a
    `link` the list is of those rows that it ties to the row the field belongs to, as in
    `Select.pages`. For `tables` see `connect`.
    """
    kind, type_name = _listed(gives)

    def mark(rows: Callable[..., Select[Any]]) -> Callable[..., Any]:
        others = dict(inspect.signature(rows).parameters)
        subject = [others.pop("self")] if "self" in others else []
        takes_info = others.pop("info", None) is not None

        @wraps(rows)
        async def resolve(*subjects: Any, info: Info, page: PageArguments, **arguments: Any) -> Any:
            if takes_info:
                arguments["info"] = info
            select = rows(*subjects, **arguments)
            parent = (link, subjects[0].row.id) if link else None
            return await connect(
                info, type_name, select, page, parent=parent, kind=kind, tables=tables
            )

        resolve.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [*subject, INFO, PAGE, *others.values()], return_annotation=gives
        )
        return takes_page(resolve)

    return mark


def _listed(gives: Any) -> tuple[type[Connection[Any]], str]:
    """The class of a connection, which may be optional, and the name of the type it lists."""
    alternatives = [each for each in get_args(gives) if each is not NoneType]
    connection = alternatives[0] if NoneType in get_args(gives) else gives
    kind = get_origin(connection) or connection
    (item,) = get_args(connection) or get_args(connection.__orig_bases__[0])
    # A type of a file that refers back is named, not there yet.
    named = getattr(item, "__origin__", item)
    return kind, getattr(named, "__forward_arg__", None) or named.__name__
