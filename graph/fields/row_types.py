"""GraphQL types over rows, and what is known of them by name."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Generic, Self, TypeVar, get_args, get_origin

import strawberry
from tortoise.models import Model

from auth.permissions import Action
from database.select import Select
from database.sql import Sql
from graph.access import public_type
from graph.context import Context
from graph.ids import global_id

SHAPES: dict[str, type["RowType[Any]"]] = {}
# Of which class the rows of a type are, by the type's name.
ROWS: dict[str, type[Any]] = {}
# What pages of a type can be told to read besides, which not every row has.
EXTRA_COLUMNS: dict[str, frozenset[str]] = {}
# Which rows of a type may be found by id, by the type's name, where it says so itself.
BY_ID: dict[str, Sql | Action] = {}
# Columns that differ by viewer, by name.
VIEWER_COLUMNS: dict[str, Callable[[Context], Sql]] = {}
Row = TypeVar("Row", bound=Model)
OfRow = TypeVar("OfRow")


class RowType(Generic[OfRow]):
    """A GraphQL type over a row. The row is read, never written.

    A type says of which class its rows are: `class Craft(Node[models.Craft])`. What its fields
    read is looked for there when the schema is made (`graph.fields.row_columns`), or in what its
    pages can read besides: `extra_columns`, and `viewer_columns`, which differ by viewer.
    """

    row: strawberry.Private[OfRow]

    @classmethod
    def of(cls, row: OfRow) -> Self:
        shape = cls.__new__(cls)
        shape.row = row
        return shape

    def __init_subclass__(
        cls,
        extra_columns: Iterable[str] = (),
        viewer_columns: Mapping[str, Callable[[Context], Sql]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init_subclass__(**kwargs)
        SHAPES.setdefault(cls.__name__, cls)
        VIEWER_COLUMNS.update(viewer_columns or {})
        if (row := _row_class(cls)) is not None:
            ROWS[cls.__name__] = row
            EXTRA_COLUMNS[cls.__name__] = frozenset({*extra_columns, *(viewer_columns or {})})


def _row_class(cls: type) -> type | None:
    """The class that a type says its rows are of."""
    for base in vars(cls).get("__orig_bases__", ()):
        row = next(iter(get_args(base)), None)
        if isinstance(row, type) and issubclass(get_origin(base), RowType):
            return row
    return None


@public_type(
    description="An object that `node` and `nodes` can look up by its id.", is_interface=True
)
class Node(RowType[OfRow]):
    """A type whose rows can be found by id.

    `by_id` says which of them anybody may find, or what it takes to find one; without it that is
    what the type's fields take, and nobody finds what is not private.
    """

    def __init_subclass__(cls, by_id: Sql | Action | None = None, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if by_id is not None:
            BY_ID[cls.__name__] = by_id

    id: strawberry.ID = strawberry.field(
        resolver=lambda root: global_id(type(root).__name__, root.row.id),
        description="Unique identifier. Opaque: do not parse it.",
    )


def for_viewer(select: Select[Row], names: Sequence[str] | None, context: Context) -> Select[Row]:
    """`select` with the columns that differ by viewer, where `names` has any."""
    if not names or VIEWER_COLUMNS.keys().isdisjoint(names):
        return select
    columns = {name: VIEWER_COLUMNS[name](context) for name in names if name in VIEWER_COLUMNS}
    return replace(select, viewer_columns=columns)
