"""Webhooks of the gateway: stored once, applied by a job."""

import hashlib
from collections.abc import Mapping

from tortoise.transactions import in_transaction

from commerce.core.action_context import ActionContext
from commerce.core.jobs import Job, enqueue
from commerce.payments import disputes, refund_progress
from commerce.payments.payment_state import apply, log
from commerce.payouts import transfers
from database.connect import execute, fetch


async def receive(ctx: ActionContext, headers: Mapping[str, str], body: bytes) -> None:
    """Store a signed webhook once, for a job to apply. Raises ForgedWebhook.

    An event is identified by its body. The id that a gateway sends beside it is not signed: the
    same body could be repeated with another id, and another body be hidden behind the same one.
    """
    try:
        kind = ctx.gateway.webhook(headers, body).kind
    except ValueError as error:
        log.warning("a signed webhook cannot be read: %s", error)
        kind = "unreadable"
    async with in_transaction():
        rows = await fetch(
            "INSERT INTO webhook_event (gateway, event_id, kind, body, received_at)"
            " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (gateway, event_id) DO NOTHING"
            " RETURNING id",
            ctx.gateway.name,
            hashlib.sha256(body).hexdigest(),
            kind[:60],
            body,
            ctx.now,
        )
        if rows:
            await enqueue(Job.WEBHOOK_APPLY, event=rows[0]["id"])


async def apply_webhook(ctx: ActionContext, event_id: int) -> None:
    """Job: apply a stored webhook."""
    rows = await fetch(
        "SELECT body FROM webhook_event WHERE id = $1 AND applied_at IS NULL AND gateway = $2",
        event_id,
        ctx.gateway.name,
    )
    if not rows:
        return
    try:
        news = ctx.gateway.event(rows[0]["body"])
    except ValueError as error:
        outcome = f"unreadable: {error}"
    else:
        outcome = "nothing"
        if news.payment is not None:
            outcome = await apply(ctx, news.payment)
        if news.refund is not None:
            outcome = await refund_progress.apply(ctx, news.refund)
        if news.transfer is not None:
            outcome = await transfers.apply(ctx, news.transfer)
        if news.dispute is not None:
            outcome = await disputes.apply(ctx, news.dispute)
    await execute(
        "UPDATE webhook_event SET applied_at = $2, outcome = $3 WHERE id = $1",
        event_id,
        ctx.now,
        outcome[:200],
    )
