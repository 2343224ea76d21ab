"""Limits on arguments: items of lists and characters of texts, in one table.

What a variable may hold is worked out once for each operation, from every place it is used in;
literals are measured when the document is read. The rules of the shop have narrower bounds of their
own, told in a payload's `errors`; these hold for whatever has no rule, and before any rule runs.
"""

from collections.abc import Callable, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    VariableNode,
    value_from_ast_untyped,
)

from graph.document import typed_fields
from graph.error_texts import (
    HAS_TOO_MANY_VARIABLES,
    ONE_OBJECT,
    ONE_VALUE,
    TOO_MANY_CHARACTERS,
    TOO_MANY_ITEMS,
    TOO_MANY_VARIABLES,
)
from graph.errors import SeveralErrors, bad_input, with_path
from graph.limits.query_limits import (
    LIST_LIMITS,
    MAX_ID_CHARACTERS,
    MAX_LIST_ITEMS,
    MAX_TEXT_CHARACTERS,
    MAX_VALIDATION_ERRORS,
    MAX_VARIABLES,
    TEXT_LIMITS,
)

Path = tuple[str, ...]
# Takes a value and its path, and notes the parts over a limit.
Check = Callable[[Any, Path, "_Found"], None]


class _Found:
    """Inputs over their limits, up to the number that is reported."""

    def __init__(self) -> None:
        self.errors: list[GraphQLError] = []

    def add(self, error: GraphQLError) -> None:
        self.errors.append(error)
        if len(self.errors) >= MAX_VALIDATION_ERRORS:
            self.check()

    def check(self) -> None:
        """Raises SeveralErrors, if there are any."""
        if self.errors:
            raise SeveralErrors(self.errors)


def max_items(place: str) -> int:
    """How many items a list may have; a place is an argument or a field of an input object."""
    return LIST_LIMITS.get(place, MAX_LIST_ITEMS)


def max_characters(place: str, kind: Any) -> int:
    """How many characters a value may have: by its place, by its last name, or by its type."""
    usual = MAX_ID_CHARACTERS if getattr(kind, "name", "") == "ID" else MAX_TEXT_CHARACTERS
    return TEXT_LIMITS.get(place) or TEXT_LIMITS.get(place.rpartition(".")[2]) or usual


def _too_many(most: int, path: Path) -> GraphQLError:
    return bad_input(TOO_MANY_ITEMS, *path, most=most)


def _too_long(most: int, path: Path) -> GraphQLError:
    return bad_input(TOO_MANY_CHARACTERS, *path, most=most)


