"""Fallbacks of plans to the ordinary executor, counted by reason and logged once.

Some of it is expected: the executor phrases errors, a non-null value is null, the database is away.
Anything else is a bug: the plan fails where the executor answers.
"""

import logging
import time
from collections import Counter, deque
from enum import StrEnum
from typing import TYPE_CHECKING

import asyncpg

from database.pool.connection_errors import is_database_away
from graph.plan import Unplanned, Unsupported
from graph.plan.runtime.fallbacks import Gone, Null, Refused, TooLong

if TYPE_CHECKING:
    from server.documents.operation import PreparedOperation

log = logging.getLogger("odop.plans")

# Lines in the log, however many operations fail.
MAX_LINES_PER_MINUTE = 20


class Reason(StrEnum):
    """Why a plan gave up; the values are labels of /metrics."""

    # Null in a non-null field, which makes its parents null, or a row that has just gone.
    NULL = "null"
    # A field that the viewer may not read.
    REFUSED = "refused"
    # Perhaps more than an answer may be.
    LIMIT = "limit"
    # An invalid argument, or anything else that the executor rejects too.
    ERROR = "error"
    DATABASE = "database"
    # Only the plan failed.
    FAULT = "fault"


class Fallbacks:
    """Counts and logs, an operation once for each reason."""

    def __init__(self) -> None:
        self.gave_up: Counter[Reason] = Counter(dict.fromkeys(Reason, 0))
        self.unplanned: Counter[Unplanned] = Counter(dict.fromkeys(Unplanned, 0))
        # Times of log lines, of expected fallbacks and of faults.
        self._logged: dict[bool, deque[float]] = {
            is_fault: deque(maxlen=MAX_LINES_PER_MINUTE) for is_fault in (False, True)
        }

    def not_planned(self, operation: "PreparedOperation", why: Unsupported) -> None:
        """A query has no plan, or a mutation that should have one."""
        self.unplanned[why.reason] += 1
        is_fault = why.reason is not Unplanned.INTROSPECTION
        if self._should_log(operation, why.reason, is_fault):
            level = logging.WARNING if is_fault else logging.INFO
            log.log(level, "%s has no plan: %s", operation.title, why)

    def failed(self, operation: "PreparedOperation", error: Exception, has_errors: bool) -> None:
        """A plan gave up and the ordinary executor answered, with or without errors."""
        reason = reason_of(error, has_errors)
        self.gave_up[reason] += 1
        is_fault = reason is Reason.FAULT
        if not self._should_log(operation, reason, is_fault):
            return
        if is_fault:
            log.error("The plan of %s failed", operation.title, exc_info=error)
        else:
            log.info("The plan of %s fell back, %s: %s", operation.title, reason.value, error)

    def _should_log(self, operation: "PreparedOperation", reason: StrEnum, is_fault: bool) -> bool:
        """Whether the log has room, and the operation has not had this line."""
        lines, now = self._logged[is_fault], time.monotonic()
        if reason in operation.logged_fallbacks or (
            len(lines) == lines.maxlen and lines[0] > now - 60
        ):
            return False
        operation.logged_fallbacks.add(reason)
        lines.append(now)
        return True


def reason_of(error: Exception, has_errors: bool) -> Reason:
    if is_database_away(error) or isinstance(error, asyncpg.TransactionRollbackError):
        return Reason.DATABASE
    if isinstance(error, TooLong):
        return Reason.LIMIT
    if not has_errors and not isinstance(error, Gone):
        return Reason.FAULT
    if isinstance(error, Null):
        return Reason.NULL
    return Reason.REFUSED if isinstance(error, Refused) else Reason.ERROR
