"""The operations of one WebSocket, from `subscribe` to `complete`."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from graphql import ExecutionResult, GraphQLError, OperationType

from commerce.core.texts.language import Language, negotiate
from database.pool.connection_errors import is_database_away
from graph.context import MutationCounts
from graph.error_texts import DATABASE_AWAY, FAILED, TOO_MANY_SUBSCRIPTIONS, TOOK_TOO_LONG, filled
from graph.errors import Code, coded_error
from server.documents.errors import format_error
from server.documents.preparation import NotExecuted
from server.graphql_ws.socket_closing import SocketClosing
from server.graphql_ws.socket_messages import DUPLICATE_ID, Closed, Message, SocketLost
from server.graphql_ws.socket_operations import SocketOperation, is_refusal
from server.graphql_ws.socket_services import SocketServices
from server.graphql_ws.socket_session import SocketSession, session_ended
from server.rate_limits.mutation_rate_limits import Sender, count_writes
from server.requests.http_request import GraphQLRequest, Head, Refused
from server.requests.request_bounds import MAX_SUBSCRIPTIONS
from server.requests.request_id import new_id

log = logging.getLogger("odop.server")

FINAL_EVENTS = ("viewerSessionEnded",)
SendMessage = Callable[[dict[str, Any]], Awaitable[None]]


class SocketRequests:
    """Runs each operation in a task of its own. `tasks` are by the client's ids."""

    def __init__(
        self,
        services: SocketServices,
        session: SocketSession,
        closing: SocketClosing,
        head: Head,
        client: str,
        send: SendMessage,
    ) -> None:
        self._services, self._session, self._closing = services, session, closing
        self._client, self._send = client, send
        self._accepted = head.header(b"accept-language")
        self.tasks: dict[str, asyncio.Task[None]] = {}
        # Operations that are not prepared, or subscriptions that do not listen yet: a query after
        # a subscription must not miss an event.
        self._opening: set[asyncio.Future[None]] = set()

    def cancel(self, name: str) -> bool:
        """Cancel an operation; whether there was one."""
        task = self.tasks.pop(name, None)
        if task is None:
            return False
        task.cancel()
        return True

    async def subscribe(self, message: Message) -> None:
        """Start an operation, or send its error. Raises Closed for an id in use.

        Its document is read in its task: `complete`, and the end of the socket, stop that too.
        """
        name, request_id = message.id, new_id()
        if name in self.tasks:
            raise Closed(DUPLICATE_ID, f"Subscriber for {name} already exists")
        try:
            request = self._admitted(message)
        except Refused as refused:
            errors: Sequence[GraphQLError] = (refused.error,)
        except NotExecuted as refused:
            errors = refused.errors
        else:
            self._start(name, request, request_id)
            return
        await self._error(name, errors, request_id, self._language_of(message.request))

    def _admitted(self, message: Message) -> GraphQLRequest:
        """Count a message; its request. Raises Refused, NotExecuted."""
        if len(self.tasks) >= MAX_SUBSCRIPTIONS:
            text = filled(TOO_MANY_SUBSCRIPTIONS, most=MAX_SUBSCRIPTIONS)
            raise NotExecuted((coded_error(text, Code.RATE_LIMITED),))
        self._services.accounting.count_message(self._client, self._session.viewer)
        if message.error is not None:
            raise NotExecuted((message.error,))
        assert message.request is not None
        return message.request

    def _start(self, name: str, request: GraphQLRequest, request_id: str) -> None:
        earlier = tuple(self._opening)
        opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._opening.add(opened)
        opened.add_done_callback(self._opening.discard)
        answer = self._answer(name, request, request_id, earlier, opened)
        task = self.tasks[name] = asyncio.create_task(answer)
        task.add_done_callback(lambda _: _mark(opened))
        task.add_done_callback(self._session.final.discard)

    def _language_of(self, request: GraphQLRequest | None) -> Language:
        """The language of a refusal: the operation's if its document is cached."""
        document = None
        if request is not None:
            document = self._services.preparation.documents.cached(request.query)
        if document is None or request is None:
            return negotiate(self._accepted)
        return document.language(request.operation_name, request.variables, self._accepted)

    async def _error(
        self, name: str, errors: Sequence[GraphQLError], request_id: str, language: Language
    ) -> None:
        payload = [format_error(error, request_id, language) for error in errors]
        await self._send({"type": "error", "id": name, "payload": payload})

    async def _answer(
        self,
        name: str,
        request: GraphQLRequest,
        request_id: str,
        earlier: Sequence[asyncio.Future[None]],
        opened: asyncio.Future[None],
    ) -> None:
        """Prepare and run one operation. `opened` is set once it misses no event."""
        language: Language | None = None
        try:
            try:
                run = await self._prepared(request, request_id)
                language = run.language
                await self._run(name, run, earlier, opened)
                return
            except Refused as refused:
                errors: Sequence[GraphQLError] = (refused.error,)
            except NotExecuted as refused:
                errors, language = refused.errors, language or refused.language
            except (Closed, SocketLost):
                raise
            except Exception as error:
                errors = (_failure(request_id, error),)
            await self._error(name, errors, request_id, language or self._language_of(request))
        except Closed as closed:
            await self._session.close(closed)
        except SocketLost:
            log.debug("a socket was lost", exc_info=True)
        finally:
            if self.tasks.get(name) is asyncio.current_task():
                del self.tasks[name]

    async def _prepared(self, request: GraphQLRequest, request_id: str) -> SocketOperation:
        """Read a request in its address's turn. Raises Refused, NotExecuted."""
        viewer, services = self._session.viewer, self._services
        seconds = services.timeouts.request_seconds
        with services.accounting.work(self._client, viewer):
            try:
                async with asyncio.timeout(seconds):
                    prepared = await services.preparation.prepare(
                        request, self._client, self._accepted
                    )
            except TimeoutError:
                raise _too_slow(seconds) from None
        operation = prepared.operation
        if operation.is_introspection:
            error = coded_error("Request the schema over HTTP.", Code.BAD_REQUEST)
            raise NotExecuted((error,), prepared.language)
        counts = MutationCounts()
        if operation.is_mutation:
            sender = Sender(self._client, viewer, prepared.request)
            counts = await count_writes(operation.roots, sender)
        return SocketOperation(services, self._client, prepared, request_id, counts)

    async def _run(
        self,
        name: str,
        run: SocketOperation,
        earlier: Sequence[asyncio.Future[None]],
        opened: asyncio.Future[None],
    ) -> None:
        is_subscription = run.kind is OperationType.SUBSCRIPTION
        if not is_subscription or run.fields == FINAL_EVENTS:
            task = asyncio.current_task()
            assert task is not None
            self._session.final.add(task)
        if is_subscription:
            await self._events(name, run, opened)
        else:
            _mark(opened)
            await self._result(name, run, earlier)
        await self._send({"type": "complete", "id": name})

    async def _in_time(
        self, run: SocketOperation, make: Callable[[], Awaitable[ExecutionResult]]
    ) -> ExecutionResult:
        """The result of `make`, which is a step of `run`. Raises NotExecuted if it is too slow."""
        seconds = self._services.timeouts.request_seconds
        accounting, limits = self._services.accounting, self._services.limits
        try:
            async with limits.turn(self._client):
                with accounting.work(self._client, self._session.viewer) as work:
                    try:
                        async with asyncio.timeout(seconds):
                            return await make()
                    finally:
                        work.objects, work.size = run.objects, run.size
        except TimeoutError:
            raise _too_slow(seconds) from None

    async def _result(
        self, name: str, run: SocketOperation, earlier: Sequence[asyncio.Future[None]]
    ) -> None:
        """Answer a query or mutation, once the subscriptions before it listen."""
        if earlier:
            seconds = self._services.timeouts.request_seconds
            await asyncio.wait(earlier, timeout=seconds)
        viewer = await self._session.current()
        if viewer is None:
            raise session_ended()
        result = await self._in_time(run, partial(run.result, viewer))
        errors = result.errors or []
        if result.data is None and errors and not any(error.path for error in errors):
            raise NotExecuted(errors)
        await self._next(name, result, run)

    async def _events(self, name: str, run: SocketOperation, opened: asyncio.Future[None]) -> None:
        """Execute each event for the viewer as it is at that moment."""
        stream = await run.events(self._session.viewer, self._session.current)
        # It listens as soon as it waits for the first event.
        asyncio.get_running_loop().call_soon(_mark, opened)
        try:
            async for event in stream:
                await self._event(name, run, event)
            if await self._session.current() is None:
                raise session_ended()
        except GraphQLError as error:
            raise NotExecuted([error]) from None
        finally:
            await stream.aclose()

    async def _event(self, name: str, run: SocketOperation, event: Any) -> None:
        viewer = await self._session.current()
        # The end of one's own session is still reported to it.
        if viewer is None and run.fields != FINAL_EVENTS:
            raise session_ended()
        step = partial(run.event, viewer or self._session.viewer, event)
        result = await self._in_time(run, step)
        if result.data is None and is_refusal(result):
            raise NotExecuted(result.errors or ())
        await self._next(name, result, run)

    async def _next(self, name: str, result: ExecutionResult, run: SocketOperation) -> None:
        payload: dict[str, Any] = {"data": result.data}
        if result.errors:
            payload["errors"] = [
                format_error(error, run.request_id, run.language) for error in result.errors
            ]
        await self._send({"type": "next", "id": name, "payload": payload})


def _failure(request_id: str, error: Exception) -> GraphQLError:
    """What the client is told of an unexpected error, which is logged."""
    if is_database_away(error):
        level = logging.DEBUG if isinstance(error, OSError) else logging.WARNING
        log.log(level, "socket operation %s failed: %r", request_id, error)
        return coded_error(DATABASE_AWAY, Code.UNAVAILABLE)
    log.error("socket operation %s failed", request_id, exc_info=error)
    return coded_error(FAILED, Code.INTERNAL)


def _too_slow(seconds: float) -> NotExecuted:
    return NotExecuted([coded_error(filled(TOOK_TOO_LONG, seconds=seconds), Code.TIMEOUT)])


def _mark(opened: asyncio.Future[None]) -> None:
    if not opened.done():
        opened.set_result(None)
