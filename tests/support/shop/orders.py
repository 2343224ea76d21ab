"""Orders as buyers place and cancel them."""

from typing import Any

import models
from commerce.core.access_keys import open_for_order
from tests.conftest import Ask
from tests.support.people.accounts import Postbox
from tests.support.shop.shopping import LUCKNOW, Buyer, variant_of


async def ordered(
    ask: Ask, products: dict[models.Product, int], method: str = "UPI", **more: Any
) -> dict[str, Any]:
    """An order of a guest from Lucknow: the whole payload."""
    buyer = Buyer(ask)
    await buyer.begin(products)
    await buyer.send_to(LUCKNOW)
    payload = await buyer.check_out(method, **more)
    assert payload["errors"] == []
    return payload


async def stock_of(product: models.Product) -> tuple[int, int]:
    """On hand and reserved."""
    row = await models.Stock.get(variant_id=(await variant_of(product)).id)
    return row.on_hand, row.reserved


async def key_of(number: str) -> str:
    order = await models.Order.get(number=number)
    key = open_for_order(number, order.access_key_sealed)
    assert key is not None
    return key


async def seen(ask: Ask, number: str, **more: Any) -> dict[str, Any]:
    """The order as a guest sees it."""
    found = await ask(
        "checkout", name="Order", number=number, accessKey=await key_of(number), **more
    )
    order: dict[str, Any] = found["order"]
    return order


def events_of(order: dict[str, Any]) -> list[str]:
    return [event["event"] for event in order["timeline"]]


async def arrived(postbox: Postbox, *people: str) -> bool:
    return set(people) <= {message.to for message in postbox.messages}


async def in_status(ask: Ask, number: str, status: str) -> dict[str, Any] | None:
    order = await seen(ask, number)
    return order if order["status"] == status else None


async def in_payment(ask: Ask, number: str, status: str) -> dict[str, Any] | None:
    order = await seen(ask, number)
    return order if order["paymentStatus"] == status else None


CANCEL = (
    "mutation ($input: OrderCancelInput!) { orderCancel(input: $input) { order { status"
    " paymentStatus suborders { status } } errors { code path } } }"
)


async def given(number: str) -> dict[str, Any]:
    return {"number": number, "accessKey": await key_of(number)}


async def cancel(ask: Ask, number: str, suborder: str | None = None) -> dict[str, Any]:
    more = {"suborderId": suborder, "idempotencyKey": f"cancel-{suborder or 'all'}"}
    found = await ask(CANCEL, input=await given(number) | more)
    assert found["orderCancel"]["errors"] == []
    order: dict[str, Any] = found["orderCancel"]["order"]
    return order
