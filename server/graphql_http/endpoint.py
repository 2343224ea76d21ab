"""/graphql: GraphQL over HTTP for programs, the console for browsers.

The client's rate is counted first. Then the request is read, prepared, authenticated, admitted and
answered: by a constant or cached response if there is one, else by execution. Each step is a module
of this folder or of `server/documents/`, and none goes back to an earlier one.
"""

import asyncio
import logging
from typing import Any

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from auth.security_log import CLIENT
from auth.viewer import ANONYMOUS
from commerce.core.texts.language import Language
from database.connect import IS_PUBLIC
from database.pool.connection_errors import is_database_away
from graph.context import ANONYMOUS_REQUESTER, NewContext
from graph.error_texts import DATABASE_AWAY, FAILED, TOOK_TOO_LONG, filled
from graph.errors import Code, coded_error
from graph.execution.executor import AnswerTooLarge
from graph.plan import Ready
from graph.schema_parts import Schema
from server.documents.execution_turns import ExecutionTurns
from server.documents.preparation import NotExecuted, Preparation
from server.graphql_http.admission import Admission, check_method, denied
from server.graphql_http.authentication import Authentication
from server.graphql_http.console import console_page
from server.graphql_http.exchange import NO_EXTENSIONS, Exchange
from server.graphql_http.execution import Execution
from server.graphql_http.public_responses import PublicResponses
from server.graphql_http.responding import Reply, Responding, failure, refusal
from server.graphql_http.response_body import canonical
from server.graphql_ws.sockets import Sockets
from server.rate_limits.accounting import Accounting
from server.requests.cors import Origins
from server.requests.credentials import Bearer
from server.requests.http_request import (
    DIRECT,
    JSON,
    GraphQLRequest,
    Head,
    Refused,
    media_type,
    read,
    read_at_hand,
)
from server.time_limits.deadlines import Deadlines
from server.time_limits.timeouts import TIMEOUTS, Timeouts
from settings import settings

log = logging.getLogger("odop.server")

METHODS = ("POST", "GET")
# What /readyz reads: rows of the tables that a page of the shop comes from.
PROBE = "query Readiness { products(first: 1) { nodes { slug name } } }"


