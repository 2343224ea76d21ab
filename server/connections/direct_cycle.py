"""A request to /graphql that arrived in one piece, answered without ASGI messages."""

from collections.abc import Iterable

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

# A longer body is written separately, instead of being copied behind the headers.
COPIED_BYTES = 16_384


class DirectCycle(RequestResponseCycle):
    """A request cycle that gives the whole body and takes the whole response.

    An application finds it in the scope's extensions.
    """

    def whole_body(self) -> bytes | None:
        """The body if all of it has arrived, else None."""
        if self.more_body or self.disconnected or self.waiting_for_100_continue:
            return None
        body, self.body = bytes(self.body), bytearray()
        self.flow.resume_reading()
        self.message_event.clear()
        return body

    def answer_whole(self, status: int, head: Iterable[bytes], body: bytes) -> bool:
        """Write a whole response, `head` as header lines; False if ASGI has to send it."""
        if self.flow.write_paused or self.access_log or self.response_started:
            return False
        if self.scope["method"] == "HEAD":
            return False
        if self.disconnected:
            return True
        self.response_started, self.waiting_for_100_continue = True, False
        lines = [STATUS_LINE[status]]
        for name, value in self.default_headers:
            lines += (name, b": ", value, b"\r\n")
        lines += head
        lines.append(b"\r\n" if self.keep_alive else b"connection: close\r\n\r\n")
        if len(body) > COPIED_BYTES:
            self.transport.write(b"".join(lines))
            self.transport.write(body)
        else:
            lines.append(body)
            self.transport.write(b"".join(lines))
        self.response_complete = True
        self.message_event.set()
        if not self.keep_alive:
            self.transport.close()
        self.on_response()
        # They refer to each other, and would stay until garbage collection.
        del self.scope["extensions"]
        return True
