"""uvicorn's WebSocket protocol with limits."""

import asyncio
from collections.abc import Iterable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Response
from websockets.server import ServerProtocol

from server.connections.connections import Connections
from server.requests.request_bounds import (
    MAX_CONTROL_FRAMES_PER_MINUTE,
    MAX_FRAGMENTS,
    MAX_UNREAD_BYTES,
)


class _Reader:
    """A client that has to read what was sent to it."""

    __slots__ = ("_transport",)

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reader) and other._transport is self._transport

    def __hash__(self) -> int:
        return id(self._transport)

    def cut_off(self) -> None:
        self._transport.abort()

    def close_idle(self) -> None:
        self._transport.abort()


class _Handshake(ServerProtocol):
    """Adds the headers of every response to refusals too; uvicorn adds them to 101 only."""

    def __init__(self, every: Iterable[tuple[bytes, bytes]], **more: Any) -> None:
        super().__init__(**more)
        self._every = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in every]

    def send_response(self, response: Response) -> None:
        for name, value in self._every:
            if name not in response.headers:
                response.headers[name] = value
        super().send_response(response)


class SocketConnection(WebSocketsSansIOProtocol):
    """A WebSocket, counted as the connection it began as."""

    def __init__(self, *, connections: Connections, **more: Any) -> None:
        super().__init__(**more)
        self.conn = _Handshake(
            self.default_headers,
            extensions=self.conn.available_extensions,
            max_size=self.config.ws_max_size,
            logger=self.logger,
        )
        self._all = connections
        self._control_frames, self._counted_since = 0, 0.0

    def connection_lost(self, exc: Exception | None) -> None:
        self._all.forget(_Reader(self.transport))
        self._all.release(self.client[0] if self.client else "unknown")
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.transport.is_closing():
            # uvicorn does not send the library's answer to an invalid handshake.
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()
        # uvicorn answers pings even if nobody reads the answers.
        if self.transport.get_write_buffer_size() > MAX_UNREAD_BYTES:
            self.transport.abort()

    def handle_ping(self) -> None:
        self._count_control_frame()
        if not self.transport.is_closing():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        self._count_control_frame()
        super().handle_pong(event)

    def _count_control_frame(self) -> None:
        now = self.loop.time()
        if now - self._counted_since >= 60:
            self._control_frames, self._counted_since = 0, now
        self._control_frames += 1
        if self._control_frames > MAX_CONTROL_FRAMES_PER_MINUTE:
            self.transport.abort()

    def handle_cont(self, event: Frame) -> None:
        if len(self.frames) >= MAX_FRAGMENTS:
            self.transport.abort()
            return
        super().handle_cont(event)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._all.wait(_Reader(self.transport), self._all.timeouts.read_seconds)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._all.forget(_Reader(self.transport))
