"""Orders that exist: who may see one, cancelling, buying the same again."""

import re
import secrets
from collections.abc import Sequence
from typing import Any

from tortoise.transactions import in_transaction

from auth.may import Action, may
from auth.text_input import fold_order_number
from auth.viewer import Viewer
from commerce import (
    access_keys,
    audit,
    cancelling,
    carts,
    idempotency,
    payments,
    refunds,
    stock,
    timeline,
    uses,
)
from commerce.acting import Acting
from commerce.errors import Reason, Refusal
from commerce.form import Form
from commerce.order_erasure import empty_if_erased
from database.connect import columns, execute, fetch, fetch_rows
from models import (
    Order,
    OrderEventKind,
    OrderStatus,
    PaymentStatus,
    RefundReason,
    SuborderStatus,
)

# Anything else is no number, and asks the database nothing.
NUMBER = re.compile(r"[A-Z0-9-]{1,24}")
# As it is read aloud or copied by hand: without hyphens, with letters that look like digits.
SPOKEN_NUMBER = re.compile(r"OM-?([A-Z0-9]{5})-?([A-Z0-9]{5})")
LOOKALIKES = str.maketrans("OIL", "011")


def folded_numbers(written: str) -> list[str]:
    """The numbers that may be meant; none for what is no order's number."""
    typed = fold_order_number(written[:100])
    meant = [typed] if NUMBER.fullmatch(typed) else []
    if spoken := SPOKEN_NUMBER.fullmatch(typed):
        hyphenated = "-".join(("OM", *spoken.groups()))
        meant += [hyphenated, "OM" + hyphenated[2:].translate(LOOKALIKES)]
    return meant


async def with_number(written: str) -> Order | None:
    """The order of a number, whoever may see it."""
    numbers = folded_numbers(written)
    text = f"SELECT {columns(Order, 't')} FROM orders t WHERE t.number = ANY($1::text[]) LIMIT 1"
    found = await fetch_rows(Order, text, numbers) if numbers else []
    return found[0] if found else None


async def find(viewer: Viewer, number: str, access_key: str | None) -> Order | None:
    """An order for its buyer, for whoever has its key, and for staff; None for anybody else."""
    order = await with_number(number)
    if order is None:
        return None
    is_open = is_opened_by(order, access_key)
    return order if is_open or may(viewer, Action.SEE_ORDER, order) else None


def is_opened_by(order: Order, access_key: str | None) -> bool:
    """Whether it is the order's key."""
    if access_key is None or order.access_key_sealed is None:
        return False
    own = access_keys.open_for_order(order.number, order.access_key_sealed)
    return own is not None and secrets.compare_digest(access_key.encode(), own.encode())


async def own(viewer: Viewer, number: str, access_key: str | None) -> Order:
    """An order that the viewer may do something with. Raises Refusal; to see it is not enough."""
    order = await find(viewer, number, access_key)
    if order is None or not (
        is_opened_by(order, access_key) or may(viewer, Action.CHANGE_ORDER, order)
    ):
        raise Refusal(Reason.NOT_FOUND, "number")
    return order


async def cancel(
    by: Acting,
    number: str,
    access_key: str | None,
    suborder_id: int | None,
    key: str,
) -> tuple[int, int]:
    """Call an order off, or one supplier's part of it, before anything of that is packed.

    Nothing is charged for it, and what was paid for it goes back, delivery included. The ids of
    order and kept answer. Raises Refusal.
    """
    form = Form()
    order = await form.wait_for(own(by.viewer, number, access_key))
    form.read(idempotency.check_key, key)
    if suborder_id == 0:
        form.refuse(Refusal(Reason.NOT_FOUND, "suborderId"))
    elif form.is_refused and order is not None:
        (parts,) = await cancelling.parts_of([order.id])
        form.read(_check_cancel, parts, suborder_id)
    form.check()
    async with in_transaction():
        given = {"suborder": suborder_id}
        claimed = await idempotency.claim(by, f"order {order.id}", "orderCancel", key, given)
        if claimed.result is not None:
            return order.id, claimed.id
        await Order.filter(id=order.id).select_for_update().first()
        (parts,) = await cancelling.parts_of([order.id])
        _check_cancel(parts, suborder_id)
        live = parts.wanted(suborder_id)
        await _cancel(by, order.id, parts.rows, live)
        await idempotency.finish(claimed, {"order": order.id})
        after = {"suborders": [each["number"] for each in live]}
        await audit.record(by, "order.cancel", f"order:{order.id}", after=after)
    return order.id, claimed.id


