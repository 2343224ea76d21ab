"""GraphQL over HTTP: reading and checking a request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import orjson
from graphql import GraphQLError
from starlette.types import Receive, Scope

from commerce.core.texts.input_texts import Texts
from graph.error_texts import BROKEN_VARIABLE, filled
from graph.errors import Code, coded_error
from server.requests.bodies import TOO_LARGE, BadBody, read_body
from server.requests.json_input import BrokenText, NotJson, is_broken, parse_json
from server.requests.negotiation import best_media_type, qualities
from server.requests.request_bounds import (
    MAX_BODY_BYTES,
    MAX_EXTENSIONS_BYTES,
    MAX_OPERATION_NAME_CHARACTERS,
    MAX_URL_PARAMETERS,
)

GRAPHQL, JSON = "application/graphql-response+json", "application/json"
PLAIN = JSON.encode()
# The scope's extension with the `server.connections.direct_cycle.DirectCycle` of a request.
DIRECT = "odop.direct"
# The name of a URL parameter in errors.
VARIABLES = "The parameter variables"


class Refused(Exception):  # noqa: N818 - it says what happened
    """A request that is refused with a status.

    If it `is_understood`, clients that accept plain JSON only get 200 (GraphQL over HTTP).
    """

    def __init__(
        self,
        status: int,
        code: Code,
        message: Texts | str,
        headers: Mapping[str, str] | None = None,
        *,
        is_understood: bool = False,
    ) -> None:
        super().__init__(message if isinstance(message, str) else message[0])
        self.status, self.headers = status, dict(headers or {})
        self.is_understood = is_understood
        self.error: GraphQLError = coded_error(message, code)


@dataclass(slots=True)
class GraphQLRequest:
    """A GraphQL request. An empty `query` has the hash of a persisted one in `extensions`."""

    query: str
    operation_name: str | None = None
    variables: dict[str, Any] = field(default_factory=dict)
    extensions: dict[str, Any] = field(default_factory=dict)


class Head:
    """The method, query string and headers of a request."""

    __slots__ = ("_headers", "method", "query_string")

    def __init__(self, scope: Scope) -> None:
        method: str = scope.get("method", "GET")
        # HEAD is answered like GET; the connection omits the body (RFC 9110, 9.3.2).
        self.method = "GET" if method == "HEAD" else method
        self.query_string: bytes = scope["query_string"]
        self._headers: dict[bytes, bytes] = dict(scope["headers"])

    def __contains__(self, name: bytes) -> bool:
        return name in self._headers

    @property
    def is_signed(self) -> bool:
        """Whether it has a token or a key."""
        return b"authorization" in self._headers

    def raw(self, name: bytes) -> bytes | None:
        """A header in bytes, by its name in lower case."""
        return self._headers.get(name)

    def header(self, name: bytes, otherwise: str = "") -> str:
        """A header as text, by its name in lower case."""
        value = self._headers.get(name)
        return otherwise if value is None else value.decode("latin-1")

    @property
    def is_plain_json(self) -> bool:
        """Whether the body is JSON without an encoding."""
        headers = self._headers
        return headers.get(b"content-type") == PLAIN and b"content-encoding" not in headers

    @property
    def is_browser(self) -> bool:
        """Whether a browser requests a page."""
        return (
            self.method == "GET"
            and b"text/html" in (accepted := self._headers.get(b"accept", b""))
            and qualities(accepted.decode("latin-1")).get("text/html", 0) > 0
            and not any(part in self.query_string for part in (b"query=", b"extensions="))
        )


def media_type(accepted: str) -> str:
    """The media type to answer in. Raises Refused with 406 if none is accepted."""
    found = best_media_type(accepted, (GRAPHQL, JSON))
    if found is None:
        raise Refused(406, Code.BAD_REQUEST, f"Accept {GRAPHQL} or {JSON}.")
    return found


def read_at_hand(head: Head, direct: Any) -> GraphQLRequest | None:
    """The request if it has arrived completely, else None. Raises Refused."""
    if head.method == "GET":
        return request_of(_of_address(head.query_string))
    if direct is None or not head.is_plain_json:
        return None
    body = direct.whole_body()
    if body is None:
        return None
    if len(body) > MAX_BODY_BYTES:
        raise Refused(413, Code.PAYLOAD_TOO_LARGE, TOO_LARGE)
    return request_of(_json(body, "The body"))


async def read(head: Head, receive: Receive) -> GraphQLRequest:
    """Receive and read the body of a POST. Raises Refused."""
    if not head.is_plain_json:
        _check_content(head.header(b"content-type"), head.header(b"content-encoding", "identity"))
    return request_of(_json(await _body(head, receive), "The body"))


def _check_content(content_type: str, encoding: str) -> None:
    kind, _, parameters = content_type.partition(";")
    if kind.strip().lower() != JSON:
        raise Refused(415, Code.UNSUPPORTED_MEDIA_TYPE, f"Send {JSON}.")
    if "charset" in parameters.lower() and "utf-8" not in parameters.lower():
        raise Refused(415, Code.UNSUPPORTED_MEDIA_TYPE, "Send UTF-8.")
    if encoding != "identity":
        raise Refused(415, Code.UNSUPPORTED_MEDIA_TYPE, "Send the body uncompressed.")


def _of_address(query_string: bytes) -> dict[str, Any]:
    try:
        pairs = parse_qsl(
            query_string.decode("latin-1"),
            keep_blank_values=True,
            max_num_fields=MAX_URL_PARAMETERS,
        )
    except ValueError:
        raise Refused(400, Code.BAD_REQUEST, "The URL has too many parameters.") from None
    found: dict[str, Any] = dict(pairs)
    for name in ("variables", "extensions"):
        if found.get(name):
            found[name] = _json(found[name].encode(), f"The parameter {name}")
        else:
            found.pop(name, None)
    return found


async def _body(head: Head, receive: Receive) -> bytes:
    try:
        return await read_body(head.header(b"content-length"), receive)
    except BadBody as bad:
        code = Code.PAYLOAD_TOO_LARGE if bad.status == 413 else Code.BAD_REQUEST
        raise Refused(bad.status, code, bad.message) from None


def _json(text: bytes, where: str) -> Any:
    try:
        return parse_json(text)
    except NotJson:
        raise Refused(400, Code.BAD_REQUEST, f"{where} is not JSON.") from None
    except BrokenText as broken:
        value = broken.value
        raise broken_text({"variables": value} if where == VARIABLES else value) from None


def broken_text(request: Any) -> Refused:
    """The refusal of a request with an unpaired surrogate."""
    variables = request.get("variables") if isinstance(request, dict) else None
    for name, value in variables.items() if isinstance(variables, dict) else ():
        if is_broken(value) and not is_broken(name):
            named = name[:MAX_OPERATION_NAME_CHARACTERS]
            text = filled(BROKEN_VARIABLE, name=named)
            return Refused(400, Code.BAD_USER_INPUT, text, is_understood=True)
    return Refused(400, Code.BAD_REQUEST, "The request is not valid Unicode (unpaired surrogate).")


def request_of(value: Any) -> GraphQLRequest:
    """The request in a body, a query string or a socket message. Raises Refused."""
    if not isinstance(value, dict):
        raise Refused(400, Code.BAD_REQUEST, "The body must be a JSON object.")
    query, name = value.get("query"), value.get("operationName")
    variables, extensions = value.get("variables"), value.get("extensions")
    for part, values in (("variables", variables), ("extensions", extensions)):
        if values is not None and not isinstance(values, dict):
            raise Refused(400, Code.BAD_REQUEST, f"`{part}` must be an object.")
    if query is None and extensions and "persistedQuery" in extensions:
        query = ""
    if not isinstance(query, str):
        raise Refused(400, Code.BAD_REQUEST, "`query` is required and must be a string.")
    most = MAX_OPERATION_NAME_CHARACTERS
    if name is not None and (not isinstance(name, str) or len(name) > most):
        message = f"`operationName` must be a string of at most {most} characters."
        raise Refused(400, Code.BAD_REQUEST, message)
    if extensions:
        _check_extensions(extensions)
    return GraphQLRequest(query, name or None, variables or {}, extensions or {})


def _check_extensions(extensions: dict[str, Any]) -> None:
    try:
        size = len(orjson.dumps(extensions, default=repr))
    except orjson.JSONEncodeError:
        # Some hundred nested arrays can be read and not be written.
        size = MAX_EXTENSIONS_BYTES + 1
    if size > MAX_EXTENSIONS_BYTES:
        most = MAX_EXTENSIONS_BYTES
        raise Refused(400, Code.BAD_REQUEST, f"`extensions` can have at most {most} bytes of JSON.")
