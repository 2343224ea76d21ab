"""Which columns of a row a selection reads, for an answer in one language.

A text of the other language is read of those rows alone that have none in the answer's.
"""

from collections.abc import Callable, Sequence
from typing import Any, cast

from graphql import FieldNode, GraphQLField, GraphQLObjectType, get_named_type

from auth.permissions import looks_at_subject
from database.keyset import Along
from database.select import UNLESS, unless
from graph.access import required_action
from graph.document import Sets, below
from graph.field_types import (
    Batch,
    Brought,
    Column,
    Computed,
    Embedded,
    Frame,
    Framed,
    Own,
    Text,
    ToMany,
    ToOne,
    declaration_of,
)
from graph.plan.selecting import Selecting


def of_page(selecting: Selecting, kind: GraphQLObjectType, sets: Sets) -> tuple[str, ...] | None:
    """The columns the items of a connection need; None when all of them may be."""
    item: GraphQLObjectType | None = None
    item_sets: list[Any] = []
    for nodes in selecting.fields(kind, sets).values():
        name = nodes[0].name.value
        if name == "nodes":
            item = _object(kind.fields["nodes"].type)
            item_sets += below(nodes)
        elif name == "edges":
            edge = _object(kind.fields["edges"].type)
            item = _object(edge.fields["node"].type)
            for inner in selecting.fields(edge, below(nodes)).values():
                if inner[0].name.value == "node":
                    item_sets += below(inner)
    if item is None:
        return ("id",)
    return of_row(selecting, item, item_sets)


# Lists a row brings along at most; others, under names of their own, have a statement each.
PREFETCHED_AT_ONCE = 8
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
    brought = []
    for nodes in selecting.fields(kind, sets).values():
        field = kind.fields.get(nodes[0].name.value)
        declared = field and declaration_of(field.extensions["strawberry-definition"])
        if field and isinstance(declared, Batch) and declared.brought:
            brought.append(along(selecting, declared.brought, field, nodes, constant))
    return (*found, *list(dict.fromkeys(each for each in brought if each))[:PREFETCHED_AT_ONCE])


def along(
    selecting: Selecting,
    brought: Brought,
    field: GraphQLField,
    nodes: Sequence[FieldNode],
    constant: Constant,
) -> Along | None:
    """The column that brings a field along; None where it cannot."""
    given = constant(field, nodes[0])
    if given is None:
        return None
    return brought.column(of_row(selecting, _object(field.type), below(nodes)), **given)


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
    definition = field.extensions["strawberry-definition"]
    if looks_at_subject(required_action(kind.name, nodes[0].name.value)):
        # Who owns it, and what else decides, may be in any of its columns.
        return None
    if definition.python_name == "id":
        return {"id"}
    match declaration_of(definition):
        case Column(name):
            return {name}
        case Text(stem):
            first, second = (f"{stem}_{each}" for each in selecting.languages)
            return {first, unless(second, first)}
        case ToOne(key=key):
            return {key}
        case Embedded(column=column) if column:
            return {column}
        case Embedded():
            return _of_row(selecting, _object(field.type), below(nodes))
        case Frame() as frame:
            return framed(selecting, frame, _object(field.type), below(nodes))
        case Batch(beside=Frame() as frame):
            return framed(selecting, frame, _object(field.type), below(nodes))
        case Batch(own=Own(name=name)):
            return {name}
        case ToMany() | Batch():
            return set()
        case Computed(needs=needs):
            return set(needs) or None
    resolver = definition.base_resolver
    own: tuple[str, ...] | None = getattr(resolver and resolver.wrapped_func, "needs", None)
    return None if own is None else set(own)


def framed(selecting: Selecting, frame: Frame, kind: GraphQLObjectType, sets: Sets) -> set[str]:
    """The columns read of what stands in a frame."""
    found = {frame.stem + frame.key}
    for nodes in selecting.fields(kind, sets).values():
        definition = kind.fields.get(nodes[0].name.value)
        declared = definition and declaration_of(definition.extensions["strawberry-definition"])
        if isinstance(declared, Framed):
            found.update(declared.columns(frame.stem))
    return found


def _object(kind: Any) -> GraphQLObjectType:
    return cast("GraphQLObjectType", get_named_type(kind))
