"""Selections of an operation below a field."""

from collections.abc import Collection, Iterable

from graphql import FieldNode, GraphQLResolveInfo

from graph.context import Context, Info
from graph.document import below, selected_fields


def selected_names(info: Info) -> Collection[str]:
    """The fields selected directly below the one being resolved, through fragments."""
    if not isinstance(info, Info):
        return info.selected
    raw = info._raw_info
    return {node.name.value for node in _fields(raw, raw.field_nodes)}


def selects(info: Info, *path: str) -> bool:
    """Whether the answer has a field below the one being resolved, by the name at each step.

    A plan tells of two steps, and below a mutation of four.
    """
    if not isinstance(info, Info):
        return ".".join(path) in info.selected
    raw = info._raw_info
    nodes = list(raw.field_nodes)
    for name in path:
        nodes = [node for node in _fields(raw, nodes) if node.name.value == name]
    return bool(nodes)


def read_columns(info: Info) -> tuple[str, ...] | None:
    """The columns that will be read of the rows asked for; None when all of them may be."""
    return getattr(info, "columns", None)


def _fields(raw: GraphQLResolveInfo[Context], nodes: Iterable[FieldNode]) -> list[FieldNode]:
    """The fields selected directly below some."""
    found = selected_fields(below(nodes), "", raw.fragments, raw.variable_values)
    return [node for _, node in found]
