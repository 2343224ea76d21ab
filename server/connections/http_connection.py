"""uvicorn's HTTP protocol with limits on what a client may send and how slowly."""

import asyncio
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import (
    HttpToolsProtocol,
    RequestResponseCycle,
)

from server.connections.connections import Connections
from server.connections.direct_cycle import DirectCycle
from server.connections.message_framing import framing_refusal
from server.connections.socket_connection import _Reader
from server.requests.http_request import DIRECT
from server.requests.request_bounds import (
    MAX_BODY_WIRE_BYTES,
    MAX_DISCARDED_BYTES,
    MAX_HEAD_BYTES,
    MAX_HEADERS,
    MAX_PIPELINED,
    MAX_URL_BYTES,
)

# The end of a head, and the characters of a header line besides its name and value.
END, LINE_BYTES = b"\r\n\r\n", 4
REASONS = {
    400: "Send exactly one Host header.",
    408: "The request did not arrive in time.",
    413: "The request is too large.",
    414: f"The URL can have at most {MAX_URL_BYTES} bytes.",
    431: f"A request can have at most {MAX_HEADERS} headers and {MAX_HEAD_BYTES} bytes of headers.",
    503: "Too many open connections. Try again later.",
}


# The path of most requests.
GRAPHQL = b"/graphql"


