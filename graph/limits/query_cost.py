"""Query cost: the number of objects a response can have, from the sizes of its lists.

A point is an object of the answer. A page counts its items, another list what `LIST_SIZES` says;
values cost nothing unless they are long or worked out (`VALUE_POINTS`), and a field that makes the
database look for long costs `WORK` besides. Before execution an operation has at most `MAX_POINTS`;
what is really made is counted while it is made, in objects and in bytes, and stopped there too.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cachetools import LRUCache
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLSchema,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    OperationDefinitionNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)

from graph.connection import DEFAULT_PAGE
from graph.document import Sets, below, fragments_of, merged_fields
from graph.limits.query_limits import MAX_PAGE_ITEMS, MAX_POINTS

# How many items lists have that are no pages: at least what the demo catalogue has, where it has
# any, and of lists within lists (options, values) what they have on average. A test compares.
LIST_SIZES: Mapping[str, int] = {
    "Account.addresses": 10,
    "Account.consents": 10,
    "Account.districts": 10,
    "Account.facilitations": 10,
    "Account.memberships": 10,
    "Account.sessions": 10,
    "Artisan.awards": 2,
    "Artisan.crafts": 2,
    "Artisan.facilitations": 10,
    "Artisan.sellsThrough": 2,
    "ArtisanRailSection.artisans": 12,
    "AttributeDefinition.options": 10,
    "AttributeFacet.values": 8,
    "Cart.coupons": 3,
    "Cart.groups": 10,
    "Cart.problems": 10,
    "CartGroup.deliveryOptions": 4,
    "CartGroup.lines": 10,
    "CartLine.problems": 4,
    "Category.attributes": 9,
    "Category.crafts": 16,
    "District.crafts": 4,
    "District.neighbours": 8,
    "GiRegistration.crafts": 4,
    "GiRegistration.districts": 8,
    "Order.disputes": 1,
    "Order.refunds": 4,
    "Order.suborders": 10,
    "Order.timeline": 20,
    "OrderLine.certificates": 4,
    "Pincode.otherStates": 1,
    "Product.attributes": 8,
    "Product.images": 4,
    "Product.related": 8,
    "Product.variants": 6,
    "ProductFacets.artisans": 200,
    "ProductFacets.attributes": 65,
    "ProductFacets.availability": 2,
    "ProductFacets.categories": 15,
    "ProductFacets.countriesOfOrigin": 4,
    "ProductFacets.crafts": 110,
    "ProductFacets.districts": 75,
    "ProductFacets.giTagged": 2,
    "ProductFacets.kinds": 200,
    "ProductFacets.madeToOrder": 2,
    "ProductFacets.priceHistogram": 11,
    "ProductFacets.ratings": 5,
    "ProductFacets.vendors": 120,
    "ProductRailSection.products": 12,
    "Query.categories": 15,
    "Query.consentNotices": 4,
    "Query.home": 8,
    "Query.states": 40,
    "Query.suggestions": 8,
    "Staff.groups": 10,
    "Suborder.lines": 10,
    "Suborder.shipments": 4,
    "Variant.options": 2,
    "Vendor.members": 20,
}
# A list nobody has measured; `errors` of payloads are of this kind.
DEFAULT_LIST_SIZE = 4
# What is looked for besides objects, in points: by field, or by an argument that is given.
WORK: Mapping[str, int] = {
    "Query.products.search": 500,
    "Query.suggestions": 8,
    "Product.delivery": 1,
    "ProductConnection.facets": 50,
}
# Values that are long, or take long to work out, under each name they are asked for: a point for
# about a thousand bytes, or a twentieth of a millisecond. A test sees that no long one is left out.
VALUE_POINTS: Mapping[str, int] = {
    # All there is of a person, once an operation.
    "Account.exportedData": MAX_POINTS // 2 + 1,
    "Artisan.bio": 1,
    "AuditEntry.after": 2,
    "AuditEntry.before": 2,
    "Category.description": 1,
    "Certificate.qrSvg": 2,
    "ConsentNotice.text": 2,
    "Craft.description": 1,
    "District.story": 1,
    "Job.error": 1,
    "Job.payload": 2,
    "Product.careInstructions": 1,
    "Product.description": 1,
    "Review.text": 1,
    "Seo.structuredData": 20,
    "Translation.description": 1,
    "Vendor.about": 1,
}
# More than this is not told exactly: nobody is let in with it.
UNBOUNDED = 10**9
SIZES = ("first", "last")
# Combinations of list sizes whose points are cached, of one operation.
MAX_CACHED_COSTS = 32
# The fields of a page that bring its items; the others stand once beside them.
ITEMS = frozenset({"nodes", "edges"})

# The size of what asks for none.
NONE = -1

# A number, or a function of the variables where some of them decide it.
Points = int | Callable[[Mapping[str, Any]], int]


class Cost:
    """The points of one operation, by the variables that say how long its lists are."""

    __slots__ = ("_cached", "_points", "selection_variables")

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
    ) -> None:
        counted = _Counting(schema, document, operation)
        root = schema.get_root_type(operation.operation)
        name = root.name if root else ""
        self._points = counted.selection([operation.selection_set], name, None)
        self.selection_variables = tuple(sorted(counted.selection_variables))
        self._cached: LRUCache[tuple[Any, ...], int] = LRUCache(MAX_CACHED_COSTS)

    def points(self, variables: Mapping[str, Any]) -> int:
        if isinstance(self._points, int):
            return self._points
        key = tuple([_steers(variables, name) for name in self.selection_variables])
        points = self._cached.get(key)
        if points is None:
            points = min(self._points(variables), UNBOUNDED)
            if points <= MAX_POINTS:
                self._cached[key] = points
        return points


def _steers(variables: Mapping[str, Any], name: str) -> Any:
    """The part of a variable that the cost depends on; values that are no size share one."""
    if name not in variables:
        return None
    value = variables[name]
    return value is None, _size(value)


class _Counting:
    """Makes functions of the variables of selections, fields taken together as in the answer."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
    ) -> None:
        self._schema = schema
        self._fragments = fragments_of(document)
        self._defaults = {
            each.variable.name.value: each.default_value
            for each in operation.variable_definitions or ()
        }
        self.selection_variables: set[str] = set()

    def selection(self, sets: Sets, kind: str, size: Points | None) -> Points:
        """The points of what is selected; `size` is that of the page it is selected of."""
        parts = [
            part
            for (named, _), nodes in merged_fields(sets, kind, self._fragments).items()
            if (part := self._field(named, nodes, size)) is not None
        ]
        return _sum(parts)

    def _field(self, kind_name: str, nodes: list[FieldNode], size: Points | None) -> Points | None:
        node = nodes[0]
        kind = self._schema.get_type(kind_name)
        field = getattr(kind, "fields", {}).get(node.name.value)
        if field is None:
            return None
        if node.selection_set is None:
            return VALUE_POINTS.get(f"{kind_name}.{node.name.value}")
        named = get_named_type(field.type)
        if not is_composite_type(named):
            return None
        place = f"{kind_name}.{node.name.value}"
        sets = below(nodes)
        if named.name.endswith("Connection"):
            page = self._length(node, DEFAULT_PAGE)
            return _sum([1, self._work(place, node), self.selection(sets, named.name, page)])
        inside = self.selection(sets, named.name, None)
        if size is not None and node.name.value in ITEMS:
            return _times(size, inside)
        if is_list_type(get_nullable_type(field.type)):
            inside = _times(self._length(node, LIST_SIZES.get(place, DEFAULT_LIST_SIZE)), inside)
            return _sum([self._work(place, node), inside])
        return _sum([1, self._work(place, node), inside])

    def _work(self, place: str, node: FieldNode) -> Points:
        """The cost of a field besides its objects."""
        if (points := WORK.get(place)) is not None:
            return points
        for argument in node.arguments or ():
            own = WORK.get(f"{place}.{argument.name.value}")
            if own is None or isinstance(argument.value, NullValueNode):
                continue
            if not isinstance(argument.value, VariableNode):
                return own
            name = argument.value.name.value
            self.selection_variables.add(name)
            default = self._defaults.get(name)
            return _if_given(name, own, otherwise=own if default is not None else 0)
        return 0

    def _length(self, node: FieldNode, otherwise: int) -> Points:
        """The requested number of items of a field. Invalid sizes are refused elsewhere."""
        sizes = [
            self._value(argument.value)
            for argument in node.arguments or ()
            if argument.name.value in SIZES or argument.name.value == "ids"
        ]
        # Which of `first` and `last` is none the variables say; with both it is refused.
        if all(isinstance(size, int) for size in sizes):
            return _greatest(sizes, {}, otherwise)
        return lambda variables: _greatest(sizes, variables, otherwise)

    def _value(self, value: Any) -> Points:
        """How many items an argument asks for, NONE where it asks for no number."""
        if not isinstance(value, VariableNode):
            return _literal(value)
        name = value.name.value
        self.selection_variables.add(name)
        usual = _literal(self._defaults.get(name))
        return lambda variables: _size(variables[name]) if name in variables else usual


