"""An order and its payment, with everything that hangs on them."""

from typing import Any

import models
from database.connect import execute, fetch_value
from tests.conftest import Ask
from tests.support.people.accounts import Postbox
from tests.support.shop.orders import in_payment, in_status, seen
from tests.support.shop.paying import eventually, hasten


class Order:
    """An order that waits for its payment."""

    def __init__(self, ask: Ask, product: models.Product, payload: dict[str, Any]) -> None:
        self.ask, self.product = ask, product
        self.number: str = payload["order"]["number"]
        self.payment: str = payload["payment"]["id"]
        self.pay_url: str = payload["payment"]["gateway"]["payUrl"]

    async def confirm(
        self, told: dict[str, str], key: str = "confirm-01", language: str = "en"
    ) -> dict[str, Any]:
        found = await self.ask(
            "checkout",
            name="PaymentConfirm",
            language=language,
            input={
                "paymentId": self.payment,
                "gatewayPaymentId": told["razorpay_payment_id"],
                "signature": told["razorpay_signature"],
                "idempotencyKey": key,
            },
        )
        payload: dict[str, Any] = found["paymentConfirm"]
        return payload

    async def seen(self) -> dict[str, Any]:
        return await seen(self.ask, self.number)

    async def placed(self) -> dict[str, Any]:
        order: dict[str, Any] = await eventually(lambda: in_status(self.ask, self.number, "PLACED"))
        return order

    async def expired(self) -> None:
        await execute("UPDATE orders SET pay_before = now() - interval '1 second'")
        await hasten("order.expire")
        await eventually(lambda: in_status(self.ask, self.number, "CANCELLED"))


async def all_applied() -> bool:
    return not await models.WebhookEvent.filter(applied_at=None).exists()


async def taken() -> bool:
    """Whether every webhook was sent and applied."""
    left = await fetch_value("SELECT count(*) FROM sandbox.webhooks WHERE done_at IS NULL")
    return not left and await all_applied()


async def refunded_at_last(ask: Ask, number: str) -> dict[str, Any]:
    """No webhook tells of it: it is asked for."""
    await eventually(nothing_is_requested)
    await hasten("refund.follow")
    found: dict[str, Any] = await eventually(lambda: in_payment(ask, number, "REFUNDED"))
    return found


async def nothing_is_requested() -> bool:
    return not await models.Refund.filter(status="requested").exists()


async def was_told(postbox: Postbox, kind: str) -> bool:
    return kind in {message.kind for message in postbox.messages}
