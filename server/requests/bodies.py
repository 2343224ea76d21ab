"""Reading the body of a request of any route, within its limit."""

from collections.abc import Iterable

from starlette.types import Message, Receive, Scope

from server.requests.request_bounds import MAX_BODY_BYTES


class BadBody(Exception):  # noqa: N818 - it says what is the matter
    """A body that is refused, with the status to answer."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


async def read_body(length: str, receive: Receive) -> bytes:
    """The body; `length` is the header Content-Length. Raises BadBody."""
    if length.isdecimal() and int(length[:12]) > MAX_BODY_BYTES:
        raise _too_large()
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body") or message["type"] != "http.request":
        if message["type"] != "http.request":
            raise BadBody(400, "The request body is incomplete.")
        if len(body) > MAX_BODY_BYTES:
            break
        message = await receive()
        body += message.get("body", b"")
    if len(body) > MAX_BODY_BYTES:
        raise _too_large()
    return body


TOO_LARGE = f"The request body can have at most {MAX_BODY_BYTES} bytes."


def _too_large() -> BadBody:
    return BadBody(413, TOO_LARGE)


def has_body(scope: Scope) -> bool:
    names: Iterable[bytes] = (name for name, _ in scope["headers"])
    return scope["method"] not in ("GET", "HEAD") or any(
        name in (b"content-length", b"transfer-encoding") for name in names
    )


def replayed(body: bytes, receive: Receive) -> Receive:
    """A `receive` that returns the body again, and then what arrives."""
    is_replayed = False

    async def again() -> Message:
        nonlocal is_replayed
        if is_replayed:
            return await receive()
        is_replayed = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
