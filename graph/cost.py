"""What an operation may cost: the objects its answer can have, from its page sizes.

A point is an object of the answer. A page counts its items, a list without a size `SHORT` of them;
values cost nothing. Before execution an operation has at most `MOST` points; what was really given
is counted afterwards.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    NullValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)

from graph.connection import LARGEST, USUAL

MOST = 5_000
SHORT = 4
# More than this is not told exactly: nobody is let in with it.
UNTOLD = 10**9
SIZES = ("first", "last")
# Sizes whose points are remembered, of one operation: those used last.
MAX_KNOWN = 100
# The fields of a page that bring its items; the others stand once beside them.
ITEMS = frozenset({"nodes", "edges"})

Points = Callable[[Mapping[str, Any]], int]


class Cost:
    """The points of one operation, by the variables that say how long its pages are."""

    __slots__ = ("_constant", "_known", "_points", "steering")

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
    ) -> None:
        counted = _Counting(schema, document, operation)
        root = schema.get_root_type(operation.operation)
        self._points = counted.selection(operation.selection_set, root, None)
        self.steering = tuple(sorted(counted.steering))
        self._constant = None if self.steering else min(self._points({}), UNTOLD)
        self._known: OrderedDict[tuple[int, ...], int] = OrderedDict()

    def points(self, variables: Mapping[str, Any]) -> int:
        if self._constant is not None:
            return self._constant
        # What is no size counts like none: it takes no place of its own.
        key = tuple([_size(variables.get(name), -1) for name in self.steering])
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known
        known = min(self._points(variables), UNTOLD)
        if known <= MOST:
            self._known[key] = known
            if len(self._known) > MAX_KNOWN:
                self._known.popitem(last=False)
        return known


class _Counting:
    """Makes of selections functions of the variables; each fragment is counted once."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
    ) -> None:
        self._schema = schema
        self._fragments = {
            each.name.value: each
            for each in document.definitions
            if isinstance(each, FragmentDefinitionNode)
        }
        self._made: dict[tuple[str, Points | None], Points] = {}
        self._defaults = {
            each.variable.name.value: each.default_value
            for each in operation.variable_definitions or ()
        }
        self.steering: set[str] = set()

    def selection(
        self, selections: SelectionSetNode, kind: GraphQLNamedType | None, size: Points | None
    ) -> Points:
        """The points of what is selected; `size` is that of the page it is selected of."""
        parts = [
            part
            for node in selections.selections
            if (part := self._part(node, kind, size)) is not None
        ]
        if not parts:
            return _nothing
        return lambda variables: min(sum([part(variables) for part in parts]), UNTOLD)

    def _part(self, node: Any, kind: Any, size: Points | None) -> Points | None:
        if isinstance(node, InlineFragmentNode):
            within = node.type_condition
            named = self._schema.get_type(within.name.value) if within else kind
            return self.selection(node.selection_set, named, size)
        if isinstance(node, FragmentSpreadNode):
            return self._fragment(node.name.value, size)
        return self._field(node, kind, size)

    def _fragment(self, name: str, size: Points | None) -> Points:
        """A fragment's points; of a page's fragment the items are counted once for each size."""
        key = (name, size)
        if key not in self._made:
            self._made[key] = _once(self._selected(self._fragments[name], size))
        return self._made[key]

    def _selected(self, fragment: FragmentDefinitionNode, size: Points | None) -> Points:
        named = self._schema.get_type(fragment.type_condition.name.value)
        return self.selection(fragment.selection_set, named, size)

    def _field(self, node: FieldNode, kind: Any, size: Points | None) -> Points | None:
        field = getattr(kind, "fields", {}).get(node.name.value)
        if field is None or node.selection_set is None:
            return None
        named = get_named_type(field.type)
        if not is_composite_type(named):
            return None
        if size is not None and node.name.value in ITEMS:
            below = self.selection(node.selection_set, named, None)
            return _times(size, below)
        if named.name.endswith("Connection"):
            length = self._length(node)
            inside = self.selection(node.selection_set, named, length)
            return lambda variables: 1 + inside(variables)
        below = self.selection(node.selection_set, named, None)
        if is_list_type(get_nullable_type(field.type)):
            return _times(self._length(node, SHORT), below)
        return lambda variables: 1 + below(variables)

    def _length(self, node: FieldNode, otherwise: int = USUAL) -> Points:
        """How many items a field is asked for. What is no size at all is refused elsewhere."""
        for argument in node.arguments or ():
            if argument.name.value in SIZES and not isinstance(argument.value, NullValueNode):
                return self._value(argument.value, otherwise)
            if argument.name.value == "ids":
                return lambda variables: LARGEST
        return lambda variables: otherwise

    def _value(self, value: Any, otherwise: int) -> Points:
        if isinstance(value, IntValueNode):
            number = int(value.value) if len(value.value) < 10 else LARGEST
            return lambda variables: _size(number, otherwise)
        if isinstance(value, VariableNode):
            name = value.name.value
            self.steering.add(name)
            default = self._defaults.get(name)
            usual = int(default.value) if isinstance(default, IntValueNode) else otherwise
            return lambda variables: _size(variables.get(name), usual)
        return lambda variables: otherwise


def _nothing(variables: Mapping[str, Any]) -> int:
    return 0


def _times(size: Points, below: Points) -> Points:
    return lambda variables: size(variables) * (1 + below(variables))


def _size(given: Any, usual: int) -> int:
    if isinstance(given, bool) or not isinstance(given, int):
        return usual
    # A longer page is refused by the list itself.
    return min(max(given, 0), LARGEST)


def _once(points: Points) -> Points:
    """Count once for the same variables, however often a fragment is spread."""
    last: list[Any] = [None, 0]

    def counted(variables: Mapping[str, Any]) -> int:
        if last[0] is not variables:
            last[1] = points(variables)
            last[0] = variables
        return int(last[1])

    return counted