class HttpConnection(HttpToolsProtocol):
    """Counts bytes before they are parsed. Beyond a limit it answers once, then discards."""

    def __init__(self, *, connections: Connections, **more: Any) -> None:
        super().__init__(**more)
        self._all, self._timeouts = connections, connections.timeouts
        self._is_counted = self._is_waiting = self._is_refused = False
        self._is_in_head, self._is_begun = True, False
        # Of the current head: bytes received, then bytes and number of parsed headers.
        self._head_bytes = self._header_bytes = self._header_count = 0
        self._body_bytes = self._discarded_bytes = 0
        self._refusal: tuple[int, str] | None = None
        # Bytes received while earlier requests have to be answered first.
        self._unread = bytearray()
        # The request that is being answered; `cycle` is the last one received.
        self._answering: RequestResponseCycle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._is_counted = self._all.acquire(self._peer)
        if self._is_counted:
            self._wait()
        else:
            self._refuse(503)

    @property
    def _peer(self) -> str:
        return self.client[0] if self.client else "unknown"

    def connection_lost(self, exc: Exception | None) -> None:
        self._all.forget(self)
        self._all.forget(_Reader(self.transport))
        self._all.wake(self)
        self._unread.clear()
        if self._is_counted:
            self._is_counted = False
            self._all.release(self._peer)
        if (answering := self._answering) is not None and not answering.response_complete:
            # Of several requests uvicorn notifies only the last one.
            answering.disconnected = True
            answering.message_event.set()
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._answering = cycle
        super()._start_asgi_task(cycle, app)

    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            self._discard(data)
            return
        self._all.wake(self)
        if self._unread:
            self._take(data)
            return
        if self._is_in_head:
            if self._is_waiting and not self._head_bytes:
                # The time of a head starts at its first byte.
                self._all.forget(self)
            room = MAX_HEAD_BYTES - self._head_bytes
            self._head_bytes += len(data)
            if len(data) > room:
                self._take(data[:room])
                # Unless a request was completed in it, or has to wait.
                if self._is_in_head and self._head_bytes and not self._is_over:
                    self._refuse(431)
                data = data[room:]
        else:
            self._body_bytes += len(data)
            if self._body_bytes > MAX_BODY_WIRE_BYTES:
                self._refuse(413)
        if data and not self._is_over:
            self._take(data)
        if not self._is_over:
            self._look_whether_waiting()

    def _take(self, data: bytes) -> None:
        if self._unread or data.count(END) > MAX_PIPELINED - len(self.pipeline):
            self._unread += data
            self._take_unread()
        else:
            self._parse(data)

    def _take_unread(self) -> None:
        """Parse request by request while there is room for one more."""
        while self._unread and len(self.pipeline) < MAX_PIPELINED and not self._is_over:
            end = self._unread.find(END) + len(END)
            part = bytes(self._unread[: end if end >= len(END) else len(self._unread)])
            del self._unread[: len(part)]
            self._parse(part)
        if self._is_over:
            self._unread.clear()
        elif len(self._unread) > MAX_DISCARDED_BYTES:
            self.transport.abort()
        elif self._unread:
            self.flow.pause_reading()
            # The client is not slow: the rest has arrived.
            self._head_bytes = 0

    def _parse(self, data: bytes) -> None:
        super().data_received(data)
        if self._refusal is not None and not self._is_over:
            self._refuse(*self._refusal)

    @property
    def _is_over(self) -> bool:
        """Whether nothing more is read: refused, closed, or upgraded to a WebSocket."""
        return self._is_refused or self.transport.is_closing() or not self._is_counted

    def _look_whether_waiting(self) -> None:
        if self._is_begun or self._head_bytes:
            self._wait()
        elif self._is_waiting:
            self._is_waiting = False
            self._all.forget(self)

    def _wait(self) -> None:
        """Give the rest of the request its time, from the first byte."""
        self._is_waiting = True
        timeouts = self._timeouts
        if self._is_in_head:
            self._all.wait(self, timeouts.head_seconds)
        else:
            # A reader of the body answers 408 in time; this is for one that does not.
            self._all.wait(self, timeouts.body_seconds + timeouts.linger_seconds)

    def cut_off(self) -> None:
        self._is_waiting = False
        if self._is_refused or not self._is_in_head or self.transport.is_closing():
            self.transport.abort()
        elif not self._is_begun and not self._head_bytes:
            # It never sent anything.
            self.transport.close()
        else:
            self._refuse(408)

    def close_idle(self) -> None:
        self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """Refuse what the parser does not accept."""
        self._refuse(400, msg)

    def _refuse(self, status: int, message: str = "") -> None:
        """Answer, then discard for a moment what arrives, so that the client reads the answer."""
        self._is_refused = True
        self._unset_keepalive_if_required()
        if self.cycle is not None and not self._abandon(self.cycle):
            # Somebody else is writing, or about to.
            self.transport.abort()
            return
        text = (message or REASONS[status]).encode()
        every = self.server_state.default_headers
        head = (
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n"
            "content-type: text/plain; charset=utf-8\r\ncache-control: no-store\r\n"
            f"content-length: {len(text)}\r\nconnection: close\r\n"
        )
        lines = b"".join(name + b": " + value + b"\r\n" for name, value in every)
        self.transport.write(head.encode() + lines + b"\r\n" + text)
        self.transport.write_eof()
        self._all.forget(self)
        self._all.wait(self, self._timeouts.linger_seconds)

    def _abandon(self, cycle: RequestResponseCycle) -> bool:
        """Whether a refusal may be sent: no response is under way, or the body is still awaited."""
        if cycle.response_complete:
            return True
        is_waiting = cycle is self._answering and cycle.more_body and not cycle.response_started
        if is_waiting:
            # Its reader hears that its client is gone, and what it answers is not sent.
            cycle.disconnected = True
            cycle.message_event.set()
        return is_waiting

    def _discard(self, data: bytes) -> None:
        self._discarded_bytes += len(data)
        if self._discarded_bytes > MAX_DISCARDED_BYTES:
            self.transport.abort()

    def handle_websocket_upgrade(self) -> None:
        if self._refusal is not None:
            return
        self._all.forget(self)
        # The socket gives its place back.
        self._is_counted = False
        super().handle_websocket_upgrade()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._all.wait(_Reader(self.transport), self._timeouts.read_seconds)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._all.forget(_Reader(self.transport))

    # What the parser found.

    def on_message_begin(self) -> None:
        self._is_begun, self._is_in_head = True, True
        self._header_bytes = self._header_count = self._body_bytes = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        if self._refusal is None:
            super().on_url(url)
            if len(self.url) > MAX_URL_BYTES:
                self._refusal = 414, ""

    def on_header(self, name: bytes, value: bytes) -> None:
        headers = self.headers
        if self._is_in_head and len(headers) < MAX_HEADERS:
            headers.append((name.lower(), value))
        else:
            # Too many, or trailers: counted and dropped.
            self._header_count = max(self._header_count, len(headers)) + 1
            self._header_bytes += len(name) + len(value) + LINE_BYTES
            self._bound_head()

    def _bound_head(self) -> None:
        if self._header_count > MAX_HEADERS or self._header_bytes > MAX_HEAD_BYTES:
            self._refusal = self._refusal or (431, "")

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        size = hosts = 0
        # Lines of Transfer-Encoding, joined; None without one.
        codings: bytes | None = None
        # One loop over all: a call for each header costs more than the header.
        for name, value in self.headers:
            size += len(name) + len(value) + LINE_BYTES
            if name == b"host":
                hosts += 1
            elif name == b"transfer-encoding":
                codings = value if codings is None else codings + b"," + value
            elif name == b"expect" and value.lower() == b"100-continue":
                self.expect_100_continue = True
        self._header_count = max(self._header_count, len(self.headers))
        self._header_bytes += size
        self._bound_head()
        if len(self.pipeline) >= MAX_PIPELINED:
            self._refusal = self._refusal or (503, "")
        version = self.parser.get_http_version()
        if hosts > 1 or (not hosts and version == "1.1"):
            self._refusal = self._refusal or (400, "")
        if codings is not None:
            is_for_socket = self.parser.should_upgrade() and self._should_upgrade()
            self._refusal = self._refusal or framing_refusal(
                codings, version, is_for_socket=is_for_socket
            )
        if self._refusal is not None:
            return
        is_ours = self.url == GRAPHQL and not self.root_path and self.limit_concurrency is None
        if not is_ours or self.parser.should_upgrade():
            super().on_headers_complete()
            return
        scope, before = self.scope, self.cycle
        scope["method"], scope["http_version"] = self.parser.get_method().decode("ascii"), version
        scope["path"], scope["raw_path"], scope["query_string"] = "/graphql", GRAPHQL, b""
        cycle = self.cycle = DirectCycle(
            scope,
            self.transport,
            self.flow,
            self.logger,
            self.access_logger,
            self.access_log,
            self.server_state.default_headers,
            asyncio.Event(),
            self.expect_100_continue,
            version != "1.0" and self.parser.should_keep_alive(),
            self.on_response_complete,
        )
        scope["extensions"] = {DIRECT: cycle}  # type: ignore[dict-item]
        if before is None or before.response_complete:
            self._start_asgi_task(cycle, self.app)
        else:
            # Answered after those before it.
            self.flow.pause_reading()
            self.pipeline.appendleft((cycle, self.app))

    def on_body(self, body: bytes) -> None:
        if self._refusal is None:
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._is_begun, self._is_in_head, self._head_bytes = False, True, 0
        if self._refusal is None:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """Begin with the next request or become idle, without a timer of its own."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            cycle, app = self.pipeline.pop()
            self._start_asgi_task(cycle, app)
        if self._unread:
            self._take_unread()
            self._look_whether_waiting()
        if self.cycle.response_complete and not self._is_begun and not self._is_over:
            self._all.rest(self, self.loop)
