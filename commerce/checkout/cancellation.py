"""Cancelling orders and suborders."""

from collections.abc import Sequence
from typing import Any

from tortoise.transactions import in_transaction

from commerce.core import audit, idempotency
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from commerce.orders import cancellable, order_state, timeline
from commerce.orders.lookup import own
from commerce.orders.order_notifications import notify_buyer
from commerce.payments import refunds
from database.connect import execute, fetch
from models import Order, OrderEventKind, RefundReason, SuborderStatus


async def cancel(
    ctx: ActionContext,
    number: str,
    access_key: str | None,
    suborder_id: int | None,
    key: str,
) -> tuple[int, int]:
    """Cancel an order or a suborder that is not packed yet.

    Nothing is charged for it, and what was paid for it goes back, delivery included. The ids of
    order and kept answer. Raises Refusal.
    """
    form = Form()
    order = await form.wait_for(own(ctx.viewer, number, access_key))
    form.read(idempotency.check_key, key)
    if suborder_id == 0:
        form.refuse(Refusal(Reason.NOT_FOUND, "suborder_id"))
    elif form.is_refused and order is not None:
        (parts,) = await cancellable.parts_of([order.id])
        form.read(_check_cancel, parts, suborder_id)
    form.check()
    async with in_transaction():
        given = {"suborder": suborder_id}
        claimed = await idempotency.claim(ctx, f"order {order.id}", "orderCancel", key, given)
        if claimed.result is not None:
            return order.id, claimed.id
        await Order.filter(id=order.id).select_for_update().first()
        (parts,) = await cancellable.parts_of([order.id])
        _check_cancel(parts, suborder_id)
        live = parts.selected(suborder_id)
        await _cancel(ctx, order.id, parts.rows, live)
        await idempotency.finish(claimed, {"order": order.id})
        after = {"suborders": [each["number"] for each in live]}
        await audit.record(ctx, "order.cancel", f"order:{order.id}", after=after)
    return order.id, claimed.id


def _check_cancel(parts: cancellable.Parts, suborder_id: int | None) -> None:
    """Raise Refusal if the order or suborder cannot be cancelled."""
    if suborder_id is not None and all(row["id"] != suborder_id for row in parts.rows):
        raise Refusal(Reason.NOT_FOUND, "suborder_id")
    if parts.is_too_late(suborder_id):
        raise Refusal(Reason.TOO_LATE, "number" if suborder_id is None else "suborder_id")
    if parts.goes_whole(suborder_id):
        # Nobody loses the rest of an order by calling off a part of it.
        raise Refusal(Reason.INVALID, "suborder_id")


async def _cancel(ctx: ActionContext, order_id: int, parts: Sequence[Any], live: list[Any]) -> None:
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
    await _give_back(ctx, order_id, sum(each["total_paise"] for each in live), live, is_whole)
    if not is_unpaid:
        # Nothing came of an unpaid one: whoever typed somebody's telephone writes to nobody.
        await notify_buyer(order_id, "cancelled", ctx.client)


async def _give_back(
    ctx: ActionContext, order_id: int, paise: int, live: list[Any], is_whole: bool
) -> None:
    """What was paid goes back; what was to be collected is no longer collected."""
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
        await refunds.request_at_most(
            ctx,
            order_id,
            charges[0]["id"],
            paise,
            RefundReason.CANCELLED,
            [row["id"] for row in lines],
        )
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
