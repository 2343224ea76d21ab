"""The status, body and headers of a response."""

from typing import NamedTuple

import orjson
from graphql import GraphQLError

from server.documents.preparation import PreparedRequest
from server.documents.response_cache import Answer, CompressedBodies, compressed
from server.graphql_http.exchange import Exchange
from server.graphql_http.execution import Executed
from server.graphql_http.response_body import stored_response
from server.requests.http_request import JSON, Head
from server.requests.negotiation import IDENTITY, best_encoding, is_named


class Reply(NamedTuple):
    """A response as it is sent."""

    status: int
    body: bytes
    headers: dict[str, str]


def failure(
    exchange: Exchange,
    status: int,
    errors: tuple[GraphQLError, ...],
    headers: dict[str, str] | None = None,
) -> Reply:
    """The reply to a request that is not executed."""
    body = orjson.dumps({"errors": exchange.formatted_errors(errors)})
    return Reply(status, body, headers or {})


def refusal(exchange: Exchange, errors: tuple[GraphQLError, ...]) -> Reply:
    """The reply to a well-formed request that is not executed."""
    # GraphQL over HTTP: 200 for clients that accept plain JSON only.
    return failure(exchange, 200 if exchange.kind == JSON else 400, errors)


class Responding:
    """Turns answers into replies, compressed where that is allowed."""

    def __init__(self) -> None:
        self._compressed_bodies = CompressedBodies()

    async def reply(
        self, exchange: Exchange, prepared: PreparedRequest, executed: Executed
    ) -> Reply:
        """The reply to an operation that was executed."""
        answer, context, is_complete = executed
        if is_complete and context.answer_key.id is not None:
            body = await stored_response(prepared, context, answer.body)
            return Reply(200, body, {"content-language": answer.languages})
        if is_complete:
            exchange.objects = context.objects
        if not is_complete or not prepared.operation.is_query:
            return Reply(200, answer.body, {"content-language": answer.languages})
        seconds = None if context.is_personal else prepared.operation.cache_seconds
        return await self.successful(exchange.head, answer, seconds)

    async def successful(self, head: Head, answer: Answer, cache_seconds: int | None) -> Reply:
        """The reply of a query without errors; shared caches may store a public one by GET.

        Mutations are never compressed (docs/decisions/response-cache.md).
        """
        encoding = IDENTITY
        if answer.is_compressible:
            encoding = best_encoding(head.header(b"accept-encoding"))
        headers = {"content-language": answer.languages}
        if encoding != IDENTITY:
            headers["content-encoding"] = encoding
        is_cacheable = head.method == "GET" and cache_seconds is not None
        if is_cacheable:
            headers["cache-control"] = f"public, max-age=0, s-maxage={cache_seconds}"
            tag = _current_tag(answer, encoding, head.header(b"if-none-match"))
            if tag is not None:
                headers.pop("content-encoding", None)
                return Reply(304, b"", headers | {"etag": tag})
        if encoding != IDENTITY and cache_seconds is None:
            return Reply(200, compressed(answer.body, encoding), headers)
        if answer.needs_compression(encoding):
            await self._compressed_bodies.compress(answer)
        body = answer.encoded(encoding)
        if is_cacheable:
            headers["etag"] = answer.tag(encoding)
        return Reply(200, body, headers)


def _current_tag(answer: Answer, encoding: str, wanted: str) -> str | None:
    """The entity tag of the answer that `If-None-Match` names."""
    if not wanted:
        return None
    return next((tag for tag in answer.tags(encoding) if is_named(tag, wanted)), None)