class Endpoint:
    """The ASGI application of /graphql for one schema, with what its requests share."""

    def __init__(
        self, schema: Schema, new_context: NewContext, timeouts: Timeouts = TIMEOUTS
    ) -> None:
        bearer, self._origins = Bearer(), Origins(settings().allowed_origins)
        self.accounting, self._preparation = Accounting(), Preparation(schema)
        self._authentication = Authentication(bearer, self.accounting)
        self._admission = Admission(self.accounting)
        self.responses = PublicResponses(self.accounting.time)
        turns = ExecutionTurns(schema, self._preparation.documents.long_work)
        self.execution = Execution(new_context, turns)
        self._responding = Responding()
        self.sockets = Sockets(
            schema.core,
            self._preparation,
            new_context,
            turns,
            bearer,
            self._origins,
            self.accounting,
            timeouts,
        )
        self._seconds = timeouts.request_seconds
        self._deadlines = Deadlines(timeouts.request_seconds)
        self._loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        head = Head(scope)
        if head.is_browser:
            page = await console_page(Request(scope))
            await page(scope, receive, send)
            return
        direct = scope.get("extensions", NO_EXTENSIONS).get(DIRECT)
        exchange = Exchange(head, send, self.accounting.addresses.client(scope), direct)
        CLIENT.set(exchange.client)
        task = self._task()
        self._deadlines.begin(task)
        try:
            reply = await self._reply(exchange, task, receive)
        except Refused as refused:
            is_fine = refused.is_understood and exchange.kind == JSON
            status = 200 if is_fine else refused.status
            reply = failure(exchange, status, (refused.error,), refused.headers)
        except AnswerTooLarge as too_large:
            reply = refusal(exchange, (too_large.error,))
        except asyncio.CancelledError:
            if self._deadlines.is_client_gone(task):
                return
            if not self._deadlines.end(task):
                raise
            reply = self._timed_out(exchange)
        except Exception as error:
            reply = self._failed(exchange, error)
        finally:
            # Reading the response has a time limit of its own.
            self._deadlines.end(task)
            self._admission.charge(exchange)
        if reply is not None:
            await exchange.answer(*reply)

    def _failed(self, exchange: Exchange, error: Exception) -> Reply:
        if is_database_away(error):
            log.warning("request %s failed: %r", exchange.request_id, error)
            return failure(exchange, 503, (coded_error(DATABASE_AWAY, Code.UNAVAILABLE),))
        log.error("request %s failed", exchange.request_id, exc_info=error)
        return failure(exchange, 500, (coded_error(FAILED, Code.INTERNAL),))

    async def connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a WebSocket."""
        client = self.accounting.addresses.client(scope)
        await self.sockets.serve(Head(scope), client, scope, receive, send)

    async def probe(self) -> None:
        """Read a page from the database as readers do. Raises what the reading raises."""
        operation = self._preparation.documents.get(PROBE).operation(None)
        ready = operation.plans.ready({}, b"", Language.EN)
        assert isinstance(ready, Ready)
        context = self.execution.new_context(Language.EN, ANONYMOUS_REQUESTER)
        await ready.plan.run(ready.arguments, context)

    async def _reply(
        self, exchange: Exchange, task: asyncio.Task[Any], receive: Receive
    ) -> Reply | None:
        """Read a request and answer it; None if it was answered as a preflight."""
        head = exchange.head
        if b"origin" in head:
            exchange.more += self._origins.headers(head)
        if head.method not in METHODS:
            await self._preflight(exchange)
            return None
        exchange.kind = media_type(head.header(b"accept", "*/*"))
        viewer = ANONYMOUS
        if head.is_signed:
            viewer = await self._authentication.counted_viewer(exchange)
        self._admission.count(exchange, viewer)
        request = read_at_hand(head, exchange.direct) or await read(head, receive)
        exchange.is_read = True
        exchange.started_at = self.accounting.time.begin()
        self._deadlines.watch(task, receive)
        try:
            reply = await self._answer(exchange, request)
        except NotExecuted as refused:
            exchange.language = refused.language or exchange.language
            reply = refusal(exchange, refused.errors)
        finally:
            self.responses.land(exchange)
        exchange.size = len(reply.body)
        return reply

    async def _preflight(self, exchange: Exchange) -> None:
        allowed = self._origins.preflight(exchange.head)
        if allowed is None:
            headers = {"allow": "POST, GET, HEAD"}
            raise Refused(405, Code.METHOD_NOT_ALLOWED, "Use POST or GET.", headers)
        await exchange.admit(allowed)

    async def _answer(self, exchange: Exchange, request: GraphQLRequest) -> Reply:
        """Answer a request that was read. Raises Refused, NotExecuted, AnswerTooLarge."""
        accepted = exchange.head.header(b"accept-language")
        prepared = await self._preparation.prepare(request, exchange.client, accepted)
        exchange.language, operation = prepared.language, prepared.operation
        check_method(exchange.head.method, operation)
        requester = ANONYMOUS_REQUESTER
        if operation.cache_seconds is None or exchange.head.is_signed:
            requester = await self._authentication.requester(exchange, prepared)
        if (error := denied(operation, requester.viewer)) is not None:
            raise NotExecuted((error,))
        IS_PUBLIC.set(operation.is_public_read(requester.viewer))
        constant = operation.fixed.get(prepared.language)
        if constant is not None:
            self.execution.by_plan += 1
            return await self._responding.successful(
                exchange.head, constant, operation.cache_seconds
            )
        form, cached = canonical(prepared.request.variables), None
        if operation.cache_seconds is not None:
            cached = await self.responses.find(exchange, prepared, form)
        if cached is not None:
            return await self._responding.successful(exchange.head, cached, operation.cache_seconds)
        executed = await self.execution.run(exchange, prepared, requester, form)
        if executed.is_complete and not executed.context.is_personal:
            self.responses.keep(exchange, executed.answer)
        return await self._responding.reply(exchange, prepared, executed)

    def _timed_out(self, exchange: Exchange) -> Reply:
        # GraphQL over HTTP: 200 for clients that accept plain JSON only.
        status = 408 if not exchange.is_read else 200 if exchange.kind == JSON else 504
        text = filled(TOOK_TOO_LONG, seconds=self._seconds)
        return failure(exchange, status, (coded_error(text, Code.TIMEOUT),))

    def _task(self) -> asyncio.Task[Any]:
        """The current task; naming the loop saves asyncio a check of the process ID."""
        task = asyncio.current_task(self._loop) if self._loop else None
        if task is None:
            self._loop = asyncio.get_running_loop()
            task = asyncio.current_task(self._loop)
            assert task is not None
        return task