class Inputs:
    """The bounds of one schema's arguments and input objects, each made once."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._objects: dict[str, Check] = {}

    def check(self, kind: Any, place: str) -> Check:
        """A function that notes all of a value that is too much for its place."""
        if isinstance(kind, GraphQLNonNull):
            return self.check(kind.of_type, place)
        if isinstance(kind, GraphQLList):
            return _list_check(max_items(place), self.check(kind.of_type, place))
        if isinstance(kind, GraphQLInputObjectType):
            return self._object_check(kind)
        return _text_check(max_characters(place, kind))

    def _object_check(self, kind: GraphQLInputObjectType) -> Check:
        if kind.name not in self._objects:
            fields: dict[str, Check] = {}

            def check(value: Any, path: Path, found: _Found) -> None:
                if isinstance(value, dict):
                    for name, given in value.items():
                        if given is not None and (own := fields.get(name)) is not None:
                            own(given, (*path, name), found)
                elif isinstance(value, list):
                    found.add(bad_input(ONE_OBJECT, *path))

            # Known before its fields are: an input object may lead back to itself.
            self._objects[kind.name] = check
            for name, field in kind.fields.items():
                fields[name] = self.check(field.type, f"{kind.name}.{name}")
        return self._objects[kind.name]


def _list_check(most: int, item: Check) -> Check:
    def check(value: Any, path: Path, found: _Found) -> None:
        if not isinstance(value, list):
            item(value, path, found)
        elif len(value) > most:
            found.add(_too_many(most, path))
        else:
            for each in value:
                if each is not None:
                    item(each, path, found)

    return check


def _text_check(most: int) -> Check:
    def check(value: Any, path: Path, found: _Found) -> None:
        kind = type(value)
        if kind is str:
            if len(value) > most:
                found.add(_too_long(most, path))
        elif kind is list or kind is dict:
            found.add(bad_input(ONE_VALUE, *path))

    return check


class VariableLimits:
    """Limits on the variables of one operation."""

    __slots__ = ("_checks", "names")

    def __init__(self, checks: Mapping[str, list[tuple[Check, Path]]]) -> None:
        self.names = frozenset(checks)
        self._checks = [(name, check, path) for name, own in checks.items() for check, path in own]

    def declared(self, variables: dict[str, Any]) -> dict[str, Any]:
        """Those of the values that belong to a variable. Raises BAD_USER_INPUT for too many."""
        if variables.keys() <= self.names:
            return variables
        if len(variables) > MAX_VARIABLES:
            raise bad_input(TOO_MANY_VARIABLES, "variables", most=MAX_VARIABLES)
        return {name: value for name, value in variables.items() if name in self.names}

    def check(self, variables: Mapping[str, Any]) -> None:
        """Raises SeveralErrors BAD_USER_INPUT, with the paths to all that is too much."""
        if not self._checks:
            return
        found = _Found()
        for name, check, path in self._checks:
            value = variables.get(name)
            if value is not None:
                check(value, path, found)
        if found.errors:
            found.check()


class DocumentInputs:
    """Checks the literals and variables in the arguments of a document."""

    def __init__(self, inputs: Inputs, schema: GraphQLSchema, document: DocumentNode) -> None:
        self._inputs, self._schema = inputs, schema
        self.errors: list[GraphQLError] = []
        # By a variable's name, the places it stands in.
        self._uses: dict[str, dict[tuple[str, Path], Any]] = {}
        for kind, field, node in typed_fields(schema, document):
            self._arguments(f"{kind.name}.{node.name.value}", field, node)

    def variables(self, operation: OperationDefinitionNode) -> VariableLimits:
        """The bounds of an operation's variables. Raises SeveralErrors for its defaults."""
        found = _Found()
        checks: dict[str, list[tuple[Check, Path]]] = {}
        if len(operation.variable_definitions or ()) > MAX_VARIABLES:
            raise bad_input(HAS_TOO_MANY_VARIABLES, "variables", most=MAX_VARIABLES)
        for each in operation.variable_definitions or ():
            name = each.variable.name.value
            uses = self._uses.get(name, {})
            # What stands in directives alone is measured all the same.
            checks[name] = [
                (self._inputs.check(kind, place), path) for (place, path), kind in uses.items()
            ] or [(_text_check(MAX_TEXT_CHARACTERS), (name,))]
            if each.default_value is not None:
                default = value_from_ast_untyped(each.default_value)
                for check, path in checks[name] if default is not None else ():
                    check(default, path, found)
        found.check()
        return VariableLimits(checks)

    def _arguments(self, place: str, field: GraphQLField, node: FieldNode) -> None:
        for argument in node.arguments or ():
            name = argument.name.value
            try:
                kind = field.args[name].type
                self._value(argument.value, kind, f"{place}.{name}", (name,))
            except GraphQLError as error:
                self.errors.append(with_path(error, argument))

    def _value(self, node: Any, kind: Any, place: str, path: Path) -> None:
        """Measure a literal and note the variables in it. Raises BAD_USER_INPUT."""
        if isinstance(kind, GraphQLNonNull):
            kind = kind.of_type
        if isinstance(node, VariableNode):
            self._uses.setdefault(node.name.value, {})[place, path] = kind
        elif isinstance(node, ListValueNode) and isinstance(kind, GraphQLList):
            if len(node.values) > (most := max_items(place)):
                raise _too_many(most, path)
            for each in node.values:
                self._value(each, kind.of_type, place, path)
        elif isinstance(kind, GraphQLList):
            self._value(node, kind.of_type, place, path)
        elif isinstance(node, ObjectValueNode) and isinstance(kind, GraphQLInputObjectType):
            for part in node.fields:
                name = part.name.value
                inner = f"{kind.name}.{name}"
                self._value(part.value, kind.fields[name].type, inner, (*path, name))
        else:
            most = max_characters(place, kind)
            if len(str(getattr(node, "value", ""))) > most:
                raise _too_long(most, path)
