"""Decoded arguments of a plan's resolver calls."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    ListValueNode,
    ObjectValueNode,
    VariableNode,
    get_argument_values,
    get_nullable_type,
    is_leaf_type,
)
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from graph.document import nodes_bytes
from graph.inputs.text_profiles import fold_arguments, folds_of, folds_of_input
from graph.plan.inputs import SIMPLE, Closer, Reading, Unread, converter
from graph.schema_parts import Schema

# What takes memory, in bytes: a call with what it was first told; and what it is told for other
# variables.
CALL_BYTES, DECODED_BYTES = 800, 600

# From coerced variables and the value of another request to the value of this one.
Pass = Callable[[Mapping[str, Any], Any], Any]


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a resolver, with what its variables are passed to, by the names in Python.

    `passed` is None when one of them is of a type that is more than its value. Where it `is_whole`
    variables are all there is, and nothing is taken over from other requests.
    """

    field: GraphQLField
    node: FieldNode
    definition: StrawberryField
    is_whole: bool
    passed: tuple[tuple[str, Pass], ...] | None

    def quick(self, coerced: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any] | None:
        """The arguments, by those of another request; None for what needs a closer look."""
        if self.passed is None:
            return None
        found = {**known}
        try:
            for name, value in self.passed:
                found[name] = value(coerced, known.get(name))
        except Closer:
            return None
        return found


class Arguments:
    """The calls of one plan, numbered as they are found.

    `bytes` is the memory they take, in bytes, and `decoded_bytes` what their arguments take for
    one setting of the variables.
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._calls: list[Call] = []
        # Those with variables, and their numbers.
        self._varying: list[tuple[int, Call]] = []
        self.bytes = self.decoded_bytes = 0

    def add(self, field: GraphQLField, node: FieldNode, definition: StrawberryField) -> int | None:
        """The number of a call; None for one that takes nothing."""
        if not definition.arguments:
            return None
        passed = _passed(self._schema, field, node, definition)
        bare = FieldNode(name=node.name, arguments=node.arguments, directives=())
        call = Call(field, bare, definition, _is_whole(node, definition), passed)
        if _varies(node):
            self._varying.append((len(self._calls), call))
            self.decoded_bytes += DECODED_BYTES
        self._calls.append(call)
        self.bytes += CALL_BYTES + nodes_bytes(bare)
        return len(self._calls) - 1

    def constant(
        self, field: GraphQLField, node: FieldNode, definition: StrawberryField
    ) -> dict[str, Any] | None:
        """The arguments that are the same for all variables; None where they are not."""
        if not definition.arguments:
            return {}
        if _varies(node):
            return None
        bare = FieldNode(name=node.name, arguments=node.arguments, directives=())
        try:
            return self._convert(Call(field, bare, definition, False, None), None)
        except GraphQLError:
            return None

    def decoded(self, variables: Any, known: Sequence[dict[str, Any]] = ()) -> list[dict[str, Any]]:
        """The arguments of every call.

        `known` are those of another request: what names no variable is taken over.
        """
        if not known:
            return [self._convert(call, variables) for call in self._calls]
        found = list(known)
        for place, call in self._varying:
            given = call.quick(variables.coerced, found[place])
            found[place] = self._convert(call, variables) if given is None else given
        return found

    def remembered(self, found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The cacheable arguments: none that contain client values."""
        return [
            {} if call.is_whole else given for call, given in zip(self._calls, found, strict=True)
        ]

    def _convert(self, call: Call, variables: Any) -> dict[str, Any]:
        return convert_arguments(
            fold_arguments(call.field, get_argument_values(call.field, call.node, variables)),
            call.definition.arguments,
            scalar_registry=self._schema.schema_converter.scalar_registry,
            config=self._schema.config,
        )


