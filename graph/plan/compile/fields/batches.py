"""Fields that are loaded for all sources at once, where the rows do not have them already."""

from dataclasses import replace

from database.select import NestedRows
from graph.fields.field_kinds import Batched, Column
from graph.plan.compile import columns
from graph.plan.compile.fields.later import later, later_list
from graph.plan.compile.fields.own_row import column
from graph.plan.compile.fields.resolvers import info_argument
from graph.plan.compile.level import Field
from graph.plan.compile.program import Program
from graph.plan.compile.schema_types import object_of


def batched(program: Program, field: Field, declared: Batched) -> str:
    field.level.is_constant = False
    values = _loaded(program, field, declared)
    if declared.prefetch is not None:
        name = columns.prefetched(
            program.selecting, declared.prefetch, field.core, field.nodes, program.constant
        )
        if name is not None:
            return _prefetched(program, field, name, values)
    code, condition = "None", ""
    if declared.column is not None:
        code, condition = _in_column(program, field, declared.column)
    later(program, field, values, condition)
    return code


def _loaded(program: Program, field: Field, declared: Batched) -> str:
    """The call that loads the values."""
    given = program.arguments_of(field)
    info = info_argument(program, field) if declared.needs_info else "run.context"
    names = ""
    if declared.needs_columns:
        read = columns.of_row(program.selecting, object_of(field.type), field.sets)
        names = f"names={read!r}"
    told = ", ".join(filter(None, (info, "[o.id for o in sources]", given, names)))
    return f"await {program.name(declared.load, 'batch')}({told})"


def _prefetched(program: Program, field: Field, column: NestedRows, values: str) -> str:
    """Prefetched rows of single rows, else `values`."""
    level, has, name = field.level, program.new("has"), str(column)
    test = f"has_column(sources, {name!r})"
    level.before.append(f"{has} = {test}")
    rows = f"[{program.name(column.read, 'read')}(o[{name!r}]) for o in sources]"
    if later_list(program, field, values, test, rows):
        level.later[-1].inline = has
    return "None"


def _in_column(program: Program, field: Field, declared: Column) -> tuple[str, str]:
    """The field where its column was read with the rows, and the condition on which it was not."""
    level, has = field.level, program.new("has")
    level.before.append(f"{has} = has_column(sources, {declared.name!r})")
    before = level.objects
    record = replace(field, source=replace(field.source, is_record=True))
    code = column(program, record, declared)
    if level.objects > before:
        # Where it was not read, it is counted when it is loaded.
        level.conditional_objects.append(f"({has}) * {level.objects - before}")
        level.objects = before
    return f"({code} if {has} else None)", f"not {has}"
