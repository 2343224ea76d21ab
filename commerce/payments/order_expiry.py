"""Expiry of orders that are not paid in time."""

from datetime import timedelta

from tortoise.transactions import in_transaction

from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.jobs import Job, enqueue
from commerce.core.ports import GatewayDown, GatewayRefuses
from commerce.orders import order_state, timeline
from commerce.orders.order_notifications import notify_buyer
from commerce.payments.payment_state import (
    PAYS,
    REFRESH_UNPAID,
    REFUSED_CAPTURE,
    collect_all,
    log,
)
from database.connect import execute, fetch, fetch_value
from models import OrderEventKind

# The gateway itself returns what is authorised and not captured by then.
CAPTURE_WITHIN = timedelta(days=3)
CAPTURE_EACH = timedelta(minutes=1)


async def expire(ctx: ActionContext, order_id: int) -> None:
    """Job: cancel an order that was not paid in time and release its stock.

    What is authorised is captured first. While that is not decided, the order waits.
    """
    rows = await fetch(
        "SELECT p.gateway_order_id FROM payment p JOIN orders o ON o.id = p.order_id"
        " WHERE o.id = $1 AND o.status = 'awaiting_payment' AND p.gateway_order_id IS NOT NULL",
        order_id,
    )
    if rows:
        try:
            (await collect_all(ctx, rows[0]["gateway_order_id"])).check()
        except (GatewayDown, GatewayRefuses) as error:
            log.warning("order %s expires without an answer from the gateway: %s", order_id, error)
    async with in_transaction():
        due = await fetch(
            "SELECT p.id AS payment_id, o.pay_before FROM orders o"
            " JOIN payment p ON p.order_id = o.id"
            " WHERE o.id = $1 AND o.status = 'awaiting_payment' AND o.pay_before IS NOT NULL"
            " FOR UPDATE OF o",
            order_id,
        )
        if not due:
            return
        if (early := due[0]["pay_before"] - ctx.now) > timedelta(0):
            # Three clocks: the database's began the job, the worker's is behind the server's.
            await enqueue(Job.ORDER_EXPIRE, after=early, order=order_id)
            return
        if await _is_being_captured(ctx, order_id):
            await enqueue(Job.ORDER_EXPIRE, after=CAPTURE_EACH, order=order_id)
            return
        # Before wrong amounts were left out, one could raise the status of its payment.
        await execute(REFRESH_UNPAID, due[0]["payment_id"], ctx.now)
        await order_state.cancel_unpaid(ctx, order_id)
        await timeline.record_event(order_id, OrderEventKind.PAYMENT_EXPIRED, ctx.now)
        await notify_buyer(order_id, "payment-expired")
        await audit.record(ctx, "order.expire", f"order:{order_id}")


async def _is_being_captured(ctx: ActionContext, order_id: int) -> bool:
    """Whether a payment of the order is authorised and its capture not refused, now or earlier."""
    found: bool = await fetch_value(
        f"SELECT EXISTS (SELECT FROM payment p JOIN charge c ON {PAYS} WHERE p.order_id = $1"
        " AND c.status = 'authorized' AND c.created_at > $2"
        f" AND coalesce(c.error, '') NOT LIKE '{REFUSED_CAPTURE}%')",
        order_id,
        ctx.now - CAPTURE_WITHIN,
    )
    return found
