"""One operation over a socket: a query or a mutation, or the events of a subscription."""

from collections.abc import Awaitable, Callable, Sequence
from inspect import isawaitable
from typing import Any

from graphql import (
    ExecutionResult,
    Executor,
    GraphQLError,
    create_source_event_stream,
    execute_subscription_event,
)

from auth.viewer import Viewer
from commerce.core import audit
from database.connect import IS_PUBLIC
from graph.context import Context, Requester
from graph.errors import Code
from graph.events import Events
from graph.execution import CountingExecutor, executed
from server.documents.document import Document, Operation
from server.documents.language import language_of
from server.documents.public_reads import is_public_read
from server.requests.http_request import GraphQLRequest, Head

NewContext = Callable[..., Context]
LookUp = Callable[[], Awaitable[Viewer | None]]

REFUSALS = frozenset(
    each.value for each in (Code.UNAUTHENTICATED, Code.FORBIDDEN, Code.SECOND_FACTOR_REQUIRED)
)


class NotExecuted(Exception):  # noqa: N818 - it says what happened
    """The operation is not executed, for these reasons."""

    def __init__(self, errors: Sequence[GraphQLError]) -> None:
        super().__init__()
        self.errors = errors


class SocketOperation:
    """A request of a socket, to be executed for whoever is connected at that moment."""

    def __init__(
        self,
        schema: Any,
        new_context: NewContext,
        head: Head,
        client: str,
        request: GraphQLRequest,
        operation: Operation,
        document: Document,
        request_id: str,
    ) -> None:
        self._schema, self._new_context, self._client = schema, new_context, client
        self._latest: Context | None = None
        # Whose data its events show, and of whom the audit says already that the viewer saw them.
        self._subject: tuple[str, int, int | None] | None = None
        self._recorded_reads: set[tuple[int | None, str, int]] = set()
        self._request, self._document, self._operation = request, document, operation
        self.request_id, self.kind = request_id, operation.node.operation
        self.fields = operation.roots(document)
        accepted = head.header(b"accept-language")
        self.language = language_of(operation.node, request.variables, accepted)

    def _context(self, viewer: Viewer, look_up: LookUp | None = None) -> Context:
        requester = Requester(viewer, self.request_id, self._client, look_up=look_up)
        self._latest = self._new_context(self.language, requester)
        return self._latest

    @property
    def objects(self) -> int:
        """Those of the answer that was made last, or is being made."""
        return self._latest.objects if self._latest is not None else 0

    @property
    def size(self) -> int:
        """About how many bytes it has."""
        return self._latest.bytes if self._latest is not None else 0

    def _executor(
        self, viewer: Viewer, event: Any = None, look_up: LookUp | None = None
    ) -> Executor[Any]:
        """Raises NotExecuted for variables that do not fit."""
        made = CountingExecutor.build(
            self._schema,
            self._document.node,
            event,
            self._context(viewer, look_up),
            self._request.variables,
            self._request.operation_name,
            hide_suggestions=True,
        )
        if isinstance(made, list):
            raise NotExecuted(made)
        return made

    async def result(self, viewer: Viewer) -> ExecutionResult:
        """Of a query or a mutation."""
        IS_PUBLIC.set(is_public_read(self._schema, self._document, self._operation, viewer))
        context = self._context(viewer)
        found = await executed(
            self._schema,
            self._document.node,
            context,
            self._request.variables,
            self._request.operation_name,
        )
        await self._write_reads(context)
        return found

    async def event(self, viewer: Viewer, event: Any) -> ExecutionResult:
        executor = self._executor(viewer, event)
        context: Context = executor.context_value
        result = execute_subscription_event(executor)
        found = result if isinstance(result, ExecutionResult) else await result
        if self._subject is not None and found.data is not None:
            context.note_read(*self._subject)
        await self._write_reads(context)
        return found

    async def _write_reads(self, context: Context) -> None:
        """Nobody is shown other people's data without an entry; of one subscription one each."""
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

    async def events(self, viewer: Viewer, look_up: LookUp) -> Events[Any, Any]:
        """The subscription's events. Raises NotExecuted."""
        found: Any = create_source_event_stream(self._executor(viewer, look_up=look_up))
        if isawaitable(found):
            found = await found
        if isinstance(found, ExecutionResult):
            raise NotExecuted(found.errors or [])
        # Nothing else asks with the viewer of each event.
        assert isinstance(found, Events)
        self._subject = found.subject
        return found


def is_refusal(result: ExecutionResult) -> bool:
    """Whether the field subscribed to is not for the viewer, or no longer."""
    codes = {
        (error.extensions or {}).get("code")
        for error in result.errors or ()
        if len(error.path or ()) == 1
    }
    return bool(codes & REFUSALS)
