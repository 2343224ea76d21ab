"""Opening WebSockets, with what all of them share."""

from typing import Any

from starlette.types import Receive, Scope, Send

from auth.security_log import CLIENT
from commerce.core.texts.language import negotiate
from graph.context import NewContext
from server.documents.execution_turns import ExecutionTurns
from server.documents.preparation import Preparation
from server.graphql_ws.socket import Socket
from server.graphql_ws.socket_limits import SocketLimits
from server.graphql_ws.socket_messages import FORBIDDEN, NO_SUBPROTOCOL, PROTOCOL, Closed
from server.graphql_ws.socket_services import SocketServices
from server.graphql_ws.socket_viewers import SocketViewers
from server.rate_limits.accounting import Accounting
from server.requests.cors import Origins
from server.requests.credentials import Bearer
from server.requests.http_request import Head
from server.time_limits.timeouts import Timeouts
from settings import settings


class Sockets:
    """Accepts WebSockets within their limits."""

    def __init__(
        self,
        schema: Any,
        preparation: Preparation,
        new_context: NewContext,
        turns: ExecutionTurns,
        bearer: Bearer,
        origins: Origins,
        accounting: Accounting,
        timeouts: Timeouts,
    ) -> None:
        current = settings()
        self.limits = SocketLimits(
            current.process_sockets, current.client_sockets, current.account_sockets
        )
        self._origins = origins
        self._services = SocketServices(
            schema,
            preparation,
            new_context,
            turns,
            bearer,
            accounting,
            self.limits,
            SocketViewers(),
            timeouts,
        )

    async def serve(
        self, head: Head, client: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Serve one connection until it is closed."""
        CLIENT.set(client)
        message = await receive()
        if message["type"] != "websocket.connect":
            return
        if not self._origins.admits_socket(head):
            await send({"type": "websocket.close", "code": FORBIDDEN})
            return
        # Accepted even if only to be closed: browsers give no reason for a refused upgrade.
        is_spoken = PROTOCOL in scope.get("subprotocols", ())
        accepted = {"subprotocol": PROTOCOL} if is_spoken else {}
        await send({"type": "websocket.accept", **accepted})
        try:
            if not is_spoken:
                raise Closed(NO_SUBPROTOCOL, f"Use the subprotocol {PROTOCOL}.")
            self.limits.acquire(client)
        except Closed as why:
            reason = why.reason(negotiate(head.header(b"accept-language")))
            await send({"type": "websocket.close", "code": why.code, "reason": reason})
            return
        await Socket(self._services, head, client, receive, send).run()
