"""State of payments, from gateway messages in any order and repeated any number of times.

A message only ever raises a charge's rank (`docs/decisions/payments.md`), so any order of
messages ends in one state. An order's row is locked before its payment and charges, so of two
messages at once the second finds the work done.
"""

import logging
from collections.abc import Mapping
from typing import Any

from tortoise.transactions import in_transaction

from commerce.core.action_context import ActionContext
from commerce.core.jobs import Failures, Job, enqueue
from commerce.core.money import formatted
from commerce.core.ports import GatewayDown, GatewayPayment, GatewayRefuses
from commerce.orders import late_payment, order_state, stock, timeline
from commerce.orders.order_notifications import notify_buyer
from commerce.payments import refunds
from database.connect import execute, fetch, fetch_value
from models import (
    OrderEventKind,
    OrderStatus,
    PaymentStatus,
    RefundReason,
)

log = logging.getLogger("odop.payments")

RANKS: Mapping[PaymentStatus, int] = {
    PaymentStatus.CREATED: 0,
    PaymentStatus.PENDING: 1,
    PaymentStatus.FAILED: 2,
    PaymentStatus.AUTHORIZED: 3,
    PaymentStatus.CAPTURED: 4,
    PaymentStatus.PARTIALLY_REFUNDED: 4,
    PaymentStatus.REFUNDED: 4,
    PaymentStatus.AUTO_REFUNDED: 5,
}


# An amount is what the gateway last said, except of the charge that settles its payment, and never
# less than was refunded. Once captured, a charge has placed the order, or a refund of it was
# requested, which follows the amount.
IS_UNDECIDED = f"(c.rank < {RANKS[PaymentStatus.CAPTURED]} AND c.rank <= excluded.rank)"
AMOUNT = f"""CASE WHEN {IS_UNDECIDED} THEN excluded.amount_paise
  WHEN c.is_settling OR c.rank > excluded.rank OR c.currency <> excluded.currency
    THEN c.amount_paise
  ELSE greatest(excluded.amount_paise, c.refunded_paise,
    (SELECT sum(r.amount_paise)::bigint FROM refund r
     WHERE r.charge_id = c.id AND r.status IN ('pending', 'processed'))) END"""
CHARGED = f"""
INSERT INTO charge AS c (payment_id, gateway_payment_id, method, amount_paise, currency, status,
  rank, refunded_paise, network, last4, error, is_settling, created_at, updated_at, fee_paise,
  fee_tax_paise)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, false, $12, $12, $13, $14)
ON CONFLICT (gateway_payment_id) DO UPDATE SET
  status = CASE WHEN c.rank < excluded.rank THEN excluded.status ELSE c.status END,
  rank = greatest(c.rank, excluded.rank), amount_paise = {AMOUNT},
  currency = CASE WHEN {IS_UNDECIDED} THEN excluded.currency ELSE c.currency END,
  refunded_paise = least({AMOUNT}, greatest(c.refunded_paise, excluded.refunded_paise)),
  method = coalesce(excluded.method, c.method), network = coalesce(excluded.network, c.network),
  last4 = coalesce(excluded.last4, c.last4), error = coalesce(excluded.error, c.error),
  fee_paise = coalesce(excluded.fee_paise, c.fee_paise),
  fee_tax_paise = coalesce(excluded.fee_tax_paise, c.fee_tax_paise),
  updated_at = excluded.updated_at
WHERE c.payment_id = excluded.payment_id
  AND (c.rank < excluded.rank OR c.refunded_paise < least({AMOUNT}, excluded.refunded_paise)
    OR c.amount_paise <> {AMOUNT} OR {IS_UNDECIDED} AND c.currency <> excluded.currency
    OR c.fee_paise IS DISTINCT FROM coalesce(excluded.fee_paise, c.fee_paise))
RETURNING id, status, refunded_paise, is_settling, amount_paise, currency
"""


