"""/graphql: GraphQL over HTTP for programs, the console for browsers."""

import asyncio
import hashlib
import itertools
import logging
import re
import secrets
from collections.abc import Callable
from functools import cache
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError, OperationType, execute
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from commerce.language import Language
from graph.context import Context
from graph.errors import Code, coded
from graph.plan import Plan
from graph.schema import Schema
from server.answers import Answer, Answers
from server.console import console_page
from server.deadlines import Deadlines
from server.documents import Document, Documents, Operation
from server.errors import HIDDEN, shown
from server.language import language_of
from server.persisted import Persisted
from server.protocol import GRAPHQL, JSON, Asked, Head, Refused, media_type, read
from settings import settings

log = logging.getLogger("odop.server")

SECONDS = 10
PROCESS, NUMBERS = secrets.token_hex(6), itertools.count(1)
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
NewContext = Callable[[Language], Context]
METHODS = ("POST", "GET")
ALWAYS = ((b"vary", b"Accept, Accept-Language"), (b"x-content-type-options", b"nosniff"))
NO_STORE = (b"cache-control", b"no-store")
CONTENT_TYPE = {
    kind: (b"content-type", f"{kind}; charset=utf-8".encode()) for kind in (GRAPHQL, JSON)
}


def _new_id() -> str:
    """An id nobody else has; the first part is this process's."""
    return f"{PROCESS}{next(NUMBERS):08x}"


class Exchange:
    """One request and the way to answer it."""

    __slots__ = ("_send", "head", "kind", "request_id")

    def __init__(self, head: Head, send: Send) -> None:
        self.head, self._send = head, send
        self.kind = GRAPHQL
        given = head.header(b"x-request-id")
        self.request_id = given if given and REQUEST_ID.fullmatch(given) else _new_id()

    async def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        sent = [
            CONTENT_TYPE[self.kind],
            (b"content-length", b"%d" % len(body)),
            *ALWAYS,
            (b"x-request-id", self.request_id.encode()),
        ]
        if "cache-control" not in headers:
            sent.append(NO_STORE)
        for name, value in headers.items():
            sent.append((name.lower().encode(), value.encode("latin-1")))
        await self._send({"type": "http.response.start", "status": status, "headers": sent})
        await self._send({"type": "http.response.body", "body": body})

    async def fail(
        self, status: int, errors: tuple[GraphQLError, ...], headers: dict[str, str] | None = None
    ) -> None:
        """Answer a request of which nothing was executed."""
        payload = {"errors": [shown(error, self.request_id) for error in errors]}
        await self.answer(status, orjson.dumps(payload), headers or {})


