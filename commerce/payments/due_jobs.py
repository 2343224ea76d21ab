"""Jobs about money that are due and not waiting, found from the rows that they are for.

A job that fails for minutes is given up, and whatever it would have enqueued next with it. So what
is still to be done is read from payments, refunds, transfers and webhooks, every hour.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from commerce.core.jobs import Failures, Job, enqueue_due, enqueue_failed
from commerce.payments.order_expiry import CAPTURE_WITHIN
from commerce.payments.payment_state import RANKS, REFUSED_CAPTURE, REFUSED_LOOK
from commerce.payments.reconciliation import RECONCILE_AFTER, RECONCILE_LATER
from commerce.payments.refund_progress import FOLLOWED_AFTER
from database.connect import execute
from models import PaymentStatus

# How long after the last round a failed job is begun again, and a webhook applied.
REPEATED_FOR = timedelta(days=7)
# Messages that are still of use. One that is no longer true is not sent.
MESSAGES = (Job.ORDER_NOTIFY, Job.DISPUTE_NOTIFY)
MESSAGES_FOR = timedelta(days=1)

RECONCILE_ALL = (*RECONCILE_AFTER, *RECONCILE_LATER)
MONEY = f"FROM charge c WHERE c.payment_id = p.id AND c.rank >= {RANKS[PaymentStatus.CAPTURED]}"


class Due(NamedTuple):
    """A kind of job, the argument that names its row, and the rows that are due.

    $1 is the name of the gateway that they are for.
    """

    job: Job
    key: str
    rows: str


def _sums(delays: Sequence[timedelta]) -> str:
    """When each round is due, since the first was enqueued, as an array of intervals."""
    sums = [sum(delays[: count + 1], timedelta()) for count in range(len(delays))]
    return f"ARRAY[{', '.join(_interval(each) for each in sums)}]"


def _interval(time: timedelta) -> str:
    return f"interval '{round(time.total_seconds())} seconds'"


def _passed(since: str, delays: Sequence[timedelta]) -> str:
    return f"(SELECT count(*)::int FROM unnest({_sums(delays)}) d WHERE {since} + d <= now())"


def _lasts(since: str, delays: Sequence[timedelta]) -> str:
    """Whether rounds are left, or one has failed: the last is as good as the others."""
    last = sum(delays, timedelta())
    more = _interval(last + REPEATED_FOR)
    return (
        f"({since} > now() - {_interval(last)}"
        f" OR {since} > now() - {more} AND r.id IN (SELECT id FROM failed))"
    )


ROWS = (
    # Nobody pays these, and their pieces are reserved.
    Due(
        Job.ORDER_EXPIRE,
        "order",
        "SELECT o.id FROM orders o WHERE o.status = 'awaiting_payment'"
        " AND o.pay_before < now() - interval '1 hour'",
    ),
    Due(
        Job.PAYMENT_CAPTURE,
        "charge",
        "SELECT c.id FROM charge c JOIN payment p ON p.id = c.payment_id WHERE p.gateway = $1"
        f" AND c.status = 'authorized' AND c.created_at > now() - {_interval(CAPTURE_WITHIN)}"
        f" AND coalesce(c.error, '') NOT LIKE ALL (ARRAY['{REFUSED_CAPTURE}%', '{REFUSED_LOOK}%'])",
    ),
    Due(
        Job.WEBHOOK_APPLY,
        "event",
        "SELECT id FROM webhook_event WHERE gateway = $1 AND applied_at IS NULL"
        f" AND received_at > now() - {_interval(REPEATED_FOR)}",
    ),
    Due(
        Job.REFUND_SEND,
        "refund",
        "SELECT r.id FROM refund r JOIN charge c ON c.id = r.charge_id"
        " JOIN payment p ON p.id = c.payment_id WHERE p.gateway = $1 AND r.status = 'requested'",
    ),
    Due(
        Job.REFUND_FOLLOW,
        "refund",
        f"""
