"""Payments of orders that have expired or were cancelled."""

from datetime import UTC, datetime

import pytest

import models
from commerce.core.action_context import ActionContext
from commerce.orders import order_state
from database.connect import fetch_value
from integrations.payments.sandbox import ledger
from tests.conftest import Ask
from tests.support.databases.changes import overlapped
from tests.support.people.accounts import Postbox
from tests.support.shop.factories import make_product
from tests.support.shop.orders import cancel, events_of, key_of, ordered, stock_of
from tests.support.shop.paying import Counter, eventually
from tests.support.shop.payments import Order, refunded_at_last, was_told
from tests.support.shop.shopping import LUCKNOW, Buyer, codes_of

pytestmark = pytest.mark.usefixtures("reference", "worker")


async def cart_status_of(number: str) -> str:
    cart = await models.Cart.get(id=(await models.Order.get(number=number)).cart_id)
    return cart.status.value


async def test_a_late_payment_takes_available_stock_again(order: Order, gateway: Counter) -> None:
    await order.expired()
    assert await stock_of(order.product) == (5, 0)
    payload = await order.confirm(await gateway.pay(order.pay_url))
    assert payload["order"]["status"] == "PLACED"
    assert await stock_of(order.product) == (5, 2)
    assert await cart_status_of(order.number) == "ordered"


async def test_a_late_payment_is_refunded_when_sold_out(
    ask: Ask, order: Order, gateway: Counter, postbox: Postbox
) -> None:
    await order.expired()
    await ordered(ask, {order.product: 4}, "CASH_ON_DELIVERY", phone="60000 99999")
    payload = await order.confirm(await gateway.pay(order.pay_url))
    assert payload["order"]["status"] == "CANCELLED"
    refunded = await refunded_at_last(ask, order.number)
    assert "PAID_TOO_LATE" in events_of(refunded)
    assert await stock_of(order.product) == (5, 4)
    assert await cart_status_of(order.number) == "open"
    refund = await models.Refund.get()
    assert (refund.reason, refund.amount_paise) == ("paid_too_late", 2_040_00)
    await eventually(lambda: was_told(postbox, "paid-too-late"))


async def test_a_payment_for_a_cancelled_order_is_refunded_less_earlier_refunds(
    ask: Ask, order: Order, gateway: Counter, postbox: Postbox
) -> None:
    await gateway.switch(webhooks_lost=1)
    told = await gateway.pay(order.pay_url)
    await ledger.refund(told["razorpay_payment_id"], 100_00, None, None)
    cancel = (
        "mutation ($n: String!, $k: String) { orderCancel(input: {number: $n, accessKey: $k,"
        ' idempotencyKey: "cancel-01"}) { errors { code } } }'
    )
    cancelled = await ask(cancel, n=order.number, k=await key_of(order.number))
    assert cancelled["orderCancel"]["errors"] == []
    assert (await order.confirm(told))["order"]["status"] == "CANCELLED"
    await refunded_at_last(ask, order.number)
    await eventually(lambda: was_told(postbox, "paid-too-late"))
    text = next(each for each in postbox.messages if each.kind == "paid-too-late").text.body
    # The pieces are there: it was cancelled, and part of the money had gone back before.
    assert ("sold" in text, "₹1,940.00" in text) == (False, True)


async def test_a_late_payment_for_made_to_order_items_is_accepted(
    ask: Ask, gateway: Counter
) -> None:
    product = await make_product(price=1_000_00, stock=0, lead_time_days=9)
    order = Order(ask, product, await ordered(ask, {product: 2}))
    await order.expired()
    payload = await order.confirm(await gateway.pay(order.pay_url))
    assert payload["order"]["status"] == "PLACED"
    assert await stock_of(product) == (0, 0)


async def test_a_late_payment_for_stock_items_is_not_made_to_order(
    ask: Ask, gateway: Counter
) -> None:
    product = await make_product(price=1_000_00, stock=1, lead_time_days=9)
    order = Order(ask, product, await ordered(ask, {product: 1}))
    assert await stock_of(product) == (1, 1)
    await order.expired()
    await ordered(ask, {product: 1}, phone="60000 99999")
    payload = await order.confirm(await gateway.pay(order.pay_url))
    assert payload["order"]["status"] == "CANCELLED"
    await refunded_at_last(ask, order.number)


async def test_a_late_payment_does_not_revive_a_cancelled_order(
    ask: Ask, order: Order, gateway: Counter
) -> None:
    await cancel(ask, order.number)
    await order.confirm(await gateway.pay(order.pay_url))
    await refunded_at_last(ask, order.number)
    assert (await order.seen())["status"] == "CANCELLED"
    assert await stock_of(order.product) == (5, 0)


async def test_a_payment_of_an_order_that_is_being_cancelled_is_not_opened(
    ask: Ask, gateway: Counter
) -> None:
    product = await make_product(stock=5)
    buyer = Buyer(ask)
    await buyer.begin({product: 1})
    await buyer.send_to(LUCKNOW)
    await gateway.switch(orders_fail=1)
    assert codes_of(await buyer.check_out("UPI")) == ["PAYMENT_GATEWAY_UNAVAILABLE"]
    row = await models.Order.get()
    ctx = ActionContext(datetime.now(UTC))
    payload = await overlapped(
        lambda: order_state.cancel_unpaid(ctx, row.id), lambda: buyer.check_out("UPI")
    )
    assert (payload["errors"], payload["order"]["status"]) == ([], "CANCELLED")
    assert payload["payment"]["gateway"] is None
    assert await fetch_value("SELECT count(*) FROM sandbox.orders") == 0
