"""A request under way, and the way to send its response."""

import re
import time
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from graphql import GraphQLError
from starlette.types import Send

from auth.viewer import Viewer
from commerce.core.texts.language import Language, negotiate
from server.documents.errors import format_error
from server.documents.response_cache import ResponseKey
from server.rate_limits.accounting import Limit
from server.requests.http_request import GRAPHQL, JSON, Head
from server.requests.request_id import client_id_of, new_id

ALWAYS = (
    (b"vary", b"Accept, Accept-Encoding, Accept-Language, Origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
NO_STORE = (b"cache-control", b"no-store")
NO_EXTENSIONS: dict[str, Any] = {}
# The start of an object with fields; no string ends with a brace.
OBJECT = re.compile(rb'\{"[^,:\]}]')
CONTENT_TYPE = {
    kind: (b"content-type", f"{kind}; charset=utf-8".encode()) for kind in (GRAPHQL, JSON)
}


def header_line(name: bytes, value: bytes) -> bytes:
    """A header as it is sent. Raises ValueError for a line break, which would begin another."""
    if b"\n" in value or b"\r" in value:
        raise ValueError(f"a header of two lines: {name!r}")
    return b"%b: %b\r\n" % (name, value)


# The first headers of every response, by content type.
BEGINS = {
    kind: b"".join([header_line(*each) for each in (CONTENT_TYPE[kind], *ALWAYS)])
    for kind in CONTENT_TYPE
}


@lru_cache(100)
def header_lines(headers: tuple[tuple[str, str], ...]) -> bytes:
    """A response's own headers as they are sent; most responses share them."""
    sent = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    if not any(name == b"cache-control" for name, _ in sent):
        sent.append(NO_STORE)
    return b"".join([header_line(*each) for each in sent])


class Exchange:
    """The state of one request, shared by the steps of the pipeline."""

    __slots__ = (
        "_send",
        "cache_slot",
        "client",
        "direct",
        "head",
        "is_awaited",
        "is_read",
        "kind",
        "language",
        "limit",
        "more",
        "now",
        "objects",
        "request_id",
        "size",
        "started_at",
        "viewer",
    )

    def __init__(self, head: Head, send: Send, client: str, direct: Any = None) -> None:
        self.head, self._send, self.client, self.direct = head, send, client, direct
        # Headers of any response to it.
        self.more: list[tuple[bytes, bytes]] = []
        self.kind = GRAPHQL
        # The language of the response, once the operation is known.
        self.language: Language | None = None
        self.request_id = new_id()
        if (sent := head.raw(b"x-request-id")) is not None:
            client_id = client_id_of(sent.decode("latin-1"))
            if client_id is not None:
                self.more.append((b"x-client-request-id", client_id.encode()))
        self.now = time.time()
        # Its rate limit, its start on `ServerTime`, and objects and bytes of the response.
        self.limit: Limit | None = None
        self.started_at: float | None = None
        self.objects = self.size = 0
        self.is_read = False
        # Version and key of the response in the cache; and whether others wait for it.
        self.cache_slot: tuple[int, ResponseKey] | None = None
        self.is_awaited = False
        # The viewer of its token, once looked up; inside, None for an invalid token.
        self.viewer: tuple[Viewer | None] | None = None

    def add_rate_limit(self, name: str, left: int, most: int, seconds: int) -> None:
        """Add the rate limit header once less than half of the limit is left."""
        if left + left < most:
            value = f'"{name}";r={max(left, 0)};t={seconds}'.encode()
            self.more = [each for each in self.more if each[0] != b"ratelimit"]
            self.more.append((b"ratelimit", value))

    async def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """Send the response."""
        if self.direct is not None and status != 304:
            own = b"content-length: %d\r\nx-request-id: %b\r\n" % (
                len(body),
                self.request_id.encode(),
            )
            more = [header_line(*each) for each in self.more]
            lines = (BEGINS[self.kind], own, *more, header_lines(tuple(headers.items())))
            if self.direct.answer_whole(status, lines, body):
                return
        # A 304 has no body and does not describe one.
        about = (
            ()
            if status == 304
            else (CONTENT_TYPE[self.kind], (b"content-length", b"%d" % len(body)))
        )
        sent = [
            *about,
            *ALWAYS,
            *self.more,
            (b"x-request-id", self.request_id.encode()),
        ]
        if "cache-control" not in headers:
            sent.append(NO_STORE)
        for name, value in headers.items():
            sent.append((name.lower().encode(), value.encode("latin-1")))
        await self._send({"type": "http.response.start", "status": status, "headers": sent})
        await self._send({"type": "http.response.body", "body": body})

    async def admit(self, headers: list[tuple[bytes, bytes]]) -> None:
        """Answer the preflight of a page of another site that may send requests."""
        sent = [*headers, (b"content-length", b"0")]
        await self._send({"type": "http.response.start", "status": 204, "headers": sent})
        await self._send({"type": "http.response.body", "body": b""})

    def formatted_errors(self, errors: Iterable[GraphQLError]) -> list[dict[str, Any]]:
        """Errors as sent, in the language of the response."""
        language = self.language or negotiate(self.head.header(b"accept-language"))
        return [format_error(error, self.request_id, language) for error in errors]