class Endpoint:
    """Answers requests for one schema. An ASGI application of its own."""

    def __init__(self, schema: Schema, new_context: NewContext) -> None:
        self._strawberry, self._schema = schema, schema.core
        self._documents, self._persisted = Documents(schema.core), Persisted()
        self._new_context = new_context
        self._deadlines = Deadlines(SECONDS)
        self.answers = Answers(settings().answer_bytes)
        self._loop: asyncio.AbstractEventLoop | None = None
        self.by_plan = 0
        self.by_executor = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        head = Head(scope)
        if head.is_browser:
            page = await console_page(Request(scope))
            await page(scope, receive, send)
            return
        exchange = Exchange(head, send)
        task = self._task()
        self._deadlines.begin(task)
        has_body = False
        try:
            if head.method not in METHODS:
                raise Refused(
                    405, Code.METHOD_NOT_ALLOWED, "Send a POST or a GET.", {"allow": "POST, GET"}
                )
            exchange.kind = media_type(head.header(b"accept", "*/*"))
            asked = await read(head, receive)
            has_body = True
            status, body, headers = await self._respond(exchange, asked)
        except Refused as refused:
            await exchange.fail(refused.status, (refused.error,), refused.headers)
        except asyncio.CancelledError:
            if not self._deadlines.end(task):
                raise
            # The specification: 200 for those who accept plain JSON only.
            status = 408 if not has_body else 200 if exchange.kind == JSON else 504
            what = f"The request took longer than {SECONDS} seconds."
            await exchange.fail(status, (coded(what, Code.TIMEOUT),))
        except Exception:
            log.exception("request %s failed", exchange.request_id)
            await exchange.fail(500, (coded(HIDDEN, Code.INTERNAL),))
        else:
            await exchange.answer(status, body, headers)
        finally:
            self._deadlines.end(task)

    def _task(self) -> asyncio.Task[Any]:
        """The current task; to be told the loop spares asyncio a look at the process each time."""
        task = asyncio.current_task(self._loop) if self._loop else None
        if task is None:
            self._loop = asyncio.get_running_loop()
            task = asyncio.current_task(self._loop)
            assert task is not None
        return task

    async def _respond(self, exchange: Exchange, asked: Asked) -> tuple[int, bytes, dict[str, str]]:
        """Status, body and headers of the answer. Raises Refused."""
        query = self._persisted.resolve(asked.query, asked.extensions)
        document = self._documents.get(query)
        try:
            if document.errors:
                return self._refusal(exchange, document.errors)
            operation = document.operation(asked.operation_name)
        except GraphQLError as error:
            return self._refusal(exchange, (error,))
        self._check_method(exchange.head, operation)
        language = language_of(
            operation.node, asked.variables, exchange.head.header(b"accept-language")
        )
        kept = operation.seconds_kept(self._schema, document)
        if (fixed := operation.fixed.get(language)) is not None:
            self.by_plan += 1
            return self._given(exchange.head, fixed, kept)
        key = version = None
        if kept is not None:
            version = self.answers.version()
            if version is not None:
                key = (operation, orjson.dumps(asked.variables), language)
                if (known := self.answers.get(key)) is not None:
                    return self._given(exchange.head, known, kept)
        context = self._new_context(language)
        plan = None
        if settings().plans:
            plan = operation.plan(self._strawberry, document, asked.variables, language)
        data = await self._planned(plan, asked, context) if plan else None
        if plan and data is not None:
            answer = _answer({"data": data}, context)
            if plan.is_fixed:
                operation.fixed[language] = answer
        else:
            context = self._new_context(language)
            self.by_executor += 1
            result = await self._execute(document, asked, context)
            errors = result.errors or []
            if errors and result.data is None and not any(error.path for error in errors):
                return self._refusal(exchange, tuple(errors))
            if errors:
                told = [shown(error, exchange.request_id) for error in errors]
                answer = _answer({"errors": told, "data": result.data}, context)
                return 200, answer.body, {"content-language": answer.languages}
            answer = _answer({"data": result.data}, context)
        if key is not None:
            self.answers.keep(key, answer, version)
        return self._given(exchange.head, answer, kept)

    def _check_method(self, head: Head, operation: Operation) -> None:
        kind = operation.node.operation
        if kind is OperationType.SUBSCRIPTION:
            raise Refused(400, Code.BAD_REQUEST, "Subscriptions go over a WebSocket.")
        if head.method == "GET" and kind is not OperationType.QUERY:
            raise Refused(
                405, Code.METHOD_NOT_ALLOWED, "A mutation is sent by POST.", {"allow": "POST"}
            )

    def _refusal(
        self, exchange: Exchange, errors: tuple[GraphQLError, ...]
    ) -> tuple[int, bytes, dict[str, str]]:
        """A request that was understood and cannot be carried out."""
        # The specification: 200 for those who accept plain JSON only.
        status = 200 if exchange.kind == JSON else 400
        payload = {"errors": [shown(error, exchange.request_id) for error in errors]}
        return status, orjson.dumps(payload), {}

    def _given(
        self, head: Head, answer: Answer, kept: int | None
    ) -> tuple[int, bytes, dict[str, str]]:
        """An answer without errors. What is got by GET others may keep, if it is public."""
        headers = {"content-language": answer.languages}
        if head.method != "GET" or kept is None:
            return 200, answer.body, headers
        tag = f'"{hashlib.blake2b(answer.body, digest_size=12).hexdigest()}"'
        headers |= {"etag": tag, "cache-control": f"public, max-age=0, s-maxage={kept}"}
        wanted = head.header(b"if-none-match")
        if wanted and tag in [each.strip().removeprefix("W/") for each in wanted.split(",")]:
            return 304, b"", headers
        return 200, answer.body, headers

    async def _planned(self, plan: Plan, asked: Asked, context: Context) -> dict[str, Any] | None:
        """The answer's data by a plan; None when it met with a surprise."""
        try:
            data = await plan.run(asked.variables, context)
        except Exception:  # whatever it is, the ordinary executor says it as it should be said
            log.debug("a plan gave up", exc_info=True)
            return None
        self.by_plan += 1
        return data

    async def _execute(self, document: Document, asked: Asked, context: Context) -> ExecutionResult:
        if document.node is None:
            raise AssertionError("a document with errors is not executed")
        result = execute(
            self._schema,
            document.node,
            context_value=context,
            variable_values=asked.variables,
            operation_name=asked.operation_name,
            hide_suggestions=True,
        )
        return result if isinstance(result, ExecutionResult) else await result


def _answer(payload: dict[str, Any], context: Context) -> Answer:
    """The answer as it is sent, with what is told of its languages."""
    languages, payload["extensions"] = _told(context.language, frozenset(context.served))
    return Answer(orjson.dumps(payload), languages)


@cache
def _told(asked: Language, served: frozenset[Language]) -> tuple[str, orjson.Fragment]:
    """What is told of the languages of an answer, in its header and in its extensions."""
    given = sorted(served) or [asked]
    names = [language.name for language in given]
    extensions = {"language": {"requested": asked.name, "served": names}}
    return ", ".join(given), orjson.Fragment(orjson.dumps(extensions))
