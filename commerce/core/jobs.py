"""Background jobs, enqueued in the transaction that causes them and run by `odop worker`.

A job runs at least once: its function has to be idempotent.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Any

import orjson
from tortoise.transactions import in_transaction

from auth.permissions import Action
from commerce.core import audit
from commerce.core.action_context import ActionContext
from database.connect import fetch
from database.queue import AT_ONCE, JobRequest, enqueue_rows, enqueue_rows_again


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
        await enqueue_rows_again(job_id)
        await audit.record(ctx, "job.retry", f"job:{job_id}")


def job_of(job: Job, after: timedelta = AT_ONCE, **payload: Any) -> JobRequest:
    """A job, for a statement that enqueues it together with its cause."""
    return JobRequest(job.value, orjson.dumps(payload), after)


async def enqueue(
    job: Job, *, after: timedelta = AT_ONCE, once: str | None = None, **payload: Any
) -> None:
    """Enqueue a job, unless one with the same `once` is waiting or running."""
    await enqueue_rows([JobRequest(job.value, orjson.dumps(payload), after, once)])
