"""Buyers whose carts are ordered again and again, and payments that come late."""

from datetime import UTC, datetime
from typing import Any

import models
from commerce.core.action_context import ActionContext
from commerce.payments import reconciliation
from tests.conftest import Ask
from tests.support.shop.paying import Counter
from tests.support.shop.payments import Order
from tests.support.shop.shopping import LUCKNOW, Buyer, codes_of

CLAIM = (
    "mutation ($input: CartClaimInput!) {"
    " cartClaim(input: $input) { cart { id total { amount } } } }"
)


class Shopper(Buyer):
    """A buyer whose cart is ordered again and again."""

    async def order(self, product: models.Product, key: str, **more: Any) -> Order:
        payload = await self.check_out("UPI", key=key, **more)
        assert codes_of(payload) == []
        return Order(self.ask, product, payload)


async def shopper(ask: Ask, product: models.Product, token: str = "", coupon: str = "") -> Shopper:
    buyer = Shopper(ask, token)
    await buyer.begin({product: 1})
    await buyer.send_to(LUCKNOW)
    if coupon:
        await buyer.done("CartCouponApply", code=coupon)
    return buyer


async def paid_late(order: Order, gateway: Counter) -> dict[str, Any]:
    told = await gateway.pay(order.pay_url)
    found: dict[str, Any] = (await order.confirm(told))["order"]
    return found


async def row_of(order: Order) -> models.Order:
    return await models.Order.get(number=order.number)


async def reconciled(order: Order, gateway: Counter) -> None:
    """What the gateway has of an order's payment is applied."""
    ctx = ActionContext(datetime.now(UTC), gateway=gateway.gateway, is_operator=True)
    payment = await models.Payment.get(order_id=(await row_of(order)).id)
    await reconciliation.reconcile(ctx, payment.id, 0)
