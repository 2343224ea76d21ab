"""Executing a prepared operation: by its plan where there is one, else by graphql-core."""

import logging
from typing import NamedTuple

from graph.context import Context, NewContext, Requester
from graph.error_texts import DATABASE_TOO_SLOW
from graph.errors import Code
from graph.execution.executor import AnswerTooLarge
from graph.plan import Ready, Unplanned, Unsupported
from graph.plan.runtime.fallbacks import TooLong
from graph.plan.runtime.run import SurelyTooLarge
from server.documents.errors import TOO_SLOW
from server.documents.execution_turns import ExecutionTurns
from server.documents.fixed_responses import FixedAnswers
from server.documents.plan_fallbacks import Fallbacks
from server.documents.preparation import NotExecuted, PreparedRequest
from server.documents.response_cache import Answer
from server.graphql_http.cookies import add_session_cookies
from server.graphql_http.exchange import Exchange
from server.graphql_http.response_body import check_size, whole_answer, write_reads
from server.requests.http_request import Refused
from settings import settings

log = logging.getLogger("odop.server")


class Executed(NamedTuple):
    """A response with the context it was made in. `is_complete` means without errors."""

    answer: Answer
    context: Context
    is_complete: bool


class Execution:
    """Executes operations and counts how."""

    def __init__(self, new_context: NewContext, turns: ExecutionTurns) -> None:
        self.new_context, self._turns = new_context, turns
        self.by_plan = self.by_executor = 0
        self.fallbacks, self.fixed = Fallbacks(), FixedAnswers()

    async def run(
        self, exchange: Exchange, prepared: PreparedRequest, requester: Requester, form: bytes
    ) -> Executed:
        """Raises NotExecuted, AnswerTooLarge, and Refused if the database is too slow."""
        context = self.new_context(prepared.language, requester)
        ready = self._plan(prepared, form)
        if ready is None:
            return await self._by_executor(exchange, prepared, context)
        async with self._turns.of_plan(exchange.client, prepared):
            answer, failure = await _by_plan(ready, context, prepared)
        if answer is not None:
            self.by_plan += 1
            await write_reads(context)
            self._keep_planned(prepared, form, ready, answer, context)
            return Executed(answer, context, True)
        if isinstance(failure, TOO_SLOW) and prepared.operation.is_query:
            # The executor would be as slow.
            raise Refused(504, Code.TIMEOUT, DATABASE_TOO_SLOW, is_understood=True)
        if context.outcome is not None:
            context.begin_again(context.outcome)
        else:
            context = self.new_context(prepared.language, requester)
        return await self._by_executor(exchange, prepared, context, failure)

    def _plan(self, prepared: PreparedRequest, form: bytes) -> Ready | None:
        """The plan with its arguments; None if the ordinary executor has to answer."""
        operation = prepared.operation
        if not operation.may_have_plan or not settings().plans:
            return None
        try:
            ready = operation.plans.ready(prepared.request.variables, form, prepared.language)
        except Exception as error:
            ready = Unsupported(Unplanned.FAULT, repr(error))
            log.exception("%s could not be compiled", operation.title)
        if isinstance(ready, Unsupported):
            self.fallbacks.not_planned(operation, ready)
            return None
        return ready

    def _keep_planned(
        self,
        prepared: PreparedRequest,
        form: bytes,
        ready: Ready,
        answer: Answer,
        context: Context,
    ) -> None:
        operation = prepared.operation
        if ready.plan.is_fixed and not context.is_personal:
            self.fixed.keep(operation.fixed, prepared.language, answer)
        operation.plans.keep(form, prepared.language, ready)

    async def _by_executor(
        self,
        exchange: Exchange,
        prepared: PreparedRequest,
        context: Context,
        failure: Exception | None = None,
    ) -> Executed:
        """Execute by graphql-core; `failure` is why the plan gave up."""
        operation = prepared.operation
        self.by_executor += 1
        result = await self._turns.executed(
            exchange.client, prepared, context, is_too_long=isinstance(failure, TooLong)
        )
        await write_reads(context)
        errors = result.errors or []
        if failure is not None:
            self.fallbacks.failed(operation, failure, bool(errors))
        if errors and result.data is None and not any(error.path for error in errors):
            raise NotExecuted(errors)
        formatted = exchange.formatted_errors(errors)
        answer = whole_answer(result.data, context, prepared.points, formatted)
        if operation.is_query:
            check_size(answer, context)
        if context.new_refresh_token and len(operation.roots) > 1:
            # A later mutation may have ended the session that an earlier one began.
            await context.drop_spent_cookie()
        add_session_cookies(exchange, context)
        is_constant = operation.is_introspection and not operation.node.variable_definitions
        if is_constant and not errors:
            self.fixed.keep(operation.fixed, prepared.language, answer)
        return Executed(answer, context, not errors)


async def _by_plan(
    ready: Ready, context: Context, prepared: PreparedRequest
) -> tuple[Answer | None, Exception | None]:
    """The plan's response, or why it gave up; the executor reports errors properly.

    It also decides what is too large, unless that is sure: a plan counts fields that may turn out
    to be null, and a mutation that was carried out is answered at any length, cut off at the limit.
    Raises AnswerTooLarge.
    """
    try:
        data = await ready.plan.run(ready.arguments, context)
        answer = whole_answer(data, context, prepared.points)
        check_size(answer, context)
    except AnswerTooLarge as too_large:
        if isinstance(too_large, SurelyTooLarge) and prepared.operation.is_query:
            raise
        return None, TooLong(str(too_large))
    except Exception as error:
        return None, error
    return answer, None
