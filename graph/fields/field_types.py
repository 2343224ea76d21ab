"""Declared fields.

A shape says what a field is: a column, a text in two languages, a relation. From the declaration
come the ordinary resolver, which loads through this request's loaders, and what a compiled plan
has to know (`declaration_of`).
"""

import inspect
from collections.abc import Callable, Coroutine
from typing import Any

from graphql import GraphQLNonNull, GraphQLObjectType, GraphQLSchema
from strawberry.types.field import StrawberryField
from tortoise.models import Model

from auth.permissions import Action
from database.sql import Sql
from graph.access import field
from graph.context import Context, Info
from graph.error_texts import GONE
from graph.errors import Code, coded_error
from graph.fields.field_kinds import (
    Batched,
    Column,
    Computed,
    Declaration,
    Prefetched,
    Text,
    ToMany,
    ToOne,
    declaration_of,
)
from graph.fields.row_types import SHAPES
from graph.loaders import TRUE


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
    """A value computed from the row; `columns` are those that it reads."""

    def resolve(root: Any, info: Info) -> Any:
        return compute(root.row, info.context)

    return _declared(resolve, Computed(compute, columns), description, allow)


def plain(compute: Callable[[int], str], *, description: str, allow: Action | None = None) -> Any:
    """A text computed from the row's ID, the same for every viewer."""

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
        if row is None and isinstance(info._raw_info.return_type, GraphQLNonNull):
            # What points at it was read a moment before.
            raise coded_error(GONE, Code.NOT_FOUND)
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
    prefetch: Prefetched | None = None,
    needs_columns: bool = False,
) -> Callable[[Any], Any]:
    """Declare that a resolver's value is what `load` finds; the resolver asks `loaded`."""
    return declared(Batched(load, column, prefetch, needs_columns))


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
    """The value of `load` for one row, in one statement with all other rows."""

    async def batch(keys: list[int]) -> list[Any]:
        return await load(info.context, keys, **arguments)

    return await info.context.loaders.of((load, *sorted(arguments.items())), batch).load(key)
