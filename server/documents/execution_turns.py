"""Executing by graphql-core, and whose turn it is where that takes long, over HTTP and sockets."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from graphql import ExecutionResult

from graph.context import Context
from graph.execution.executor import executed
from graph.limits.query_limits import MAX_INTROSPECTION_OBJECTS
from graph.schema_parts import Schema
from server.documents.preparation import PreparedRequest
from server.time_limits.long_work import LongWork

# Queries of more points take turns, small ones first, clients in turn: thousands of objects take
# the executor half a second and 30 MB, and thirty such at once kept everybody waiting. A plan takes
# a tenth of that; of the pages of a storefront a whole order has most (`tests/graph/limits`).
MAX_LIGHT_POINTS = 500
MAX_LIGHT_PLANNED_POINTS = 2_000
# For its turn, introspection counts as a document of so many characters.
INTROSPECTION_SIZE = 50_000


class ExecutionTurns:
    """The turns of a process. Reading documents is the same `long_work` as introspection."""

    def __init__(self, schema: Schema, long_work: LongWork) -> None:
        self._schema, self._long_work, self._heavy_work = schema.core, long_work, LongWork()

    @asynccontextmanager
    async def of_plan(self, client: str, prepared: PreparedRequest) -> AsyncIterator[None]:
        """Hold a turn for a query's plan, if it needs one."""
        if not prepared.operation.is_query or prepared.points <= MAX_LIGHT_PLANNED_POINTS:
            yield
            return
        async with self._heavy_work.turn(client, prepared.points):
            yield

    async def executed(
        self,
        client: str,
        prepared: PreparedRequest,
        context: Context,
        *,
        is_too_long: bool = False,
    ) -> ExecutionResult:
        """What graphql-core answers, when it is the client's turn.

        `is_too_long` says that a plan gave up for the number of objects.
        """
        operation, request = prepared.operation, prepared.request
        arguments = self._schema, operation.document.node, context, request.variables
        if operation.is_introspection:
            context.max_objects = MAX_INTROSPECTION_OBJECTS
            async with self._long_work.turn(client, INTROSPECTION_SIZE):
                return await executed(*arguments, request.operation_name)
        is_heavy = is_too_long or prepared.points > MAX_LIGHT_POINTS
        if not (is_heavy and operation.is_query):
            return await executed(*arguments, request.operation_name)
        async with self._heavy_work.turn(client, prepared.points):
            return await executed(*arguments, request.operation_name)
