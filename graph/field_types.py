"""Declared fields.

A shape says what a field is: a column, a text in two languages, a relation. From the declaration
come the ordinary resolver, which loads through this request's loaders, and what a compiled plan
has to know (`declaration_of`).
"""

import inspect
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Generic, Self, TypeVar, get_args, get_origin

import strawberry
from graphql import GraphQLObjectType, GraphQLSchema
from strawberry.types.field import StrawberryField
from tortoise.models import Model

from auth.permissions import Action
from database.keyset import Along
from database.select import Select
from database.sql import Sql
from graph.access import field, public_type
from graph.context import Context, Info
from graph.ids import global_id
from graph.loaders import TRUE


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
    """What `compute(row, context)` makes of the row; `columns` are those it reads.

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


@dataclass(frozen=True, slots=True)
class Prefetch:
    """A column that a single row can be read with, and what `read` makes of it.

    `column(names, **arguments)` is that column, by the columns that will be read of what is in it
    and the field's arguments; None where there is none for these. It is never used when the
    arguments are variables.
    """

    column: Callable[..., Along | None]
    read: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Batched:
    """What `load(context, ids, **arguments)` finds for many rows at once, a value for each id.

    Nothing is loaded where the rows were read with it: pages with `column`, which is one of the
    type's `extra_columns` or `viewer_columns`, single rows with what `prefetch` says.

    With `needs_columns` it takes the columns that will be read as `names`, None for all; with
    `needs_info` Info in the place of the context.
    """

    load: Callable[..., Coroutine[Any, Any, list[Any]]]
    column: Column | None = None
    prefetch: Prefetch | None = None
    needs_columns: bool = False
    needs_info: bool = False


Declaration = Column | Text | ToOne | ToMany | Computed | Batched
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


def declaration_of(field: StrawberryField) -> Declaration | None:
    """The declaration of `field`; None for a field with its own resolver."""
    return getattr(field.base_resolver and field.base_resolver.wrapped_func, "declaration", None)


def shorten(schema: GraphQLSchema) -> None:
    """Let fields that only read their row be resolved without anything in between.

    What Strawberry does around a resolver is for arguments, permissions and extensions; these have
    none. It takes longer than reading the row.
    """
    for kind in schema.type_map.values():
        if not isinstance(kind, GraphQLObjectType) or kind.name.startswith("__"):
            continue
        for core in kind.fields.values():
            field = core.extensions.get("strawberry-definition")
            if not isinstance(field, StrawberryField) or core.args:
                continue
            if field.base_resolver is None:
                core.resolve = _attribute(field.python_name)
            elif isinstance(declaration_of(field), Column | Text | Computed):
                core.resolve = _short(field.base_resolver.wrapped_func)


def _attribute(name: str) -> Any:
    return lambda root, info: getattr(root, name)


def _short(resolver: Any) -> Any:
    if len(inspect.signature(resolver).parameters) == 1:
        return lambda root, info: resolver(root)
    return resolver


def _declared(
    resolver: Any, declaration: Declaration, description: str, allow: Action | None
) -> Any:
    resolver.declaration = declaration
    return field(resolver, description=description, allow=allow)


def column(
    name: str = "", *, as_type: str = "", description: str, allow: Action | None = None
) -> Any:
    """The value of a column, or the row itself; as an object of a type if one is named."""

    def resolve(root: Any) -> Any:
        value = getattr(root.row, name) if name else root.row
        return SHAPES[as_type].of(value) if as_type and value is not None else value

    return _declared(resolve, Column(name, as_type), description, allow)


def text(stem: str, *, description: str, allow: Action | None = None) -> Any:
    def resolve(root: Any, info: Info) -> Any:
        return info.context.text(root.row, stem)

    return _declared(resolve, Text(stem), description, allow)


def computed(
    compute: Callable[[Any, Context], Any],
    *columns: str,
    description: str,
    allow: Action | None = None,
) -> Any:
    """What is computed of the row; `columns` are those that are read for it."""

    def resolve(root: Any, info: Info) -> Any:
        return compute(root.row, info.context)

    return _declared(resolve, Computed(compute, columns), description, allow)


def plain(compute: Callable[[int], str], *, description: str, allow: Action | None = None) -> Any:
    """A text computed of a number that stands for the row, the same whoever asks."""

    def resolve(root: Any) -> str:
        return compute(root.row)

    return _declared(resolve, Computed(compute, is_plain=True), description, allow)


def to_one(
    type_name: str,
    model: type[Model],
    key: str,
    *,
    visible: Sql = TRUE,
    by: str = "id",
    description: str,
    allow: Action | None = None,
) -> Any:
    """The row of `model` whose column `by` is what is in the column `key`."""

    async def resolve(root: Any, info: Info) -> Any:
        row_id = getattr(root.row, key)
        if row_id is None:
            return None
        row = await info.context.loaders.row(model, visible, by).load(row_id)
        return None if row is None else SHAPES[type_name].of(row)

    return _declared(resolve, ToOne(type_name, model, key, visible, by), description, allow)


def to_many(
    type_name: str,
    model: type[Model],
    key: str,
    order: str,
    *,
    where: Sql = TRUE,
    join: str = "",
    description: str,
    allow: Action | None = None,
) -> Any:
    """The short list of rows of `model` that point here by `key`."""

    async def resolve(root: Any, info: Info) -> Any:
        loader = info.context.loaders.children(model, key, order, where, join)
        shape = SHAPES[type_name]
        return [shape.of(row) for row in await loader.load(root.row.id)]

    return _declared(resolve, ToMany(type_name, model, key, order, where, join), description, allow)


def batched(
    load: Callable[..., Coroutine[Any, Any, list[Any]]],
    *,
    column: Column | None = None,
    prefetch: Prefetch | None = None,
    needs_columns: bool = False,
) -> Callable[[Any], Any]:
    """Declare that a resolver's value is what `load` finds; the resolver asks `loaded`."""
    return declared(Batched(load, column, prefetch, needs_columns))


