"""Jobs that move money while carriers of messages, or the gateway, do not answer."""

import asyncio
from typing import Any

import pytest

from commerce.core.jobs import Job, enqueue
from commerce.core.ports import GatewayDown
from commerce.core.texts.messages import Message
from commerce.orders.order_notifications import notify_buyer
from database.connect import execute, fetch_value
from integrations.payments.sandbox.gateway import Sandbox
from server.app import Mart
from server.processes.jobs import AT_ONCE, AT_ONCE_OF, working
from tests.conftest import Ask
from tests.support.people.accounts import Postbox
from tests.support.shop.factories import make_product
from tests.support.shop.orders import ordered
from tests.support.shop.paying import Counter, eventually, webhooks
from tests.support.shop.payments import Order

pytestmark = pytest.mark.usefixtures("reference")


class Hanging(Postbox):
    """One that answers nobody until it is released."""

    def __init__(self) -> None:
        super().__init__()
        self.released, self.waiting = asyncio.Event(), 0

    async def deliver(self, message: Message) -> None:
        self.waiting += 1
        await self.released.wait()
        await super().deliver(message)


async def test_payments_do_not_wait_for_messages(
    ask: Ask, reference: str, gateway: Counter
) -> None:
    product = await make_product()
    order = Order(ask, product, await ordered(ask, {product: 1}))
    await ordered(ask, {await make_product(): 1}, "CASH_ON_DELIVERY")
    delivered = await fetch_value("SELECT max(id) FROM orders")
    for _ in range(2 * AT_ONCE):
        await notify_buyer(delivered, "placed")
    hanging = Hanging()

    async def is_full() -> bool:
        return hanging.waiting >= AT_ONCE_OF[Job.ORDER_NOTIFY]

    async with working(reference, hanging, gateway.gateway):
        try:
            await eventually(is_full)
            await order.expired()
            assert hanging.messages == []
            assert hanging.waiting == AT_ONCE_OF[Job.ORDER_NOTIFY]
        finally:
            hanging.released.set()
        messages = 2 * AT_ONCE + 2  # of both orders, too

        async def are_sent() -> bool:
            return len(hanging.messages) >= messages

        await eventually(are_sent)


class SilentGateway(Sandbox):
    """A gateway that answers nobody until it is released, and then that it is away."""

    def __init__(self, url: str) -> None:
        super().__init__(url, url)
        self.released, self.waiting = asyncio.Event(), 0

    async def _ask(self, method: str, path: str, **more: Any) -> Any:
        self.waiting += 1
        await self.released.wait()
        raise GatewayDown("away")


async def test_news_of_payments_do_not_wait_for_the_gateway(
    app: Mart, reference: str, gateway: Counter, order: Order
) -> None:
    """A webhook brings all that it needs. Whatever asks the gateway, however much of it waits."""
    assert sum(AT_ONCE_OF.values()) < AT_ONCE
    assert set(Job) - set(AT_ONCE_OF) == {Job.WEBHOOK_APPLY}
    payment = await fetch_value("SELECT id FROM payment")
    for _ in range(2 * AT_ONCE):
        await enqueue(Job.PAYMENT_RECONCILE, payment=payment, tried=0)
    silent = SilentGateway(gateway.url)

    async def is_full() -> bool:
        return silent.waiting >= AT_ONCE_OF[Job.PAYMENT_RECONCILE]

    async with working(reference, Postbox(), silent), webhooks(app):
        try:
            await eventually(is_full)
            await gateway.pay(order.pay_url)
            await order.placed()
        finally:
            silent.released.set()
            await execute("DELETE FROM pgqueuer WHERE entrypoint = $1", Job.PAYMENT_RECONCILE.value)
