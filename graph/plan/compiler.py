"""Compiles a validated operation to Python: a function per selection and type.

Fields that need nothing but their source stand in a dict literal, with what is selected below them.
Those that have to be fetched follow, one statement or one round of resolvers for all sources of
the level together.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from sys import intern
from typing import Any, cast

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    OperationDefinitionNode,
    OperationType,
    get_named_type,
    is_leaf_type,
)
from strawberry.types.field import StrawberryField

from auth.permissions import looks_at_subject
from commerce.core.texts.language import Language
from database.caches.table_cache import CACHED_TABLES
from database.select import UNLESS
from graph.access import is_public, required_action
from graph.carried import is_planned
from graph.document import Sets, below
from graph.execution import FIELD_BYTES
from graph.field_types import (
    SHAPES,
    Batch,
    Column,
    Computed,
    Embedded,
    Frame,
    Framed,
    Rows,
    RowType,
    Text,
    ToMany,
    ToOne,
    declaration_of,
)
from graph.ids import ids_of
from graph.limits.query_cost import VALUE_POINTS
from graph.plan import columns
from graph.plan.arguments import Arguments
from graph.plan.runtime.lists import Wrapping
from graph.plan.selecting import Selecting

# Where code names a source itself.
OWN_NAME = re.compile(r"\bo\b")
PLAIN = {"String", "Int", "Boolean"}
# Scalars besides whose values are no objects.
FLAT = {"ID", "Float", "CountryCode", "DateTime", "Decimal"}
# Values of these are never long.
SHORT = {"Int", "Float", "Boolean"}


class Unplanned(StrEnum):
    """Why there is no plan; the words are those of /metrics."""

    INTROSPECTION = "introspection"
    # A subscription, or a mutation that is left to the ordinary executor.
    OPERATION = "operation"
    # Something the compiler has no code for.
    UNKNOWN = "unknown"
    # The compiler itself failed.
    FAULT = "fault"


class Unsupported(Exception):  # noqa: N818 - the ordinary executor answers
    """The operation uses something plans do not support: `where` names it."""

    def __init__(self, reason: Unplanned, where: str) -> None:
        super().__init__(f"{reason.value}: {where}")
        self.reason, self.where = reason, where


@dataclass(frozen=True, slots=True)
class Selection:
    """Functions that will exist once the source is run, by name in the namespace.

    What `is_sync` needs nothing but its sources and tables that are held.
    """

    name: str
    is_sync: bool
    is_constant: bool
    needs: tuple[str, ...]
    # How many objects it makes of one source, and of how many bytes; whether there are values
    # besides that are counted by their length.
    objects: int = 1
    size: int = 0
    is_weighed: bool = False
    # Whether it makes more objects of one source than of another.
    varies: bool = False

    @property
    def async_all(self) -> str:
        """What makes all answers, to be waited for."""
        return f"{self.name}.answers" if self.is_sync else f"every_{self.name}"


@dataclass(slots=True)
class Filling:
    """What is put into what was made of the sources, once it has been fetched.

    `lines` do it; where there are none a function called `name` is there already. On `condition`
    alone, always when that is empty; on `inline` it waits for nothing, so that it needs no task.
    """

    name: str
    lines: tuple[str, ...] = ()
    condition: str = ""
    inline: str = ""


@dataclass(slots=True)
class LevelWriter:
    """The code of one selection while it is written, besides its literal."""

    title: str
    sets: Sets
    # Run once before the sources, and once after.
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    # Columns with texts in the request's language, read of each source.
    texts: list[str] = field(default_factory=list)
    later: list[Filling] = field(default_factory=list)
    is_constant: bool = True
    # How many objects stand in the literal, and on what condition others do.
    objects: int = 0
    conditional_objects: list[str] = field(default_factory=list)
    nested: list[int] = field(default_factory=list)
    # The same of bytes, and whether values are counted by their length, here or below.
    size: int = 0
    conditional_sizes: list[str] = field(default_factory=list)
    nested_size: int = 0
    is_weighed: bool = False
    varies: bool = False
    # The names of relations to tables that have to be held, here and below.
    needs: dict[str, None] = field(default_factory=dict)

    @property
    def is_sync(self) -> bool:
        """Whether nothing has to be fetched while the tables it needs are cached."""
        return all(filling.condition.startswith("held") for filling in self.later)

    @property
    def only_filling(self) -> Filling | None:
        """What is filled in when it is all there is, always."""
        if len(self.later) != 1 or self.later[0].condition or not self.later[0].lines:
            return None
        return self.later[0]


@dataclass(frozen=True, slots=True)
class Source:
    """What a literal is written over: its name in the code, and the frame it stands in."""

    name: str = "o"
    stem: str = ""
    asked: str = ""
    # Records are read by subscripts, which is faster than by properties.
    is_record: bool = False
    # Columns that were read already, and the variables they are in.
    read: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_row(self) -> bool:
        return self.name == "o"

    def column(self, name: str) -> str:
        if name in self.read:
            return self.read[name]
        return f"{self.name}[{name!r}]" if self.is_record else f"{self.name}.{name}"

    @property
    def whole(self) -> "Source":
        """The same where there is nothing but the source itself, as in a list of all of them."""
        return replace(self, read={})


ROW = Source()
RECORD = Source(is_record=True)


def unpacked(names: Sequence[str]) -> Source:
    """A record unpacked into variables: to look its columns up takes three times as long."""
    return replace(RECORD, read={name: f"c{place}" for place, name in enumerate(names)})


class Compiler:
    """Writes the source of one plan. `named` holds what it names besides `runtime.FUNCTIONS`."""

    def __init__(
        self,
        schema: Any,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Any,
        language: Language,
    ) -> None:
        self._core = schema.core
        self._operation = operation
        self._english = language is Language.EN
        self._selecting = Selecting(schema.core, document, variables, language)
        self.arguments = Arguments(schema)
        self.named: dict[str, Any] = {}
        self._names: dict[int, str] = {}
        self.source: list[str] = []
        # Functions that seldom run, by name: they are compiled when they do.
        self.lazy: dict[str, str] = {}
        self.infos: list[tuple[str, frozenset[str], tuple[str, ...] | None]] = []
        # Whether what is counted while an answer is made are its objects, exactly.
        self.is_counted = True
        self._number = 0

    def root(self) -> Selection:
        sets = [self._operation.selection_set]
        if self._operation.operation is OperationType.QUERY:
            return self._selection(cast("GraphQLObjectType", self._core.query_type), sets)
        mutation = cast("GraphQLObjectType", self._core.mutation_type)
        asked = self._selecting.fields(mutation, sets)
        if not is_planned([node.name.value for nodes in asked.values() for node in nodes]):
            raise Unsupported(Unplanned.OPERATION, self._operation.operation.value)
        return self._selection(mutation, sets)

    def _named(self, value: Any, prefix: str) -> str:
        known = self._names.get(id(value))
        if known is None:
            # The same names come in every plan, and the same values many times in one.
            known = self._names[id(value)] = intern(f"{prefix}{len(self.named)}")
            self.named[known] = value
        return known

    def _new(self, prefix: str) -> str:
        self._number += 1
        return f"{prefix}{self._number}"

    # --- Functions -----------------------------------------------------------------------------

    def _selection(self, kind: GraphQLObjectType, sets: Sets, source: Source = ROW) -> Selection:
        """Write the functions for a selection on an object type."""
        body = LevelWriter(self._new(kind.name), sets)
        literal = self._literal(body, kind, sets, source)
        counted = " + ".join([str(body.objects), *body.conditional_objects])
        size = " + ".join([str(body.size), *body.conditional_sizes])
        count = f"run.count(len(sources) * ({counted}), len(sources) * ({size}))"
        given, each = "sources, run", "for o in sources:"
        if source.read:
            given, variables = "sources, run, rows", ", ".join(source.read.values())
            each = f"for {variables}, in rows:"
            if OWN_NAME.search(literal):
                each = f"for o, ({variables},) in zip(sources, rows, strict=True):"
        lines = [*body.before, count, "made = []", "add = made.append", each,
                 f"    add({literal})", *body.after]  # fmt: skip
        if body.texts:
            lines.append("if not run.languages_used & 1:")
            lines.append(f"    run.add_language(sources, {tuple(body.texts)!r})")
        make = f"make_{body.title}" if body.is_sync else "None"
        if body.is_sync:
            checks = [f"if {filling.condition}: raise CacheMiss" for filling in body.later]
            self._write(
                f"def {make}({given}):",
                *body.before,
                *checks,
                *lines[len(body.before) :],
                "return made",
            )
        for filling in body.later:
            if filling.lines and filling is not body.only_filling:
                head = f"async def {filling.name}(sources, made, run):"
                self._write(head, *filling.lines, seldom=filling.name if filling.condition else "")
        if body.later:
            self._write(
                f"async def every_{body.title}({given}):",
                *lines,
                *_waits(body),
                "return made",
                seldom=f"every_{body.title}" if body.is_sync else "",
            )
        every = f"every_{body.title}" if body.later else f"sync({make})"
        takes_row = issubclass(_origin(kind), RowType)
        self.source.append(
            f"{body.title} = SelectionCode({make}, {every}, {takes_row}, {body.is_constant},"
            f" ({''.join(f'{name}, ' for name in body.needs)}),"
            f" {body.size + body.nested_size}, {body.is_weighed})\n"
        )
        return Selection(
            body.title,
            body.is_sync,
            body.is_constant,
            tuple(body.needs),
            body.objects + sum(body.nested),
            body.size + body.nested_size,
            body.is_weighed,
            body.varies,
        )

    def _write(self, head: str, *lines: str, seldom: str = "") -> None:
        text = "\n    ".join([head, *lines]) + "\n"
        self.source.append(text)
        if seldom:
            self.lazy[seldom] = text

    def _fill(
        self,
        body: LevelWriter,
        key: str,
        values: str,
        condition: str = "",
        lines: tuple[str, ...] = (),
    ) -> Filling:
        """Have `values`, one for each source, put into what was made of them, after `lines`."""
        put = (f"for answer, value in zip(made, {values}, strict=True):",
               f"    answer[{key!r}] = value")  # fmt: skip
        filling = Filling(f"fill_{body.title}_{len(body.later)}", (*lines, *put), condition)
        body.later.append(filling)
        return filling

    def _filled(self, body: LevelWriter, function: str, condition: str = "") -> None:
        """The same by a function that is there already."""
        filling = Filling(f"fill_{body.title}_{len(body.later)}", condition=condition)
        body.later.append(filling)
        self.source.append(f"{filling.name} = {function}\n")

    # --- Literals ------------------------------------------------------------------------------

    def _literal(
        self, body: LevelWriter, kind: GraphQLObjectType, sets: Sets, source: Source
    ) -> str:
        """A dict of what is selected on `source`. Only on a row may it wait for something."""
        parts = []
        body.objects += 1
        fields = self._selecting.fields(kind, sets)
        # What has no fields is none of an answer's objects.
        self.is_counted &= bool(fields)
        times = Counter([nodes[0].name.value for nodes in fields.values()])
        for key, nodes in fields.items():
            name = nodes[0].name.value
            body.size += len(key) + FIELD_BYTES
            if name == "__typename":
                code = repr(kind.name)
            elif name.startswith("__"):
                raise Unsupported(Unplanned.INTROSPECTION, name)
            else:
                is_weighed = _is_weighed(kind, name, times[name])
                body.is_weighed |= is_weighed
                code = self._field(body, kind, key, nodes, source)
                if is_weighed and code != "None":
                    code = f"run.counted_value({code})"
            parts.append(f"{key!r}: {code}")
        return "{" + ", ".join(parts) + "}"

    def _field(
        self,
        body: LevelWriter,
        kind: GraphQLObjectType,
        key: str,
        nodes: list[FieldNode],
        source: Source,
    ) -> str:
        """An expression for the field; what is filled in later is None until then."""
        found = kind.fields[nodes[0].name.value]
        definition = _definition(found)
        self._ask(body, kind, nodes[0].name.value)
        sets = below(nodes)
        match declaration_of(definition):
            case Column(name):
                return self._leaf(source.column(name), found.type)
            case Text(stem):
                return self._text(body, stem, found.type, source)
            case Embedded() as part:
                return self._part(body, key, part, found, sets, source)
            case Frame() as frame:
                return self._frame(body, frame, found, nodes, source)
            case Framed() as framed:
                return self._framed(body, framed, found, nodes, source)
            case ToOne() as one:
                return self._one(body, key, one, found, sets, source)
            case ToMany() as many:
                level = self._selection(_object(found.type), sets)
                declared = (many.model, many.key, many.order, many.where, many.join)
                parts = ", ".join(self._named(part, "part") for part in declared)
                self._fill(body, key, f"await many({parts}, sources, {level.name}, run)")
                return "None"
            case Batch() as batch:
                return self._batch(body, key, batch, found, nodes, source)
            case Rows(get=get):
                self._rows(body, kind, key, get, _object(found.type), sets)
                return "None"
            case Computed(work_out=work_out, is_plain=is_plain):
                if is_plain:
                    return f"{self._named(work_out, 'derive')}({source.name})"
                value = f"{self._named(work_out, 'derive')}({source.name}, run.context)"
                return self._answer_code(body, key, value, found.type, sets)
        if definition.python_name == "id" and issubclass(_origin(kind), RowType):
            return f"{self._named(ids_of(kind.name), 'ids')}[{source.column('id')}]"
        value, asked = self._resolved(body, kind, found, definition, nodes, source)
        resolver = definition.base_resolver
        if kind is self._core.mutation_type:
            value = f"carried(run.context, {value})"
        if resolver is not None and resolver.is_async:
            values = f"await each([{value} for o in sources])"
            if kind is self._core.query_type and not _takes_source(resolver):
                # There is one source, and nothing in it.
                values = f"[await {value}]"
            self._later(body, key, values, found.type, sets, info=asked)
            return "None"
        return self._answer_code(body, key, value, found.type, sets)

    def _ask(self, body: LevelWriter, kind: GraphQLObjectType, name: str) -> None:
        """Have the viewer asked about where the field is not for everybody.

        Who is refused makes the plan give up: the ordinary executor says it in its place.
        """
        if is_public(kind.name, name):
            return
        body.is_constant = False
        action = required_action(kind.name, name)
        if action is None:
            return
        # Of anything but a row the guard is told nothing either; and most rules look at the viewer
        # alone, which is the same for all sources.
        is_about_rows = issubclass(_origin(kind), RowType) and looks_at_subject(action)
        subjects = "sources" if is_about_rows else "(None,)[: len(sources)]"
        line = f"allowed(run, {self._named(action, 'action')}, {subjects})"
        body.before.append(line)

    def _leaf(self, expression: str, kind: Any) -> str:
        must = isinstance(kind, GraphQLNonNull)
        inner = kind.of_type if must else kind
        test, value = self._bound(expression)
        if isinstance(inner, GraphQLList):
            made = f"[{self._leaf('i', inner.of_type)} for i in {value}]"
        elif inner.name in PLAIN:
            made = value
        elif inner.name == "ID":
            made = f"str({value})"
        else:
            made = f"{self._named(inner.coerce_output_value, 'coerce')}({value})"
            self.is_counted &= isinstance(inner, GraphQLEnumType) or inner.name in FLAT
        if made == value and not must:
            return expression
        return f"({made} if {test} is not None else {_otherwise(must)})"

    def _bound(self, expression: str) -> tuple[str, str]:
        """An expression to be tested, and the variable it is in from then on."""
        if expression.isidentifier():
            return expression, expression
        value = self._new("v")
        return f"({value} := {expression})", value

    def _text(self, body: LevelWriter, stem: str, kind: Any, source: Source) -> str:
        english, hindi = f"{stem}_en", f"{stem}_hi"
        if not source.is_row:
            both = f"{source.column(english)}, {source.column(hindi)}"
            return self._leaf(f"run.text({both})", kind)
        own, second = (english, hindi) if self._english else (hindi, english)
        body.texts.append(own)
        other = self._leaf(f"run.second({source.column(second)})", kind)
        return f"({source.column(own)} or {other})"

    def _part(
        self,
        body: LevelWriter,
        key: str,
        part: Embedded,
        found: GraphQLField,
        sets: Sets,
        source: Source,
    ) -> str:
        kind = _object(found.type)
        if not self._is_sync(kind, sets):
            if not source.is_row:
                raise Unsupported(Unplanned.UNKNOWN, f"{kind.name} waits")
            source = source.whole
            shape = self._named(SHAPES[part.type_name].of, "shape")
            if not part.column:
                return self._answer_code(body, key, f"{shape}(o)", found.type, sets)
            value = self._new("v")
            column = source.column(part.column)
            shown = f"({shape}({value}) if ({value} := {column}) is not None else None)"
            return self._answer_code(body, key, shown, found.type, sets)
        if not part.column:
            return self._literal(body, kind, sets, source)
        test, value = self._bound(source.column(part.column))
        before = body.objects
        literal = self._literal(body, kind, sets, Source(value))
        other = self._without(body, before, isinstance(found.type, GraphQLNonNull))
        return f"({literal} if {test} is not None else {other})"

    def _without(self, body: LevelWriter, before: int, must: bool) -> str:
        """Null in the place of the objects counted since there were so many of them."""
        if must:
            return "null()"
        body.varies = True
        return f"run.without({body.objects - before})"

    def _frame(
        self,
        body: LevelWriter,
        frame: Frame,
        found: GraphQLField,
        nodes: list[FieldNode],
        source: Source,
    ) -> str:
        body.is_constant = False
        asked, ask = self._new("asked"), self._named(frame.ask, "ask")
        given = self._arguments_of(found, nodes[0])
        body.before.append(f"{asked} = {ask}({given}) if sources else None")
        key, before = frame.stem + frame.key, body.objects
        test, value = self._bound(source.column(key))
        read = {**source.read, key: value}
        inner = replace(source, stem=frame.stem, asked=asked, read=read)
        literal = self._literal(body, _object(found.type), below(nodes), inner)
        return f"({literal} if {test} is not None else {self._without(body, before, must=False)})"

    def _framed(
        self,
        body: LevelWriter,
        framed: Framed,
        found: GraphQLField,
        nodes: list[FieldNode],
        source: Source,
    ) -> str:
        body.is_constant = False
        given = self._arguments_of(found, nodes[0])
        if not source.asked:
            declared = self._named(framed, "framed")
            arguments = ", ".join(filter(None, (declared, source.name, "run", given)))
            value = f"without_prefix({arguments})"
            return self._leaf(value, found.type)
        prepared, prepare = self._new("f"), self._named(framed.prepare, "prepare")
        told = filter(None, ("run.context", repr(source.stem), source.asked, given))
        body.before.append(f"{prepared} = {prepare}({', '.join(told)}) if sources else None")
        read = ", ".join(source.column(name) for name in framed.columns(source.stem))
        return self._leaf(f"{prepared}({read})", found.type)

    def _answer_code(self, body: LevelWriter, key: str, value: str, kind: Any, sets: Sets) -> str:
        """The answer for `value`, an expression over a source."""
        named = get_named_type(kind)
        if is_leaf_type(named):
            return self._leaf(value, kind)
        if isinstance(named, GraphQLObjectType) and self._is_sync(named, sets):
            return self._nest(body, value, _wrapping(kind), named, sets)
        if self._later(body, key, f"[{value} for o in sources]", kind, sets):
            body.later[-1].inline = "True"
        return "None"

    def _nest(
        self, body: LevelWriter, value: str, wrapping: Wrapping, kind: GraphQLObjectType, sets: Sets
    ) -> str:
        must = bool(wrapping) and wrapping[0] == "!"
        inner = wrapping[1:] if must else wrapping
        name, objects, size = self._new("v"), body.objects, body.size
        if inner:
            item = self._new("i")
            nested = self._nest(body, item, inner[1:], kind, sets)
            # What stands in a list is counted with the list.
            more = f"{body.objects - objects}, {body.size - size}"
            body.objects, body.size, body.varies = objects, size, True
            made = f"[{nested} for {item} in run.several({name}, {more})]"
        else:
            row = ".row" if issubclass(_origin(kind), RowType) else ""
            made = self._literal(body, kind, sets, Source(name + row))
        other = self._without(body, objects, must)
        return f"({made} if ({name} := {value}) is not None else {other})"

    # --- What is fetched -----------------------------------------------------------------------

    def _one(
        self,
        body: LevelWriter,
        key: str,
        one: ToOne,
        found: GraphQLField,
        sets: Sets,
        source: Source,
    ) -> str:
        level = self._selection(_object(found.type), sets)
        body.is_weighed |= level.is_weighed
        relation, must = self._named(one, "relation"), isinstance(found.type, GraphQLNonNull)
        fill = f"fill_one({key!r}, {relation}, {level.name}, {must})"
        is_held = one.model._meta.db_table in CACHED_TABLES
        if not (is_held and level.is_sync and level.is_constant):
            body.is_constant = False
            self._filled(body, fill)
            return "None"
        body.needs |= dict.fromkeys((relation, *level.needs))
        held, answers = self._new("held"), self._new("found")
        given = f"{relation}, {level.name}, run, {must}"
        body.before.append(f"{held}, {answers} = cached_answers({given})")
        body.after.append(f"if {held} is not None and not run.languages_used & {held}.usual:")
        body.after.append(f"    {held}.add_language(sources, {one.key!r}, run)")
        self._filled(body, fill, f"{held} is None")
        body.nested.append(level.objects)
        if level.is_weighed:
            body.after.append(f"if {held} is not None:")
            body.after.append(f"    {held}.count_bytes(sources, {one.key!r}, run)")
        else:
            body.nested_size += level.size
            body.conditional_sizes.append(f"({held} is not None) * {level.size}")
        number = f"({held} is not None) * {level.objects}"
        body.conditional_objects.append(number)
        # The rows of the table may have more or fewer; those of the answer would be counted alike.
        self.is_counted &= not level.varies
        found_one = f"{answers}[{source.column(one.key)}]"
        if must:
            return found_one
        body.varies, value = True, self._new("v")
        return f"({value} if ({value} := {found_one}) is not None else run.without({number}))"

    def _rows(
        self,
        body: LevelWriter,
        kind: GraphQLObjectType,
        key: str,
        get: Any,
        item: GraphQLObjectType,
        sets: Sets,
    ) -> None:
        """The items of a page, unpacked where it is known which of their columns are read."""
        read = columns.of_page(self._selecting, kind, body.sets)
        names = tuple(name.partition(UNLESS)[0] for name in read or ())
        level = self._selection(item, sets, unpacked(names) if names else RECORD)
        get_rows = self._named(get, "rows")
        order = f", in_order(rows, {names!r})" if names else ""
        several = f"{level.async_all}, run, {names!r}" if names else f"{level.async_all}, run"
        # Nearly always there is one list.
        lines = (
            "if len(sources) == 1:",
            f"    rows = {get_rows}(sources[0])",
            f"    lists = [await {level.async_all}(rows, run{order}) if rows else []]",
            "else:",
            f"    lists = await listed([{get_rows}(o) for o in sources], {several})",
        )
        self._fill(body, key, "lists", lines=lines)

    def _batch(
        self,
        body: LevelWriter,
        key: str,
        batch: Batch,
        found: GraphQLField,
        nodes: list[FieldNode],
        source: Source,
    ) -> str:
        body.is_constant = False
        given = self._arguments_of(found, nodes[0])
        teller = self._info_argument(found, nodes) if batch.told else "run.context"
        pruned = f"names={self._read(found, nodes)!r}" if batch.pruned else ""
        told = filter(None, (teller, "[o.id for o in sources]", given, pruned))
        values = f"await {self._named(batch.load, 'batch')}({', '.join(told)})"
        condition, code = "", "None"
        along = batch.brought and columns.along(
            self._selecting, batch.brought, found, nodes, self._constant
        )
        if batch.brought and along:
            has, column = self._new("brought"), str(along)
            body.before.append(f"{has} = has_column(sources, {column!r})")
            read = self._named(batch.brought.read, "read")
            test = f"has_column(sources, {column!r})"
            values = f"[{read}(o[{column!r}]) for o in sources] if {test} else {values}"
            if self._later(body, key, f"({values})", found.type, below(nodes)):
                body.later[-1].inline = has
            return code
        if batch.own:
            brought = self._new("brought")
            body.before.append(f"{brought} = has_column(sources, {batch.own.name!r})")
            leaf = self._leaf(f"o[{batch.own.name!r}]", found.type)
            code, condition = f"({leaf} if {brought} else None)", f"not {brought}"
        if batch.beside:
            frame = batch.beside
            brought = self._new("brought")
            body.before.append(f"{brought} = has_column(sources, {frame.stem + frame.key!r})")
            before = body.objects
            framed = self._frame(body, frame, found, nodes, replace(source, is_record=True))
            # Where the page did not bring it, it is counted when it is fetched.
            body.conditional_objects.append(f"({brought}) * {body.objects - before}")
            body.objects = before
            code = f"({framed} if {brought} else None)"
            condition = f"not {brought}"
        self._later(body, key, values, found.type, below(nodes), condition)
        return code

    def _later(
        self,
        body: LevelWriter,
        key: str,
        values: str,
        kind: Any,
        sets: Sets,
        condition: str = "",
        info: str = "",
    ) -> bool:
        """Have it filled in later; whether that needs nothing but `values` and tables held."""
        body.is_constant = False
        named = get_named_type(kind)
        before = (f"{info}.is_alone = len(sources) == 1",) if info else ()
        if is_leaf_type(named):
            leaf = self._leaf("x", kind)
            if named.name not in SHORT:
                body.is_weighed, leaf = True, f"run.counted_value({leaf})"
            self._fill(body, key, f"[{leaf} for x in {values}]", condition, before)
            return True
        name, wrapping = self._new("levels"), self._named(_wrapping(kind), "wrapping")
        finish = f"await finished(found, {wrapping}, {name}, run)"
        lines: tuple[str, ...] = (f"found = {values}", f"found = {finish}")
        is_at_hand = False
        if isinstance(named, GraphQLObjectType):
            level = self._selection(named, sets)
            is_at_hand = level.is_sync
            levels = f"Levels({{}}, {level.name})"
            if "[" not in _wrapping(kind):
                rows = "[x.row for x in found]" if issubclass(_origin(named), RowType) else "found"
                whole = f"{finish} if None in found else await {level.async_all}({rows}, run)"
                lines = (f"found = {values}", f"found = {whole}")
        else:
            by_class = ", ".join(
                f"{self._named(_origin(possible), 'kind')}: {self._selection(possible, sets).name}"
                for possible in self._core.get_possible_types(named)
            )
            levels = f"Levels({{{by_class}}}, None)"
        self.source.append(f"{name} = {levels}\n")
        self._fill(body, key, "found", condition, (*before, *lines))
        return is_at_hand

    def _resolved(
        self,
        body: LevelWriter,
        kind: GraphQLObjectType,
        found: GraphQLField,
        definition: StrawberryField,
        nodes: list[FieldNode],
        source: Source,
    ) -> tuple[str, str]:
        """A call of a field's own resolver, and what it is told in the place of Info."""
        resolver = definition.base_resolver
        is_shape = issubclass(_origin(kind), RowType)
        if resolver is None:
            return f"{source.name}.{definition.python_name}", ""
        given, asked = [], ""
        if _takes_source(resolver):
            shape = self._named(_origin(kind).of, "shape") if is_shape else ""
            given.append(f"{shape}({source.name})" if shape else source.name)
        if resolver.info_parameter:
            asked = self._info_argument(found, nodes)
            given.append(f"{resolver.info_parameter.name}={asked}")
            body.is_constant = False
        if arguments := self._arguments_of(found, nodes[0]):
            given.append(arguments)
            body.is_constant = False
        call = f"{self._named(resolver.wrapped_func, 'resolve')}({', '.join(given)})"
        return call, asked

    def _info_argument(self, found: GraphQLField, nodes: list[FieldNode]) -> str:
        """The expression for the resolver's info argument."""
        name, mutation = nodes[0].name.value, self._core.mutation_type
        is_mutation = mutation is not None and mutation.fields.get(name) is found
        steps = 4 if is_mutation else 2
        self.infos.append((name, *self._selected(found, below(nodes), steps)))
        return f"run.infos[{len(self.infos) - 1}]"

    def _read(self, found: GraphQLField, nodes: list[FieldNode]) -> tuple[str, ...] | None:
        """The columns read of the rows a field brings; None when all of them may be."""
        return columns.of_row(self._selecting, _object(found.type), below(nodes))

    def _arguments_of(self, found: GraphQLField, node: FieldNode) -> str:
        number = self.arguments.add(found, node, _definition(found))
        return "" if number is None else f"**run.args[{number}]"

    def _selected(
        self, found: GraphQLField, sets: Sets, steps: int
    ) -> tuple[frozenset[str], tuple[str, ...] | None]:
        """The fields selected below one, and the columns its rows need, or its items'.

        Those below these are told too, as in `total.amount`; of a payload two steps more, as in
        `cart.groups.lines.variant`.
        """
        kind = get_named_type(found.type)
        if not isinstance(kind, GraphQLObjectType):
            return frozenset(), None
        names = frozenset(self._paths(kind, sets, steps))
        if kind.name.endswith("Connection"):
            return names, columns.of_page(self._selecting, kind, sets)
        return names, columns.of_single(self._selecting, kind, sets, self._constant)

    def _constant(self, found: GraphQLField, node: FieldNode) -> dict[str, Any] | None:
        """The arguments of a field that are the same for all variables."""
        return self.arguments.constant(found, node, _definition(found))

    def _paths(self, kind: GraphQLObjectType, sets: Sets, steps: int) -> Iterator[str]:
        for nodes in self._selecting.fields(kind, sets).values():
            name = nodes[0].name.value
            yield name
            inner = None if name.startswith("__") else get_named_type(kind.fields[name].type)
            if steps > 1 and isinstance(inner, GraphQLObjectType):
                for further in self._paths(inner, below(nodes), steps - 1):
                    yield f"{name}.{further}"

    def _is_sync(self, kind: GraphQLObjectType, sets: Sets) -> bool:
        """Whether what is selected needs nothing but its source."""
        for nodes in self._selecting.fields(kind, sets).values():
            if nodes[0].name.value.startswith("__"):
                continue
            found = kind.fields[nodes[0].name.value]
            definition = _definition(found)
            declared = declaration_of(definition)
            resolver = definition.base_resolver
            # Who may is asked once for a level, about its sources.
            if required_action(kind.name, nodes[0].name.value) is not None:
                return False
            # What a frame is asked is looked at once for a level, and not where there is no row.
            if isinstance(declared, ToOne | ToMany | Batch | Rows | Frame):
                return False
            if declared is None and resolver is not None and resolver.is_async:
                return False
            named = get_named_type(found.type)
            if is_leaf_type(named):
                continue
            if not isinstance(named, GraphQLObjectType) or not self._is_sync(named, below(nodes)):
                return False
        return True


