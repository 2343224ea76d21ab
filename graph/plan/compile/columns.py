"""Which columns of a row a selection reads, for an answer in one language.

A text of the other language is read of those rows alone that have none in the answer's.
"""

from collections.abc import Callable, Sequence
from typing import Any

from graphql import FieldNode, GraphQLField, GraphQLObjectType

from auth.permissions import looks_at_subject
from database.select import UNLESS, NestedRows, unless
from graph.access import required_action
from graph.document import Sets, below
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
from graph.plan.compile.schema_types import definition_of, object_of
from graph.plan.compile.selecting import Selecting


def of_page(selecting: Selecting, kind: GraphQLObjectType, sets: Sets) -> tuple[str, ...] | None:
    """The columns the items of a connection need; None when all of them may be."""
    item: GraphQLObjectType | None = None
    item_sets: list[Any] = []
    for nodes in selecting.fields(kind, sets).values():
        name = nodes[0].name.value
        if name == "nodes":
            item = object_of(kind.fields["nodes"].type)
            item_sets += below(nodes)
        elif name == "edges":
            edge = object_of(kind.fields["edges"].type)
            item = object_of(edge.fields["node"].type)
            for inner in selecting.fields(edge, below(nodes)).values():
                if inner[0].name.value == "node":
                    item_sets += below(inner)
    if item is None:
        return ("id",)
    return of_row(selecting, item, item_sets)


# Lists a row brings along at most; others, under names of their own, have a statement each.
MAX_PREFETCHED_AT_ONCE = 8
Constant = Callable[[GraphQLField, FieldNode], dict[str, Any] | None]


def of_single(
    selecting: Selecting, kind: GraphQLObjectType, sets: Sets, constant: Constant
) -> tuple[str, ...] | None:
    """The columns a selection on a row reads, and those it can be told to bring along.

    `constant` gives the arguments of a field where they are the same for all variables.
    """
    found = of_row(selecting, kind, sets)
    if found is None:
        return None
    more = []
    for nodes in selecting.fields(kind, sets).values():
        field = kind.fields.get(nodes[0].name.value)
        declared = field and declaration_of(definition_of(field))
        if field and isinstance(declared, Batched) and declared.prefetch:
            more.append(prefetched(selecting, declared.prefetch, field, nodes, constant))
    return (*found, *list(dict.fromkeys(each for each in more if each))[:MAX_PREFETCHED_AT_ONCE])


def prefetched(
    selecting: Selecting,
    prefetch: Prefetched,
    field: GraphQLField,
    nodes: Sequence[FieldNode],
    constant: Constant,
) -> NestedRows | None:
    """The column that a row is read with for a field; None where there is none."""
    given = constant(field, nodes[0])
    if given is None:
        return None
    return prefetch(of_row(selecting, object_of(field.type), below(nodes)), **given)


def of_row(selecting: Selecting, kind: GraphQLObjectType, sets: Sets) -> tuple[str, ...] | None:
    """The columns a selection on a row reads; None when all of them may be."""
    found = _of_row(selecting, kind, sets)
    if found is None:
        return None
    # What something else reads of every row need not be read a second time.
    found = {name for name in found if name.partition(UNLESS)[0] not in found or UNLESS not in name}
    return tuple(sorted(found | {"id"}))


def _of_row(selecting: Selecting, kind: GraphQLObjectType, sets: Sets) -> set[str] | None:
    needed: set[str] = set()
    for nodes in selecting.fields(kind, sets).values():
        if nodes[0].name.value.startswith("__"):
            continue
        found = _of_field(selecting, kind, nodes)
        if found is None:
            return None
        needed |= found
    return needed


def _of_field(
    selecting: Selecting, kind: GraphQLObjectType, nodes: Sequence[FieldNode]
) -> set[str] | None:
    field = kind.fields[nodes[0].name.value]
    definition = definition_of(field)
    if looks_at_subject(required_action(kind.name, nodes[0].name.value)):
        # Who owns it, and what else decides, may be in any of its columns.
        return None
    if definition.python_name == "id":
        return {"id"}
    declared = declaration_of(definition)
    if declared is not None:
        return _of_declared(selecting, declared, field, below(nodes))
    resolver = definition.base_resolver
    names: tuple[str, ...] | None = getattr(resolver and resolver.wrapped_func, "needs", None)
    return None if names is None else set(names)


def _of_declared(
    selecting: Selecting, declared: Declaration, field: GraphQLField, sets: Sets
) -> set[str] | None:
    match declared:
        case Column(name, prefix=prefix) if prefix:
            return {name} | _under_prefix(selecting, prefix, object_of(field.type), sets)
        case Column(name):
            return {name} if name else _of_row(selecting, object_of(field.type), sets)
        case Text(stem):
            first, second = (f"{stem}_{each}" for each in selecting.languages)
            return {first, unless(second, first)}
        case ToOne(key=key):
            return {key}
        case Batched(column=Column() as column):
            return _of_declared(selecting, column, field, sets)
        case ToMany() | Batched():
            return set()
        case Computed():
            return set(declared.columns_under("")) or None


def _under_prefix(
    selecting: Selecting, prefix: str, kind: GraphQLObjectType, sets: Sets
) -> set[str]:
    """The columns read of an object over those that begin with a prefix."""
    found: set[str] = set()
    for nodes in selecting.fields(kind, sets).values():
        field = kind.fields.get(nodes[0].name.value)
        declared = field and declaration_of(definition_of(field))
        if isinstance(declared, Computed):
            found.update(declared.columns_under(prefix))
    return found