async def apply(ctx: ActionContext, reported: GatewayPayment) -> str:
    """Apply a payment's state from the gateway. Returns a short description of the change."""
    rank = RANKS.get(reported.status)
    if reported.order_id is None or rank is None:
        return "of no order"
    async with in_transaction():
        rows = await fetch(
            "SELECT o.id, o.status, o.number, o.total_paise FROM orders o JOIN payment p"
            " ON p.order_id = o.id WHERE p.gateway = $1 AND p.gateway_order_id = $2"
            " FOR UPDATE OF o",
            ctx.gateway.name,
            reported.order_id,
        )
        if not rows:
            return "of an order that is not ours"
        order = rows[0]
        payment = (await fetch("SELECT * FROM payment WHERE order_id = $1", order["id"]))[0]
        earlier = await fetch(
            "SELECT rank, amount_paise, currency FROM charge WHERE gateway_payment_id = $1"
            " AND payment_id = $2",
            reported.id,
            payment["id"],
        )
        before = earlier[0] if earlier else None
        status = (
            PaymentStatus.CAPTURED if rank == RANKS[PaymentStatus.CAPTURED] else reported.status
        )
        changed = await fetch(
            CHARGED,
            payment["id"],
            reported.id,
            reported.method,
            reported.amount,
            reported.currency,
            status.value,
            rank,
            min(reported.refunded, reported.amount),
            reported.network,
            reported.last4,
            (reported.error or "")[:200] or None,
            ctx.now,
            reported.fee,
            reported.fee_tax,
        )
        if before is not None:
            await _compare(order["id"], before, reported)
        if not changed:
            return "known"
        charge = changed[0]
        if before is None or before["rank"] < rank:
            await _on_state(ctx, order, payment, charge)
        elif any(before[each] != charge[each] for each in ("amount_paise", "currency")):
            await _on_amount(ctx, order["id"], payment["id"], charge)
        if charge["refunded_paise"]:
            await refunds.refresh_status(ctx, charge["id"])
        return PaymentStatus(charge["status"]).value


REVIEW = "UPDATE orders SET review = $2 WHERE id = $1 AND review IS NULL"


async def _compare(order_id: int, before: Any, reported: GatewayPayment) -> None:
    """Put the order under review if a captured charge has another amount than before."""
    said = f"{reported.amount} {reported.currency}"
    is_decided = RANKS[PaymentStatus.CAPTURED] <= before["rank"] <= RANKS[reported.status]
    if not is_decided or said == f"{before['amount_paise']} {before['currency']}":
        return
    log.error("payment %s is %s now: %s", reported.id, said, dict(before))
    why = f"the gateway's amount of {reported.id} has changed to {said}"
    await execute(REVIEW, order_id, why)


async def _on_amount(ctx: ActionContext, order_id: int, payment_id: int, charge: Any) -> None:
    """Take a charge's corrected amount into account. What is captured settles nothing any more: a
    refund of its earlier amount may be under way.
    """
    if charge["status"] == PaymentStatus.CAPTURED:
        await refunds.fit(ctx, charge["id"])
        await refunds.request_all(ctx, order_id, charge, RefundReason.WRONG_AMOUNT)
    await execute(REFRESH_UNPAID, payment_id, ctx.now)


async def _on_state(ctx: ActionContext, order: Any, payment: Any, charge: Any) -> None:
    status = PaymentStatus(charge["status"])
    if status is PaymentStatus.CAPTURED:
        await _captured(ctx, order, payment, charge)
    if status is PaymentStatus.AUTO_REFUNDED and charge["is_settling"]:
        await execute(REVIEW, order["id"], "the gateway has returned the payment itself")
        await timeline.record_event(order["id"], OrderEventKind.UNDER_REVIEW, ctx.now)
    if status is PaymentStatus.AUTHORIZED:
        await enqueue(Job.PAYMENT_CAPTURE, once=f"capture {charge['id']}", charge=charge["id"])
    if status is PaymentStatus.FAILED and order["status"] == OrderStatus.AWAITING_PAYMENT:
        is_first = not await timeline.has_event(order["id"], OrderEventKind.PAYMENT_FAILED)
        await timeline.record_event(order["id"], OrderEventKind.PAYMENT_FAILED, ctx.now)
        if is_first:
            # It names the link to try again; an order has minutes to be paid.
            await notify_buyer(order["id"], "payment-failed")
    await execute(REFRESH_UNPAID, payment["id"], ctx.now)


