"""The six kinds of declared fields: what a resolver and a plan are made of."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from strawberry.types.field import StrawberryField
from tortoise.models import Model

from database.select import NestedRows
from database.sql import Sql


@dataclass(frozen=True, slots=True)
class Column:
    """The value of the column `name`, of the row itself where that is empty.

    With a `type_name` it is an object of that type, whose row the value is; null where that is.
    With a `prefix` besides the object's row is the field's own, and its fields read the columns
    that begin so. `options(**arguments)` is what the field's arguments tell them.
    """

    name: str
    type_name: str = ""
    prefix: str = ""
    options: Callable[..., Any] | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A text in the columns `<stem>_en` and `<stem>_hi`."""

    stem: str


@dataclass(frozen=True, slots=True)
class ToOne:
    """The row of `model` whose column `by` is what is in the column `key`, as `type_name`."""

    type_name: str
    model: type[Model]
    key: str
    visible: Sql
    by: str = "id"


@dataclass(frozen=True, slots=True)
class ToMany:
    """The short list of rows of `model` that point here by `key`, in `order`."""

    type_name: str
    model: type[Model]
    key: str
    order: str
    where: Sql
    join: str


@dataclass(frozen=True, slots=True)
class Computed:
    """The value of `compute(row, context)`; `columns` are those that it reads.

    Where it `is_plain` it is `compute(row)`, never null. Where it `is_prepared` it is a field of an
    object that may be over columns with a prefix, and `compute(context, prefix, options,
    **arguments)`, called once for many rows, gives a function of the values of `columns`. What
    these are may depend on the prefix.
    """

    compute: Callable[..., Any]
    columns: tuple[str, ...] | Callable[[str], tuple[str, ...]] = ()
    is_plain: bool = False
    is_prepared: bool = False

    def columns_under(self, prefix: str) -> tuple[str, ...]:
        """The columns it reads of an object over those that begin with `prefix`."""
        if callable(self.columns):
            return self.columns(prefix)
        return tuple([prefix + name for name in self.columns])


# The column that a single row can be read with for a list: called with the columns that will be
# read of the rows in it, and the field's arguments. None where there is none for these. It is never
# called when the arguments are variables.
Prefetched = Callable[..., NestedRows | None]


@dataclass(frozen=True, slots=True)
class Batched:
    """The values of `load(context, ids, **arguments)`, one for each of many rows.

    Nothing is loaded where the rows were read with it: pages with `column`, which is one of the
    type's `extra_columns` or `viewer_columns`, single rows with what `prefetch` says, which is a
    list, never null, of rows of one type.

    With `needs_columns` it takes the columns that will be read as `names`, None for all; with
    `needs_info` Info in the place of the context.
    """

    load: Callable[..., Coroutine[Any, Any, list[Any]]]
    column: Column | None = None
    prefetch: Prefetched | None = None
    needs_columns: bool = False
    needs_info: bool = False


Declaration = Column | Text | ToOne | ToMany | Computed | Batched


def declaration_of(field: StrawberryField) -> Declaration | None:
    """The declaration of `field`; None for a field with its own resolver."""
    return getattr(field.base_resolver and field.base_resolver.wrapped_func, "declaration", None)
