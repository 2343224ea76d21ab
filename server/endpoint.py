"""/graphql: GraphQL over HTTP for programs, the console for browsers."""

import asyncio
import logging
import re
import secrets
from collections.abc import Callable
from typing import Any

import orjson
from graphql import (
    ExecutionResult,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    execute,
)
from starlette.requests import Request
from starlette.responses import Response

from commerce.language import Language
from graph.context import Context
from graph.errors import Code, coded
from graph.schema import Schema
from server.console import console_page
from server.documents import Document, Documents
from server.errors import shown
from server.language import language_of
from server.protocol import GRAPHQL, JSON, Asked, Refused, media_type, read
from settings import settings

log = logging.getLogger("odop.server")

SECONDS = 10
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
NewContext = Callable[[Language], Context]


class Endpoint:
    """Answers requests for one schema."""

    def __init__(self, schema: Schema, new_context: NewContext) -> None:
        self._strawberry = schema
        self._schema = schema.core
        self.by_plan = 0
        self.by_executor = 0
        self._documents = Documents(schema.core)
        self._new_context = new_context

    async def respond(self, request: Request) -> Response:
        if request.method == "GET" and _is_browser(request):
            return await console_page(request)
        request_id = _request_id(request)
        kind = GRAPHQL
        try:
            kind = media_type(request)
            asked = await read(request)
            return await self._answer(request, asked, kind, request_id)
        except Refused as refused:
            payload = {"errors": [shown(refused.error, request_id)]}
            return _response(payload, kind, refused.status, request_id, refused.headers)

    async def _answer(self, request: Request, asked: Asked, kind: str, request_id: str) -> Response:
        document = self._documents.get(asked.query)
        try:
            operation = document.errors or document.operation(asked.operation_name)
        except GraphQLError as error:
            operation = (error,)
        if isinstance(operation, tuple):
            return _failed(operation, kind, request_id)
        if operation.operation is OperationType.SUBSCRIPTION:
            raise Refused(400, Code.BAD_REQUEST, "Subscriptions go over a WebSocket.")
        if request.method == "GET" and operation.operation is not OperationType.QUERY:
            raise Refused(
                405, Code.METHOD_NOT_ALLOWED, "A mutation is sent by POST.", {"Allow": "POST"}
            )
        language = language_of(
            operation, asked.variables, request.headers.get("accept-language", "")
        )
        context = self._new_context(language)
        result = await self._planned(document, operation, asked, context)
        if result is None:
            context = self._new_context(language)
            self.by_executor += 1
            result = await self._execute(document, asked, context)
        if result.data is None and result.errors and not any(e.path for e in result.errors):
            return _failed(tuple(result.errors), kind, request_id)
        served = sorted(context.served) or [language]
        payload: dict[str, Any] = {"data": result.data}
        if result.errors:
            payload = {"errors": [shown(error, request_id) for error in result.errors], **payload}
        payload["extensions"] = {
            "language": {
                "requested": language.name,
                "served": [Language(each).name for each in served],
            }
        }
        return _response(payload, kind, 200, request_id, {"Content-Language": ", ".join(served)})

    async def _planned(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        asked: Asked,
        context: Context,
    ) -> ExecutionResult | None:
        """The answer by a plan; None when there is no plan, or when it met with a surprise."""
        if not settings().plans:
            return None
        plan = document.plan(self._strawberry, operation, asked.variables, context.language)
        if plan is None:
            return None
        try:
            async with asyncio.timeout(SECONDS):
                data = await plan.run(asked.variables, context)
        except TimeoutError:
            error = coded(f"The request took longer than {SECONDS} seconds.", Code.TIMEOUT)
            return ExecutionResult(data=None, errors=[error])
        except Exception:  # whatever it is, the ordinary executor says it as it should be said
            log.debug("a plan gave up", exc_info=True)
            return None
        self.by_plan += 1
        return ExecutionResult(data=data, errors=None)

    async def _execute(self, document: Document, asked: Asked, context: Context) -> ExecutionResult:
        if document.node is None:
            raise AssertionError("a document with errors is not executed")
        try:
            async with asyncio.timeout(SECONDS):
                result = execute(
                    self._schema,
                    document.node,
                    context_value=context,
                    variable_values=asked.variables,
                    operation_name=asked.operation_name,
                    hide_suggestions=True,
                )
                return result if isinstance(result, ExecutionResult) else await result
        except TimeoutError:
            error = coded(f"The request took longer than {SECONDS} seconds.", Code.TIMEOUT)
            return ExecutionResult(data=None, errors=[error])


def _is_browser(request: Request) -> bool:
    asks_page = "text/html" in request.headers.get("accept", "")
    return asks_page and "query" not in request.query_params


def _request_id(request: Request) -> str:
    given = request.headers.get("x-request-id", "")
    return given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def _failed(errors: tuple[GraphQLError, ...], kind: str, request_id: str) -> Response:
    """A request that was understood and cannot be carried out: nothing was executed."""
    timed_out = any((e.extensions or {}).get("code") == Code.TIMEOUT.value for e in errors)
    # The specification: 200 for those who accept plain JSON only.
    status = 200 if kind == JSON else 504 if timed_out else 400
    payload = {"errors": [shown(error, request_id) for error in errors]}
    return _response(payload, kind, status, request_id, {})


def _response(
    payload: dict[str, Any], kind: str, status: int, request_id: str, headers: dict[str, str]
) -> Response:
    return Response(
        orjson.dumps(payload),
        status,
        {
            "Content-Type": f"{kind}; charset=utf-8",
            "Cache-Control": "no-store",
            "Vary": "Accept, Accept-Language",
            "X-Content-Type-Options": "nosniff",
            "X-Request-Id": request_id,
            **headers,
        },
    )
