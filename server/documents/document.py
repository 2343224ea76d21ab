"""A document that may run, with its operations and what was compiled of them."""

from collections.abc import Mapping, Sequence
from sys import getsizeof
from typing import TYPE_CHECKING, Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    parse,
)

from commerce.core.texts.language import Language, negotiate
from graph.caching import cache_seconds
from graph.document import (
    all_nodes,
    head_of,
    lighten,
    nodes_bytes,
    root_fields,
    selection_variables,
)
from graph.error_texts import TOO_COSTLY, UNSPECIFIED, filled
from graph.errors import Code, coded_error
from graph.inputs.input_limits import DocumentInputs, VariableLimits
from graph.limits.document_limits import is_introspection
from graph.limits.query_cost import UNBOUNDED, Cost
from graph.limits.query_limits import MAX_POINTS
from graph.plan import Plans
from server.documents.language import LanguageSource, language_sources
from server.documents.response_cache import Answer

if TYPE_CHECKING:
    from server.documents.document_cache import Segment

# What takes memory, in bytes: whatever any document has, and a use of a variable, which has a bound
# and may decide what the operation costs.
DOCUMENT_BYTES, USE_BYTES = 10_000, 1_100


class Operation:
    """An operation of a document, with its plans."""

    __slots__ = (
        "_cache_seconds",
        "_cost",
        "_is_introspection",
        "_limits",
        "_plans",
        "_roots",
        "fixed",
        "identity",
        "is_query",
        "logged_fallbacks",
        "node",
    )  # fmt: skip

    def __init__(self, node: OperationDefinitionNode) -> None:
        # Stands for it where answers are kept, which are not to keep what is forgotten.
        self.identity = object()
        # Without what it selects; that is found in the document.
        self.node = node
        self.is_query = node.operation is OperationType.QUERY
        self._is_introspection: bool | None = None
        self._cost: Cost | None = None
        self._limits: VariableLimits | None = None
        self._roots: tuple[str, ...] | None = None
        # Answers that are the same for ever, by language.
        self.fixed: dict[Language, Answer] = {}
        self._plans: Plans | None = None
        # Why its plans gave up, as far as the log was told.
        self.logged_fallbacks: set[str] = set()
        self._cache_seconds: tuple[int | None] | None = None

    @property
    def title(self) -> str:
        """What it is called in the log."""
        kind, name = self.node.operation.value, self.node.name
        return f"{kind} {name.value}" if name else f"a {kind} without a name"

    def plans(self, schema: Any, document: "Document") -> Plans:
        """Its plans, made when they are first asked for."""
        if self._plans is None:

            def read() -> tuple[DocumentNode, OperationDefinitionNode]:
                node, whole = document.node, document.whole(self.node)
                # Once there is a plan nobody needs it.
                document.let_go()
                return node, whole

            self._plans = Plans(
                schema, self.node, document.selection_variables, read, document.add_bytes
            )
        return self._plans

    def variables(self, document: "Document", given: dict[str, Any]) -> dict[str, Any]:
        """The values of its variables. Raises BAD_USER_INPUT for what is too much anywhere."""
        if self._limits is None:
            self._limits = document.variables(self.node)
        found = self._limits.declared(given)
        self._limits.check(found)
        return found

    def points(
        self, schema: GraphQLSchema, document: "Document", variables: Mapping[str, Any]
    ) -> int:
        """The cost of the operation. Raises COST_LIMIT above the limit."""
        if self._cost is None:
            self._cost = Cost(schema, document.node, document.whole(self.node))
        points = self._cost.points(variables)
        if points > MAX_POINTS:
            told = str(points) if points < UNBOUNDED else UNSPECIFIED
            raise coded_error(
                filled(TOO_COSTLY, most=MAX_POINTS, points=told),
                Code.COST_LIMIT,
                cost={"requested": points, "limit": MAX_POINTS},
            )
        return points

    def roots(self, document: "Document") -> tuple[str, ...]:
        """The fields it begins with, through fragments, each as often as it is asked for."""
        if self._roots is None:
            self._roots = root_fields(document.node, document.whole(self.node))
        return self._roots

    def is_introspection(self, document: "Document") -> bool:
        """Whether it asks for the schema, and then for nothing else."""
        if self._is_introspection is None:
            self._is_introspection = is_introspection(self.roots(document))
        return self._is_introspection

    def rest(self, document: "Document") -> None:
        """Take as little memory as one can that answers again without being compiled."""
        if self._plans is not None:
            document.let_go()
            self._plans.rest()

    def forget(self) -> None:
        if self._plans is not None:
            self._plans.forget()

    def cache_seconds(self, schema: GraphQLSchema, document: "Document") -> int | None:
        """Seconds a shared cache may keep the answer; None when it is private."""
        if self._cache_seconds is None:
            self._cache_seconds = (cache_seconds(schema, document.node, self.node),)
        return self._cache_seconds[0]


