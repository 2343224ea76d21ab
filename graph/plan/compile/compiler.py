"""Compiles a validated operation to Python: a function per selection and type.

Fields that need nothing but their source stand in a dict literal, with what is selected below them.
Those that have to be fetched follow, one statement or one round of resolvers for all sources of
the level together.
"""

import re
from collections import Counter

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLObjectType,
    OperationDefinitionNode,
    OperationType,
)
from graphql.execution.values import VariableValues

from auth.permissions import looks_at_subject
from commerce.core.texts.language import Language
from graph.access import is_public, required_action
from graph.document import Sets
from graph.execution.executor import FIELD_BYTES
from graph.execution.planned_mutations import is_planned
from graph.fields.field_kinds import Batched, Column, Computed, Text, ToMany, ToOne, declaration_of
from graph.ids import ids_of
from graph.plan.compile.fields import own_row, relations
from graph.plan.compile.fields.batches import batched
from graph.plan.compile.fields.later import waits
from graph.plan.compile.fields.leaves import text
from graph.plan.compile.fields.resolvers import resolved
from graph.plan.compile.level import ROW, Field, Level, Selection, Source
from graph.plan.compile.program import Program
from graph.plan.compile.schema_types import definition_of, has_row, is_items, is_weighed
from graph.plan.compile.unsupported import Unplanned, Unsupported
from graph.schema_parts import Schema

# Where code names a source itself.
OWN_NAME = re.compile(r"\bo\b")