def _is_weighed(kind: GraphQLObjectType, name: str, times: int) -> bool:
    """Whether a value is counted by its length: it may be long, or is asked for by many names."""
    found = kind.fields.get(name)
    if found is None:
        return False
    named = get_named_type(found.type)
    if not is_leaf_type(named) or named.name in SHORT:
        return False
    return times > 1 or f"{kind.name}.{name}" in VALUE_POINTS


def _waits(body: LevelWriter) -> list[str]:
    """Lines that wait for what is filled in, all of it together."""
    if (alone := body.only_filling) is not None:
        return ["if made:", *(f"    {line}" for line in alone.lines)]
    if len(body.later) == 1 and not body.later[0].condition:
        return ["if made:", f"    await {body.later[0].name}(sources, made, run)"]
    lines = ["waits = []", "if made:"]
    for filling in body.later:
        tests = [filling.condition] if filling.condition else []
        if filling.inline:
            has = " and ".join([*tests, filling.inline])
            lines.append(f"    if {has}: await {filling.name}(sources, made, run)")
            tests.append(f"not {filling.inline}")
        lines.append(f"    if {' and '.join(tests) or True}: waits.append({filling.name})")
    return [*lines, "if waits:", "    await together(waits, sources, made, run)"]


def _takes_source(resolver: Any) -> bool:
    return bool(resolver.self_parameter or resolver.root_parameter)


def _otherwise(must: bool) -> str:
    return "null()" if must else "None"


def _definition(found: GraphQLField) -> StrawberryField:
    definition = found.extensions.get("strawberry-definition")
    if not isinstance(definition, StrawberryField):
        raise Unsupported(Unplanned.UNKNOWN, "a field of another library")
    return definition


def _origin(kind: GraphQLObjectType) -> Any:
    return kind.extensions["strawberry-definition"].origin


def _object(kind: Any) -> GraphQLObjectType:
    named = get_named_type(kind)
    if not isinstance(named, GraphQLObjectType):
        raise Unsupported(Unplanned.UNKNOWN, str(named))
    return named


def _wrapping(kind: Any) -> Wrapping:
    found: list[str] = []
    while isinstance(kind, GraphQLNonNull | GraphQLList):
        found.append("!" if isinstance(kind, GraphQLNonNull) else "[")
        kind = kind.of_type
    return tuple(found)
