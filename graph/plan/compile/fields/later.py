"""Fields filled in after all parent objects exist, for all of them together."""

from graphql import GraphQLInterfaceType, GraphQLUnionType, get_named_type, is_leaf_type

from graph.plan.compile.fields.leaves import leaf
from graph.plan.compile.level import Field, Filling, Level
from graph.plan.compile.program import Program
from graph.plan.compile.schema_types import SHORT, class_of, has_row, object_of, wrapping_of

# The condition of a field that is filled in without waiting, whatever columns the rows have.
ALWAYS = "True"


def fill(field: Field, values: str, condition: str = "", lines: tuple[str, ...] = ()) -> Filling:
    """Have `values`, one for each source, put into what was made of them, after `lines`."""
    put = (f"for answer, value in zip(made, {values}, strict=True):",
           f"    answer[{field.key!r}] = value")  # fmt: skip
    return field.level.fill(Filling(field.level.fill_name(), (*lines, *put), condition))


def fill_by(program: Program, level: Level, function: str) -> Filling:
    """The same by a function that is there already."""
    filling = Filling(level.fill_name())
    program.source.append(f"{filling.name} = {function}\n")
    return filling


def later(program: Program, field: Field, values: str, condition: str = "", info: str = "") -> bool:
    """Have answers for `values` filled in; whether that needs nothing else but cached tables."""
    field.level.is_constant = False
    named = get_named_type(field.type)
    before = (f"{info}.is_alone = len(sources) == 1",) if info else ()
    if is_leaf_type(named):
        code = leaf(program, "x", field.type)
        if named.name not in SHORT:
            field.level.is_weighed, code = True, f"run.counted_value({code})"
        fill(field, f"[{code} for x in {values}]", condition, before)
        return True
    name = program.new("levels")
    wrapping = wrapping_of(field.type)
    finish = f"await finished(found, {program.name(wrapping, 'wrapping')}, {name}, run)"
    if isinstance(named, GraphQLInterfaceType | GraphQLUnionType):
        by_class = ", ".join(
            f"{program.name(class_of(each), 'kind')}: {program.selection(each, field.sets).name}"
            for each in program.core.get_possible_types(named)
        )
        program.source.append(f"{name} = Levels({{{by_class}}}, None)\n")
        fill(field, "found", condition, (*before, f"found = {values}", f"found = {finish}"))
        return False
    level = program.selection(object_of(named), field.sets)
    program.source.append(f"{name} = Levels({{}}, {level.name})\n")
    if "[" not in wrapping:
        rows = "[x.row for x in found]" if has_row(object_of(named)) else "found"
        finish = f"{finish} if None in found else await {level.async_all}({rows}, run)"
    fill(field, "found", condition, (*before, f"found = {values}", f"found = {finish}"))
    return level.is_sync


def later_list(program: Program, field: Field, values: str, test: str, rows: str) -> bool:
    """The same for lists of objects of one type, or for lists of their `rows` on a `test`."""
    field.level.is_constant = False
    name, wrapping = program.new("levels"), program.name(wrapping_of(field.type), "wrapping")
    level = program.selection(object_of(field.type), field.sets)
    program.source.append(f"{name} = Levels({{}}, {level.name})\n")
    lines = (
        f"if {test}:",
        f"    found = await listed({rows}, {level.async_all}, run)",
        "else:",
        f"    found = await finished({values}, {wrapping}, {name}, run)",
    )
    fill(field, "found", lines=lines)
    return level.is_sync


def waits(level: Level) -> list[str]:
    """Lines that wait for what is filled in, all of it together."""
    only = level.later[0]
    if len(level.later) == 1 and not only.condition:
        of_only = only.lines or (f"await {only.name}(sources, made, run)",)
        return ["if made:", *(f"    {line}" for line in of_only)]
    lines = ["waits = []", "if made:"]
    for filling in level.later:
        name, call = filling.name, f"await {filling.name}(sources, made, run)"
        if filling.inline == ALWAYS:
            lines.append(f"    {_on(filling.condition)}{call}")
        elif filling.inline:
            lines.append(f"    {_on(filling.condition, filling.inline)}{call}")
            otherwise = _on(filling.condition, f"not {filling.inline}")
            lines.append(f"    {otherwise}waits.append({name})")
        else:
            lines.append(f"    {_on(filling.condition)}waits.append({name})")
    return [*lines, "if waits:", "    await together(waits, sources, made, run)"]


def _on(*conditions: str) -> str:
    """The beginning of a line that runs on conditions alone, of which some may be empty."""
    tests = " and ".join(filter(None, conditions))
    return f"if {tests}: " if tests else ""
