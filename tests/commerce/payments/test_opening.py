"""Opening a payment while the gateway's answers are odd, late or not its own."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Any, NoReturn

import pytest

from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.ports import GatewayPayment, GatewayRefuses
from commerce.payments import gateway_time, opening
from database.connect import execute, fetch_value
from integrations.payments.sandbox.gateway import Sandbox
from server.app import Mart
from tests.conftest import Ask
from tests.support.servers.fixed_gateway import answering
from tests.support.shop.factories import make_product
from tests.support.shop.orders import stock_of
from tests.support.shop.paying import Counter
from tests.support.shop.payments import Order
from tests.support.shop.shopping import LUCKNOW, Buyer, codes_of

pytestmark = pytest.mark.usefixtures("reference")


async def test_a_gateway_order_of_another_order_is_asked_for_again(
    ask: Ask, app: Mart, order: Order, gateway: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs: str = await fetch_value("SELECT gateway_order_id FROM payment")

    class SameAgain(Sandbox):
        async def order(self, receipt: str, amount: int, currency: str, *, is_first: bool) -> str:
            return theirs

    monkeypatch.setattr(app.adapters, "gateway", SameAgain(gateway.url, gateway.url))
    buyer = Buyer(ask)
    await buyer.begin({await make_product(stock=5): 1})
    await buyer.send_to(LUCKNOW)
    assert codes_of(await buyer.check_out("UPI")) == ["PAYMENT_GATEWAY_UNAVAILABLE"]
    assert await fetch_value("SELECT count(*) FROM payment WHERE asked_at IS NOT NULL") == 0
    monkeypatch.setattr(app.adapters, "gateway", gateway.gateway)
    assert codes_of(await buyer.check_out("UPI")) == []


async def test_opening_ends_before_another_may_open(
    ask: Ask, app: Mart, gateway: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway_time, "MAX_GATEWAY_SECONDS", 0.1)

    class Slow(Sandbox):
        async def order(self, receipt: str, amount: int, currency: str, *, is_first: bool) -> str:
            await asyncio.Event().wait()
            raise AssertionError("unreachable")

    monkeypatch.setattr(app.adapters, "gateway", Slow(gateway.url, gateway.url))
    buyer = Buyer(ask)
    await buyer.begin({await make_product(stock=5): 1})
    await buyer.send_to(LUCKNOW)
    assert codes_of(await buyer.check_out("UPI")) == ["PAYMENT_GATEWAY_UNAVAILABLE"]
    assert await fetch_value("SELECT count(*) FROM payment WHERE asked_at IS NOT NULL") == 0


class Silent(Sandbox):
    """A gateway that never answers, and counts how often it is asked."""

    asked = 0

    async def order(self, receipt: str, amount: int, currency: str, *, is_first: bool) -> str:
        await self._nothing()

    async def payment(self, payment_id: str) -> GatewayPayment:
        await self._nothing()

    async def _nothing(self) -> NoReturn:
        self.asked += 1
        await asyncio.Event().wait()
        raise AssertionError("unreachable")


async def test_waiting_for_others_leaves_less_time_for_the_gateway(
    gateway: Counter, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the request ends first, with TIMEOUT, and says nothing of the payment."""
    monkeypatch.setattr(gateway_time, "MAX_GATEWAY_SECONDS", 1.0)
    await execute("UPDATE payment SET gateway_order_id = NULL, asked_at = NULL")
    payment, silent = await fetch_value("SELECT id FROM payment"), Silent(gateway.url, gateway.url)
    for waited, asked in ((0.2, 1), (0.8, 0), (2.0, 0)):
        silent.asked = 0
        ctx = ActionContext(datetime.now(UTC), gateway=silent, begun_at=time.monotonic() - waited)
        with pytest.raises(Refusal) as refused:
            await opening.open_at_gateway(ctx, payment)
        assert refused.value.reason is Reason.PAYMENT_GATEWAY_UNAVAILABLE
        assert silent.asked == asked
        # As if somebody else had asked since this request began.
        await execute("UPDATE payment SET asked_at = now()")
        await execute("UPDATE payment SET asked_at = NULL")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Do not pay again"), ("hi", "दोबारा भुगतान न करें")]
)
async def test_a_buyer_who_has_paid_is_told_so_before_the_request_ends(
    order: Order,
    app: Mart,
    gateway: Counter,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    words: str,
) -> None:
    await gateway.switch(webhooks_lost=1)
    paid = await gateway.pay(order.pay_url)
    monkeypatch.setattr(gateway_time, "MAX_GATEWAY_SECONDS", 0.2)
    monkeypatch.setattr(app.adapters, "gateway", Silent(gateway.url, gateway.url))
    (error,) = (await order.confirm(paid, language=language))["errors"]
    assert error["code"] == "PAYMENT_GATEWAY_UNAVAILABLE"
    assert words in error["message"]


@pytest.mark.parametrize("status", [400, 404, 405, 408, 425, 429])
async def test_an_answer_from_in_between_ends_no_order(
    ask: Ask, app: Mart, gateway: Counter, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    async with answering(status, b'{"message": "x"}') as proxy:
        proxy.name = gateway.gateway.name
        monkeypatch.setattr(app.adapters, "gateway", proxy)
        buyer = Buyer(ask)
        product = await make_product(stock=5)
        await buyer.begin({product: 1})
        await buyer.send_to(LUCKNOW)
        payload = await buyer.check_out("UPI")
    assert codes_of(payload) == ["PAYMENT_GATEWAY_UNAVAILABLE"]
    assert await stock_of(product) == (5, 1)


async def test_a_refused_look_up_ends_no_order(
    ask: Ask, app: Mart, gateway: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    class RefusesToLook(Sandbox):
        async def _ask(self, method: str, path: str, **more: Any) -> Any:
            if (method, path) == ("GET", "/orders"):
                raise GatewayRefuses("BAD_REQUEST_ERROR: too many filters")
            return await super()._ask(method, path, **more)

    refusing = RefusesToLook(gateway.url, gateway.url)
    monkeypatch.setattr(app.adapters, "gateway", refusing)
    buyer, product = Buyer(ask), await make_product(stock=5)
    await buyer.begin({product: 1})
    await buyer.send_to(LUCKNOW)
    await gateway.switch(orders_lost=1)
    for _ in range(2):
        assert codes_of(await buyer.check_out("UPI")) == ["PAYMENT_GATEWAY_UNAVAILABLE"]
        assert await stock_of(product) == (5, 1)
    monkeypatch.setattr(app.adapters, "gateway", gateway.gateway)
    assert codes_of(await buyer.check_out("UPI")) == []
    assert await fetch_value("SELECT count(*) FROM sandbox.orders") == 1
