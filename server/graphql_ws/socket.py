"""One WebSocket: the protocol graphql-transport-ws, with the limits that requests have."""

import asyncio
import logging
import time
from typing import Any

import orjson
from starlette.types import Receive, Send

from commerce.core.texts.language import negotiate
from database.background import end
from graph.error_texts import SOCKET_FAILED, SOCKET_TOO_OFTEN, filled
from server.graphql_ws.socket_closing import SocketClosing
from server.graphql_ws.socket_messages import (
    INIT_TIMEOUT,
    INTERNAL,
    TRY_LATER,
    UNAUTHORIZED,
    Closed,
    Message,
    SocketLost,
    message_of,
)
from server.graphql_ws.socket_requests import SocketRequests
from server.graphql_ws.socket_services import SocketServices
from server.graphql_ws.socket_session import SocketSession
from server.requests.http_request import Head, Refused

log = logging.getLogger("odop.server")

# Pings and other messages to no effect are not counted if they are rarer than this.
KEEP_ALIVE_SECONDS = 5.0


class Socket:
    """A connection with its session and its operations. An idle one stays open."""

    def __init__(
        self, services: SocketServices, head: Head, client: str, receive: Receive, send: Send
    ) -> None:
        self._services, self._client = services, client
        self._receive, self._raw_send = receive, send
        # Of close reasons; operations have a language of their own.
        self._language = negotiate(head.header(b"accept-language"))
        self._closing = SocketClosing()
        self._session = SocketSession(services, self._closing)
        self._requests = SocketRequests(
            services, self._session, self._closing, head, client, self._send
        )
        self._is_acknowledged = False
        self._idle_since = float("-inf")

    async def run(self) -> None:
        """Serve it until either side closes it."""
        seconds = self._services.timeouts.socket_init_seconds
        self._closing.close_in(seconds, Closed(INIT_TIMEOUT, "connection_init took too long."))
        reading = asyncio.create_task(self._read())
        closing = self._closing.reason
        try:
            try:
                waited: set[asyncio.Future[Any]] = {reading, closing}
                await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            finally:
                await self._leave(reading)
            why = closing.result() if closing.done() else reading.result()
            if why is not None:
                reason = why.reason(self._language)
                await self._raw_send(
                    {"type": "websocket.close", "code": why.code, "reason": reason}
                )
        except (OSError, RuntimeError):
            log.debug("a socket was lost before it was closed", exc_info=True)

    async def _leave(self, reading: asyncio.Task[Closed | None]) -> None:
        """Release its limits before the client hears of the close, and end its tasks."""
        self._closing.stop_timer()
        self._services.limits.release(self._client)
        checks = self._session.leave()
        tasks: list[asyncio.Task[Any]] = [*self._requests.tasks.values(), *checks]
        if not reading.done():
            tasks.append(reading)
        await end(*tasks)

    async def _send(self, message: dict[str, Any]) -> None:
        text = orjson.dumps(message).decode()
        try:
            await self._raw_send({"type": "websocket.send", "text": text})
        except (OSError, RuntimeError) as error:
            raise SocketLost from error

    async def _read(self) -> Closed | None:
        """Handle messages until there are no more; the reason to close the socket, if any."""
        while True:
            received = await self._receive()
            if received["type"] == "websocket.disconnect":
                return None
            try:
                await self._handle(message_of(received.get("text")))
            except Closed as closed:
                return closed
            except SocketLost:
                log.debug("a socket was lost", exc_info=True)
                return None
            except Exception:
                log.exception("a socket message failed")
                return Closed(INTERNAL, SOCKET_FAILED)

    async def _handle(self, message: Message) -> None:
        match message.type:
            case "connection_init":
                await self._session.begin(message.payload or {})
                self._is_acknowledged = True
                await self._send({"type": "connection_ack"})
            case "ping":
                self._count_idle()
                await self._send({"type": "pong"})
            case "pong":
                self._count_idle()
            case "subscribe":
                if not self._is_acknowledged:
                    raise Closed(UNAUTHORIZED, "Unauthorized")
                await self._requests.subscribe(message)
            case "complete":
                if not self._requests.cancel(message.id):
                    self._count_idle()

    def _count_idle(self) -> None:
        """Count a message to no effect, unless it is as rare as what keeps a socket open."""
        now, before = time.monotonic(), self._idle_since
        self._idle_since = now
        if now - before >= KEEP_ALIVE_SECONDS:
            return
        try:
            self._services.accounting.count_message(self._client, self._session.viewer)
        except Refused as refused:
            seconds = refused.headers.get("retry-after", "60")
            raise Closed(TRY_LATER, filled(SOCKET_TOO_OFTEN, seconds=seconds)) from None