def for_viewer(select: Select[Row], names: Sequence[str] | None, context: Context) -> Select[Row]:
    """`select` with the columns that differ by viewer, where `names` has any."""
    if not names or VIEWER_COLUMNS.keys().isdisjoint(names):
        return select
    columns = {name: VIEWER_COLUMNS[name](context) for name in names if name in VIEWER_COLUMNS}
    return replace(select, viewer_columns=columns)


def reads(*names: str) -> Callable[[Any], Any]:
    """Tell which columns of its row a resolver reads; without it, it may read all."""

    def mark(resolver: Any) -> Any:
        resolver.needs = names
        return resolver

    return mark


def declared(declaration: Declaration) -> Callable[[Any], Any]:
    """Declare what a resolver gives, for plans; it has to give the same."""

    def mark(resolver: Any) -> Any:
        resolver.declaration = declaration
        return resolver

    return mark


async def loaded(
    info: Info, load: Callable[..., Coroutine[Any, Any, list[Any]]], key: int, **arguments: Any
) -> Any:
    """What `load` finds for one row, in one statement with all others that ask the same."""

    async def batch(keys: list[int]) -> list[Any]:
        return await load(info.context, keys, **arguments)

    return await info.context.loaders.of((load, *sorted(arguments.items())), batch).load(key)


class RowType(Generic[OfRow]):
    """A GraphQL type over a row. The row is read, never written.

    A type says of which class its rows are: `class Craft(Node[models.Craft])`. What its fields
    read is looked for there when the schema is made (`graph.row_columns`), or in what its pages can
    be told to read besides: `extra_columns`, and `viewer_columns`, which differ by viewer.
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


def lazy(module: str, name: str) -> Any:
    """A type of a file that refers back to this one."""
    return Annotated[name, strawberry.lazy(module)]
