"""Whether what the types declare is there: columns, texts, links and what is worked out of them.

A name written wrong would be met by the first client that asks for its field. Here the schema is
not made with it, so that nothing starts.
"""

from collections.abc import Iterator
from functools import cache
from typing import get_type_hints

from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, get_named_type
from tortoise.fields.relational import ForeignKeyFieldInstance
from tortoise.models import Model

from graph.access import DEFINITION
from graph.fields.field_kinds import (
    Batched,
    Column,
    Computed,
    Declaration,
    Text,
    ToMany,
    ToOne,
    declaration_of,
)
from graph.fields.row_types import EXTRA_COLUMNS, ROWS


class UnknownColumnError(Exception):
    """Fields of the schema read what their rows do not have. The message names them all."""


def check_columns(schema: GraphQLSchema) -> None:
    """Raises UnknownColumnError."""
    found = [problem for kind in _kinds(schema) for problem in problems(kind)]
    if found:
        raise UnknownColumnError("\n".join(found))


def problems(kind: GraphQLObjectType) -> Iterator[str]:
    """Columns that a type's fields read and the row lacks, a sentence each."""
    row = ROWS.get(kind.name)
    for name, field in kind.fields.items():
        needs = [*needed(field)]
        if needs and row is None:
            yield f"{kind.name}.{name} reads a row, and {kind.name} has none: RowType[…]"
        elif row is not None:
            own = [each for each in needs if each not in EXTRA_COLUMNS.get(kind.name, ())]
            yield from _lacking(f"{kind.name}.{name}", row, own)
        yield from _of_link(f"{kind.name}.{name}", row, _declared(field))


def needed(field: GraphQLField) -> Iterator[str]:
    """The columns that a field reads of its own row."""
    declared = _declared(field)
    if isinstance(declared, Batched):
        declared = declared.column
        if declared is None:
            return
    match declared:
        case Column(name) if name:
            yield name
            if declared.prefix:
                for inner in _fields(field):
                    if isinstance(under := _declared(inner), Computed):
                        yield from under.columns_under(declared.prefix)
        case Text(stem):
            yield from (f"{stem}_en", f"{stem}_hi")
        case ToOne(key=key):
            yield key
        case ToMany():
            yield "id"
        case Computed() if not declared.is_prepared:
            yield from declared.columns_under("")
        case None:
            resolver = getattr(field.extensions.get(DEFINITION), "base_resolver", None)
            yield from getattr(resolver and resolver.wrapped_func, "needs", ())


def _of_link(place: str, row: type | None, declared: Declaration | None) -> Iterator[str]:
    """Problems of a relation: its column in the other table, and the type's table."""
    if isinstance(declared, Column) and not declared.name:
        yield from _of_other(place, row, declared.type_name)
    if not isinstance(declared, ToOne | ToMany):
        return
    key = declared.by if isinstance(declared, ToOne) else declared.key
    # With a join the key is the joined table's.
    if isinstance(declared, ToOne) or not declared.join:
        yield from _lacking(place, declared.model, [key])
    yield from _of_other(place, declared.model, declared.type_name)


def _of_other(place: str, row: type | None, type_name: str) -> Iterator[str]:
    """Whether a type reads the rows that a field hands it."""
    if (other := ROWS.get(type_name)) is not row:
        given, reads = (getattr(each, "__name__", "no row") for each in (row, other))
        yield f"{place} is a row of {given}, {type_name} reads {reads}"


def _lacking(place: str, row: type, names: list[str]) -> Iterator[str]:
    known = names_of(row)
    for name in names:
        if name not in known:
            yield f"{place} reads `{name}`, which {row.__name__} does not have"


@cache
def names_of(row: type) -> frozenset[str]:
    """The readable names of a row: a table's columns, or the fields of another class."""
    if not issubclass(row, Model):
        return frozenset({*dir(row), *get_type_hints(row)})
    columns = row._meta.fields_map.items()
    # A column that leads to another table ends in `_id` once Tortoise has put the models together.
    return frozenset(
        field.source_field or f"{name}_id" if isinstance(field, ForeignKeyFieldInstance) else name
        for name, field in columns
    )


def _kinds(schema: GraphQLSchema) -> Iterator[GraphQLObjectType]:
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__"):
            yield kind


def _fields(field: GraphQLField) -> list[GraphQLField]:
    kind = get_named_type(field.type)
    return list(kind.fields.values()) if isinstance(kind, GraphQLObjectType) else []


def _declared(field: GraphQLField) -> Declaration | None:
    definition = field.extensions.get(DEFINITION)
    return None if definition is None else declaration_of(definition)
