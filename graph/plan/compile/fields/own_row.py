"""Fields that need nothing but the row: columns, objects over columns, computed values."""

from dataclasses import replace

from graph.fields.field_kinds import Column, Computed
from graph.fields.row_types import SHAPES
from graph.plan.compile.fields.leaves import leaf
from graph.plan.compile.fields.values import answer, is_sync
from graph.plan.compile.level import Field, Source
from graph.plan.compile.program import Program
from graph.plan.compile.schema_types import object_of
from graph.plan.compile.unsupported import Unplanned, Unsupported


def column(program: Program, field: Field, declared: Column) -> str:
    if not declared.type_name:
        return leaf(program, field.source.column(declared.name), field.type)
    if declared.prefix:
        return _prefixed(program, field, declared)
    kind = object_of(field.type)
    if not is_sync(program.selecting, kind, field.sets):
        return _waiting(program, field, declared)
    level, source = field.level, field.source
    if not declared.name:
        return program.literal(level, kind, field.sets, source)
    test, value = program.bound(source.column(declared.name))
    before = level.objects
    literal = program.literal(level, kind, field.sets, Source(value))
    return f"({literal} if {test} is not None else {level.without(before, field.is_required)})"


def _waiting(program: Program, field: Field, declared: Column) -> str:
    """An object with fields that have to be fetched: it is made for them."""
    if not field.source.is_row:
        raise Unsupported(Unplanned.UNKNOWN, f"{declared.type_name} waits")
    shape = program.name(SHAPES[declared.type_name].of, "shape")
    if not declared.name:
        return answer(program, field, f"{shape}(o)")
    value, column = program.new("v"), field.source.whole.column(declared.name)
    shown = f"({shape}({value}) if ({value} := {column}) is not None else None)"
    return answer(program, replace(field, source=field.source.whole), shown)


def _prefixed(program: Program, field: Field, declared: Column) -> str:
    """An object over columns of the row that begin with a prefix."""
    level, source = field.level, field.source
    level.is_constant = False
    options, read = program.new("options"), program.name(declared.options, "read_options")
    level.before.append(f"{options} = {read}({program.arguments_of(field)}) if sources else None")
    before = level.objects
    test, value = program.bound(source.column(declared.name))
    known = {**source.read, declared.name: value}
    inner = replace(source, prefix=declared.prefix, options=options, read=known)
    literal = program.literal(level, object_of(field.type), field.sets, inner)
    return f"({literal} if {test} is not None else {level.without(before, is_required=False)})"


def computed(program: Program, field: Field, declared: Computed) -> str:
    if declared.is_prepared:
        return _prepared(program, field, declared)
    compute = program.name(declared.compute, "compute")
    if declared.is_plain:
        return f"{compute}({field.source.name})"
    return answer(program, field, f"{compute}({field.source.name}, run.context)")


def _prepared(program: Program, field: Field, declared: Computed) -> str:
    """A value computed by a function that is prepared once for all sources."""
    source, level = field.source, field.level
    level.is_constant = False
    given = program.arguments_of(field)
    if not source.options:
        name = program.name(declared, "computed")
        call = ", ".join(filter(None, (name, source.name, "run", given)))
        return leaf(program, f"of_object({call})", field.type)
    function, prepare = program.new("f"), program.name(declared.compute, "prepare")
    told = ", ".join(filter(None, ("run.context", repr(source.prefix), source.options, given)))
    level.before.append(f"{function} = {prepare}({told}) if sources else None")
    read = ", ".join(source.column(name) for name in declared.columns_under(source.prefix))
    return leaf(program, f"{function}({read})", field.type)
