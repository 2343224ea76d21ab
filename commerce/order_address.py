"""Another address for an order that is not packed yet: another door in the same PIN code.

Delivery, the place of supply and with them the taxes were reckoned for its PIN code; where that
changes, the order is called off and made anew.
"""

from tortoise.transactions import in_transaction

from commerce import addresses, audit, idempotency, orders
from commerce.acting import Acting
from commerce.cancelling import parts_of
from commerce.errors import Reason, Refusal
from models import Order


async def change(
    by: Acting, number: str, access_key: str | None, written: addresses.Written, key: str
) -> tuple[int, int]:
    """Send all that is still to come of an order elsewhere; the ids of order and kept answer.

    Raises Refusal: TOO_LATE once any of it is packed, OTHER_PINCODE for another PIN code.
    """
    order = await orders.own(by.viewer, number, access_key)
    columns = await addresses.columns(written, "address")
    async with in_transaction():
        claimed = await idempotency.claim(by, f"order {order.id}", "orderAddressSet", key, columns)
        if claimed.result is not None:
            return order.id, claimed.id
        locked = await Order.filter(id=order.id).select_for_update().first()
        assert locked is not None
        (parts,) = await parts_of([order.id])
        if not parts.can_redirect:
            raise Refusal(Reason.TOO_LATE, "number")
        if columns["pincode"] != locked.pincode:
            raise Refusal(Reason.OTHER_PINCODE, "address", "pincode", pincode=locked.pincode or "")
        phone = columns.pop("phone")
        await Order.filter(id=order.id).update(**columns, delivery_phone=phone, updated_at=by.now)
        await idempotency.finish(claimed, {"order": order.id})
        after = {"changed": sorted(columns)}
        await audit.record(by, "order.address", f"order:{order.id}", after=after)
    return order.id, claimed.id
