"""Subscriptions: the protocol graphql-transport-ws, with the same limits as requests have.

Who is connected is whoever the access token of `connection_init` says, until the token ends; then
the socket is closed and the client comes back with a fresh one. Before each event it is looked up
again whether the session still stands.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from inspect import isawaitable
from typing import Any

import orjson
from graphql import (
    ExecutionResult,
    Executor,
    GraphQLError,
    OperationType,
    create_source_event_stream,
    execute,
    execute_subscription_event,
)
from starlette.types import Receive, Scope, Send

from auth.known import KNOWN
from auth.viewer import STRANGER, Viewer
from graph.context import Asking, Context
from graph.errors import Code, coded
from server.documents import Document, Documents, Operation
from server.errors import HIDDEN, shown
from server.language import language_of
from server.persisted import Persisted
from server.protocol import Asked, Head, Refused, asked_of
from server.request_id import new_id

log = logging.getLogger("odop.server")

PROTOCOL = "graphql-transport-ws"
INIT_SECONDS = 3
# For a query or a mutation.
SECONDS = 10
LARGEST_FRAME = 64 * 1024
MOST_SUBSCRIPTIONS = 100
MOST_SOCKETS = 50
LONGEST_ID = 100
FAREWELL = ("viewerSessionEnded",)

# Why a socket is closed, by the protocol's numbers.
BAD_REQUEST, UNAUTHORIZED, FORBIDDEN = 4400, 4401, 4403
NO_SUBPROTOCOL, INIT_TIMEOUT, TAKEN, TOO_MANY_INITS = 4406, 4408, 4409, 4429
TOO_LARGE, TRY_LATER = 1009, 1013


class Closed(Exception):  # noqa: N818 - it says what happens
    """The socket is to be closed, for a reason the client is told."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class Sockets:
    """Opens sockets; how many a client has."""

    def __init__(
        self,
        documents: Documents,
        persisted: Persisted,
        schema: Any,
        new_context: Callable[..., Context],
        sign_in: Callable[[str], Awaitable[tuple[Viewer, float] | None]],
        admits: Callable[[Head], bool],
        count: Callable[[str, Viewer], None],
        count_writes: Callable[..., Awaitable[None]],
    ) -> None:
        self.documents, self.persisted, self.schema = documents, persisted, schema
        self.new_context, self.sign_in, self._admits = new_context, sign_in, admits
        self.count, self.count_writes = count, count_writes
        self.open: Counter[str] = Counter()

    async def serve(
        self, head: Head, client: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        message = await receive()
        if message["type"] != "websocket.connect":
            return
        if not self._admits(head) or self.open[client] >= MOST_SOCKETS:
            await send({"type": "websocket.close", "code": FORBIDDEN})
            return
        is_spoken = PROTOCOL in scope.get("subprotocols", ())
        accepted = {"subprotocol": PROTOCOL} if is_spoken else {}
        await send({"type": "websocket.accept", **accepted})
        if not is_spoken:
            reason = f"Speak {PROTOCOL}."
            await send({"type": "websocket.close", "code": NO_SUBPROTOCOL, "reason": reason})
            return
        self.open[client] += 1
        socket = Socket(self, head, client, receive, send)
        try:
            await socket.run()
        finally:
            self.open[client] -= 1
            if self.open[client] <= 0:
                del self.open[client]


class Socket:
    """One connection and what is subscribed to over it."""

    def __init__(
        self, all_of_them: Sockets, head: Head, client: str, receive: Receive, send: Send
    ) -> None:
        self._all, self._head, self._client = all_of_them, head, client
        self._receive, self._raw_send = receive, send
        self._viewer: Viewer = STRANGER
        self._token: str | None = None
        self._is_acknowledged = False
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._ending: asyncio.TimerHandle | None = None
        self._closing: asyncio.Future[Closed] = asyncio.get_running_loop().create_future()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        timer = loop.call_later(
            INIT_SECONDS, self._close, Closed(INIT_TIMEOUT, "connection_init took too long.")
        )
        reading = asyncio.create_task(self._read())
        try:
            waited: set[asyncio.Future[Any]] = {reading, self._closing}
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            why = self._closing.result() if self._closing.done() else reading.result()
            if why is not None:
                await self._raw_send(
                    {"type": "websocket.close", "code": why.code, "reason": why.reason}
                )
        except (OSError, RuntimeError):
            log.debug("a socket was gone before it was closed", exc_info=True)
        finally:
            timer.cancel()
            if self._ending is not None:
                self._ending.cancel()
            tasks = [reading, *self._tasks.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _close(self, why: Closed) -> None:
        if not self._closing.done():
            self._closing.set_result(why)

    async def _send(self, **message: Any) -> None:
        await self._raw_send({"type": "websocket.send", "text": orjson.dumps(message).decode()})

    async def _read(self) -> Closed | None:
        """Take messages until there are no more; why the socket is to be closed, if it is."""
        while True:
            received = await self._receive()
            if received["type"] == "websocket.disconnect":
                return None
            try:
                await self._take(received.get("text"))
            except Closed as closed:
                return closed

    async def _take(self, text: str | None) -> None:
        if text is None:
            raise Closed(BAD_REQUEST, "Messages are texts.")
        if len(text) > LARGEST_FRAME:
            raise Closed(TOO_LARGE, "A message has at most 64 kB.")
        try:
            message = orjson.loads(text)
        except orjson.JSONDecodeError:
            raise Closed(BAD_REQUEST, "A message is JSON.") from None
        kind = message.get("type") if isinstance(message, dict) else None
        match kind:
            case "connection_init":
                await self._begin(message.get("payload"))
            case "ping":
                await self._send(type="pong")
            case "pong":
                pass
            case "subscribe":
                await self._subscribe(message)
            case "complete":
                task = self._tasks.pop(self._id(message), None)
                if task is not None:
                    task.cancel()
            case _:
                raise Closed(BAD_REQUEST, "No such message.")

    async def _begin(self, payload: Any) -> None:
        if self._is_acknowledged or self._token is not None:
            raise Closed(TOO_MANY_INITS, "Too many initialisation requests")
        told = payload if isinstance(payload, dict) else {}
        given = told.get("authorization") or told.get("Authorization")
        self._token = ""
        if given is not None:
            token = given.removeprefix("Bearer ").strip() if isinstance(given, str) else ""
            found = await self._all.sign_in(token)
            if found is None:
                raise Closed(FORBIDDEN, "The access token has ended or is none.")
            self._viewer, ends = found
            self._token = token
            if ends != float("inf"):
                self._ending = asyncio.get_running_loop().call_later(
                    max(0.0, ends - time.time()),
                    self._close,
                    Closed(FORBIDDEN, "The access token has ended."),
                )
        self._is_acknowledged = True
        await self._send(type="connection_ack")

    def _id(self, message: dict[str, Any]) -> str:
        given = message.get("id")
        if not isinstance(given, str) or not 0 < len(given) <= LONGEST_ID:
            raise Closed(BAD_REQUEST, "An id is a short text.")
        return given

    async def _subscribe(self, message: dict[str, Any]) -> None:
        name = self._id(message)
        if not self._is_acknowledged:
            raise Closed(UNAUTHORIZED, "Unauthorized")
        if name in self._tasks:
            raise Closed(TAKEN, f"Subscriber for {name} already exists")
        request = new_id()
        try:
            if len(self._tasks) >= MOST_SUBSCRIPTIONS:
                raise coded(
                    f"A socket has at most {MOST_SUBSCRIPTIONS} subscriptions.", Code.RATE_LIMITED
                )
            self._all.count(self._client, self._viewer)
            asked = asked_of(message.get("payload"))
            operation, document = self._operation(asked)
            if operation.node.operation is OperationType.MUTATION:
                roots = operation.roots(document)
                await self._all.count_writes(roots, self._client, self._viewer)
        except Refused as refused:
            await self._error(name, [refused.error], request)
            return
        except GraphQLError as error:
            await self._error(name, [error], request)
            return
        except _Refusing as refusing:
            await self._error(name, refusing.errors, request)
            return
        task = asyncio.create_task(self._answer(name, asked, operation, document, request))
        self._tasks[name] = task

    def _operation(self, asked: Asked) -> tuple[Operation, Document]:
        query = self._all.persisted.resolve(asked.query, asked.extensions)
        document = self._all.documents.get(query)
        if document.errors:
            raise _Refusing(document.errors)
        operation = document.operation(asked.operation_name)
        operation.points(self._all.schema, document, asked.variables)
        return operation, document

    async def _error(self, name: str, errors: Sequence[GraphQLError], request: str) -> None:
        await self._send(type="error", id=name, payload=[shown(error, request) for error in errors])

    async def _answer(
        self, name: str, asked: Asked, operation: Operation, document: Document, request: str
    ) -> None:
        run = Run(self._all, self._head, self._client, asked, operation, document, request)
        try:
            if operation.node.operation is OperationType.SUBSCRIPTION:
                await self._events(name, run)
            else:
                await self._result(name, run)
            await self._send(type="complete", id=name)
        except _Refusing as refusing:
            await self._error(name, refusing.errors, request)
        except Closed as closed:
            self._close(closed)
        except (OSError, RuntimeError):
            log.debug("a socket was gone", exc_info=True)
        except Exception:
            log.exception("subscription %s failed", request)
            await self._error(name, [coded(HIDDEN, Code.INTERNAL)], request)
        finally:
            if self._tasks.get(name) is asyncio.current_task():
                del self._tasks[name]

    async def _result(self, name: str, run: "Run") -> None:
        """A query or a mutation."""
        viewer = await self._current()
        if viewer is None:
            raise Closed(FORBIDDEN, "The session has ended.")
        try:
            async with asyncio.timeout(SECONDS):
                result = await run.result(viewer)
        except TimeoutError:
            too_long = f"The operation took longer than {SECONDS} seconds."
            raise _Refusing([coded(too_long, Code.TIMEOUT)]) from None
        errors = result.errors or []
        if result.data is None and errors and not any(error.path for error in errors):
            raise _Refusing(errors)
        await self._next(name, result, run.request)

    async def _events(self, name: str, run: "Run") -> None:
        """A subscription: each event is executed for the viewer as it is at that moment."""
        stream = await run.events(self._viewer)
        try:
            async for event in stream:
                viewer = await self._current()
                # Of the end of one's own session one hears at the end of it.
                if viewer is None and run.fields != FAREWELL:
                    raise Closed(FORBIDDEN, "The session has ended.")
                result = await run.event(viewer or self._viewer, event)
                await self._next(name, result, run.request)
                if viewer is None:
                    raise Closed(FORBIDDEN, "The session has ended.")
        except GraphQLError as error:
            raise _Refusing([error]) from None
        finally:
            await stream.aclose()

    async def _next(self, name: str, result: ExecutionResult, request: str) -> None:
        payload: dict[str, Any] = {"data": result.data}
        if result.errors:
            payload["errors"] = [shown(error, request) for error in result.errors]
        await self._send(type="next", id=name, payload=payload)

    async def _current(self) -> Viewer | None:
        """Whoever is connected, as they are now; None when the session has ended."""
        viewer = self._viewer
        if viewer.key_id is not None:
            found = await self._all.sign_in(self._token or "")
            return found[0] if found else None
        if viewer.account_id is None or viewer.session_id is None:
            return viewer
        return await KNOWN.person(viewer.account_id, viewer.session_id)


class Run:
    """One operation over a socket."""

    def __init__(
        self,
        sockets: Sockets,
        head: Head,
        client: str,
        asked: Asked,
        operation: Operation,
        document: Document,
        request: str,
    ) -> None:
        self._sockets, self._client, self.request = sockets, client, request
        self._asked, self._document = asked, document
        self.fields = operation.roots(document)
        accepted = head.header(b"accept-language")
        self._language = language_of(operation.node, asked.variables, accepted)

    def _executor(self, viewer: Viewer, event: Any = None) -> Executor[Any]:
        """Raises _Refusing for variables that do not fit."""
        node = self._document.node
        assert node is not None
        asking = Asking(viewer, self.request, self._client)
        made = Executor.build(
            self._sockets.schema,
            node,
            event,
            self._sockets.new_context(self._language, asking),
            self._asked.variables,
            self._asked.operation_name,
            hide_suggestions=True,
        )
        if isinstance(made, list):
            raise _Refusing(made)
        return made

    async def result(self, viewer: Viewer) -> ExecutionResult:
        """Of a query or a mutation."""
        node = self._document.node
        assert node is not None
        asking = Asking(viewer, self.request, self._client)
        found = execute(
            self._sockets.schema,
            node,
            None,
            self._sockets.new_context(self._language, asking),
            self._asked.variables,
            self._asked.operation_name,
            hide_suggestions=True,
        )
        return found if isinstance(found, ExecutionResult) else await found

    async def event(self, viewer: Viewer, event: Any) -> ExecutionResult:
        found = execute_subscription_event(self._executor(viewer, event))
        return found if isinstance(found, ExecutionResult) else await found

    async def events(self, viewer: Viewer) -> Any:
        """The subscription's events. Raises _Refusing."""
        found: Any = create_source_event_stream(self._executor(viewer))
        if isawaitable(found):
            found = await found
        if isinstance(found, ExecutionResult):
            raise _Refusing(found.errors or [])
        return found


class _Refusing(Exception):  # noqa: N818 - it says what happens
    """The operation is not carried out."""

    def __init__(self, errors: Sequence[GraphQLError]) -> None:
        super().__init__()
        self.errors = errors
