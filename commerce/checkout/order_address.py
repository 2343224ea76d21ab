"""Changing the delivery address of an unpacked order, within its PIN code.

Delivery, the place of supply and with them the taxes were reckoned for its PIN code and State;
where one of them changes, the order is called off and made anew.
"""

from typing import Any

from tortoise.transactions import in_transaction

from commerce.accounts import addresses
from commerce.core import audit, idempotency
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from commerce.orders import lookup, timeline
from commerce.orders.cancellable import parts_of
from commerce.orders.order_notifications import notify_buyer
from commerce.reference.pincodes import folded_pincode
from models import Order, OrderEventKind


async def change(
    ctx: ActionContext, number: str, access_key: str | None, written: addresses.Written, key: str
) -> tuple[int, int]:
    """Send all that is still to come of an order elsewhere; the ids of order and kept answer.

    Raises Refusal: TOO_LATE once any of it is packed, OTHER_PINCODE for another PIN code,
    OTHER_STATE for the other State of one that lies in two.
    """
    form = Form()
    order = await form.wait_for(lookup.own(ctx.viewer, number, access_key))
    columns = await form.wait_for(addresses.columns(written, "address"))
    form.read(idempotency.check_key, key)
    if order is not None:
        await _check_order(form, order, written.pincode, columns)
    form.check()
    async with in_transaction():
        claimed = await idempotency.claim(ctx, f"order {order.id}", "orderAddressSet", key, columns)
        if claimed.result is not None:
            return order.id, claimed.id
        locked = await Order.filter(id=order.id).select_for_update().first()
        assert locked is not None
        (parts,) = await parts_of([order.id])
        if not parts.can_redirect:
            raise Refusal(Reason.TOO_LATE, "number")
        phone = columns.pop("phone")
        await Order.filter(id=order.id).update(**columns, delivery_phone=phone, updated_at=ctx.now)
        await timeline.record_event(order.id, OrderEventKind.ADDRESS_CHANGED, ctx.now)
        await notify_buyer(order.id, "address-changed", ctx.client)
        await idempotency.finish(claimed, {"order": order.id})
        after = {"changed": sorted(columns)}
        await audit.record(ctx, "order.address", f"order:{order.id}", after=after)
    return order.id, claimed.id


async def _check_order(
    form: Form, order: Order, written: str, columns: dict[str, Any] | None
) -> None:
    """What of the order stands against it: never another PIN code or State; and, where the form is
    refused, that it is too late as well. A key that was used before gives its answer however late.
    """
    pincode = folded_pincode(written)
    if pincode is not None and pincode != order.pincode and not form.has("address", "pincode"):
        form.refuse(
            Refusal(Reason.OTHER_PINCODE, "address", "pincode", pincode=order.pincode or "")
        )
    elif columns is not None and columns["state_id"] != order.state_id:
        form.refuse(Refusal(Reason.OTHER_STATE, "address", "state"))
    if form.is_refused:
        (parts,) = await parts_of([order.id])
        if not parts.can_redirect:
            form.refuse(Refusal(Reason.TOO_LATE, "number"))
