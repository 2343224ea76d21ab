"""One request and its answer while it is under way."""

import re
import time
from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import Any

import orjson
from graphql import GraphQLError
from starlette.types import Send

from auth.viewer import Viewer
from commerce.core.texts.language import Language, negotiate
from server.documents.errors import format_error
from server.requests.http_request import GRAPHQL, JSON, Head
from server.requests.request_id import client_id_of, new_id

ALWAYS = (
    (b"vary", b"Accept, Accept-Encoding, Accept-Language, Origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
NO_STORE = (b"cache-control", b"no-store")
NO_EXTENSIONS: dict[str, Any] = {}
# Where an object begins that has fields, and no text ends with a brace.
OBJECT = re.compile(rb'\{"[^,:\]}]')
CONTENT_TYPE = {
    kind: (b"content-type", f"{kind}; charset=utf-8".encode()) for kind in (GRAPHQL, JSON)
}


def header_line(name: bytes, value: bytes) -> bytes:
    """A header as it is sent. What would be two of them is a fault of ours."""
    if b"\n" in value or b"\r" in value:
        raise ValueError(f"a header of two lines: {name!r}")
    return b"%b: %b\r\n" % (name, value)


# What every answer begins with, by its kind.
BEGINS = {
    kind: b"".join([header_line(*each) for each in (CONTENT_TYPE[kind], *ALWAYS)])
    for kind in CONTENT_TYPE
}


@lru_cache(100)
def header_lines(headers: tuple[tuple[str, str], ...]) -> bytes:
    """Headers of one answer, which most answers have alike, as they are sent."""
    sent = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    if not any(name == b"cache-control" for name, _ in sent):
        sent.append(NO_STORE)
    return b"".join([header_line(*each) for each in sent])


class Exchange:
    """One request and the way to answer it."""

    __slots__ = (
        "_direct",
        "_send",
        "client",
        "flight",
        "head",
        "kind",
        "language",
        "limit",
        "more",
        "now",
        "objects",
        "person",
        "request_id",
        "size",
        "started_at",
    )

    def __init__(self, head: Head, send: Send, client: str, direct: Any = None) -> None:
        self.head, self._send, self.client, self._direct = head, send, client, direct
        # Headers that go with whatever is answered.
        self.more: list[tuple[bytes, bytes]] = []
        self.kind = GRAPHQL
        # What is answered in, once the operation is known.
        self.language: Language | None = None
        self.request_id = new_id()
        if (given := head.raw(b"x-request-id")) is not None and (
            theirs := client_id_of(given.decode("latin-1"))
        ) is not None:
            self.more.append((b"x-client-request-id", theirs.encode()))
        self.now = time.time()
        # Who it is counted for, since when it is worked on, and its answer's objects and bytes.
        self.limit: tuple[str, str, int] | None = None
        self.started_at: float | None = None
        self.objects = self.size = 0
        # What others wait for it to make.
        self.flight: Hashable | None = None
        # Whom the token opens to, when that was asked; None when it opens nothing.
        self.person: tuple[Viewer | None] | None = None

    def add_rate_limit(self, name: str, left: int, most: int, seconds: int) -> None:
        """Add the rate limit header once less than half of the limit is left."""
        if left + left < most:
            said = f'"{name}";r={max(left, 0)};t={seconds}'.encode()
            self.more = [each for each in self.more if each[0] != b"ratelimit"]
            self.more.append((b"ratelimit", said))

    async def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        if self._direct is not None and status != 304:
            told = (len(body), self.request_id.encode())
            own = b"content-length: %d\r\nx-request-id: %b\r\n" % told
            more = [header_line(*each) for each in self.more]
            lines = (BEGINS[self.kind], own, *more, header_lines(tuple(headers.items())))
            if self._direct.answer_whole(status, lines, body):
                return
        # A 304 has no body, and says nothing of the one it stands for.
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
        """Tell a browser that a page of another site may ask."""
        sent = [*headers, (b"content-length", b"0")]
        await self._send({"type": "http.response.start", "status": 204, "headers": sent})
        await self._send({"type": "http.response.body", "body": b""})

    async def fail(
        self, status: int, errors: tuple[GraphQLError, ...], headers: dict[str, str] | None = None
    ) -> None:
        """Answer a request of which nothing was executed."""
        await self.answer(
            status, orjson.dumps({"errors": self.formatted_errors(errors)}), headers or {}
        )

    def formatted_errors(self, errors: Iterable[GraphQLError]) -> list[dict[str, Any]]:
        """Errors as they are sent, in the requested language."""
        language = self.language or negotiate(self.head.header(b"accept-language"))
        return [format_error(error, self.request_id, language) for error in errors]
