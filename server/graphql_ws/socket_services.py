"""Services that the WebSockets of a process share with each other and with HTTP."""

from dataclasses import dataclass
from typing import Any

from graph.context import NewContext
from server.documents.execution_turns import ExecutionTurns
from server.documents.preparation import Preparation
from server.graphql_ws.socket_limits import SocketLimits
from server.graphql_ws.socket_viewers import SocketViewers
from server.rate_limits.accounting import Accounting
from server.requests.credentials import Bearer
from server.time_limits.timeouts import Timeouts


@dataclass(frozen=True, slots=True)
class SocketServices:
    """The schema is graphql-core's."""

    schema: Any
    preparation: Preparation
    new_context: NewContext
    turns: ExecutionTurns
    bearer: Bearer
    accounting: Accounting
    limits: SocketLimits
    viewers: SocketViewers
    timeouts: Timeouts
