"""Cancelling orders and suborders."""

from collections.abc import Sequence
from typing import Any

from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from commerce.core.idempotency import KeyedMutation, check_key, once
from commerce.orders import cancellable, order_state, timeline
from commerce.orders.lookup import own
from commerce.orders.order_notifications import notify_buyer
from commerce.payments import refunds
from database.connect import execute, fetch, fetch_value
from models import Order, OrderEventKind, RefundReason, SuborderStatus


async def cancel(
    ctx: ActionContext,
    number: str,
    access_key: str | None,
    suborder_id: int | None,
    key: str,
) -> int:
    """Cancel an order or suborder that is not packed yet and return the order's id.

    What was paid is refunded, delivery included. Raises Refusal.
    """
    form = Form()
    order = await form.wait_for(own(ctx.viewer, number, access_key))
    form.read(check_key, key)
    if suborder_id == 0:
        form.refuse(Refusal(Reason.NOT_FOUND, "suborder_id"))
    elif form.is_refused and order is not None:
        (parts,) = await cancellable.parts_of([order.id])
        form.read(_check_cancel, parts, suborder_id)
    form.check()
    body = {"suborder": suborder_id}
    owner = f"order {order.id}"
    async with once(ctx, KeyedMutation.ORDER_CANCEL, owner, key, body) as claim:
        if claim.is_new:
            await _cancel(ctx, order.id, suborder_id)
            claim.result = {"order": order.id}
    return order.id


def _check_cancel(parts: cancellable.Parts, suborder_id: int | None) -> None:
    """Raise Refusal if the order or suborder cannot be cancelled."""
    if suborder_id is not None and all(row["id"] != suborder_id for row in parts.rows):
        raise Refusal(Reason.NOT_FOUND, "suborder_id")
    if parts.is_too_late(suborder_id):
        raise Refusal(Reason.TOO_LATE, "number" if suborder_id is None else "suborder_id")
    if parts.goes_whole(suborder_id):
        # Cancelling a part must not cancel the rest.
        raise Refusal(Reason.INVALID, "suborder_id")


async def _cancel(ctx: ActionContext, order_id: int, suborder_id: int | None) -> None:
    await Order.filter(id=order_id).select_for_update().first()
    (parts,) = await cancellable.parts_of([order_id])
    _check_cancel(parts, suborder_id)
    live = parts.selected(suborder_id)
    is_whole = await _change_state(ctx, order_id, parts.rows, live)
    paise = sum(each["total_paise"] for each in live)
    refund_id = await _give_back(ctx, order_id, paise, live, is_whole)
    if live[0]["status"] != SuborderStatus.AWAITING_PAYMENT:
        # An unpaid order may have been placed with somebody else's phone number.
        await notify_buyer(order_id, "cancelled", ctx.client, refund_id)
    after = {"suborders": [each["number"] for each in live]}
    await audit.record(ctx, "order.cancel", f"order:{order_id}", after=after)


async def _change_state(
    ctx: ActionContext, order_id: int, parts: Sequence[Any], live: list[Any]
) -> bool:
    """Cancel the live suborders. Returns whether the whole order is cancelled now."""
    is_unpaid = live[0]["status"] == SuborderStatus.AWAITING_PAYMENT
    gone = {each["id"] for each in live} | {
        each["id"] for each in parts if each["status"] == SuborderStatus.CANCELLED
    }
    is_whole = is_unpaid or len(gone) == len(parts)
    if is_unpaid:
        await order_state.cancel_unpaid(ctx, order_id)
    else:
        ids = [each["id"] for each in live]
        await order_state.cancel_suborders(ctx, order_id, ids, is_last=is_whole)
    if is_whole:
        what, what_hi = "Your order", "आपका ऑर्डर"
    else:
        names = ", ".join(each["number"] for each in live)
        what, what_hi = f"Part {names}", f"भाग {names}"
    await timeline.record_event(
        order_id, OrderEventKind.CANCELLED, ctx.now, what=what, what_hi=what_hi
    )
    return is_whole


async def _give_back(
    ctx: ActionContext, order_id: int, paise: int, live: list[Any], is_whole: bool
) -> int:
    """Refund what was paid; collect less, or nothing, at the door.

    Returns the ID of the refund, or 0.
    """
    charges = await fetch(
        "SELECT c.id FROM charge c JOIN payment p ON p.id = c.payment_id"
        " WHERE p.order_id = $1 AND c.is_settling",
        order_id,
    )
    if charges:
        lines = await fetch(
            "SELECT id FROM order_line WHERE suborder_id = ANY($1::int[]) ORDER BY id",
            [each["id"] for each in live],
        )
        requested = await refunds.request_at_most(
            ctx,
            order_id,
            charges[0]["id"],
            paise,
            RefundReason.CANCELLED,
            [row["id"] for row in lines],
        )
        if requested > 0:
            refund_id: int = await fetch_value(
                "SELECT max(id) FROM refund WHERE charge_id = $1", charges[0]["id"]
            )
            return refund_id
    elif is_whole:
        await order_state.cancel_payment(ctx, order_id)
    else:
        await execute(
            "UPDATE payment SET amount_paise = amount_paise - $2, updated_at = $3"
            " WHERE order_id = $1",
            order_id,
            paise,
            ctx.now,
        )
    return 0
