"""The graphql-core executor with bounds on objects and bytes of a response."""

from collections.abc import Mapping
from typing import Any

import orjson
from graphql import DocumentNode, ExecutionResult, Executor, GraphQLError, OperationType, execute

from graph.context import Context
from graph.error_texts import ANSWER_TOO_LARGE, ANSWER_TOO_LONG, filled
from graph.errors import Code, coded_error

# What JSON puts around a field's name, and the least it has for a value.
FIELD_BYTES = 5


class AnswerTooLarge(BaseException):
    """An answer grew beyond its bound while it was made: of `objects`, or of bytes.

    No Exception: as an error of a field it would be told, and gone on from, for each object that
    is left.
    """

    def __init__(self, limit: int, unit: str = "objects") -> None:
        super().__init__(limit, unit)
        self.limit, self.unit = limit, unit

    @property
    def error(self) -> GraphQLError:
        if self.unit == "bytes":
            said = filled(ANSWER_TOO_LONG, most=self.limit)
            return coded_error(said, Code.COST_LIMIT, bytes={"limit": self.limit})
        return coded_error(
            filled(ANSWER_TOO_LARGE, most=self.limit), Code.COST_LIMIT, cost={"limit": self.limit}
        )


def length_of(value: Any) -> int:
    """About as many bytes as a value takes, never more: letters beyond ASCII count as one."""
    if isinstance(value, str):
        return len(value)
    return len(orjson.dumps(value)) if isinstance(value, dict | list) else 0


class CountingExecutor(Executor[Any]):
    """Counts what it makes in the request's context, objects and bytes, and stops at the bounds.

    A mutation that was carried out is told of whatever it comes to: only what is beyond is missing.
    """

    def collect_and_execute_subfields(self, *arguments: Any) -> Any:
        context: Context = self.context_value
        context.objects += 1
        if context.objects > context.max_objects:
            self._stop(AnswerTooLarge(context.max_objects))
        return super().collect_and_execute_subfields(*arguments)

    def complete_leaf_value(self, return_type: Any, result: Any) -> Any:  # type: ignore[override]
        value = super().complete_leaf_value(return_type, result)
        self._count(length_of(value))
        return value

    def execute_field(self, parent_type: Any, source: Any, *more: Any) -> Any:
        path = more[1]
        if path.prev is None:
            # Whatever the writes before it came to, a write is begun or refused as a whole.
            self.context_value.bytes += len(path.key) + FIELD_BYTES
        else:
            self._count(len(path.key) + FIELD_BYTES)
        return super().execute_field(parent_type, source, *more)

    def _count(self, number: int) -> None:
        context: Context = self.context_value
        context.bytes += number
        if context.bytes > context.max_bytes:
            self._stop(AnswerTooLarge(context.max_bytes, "bytes"))

    def _stop(self, too_large: AnswerTooLarge) -> None:
        if self.operation.operation is OperationType.QUERY:
            raise too_large
        raise too_large.error


async def executed(
    schema: Any,
    document: DocumentNode,
    context: Context,
    variables: Mapping[str, Any],
    operation_name: str | None,
) -> ExecutionResult:
    """The result of a query or a mutation; only an error when it grew too large."""
    try:
        found = execute(
            schema,
            document,
            context_value=context,
            variable_values=dict(variables),
            operation_name=operation_name,
            executor_class=CountingExecutor,
            hide_suggestions=True,
        )
        return found if isinstance(found, ExecutionResult) else await found
    except AnswerTooLarge as too_large:
        return ExecutionResult(None, [too_large.error])
