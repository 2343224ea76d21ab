"""/graphql: GraphQL over HTTP for programs, the console for browsers."""

import asyncio
import logging
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError, OperationType
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from auth.security_log import CLIENT, SecurityEvent, security_event
from auth.sessions import devices
from auth.viewer import ANONYMOUS, Viewer
from commerce.core.texts.language import Language
from database.connect import IS_PUBLIC
from graph.access import is_entrance
from graph.carried import is_planned
from graph.context import ANONYMOUS_REQUESTER, Context, Requester
from graph.error_texts import (
    DATABASE_TOO_SLOW,
    FAILED,
    TOKEN_ENDED,
    TOOK_TOO_LONG,
    filled,
)
from graph.errors import Code, SeveralErrors, coded_error
from graph.execution import AnswerTooLarge, executed
from graph.limits.query_limits import MAX_INTROSPECTION_OBJECTS
from graph.plan import MAX_VARIABLES_BYTES, Ready, Unplanned, Unsupported
from graph.schema_parts import Schema
from server.documents.document import Document, Operation
from server.documents.document_cache import Documents
from server.documents.errors import TOO_SLOW
from server.documents.fixed_responses import FixedAnswers
from server.documents.introspection import introspection_error
from server.documents.language import language_of
from server.documents.persisted_queries import persisted
from server.documents.plan_fallbacks import Fallbacks
from server.documents.public_reads import is_public_read
from server.documents.response_cache import (
    MAX_FLIGHTS,
    Answer,
    CompressedBodies,
    Flights,
    ResponseCache,
    compressed,
)
from server.graphql_http.console import console_page
from server.graphql_http.exchange import NO_EXTENSIONS, Exchange
from server.graphql_http.written_answers import (
    _check_size,
    answer_by_plan,
    first_answer,
    whole_answer,
    write_reads,
    written,
)
from server.graphql_ws.graphql_ws import Sockets
from server.graphql_ws.socket_limits import SocketLimits
from server.rate_limits.deadlines import Deadlines
from server.rate_limits.mutation_rate_limits import count_writes, too_often
from server.rate_limits.rate_limit import RateLimits, ServerTime, Work, units
from server.rate_limits.timeouts import TIMEOUTS, Timeouts
from server.requests.authentication import (
    COOKIE,
    DEVICE_COOKIE,
    Bearer,
    bearer_of,
    cookie_name,
    cookies_of,
    device_id_of,
    device_of,
    outdated_device_id_of,
    refresh_token_of,
)
from server.requests.client_address import UNKNOWN, ClientAddresses
from server.requests.cors import Origins
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
from server.requests.negotiation import IDENTITY, best_encoding, is_named
from settings import settings

log = logging.getLogger("odop.server")

COOKIE_SECONDS = 30 * 24 * 3600
NewContext = Callable[[Language, Requester], Context]
METHODS = ("POST", "GET")
# What /readyz reads: rows of the tables that a page of the shop comes from.
PROBE = "query Readiness { products(first: 1) { nodes { slug name } } }"