def _if_given(name: str, points: int, otherwise: int) -> Points:
    def given(variables: Mapping[str, Any]) -> int:
        if name not in variables:
            return otherwise
        return 0 if variables[name] is None else points

    return given


def _value_of(points: Points, variables: Mapping[str, Any]) -> int:
    return points if isinstance(points, int) else points(variables)


def _times(size: Points, below: Points) -> Points:
    if isinstance(size, int) and isinstance(below, int):
        return size * (1 + below)
    return lambda variables: _value_of(size, variables) * (1 + _value_of(below, variables))


def _sum(parts: Sequence[Points]) -> Points:
    """The sum, as one number where no variable decides a part of it."""
    fixed = min(sum(part for part in parts if isinstance(part, int)), UNBOUNDED)
    others = [part for part in parts if not isinstance(part, int)]
    if not others:
        return fixed
    return lambda variables: min(fixed + sum([part(variables) for part in others]), UNBOUNDED)


def _greatest(sizes: Sequence[Points], variables: Mapping[str, Any], otherwise: int) -> int:
    size = max([_value_of(each, variables) for each in sizes], default=NONE)
    return otherwise if size == NONE else size


def _literal(value: Any) -> int:
    if isinstance(value, ListValueNode):
        return len(value.values)
    if isinstance(value, IntValueNode):
        return _size(int(value.value) if len(value.value) < 10 else MAX_PAGE_ITEMS)
    return NONE


def _size(given: Any) -> int:
    if isinstance(given, list):
        return len(given)
    # 100.0 is a whole number, in JSON and to GraphQL.
    is_whole = isinstance(given, int) or (isinstance(given, float) and given.is_integer())
    if isinstance(given, bool) or not is_whole:
        return NONE
    # A longer page is refused by the list itself.
    return int(min(max(given, 0), MAX_PAGE_ITEMS))
