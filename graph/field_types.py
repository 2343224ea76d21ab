"""Declared fields.

A shape says what a field is: a column, a text in two languages, a relation. From the declaration
come the ordinary resolver, which loads through this request's loaders, and what a compiled plan
has to know (`declaration_of`).
"""

import inspect
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Self, TypeVar

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
    """The value of a column."""

    name: str


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
    """What `work_out` makes of the row alone; `needs` are the columns it reads.

    It `is_plain` where it is not told of the request either, and is never null.
    """

    work_out: Callable[..., Any]
    needs: tuple[str, ...]
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class Embedded:
    """A `type_name` over the value of `column`, over the row itself when that is empty."""

    type_name: str
    column: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Something in columns of the row that begin with `stem`; null where `<stem><key>` is.

    `ask(**arguments)` makes of the field's arguments what its own fields are told.
    """

    stem: str
    key: str
    ask: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Framed:
    """A field of what stands in a frame.

    `prepare(context, stem, asked, **arguments)` gives a function of the values of the columns
    `columns(stem)`; it is called once for many rows.
    """

    columns: Callable[[str], tuple[str, ...]]
    prepare: Callable[..., Callable[..., Any]]


@dataclass(frozen=True, slots=True)
class Brought:
    """A column a single row can be told to bring along, and what `read` makes of it.

    `column(names, **arguments)` is that column, by the columns that will be read of what is in it
    and the field's arguments; None where it cannot be brought. It never is when the arguments are
    variables.
    """

    column: Callable[..., Along | None]
    read: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Own:
    """A column that says something else to each viewer; pages and rows can bring it along."""

    name: str
    sql: Callable[[Context], Sql]


@dataclass(frozen=True, slots=True)
class Batch:
    """What `load(context, ids, **arguments)` finds for many rows at once, a value for each id.

    `beside` is where it stands already when a page was told to bring it along, `brought` when a
    single row was, `own` when either was told to for the viewer. What is `pruned` takes the columns
    that will be read as `names`, None for all. What is `told` takes what a resolver is told, Info,
    in the place of the context.
    """

    load: Callable[..., Coroutine[Any, Any, list[Any]]]
    beside: Frame | None = None
    pruned: bool = False
    told: bool = False
    brought: Brought | None = None
    own: Own | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """The records `get` finds in what the field belongs to, each shown as an item."""

    get: Callable[[Any], Sequence[Any]]


Declaration = Column | Text | ToOne | ToMany | Computed | Embedded | Frame | Framed | Batch | Rows
SHAPES: dict[str, type["RowType"]] = {}
# Of which class the rows of a type are, by the type's name.
ROWS: dict[str, type] = {}
# What pages of a type can be told to read besides, which not every row has.
EXTRA_COLUMNS: dict[str, frozenset[str]] = {}
# The columns of viewers' own, by name.
OWN: dict[str, Callable[[Context], Sql]] = {}
Row = TypeVar("Row", bound=Model)


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
            elif isinstance(declaration_of(field), Column | Text | Computed | Embedded):
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


def column(name: str, *, description: str, allow: Action | None = None) -> Any:
    def resolve(root: Any) -> Any:
        return getattr(root.row, name)

    return _declared(resolve, Column(name), description, allow)


def text(stem: str, *, description: str, allow: Action | None = None) -> Any:
    def resolve(root: Any, info: Info) -> Any:
        return info.context.text(root.row, stem)

    return _declared(resolve, Text(stem), description, allow)


def derived(
    work_out: Callable[[Any, Context], Any],
    *needs: str,
    description: str,
    allow: Action | None = None,
) -> Any:
    def resolve(root: Any, info: Info) -> Any:
        return work_out(root.row, info.context)

    return _declared(resolve, Computed(work_out, needs), description, allow)


def plain(work_out: Callable[[int], str], *, description: str, allow: Action | None = None) -> Any:
    """A text made of a number that stands for the row, the same whoever asks."""

    def resolve(root: Any) -> str:
        return work_out(root.row)

    return _declared(resolve, Computed(work_out, (), is_plain=True), description, allow)


def part(type_name: str, column: str = "", *, description: str, allow: Action | None = None) -> Any:
    def resolve(root: Any) -> Any:
        value = getattr(root.row, column) if column else root.row
        return None if value is None else SHAPES[type_name].of(value)

    return _declared(resolve, Embedded(type_name, column), description, allow)


def one(
    type_name: str,
    model: type[Model],
    key: str,
    *,
    visible: Sql = TRUE,
    by: str = "id",
    description: str,
    allow: Action | None = None,
) -> Any:
    async def resolve(root: Any, info: Info) -> Any:
        row_id = getattr(root.row, key)
        if row_id is None:
            return None
        row = await info.context.loaders.row(model, visible, by).load(row_id)
        return None if row is None else SHAPES[type_name].of(row)

    return _declared(resolve, ToOne(type_name, model, key, visible, by), description, allow)


def many(
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
    async def resolve(root: Any, info: Info) -> Any:
        loader = info.context.loaders.children(model, key, order, where, join)
        shape = SHAPES[type_name]
        return [shape.of(row) for row in await loader.load(root.row.id)]

    return _declared(resolve, ToMany(type_name, model, key, order, where, join), description, allow)


def batched(
    load: Callable[..., Coroutine[Any, Any, list[Any]]],
    beside: Frame | None = None,
    *,
    pruned: bool = False,
    brought: Brought | None = None,
    own: Own | None = None,
) -> Callable[[Any], Any]:
    """Declare that a resolver's value is what `load` finds; the resolver asks `loaded`."""
    if own is not None:
        OWN[own.name] = own.sql
    return declared(Batch(load, beside, pruned, brought=brought, own=own))


def for_viewer(select: Select[Row], names: Sequence[str] | None, context: Context) -> Select[Row]:
    """`select` with what the viewer is told otherwise than others, where `names` has it."""
    if not names or OWN.keys().isdisjoint(names):
        return select
    return replace(
        select, viewer_columns={name: OWN[name](context) for name in names if name in OWN}
    )


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


class RowType:
    """A GraphQL type over a row. The row is read, never written.

    A type says of which class its rows are: `class Craft(Node, row=models.Craft)`. What its fields
    read is looked for there when the schema is made (`graph.row_columns`), or in the
    `extra_columns` that its pages can be told to read.
    """

    row: strawberry.Private[Any]

    @classmethod
    def of(cls, row: Any) -> Self:
        shape = cls.__new__(cls)
        shape.row = row
        return shape

    def __init_subclass__(
        cls, row: type | None = None, extra_columns: Iterable[str] = (), **kwargs: Any
    ) -> None:
        super().__init_subclass__(**kwargs)
        SHAPES.setdefault(cls.__name__, cls)
        if row is not None:
            ROWS[cls.__name__] = row
            EXTRA_COLUMNS[cls.__name__] = frozenset(extra_columns)


@public_type(
    description="An object that `node` and `nodes` can look up by its id.", is_interface=True
)
class Node(RowType):
    id: strawberry.ID = strawberry.field(
        resolver=lambda root: global_id(type(root).__name__, root.row.id),
        description="Unique identifier. Opaque: do not parse it.",
    )


def lazy(module: str, name: str) -> Any:
    """A type of a file that refers back to this one."""
    return Annotated[name, strawberry.lazy(module)]
