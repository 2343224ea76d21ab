"""Response bodies within their limits, with the languages and the cost in `extensions`."""

import hashlib
from functools import cache
from typing import Any

import orjson

from commerce.core import audit, idempotency
from commerce.core.texts.language import Language
from graph.context import Context
from graph.error_texts import NUMBER_TOO_LARGE, filled
from graph.errors import Code
from graph.execution.executor import AnswerTooLarge
from graph.limits.query_limits import MAX_POINTS
from server.documents.preparation import PreparedRequest
from server.documents.response_cache import Answer
from server.graphql_http.exchange import OBJECT
from server.requests.http_request import Refused
from server.requests.json_input import has_too_large


async def write_reads(context: Context) -> None:
    """Record in the audit which other people's data the response has."""
    if context.read_of_others:
        await audit.record_read(context.action_context, context.read_of_others)


async def stored_response(prepared: PreparedRequest, context: Context, body: bytes) -> bytes:
    """The bytes of the first response to the same request with the same idempotency key."""
    request, language = prepared.request, prepared.language.value
    key_id = context.answer_key.id
    assert key_id is not None
    identity = (request.query, request.operation_name, request.variables, language)
    fingerprint = hashlib.sha256(orjson.dumps(identity)).digest()
    return await idempotency.stored_response(key_id, fingerprint, body)


def canonical(variables: dict[str, Any]) -> bytes:
    """Variables as JSON, the same for equal ones. Raises Refused."""
    if not variables:
        return b""
    try:
        return orjson.dumps(variables)
    except orjson.JSONEncodeError:
        for name, value in variables.items():
            if has_too_large(value):
                text = filled(NUMBER_TOO_LARGE, name=name)
                raise Refused(400, Code.BAD_USER_INPUT, text, is_understood=True) from None
        # Some hundred nested arrays can be read and not be written.
        raise Refused(400, Code.BAD_REQUEST, "The variables are nested too deeply.") from None


def whole_answer(
    data: Any, context: Context, points: int, errors: list[dict[str, Any]] | None = None
) -> Answer:
    """The response with its languages and cost. Counts its objects where the plan did not."""
    languages, language = language_report(context.language, frozenset(context.languages_used))
    body = orjson.dumps(data)
    if not context.is_counted:
        context.objects = objects_in(body)
    before = b'"errors":%b,' % orjson.dumps(errors) if errors else b""
    cost = b'{"requested":%d,"actual":%d,"limit":%d}' % (points, context.objects, MAX_POINTS)
    extensions = b'{"language":%b,"cost":%b}' % (language, cost)
    return Answer(b'{%b"data":%b,"extensions":%b}' % (before, body, extensions), languages)


def objects_in(data: bytes) -> int:
    """The objects with fields in a response, besides itself; null and `{}` do not count."""
    # A quote within a text is escaped.
    return max(0, len(OBJECT.findall(data)) - 1)


def check_size(answer: Answer, context: Context) -> None:
    """Raises AnswerTooLarge: while it was made, letters of several bytes counted as one."""
    if len(answer.body) > context.max_bytes:
        raise AnswerTooLarge(context.max_bytes, "bytes")


@cache
def language_report(requested: Language, served: frozenset[Language]) -> tuple[str, bytes]:
    """The languages of a response: the header's value and the JSON of its extension."""
    languages = sorted(served) or [requested]
    names = [language.name for language in languages]
    return ", ".join(languages), orjson.dumps({"requested": requested.name, "served": names})
