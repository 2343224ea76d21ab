"""Reconciliation of payments whose result is unknown."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from commerce.core.action_context import ActionContext
from commerce.core.errors import Refusal
from commerce.core.jobs import Failures, Job, enqueue
from commerce.payments import disputes, refund_progress
from commerce.payments.opening import open_at_gateway
from commerce.payments.payment_state import RANKS, collect_all
from commerce.payouts import transfers
from database.connect import fetch
from models import OrderStatus, PaymentStatus

# When to ask the gateway about an unfinished payment; it tries webhooks itself for three days.
# Payments whose money came are checked after each of the long delays, at once if it settles them:
# refunds, transfers and reversals may be made in its dashboard, and a bank can dispute a payment
# for four months.
RECONCILE_AFTER = tuple(timedelta(minutes=each) for each in (2, 3, 5, 10, 45, 360, 1_440, 2_880))
RECONCILE_LATER = tuple(timedelta(days=each) for each in (1, 2, 7, 30, 40, 50))
# The gateway's clock may be behind ours.
CLOCKS_APART = timedelta(hours=1)


async def reconcile(ctx: ActionContext, payment_id: int, tried: int) -> None:
    """Job: ask the gateway about an unfinished payment, until it is settled or long past.

    What the gateway refuses to say is asked again in the next round.
    """
    rows = await fetch(
        "SELECT p.gateway_order_id, o.status FROM payment p JOIN orders o ON o.id = p.order_id"
        " WHERE p.id = $1 AND p.gateway = $2",
        payment_id,
        ctx.gateway.name,
    )
    if not rows:
        return
    failures = Failures()
    if (gateway_order := rows[0]["gateway_order_id"]) is not None:
        with failures.apart(f"the payments of {gateway_order}"):
            (await collect_all(ctx, gateway_order)).check()
    elif rows[0]["status"] == OrderStatus.AWAITING_PAYMENT:
        # The gateway was down at checkout: the buyer finds the payment page with the order.
        with suppress(Refusal):
            await open_at_gateway(ctx, payment_id)
    else:
        return
    charges = await fetch(CHARGES, payment_id, RANKS[PaymentStatus.CAPTURED])
    await _reconcile_money(ctx, charges, failures)
    failures.check()
    is_settled = any(row["is_settling"] for row in charges)
    again = max(tried + 1, len(RECONCILE_AFTER)) if is_settled else tried + 1
    later = (*RECONCILE_AFTER, *RECONCILE_LATER) if charges else RECONCILE_AFTER
    if again < len(later):
        await enqueue(Job.PAYMENT_RECONCILE, after=later[again], payment=payment_id, tried=again)


# The charges of a payment whose money came: captured, or returned by the gateway itself. One that
# does not settle the payment leaves it due, so the buyer may still pay.
CHARGES = """
SELECT c.id, c.gateway_payment_id, c.is_settling, p.created_at FROM charge c
JOIN payment p ON p.id = c.payment_id WHERE c.payment_id = $1 AND c.rank >= $2 ORDER BY c.id
"""


async def _reconcile_money(ctx: ActionContext, charges: Sequence[Any], failures: Failures) -> None:
    """Apply what the gateway did with the money of charges."""
    for row in charges:
        gateway_id = row["gateway_payment_id"]
        with failures.apart(f"the refunds of {gateway_id}"):
            await refund_progress.look(ctx, row["id"])
        with failures.apart(f"the transfers of {gateway_id}"):
            for reported in await ctx.gateway.transfers_of(gateway_id):
                with failures.apart(f"transfer {reported.id}"):
                    await transfers.apply(ctx, reported)
        with failures.apart(f"the disputes of {gateway_id}"):
            since = row["created_at"] - CLOCKS_APART
            for dispute in await ctx.gateway.disputes_of(gateway_id, since):
                with failures.apart(f"dispute {dispute.id}"):
                    await disputes.apply(ctx, dispute)