class Endpoint:
    """Answers requests for one schema. An ASGI application of its own."""

    def __init__(
        self, schema: Schema, new_context: NewContext, timeouts: Timeouts = TIMEOUTS
    ) -> None:
        self._strawberry, self._schema = schema, schema.core
        self._documents, self._persisted = Documents(schema.core), persisted()
        self._new_context = new_context
        self._seconds = timeouts.request_seconds
        self._deadlines = Deadlines(timeouts.request_seconds)
        self.answers, self._compressed_bodies = (
            ResponseCache(settings().answer_bytes),
            CompressedBodies(),
        )
        self._flights = Flights()
        self._bearer, self._clients = Bearer(), ClientAddresses(settings().trusted_proxies)
        self._origins, self.rate_limits = Origins(settings().allowed_origins), RateLimits()
        self.sockets = Sockets(
            self._documents,
            self._persisted,
            schema.core,
            new_context,
            self._bearer.viewer,
            self._origins.admits_socket,
            self._count_message,
            self._work,
            count_writes,
            SocketLimits(
                settings().process_sockets, settings().client_sockets, settings().account_sockets
            ),
            timeouts,
        )
        self._time, self._fixed = ServerTime(), FixedAnswers()
        self._client_requests = settings().client_requests
        self._account_requests = settings().account_requests
        self._is_secure = settings().is_https
        self._loop: asyncio.AbstractEventLoop | None = None
        self.by_plan = 0
        self.by_executor = 0
        self.fallbacks = Fallbacks()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        head = Head(scope)
        if head.is_browser:
            page = await console_page(Request(scope))
            await page(scope, receive, send)
            return
        direct = scope.get("extensions", NO_EXTENSIONS).get(DIRECT)
        exchange = Exchange(head, send, self._client(scope), direct)
        CLIENT.set(exchange.client)
        task = self._task()
        self._deadlines.begin(task)
        has_body = False
        try:
            if b"origin" in head:
                exchange.more += self._origins.headers(head)
            if head.method not in METHODS:
                if (told := self._origins.preflight(head)) is not None:
                    await exchange.admit(told)
                    return
                raise Refused(
                    405,
                    Code.METHOD_NOT_ALLOWED,
                    "Use POST or GET.",
                    {"allow": "POST, GET, HEAD"},
                )
            exchange.kind = media_type(head.header(b"accept", "*/*"))
            self._count(exchange, await self._identify(exchange) if head.is_signed else ANONYMOUS)
            asked = read_at_hand(head, direct) or await read(head, receive)
            has_body = True
            exchange.started_at = self._time.begin()
            self._deadlines.watch(task, receive)
            try:
                status, body, headers = await self._respond(exchange, asked)
            finally:
                self._land(exchange)
            exchange.size = len(body)
        except Refused as refused:
            is_fine = refused.is_understood and exchange.kind == JSON
            status = 200 if is_fine else refused.status
            await exchange.fail(status, (refused.error,), refused.headers)
        except AnswerTooLarge as too_large:
            await exchange.answer(*self._refusal(exchange, (too_large.error,)))
        except asyncio.CancelledError:
            if self._deadlines.is_client_gone(task):
                return
            if not self._deadlines.end(task):
                raise
            # The specification: 200 for those who accept plain JSON only.
            status = 408 if not has_body else 200 if exchange.kind == JSON else 504
            what = filled(TOOK_TOO_LONG, seconds=self._seconds)
            await exchange.fail(status, (coded_error(what, Code.TIMEOUT),))
        except Exception:
            log.exception("request %s failed", exchange.request_id)
            await exchange.fail(500, (coded_error(FAILED, Code.INTERNAL),))
        else:
            # What is left is for the client to read; that has a time of its own.
            self._deadlines.end(task)
            self._charge(exchange)
            await exchange.answer(status, body, headers)
        finally:
            self._deadlines.end(task)
            self._charge(exchange)

    async def probe(self) -> None:
        """Read a page as readers do, from the database. Raises what the reading raises."""
        document = self._documents.get(PROBE)
        operation = document.operation(None)
        ready = operation.plans(self._strawberry, document).ready({}, b"", Language.EN)
        assert isinstance(ready, Ready)
        await ready.plan.run(ready.arguments, self._new_context(Language.EN, ANONYMOUS_REQUESTER))

    async def connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A WebSocket."""
        head = Head(scope)
        await self.sockets.serve(head, self._client(scope), scope, receive, send)

    def refused_for(self, scope: Scope) -> int:
        """Count a request of another route for its address: seconds to wait when it may not be."""
        most, peer = self._client_requests, scope.get("client")
        if not most or (peer and self._clients.is_own(peer[0], scope["headers"])):
            return 0
        left, seconds = self.rate_limits.count(self._client(scope), most, time.time())
        return seconds if left < 0 else 0

    def _client(self, scope: Scope) -> str:
        """What is counted as the client's address."""
        peer = scope.get("client")
        return self._clients.of(peer[0] if peer else UNKNOWN, scope["headers"])

    def _limit_of(self, client: str, viewer: Viewer) -> tuple[str, str, int]:
        """Who is counted, by name and key, and their units a minute: keys before addresses."""
        if viewer.account_id is not None:
            return "account", viewer.rate_limit_key, self._account_requests
        if viewer.key_id is not None:
            return "key", viewer.rate_limit_key, settings().key_requests
        return "client", client, self._client_requests

    def _count_message(self, client: str, viewer: Viewer) -> None:
        """Count what comes over a socket like requests. Raises Refused."""
        _, who, most = self._limit_of(client, viewer)
        left, seconds = self.rate_limits.count(who, most, time.time()) if most else (0, 0)
        if left < 0:
            raise too_often(seconds)

    @contextmanager
    def _work(self, client: str, viewer: Viewer) -> Iterator[Work]:
        """Count what is done for a message of a socket while this lasts."""
        begun, work = self._time.begin(), Work()
        try:
            yield work
        finally:
            more = units(work.objects, self._time.end(begun), work.size) - 1
            _, who, most = self._limit_of(client, viewer)
            if more and most:
                self.rate_limits.count(who, most, time.time(), more)

    def _task(self) -> asyncio.Task[Any]:
        """The current task; to be told the loop spares asyncio a look at the process each time."""
        task = asyncio.current_task(self._loop) if self._loop else None
        if task is None:
            self._loop = asyncio.get_running_loop()
            task = asyncio.current_task(self._loop)
            assert task is not None
        return task

    async def _identify(self, exchange: Exchange) -> Viewer:
        """Whoever shows a good key or token, so that it is counted wherever it is used.

        A bad one is counted for the address, which may try no more once its own is spent.
        """
        signed = exchange.head.raw(b"authorization") or b""
        known = self._bearer.cached(signed, exchange.now)
        if known is None:
            token = bearer_of(signed.decode("latin-1")) or ""
            most = self._client_requests
            is_spent = self.rate_limits.is_spent(exchange.client, most, exchange.now)
            if not is_spent or self._bearer.is_cached(token):
                known = await self._person(exchange, token)
        return known or ANONYMOUS

    def _count(self, exchange: Exchange, viewer: Viewer) -> None:
        """Count a request of a key or an account, else of its address. Raises Refused with 429."""
        name, who, most = exchange.limit = self._limit_of(exchange.client, viewer)
        if not most:
            return
        left, seconds = self.rate_limits.count(who, most, exchange.now)
        if left + left < most:
            exchange.add_rate_limit(name, left, most, seconds)
            if left < 0:
                raise too_often(seconds)

    async def _person(self, exchange: Exchange, token: str) -> Viewer | None:
        """Whom a token opens to, asked once in a request; None when it opens nothing."""
        if exchange.person is None:
            found = await self._bearer.viewer(token)
            exchange.person = (found[0] if found is not None else None,)
        return exchange.person[0]

    def _charge(self, exchange: Exchange) -> None:
        """Count what a request took beyond an ordinary one, whatever became of it."""
        if exchange.started_at is None or exchange.limit is None:
            return
        milliseconds, exchange.started_at = self._time.end(exchange.started_at), None
        name, who, most = exchange.limit
        more = units(exchange.objects, milliseconds, exchange.size) - 1
        if more and most:
            left, seconds = self.rate_limits.count(who, most, exchange.now, more)
            exchange.add_rate_limit(name, left, most, seconds)

    async def _respond(
        self, exchange: Exchange, request: GraphQLRequest
    ) -> tuple[int, bytes, dict[str, str]]:
        """Status, body and headers of the answer. Raises Refused."""
        query = self._persisted.resolve(request.query, request.extensions)
        document = self._documents.used(query)
        if document is None:
            document = await self._documents.read(query, exchange.client)
        accepted = exchange.head.header(b"accept-language")
        try:
            if document.errors:
                raise SeveralErrors(document.errors)
            operation = document.operation(request.operation_name)
            language = language_of(operation.node, request.variables, accepted)
            exchange.language = language
            request.variables = operation.variables(document, request.variables)
            points = operation.points(self._schema, document, request.variables)
            if not operation.is_query:
                self._check_method(exchange.head, operation)
        except (GraphQLError, SeveralErrors) as refused:
            name, variables = request.operation_name, request.variables
            exchange.language = document.language(name, variables, accepted)
            errors = refused.errors if isinstance(refused, SeveralErrors) else (refused,)
            return self._refusal(exchange, errors)
        kept = operation.cache_seconds(self._schema, document)
        requester, viewer = ANONYMOUS_REQUESTER, ANONYMOUS
        signed = exchange.head.raw(b"authorization")
        is_query = operation.is_query
        reader = self._bearer.cached(signed, exchange.now) if signed and is_query else None
        if reader is not None:
            viewer = reader
        elif kept is None or signed is not None:
            requester = await self._asking(exchange, document, operation)
        if operation.is_introspection(document):
            why = introspection_error(
                viewer if requester is ANONYMOUS_REQUESTER else requester.viewer
            )
            if why is not None:
                return self._refusal(exchange, (why,))
        who = viewer if viewer is not ANONYMOUS else requester.viewer
        # What others may keep is anybody's.
        IS_PUBLIC.set(kept is not None or is_public_read(self._schema, document, operation, who))
        if (fixed := operation.fixed.get(language)) is not None:
            self.by_plan += 1
            return await self._successful(exchange.head, fixed, kept)
        key = version = None
        form = written(request.variables) if request.variables else b""
        if kept is not None:
            version = self.answers.version()
            if version is not None and len(form) <= MAX_VARIABLES_BYTES:
                key = (operation.identity, form, language)
                known = self.answers.get(key) or await self._shared(exchange, (version, key))
                if known is not None:
                    return await self._successful(exchange.head, known, kept)
        if requester is ANONYMOUS_REQUESTER and viewer is not ANONYMOUS:
            device = device_of(exchange.head) if kept is None else ""
            requester = Requester(viewer, exchange.request_id, exchange.client, device)
        context = self._new_context(language, requester)
        ready = planned = gave_up = None
        if settings().plans and (is_query or is_planned(operation.roots(document))):
            ready = self._ready(operation, document, request.variables, form, language)
        if ready is not None:
            planned, gave_up = await answer_by_plan(ready, context, points, is_query)
        if ready is not None and planned is not None:
            answer = planned
            self.by_plan += 1
            await write_reads(context)
            if context.answer_key.id is not None:
                body = await first_answer(
                    context.answer_key.id, query, request, language, answer.body
                )
                return 200, body, {"content-language": answer.languages}
            if ready.plan.is_fixed and not context.is_personal:
                self._fixed.keep(operation.fixed, language, answer)
            operation.plans(self._strawberry, document).keep(form, language, ready)
        elif isinstance(gave_up, TOO_SLOW) and is_query:
            # It would be as slow the other way.
            raise Refused(504, Code.TIMEOUT, DATABASE_TOO_SLOW, is_understood=True)
        else:
            if context.outcome is not None:
                context.begin_again(context.outcome)
            elif gave_up is not None:
                context = self._new_context(language, requester)
            if operation.is_introspection(document):
                context.max_objects = MAX_INTROSPECTION_OBJECTS
            self.by_executor += 1
            if operation.is_introspection(document):
                async with self._documents.long_work.turn(exchange.client):
                    result = await self._execute(document, request, context)
            else:
                result = await self._execute(document, request, context)
            await write_reads(context)
            failed = result.errors or []
            if gave_up is not None:
                self.fallbacks.failed(operation, gave_up, bool(failed))
            if failed and result.data is None and not any(error.path for error in failed):
                return self._refusal(exchange, tuple(failed))
            answer = whole_answer(result.data, context, points, exchange.formatted_errors(failed))
            if is_query:
                _check_size(answer, context)
            self._set_cookie(exchange, context)
            if context.answer_key.id is not None and not failed:
                body = await first_answer(
                    context.answer_key.id, query, request, language, answer.body
                )
                return 200, body, {"content-language": answer.languages}
            if failed:
                return 200, answer.body, {"content-language": answer.languages}
            if operation.is_introspection(document) and not operation.node.variable_definitions:
                self._fixed.keep(operation.fixed, language, answer)
        exchange.objects = context.objects
        if not is_query:
            return 200, answer.body, {"content-language": answer.languages}
        if context.is_personal:
            return await self._successful(exchange.head, answer, None)
        if key is not None:
            self.answers.keep(key, answer, version, len(form))
            self._land(exchange, answer)
        return await self._successful(exchange.head, answer, kept)

    async def _shared(self, exchange: Exchange, flight: Hashable) -> Answer | None:
        """A public answer that another makes just now; None when it is this request's to make.

        What changed meanwhile is another flight. Waiting costs the client what being given a kept
        answer does, and ends with the request's time like all else.
        """
        for _ in range(MAX_FLIGHTS):
            if self._flights.begin(flight):
                exchange.flight = flight
                return None
            spent = self._time.end(exchange.started_at or 0.0) / 1e3
            exchange.started_at = None
            answer = await self._flights.wait(flight)
            exchange.started_at = self._time.begin() - spent
            if answer is not None:
                self.answers.hits += 1
                return answer
        return None

    def _land(self, exchange: Exchange, answer: Answer | None = None) -> None:
        """Tell those who wait for what this request makes that it is made, or will not be."""
        if exchange.flight is not None:
            self._flights.end(exchange.flight, answer)
            exchange.flight = None

    async def _asking(
        self, exchange: Exchange, document: Document, operation: Operation
    ) -> Requester:
        """Who asks. Raises Refused: 401 for a token that opens nothing, 429 for too many tries."""
        head = exchange.head
        viewer = ANONYMOUS
        is_mutation = operation.node.operation is OperationType.MUTATION
        fields = operation.roots(document) if is_mutation else ()
        if (token := bearer_of(head.header(b"authorization"))) is not None:
            if is_mutation:
                # It may have been long until the whole request was there.
                exchange.person = None
            person = await self._person(exchange, token)
            if person is not None:
                viewer = person
            elif not fields or not all(is_entrance(field) for field in fields):
                # Signing in and refreshing go with whatever an app still sends along.
                security_event(SecurityEvent.BAD_TOKEN, request=exchange.request_id)
                raise Refused(
                    401,
                    Code.UNAUTHENTICATED,
                    TOKEN_ENDED,
                    {"www-authenticate": 'Bearer error="invalid_token"'},
                )
        if fields:
            await count_writes(fields, exchange.client, viewer)
        return Requester(
            viewer,
            exchange.request_id,
            exchange.client,
            device_of(head),
            refresh_token_of(head) if fields else None,
            device_id_of(head) if fields else None,
        )

    def _set_cookie(self, exchange: Exchange, context: Context) -> None:
        token = context.new_refresh_token
        if token is None:
            return
        self._add_cookie(exchange, COOKIE, token, COOKIE_SECONDS if token else 0)
        if self._is_secure and COOKIE in cookies_of(exchange.head):
            # Of before the prefix: nothing reads it, and it would go over http as well.
            exchange.more.append((b"set-cookie", f"{COOKIE}=; Path=/graphql; Max-Age=0".encode()))
        device_id = context.new_device_id or outdated_device_id_of(exchange.head)
        if token and device_id is not None:
            lasts = round(devices.LIFETIME.total_seconds())
            self._add_cookie(exchange, DEVICE_COOKIE, devices.cookie_of(device_id), lasts)

    def _add_cookie(self, exchange: Exchange, name: str, value: str, lasts: int) -> None:
        secure = "; Secure" if self._is_secure else ""
        kept = f"Path=/graphql; HttpOnly; SameSite=Strict; Max-Age={lasts}{secure}"
        cookie = f"{cookie_name(name)}={value}; {kept}"
        exchange.more.append((b"set-cookie", cookie.encode("latin-1")))

    def _check_method(self, head: Head, operation: Operation) -> None:
        kind = operation.node.operation
        if kind is OperationType.SUBSCRIPTION:
            raise Refused(400, Code.BAD_REQUEST, "Send subscriptions over a WebSocket.")
        if head.method == "GET" and kind is not OperationType.QUERY:
            raise Refused(
                405, Code.METHOD_NOT_ALLOWED, "Send mutations with POST.", {"allow": "POST"}
            )

    def _refusal(
        self, exchange: Exchange, errors: tuple[GraphQLError, ...]
    ) -> tuple[int, bytes, dict[str, str]]:
        """A request that was understood and cannot be carried out."""
        # The specification: 200 for those who accept plain JSON only.
        status = 200 if exchange.kind == JSON else 400
        return status, orjson.dumps({"errors": exchange.formatted_errors(errors)}), {}

    async def _successful(
        self, head: Head, answer: Answer, kept: int | None
    ) -> tuple[int, bytes, dict[str, str]]:
        """An answer without errors. What is got by GET others may keep, if it is public.

        Only queries come here, so it may be compressed (docs/decisions/kept-answers.md).
        """
        encoding = IDENTITY
        if answer.is_compressible:
            encoding = best_encoding(head.header(b"accept-encoding"))
        headers = {"content-language": answer.languages}
        if encoding != IDENTITY:
            headers["content-encoding"] = encoding
        if head.method == "GET" and kept is not None:
            headers["cache-control"] = f"public, max-age=0, s-maxage={kept}"
            if wanted := head.header(b"if-none-match"):
                for tag in answer.tags(encoding):
                    if is_named(tag, wanted):
                        headers.pop("content-encoding", None)
                        return 304, b"", headers | {"etag": tag}
        if encoding != IDENTITY and kept is None:
            return 200, compressed(answer.body, encoding), headers
        if answer.needs_compression(encoding):
            await self._compressed_bodies.compress(answer)
        packed = answer.encoded(encoding)
        if head.method == "GET" and kept is not None:
            headers["etag"] = answer.tag(encoding)
        return 200, packed, headers

    def _ready(
        self,
        operation: Operation,
        document: Document,
        variables: dict[str, Any],
        form: bytes,
        language: Language,
    ) -> Ready | None:
        """The plan with its arguments; None where the ordinary executor has to answer."""
        try:
            found = operation.plans(self._strawberry, document).ready(variables, form, language)
        except Exception as error:
            found = Unsupported(Unplanned.FAULT, repr(error))
            log.exception("%s could not be compiled", operation.title)
        if isinstance(found, Unsupported):
            self.fallbacks.not_planned(operation, found)
            return None
        return found

    async def _execute(
        self, document: Document, request: GraphQLRequest, context: Context
    ) -> ExecutionResult:
        return await executed(
            self._schema, document.node, context, request.variables, request.operation_name
        )
