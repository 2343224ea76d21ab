"""The ordinary executor, which stops when an answer has more objects than one may have."""

from collections.abc import Mapping
from typing import Any

from graphql import DocumentNode, ExecutionResult, Executor, GraphQLError, OperationType, execute

from graph.context import Context
from graph.error_texts import ANSWER_TOO_LARGE, filled
from graph.errors import Code, coded


class AnswerTooLarge(BaseException):
    """An answer grew beyond its bound while it was made.

    No Exception: as an error of a field it would be told, and gone on from, for each object that
    is left.
    """

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit

    @property
    def error(self) -> GraphQLError:
        return coded(
            filled(ANSWER_TOO_LARGE, most=self.limit), Code.COST_LIMIT, cost={"limit": self.limit}
        )


class CountingExecutor(Executor[Any]):
    """Counts the objects it makes in the request's context, and stops at the bound.

    A mutation that was carried out is told of whatever it comes to: only what is beyond is missing.
    """

    def collect_and_execute_subfields(self, *arguments: Any) -> Any:
        context: Context = self.context_value
        context.objects += 1
        if context.objects > context.max_objects:
            too_large = AnswerTooLarge(context.max_objects)
            if self.operation.operation is OperationType.QUERY:
                raise too_large
            raise too_large.error
        return super().collect_and_execute_subfields(*arguments)


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