SELECT r.id, greatest(0, {_passed("r.updated_at", FOLLOWED_AFTER)} - 1) AS tried
FROM refund r JOIN charge c ON c.id = r.charge_id JOIN payment p ON p.id = c.payment_id
WHERE p.gateway = $1 AND r.status = 'pending' AND {_lasts("r.updated_at", FOLLOWED_AFTER)}
""",
    ),
    # A reversal is made by its refund's job, just before the refund.
    Due(
        Job.TRANSFER_EXECUTE,
        "transfer",
        "SELECT t.id FROM transfer t JOIN charge c ON c.id = t.charge_id"
        " JOIN payment p ON p.id = c.payment_id WHERE p.gateway = $1 AND (t.status = 'requested'"
        " OR t.status <> 'failed' AND t.reversing_paise > t.reversed_paise"
        " AND t.updated_at < now() - interval '1 hour')",
    ),
    # As `reconcile` does: payments whose money came for months, others for days.
    Due(
        Job.PAYMENT_RECONCILE,
        "payment",
        f"""
SELECT r.id, CASE WHEN r.is_settled
  THEN {len(RECONCILE_AFTER) - 1} + {_passed("r.created_at", RECONCILE_LATER)}
  WHEN r.has_money THEN greatest(0, {_passed("r.created_at", RECONCILE_ALL)} - 1)
  ELSE greatest(0, {_passed("r.created_at", RECONCILE_AFTER)} - 1) END AS tried
FROM (SELECT p.id, p.created_at, EXISTS (SELECT {MONEY}) AS has_money,
    EXISTS (SELECT {MONEY} AND c.is_settling) AS is_settled
  FROM payment p JOIN orders o ON o.id = p.order_id WHERE p.gateway = $1
    AND (p.gateway_order_id IS NOT NULL OR o.status = 'awaiting_payment')) r
WHERE {_lasts("r.created_at", RECONCILE_AFTER)}
  OR {_lasts("r.created_at", RECONCILE_LATER)} AND r.has_money
  OR {_lasts("r.created_at", RECONCILE_ALL)} AND r.has_money AND NOT r.is_settled
""",
    ),
)


# Rows `r` that need a job of their kind no more: something else has done it.
DONE = (
    (Job.ORDER_EXPIRE, "order", "orders", "r.status <> 'awaiting_payment'"),
    (Job.PAYMENT_CAPTURE, "charge", "charge", "r.status <> 'authorized'"),
    (Job.WEBHOOK_APPLY, "event", "webhook_event", "r.applied_at IS NOT NULL"),
    (Job.REFUND_SEND, "refund", "refund", "r.status <> 'requested'"),
    (Job.REFUND_FOLLOW, "refund", "refund", "r.status NOT IN ('requested', 'pending')"),
    (
        Job.TRANSFER_EXECUTE,
        "transfer",
        "transfer",
        "r.status = 'failed' OR r.status <> 'requested' AND r.reversing_paise <= r.reversed_paise",
    ),
)


async def _delete_done(job: Job, key: str, table: str, is_done: str) -> None:
    """Delete failed jobs whose row needs them no more: staff would look for what is over."""
    await execute(
        "DELETE FROM pgqueuer q WHERE q.status = 'failed' AND q.entrypoint = $1"
        f" AND EXISTS (SELECT FROM {table} r WHERE ({is_done})"
        f" AND r.id = (convert_from(q.payload, 'UTF8')::jsonb -> '{key}')::int)",
        job.value,
    )


async def enqueue_due_jobs(gateway: str) -> None:
    """Enqueue what is due at the gateway in use, and messages that have failed not long ago. Delete
    failed jobs of what is done.

    A kind that cannot be read hides no other. Raises its error at the end.
    """
    failures = Failures()
    for job, key, table, is_done in DONE:
        with failures.apart(f"deleting {job} of what is done"):
            await _delete_done(job, key, table, is_done)
    for each in ROWS:
        arguments = (gateway,) if "$1" in each.rows else ()
        with failures.apart(f"enqueueing {each.job}"):
            await enqueue_due(each.job, each.key, each.rows, *arguments)
    with failures.apart("enqueueing messages"):
        await enqueue_failed(MESSAGES, MESSAGES_FOR)
    failures.check()