# The charges `c` that pay for their payment `p`, if they are captured.
PAYS = "c.payment_id = p.id AND (c.amount_paise, c.currency) = (p.amount_paise, p.currency)"
# An unpaid payment has the status of the attempt that came furthest. A captured charge that does
# not settle it, because its amount is wrong or refunded, pays nothing: the payment stays due. So
# does one that the gateway returned itself, while its order can still be paid.
REFRESH_UNPAID = f"""
UPDATE payment p SET status = found.status, updated_at = $2 FROM (
  SELECT coalesce((SELECT c.status FROM charge c WHERE {PAYS} AND c.status <> 'captured'
    AND (c.status <> 'auto_refunded' OR o.status <> 'awaiting_payment')
    ORDER BY c.rank DESC, c.id DESC LIMIT 1), 'created') AS status
  FROM payment p JOIN orders o ON o.id = p.order_id WHERE p.id = $1) found
WHERE p.id = $1 AND p.status IN ('created', 'pending', 'failed', 'authorized')
  AND p.status <> found.status
"""


async def _captured(ctx: ActionContext, order: Any, payment: Any, charge: Any) -> None:
    """Handle captured money: it pays the order, or it is refunded."""
    order_id = order["id"]
    if charge["refunded_paise"] >= charge["amount_paise"]:
        # Refunded before we heard of the payment: it pays for nothing.
        return
    if (charge["amount_paise"], charge["currency"]) != (
        payment["amount_paise"],
        payment["currency"],
    ):
        why = f"{charge['amount_paise']} {charge['currency']} were paid"
        await execute("UPDATE orders SET review = $2 WHERE id = $1", order_id, why)
        await timeline.record_event(order_id, OrderEventKind.UNDER_REVIEW, ctx.now)
        await refunds.request_all(ctx, order_id, charge, RefundReason.WRONG_AMOUNT)
        return
    settled = await fetch_value(
        "SELECT id FROM charge WHERE payment_id = $1 AND is_settling", payment["id"]
    )
    if settled is not None:
        await refunds.request_all(ctx, order_id, charge, RefundReason.PAID_TWICE)
        return
    await execute("UPDATE charge SET is_settling = true WHERE id = $1", charge["id"])
    await execute(
        "UPDATE payment SET status = $2, updated_at = $3 WHERE id = $1",
        payment["id"],
        PaymentStatus.CAPTURED.value,
        ctx.now,
    )
    await timeline.record_event(
        order_id, OrderEventKind.PAID, ctx.now, amount=formatted(charge["amount_paise"])
    )
    if order["status"] == OrderStatus.AWAITING_PAYMENT:
        await stock.keep(order_id)
        await order_state.place(ctx, order_id)
    elif not await late_payment.reinstate(ctx, order_id):
        await _refund_ended(ctx, order_id, payment, charge)


# Whether we heard of a charge before its order had ended.
WAS_BEFORE_END = """
SELECT c.created_at <= (SELECT max(e.at) FROM order_event e WHERE e.order_id = p.order_id
  AND e.kind IN ('cancelled', 'payment_expired'))
FROM charge c JOIN payment p ON p.id = c.payment_id WHERE c.id = $1
"""


