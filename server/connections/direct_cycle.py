"""A request to /graphql that came whole, answered without ASGI's messages."""

from collections.abc import Iterable

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

# A longer body is written by itself, instead of being copied behind its head.
COPIED_BYTES = 16_384


class DirectCycle(RequestResponseCycle):
    """A request whose body may be taken and which may be answered in one go, without ASGI.

    An application finds it among the scope's extensions.
    """

    def whole_body(self) -> bytes | None:
        """The body when all of it is here; None where it has to be received."""
        if self.more_body or self.disconnected or self.waiting_for_100_continue:
            return None
        body, self.body = bytes(self.body), bytearray()
        self.flow.resume_reading()
        self.message_event.clear()
        return body

    def answer_whole(self, status: int, head: Iterable[bytes], body: bytes) -> bool:
        """Write a whole answer, `head` as lines; False where it has to be sent piece by piece."""
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
        # The two would keep each other until the collector comes.
        del self.scope["extensions"]
        return True