def _check_cancel(parts: cancelling.Parts, suborder_id: int | None) -> None:
    """Raises Refusal when an order, or the part of it, can not be called off."""
    if suborder_id is not None and all(row["id"] != suborder_id for row in parts.rows):
        raise Refusal(Reason.NOT_FOUND, "suborderId")
    if parts.is_too_late(suborder_id):
        raise Refusal(Reason.TOO_LATE, "number" if suborder_id is None else "suborderId")
    if parts.goes_whole(suborder_id):
        # Nobody loses the rest of an order by calling off a part of it.
        raise Refusal(Reason.INVALID, "suborderId")


async def _cancel(by: Acting, order_id: int, parts: Sequence[Any], live: list[Any]) -> None:
    is_unpaid = live[0]["status"] == SuborderStatus.AWAITING_PAYMENT
    gone = {each["id"] for each in live} | {
        each["id"] for each in parts if each["status"] == SuborderStatus.CANCELLED
    }
    is_whole = is_unpaid or len(gone) == len(parts)
    if is_unpaid:
        await payments.give_up(by, order_id)
    else:
        for each in live:
            await stock.release(order_id, each["id"])
        await execute(
            "UPDATE suborder SET status = $2, cancelled_at = $3 WHERE id = ANY($1::int[])",
            [each["id"] for each in live],
            SuborderStatus.CANCELLED.value,
            by.now,
        )
        if is_whole:
            await execute(
                "UPDATE orders SET status = $2, updated_at = $3 WHERE id = $1",
                order_id,
                OrderStatus.CANCELLED.value,
                by.now,
            )
            await uses.give_back(order_id)
            await empty_if_erased(order_id)
    if is_whole:
        what, what_hi = "Your order", "आपका ऑर्डर"
    else:
        names = ", ".join(each["number"] for each in live)
        what, what_hi = f"Part {names}", f"भाग {names}"
    await timeline.tell(order_id, OrderEventKind.CANCELLED, by.now, what=what, what_hi=what_hi)
    await _give_back(by, order_id, sum(each["total_paise"] for each in live), live, is_whole)
    if not is_unpaid:
        # Nothing came of an unpaid one: whoever typed somebody's telephone writes to nobody.
        await payments.tell_buyer(order_id, "cancelled", by.client)


async def _give_back(
    by: Acting, order_id: int, paise: int, live: list[Any], is_whole: bool
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
            by,
            order_id,
            charges[0]["id"],
            paise,
            RefundReason.CANCELLED,
            [row["id"] for row in lines],
        )
    elif is_whole:
        await execute(
            "UPDATE payment SET status = $2, updated_at = $3 WHERE order_id = $1",
            order_id,
            PaymentStatus.CANCELLED.value,
            by.now,
        )
    else:
        await execute(
            "UPDATE payment SET amount_paise = amount_paise - $2, updated_at = $3"
            " WHERE order_id = $1",
            order_id,
            paise,
            by.now,
        )


async def buy_again(
    by: Acting, number: str, access_key: str | None, key: str | None = None
) -> tuple[str, int]:
    """A cart with what can still be bought of an order; its token, and how many lines cannot.

    A member's own cart gets them on top. Raises Refusal when nothing can be bought.
    """
    form = Form()
    order = await form.wait_for(own(by.viewer, number, access_key))
    if key is not None:
        form.read(idempotency.check_key, key)
    form.check()
    rows = await fetch(
        "SELECT l.variant_id, l.quantity, w.is_active AND p.is_on_sale AS is_sold"
        " FROM order_line l"
        " JOIN variant w ON w.id = l.variant_id JOIN product p ON p.id = w.product_id"
        " WHERE l.order_id = $1 ORDER BY l.id",
        order.id,
    )
    wanted = [(row["variant_id"], row["quantity"]) for row in rows if row["is_sold"]]
    if not wanted:
        raise Refusal(Reason.NOT_FOUND, "number")
    token = await carts.create(by, wanted, key)
    return token, len(rows) - len(wanted)
