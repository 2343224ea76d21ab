"""One operation over a socket: a query or a mutation, or the events of a subscription."""

from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Any

from graphql import (
    ExecutionResult,
    Executor,
    create_source_event_stream,
    execute_subscription_event,
)

from auth.viewer import Viewer
from commerce.core import audit
from database.connect import IS_PUBLIC
from graph.context import Context, MutationCounts, Requester
from graph.errors import Code
from graph.execution.events import Events
from graph.execution.executor import CountingExecutor
from server.documents.preparation import NotExecuted, PreparedRequest
from server.graphql_ws.socket_services import SocketServices

LookUp = Callable[[], Awaitable[Viewer | None]]

REFUSALS = frozenset(
    each.value for each in (Code.UNAUTHENTICATED, Code.FORBIDDEN, Code.SECOND_FACTOR_REQUIRED)
)


class SocketOperation:
    """A prepared request of a socket, executed for the viewer of that moment."""

    def __init__(
        self,
        services: SocketServices,
        client: str,
        prepared: PreparedRequest,
        request_id: str,
        counts: MutationCounts,
    ) -> None:
        self._services, self._client, self._prepared = services, client, prepared
        self._counts = counts
        self._latest: Context | None = None
        # The person whose data the events show, and reads that are in the audit already.
        self._subject: tuple[str, int, int | None] | None = None
        self._recorded_reads: set[tuple[int | None, str, int]] = set()
        self.request_id, self.language = request_id, prepared.language
        self.kind, self.fields = prepared.operation.node.operation, prepared.operation.roots

    @property
    def objects(self) -> int:
        """Objects of the latest response, also while it is made."""
        return self._latest.objects if self._latest is not None else 0

    @property
    def size(self) -> int:
        """Its approximate size in bytes."""
        return self._latest.bytes if self._latest is not None else 0

    async def result(self, viewer: Viewer) -> ExecutionResult:
        """Execute a query or a mutation."""
        IS_PUBLIC.set(self._prepared.operation.is_public_read(viewer))
        context = self._context(viewer)
        result = await self._services.turns.executed(self._client, self._prepared, context)
        await self._write_reads(context)
        return result

    async def event(self, viewer: Viewer, event: Any) -> ExecutionResult:
        """Execute one event of the subscription."""
        executor = self._executor(viewer, event)
        context: Context = executor.context_value
        result = execute_subscription_event(executor)
        if not isinstance(result, ExecutionResult):
            result = await result
        if self._subject is not None and result.data is not None:
            context.note_read(*self._subject)
        await self._write_reads(context)
        return result

    async def events(self, viewer: Viewer, look_up: LookUp) -> Events[Any, Any]:
        """The subscription's events. Raises NotExecuted."""
        stream: Any = create_source_event_stream(self._executor(viewer, look_up=look_up))
        if isawaitable(stream):
            stream = await stream
        if isinstance(stream, ExecutionResult):
            raise NotExecuted(stream.errors or [])
        # Only these look up the viewer for each event.
        assert isinstance(stream, Events)
        self._subject = stream.subject
        return stream

    def _context(self, viewer: Viewer, look_up: LookUp | None = None) -> Context:
        requester = Requester(
            viewer,
            self.request_id,
            self._client,
            look_up=look_up,
            has_cookies=False,
            counts=self._counts,
        )
        self._latest = self._services.new_context(self.language, requester)
        return self._latest

    def _executor(
        self, viewer: Viewer, event: Any = None, look_up: LookUp | None = None
    ) -> Executor[Any]:
        """Raises NotExecuted for variables of the wrong type."""
        request = self._prepared.request
        executor = CountingExecutor.build(
            self._services.schema,
            self._prepared.operation.document.node,
            event,
            self._context(viewer, look_up),
            request.variables,
            request.operation_name,
            hide_suggestions=True,
        )
        if isinstance(executor, list):
            raise NotExecuted(executor)
        return executor

    async def _write_reads(self, context: Context) -> None:
        """Record in the audit which other people's data was shown, once in a subscription."""
        account_id = context.viewer.account_id
        new = {
            kind: ids
            - {row for who, what, row in self._recorded_reads if (who, what) == (account_id, kind)}
            for kind, ids in context.read_of_others.items()
        }
        new = {kind: ids for kind, ids in new.items() if ids}
        if new:
            await audit.record_read(context.action_context, new)
            self._recorded_reads |= {
                (account_id, kind, row) for kind, ids in new.items() for row in ids
            }


def is_refusal(result: ExecutionResult) -> bool:
    """Whether the viewer may not, or no longer, read the field subscribed to."""
    codes = {
        (error.extensions or {}).get("code")
        for error in result.errors or ()
        if len(error.path or ()) == 1
    }
    return bool(codes & REFUSALS)
