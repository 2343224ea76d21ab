"""Subscriptions: the protocol graphql-transport-ws, with the same limits as requests have.

The viewer of a socket is that of the access token or API key of `connection_init`, until it ends;
then the socket is closed and the client comes back with a fresh one. A socket that says nothing
stays open as long. Whether the session or the key still stands is looked up again before each
event, and whenever the database tells of a change.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError, OperationType
from starlette.types import Receive, Scope, Send

from auth.security_log import CLIENT
from auth.sessions.viewer_cache import VIEWER_CACHE
from auth.viewer import ANONYMOUS, Viewer
from commerce.core.texts.language import Language, negotiate
from database.background import end
from graph.error_texts import (
    FAILED,
    KEY_EXPIRED,
    SESSION_ENDED,
    SIGN_IN_TOO_SLOW,
    SOCKET_FAILED,
    SOCKET_TOO_OFTEN,
    TOKEN_EXPIRED,
    TOKEN_INVALID,
    TOO_MANY_SUBSCRIPTIONS,
    TOOK_TOO_LONG,
    filled,
)
from graph.errors import Code, SeveralErrors, coded_error
from server.documents.document import Document, Operation
from server.documents.document_cache import Documents
from server.documents.errors import format_error
from server.documents.persisted_queries import Persisted
from server.graphql_ws.socket_limits import SocketLimits
from server.graphql_ws.socket_messages import (
    DUPLICATE_ID,
    FORBIDDEN,
    INIT_TIMEOUT,
    INTERNAL,
    NO_SUBPROTOCOL,
    PROTOCOL,
    TOO_MANY_INITS,
    TRY_LATER,
    UNAUTHORIZED,
    Closed,
    Message,
    message_of,
)
from server.graphql_ws.socket_operations import NewContext, NotExecuted, SocketOperation, is_refusal
from server.graphql_ws.socket_viewers import SocketViewers
from server.rate_limits.rate_limit import Work
from server.rate_limits.timeouts import Timeouts
from server.requests.authentication import bearer_of
from server.requests.http_request import GraphQLRequest, Head, Refused
from server.requests.request_bounds import MAX_SUBSCRIPTIONS
from server.requests.request_id import new_id

log = logging.getLogger("odop.server")

FINAL_EVENTS = ("viewerSessionEnded",)
# Who pings, or says something else to no effect, less often than this keeps the socket open by it.
KEEP_ALIVE_SECONDS = 5.0


class Sockets:
    """Opens sockets."""

    def __init__(
        self,
        documents: Documents,
        persisted: Persisted,
        schema: Any,
        new_context: NewContext,
        sign_in: Callable[[str], Awaitable[tuple[Viewer, float] | None]],
        admits: Callable[[Head], bool],
        count: Callable[[str, Viewer], None],
        work: Callable[[str, Viewer], AbstractContextManager[Work]],
        count_writes: Callable[..., Awaitable[None]],
        limits: SocketLimits,
        timeouts: Timeouts,
    ) -> None:
        self.documents, self.persisted, self.schema = documents, persisted, schema
        self.new_context, self.sign_in, self._admits = new_context, sign_in, admits
        self.count, self.work, self.count_writes = count, work, count_writes
        self.limits, self.timeouts = limits, timeouts
        self.viewers = SocketViewers()

    async def serve(
        self, head: Head, client: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        CLIENT.set(client)
        message = await receive()
        if message["type"] != "websocket.connect":
            return
        if not self._admits(head):
            await send({"type": "websocket.close", "code": FORBIDDEN})
            return
        # Accepted even if only to be closed: of a refused upgrade a browser tells no reason.
        is_spoken = PROTOCOL in scope.get("subprotocols", ())
        accepted = {"subprotocol": PROTOCOL} if is_spoken else {}
        await send({"type": "websocket.accept", **accepted})
        try:
            if not is_spoken:
                raise Closed(NO_SUBPROTOCOL, f"Use the subprotocol {PROTOCOL}.")
            self.limits.acquire(client)
        except Closed as why:
            reason = why.reason(negotiate(head.header(b"accept-language")))
            await send({"type": "websocket.close", "code": why.code, "reason": reason})
            return
        await Socket(self, head, client, receive, send).run()


class Socket:
    """One connection and what is subscribed to over it."""

    def __init__(
        self, sockets: Sockets, head: Head, client: str, receive: Receive, send: Send
    ) -> None:
        self._sockets, self._head, self._client = sockets, head, client
        self._receive, self._raw_send = receive, send
        self._accepted = head.header(b"accept-language")
        # Of what is said beside the operations, which have one of their own.
        self._language = negotiate(self._accepted)
        self._viewer: Viewer = ANONYMOUS
        self._token: str | None = None
        self._counted_account: int | None = None
        self._is_acknowledged = False
        self._tasks: dict[str, asyncio.Task[None]] = {}
        # Those that come to an end by themselves; the end of the session waits for them.
        self._ending: set[asyncio.Task[None]] = set()
        # Subscriptions that do not listen yet: whoever subscribes and then asks how things stand
        # misses nothing.
        self._opening: set[asyncio.Future[None]] = set()
        self._looks: set[asyncio.Task[None]] = set()
        self._idle_since = float("-inf")
        # One timer at a time: first for `connection_init`, then for the token's end.
        self._timer: asyncio.TimerHandle | None = None
        self._closing: asyncio.Future[Closed] = asyncio.get_running_loop().create_future()

    async def run(self) -> None:
        seconds = self._sockets.timeouts.socket_init_seconds
        self._close_in(seconds, Closed(INIT_TIMEOUT, "connection_init took too long."))
        reading = asyncio.create_task(self._read())
        try:
            try:
                waited: set[asyncio.Future[Any]] = {reading, self._closing}
                await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            finally:
                await self._leave(reading)
            why = self._closing.result() if self._closing.done() else reading.result()
            if why is not None:
                reason = why.reason(self._language)
                await self._raw_send(
                    {"type": "websocket.close", "code": why.code, "reason": reason}
                )
        except (OSError, RuntimeError):
            log.debug("a socket was lost before it was closed", exc_info=True)

    async def _leave(self, reading: asyncio.Task[Closed | None]) -> None:
        """Give the places back, before the client is told, and end what is under way."""
        self._stop_timer()
        self._sockets.limits.release(self._client)
        self._sockets.viewers.remove(self._viewer, self._look)
        if self._counted_account is not None:
            self._sockets.limits.release_account(self._counted_account)
        tasks: list[asyncio.Task[Any]] = [*self._tasks.values(), *self._looks]
        if not reading.done():
            tasks.append(reading)
        await end(*tasks)

    def _close(self, why: Closed) -> None:
        if not self._closing.done():
            self._closing.set_result(why)

    def _close_in(self, seconds: float, why: Closed) -> None:
        self._stop_timer()
        self._timer = asyncio.get_running_loop().call_later(max(0.0, seconds), self._close, why)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    async def _send(self, **message: Any) -> None:
        await self._raw_send({"type": "websocket.send", "text": orjson.dumps(message).decode()})

    async def _read(self) -> Closed | None:
        """Take messages until there are no more; why the socket is to be closed, if it is."""
        while True:
            received = await self._receive()
            if received["type"] == "websocket.disconnect":
                return None
            try:
                await self._take(message_of(received.get("text")))
            except Closed as closed:
                return closed
            except (OSError, RuntimeError):
                # The client is gone, or the server stops.
                log.debug("a socket was lost", exc_info=True)
                return None
            except Exception:
                log.exception("a socket message failed")
                return Closed(INTERNAL, SOCKET_FAILED)

    async def _take(self, message: Message) -> None:
        match message.type:
            case "connection_init":
                await self._begin(message.payload or {})
            case "ping":
                self._count_idle()
                await self._send(type="pong")
            case "pong":
                self._count_idle()
            case "subscribe":
                await self._subscribe(message)
            case "complete":
                task = self._tasks.pop(message.id, None)
                if task is None:
                    self._count_idle()
                else:
                    task.cancel()

    def _count_idle(self) -> None:
        """Count what asks for nothing, unless it comes as seldom as what keeps a socket open."""
        now, before = time.monotonic(), self._idle_since
        self._idle_since = now
        if now - before >= KEEP_ALIVE_SECONDS:
            return
        try:
            self._sockets.count(self._client, self._viewer)
        except Refused as refused:
            seconds = refused.headers.get("retry-after", "60")
            raise Closed(TRY_LATER, filled(SOCKET_TOO_OFTEN, seconds=seconds)) from None

    async def _begin(self, payload: dict[str, Any]) -> None:
        if self._token is not None:
            raise Closed(TOO_MANY_INITS, "Too many initialisation requests")
        self._token = ""
        # It has come: from now on the socket waits for its client, not the other way round.
        self._stop_timer()
        given = payload.get("authorization") or payload.get("Authorization")
        if given is not None:
            await self._sign_in(given)
        self._is_acknowledged = True
        await self._send(type="connection_ack")

    async def _sign_in(self, given: Any) -> None:
        token = (bearer_of(given) or "") if isinstance(given, str) else ""
        try:
            async with asyncio.timeout(self._sockets.timeouts.request_seconds):
                found = await self._sockets.sign_in(token)
        except TimeoutError:
            raise Closed(TRY_LATER, SIGN_IN_TOO_SLOW) from None
        if found is None:
            raise Closed(FORBIDDEN, TOKEN_INVALID)
        self._viewer, ends = found
        self._token = token
        self._sockets.viewers.add(self._viewer, self._look)
        if self._viewer.account_id is not None:
            self._sockets.limits.acquire_account(self._viewer.account_id)
            self._counted_account = self._viewer.account_id
        if ends != float("inf"):
            expired = TOKEN_EXPIRED if self._viewer.key_id is None else KEY_EXPIRED
            self._close_in(ends - time.time(), Closed(FORBIDDEN, expired))

    def _look(self) -> None:
        """Look up whether the viewer still stands."""
        task = asyncio.create_task(self._close_if_ended())
        self._looks.add(task)
        task.add_done_callback(self._looks.discard)

    async def _close_if_ended(self) -> None:
        try:
            viewer = await self._current()
        except Exception:
            # It is looked up again before anything else is answered.
            log.warning("the viewer of a socket could not be loaded", exc_info=True)
            return
        if viewer is None:
            # The answer to whoever signed out, or the news of it, comes first.
            if self._ending:
                await asyncio.wait(self._ending, timeout=self._sockets.timeouts.request_seconds)
            self._close(_session_ended())

    async def _subscribe(self, message: Message) -> None:
        name, request, request_id = message.id, message.request, new_id()
        if not self._is_acknowledged:
            raise Closed(UNAUTHORIZED, "Unauthorized")
        if name in self._tasks:
            raise Closed(DUPLICATE_ID, f"Subscriber for {name} already exists")
        try:
            if len(self._tasks) >= MAX_SUBSCRIPTIONS:
                raise coded_error(
                    filled(TOO_MANY_SUBSCRIPTIONS, most=MAX_SUBSCRIPTIONS), Code.RATE_LIMITED
                )
            self._sockets.count(self._client, self._viewer)
            if message.error is not None:
                raise message.error
            assert request is not None
            with self._sockets.work(self._client, self._viewer):
                operation, document = await self._operation(request)
            if operation.node.operation is OperationType.MUTATION:
                roots = operation.roots(document)
                await self._sockets.count_writes(roots, self._client, self._viewer)
            run = SocketOperation(
                self._sockets.schema,
                self._sockets.new_context,
                self._head,
                self._client,
                request,
                operation,
                document,
                request_id,
            )
        except Refused as refused:
            await self._error(name, [refused.error], request_id, self._language_of(request))
        except GraphQLError as error:
            await self._error(name, [error], request_id, self._language_of(request))
        except NotExecuted as refused:
            await self._error(name, refused.errors, request_id, self._language_of(request))
        else:
            opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            if run.kind is OperationType.SUBSCRIPTION:
                self._opening.add(opened)
                opened.add_done_callback(self._opening.discard)
            task = self._tasks[name] = asyncio.create_task(self._answer(name, run, opened))
            task.add_done_callback(lambda _: _mark(opened))
            if run.kind is not OperationType.SUBSCRIPTION or run.fields == FINAL_EVENTS:
                self._ending.add(task)
                task.add_done_callback(self._ending.discard)

    async def _operation(self, request: GraphQLRequest) -> tuple[Operation, Document]:
        query = self._sockets.persisted.resolve(request.query, request.extensions)
        document = self._sockets.documents.used(query)
        if document is None:
            document = await self._sockets.documents.read(query, self._client)
        request.query = query
        if document.errors:
            raise NotExecuted(document.errors)
        operation = document.operation(request.operation_name)
        if operation.is_introspection(document):
            raise coded_error("Request the schema over HTTP.", Code.BAD_REQUEST)
        try:
            request.variables = operation.variables(document, request.variables)
        except SeveralErrors as several:
            raise NotExecuted(several.errors) from None
        operation.points(self._sockets.schema, document, request.variables)
        return operation, document

    def _language_of(self, request: GraphQLRequest | None) -> Language:
        """What the reader of a refused operation reads."""
        known = None if request is None else self._sockets.documents.cached(request.query)
        if known is None or request is None:
            return self._language
        return known.language(request.operation_name, request.variables, self._accepted)

    async def _error(
        self,
        name: str,
        errors: Sequence[GraphQLError],
        request_id: str,
        language: Language,
    ) -> None:
        payload = [format_error(error, request_id, language) for error in errors]
        await self._send(type="error", id=name, payload=payload)

    async def _answer(
        self, name: str, run: SocketOperation, opened: "asyncio.Future[None]"
    ) -> None:
        try:
            if run.kind is OperationType.SUBSCRIPTION:
                await self._events(name, run, opened)
            else:
                await self._result(name, run)
            await self._send(type="complete", id=name)
        except NotExecuted as refused:
            await self._error(name, refused.errors, run.request_id, run.language)
        except Closed as closed:
            self._close(closed)
        except (OSError, RuntimeError):
            log.debug("a socket was lost", exc_info=True)
        except Exception:
            log.exception("subscription %s failed", run.request_id)
            failed = coded_error(FAILED, Code.INTERNAL)
            await self._error(name, [failed], run.request_id, run.language)
        finally:
            if self._tasks.get(name) is asyncio.current_task():
                del self._tasks[name]

    async def _in_time(
        self, run: SocketOperation, make: Callable[[], Awaitable[ExecutionResult]]
    ) -> ExecutionResult:
        """What `run` comes to. Raises NotExecuted when it takes too long."""
        seconds = self._sockets.timeouts.request_seconds
        try:
            async with self._sockets.limits.turn(self._client):
                with self._sockets.work(self._client, self._viewer) as work:
                    try:
                        async with asyncio.timeout(seconds):
                            return await make()
                    finally:
                        work.objects, work.size = run.objects, run.size
        except TimeoutError:
            too_long = filled(TOOK_TOO_LONG, seconds=seconds)
            raise NotExecuted([coded_error(too_long, Code.TIMEOUT)]) from None

    async def _result(self, name: str, run: SocketOperation) -> None:
        """A query or a mutation, once the subscriptions that came before it listen."""
        if self._opening:
            await asyncio.wait(self._opening, timeout=self._sockets.timeouts.request_seconds)
        viewer = await self._current()
        if viewer is None:
            raise _session_ended()
        result = await self._in_time(run, partial(run.result, viewer))
        errors = result.errors or []
        if result.data is None and errors and not any(error.path for error in errors):
            raise NotExecuted(errors)
        await self._next(name, result, run)

    async def _events(
        self, name: str, run: SocketOperation, opened: "asyncio.Future[None]"
    ) -> None:
        """A subscription: each event is executed for the viewer as it is at that moment."""
        stream = await run.events(self._viewer, self._current)
        # It listens as soon as it waits for the first event.
        asyncio.get_running_loop().call_soon(_mark, opened)
        try:
            async for event in stream:
                viewer = await self._current()
                # Of the end of one's own session one hears at the end of it.
                if viewer is None and run.fields != FINAL_EVENTS:
                    raise _session_ended()
                result = await self._in_time(run, partial(run.event, viewer or self._viewer, event))
                if result.data is None and is_refusal(result):
                    raise NotExecuted(result.errors or ())
                await self._next(name, result, run)
                if viewer is None:
                    raise _session_ended()
            if await self._current() is None:
                raise _session_ended()
        except GraphQLError as error:
            raise NotExecuted([error]) from None
        finally:
            await stream.aclose()

    async def _next(self, name: str, result: ExecutionResult, run: SocketOperation) -> None:
        payload: dict[str, Any] = {"data": result.data}
        if result.errors:
            payload["errors"] = [
                format_error(error, run.request_id, run.language) for error in result.errors
            ]
        await self._send(type="next", id=name, payload=payload)

    async def _current(self) -> Viewer | None:
        """The viewer as it is now; None when the session has ended."""
        viewer = self._viewer
        if viewer.key_id is not None:
            found = await self._sockets.sign_in(self._token or "")
            return found[0] if found else None
        if viewer.account_id is None or viewer.session_id is None:
            return viewer
        return await VIEWER_CACHE.person(viewer.account_id, viewer.session_id)


def _mark(opened: "asyncio.Future[None]") -> None:
    if not opened.done():
        opened.set_result(None)


def _session_ended() -> Closed:
    return Closed(FORBIDDEN, SESSION_ENDED)
