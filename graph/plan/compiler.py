"""From a validated operation to source code: a function for each selection on each type.

Fields that need nothing but their source stand in a dict literal. Those that have to be fetched
follow, one statement or one round of resolvers for all sources of the level together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSkipDirective,
    GraphQLUnionType,
    InlineFragmentNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_argument_values,
    get_directive_values,
    get_named_type,
    is_leaf_type,
)
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from graph.fields import Batch, Column, Derived, Many, One, Shape, Text, declaration_of
from graph.ids import global_id
from graph.plan import run as runtime
from graph.plan.run import Level, Levels, Wrapping

PLAIN = {"String", "Int", "Boolean"}


class NotPlanned(Exception):  # noqa: N818 - the ordinary executor answers
    """The operation has something plans do not understand."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Functions that will exist once the source is run: by name in the namespace."""

    name: str
    is_sync: bool
    takes_row: bool


@dataclass(frozen=True, slots=True)
class Call:
    """A resolver with its arguments: which parameters it takes."""

    function: str
    takes_self: bool
    info: str | None
    arguments: int | None

    def code(self, source: str) -> str:
        given = [source] if self.takes_self else []
        given += [f"{self.info}"] if self.info else []
        given += [f"**run.args[{self.arguments}]"] if self.arguments is not None else []
        return f"{self.function}({', '.join(given)})"