def _passed(
    schema: Schema, field: GraphQLField, node: FieldNode, definition: StrawberryField
) -> tuple[tuple[str, Pass], ...] | None:
    """How to read the arguments with variables; None if graphql-core has to decode one."""
    convert = schema.config.name_converter
    names = {convert.from_argument(each): each.python_name for each in definition.arguments}
    parts = [(argument.name.value, argument.value) for argument in node.arguments or ()]
    return _parts(schema, parts, names, field.args, folds_of(field))


def _parts(
    schema: Schema,
    parts: Sequence[tuple[str, Any]],
    names: Mapping[str, Any],
    inputs: Mapping[str, Any],
    folds: Mapping[str, Callable[[str], str]],
) -> tuple[tuple[str, Pass], ...] | None:
    found: list[tuple[str, Pass]] = []
    for name, node in parts:
        if not _has_variable(node):
            continue
        value = _value(schema, node, inputs[name].type, folds.get(name))
        if value is None or name not in names:
            return None
        found.append((names[name], value))
    return tuple(found)


def _value(
    schema: Schema, node: Any, kind: Any, folding: Callable[[str], str] | None
) -> Pass | None:
    """How a value with variables in it is made; None where that is not for us to say."""
    kind = get_nullable_type(kind)
    if isinstance(node, VariableNode):
        python = SIMPLE.get(kind)
        if python is None:
            return None if folding else _converted(schema, node.name.value, kind)
        return _variable(node.name.value, python, folding)
    if isinstance(node, ListValueNode) and isinstance(kind, GraphQLList):
        items = [_value(schema, each, kind.of_type, folding) for each in node.values]
        # Those without a variable would be taken over; nobody writes such lists.
        return None if None in items or not _all_vary(node) else _list(items)
    if isinstance(node, ObjectValueNode) and isinstance(kind, GraphQLInputObjectType):
        definition = kind.extensions["strawberry-definition"]
        folds = folds_of_input(kind)
        if folds is None or definition.from_input is not None:
            return None
        convert = schema.config.name_converter
        names = {convert.from_field(each): each.python_name for each in definition.fields}
        written = [(each.name.value, each.value) for each in node.fields]
        parts = _parts(schema, written, names, kind.fields, folds)
        return None if parts is None else _object(parts)
    return None


def _variable(name: str, kind: type, folding: Callable[[str], str] | None) -> Pass:
    def value(coerced: Mapping[str, Any], known: Any) -> Any:
        found: Any = coerced.get(name)
        if type(found) is not kind:
            raise Closer
        return folding(str(found)) if folding else found

    return value


def _converted(schema: Schema, name: str, kind: Any) -> Pass | None:
    """A variable of an enum, of a scalar of our own, or of an input."""
    convert: Reading | None = None
    if isinstance(kind, GraphQLInputObjectType):
        try:
            convert = converter(schema, kind.extensions["strawberry-definition"].origin)
        except Unread:
            return None
    elif not is_leaf_type(kind):
        return None

    def value(coerced: Mapping[str, Any], known: Any) -> Any:
        found: Any = coerced.get(name)
        if found is None:
            raise Closer
        return found if convert is None else convert(found)

    return value


def _list(items: Sequence[Any]) -> Pass:
    return lambda coerced, known: [item(coerced, None) for item in items]


def _object(parts: tuple[tuple[str, Pass], ...]) -> Pass:
    def value(coerced: Mapping[str, Any], known: Any) -> Any:
        # An input has what it is made of in its `__dict__` alone.
        found = object.__new__(type(known))
        found.__dict__.update(known.__dict__)
        for name, part in parts:
            setattr(found, name, part(coerced, getattr(known, name)))
        return found

    return value


def _is_whole(node: FieldNode, definition: StrawberryField) -> bool:
    given = node.arguments or ()
    are_variables = all(isinstance(each.value, VariableNode) for each in given)
    return are_variables and len(given) == len(definition.arguments)


def _all_vary(node: ListValueNode) -> bool:
    return all(isinstance(each, VariableNode) for each in node.values)


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
