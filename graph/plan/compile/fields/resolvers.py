"""Fields with resolvers of their own."""

from collections.abc import Iterator

from graphql import GraphQLObjectType, get_named_type

from graph.document import Sets, below
from graph.plan.compile import columns
from graph.plan.compile.fields.later import later
from graph.plan.compile.fields.values import answer
from graph.plan.compile.level import Field
from graph.plan.compile.program import Program
from graph.plan.compile.schema_types import class_of, has_row, takes_source


def resolved(program: Program, field: Field) -> str:
    """The result of a field's resolver, or an attribute where there is none."""
    resolver = field.definition.base_resolver
    if resolver is None:
        value = f"{field.source.name}.{field.definition.python_name}"
        return answer(program, field, value)
    value, info = _call(program, field)
    if field.kind is program.core.mutation_type:
        value = f"carried(run.context, {value})"
    if not resolver.is_async:
        return answer(program, field, value)
    values = f"await each([{value} for o in sources])"
    if field.kind is program.core.query_type and not takes_source(resolver):
        # There is one source, and nothing in it.
        values = f"[await {value}]"
    later(program, field, values, info=info)
    return "None"


def _call(program: Program, field: Field) -> tuple[str, str]:
    """A call of the resolver, and what it gets in the place of Info."""
    resolver, source, info = field.definition.base_resolver, field.source.name, ""
    assert resolver is not None
    given = []
    if takes_source(resolver):
        shape = program.name(class_of(field.kind).of, "shape") if has_row(field.kind) else ""
        given.append(f"{shape}({source})" if shape else source)
    if resolver.info_parameter:
        info = info_argument(program, field)
        given.append(f"{resolver.info_parameter.name}={info}")
        field.level.is_constant = False
    if arguments := program.arguments_of(field):
        given.append(arguments)
        field.level.is_constant = False
    return f"{program.name(resolver.wrapped_func, 'resolve')}({', '.join(given)})", info


def info_argument(program: Program, field: Field) -> str:
    """The expression for the resolver's info argument."""
    steps = 4 if field.kind is program.core.mutation_type else 2
    program.infos.append((field.name, *_selected(program, field, steps)))
    return f"run.infos[{len(program.infos) - 1}]"


def _selected(
    program: Program, field: Field, steps: int
) -> tuple[frozenset[str], tuple[str, ...] | None]:
    """The fields selected below one, and the columns its rows need, or its items'.

    Those below these are told too, as in `total.amount`; of a payload two steps more, as in
    `cart.groups.lines.variant`.
    """
    kind = get_named_type(field.type)
    if not isinstance(kind, GraphQLObjectType):
        return frozenset(), None
    names = frozenset(_paths(program, kind, field.sets, steps))
    if kind.name.endswith("Connection"):
        return names, columns.of_page(program.selecting, kind, field.sets)
    return names, columns.of_single(program.selecting, kind, field.sets, program.constant)


def _paths(program: Program, kind: GraphQLObjectType, sets: Sets, steps: int) -> Iterator[str]:
    for nodes in program.selecting.fields(kind, sets).values():
        name = nodes[0].name.value
        yield name
        inner = None if name.startswith("__") else get_named_type(kind.fields[name].type)
        if steps > 1 and isinstance(inner, GraphQLObjectType):
            for further in _paths(program, inner, below(nodes), steps - 1):
                yield f"{name}.{further}"