class Compiler:
    """Writes the source of one plan. `namespace` holds what the source names."""

    def __init__(
        self,
        schema: Any,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Any,
    ) -> None:
        self._schema = schema
        self._core = schema.core
        self._operation = operation
        self._variables = variables
        self._fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self.namespace: dict[str, Any] = {
            "Level": Level, "Levels": Levels, "null": runtime.null, "one": runtime.one,
            "many": runtime.many, "finished": runtime.finished, "each": runtime.each,
            "together": runtime.together, "global_id": global_id,
        }  # fmt: skip
        self.source: list[str] = []
        self.arguments: list[tuple[GraphQLField, FieldNode, StrawberryField]] = []
        self.asked: list[tuple[frozenset[str], tuple[str, ...] | None]] = []
        self._number = 0

    def root(self) -> Selection:
        query = cast("GraphQLObjectType", self._core.query_type)
        return self._selection(query, [self._operation.selection_set])

    # --- What is selected ----------------------------------------------------------------------

    def _collect(
        self, kind: GraphQLObjectType, sets: Sequence[SelectionSetNode]
    ) -> dict[str, list[FieldNode]]:
        found: dict[str, list[FieldNode]] = {}
        visited: set[str] = set()
        for selections in sets:
            for node in self._fields(kind, selections, visited):
                key = node.alias.value if node.alias else node.name.value
                found.setdefault(key, []).append(node)
        return found

    def _fields(
        self, kind: GraphQLObjectType, selections: SelectionSetNode, visited: set[str]
    ) -> Iterator[FieldNode]:
        for node in selections.selections:
            if not self._included(node):
                continue
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                if self._applies(kind, node.type_condition):
                    yield from self._fields(kind, node.selection_set, visited)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in visited:
                visited.add(node.name.value)
                fragment = self._fragments[node.name.value]
                if self._applies(kind, fragment.type_condition):
                    yield from self._fields(kind, fragment.selection_set, visited)

    def _applies(self, kind: GraphQLObjectType, condition: Any) -> bool:
        if condition is None or condition.name.value == kind.name:
            return True
        named = self._core.get_type(condition.name.value)
        abstract = isinstance(named, GraphQLInterfaceType | GraphQLUnionType)
        return abstract and self._core.is_sub_type(named, kind)

    def _included(self, node: Any) -> bool:
        skip = get_directive_values(GraphQLSkipDirective, node, self._variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self._variables)
        return not (skip and skip["if"]) and not (include and not include["if"])

    # --- Functions -----------------------------------------------------------------------------

    def _named(self, value: Any, prefix: str) -> str:
        name = f"{prefix}{len(self.namespace)}"
        self.namespace[name] = value
        return name

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _selection(self, kind: GraphQLObjectType, sets: Sequence[SelectionSetNode]) -> Selection:
        """Write the functions for a selection on an object type."""
        number = self._next()
        origin = kind.extensions["strawberry-definition"].origin
        takes_row = issubclass(origin, Shape)
        shape = f"{self._named(origin.of, 'shape')}(o)" if takes_row else "o"
        now: list[str] = []
        later: list[str] = []
        steps = len(self.arguments) + len(self.asked)
        for key, nodes in self._collect(kind, sets).items():
            name = nodes[0].name.value
            if name == "__typename":
                now.append(f"{key!r}: {kind.name!r}")
                continue
            if name.startswith("__"):
                raise NotPlanned(name)
            field = kind.fields[name]
            code, follows = self._field(number, kind, key, field, nodes, shape, len(later))
            now.append(f"{key!r}: {code or 'None'}")
            if follows:
                later.append(follows)
        literal = "{" + ", ".join(now) + "}"
        title = f"{kind.name}{number}"
        constant = steps == len(self.arguments) + len(self.asked)
        if not later:
            self.source.append(
                f"def one_{title}(o, run):\n    return {literal}\n"
                f"async def every_{title}(sources, run):\n"
                f"    return [one_{title}(o, run) for o in sources]\n"
                f"{title} = Level(one_{title}, every_{title}, {takes_row}, {constant})\n"
            )
        else:
            waits = ", ".join(f"{name}(sources, made, run)" for name in later)
            self.source.append(
                f"async def every_{title}(sources, run):\n"
                f"    made = [{literal} for o in sources]\n"
                f"    if made:\n        await together({waits})\n"
                f"    return made\n"
                f"{title} = Level(None, every_{title}, {takes_row}, {constant})\n"
            )
        return Selection(title, not later, takes_row)

    def _field(
        self,
        number: int,
        kind: GraphQLObjectType,
        key: str,
        field: GraphQLField,
        nodes: list[FieldNode],
        shape: str,
        place: int,
    ) -> tuple[str | None, str | None]:
        """An expression for the field, or the name of the function that fills it in later."""
        definition = field.extensions.get("strawberry-definition")
        if not isinstance(definition, StrawberryField) or definition.permission_classes:
            raise NotPlanned(f"{kind.name}.{nodes[0].name.value}")
        declared = declaration_of(definition)
        sets = [node.selection_set for node in nodes if node.selection_set]
        later = f"fill_{kind.name}{number}_{place}"
        if isinstance(declared, One):
            level = self._selection(self._object(field), sets)
            node = self._named(declared, "relation")
            must = isinstance(field.type, GraphQLNonNull)
            self._fill(later, key, f"await one({node}, sources, {level.name}, run, {must})")
            return None, later
        if isinstance(declared, Many):
            level = self._selection(self._object(field), sets)
            parts = [
                self._named(part, "part")
                for part in (
                    declared.model, declared.key, declared.order, declared.where, declared.join,
                )
            ]  # fmt: skip
            self._fill(later, key, f"await many({', '.join(parts)}, sources, {level.name}, run)")
            return None, later
        if isinstance(declared, Batch):
            function = self._named(declared.load, "batch")
            given = self._arguments(field, nodes[0], definition)
            more = f", **run.args[{given}]" if given is not None else ""
            values = f"await {function}(run.context, [o.id for o in sources]{more})"
            self._later_values(later, key, values, field.type, sets)
            return None, later
        expression, waits = self._value(kind, field, definition, nodes, sets, shape, declared)
        if waits:
            values = f"await each([{expression} for o in sources])"
            self._later_values(later, key, values, field.type, sets)
            return None, later
        if is_leaf_type(get_named_type(field.type)):
            return self._leaf(expression, field.type), None
        completed = self._composite(field.type, sets)
        if completed.is_sync:
            return completed.code(expression, self._next), None
        self._later_values(
            later, key, f"[{expression} for o in sources]", field.type, sets, completed
        )
        return None, later

    def _value(
        self,
        kind: GraphQLObjectType,
        field: GraphQLField,
        definition: StrawberryField,
        nodes: list[FieldNode],
        sets: list[SelectionSetNode],
        shape: str,
        declared: Any,
    ) -> tuple[str, bool]:
        """An expression for the field's value from its source `o`; whether it is awaited."""
        if isinstance(declared, Column):
            return f"o.{declared.name}", False
        if isinstance(declared, Text):
            return f"run.text(o.{declared.stem}_en, o.{declared.stem}_hi)", False
        if isinstance(declared, Derived):
            return f"{self._named(declared.work_out, 'derive')}(o, run.context)", False
        if definition.base_resolver is None:
            return f"o.{definition.python_name}", False
        if definition.python_name == "id" and shape != "o":
            return f"global_id({kind.name!r}, o.id)", False
        call = self._call(field, definition, nodes, sets)
        return call.code(shape), definition.base_resolver.is_async

    def _call(
        self,
        field: GraphQLField,
        definition: StrawberryField,
        nodes: list[FieldNode],
        sets: list[SelectionSetNode],
    ) -> Call:
        resolver = definition.base_resolver
        assert resolver is not None
        info = None
        if resolver.info_parameter:
            self.asked.append(self._below(field, sets))
            info = f"{resolver.info_parameter.name}=run.asked[{len(self.asked) - 1}]"
        return Call(
            self._named(resolver.wrapped_func, "resolve"),
            bool(resolver.self_parameter or resolver.root_parameter),
            info,
            self._arguments(field, nodes[0], definition),
        )

    def _arguments(
        self, field: GraphQLField, node: FieldNode, definition: StrawberryField
    ) -> int | None:
        if not definition.arguments:
            return None
        self.arguments.append((field, node, definition))
        return len(self.arguments) - 1

    def _below(
        self, field: GraphQLField, sets: list[SelectionSetNode]
    ) -> tuple[frozenset[str], tuple[str, ...] | None]:
        """The fields selected below a field, and of a connection the columns its nodes need."""
        kind = get_named_type(field.type)
        if not isinstance(kind, GraphQLObjectType):
            return frozenset(), None
        below = self._collect(kind, sets)
        names = frozenset(node.name.value for nodes in below.values() for node in nodes)
        return names, self._columns(kind, sets) if kind.name.endswith("Connection") else None

    def _columns(
        self, kind: GraphQLObjectType, sets: list[SelectionSetNode]
    ) -> tuple[str, ...] | None:
        item: GraphQLObjectType | None = None
        node_sets: list[SelectionSetNode] = []
        for nodes in self._collect(kind, sets).values():
            name = nodes[0].name.value
            below = [node.selection_set for node in nodes if node.selection_set]
            if name == "nodes":
                item = cast("GraphQLObjectType", get_named_type(kind.fields["nodes"].type))
                node_sets += below
            elif name == "edges":
                edge = cast("GraphQLObjectType", get_named_type(kind.fields["edges"].type))
                item = cast("GraphQLObjectType", get_named_type(edge.fields["node"].type))
                for inner in self._collect(edge, below).values():
                    if inner[0].name.value == "node":
                        node_sets += [n.selection_set for n in inner if n.selection_set]
        if item is None:
            return ("id",)
        needed = {"id"}
        for nodes in self._collect(item, node_sets).values():
            if nodes[0].name.value.startswith("__"):
                continue
            definition = item.fields[nodes[0].name.value].extensions.get("strawberry-definition")
            columns = _needs(definition)
            if columns is None:
                return None
            needed.update(columns)
        return tuple(sorted(needed))

    # --- Values --------------------------------------------------------------------------------

    def _leaf(self, expression: str, kind: Any) -> str:
        must = isinstance(kind, GraphQLNonNull)
        inner = kind.of_type if must else kind
        value = f"v{self._next()}"
        if isinstance(inner, GraphQLList):
            made = f"[{self._leaf('i', inner.of_type)} for i in {value}]"
        elif inner.name in PLAIN:
            made = value
        elif inner.name == "ID":
            made = f"str({value})"
        else:
            made = f"{self._named(inner.coerce_output_value, 'coerce')}({value})"
        otherwise = "null()" if must else "None"
        if made == value and not must:
            return expression
        return f"({made} if ({value} := {expression}) is not None else {otherwise})"

    def _composite(self, kind: Any, sets: list[SelectionSetNode]) -> "Composite":
        named = get_named_type(kind)
        if isinstance(named, GraphQLObjectType):
            level = self._selection(named, sets)
            return Composite(_wrapping(kind), {}, level)
        levels: dict[type, Selection] = {}
        for possible in self._core.get_possible_types(named):
            origin = possible.extensions["strawberry-definition"].origin
            levels[origin] = self._selection(possible, sets)
        return Composite(_wrapping(kind), levels, None)

    def _later_values(
        self,
        name: str,
        key: str,
        values: str,
        kind: Any,
        sets: list[SelectionSetNode],
        completed: "Composite | None" = None,
    ) -> None:
        if is_leaf_type(get_named_type(kind)):
            self._fill(name, key, f"[{self._leaf('x', kind)} for x in {values}]")
            return
        completed = completed or self._composite(kind, sets)
        wrapping = self._named(completed.wrapping, "wrapping")
        levels = f"levels{self._next()}"
        entries = ", ".join(
            f"{self._named(origin, 'kind')}: {level.name}"
            for origin, level in completed.by_class.items()
        )
        single = completed.single.name if completed.single else "None"
        self.source.append(f"{levels} = Levels({{{entries}}}, {single})\n")
        self._fill(name, key, f"await finished({values}, {wrapping}, {levels}, run)")

    def _fill(self, name: str, key: str, values: str) -> None:
        self.source.append(
            f"async def {name}(sources, made, run):\n"
            f"    for answer, value in zip(made, {values}, strict=True):\n"
            f"        answer[{key!r}] = value\n"
        )

    def _object(self, field: GraphQLField) -> GraphQLObjectType:
        named = get_named_type(field.type)
        if not isinstance(named, GraphQLObjectType):
            raise NotPlanned(str(named))
        return named

    # --- What is worked out once a request --------------------------------------------------------

    def decoded(self, variables: Any, known: Sequence[dict[str, Any]] = ()) -> list[dict[str, Any]]:
        """The arguments of every call, as the resolvers take them.

        `known` are those of another request: what names no variable is taken over.
        """
        converter = self._schema.schema_converter
        return [
            known[place]
            if known and not _varies(node)
            else convert_arguments(
                get_argument_values(field, node, variables),
                definition.arguments,
                scalar_registry=converter.scalar_registry,
                config=self._schema.config,
            )
            for place, (field, node, definition) in enumerate(self.arguments)
        ]


