"""A document, parsed and validated, with its prepared operations."""

from collections.abc import Mapping, Sequence
from sys import getsizeof
from typing import TYPE_CHECKING, Any

from graphql import DocumentNode, GraphQLError, OperationDefinitionNode, VariableNode, parse

from commerce.core.texts.language import Language, negotiate
from graph.document import all_nodes, head_of, lighten, nodes_bytes, selection_variables
from graph.errors import Code, coded_error
from graph.inputs.input_limits import DocumentInputs, VariableLimits
from graph.schema_parts import Schema
from server.documents.language import LanguageSource, language_sources
from server.documents.operation import PreparedOperation

if TYPE_CHECKING:
    from server.documents.document_cache import Segment

# Memory in bytes of any document, and of a use of a variable, which has a limit and may decide the
# cost of the operation.
DOCUMENT_BYTES, USE_BYTES = 10_000, 1_100


class Document:
    """A valid document, or the errors of an invalid one.

    The parsed document is dropped once a plan is compiled and parsed again on demand. `bytes` is
    the estimated memory of the document with its plans.
    """

    __slots__ = (
        "_heads",
        "_inputs",
        "_node",
        "_node_bytes",
        "_operations",
        "_schema",
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
        schema: Schema | None = None,
    ) -> None:
        self.text, self.errors, self._inputs = text, tuple(errors), inputs
        self._schema = schema
        self._operations: dict[str | None, PreparedOperation] = {}
        # The part of the cache that it is in.
        self.segment: Segment | None = None
        self._node: DocumentNode | None = None
        self._heads: list[OperationDefinitionNode] = []
        self.selection_variables: tuple[str, ...] = ()
        # Of an invalid document: the languages of its operations by name.
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
        """An operation with its selections."""
        pairs = zip(self._heads, _operations_of(self.node), strict=True)
        return next(found for each, found in pairs if each is head)

    def variables(self, operation: OperationDefinitionNode) -> VariableLimits:
        """Limits of an operation's variables. Raises BAD_USER_INPUT for its defaults."""
        assert self._inputs is not None
        return self._inputs.variables(operation)

    def language(self, name: str | None, variables: Mapping[str, Any], accepted: str) -> Language:
        """The language of its errors: the operation's own if it is clear, else the accepted one."""
        sources = self.language_sources or language_sources(self._heads)
        own = sources.get(name) or (next(iter(sources.values())) if len(sources) == 1 else None)
        return negotiate(accepted) if own is None else own.language(variables, accepted)

    def operation(self, name: str | None) -> PreparedOperation:
        """The operation to run. Raises OPERATION_RESOLUTION_FAILURE if that is not clear."""
        operation = self._operations.get(name)
        if operation is not None:
            return operation
        named = [each for each in self._heads if not name or _name_of(each) == name]
        if len(named) == 1:
            operation = self._operations[name] = self._prepared(named[0])
            return operation
        reason = "has no operation with this name" if name else "has several operations: name one"
        if not name and not named:
            reason = "has no operation"
        raise coded_error(f"The document {reason}.", Code.OPERATION_UNRESOLVED)

    def _prepared(self, head: OperationDefinitionNode) -> PreparedOperation:
        """The only operation is found by its name and without one."""
        for each in self._operations.values():
            if each.node is head:
                return each
        assert self._schema is not None
        return PreparedOperation(self._schema, self, head)

    def add_bytes(self, number: int) -> None:
        """Adjust the memory counted for the document."""
        self.bytes += number
        if self.segment is not None:
            self.segment.bytes += number
            if number > 0:
                self.segment.make_room(self)

    def rest(self) -> None:
        """Reduce memory to what answers again without compiling."""
        for operation in self._operations.values():
            operation.rest()

    def forget(self) -> None:
        """Release all code at once; the garbage collector would take long."""
        self.let_go()
        for operation in self._operations.values():
            operation.forget()


def _operations_of(node: DocumentNode) -> list[OperationDefinitionNode]:
    return [each for each in node.definitions if isinstance(each, OperationDefinitionNode)]


def _name_of(head: OperationDefinitionNode) -> str | None:
    return head.name.value if head.name else None