async def _refund_ended(ctx: ActionContext, order_id: int, payment: Any, charge: Any) -> None:
    """Refund the payment of an order that has ended: it came too late, unless it was authorised
    before the end and only captured after it.
    """
    is_held = payment["status"] == PaymentStatus.AUTHORIZED
    if is_held and await fetch_value(WAS_BEFORE_END, charge["id"]):
        if await refunds.request_all(ctx, order_id, charge, RefundReason.CANCELLED):
            await notify_buyer(order_id, "cancelled")
        return
    await timeline.record_event(order_id, OrderEventKind.PAID_TOO_LATE, ctx.now)
    if owed := await refunds.request_all(ctx, order_id, charge, RefundReason.PAID_TOO_LATE):
        await enqueue(
            Job.ORDER_NOTIFY, order=order_id, kind="paid-too-late", amount=formatted(owed)
        )


# Why an authorised payment is not captured, before the gateway's reason. Only the first says that
# it never will be: an order does not wait for it.
REFUSED_CAPTURE, REFUSED_LOOK = "the capture was refused: ", "the look-up was refused: "
REFUSED = f"""
UPDATE charge SET error = $2 WHERE gateway_payment_id = $1 AND status = 'authorized'
  AND coalesce(error, '') NOT LIKE '{REFUSED_CAPTURE}%'
"""


async def _refused(payment_id: str, what: str, error: GatewayRefuses) -> None:
    """Record that the gateway refuses to capture a payment, or to show it: its job is not enqueued
    again.
    """
    log.error("payment %s is not captured, %s%s", payment_id, what, error)
    await execute(REFUSED, payment_id, f"{what}{error}"[:200])


async def capture(ctx: ActionContext, charge_id: int) -> None:
    """Job: capture an authorised payment."""
    rows = await fetch(
        "SELECT c.gateway_payment_id, c.status, p.gateway_order_id FROM charge c"
        " JOIN payment p ON p.id = c.payment_id WHERE c.id = $1",
        charge_id,
    )
    if rows and rows[0]["status"] == PaymentStatus.AUTHORIZED:
        gateway_id = rows[0]["gateway_payment_id"]
        try:
            reported = await ctx.gateway.payment(gateway_id)
        except GatewayRefuses as error:
            await _refused(gateway_id, REFUSED_LOOK, error)
            return
        try:
            await collect(ctx, reported, rows[0]["gateway_order_id"])
        except GatewayRefuses as error:
            await _refused(gateway_id, REFUSED_CAPTURE, error)


async def collect(
    ctx: ActionContext, reported: GatewayPayment, gateway_order: str
) -> GatewayPayment:
    """Apply a payment's state and capture it at once if it is authorised. Returns its last state.

    Raises GatewayDown, also for a payment of another order, and GatewayRefuses.
    """
    await _apply_to(ctx, reported, gateway_order)
    if reported.status is PaymentStatus.FAILED:
        # Its rank stays, for the answer may be an old one; but no order waits for its capture.
        await execute(REFUSED, reported.id, f"{REFUSED_CAPTURE}the payment has failed")
    if reported.status is not PaymentStatus.AUTHORIZED:
        return reported
    captured = await ctx.gateway.capture(reported.id, reported.amount, reported.currency)
    await _apply_to(ctx, captured, gateway_order)
    return captured


async def _apply_to(ctx: ActionContext, reported: GatewayPayment, gateway_order: str) -> None:
    if reported.order_id != gateway_order:
        raise GatewayDown(f"{reported.id} is of {reported.order_id}, not of {gateway_order}")
    await apply(ctx, reported)


async def collect_all(ctx: ActionContext, gateway_order: str) -> Failures:
    """Collect every payment of a gateway order. Raises GatewayDown, GatewayRefuses without a list.

    Returns the failures: none hides another payment, which may have paid the order. A refused
    capture is none; it is recorded with its charge.
    """
    failures = Failures()
    for reported in await ctx.gateway.payments_of(gateway_order):
        with failures.apart(f"payment {reported.id}"):
            try:
                await collect(ctx, reported, gateway_order)
            except GatewayRefuses as error:
                await _refused(reported.id, REFUSED_CAPTURE, error)
    return failures