@dataclass(frozen=True, slots=True)
class Composite:
    """A composite type with the levels for what its values may be."""

    wrapping: Wrapping
    by_class: dict[type, Selection]
    single: Selection | None

    @property
    def is_sync(self) -> bool:
        """Whether it can be written as an expression. What may be of several types is not."""
        return self.single is not None and self.single.is_sync

    def code(self, expression: str, number: Any) -> str:
        assert self.single is not None
        return _nest(expression, self.wrapping, self.single, number)


def _nest(expression: str, wrapping: Wrapping, level: Selection, number: Any) -> str:
    must = bool(wrapping) and wrapping[0] == "!"
    inner = wrapping[1:] if must else wrapping
    value = f"v{number()}"
    if inner:
        item = f"i{number()}"
        made = f"[{_nest(item, inner[1:], level, number)} for {item} in {value}]"
    else:
        made = f"one_{level.name}({value}{'.row' if level.takes_row else ''}, run)"
    otherwise = "null()" if must else "None"
    return f"({made} if ({value} := {expression}) is not None else {otherwise})"


def _wrapping(kind: Any) -> Wrapping:
    found: list[str] = []
    while isinstance(kind, GraphQLNonNull | GraphQLList):
        found.append("!" if isinstance(kind, GraphQLNonNull) else "[")
        kind = kind.of_type
    return tuple(found)


