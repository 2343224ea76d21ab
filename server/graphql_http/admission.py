"""Whether a request may be answered: its method, its rate limit and the work it takes."""

from graphql import GraphQLError

from auth.viewer import Viewer
from graph.errors import Code
from server.documents.introspection import introspection_error
from server.documents.operation import PreparedOperation
from server.graphql_http.exchange import Exchange
from server.rate_limits.accounting import Accounting
from server.rate_limits.mutation_rate_limits import too_often
from server.requests.http_request import Refused


class Admission:
    """Counts requests for their rate limit."""

    def __init__(self, accounting: Accounting) -> None:
        self._accounting = accounting

    def count(self, exchange: Exchange, viewer: Viewer) -> None:
        """Count a request for its key, account, session or address. Raises Refused with 429."""
        counted = self._accounting.count(exchange.client, viewer, exchange.now)
        exchange.limit, left, seconds = counted
        name, _, most = exchange.limit
        if most and left + left < most:
            exchange.add_rate_limit(name, left, most, seconds)
            if left < 0:
                raise too_often(seconds)

    def charge(self, exchange: Exchange) -> None:
        """Count the work beyond an ordinary request's, once, whatever became of it."""
        if exchange.started_at is None or exchange.limit is None:
            return
        started_at, exchange.started_at = exchange.started_at, None
        counted = self._accounting.more_units(
            exchange.limit, started_at, exchange.now, exchange.objects, exchange.size
        )
        if counted is not None:
            name, _, most = exchange.limit
            exchange.add_rate_limit(name, counted[0], most, counted[1])


def check_method(method: str, operation: PreparedOperation) -> None:
    """Raises Refused for a mutation by GET and for a subscription."""
    if operation.is_query:
        return
    if not operation.is_mutation:
        raise Refused(400, Code.BAD_REQUEST, "Send subscriptions over a WebSocket.")
    if method == "GET":
        raise Refused(405, Code.METHOD_NOT_ALLOWED, "Send mutations with POST.", {"allow": "POST"})


def denied(operation: PreparedOperation, viewer: Viewer) -> GraphQLError | None:
    """Why the viewer may not run the operation, if that is known before it runs."""
    return introspection_error(viewer) if operation.is_introspection else None
