"""An operation of a document, prepared once for all its requests."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graphql import DocumentNode, OperationDefinitionNode, OperationType

from auth.viewer import Viewer
from commerce.core.texts.language import Language
from graph.caching import cache_seconds
from graph.document import root_fields
from graph.error_texts import TOO_COSTLY, UNSPECIFIED, filled
from graph.errors import Code, coded_error
from graph.execution.planned_mutations import is_planned
from graph.inputs.input_limits import VariableLimits
from graph.limits.document_limits import is_introspection
from graph.limits.query_cost import UNBOUNDED, Cost
from graph.limits.query_limits import MAX_POINTS
from graph.plan import Plans
from graph.schema_parts import Schema
from server.documents.language import language_of
from server.documents.response_cache import Answer

if TYPE_CHECKING:
    from server.documents.document import Document

# A guest's cart and order: anonymous reads that are part of a purchase.
BUYING = frozenset({"cart", "order"})


class PreparedOperation:
    """An operation with its root fields, cost, cache policy and plans.

    `cache_seconds` is how long a shared cache may store the response, None if it is private.
    `may_have_plan` is False for operations that only the ordinary executor answers.
    """

    __slots__ = (
        "_cost",
        "_limits",
        "cache_seconds",
        "document",
        "fixed",
        "identity",
        "is_introspection",
        "is_mutation",
        "is_query",
        "logged_fallbacks",
        "may_have_plan",
        "node",
        "plans",
        "roots",
    )  # fmt: skip

    def __init__(self, schema: Schema, document: "Document", head: OperationDefinitionNode) -> None:
        parsed, whole = document.node, document.whole(head)
        self.document = document
        # Without its selections, which are in the document.
        self.node = head
        # Its key in the response cache, which must not keep a forgotten operation in memory.
        self.identity = object()
        self.is_query = head.operation is OperationType.QUERY
        self.is_mutation = head.operation is OperationType.MUTATION
        # Through fragments, each as often as it is selected.
        self.roots = root_fields(parsed, whole)
        self.is_introspection = is_introspection(self.roots)
        self.may_have_plan = self.is_query or is_planned(self.roots)
        self.cache_seconds = cache_seconds(schema.core, parsed, head)
        # Constant responses by language.
        self.fixed: dict[Language, Answer] = {}
        # Reasons for which a fallback of its plans has been logged.
        self.logged_fallbacks: set[str] = set()
        self._cost = Cost(schema.core, parsed, whole)
        self._limits: VariableLimits | None = None
        self.plans = Plans(
            schema, head, document.selection_variables, self._parsed, document.add_bytes
        )

    @property
    def title(self) -> str:
        """Its kind and name, for the log."""
        kind, name = self.node.operation.value, self.node.name
        return f"{kind} {name.value}" if name else f"a {kind} without a name"

    def language(self, variables: Mapping[str, Any], accepted: str) -> Language:
        """The requested language. Raises BAD_USER_INPUT if the directive is given null."""
        return language_of(self.node, variables, accepted)

    def variables(self, values: dict[str, Any]) -> dict[str, Any]:
        """Values of its declared variables. Raises BAD_USER_INPUT if they exceed a limit."""
        if self._limits is None:
            self._limits = self.document.variables(self.node)
        declared = self._limits.declared(values)
        self._limits.check(declared)
        return declared

    def points(self, variables: Mapping[str, Any]) -> int:
        """The cost with these variables. Raises COST_LIMIT above the limit."""
        points = self._cost.points(variables)
        if points > MAX_POINTS:
            shown = str(points) if points < UNBOUNDED else UNSPECIFIED
            raise coded_error(
                filled(TOO_COSTLY, most=MAX_POINTS, points=shown),
                Code.COST_LIMIT,
                cost={"requested": points, "limit": MAX_POINTS},
            )
        return points

    def is_public_read(self, viewer: Viewer) -> bool:
        """Whether anybody could send this, so that it gets the public's share of connections."""
        if self.cache_seconds is not None:
            return True
        is_anonymous = not viewer.is_person and viewer.key_id is None
        return self.is_query and is_anonymous and not BUYING.issuperset(self.roots)

    def rest(self) -> None:
        """Reduce memory to what answers again without compiling."""
        self.document.let_go()
        self.plans.rest()

    def forget(self) -> None:
        """Release all compiled code."""
        self.plans.forget()

    def _parsed(self) -> tuple[DocumentNode, OperationDefinitionNode]:
        parsed, whole = self.document.node, self.document.whole(self.node)
        # Only compiling needs it.
        self.document.let_go()
        return parsed, whole