def _needs(definition: Any) -> tuple[str, ...] | None:
    """The columns a field reads of its row; None when that is not known."""
    if definition.python_name == "id":
        return ("id",)
    declared = declaration_of(definition)
    match declared:
        case Column():
            return (declared.name,)
        case Text():
            return (f"{declared.stem}_en", f"{declared.stem}_hi")
        case One():
            return (declared.key,)
        case Derived():
            return declared.needs or None
        case Many() | Batch():
            return ()
    resolver = definition.base_resolver
    needs: tuple[str, ...] | None = getattr(resolver and resolver.wrapped_func, "needs", None)
    return needs


def _varies(node: FieldNode) -> bool:
    return any(_has_variable(argument.value) for argument in node.arguments or ())


def _has_variable(value: Any) -> bool:
    if isinstance(value, VariableNode):
        return True
    if isinstance(value, ObjectValueNode):
        return any(_has_variable(part.value) for part in value.fields)
    if isinstance(value, ListValueNode):
        return any(_has_variable(part) for part in value.values)
    return False


def steering(document: DocumentNode) -> frozenset[str]:
    """The variables that decide what is selected: those of @skip and @include."""
    found: set[str] = set()
    for definition in document.definitions:
        _steering(getattr(definition, "selection_set", None), found)
    return frozenset(found)


def _steering(selections: Any, found: set[str]) -> None:
    for node in selections.selections if selections else ():
        for directive in node.directives or ():
            for argument in directive.arguments or ():
                if isinstance(argument.value, VariableNode):
                    found.add(argument.value.name.value)
        _steering(getattr(node, "selection_set", None), found)
