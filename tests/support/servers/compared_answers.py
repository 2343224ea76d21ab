"""What a plan answers while tests run, compared with what the ordinary executor answers."""

from collections.abc import Iterator
from contextlib import contextmanager

from graph.context import Context
from graph.execution.executor import executed
from graph.plan import Ready
from graph.schema import schema
from server.documents.preparation import PreparedRequest
from server.documents.response_cache import Answer
from server.graphql_http import execution
from server.graphql_http.response_body import whole_answer

# Others may write between the two: only an answer that the plan gives again is compared.
MAX_TRIES = 10


@contextmanager
def compared_answers() -> Iterator[list[str]]:
    """Give a list of what differed, which is filled while requests are answered."""
    by_plan = execution._by_plan
    differences: list[str] = []
    # Requests that were begun, and those that are being answered.
    begun = answering = 0

    async def by_both(
        ready: Ready, context: Context, prepared: PreparedRequest
    ) -> tuple[Answer | None, Exception | None]:
        nonlocal begun, answering
        begun, answering = begun + 1, answering + 1
        own, is_alone = begun, answering == 1
        try:
            answer, failure = await by_plan(ready, context, prepared)
            found = answer and await _difference(ready, context, prepared, answer)
            # A mutation is not repeated; beside others nobody knows who wrote what it shows.
            if found and (prepared.operation.is_query or (is_alone and own == begun)):
                differences.append(found)
        finally:
            answering -= 1
        return answer, failure

    execution._by_plan = by_both
    try:
        yield differences
    finally:
        execution._by_plan = by_plan


async def _difference(
    ready: Ready, context: Context, prepared: PreparedRequest, answer: Answer
) -> str | None:
    """How the ordinary executor's answer to the same request differs; None if it does not."""
    body = answer.body
    for _ in range(MAX_TRIES):
        other = _same_request(context)
        result = await executed(
            schema.core,
            prepared.operation.document.node,
            other,
            prepared.request.variables,
            prepared.request.operation_name,
        )
        expected = whole_answer(result.data, other, prepared.points).body
        if (
            not result.errors
            and body == expected
            and context.is_personal == other.is_personal
            and context.read_of_others == other.read_of_others
        ):
            return None
        if prepared.operation.is_mutation:
            break
        context, before = _same_request(context), body
        data = await ready.plan.run(ready.arguments, context)
        body = whole_answer(data, context, prepared.points).body
        if body == before:
            break
    else:
        return None  # it changes all the time
    return "\n".join(
        (
            f"{prepared.operation.title} {prepared.request.variables}",
            f"by plan: {body.decode()} {context.is_personal} {context.read_of_others}",
            f"by executor: {expected.decode()} {other.is_personal} {other.read_of_others}",
            f"errors: {result.errors}",
        )
    )


def _same_request(context: Context) -> Context:
    """Begun anew at the same moment; a mutation that was carried out is not carried out again."""
    again = Context(
        context.images, context.language, context.requester, context.messages, context.gateway
    )
    again._now = context.now
    again.max_objects, again.max_bytes = context.max_objects, context.max_bytes
    if context.outcome is not None:
        again.outcome, again.is_personal = context.outcome, context.is_personal
        again.begin_again(context.outcome)
    return again