class Document:
    """A document that may run, or the errors for which it may not.

    What was parsed is let go once a plan was made of it, and parsed again for whoever needs it.
    `bytes` is the memory it takes with its plans, in bytes, as far as that can be told.
    """

    __slots__ = (
        "_heads",
        "_inputs",
        "_node",
        "_node_bytes",
        "_operations",
        "bytes",
        "errors",
        "language_sources",
        "segment",
        "selection_variables",
        "text",
    )  # fmt: skip

    def __init__(
        self,
        text: str,
        node: DocumentNode | None,
        errors: Sequence[GraphQLError] = (),
        inputs: DocumentInputs | None = None,
        sources: Mapping[str | None, LanguageSource] | None = None,
    ) -> None:
        self.text, self.errors, self._inputs = text, tuple(errors), inputs
        self._operations: dict[str | None, Operation] = {}
        # Where it is remembered.
        self.segment: Segment | None = None
        self._node: DocumentNode | None = None
        self._heads: list[OperationDefinitionNode] = []
        self.selection_variables: tuple[str, ...] = ()
        # Of a refused one: what its operations say of the language, by their names.
        self.language_sources = sources or {}
        self.bytes = self._node_bytes = 0
        if node is not None:
            self.add_bytes(DOCUMENT_BYTES + getsizeof(text))
            self._keep(node)
            self._heads = [head_of(each) for each in _operations_of(node)]
            if errors:
                self.language_sources = language_sources(self._heads)
            self.add_bytes(sum(map(nodes_bytes, self._heads)))
            self.selection_variables = tuple(sorted(selection_variables(node)))
            uses = sum(isinstance(each, VariableNode) for each in all_nodes(node))
            self.add_bytes(uses * USE_BYTES)

    @property
    def node(self) -> DocumentNode:
        """The parsed document."""
        return self._node or self._keep(parse(self.text))

    def _keep(self, node: DocumentNode) -> DocumentNode:
        lighten(node)
        self._node, self._node_bytes = node, nodes_bytes(node)
        self.add_bytes(self._node_bytes)
        return node

    def let_go(self) -> None:
        """Drop the parsed document; it is parsed again on demand."""
        if self._node is not None:
            self._node = None
            self.add_bytes(-self._node_bytes)

    def whole(self, head: OperationDefinitionNode) -> OperationDefinitionNode:
        """An operation with what it selects."""
        pairs = zip(self._heads, _operations_of(self.node), strict=True)
        return next(found for each, found in pairs if each is head)

    def variables(self, operation: OperationDefinitionNode) -> VariableLimits:
        """The bounds of an operation's variables. Raises BAD_USER_INPUT for its defaults."""
        assert self._inputs is not None
        return self._inputs.variables(operation)

    def language(self, name: str | None, variables: Mapping[str, Any], accepted: str) -> Language:
        """What whoever reads its errors reads, as far as that can be told."""
        sources = self.language_sources or language_sources(self._heads)
        own = sources.get(name) or (next(iter(sources.values())) if len(sources) == 1 else None)
        return negotiate(accepted) if own is None else own.language(variables, accepted)

    def operation(self, name: str | None) -> Operation:
        """The operation to run. Raises OPERATION_RESOLUTION_FAILURE when that is not clear."""
        known = self._operations.get(name)
        if known is not None:
            return known
        found = [
            each for each in self._heads if not name or (each.name and each.name.value == name)
        ]
        if len(found) == 1:
            others = self._operations.values()
            same = next((each for each in others if each.node is found[0]), None)
            made = self._operations[name] = same or Operation(found[0])
            return made
        said = "has no operation with this name" if name else "has several operations: name one"
        if not name and not found:
            said = "has no operation"
        raise coded_error(f"The document {said}.", Code.OPERATION_UNRESOLVED)

    def add_bytes(self, number: int) -> None:
        """Adjust the memory counted for the document."""
        self.bytes += number
        if self.segment is not None:
            self.segment.bytes += number
            if number > 0:
                self.segment.make_room(self)

    def rest(self) -> None:
        """Take as little memory as one can that answers again without being compiled."""
        for operation in self._operations.values():
            operation.rest(self)

    def forget(self) -> None:
        """Let go of all at once, for which the collector would take long."""
        self.let_go()
        for operation in self._operations.values():
            operation.forget()


def _operations_of(node: DocumentNode) -> list[OperationDefinitionNode]:
    return [each for each in node.definitions if isinstance(each, OperationDefinitionNode)]
