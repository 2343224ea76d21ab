"""Answers of operations as bytes, within their bounds."""

import hashlib
from functools import cache
from typing import Any

import orjson

from commerce.core import audit, idempotency
from commerce.core.texts.language import Language
from graph.context import Context
from graph.error_texts import NUMBER_TOO_LARGE, filled
from graph.errors import Code
from graph.execution import AnswerTooLarge
from graph.limits.query_limits import MAX_POINTS
from graph.plan import Ready
from graph.plan.runtime.fallbacks import TooLong
from server.documents.response_cache import Answer
from server.graphql_http.exchange import OBJECT
from server.requests.http_request import GraphQLRequest, Refused
from server.requests.json_input import has_too_large


async def write_reads(context: Context) -> None:
    """Nobody is shown other people's data without an entry in the audit."""
    if context.read_of_others:
        await audit.record_read(context.action_context, context.read_of_others)


async def answer_by_plan(
    ready: Ready, context: Context, points: int, is_query: bool
) -> tuple[Answer | None, Exception | None]:
    """The answer by a plan; or what it met with: the ordinary executor says it properly.

    What a mutation did is told at any length, without what is beyond: that is the executor's too.
    """
    try:
        answer = whole_answer(await ready.plan.run(ready.arguments, context), context, points)
        _check_size(answer, context)
    except AnswerTooLarge as too_large:
        if is_query:
            raise
        return None, TooLong(str(too_large))
    except Exception as error:
        return None, error
    return answer, None


async def first_answer(
    key_id: int, query: str, request: GraphQLRequest, language: Language, body: bytes
) -> bytes:
    """What was answered when the same request came with its key first: the same bytes again."""
    identity = (query, request.operation_name, request.variables, language.value)
    fingerprint = hashlib.sha256(orjson.dumps(identity)).digest()
    return await idempotency.stored_response(key_id, fingerprint, body)


def written(variables: dict[str, Any]) -> bytes:
    """Variables as one text, the same for the same ones. Raises Refused."""
    try:
        return orjson.dumps(variables)
    except orjson.JSONEncodeError:
        for name, value in variables.items():
            if has_too_large(value):
                said = filled(NUMBER_TOO_LARGE, name=name)
                raise Refused(400, Code.BAD_USER_INPUT, said, is_understood=True) from None
        # Some hundred arrays within each other can be read and not be written.
        raise Refused(400, Code.BAD_REQUEST, "The variables are nested too deeply.") from None


def whole_answer(
    data: Any, context: Context, points: int, errors: list[dict[str, Any]] | None = None
) -> Answer:
    """The answer as it is sent, with what is told of its languages and of its cost."""
    languages, language = language_report(context.language, frozenset(context.languages_used))
    body = orjson.dumps(data)
    if not context.is_counted:
        context.objects = objects_in(body)
    before = b'"errors":%b,' % orjson.dumps(errors) if errors else b""
    cost = b'{"requested":%d,"actual":%d,"limit":%d}' % (points, context.objects, MAX_POINTS)
    extensions = b'{"language":%b,"cost":%b}' % (language, cost)
    return Answer(b'{%b"data":%b,"extensions":%b}' % (before, body, extensions), languages)


def objects_in(data: bytes) -> int:
    """How many objects with fields an answer has besides itself; null and no fields are none."""
    # A quote within a text is escaped.
    return max(0, len(OBJECT.findall(data)) - 1)


def _check_size(answer: Answer, context: Context) -> None:
    """Refuse what was counted too low while it was made: letters of several bytes, escapes."""
    if len(answer.body) > context.max_bytes:
        raise AnswerTooLarge(context.max_bytes, "bytes")


@cache
def language_report(requested: Language, served: frozenset[Language]) -> tuple[str, bytes]:
    """What is told of the languages of an answer, in its header and in its extensions."""
    given = sorted(served) or [requested]
    names = [language.name for language in given]
    return ", ".join(given), orjson.dumps({"requested": requested.name, "served": names})
