"""Expiry of orders that are not paid in time."""

from tortoise.transactions import in_transaction

from commerce.accounts.order_erasure import empty_if_erased
from commerce.cart import cart_merging
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.ports import GatewayDown, GatewayRefuses
from commerce.fulfilment import stock, timeline
from commerce.payments.payment_state import apply, log, notify_buyer
from commerce.pricing import promotion_usage
from database.connect import execute, fetch
from models import OrderEventKind, OrderStatus, PaymentStatus, SuborderStatus


async def expire(ctx: ActionContext, order_id: int) -> None:
    """Job: cancel an order that was not paid in time and release its stock."""
    rows = await fetch(
        "SELECT p.gateway_order_id FROM payment p JOIN orders o ON o.id = p.order_id"
        " WHERE o.id = $1 AND o.status = 'awaiting_payment' AND p.gateway_order_id IS NOT NULL",
        order_id,
    )
    if rows:
        try:
            for told in await ctx.gateway.payments_of(rows[0]["gateway_order_id"]):
                await apply(ctx, told)
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
        await cancel_unpaid(ctx, order_id)
        await timeline.record_event(order_id, OrderEventKind.PAYMENT_EXPIRED, ctx.now)
        await notify_buyer(order_id, "payment-expired")
        await audit.record(ctx, "order.expire", f"order:{order_id}")


async def cancel_unpaid(ctx: ActionContext, order_id: int) -> None:
    """Cancel an unpaid order whose row is locked: release stock and coupons, reopen the cart."""
    await stock.release(order_id)
    await promotion_usage.give_back(order_id)
    await cart_merging.reopen(order_id)
    await execute(
        "UPDATE orders SET status = $2, pay_before = NULL, updated_at = $3 WHERE id = $1",
        order_id,
        OrderStatus.CANCELLED.value,
        ctx.now,
    )
    await execute(
        "UPDATE suborder SET status = $2, cancelled_at = $3 WHERE order_id = $1",
        order_id,
        SuborderStatus.CANCELLED.value,
        ctx.now,
    )
    await execute(
        "UPDATE payment SET status = $2, updated_at = $3 WHERE order_id = $1",
        order_id,
        PaymentStatus.CANCELLED.value,
        ctx.now,
    )
    await empty_if_erased(order_id)
