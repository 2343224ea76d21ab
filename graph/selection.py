"""What an operation selects below a field."""

from collections.abc import Collection, Iterator
from typing import Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionSetNode,
    get_directive_values,
)

from graph.context import Info


def selected_names(info: Info) -> Collection[str]:
    """The fields selected directly below the one being resolved, through fragments."""
    if not isinstance(info, Info):
        return info.selected
    raw = info._raw_info
    return {
        node.name.value
        for field in raw.field_nodes
        if field.selection_set
        for node in _fields(field.selection_set, raw, set())
    }


def selects(info: Info, *path: str) -> bool:
    """Whether the answer has a field below the one being resolved, by the name at each step.

    A plan tells of two steps, and below a mutation of four.
    """
    if not isinstance(info, Info):
        return ".".join(path) in info.selected
    raw = info._raw_info
    nodes = list(raw.field_nodes)
    for name in path:
        nodes = [
            node
            for field in nodes
            if field.selection_set
            for node in _fields(field.selection_set, raw, set())
            if node.name.value == name
        ]
    return bool(nodes)


def read_columns(info: Info) -> tuple[str, ...] | None:
    """The columns that will be read of the rows asked for; None when all of them may be."""
    return getattr(info, "columns", None)


def _fields(selections: SelectionSetNode, raw: Any, seen: set[str]) -> Iterator[FieldNode]:
    for node in selections.selections:
        if not _included(node, raw):
            continue
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, InlineFragmentNode):
            yield from _fields(node.selection_set, raw, seen)
        elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
            seen.add(node.name.value)
            yield from _fields(raw.fragments[node.name.value].selection_set, raw, seen)


def _included(node: Any, raw: Any) -> bool:
    skip = get_directive_values(GraphQLSkipDirective, node, raw.variable_values)
    if skip and skip["if"]:
        return False
    include = get_directive_values(GraphQLIncludeDirective, node, raw.variable_values)
    return not (include and not include["if"])
