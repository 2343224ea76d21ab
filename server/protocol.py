"""GraphQL over HTTP: what a request has to look like, and what an answer looks like."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import GraphQLError
from starlette.requests import ClientDisconnect, Request

from graph.errors import Code, coded

GRAPHQL, JSON = "application/graphql-response+json", "application/json"
LARGEST_BODY = 256 * 1024
BODY_SECONDS = 10
LONGEST_NAME = 200


class Refused(Exception):  # noqa: N818 - it says what happened
    """A request that is not GraphQL over HTTP."""

    def __init__(
        self, status: int, code: Code, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.headers = status, dict(headers or {})
        self.error: GraphQLError = coded(message, code)


@dataclass(frozen=True, slots=True)
class Asked:
    """A GraphQL request."""

    query: str
    operation_name: str | None = None
    variables: dict[str, Any] = field(default_factory=dict)
    extensions: dict[str, Any] = field(default_factory=dict)


def media_type(request: Request) -> str:
    """The kind of JSON to answer in. Raises Refused with 406 when neither is accepted."""
    accepted = request.headers.get("accept", "*/*").lower()
    ranges = [part.split(";") for part in accepted.split(",")]
    wanted = {kind.strip() for kind, *more in ranges if "q=0" not in (m.strip() for m in more)}
    if wanted & {GRAPHQL, "*/*", "application/*"}:
        return GRAPHQL
    if JSON in wanted:
        return JSON
    raise Refused(406, Code.BAD_REQUEST, f"Answers are given as {GRAPHQL} or {JSON}.")


async def read(request: Request) -> Asked:
    """What a GET or a POST asks. Raises Refused."""
    if request.method == "GET":
        return _asked(_of_address(request))
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    if kind.strip().lower() != JSON:
        raise Refused(415, Code.UNSUPPORTED_MEDIA_TYPE, f"Send {JSON}.")
    if "charset" in parameters.lower() and "utf-8" not in parameters.lower():
        raise Refused(415, Code.UNSUPPORTED_MEDIA_TYPE, "Send UTF-8.")
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Refused(415, Code.UNSUPPORTED_MEDIA_TYPE, "Send the body as it is, unpacked.")
    return _asked(_json(await _body(request), "The body"))


def _of_address(request: Request) -> dict[str, Any]:
    found: dict[str, Any] = dict(request.query_params)
    for name in ("variables", "extensions"):
        if found.get(name):
            found[name] = _json(found[name].encode(), f"The parameter {name}")
        else:
            found.pop(name, None)
    return found


async def _body(request: Request) -> bytes:
    too_large = Refused(413, Code.PAYLOAD_TOO_LARGE, f"A request has at most {LARGEST_BODY} bytes.")
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length[:12]) > LARGEST_BODY:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST_BODY:
                    raise too_large
    except TimeoutError:
        raise Refused(408, Code.TIMEOUT, "The body took too long.") from None
    except ClientDisconnect:
        raise Refused(400, Code.BAD_REQUEST, "The body broke off.") from None
    return bytes(body)


def _json(text: bytes, where: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Refused(400, Code.BAD_REQUEST, f"{where} is not JSON.") from None


def _asked(given: Any) -> Asked:
    if not isinstance(given, dict):
        raise Refused(400, Code.BAD_REQUEST, "The body is one JSON object.")
    query, name = given.get("query"), given.get("operationName")
    if not isinstance(query, str):
        raise Refused(400, Code.BAD_REQUEST, "`query` is a string and cannot be left out.")
    if name is not None and (not isinstance(name, str) or len(name) > LONGEST_NAME):
        raise Refused(400, Code.BAD_REQUEST, "`operationName` is a short string.")
    parts: dict[str, dict[str, Any]] = {}
    for part in ("variables", "extensions"):
        value = given.get(part)
        if value is not None and not isinstance(value, dict):
            raise Refused(400, Code.BAD_REQUEST, f"`{part}` is an object.")
        parts[part] = value or {}
    return Asked(query, name or None, parts["variables"], parts["extensions"])
