"""Values that are available with their source."""

from graphql import GraphQLObjectType, get_named_type, is_leaf_type

from graph.access import required_action
from graph.document import Sets, below
from graph.fields.field_kinds import Batched, Column, ToMany, ToOne, declaration_of
from graph.plan.compile.fields.later import ALWAYS, later
from graph.plan.compile.fields.leaves import leaf
from graph.plan.compile.level import Field, Source
from graph.plan.compile.program import Program
from graph.plan.compile.schema_types import definition_of, has_row, is_items, wrapping_of
from graph.plan.compile.selecting import Selecting
from graph.plan.runtime.lists import Wrapping


def answer(program: Program, field: Field, value: str) -> str:
    """The answer for `value`, an expression over a source."""
    named = get_named_type(field.type)
    if is_leaf_type(named):
        return leaf(program, value, field.type)
    if isinstance(named, GraphQLObjectType) and is_sync(program.selecting, named, field.sets):
        return _nested(program, field, value, wrapping_of(field.type), named)
    if later(program, field, f"[{value} for o in sources]"):
        field.level.later[-1].inline = ALWAYS
    return "None"


def _nested(
    program: Program, field: Field, value: str, wrapping: Wrapping, kind: GraphQLObjectType
) -> str:
    """An object, or a list of them, within the literal of its source."""
    level = field.level
    is_required = bool(wrapping) and wrapping[0] == "!"
    inner = wrapping[1:] if is_required else wrapping
    name, objects, size = program.new("v"), level.objects, level.size
    doubtful = len(level.doubtful)
    if inner:
        item = program.new("i")
        nested = _nested(program, field, item, inner[1:], kind)
        # What stands in a list is counted with the list.
        more = f"{level.objects - objects}, {level.size - size}"
        if inner_doubt := level.doubtful[doubtful:]:
            more += f", {' + '.join(inner_doubt)}"
            del level.doubtful[doubtful:]
        level.objects, level.size, level.varies = objects, size, True
        made = f"[{nested} for {item} in run.several({name}, {more})]"
    else:
        row = ".row" if has_row(kind) else ""
        made = program.literal(level, kind, field.sets, Source(name + row))
    other = level.without(objects, is_required)
    return f"({made} if ({name} := {value}) is not None else {other})"


def is_sync(selecting: Selecting, kind: GraphQLObjectType, sets: Sets) -> bool:
    """Whether what is selected needs nothing but its source."""
    for nodes in selecting.fields(kind, sets).values():
        name = nodes[0].name.value
        if name.startswith("__"):
            continue
        # Who may is asked once for a level, about its sources.
        if required_action(kind.name, name) is not None or is_items(kind, name):
            return False
        field = kind.fields[name]
        definition = definition_of(field)
        resolver = definition.base_resolver
        match declaration_of(definition):
            case ToOne() | ToMany() | Batched():
                return False
            case Column(prefix=prefix) if prefix:
                # Its arguments are looked at once for a level, and not where there is no row.
                return False
            case None if resolver is not None and resolver.is_async:
                return False
        named = get_named_type(field.type)
        if is_leaf_type(named):
            continue
        if not isinstance(named, GraphQLObjectType) or not is_sync(selecting, named, below(nodes)):
            return False
    return True
