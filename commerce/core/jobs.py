"""Background jobs, enqueued in the transaction that causes them and run by `odop worker`.

A job runs at least once: its function has to be idempotent.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum
from typing import Any

import asyncpg
import orjson
from tortoise.transactions import in_transaction

from auth.permissions import Action
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.ports import GatewayRefuses
from database.connect import execute, fetch
from database.locks import Lock, try_lock
from database.queue import AT_ONCE, JobRequest, enqueue_failed_again, enqueue_rows

log = logging.getLogger("odop.jobs")


class Job(StrEnum):
    """Kinds of jobs. The values are stored in the queue (`docs/decisions/stored-names.md`)."""

    ORDER_EXPIRE = "order.expire"
    ORDER_NOTIFY = "order.tell"
    PAYMENT_RECONCILE = "payment.reconcile"
    PAYMENT_CAPTURE = "payment.capture"
    WEBHOOK_APPLY = "webhook.apply"
    REFUND_SEND = "refund.send"
    REFUND_FOLLOW = "refund.follow"
    DISPUTE_NOTIFY = "dispute.tell"
    TRANSFER_EXECUTE = "transfer.carry_out"


async def retry(ctx: ActionContext, job_id: int) -> None:
    """Run a failed job again, for staff. Raises Refusal."""
    async with in_transaction():
        rows = await fetch("SELECT id FROM pgqueuer WHERE id = $1 AND status = 'failed'", job_id)
        ctx.require(Action.MANAGE_JOBS, rows[0] if rows else None, "job_id")
        await enqueue_failed_again([job_id])
        await audit.record(ctx, "job.retry", f"job:{job_id}")


# Kinds that need nobody but the database. The others wait for the gateway or a carrier.
LOCAL_JOBS = frozenset({Job.WEBHOOK_APPLY})
# How many jobs of a kind the hourly look lets be waiting. While an outside party is away each takes
# seconds, eight times, and new jobs of its kind come after it.
MAX_DUE_JOBS, MAX_DUE_LOCAL_JOBS = 200, 1_000
# A job `q` that runs, is due, or is about to be tried again.
IS_WAITING = "(q.status = 'picked' OR q.attempts > 0 OR q.execute_after <= now())"


async def enqueue_due(job: Job, key: str, due: str, *arguments: Any) -> None:
    """Enqueue a job for each row that is due and has none waiting or running.

    `due` selects ids, and `tried` for jobs with such an argument; `key` names the id among a job's
    arguments. It can read `failed`, the ids of jobs of this kind that have failed. Those of the
    chosen rows are deleted: the new ones replace them. The oldest rows come first, those that
    failed last come last, so that rows whose jobs always fail keep out no others.
    """
    most = MAX_DUE_LOCAL_JOBS if job in LOCAL_JOBS else MAX_DUE_JOBS
    of_row = f"(convert_from(q.payload, 'UTF8')::jsonb -> '{key}')::int"
    jobs = f"FROM pgqueuer q WHERE q.entrypoint = '{job.value}' AND q.status"
    async with in_transaction():
        if not await try_lock(Lock.DUE_JOBS):
            return
        # Rows and jobs are many: they are hashed, whatever the planner takes them for.
        await execute("SET LOCAL enable_nestloop = off")
        rows = await fetch(
            f"WITH live AS MATERIALIZED (SELECT {of_row} AS id, {IS_WAITING} AS is_waiting"
            f" {jobs} IN ('queued', 'picked')),"
            f" failed AS MATERIALIZED (SELECT {of_row} AS id, q.updated {jobs} = 'failed'),"
            " latest AS (SELECT id, max(updated) AS failed_at FROM failed GROUP BY id)"
            f" SELECT due.* FROM ({due}) due LEFT JOIN latest ON latest.id = due.id"
            " WHERE NOT EXISTS (SELECT FROM live WHERE live.id = due.id)"
            " ORDER BY latest.failed_at NULLS FIRST, due.id"
            f" LIMIT greatest(0, {most} - (SELECT count(*) FROM live WHERE is_waiting))",
            *arguments,
        )
        await execute(
            f"DELETE {jobs} = 'failed' AND {of_row} = ANY($1::int[])", [row["id"] for row in rows]
        )
        await enqueue_rows(
            [JobRequest(job.value, orjson.dumps(_arguments(key, row))) for row in rows]
        )


def _arguments(key: str, row: Any) -> dict[str, int]:
    return {key if name == "id" else name: value for name, value in row.items()}


async def enqueue_failed(jobs: Sequence[Job], within: timedelta) -> None:
    """Enqueue failed jobs of some kinds again, for a time after they were first enqueued.

    Those that failed longest ago come first, and no more than MAX_DUE_JOBS are waiting then.
    """
    async with in_transaction():
        if await try_lock(Lock.DUE_JOBS):
            rows = await fetch(
                "SELECT id FROM pgqueuer WHERE status = 'failed' AND entrypoint = ANY($1::text[])"
                " AND created > now() - $2::interval ORDER BY updated, id"
                f" LIMIT greatest(0, {MAX_DUE_JOBS} - (SELECT count(*) FROM pgqueuer q"
                f" WHERE q.entrypoint = ANY($1::text[]) AND q.status IN ('queued', 'picked')"
                f" AND {IS_WAITING}))",
                [job.value for job in jobs],
                within,
            )
            await enqueue_failed_again([row["id"] for row in rows])


def job_of(job: Job, after: timedelta = AT_ONCE, **payload: Any) -> JobRequest:
    """A job, for a statement that enqueues it together with its cause."""
    return JobRequest(job.value, orjson.dumps(payload), after)


async def enqueue(
    job: Job, *, after: timedelta = AT_ONCE, once: str | None = None, **payload: Any
) -> None:
    """Enqueue a job, unless one with the same `once` is waiting or running."""
    await enqueue_rows([JobRequest(job.value, orjson.dumps(payload), after, once)])


# What fails again however often it is tried: what the database cannot hold, and what the gateway
# refuses. A foreign key or a unique value can be violated by what happens at the same time.
FINAL = (
    asyncpg.DataError,
    asyncpg.CheckViolationError,
    asyncpg.NotNullViolationError,
    GatewayRefuses,
)


class Failures:
    """The first failure of a job's several pieces of work, raised when all have been tried, so that
    the job is run again.

    One that would fail again (FINAL) is logged only.
    """

    def __init__(self) -> None:
        self._first: Exception | None = None

    @contextmanager
    def apart(self, what: str) -> Iterator[None]:
        """Work, outside any transaction, whose failure ends nothing else. `what` is for the log."""
        try:
            yield
        except FINAL as error:
            log.error("%s is left out: %s", what, error)
        except Exception as error:  # whatever it is, `check` raises it
            log.warning("%s failed: %s", what, error)
            self._first = self._first or error

    def check(self) -> None:
        """Raise the first failure, if there is one."""
        if self._first is not None:
            raise self._first
