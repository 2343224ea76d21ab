"""Changes of an order's state, together with its stock, promotion usage and cart.

Call each in a transaction that holds the lock of the order's row.
"""

from collections.abc import Sequence

from commerce.cart import cart_merging
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.orders import promotion_claims, stock, timeline
from commerce.orders.order_erasure import empty_if_erased
from commerce.orders.order_notifications import notify_buyer
from database.connect import execute
from models import OrderEventKind, OrderStatus, PaymentStatus, SuborderStatus


async def place(ctx: ActionContext, order_id: int) -> None:
    """Place an order that has been paid, so that its vendors can begin.

    The mark of its address was for the limits of unpaid orders.
    """
    await execute(
        "UPDATE orders SET status = $2, pay_before = NULL, client_mark = NULL, updated_at = $3"
        " WHERE id = $1",
        order_id,
        OrderStatus.PLACED.value,
        ctx.now,
    )
    await execute(
        "UPDATE suborder SET status = $2, cancelled_at = NULL WHERE order_id = $1",
        order_id,
        SuborderStatus.PLACED.value,
    )
    await timeline.record_event(order_id, OrderEventKind.PLACED, ctx.now)
    await notify_buyer(order_id, "placed")
    await audit.record(ctx, "order.place", f"order:{order_id}")


async def cancel_unpaid(ctx: ActionContext, order_id: int) -> None:
    """Cancel an unpaid order: release its stock and coupons, reopen its cart."""
    await cart_merging.reopen(order_id)
    await stock.release(order_id)
    await execute(
        "UPDATE suborder SET status = $2, cancelled_at = $3 WHERE order_id = $1",
        order_id,
        SuborderStatus.CANCELLED.value,
        ctx.now,
    )
    await cancel_payment(ctx, order_id)
    await _cancel_order(ctx, order_id)


async def cancel_suborders(
    ctx: ActionContext, order_id: int, suborder_ids: Sequence[int], *, is_last: bool
) -> None:
    """Cancel suborders of a placed order; with the last of them the order is cancelled."""
    for each in suborder_ids:
        await stock.release(order_id, each)
    await execute(
        "UPDATE suborder SET status = $2, cancelled_at = $3 WHERE id = ANY($1::int[])",
        list(suborder_ids),
        SuborderStatus.CANCELLED.value,
        ctx.now,
    )
    if is_last:
        await _cancel_order(ctx, order_id)


async def cancel_payment(ctx: ActionContext, order_id: int) -> None:
    """Cancel a payment of which nothing was paid. An authorised one is captured and refunded."""
    await execute(
        "UPDATE payment SET status = $2, updated_at = $3"
        " WHERE order_id = $1 AND status <> 'authorized'",
        order_id,
        PaymentStatus.CANCELLED.value,
        ctx.now,
    )


async def _cancel_order(ctx: ActionContext, order_id: int) -> None:
    await execute(
        "UPDATE orders SET status = $2, pay_before = NULL, updated_at = $3 WHERE id = $1",
        order_id,
        OrderStatus.CANCELLED.value,
        ctx.now,
    )
    await promotion_claims.give_back(order_id)
    await empty_if_erased(order_id)
