"""Changing the delivery address of an unpacked order, within its PIN code.

Delivery, place of supply and taxes were calculated for the order's PIN code and State. To change
one of them, the buyer cancels and places a new order.
"""

from typing import Any

from commerce.accounts import addresses
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from commerce.core.idempotency import KeyedMutation, check_key, once
from commerce.orders import lookup, timeline
from commerce.orders.cancellable import parts_of
from commerce.orders.order_notifications import notify_buyer
from commerce.reference.pincodes import folded_pincode
from models import Order, OrderEventKind


async def change(
    ctx: ActionContext, number: str, access_key: str | None, written: addresses.Written, key: str
) -> int:
    """Change the delivery address of an order and return the order's id.

    Raises Refusal: TOO_LATE once a part is packed, OTHER_PINCODE for another PIN code, OTHER_STATE
    for the other State of a PIN code that is in two.
    """
    form = Form()
    order = await form.wait_for(lookup.own(ctx.viewer, number, access_key))
    columns = await form.wait_for(addresses.columns(written, "address"))
    form.read(check_key, key)
    if order is not None:
        await _check_order(form, order, written.pincode, columns)
    form.check()
    owner = f"order {order.id}"
    async with once(ctx, KeyedMutation.ORDER_ADDRESS_SET, owner, key, columns) as claim:
        if claim.is_new:
            await _change(ctx, order.id, columns)
            claim.result = {"order": order.id}
    return order.id


async def _change(ctx: ActionContext, order_id: int, columns: dict[str, Any]) -> None:
    await Order.filter(id=order_id).select_for_update().first()
    (parts,) = await parts_of([order_id])
    if not parts.can_redirect:
        raise Refusal(Reason.TOO_LATE, "number")
    row = {name: value for name, value in columns.items() if name != "phone"}
    await Order.filter(id=order_id).update(
        **row, delivery_phone=columns["phone"], updated_at=ctx.now
    )
    await timeline.record_event(order_id, OrderEventKind.ADDRESS_CHANGED, ctx.now)
    await notify_buyer(order_id, "address-changed", ctx.client)
    await audit.record(ctx, "order.address", f"order:{order_id}", after={"changed": sorted(row)})


async def _check_order(
    form: Form, order: Order, written: str, columns: dict[str, Any] | None
) -> None:
    """Refuse another PIN code or State; in a form that is refused anyway, report TOO_LATE as well.

    TOO_LATE is no error by itself here: a repeated key gets its response however late it is.
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
