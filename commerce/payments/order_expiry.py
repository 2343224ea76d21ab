"""Expiry of orders that are not paid in time."""

from tortoise.transactions import in_transaction

from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.ports import GatewayDown, GatewayRefuses
from commerce.orders import order_state, timeline
from commerce.orders.order_notifications import notify_buyer
from commerce.payments.payment_state import apply, log
from database.connect import fetch
from models import OrderEventKind


async def expire(ctx: ActionContext, order_id: int) -> None:
    """Job: cancel an order that was not paid in time and release its stock."""
    rows = await fetch(
        "SELECT p.gateway_order_id FROM payment p JOIN orders o ON o.id = p.order_id"
        " WHERE o.id = $1 AND o.status = 'awaiting_payment' AND p.gateway_order_id IS NOT NULL",
        order_id,
    )
    if rows:
        try:
            for reported in await ctx.gateway.payments_of(rows[0]["gateway_order_id"]):
                await apply(ctx, reported)
        except (GatewayDown, GatewayRefuses) as error:
            log.warning("order %s expires without an answer from the gateway: %s", order_id, error)
    async with in_transaction():
        due = await fetch(
            "SELECT id FROM orders WHERE id = $1 AND status = 'awaiting_payment'"
            " AND pay_before <= $2 FOR UPDATE",
            order_id,
            ctx.now,
        )
        if not due:
            return
        await order_state.cancel_unpaid(ctx, order_id)
        await timeline.record_event(order_id, OrderEventKind.PAYMENT_EXPIRED, ctx.now)
        await notify_buyer(order_id, "payment-expired")
        await audit.record(ctx, "order.expire", f"order:{order_id}")
