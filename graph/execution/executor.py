"""The graphql-core executor with bounds on objects and bytes of a response."""

from collections.abc import Mapping
from typing import Any

import orjson
from graphql import DocumentNode, ExecutionResult, Executor, GraphQLError, OperationType, execute

from graph.context import Context
from graph.error_texts import ANSWER_TOO_LARGE, ANSWER_TOO_LONG, filled
from graph.errors import Code, coded_error

# JSON's characters around a field's name, with the shortest value.
FIELD_BYTES = 5


class AnswerTooLarge(BaseException):
    """A response exceeded its limit of objects or bytes while it was made.

    Not an Exception, which would become the error of one field, for each object that is left.
    """

    def __init__(self, limit: int, unit: str = "objects") -> None:
        super().__init__(limit, unit)
        self.limit, self.unit = limit, unit

    @property
    def error(self) -> GraphQLError:
        if self.unit == "bytes":
            text = filled(ANSWER_TOO_LONG, most=self.limit)
            return coded_error(text, Code.COST_LIMIT, bytes={"limit": self.limit})
        return coded_error(
            filled(ANSWER_TOO_LARGE, most=self.limit), Code.COST_LIMIT, cost={"limit": self.limit}
        )


def length_of(value: Any) -> int:
    """A lower bound on the bytes of a value: letters beyond ASCII count as one."""
    if isinstance(value, str):
        return len(value)
    return len(orjson.dumps(value)) if isinstance(value, dict | list) else 0


class CountingExecutor(Executor[Any]):
    """Counts objects and bytes in the request's context and stops at their limits.

    A mutation is answered in any case, without the fields beyond the limit.
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
            # A mutation field is executed whatever the size of those before it.
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
    """The result of a query or a mutation; only an error if it is too large."""
    try:
        result = execute(
            schema,
            document,
            context_value=context,
            variable_values=dict(variables),
            operation_name=operation_name,
            executor_class=CountingExecutor,
            hide_suggestions=True,
        )
        return result if isinstance(result, ExecutionResult) else await result
    except AnswerTooLarge as too_large:
        return ExecutionResult(None, [too_large.error])
