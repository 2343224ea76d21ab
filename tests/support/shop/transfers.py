"""A sale whose money was sent on to those who sold and made."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tortoise.expressions import Q
from tortoise.transactions import in_transaction

import models
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.payments import refunds
from commerce.payouts import transfers
from database.connect import fetch, fetch_value
from models import RefundReason, TransferStatus
from tests.conftest import Ask
from tests.support.shop.factories import make_product
from tests.support.shop.orders import ordered
from tests.support.shop.paying import Counter, eventually


class Sale:
    """A paid order of a kurta of one vendor and a toy of another, 1000 and 500 rupees and 30 each
    for the parcel.
    """

    def __init__(self, number: str, vendors: list[models.Vendor]) -> None:
        self.number, self.vendors = number, vendors
        self.charge = 0
        self.payment = ""
        self.parts: list[int] = []

    async def load(self) -> "Sale":
        self.charge = await fetch_value(
            "SELECT c.id FROM charge c JOIN payment p ON p.id = c.payment_id"
            " JOIN orders o ON o.id = p.order_id WHERE o.number = $1",
            self.number,
        )
        self.payment = (await models.Charge.get(id=self.charge)).gateway_payment_id
        order = await models.Order.get(number=self.number)
        for vendor in self.vendors:
            part = await models.Suborder.get(order_id=order.id, vendor_id=vendor.id)
            self.parts.append(part.id)
        return self


async def sale(ask: Ask, gateway: Counter, vendors: list[models.Vendor], **more: Any) -> Sale:
    products = {
        await make_product(price=price, stock=5, vendor_id=vendor.id, **more): 1
        for price, vendor in zip((1_000_00, 500_00), vendors, strict=False)
    }
    payload = await ordered(ask, products)
    told = await gateway.pay(payload["payment"]["gateway"]["payUrl"])
    found = await ask(
        "checkout",
        name="PaymentConfirm",
        input={
            "paymentId": payload["payment"]["id"],
            "gatewayPaymentId": told["razorpay_payment_id"],
            "signature": told["razorpay_signature"],
            "idempotencyKey": "confirm-01",
        },
    )
    assert found["paymentConfirm"]["errors"] == []
    return await Sale(payload["order"]["number"], vendors).load()


async def sent(ctx: ActionContext, part: int, due: int, **more: Any) -> int:
    amount = await transfers.request(ctx, part, "acc_TEST0000000001", due, **more)
    await eventually(nothing_waits)
    return amount


async def nothing_waits() -> bool:
    """Whatever was to be sent is, and nobody has a turn."""
    waits = models.Transfer.filter(Q(status=TransferStatus.REQUESTED) | Q(asked_at__isnull=False))
    return not await waits.exists()


@contextmanager
def refused(reason: Reason) -> Iterator[None]:
    with pytest.raises(Refusal) as caught:
        yield
    assert caught.value.reason is reason


async def at_gateway() -> list[tuple[int, int]]:
    """Amount and what of it came back, of each transfer the gateway knows."""
    rows = await fetch(
        "SELECT amount, amount_reversed FROM sandbox.transfers ORDER BY created_at, amount DESC"
    )
    return [(row["amount"], row["amount_reversed"]) for row in rows]


async def refund(ctx: ActionContext, of: Sale, paise: int, lines: list[int] | None = None) -> None:
    async with in_transaction():
        order = await models.Order.filter(number=of.number).select_for_update().get()
        await refunds.request(ctx, order.id, of.charge, paise, RefundReason.STAFF, lines or [])