class Compiler(Program):
    """Writes the source of the plan of an operation."""

    def __init__(
        self,
        schema: Schema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: VariableValues,
        language: Language,
    ) -> None:
        super().__init__(schema, document, variables, language)
        self._operation = operation

    def root(self) -> Selection:
        """Write the plan; its outermost selection."""
        kind = self.core.get_root_type(self._operation.operation)
        assert kind is not None
        sets = [self._operation.selection_set]
        if self._operation.operation is OperationType.MUTATION:
            fields = self.selecting.fields(kind, sets)
            if not is_planned([node.name.value for nodes in fields.values() for node in nodes]):
                raise Unsupported(Unplanned.OPERATION, self._operation.operation.value)
        return self.selection(kind, sets)

    def selection(self, kind: GraphQLObjectType, sets: Sets, source: Source = ROW) -> Selection:
        level = Level(self.new(kind.name), sets)
        literal = self.literal(level, kind, sets, source)
        lines = _loop(level, literal, source)
        given = "sources, run, rows" if source.read else "sources, run"
        make = "None"
        if level.is_sync:
            make = f"make_{level.title}"
            misses = [f"if {filling.condition}: raise CacheMiss" for filling in level.later]
            self.write(f"def {make}({given}):", *level.before, *misses, *lines, "return made")
        self._write_fillings(level)
        every = f"sync({make})"
        if level.later:
            every = f"every_{level.title}"
            lazy = every if level.is_sync else ""
            body = (*level.before, *lines, *waits(level), "return made")
            self.write(f"async def {every}({given}):", *body, lazy=lazy)
        needs = "".join(f"{name}, " for name in level.needs)
        size, objects = level.size + level.nested_size, level.objects + sum(level.nested)
        self.source.append(
            f"{level.title} = SelectionCode({make}, {every}, {has_row(kind)}, {level.is_constant},"
            f" ({needs}), {size}, {level.is_weighed}, {objects})\n"
        )
        return Selection(
            level.title,
            level.is_sync,
            level.is_constant,
            tuple(level.needs),
            objects,
            size,
            level.is_weighed,
            level.varies,
        )

    def _write_fillings(self, level: Level) -> None:
        """Write the functions that fill something in; what is the only one stands in its level."""
        if len(level.later) == 1 and not level.later[0].condition:
            return
        for filling in level.later:
            if filling.lines:
                lazy = filling.name if filling.condition else ""
                head = f"async def {filling.name}(sources, made, run):"
                self.write(head, *filling.lines, lazy=lazy)

    def literal(self, level: Level, kind: GraphQLObjectType, sets: Sets, source: Source) -> str:
        parts = []
        level.objects += 1
        fields = self.selecting.fields(kind, sets)
        # What has no fields is none of an answer's objects.
        self.is_counted &= bool(fields)
        times = Counter([nodes[0].name.value for nodes in fields.values()])
        for key, nodes in fields.items():
            name = nodes[0].name.value
            level.size += len(key) + FIELD_BYTES
            if name == "__typename":
                code = repr(kind.name)
            elif name.startswith("__"):
                raise Unsupported(Unplanned.INTROSPECTION, name)
            else:
                is_long = is_weighed(kind, name, times[name])
                level.is_weighed |= is_long
                code = self._field(level, kind, key, nodes, source)
                if is_long and code != "None":
                    code = f"run.counted_value({code})"
            parts.append(f"{key!r}: {code}")
        return "{" + ", ".join(parts) + "}"

    def _field(
        self,
        level: Level,
        kind: GraphQLObjectType,
        key: str,
        nodes: list[FieldNode],
        source: Source,
    ) -> str:
        """An expression for the field; what is filled in later is None until then."""
        core = kind.fields[nodes[0].name.value]
        field = Field(level, kind, key, nodes, source, core, definition_of(core))
        self._check_access(field)
        match declaration_of(field.definition):
            case Column() as declared:
                return own_row.column(self, field, declared)
            case Text(stem):
                return text(self, field, stem)
            case ToOne() as declared:
                return relations.to_one(self, field, declared)
            case ToMany() as declared:
                return relations.to_many(self, field, declared)
            case Computed() as declared:
                return own_row.computed(self, field, declared)
            case Batched() as declared:
                return batched(self, field, declared)
        if is_items(kind, field.name):
            return relations.items(self, field)
        if field.definition.python_name == "id" and has_row(kind):
            return f"{self.name(ids_of(kind.name), 'ids')}[{source.column('id')}]"
        return resolved(self, field)

    def _check_access(self, field: Field) -> None:
        """Have the viewer asked about where the field is not for everybody.

        Who is refused makes the plan give up: the ordinary executor says it in its place.
        """
        if is_public(field.kind.name, field.name):
            return
        field.level.is_constant = False
        action = required_action(field.kind.name, field.name)
        if action is None:
            return
        # Of anything but a row the guard is told nothing either; and most rules look at the viewer
        # alone, which is the same for all sources.
        is_about_rows = has_row(field.kind) and looks_at_subject(action)
        subjects = "sources" if is_about_rows else "(None,)[: len(sources)]"
        field.level.before.append(f"allowed(run, {self.name(action, 'action')}, {subjects})")


def _loop(level: Level, literal: str, source: Source) -> list[str]:
    """Lines that make the answers of all sources, as far as they need nothing else."""
    objects = _times([str(level.objects), *level.conditional_objects])
    size = _times([str(level.size), *level.conditional_sizes])
    each = "for o in sources:"
    if source.read:
        variables = ", ".join(source.read.values())
        each = f"for {variables}, in rows:"
        if OWN_NAME.search(literal):
            each = f"for o, ({variables},) in zip(sources, rows, strict=True):"
    doubt = [f"run.doubt({_times(level.doubtful)})"] if level.doubtful else []
    lines = [
        *doubt,
        f"run.count({objects}, {size})",
        "made = []",
        "add = made.append",
        each,
        f"    add({literal})",
        *level.after,
    ]
    if level.texts:
        lines.append("if not run.languages_used & 1:")
        lines.append(f"    run.add_language(sources, {tuple(level.texts)!r})")
    return lines


def _times(numbers: list[str]) -> str:
    """The sum of numbers for each source, for all of them."""
    total = " + ".join(numbers)
    return f"len(sources) * {total}" if len(numbers) == 1 else f"len(sources) * ({total})"
