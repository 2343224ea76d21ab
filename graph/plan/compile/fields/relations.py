"""Relations to other rows, and the items of a page."""

from database.caches.table_cache import CACHED_TABLES
from database.select import UNLESS
from graph.fields.field_kinds import ToMany, ToOne
from graph.plan.compile import columns
from graph.plan.compile.fields.later import fill, fill_by
from graph.plan.compile.level import RECORD, Field, Selection, unpacked
from graph.plan.compile.program import Program
from graph.plan.compile.schema_types import object_of


def to_one(program: Program, field: Field, declared: ToOne) -> str:
    level = field.level
    selection = program.selection(object_of(field.type), field.sets)
    level.is_weighed |= selection.is_weighed
    level.varies |= selection.varies
    relation = program.name(declared, "relation")
    given = f"{relation}, {selection.name}"
    filling = fill_by(program, level, f"fill_one({field.key!r}, {given}, {field.is_required})")
    is_cached = declared.model._meta.db_table in CACHED_TABLES
    if not (is_cached and selection.is_sync and selection.is_constant):
        level.is_constant = False
        level.fill(filling)
        return "None"
    level.needs |= dict.fromkeys((relation, *selection.needs))
    cache, found = program.new("cache"), program.new("found")
    filling.condition = f"{cache} is None"
    level.fill(filling, is_cache_miss=True)
    call = f"cached_answers({given}, run, {field.is_required})"
    level.before.append(f"{cache}, {found} = {call}")
    level.after.append(f"if {cache} is not None and not run.languages_used & {cache}.usual:")
    level.after.append(f"    {cache}.add_language(sources, {declared.key!r}, run)")
    _count(program, field, declared, selection, cache)
    answer = f"{found}[{field.source.column(declared.key)}]"
    if not field.is_required or selection.varies:
        level.doubtful.append(level.conditional_objects[-1])
    if field.is_required:
        return answer
    level.varies, value = True, program.new("v")
    number = level.conditional_objects[-1]
    return f"({value} if ({value} := {answer}) is not None else run.without({number}))"


def _count(
    program: Program, field: Field, declared: ToOne, selection: Selection, cache: str
) -> None:
    """Have the objects and bytes of cached answers counted, each as often as it is used."""
    level = field.level
    level.nested.append(selection.objects)
    if selection.is_weighed:
        level.after.append(f"if {cache} is not None:")
        level.after.append(f"    {cache}.count_bytes(sources, {declared.key!r}, run)")
    else:
        level.nested_size += selection.size
        level.conditional_sizes.append(f"({cache} is not None) * {selection.size}")
    level.conditional_objects.append(f"({cache} is not None) * {selection.objects}")
    if selection.varies:
        level.after.append(f"if {cache} is not None and {cache}.fewer:")
        level.after.append(f"    {cache}.count_fewer(sources, {declared.key!r}, run)")


def to_many(program: Program, field: Field, declared: ToMany) -> str:
    selection = program.selection(object_of(field.type), field.sets)
    relation = program.name(declared, "relation")
    fill(field, f"await many({relation}, sources, {selection.name}, run)")
    return "None"


def items(program: Program, field: Field) -> str:
    """The items of a page, unpacked where it is known which of their columns are read."""
    read = columns.of_page(program.selecting, field.kind, field.level.sets)
    names = tuple(name.partition(UNLESS)[0] for name in read or ())
    kind, source = object_of(field.type), unpacked(names) if names else RECORD
    selection = program.selection(kind, field.sets, source)
    order = f", in_order(rows, {names!r})" if names else ""
    several = f"{selection.async_all}, run" + (f", {names!r}" if names else "")
    # Nearly always there is one list.
    lines = (
        "if len(sources) == 1:",
        "    rows = sources[0].page.rows",
        f"    lists = [await {selection.async_all}(rows, run{order}) if rows else []]",
        "else:",
        f"    lists = await listed([o.page.rows for o in sources], {several})",
    )
    fill(field, "lists", lines=lines)
    return "None"
