"""What plans leave to the ordinary executor: counted by reason, told once to the log.

Some of it is to be expected: an error has to be phrased, a value is null where none may be, the
database is away. Anything else is a fault of ours: the plan fails where the executor answers.
"""

import logging
import time
from collections import Counter, deque
from enum import StrEnum
from typing import TYPE_CHECKING

import asyncpg

from graph.plan import Unplanned, Unsupported
from graph.plan.runtime.fallbacks import Null, Refused, TooLong

if TYPE_CHECKING:
    from server.documents.document import Operation

log = logging.getLogger("odop.plans")

# Lines of the log, however many operations are made up to fail.
MAX_LINES_PER_MINUTE = 20
AWAY = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.TransactionRollbackError,
)


class Reason(StrEnum):
    """Why a plan gave up; the words are those of /metrics."""

    # Null in a field that may not be null: the executor says what becomes of its parents.
    NULL = "null"
    # A field the viewer may not see.
    REFUSED = "refused"
    # An argument, or anything else the executor fails at too.
    ERROR = "error"
    DATABASE = "database"
    # The plan failed alone.
    FAULT = "fault"


class Fallbacks:
    """Counts and tells. An operation is told of once for each reason."""

    def __init__(self) -> None:
        self.gave_up: Counter[Reason] = Counter(dict.fromkeys(Reason, 0))
        self.unplanned: Counter[Unplanned] = Counter(dict.fromkeys(Unplanned, 0))
        # When the log was told, of what was to be expected and of faults.
        self._logged: dict[bool, deque[float]] = {
            is_fault: deque(maxlen=MAX_LINES_PER_MINUTE) for is_fault in (False, True)
        }

    def not_planned(self, operation: "Operation", why: Unsupported) -> None:
        """There is no plan for a query, or for a mutation that should have one."""
        self.unplanned[why.reason] += 1
        is_fault = why.reason is not Unplanned.INTROSPECTION
        if self._should_log(operation, why.reason, is_fault):
            level = logging.WARNING if is_fault else logging.INFO
            log.log(level, "%s has no plan: %s", operation.title, why)

    def failed(self, operation: "Operation", error: Exception, has_errors: bool) -> None:
        """A plan gave up, and the ordinary executor answered: with errors or without."""
        reason = reason_of(error, has_errors)
        self.gave_up[reason] += 1
        is_fault = reason is Reason.FAULT
        if not self._should_log(operation, reason, is_fault):
            return
        if is_fault:
            log.error("The plan of %s failed", operation.title, exc_info=error)
        else:
            log.info("The plan of %s fell back, %s: %s", operation.title, reason.value, error)

    def _should_log(self, operation: "Operation", reason: StrEnum, is_fault: bool) -> bool:
        """Whether the log has room for a line the operation has not had yet."""
        lines, now = self._logged[is_fault], time.monotonic()
        if reason in operation.logged_fallbacks or (
            len(lines) == lines.maxlen and lines[0] > now - 60
        ):
            return False
        operation.logged_fallbacks.add(reason)
        lines.append(now)
        return True


def reason_of(error: Exception, has_errors: bool) -> Reason:
    if isinstance(error, AWAY):
        return Reason.DATABASE
    if not has_errors and not isinstance(error, TooLong):
        return Reason.FAULT
    if isinstance(error, Null):
        return Reason.NULL
    return Reason.REFUSED if isinstance(error, Refused) else Reason.ERROR
