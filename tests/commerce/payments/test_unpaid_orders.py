"""Orders that are not paid in time while money is on its way."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tortoise.transactions import in_transaction

import models
from commerce.core.action_context import ActionContext
from commerce.core.ports import GatewayDown, GatewayPayment, GatewayRefuses
from commerce.payments import order_expiry, payment_state
from database.connect import execute, fetch_value
from integrations.payments.sandbox import ledger
from integrations.payments.sandbox.gateway import Sandbox
from server.app import Mart
from server.processes.retention import sweep_hourly
from tests.conftest import Ask
from tests.support.people.accounts import Postbox
from tests.support.shop.orders import cancel, events_of, in_status, key_of, stock_of
from tests.support.shop.paying import Counter, eventually, hasten, webhooks
from tests.support.shop.payments import Order, nothing_is_requested, refunded_at_last, was_told

pytestmark = pytest.mark.usefixtures("reference", "worker")

GATEWAY = """query ($n: String!, $k: String) { order(number: $n, accessKey: $k) {
  payment { status gateway { ... on SandboxCheckout { payUrl } } } } }"""


async def pay_url_of(ask: Ask, number: str) -> str | None:
    found = await ask(GATEWAY, n=number, k=await key_of(number))
    gateway = found["order"]["payment"]["gateway"]
    return gateway and str(gateway["payUrl"])


async def overdue() -> None:
    await execute("UPDATE orders SET pay_before = now() - interval '1 second'")
    await hasten("order.expire")


async def authorised(order: Order, gateway: Counter) -> None:
    await gateway.switch(webhooks_lost=1, capture_by_hand=1)
    await gateway.pay(order.pay_url, "silently")


async def authorised_here(order: Order, gateway: Counter) -> None:
    """The mart knows of the payment, and no job captures it."""
    await authorised(order, gateway)
    ctx = ActionContext(datetime.now(UTC), gateway=gateway.gateway, is_operator=True)
    (reported,) = await gateway.gateway.payments_of(order.pay_url.rpartition("/")[2])
    async with in_transaction():
        await payment_state.apply(ctx, reported)
        await execute("DELETE FROM pgqueuer WHERE entrypoint = 'payment.capture'")


class NoCapture(Sandbox):
    """The sandbox, whose captures fail."""

    error: Exception

    async def capture(self, payment_id: str, amount: int, currency: str) -> GatewayPayment:
        raise self.error


def failing(gateway: Counter, error: Exception) -> ActionContext:
    broken = NoCapture(gateway.url, gateway.url)
    broken.error = error
    return ActionContext(datetime.now(UTC), gateway=broken, is_operator=True)


async def expired_with(order: Order, ctx: ActionContext) -> dict[str, Any]:
    await execute("UPDATE orders SET pay_before = now() - interval '1 second'")
    row = await models.Order.get(number=order.number)
    await order_expiry.expire(replace(ctx, now=datetime.now(UTC)), row.id)
    return await order.seen()


async def test_an_authorised_payment_is_captured_before_its_order_expires(
    order: Order, gateway: Counter, postbox: Postbox
) -> None:
    await authorised(order, gateway)
    await overdue()
    placed = await order.placed()
    assert events_of(placed) == ["ORDERED", "PAID", "PLACED"]
    assert placed["paymentStatus"] == "CAPTURED"
    assert await stock_of(order.product) == (5, 2)
    await eventually(lambda: was_told(postbox, "order-placed"))
    assert not await was_told(postbox, "payment-expired")


async def test_an_order_waits_while_its_payment_cannot_be_captured(
    order: Order, gateway: Counter
) -> None:
    await authorised_here(order, gateway)
    waiting = await expired_with(order, failing(gateway, GatewayDown("it is down")))
    assert (waiting["status"], waiting["paymentStatus"]) == ("AWAITING_PAYMENT", "AUTHORIZED")
    assert await stock_of(order.product) == (5, 2)
    await hasten("order.expire")
    assert events_of(await order.placed()) == ["ORDERED", "PAID", "PLACED"]


async def test_an_order_whose_capture_is_refused_expires(order: Order, gateway: Counter) -> None:
    await authorised_here(order, gateway)
    ended = await expired_with(order, failing(gateway, GatewayRefuses("not this one")))
    assert (ended["status"], ended["paymentStatus"]) == ("CANCELLED", "AUTHORIZED")
    assert events_of(ended) == ["ORDERED", "PAYMENT_EXPIRED"]
    assert await stock_of(order.product) == (5, 0)


async def test_an_authorised_payment_of_a_cancelled_order_is_never_shown_as_not_due(
    ask: Ask, order: Order, gateway: Counter
) -> None:
    await authorised_here(order, gateway)
    cancelled = await cancel(ask, order.number)
    assert (cancelled["status"], cancelled["paymentStatus"]) == ("CANCELLED", "AUTHORIZED")
    await hasten("payment.reconcile")
    await eventually(lambda: models.Refund.exists())
    await refunded_at_last(ask, order.number)
    assert await stock_of(order.product) == (5, 0)


async def test_an_order_paid_with_a_wrong_amount_can_still_be_paid(
    ask: Ask, app: Mart, order: Order, gateway: Counter
) -> None:
    async with webhooks(app):
        await gateway.pay(order.pay_url, "wrong")
        await eventually(lambda: models.Refund.filter(status="processed").first())
    seen = await order.seen()
    assert (seen["status"], seen["paymentStatus"]) == ("AWAITING_PAYMENT", "CREATED")
    assert await pay_url_of(ask, order.number) == order.pay_url
    await gateway.pay(order.pay_url, "silently")
    await hasten("payment.reconcile")
    assert (await order.placed())["paymentStatus"] == "CAPTURED"


async def test_an_order_whose_payment_was_refunded_at_the_gateway_can_still_be_paid(
    ask: Ask, order: Order, gateway: Counter
) -> None:
    await authorised_here(order, gateway)
    assert await pay_url_of(ask, order.number) is None
    paid = await fetch_value("SELECT id FROM sandbox.payments")
    await ledger.capture(paid)
    await ledger.refund(paid, 2_040_00, None, None)
    await hasten("payment.reconcile")
    await eventually(lambda: models.Charge.filter(status="captured").first())
    seen = await order.seen()
    assert (seen["status"], seen["paymentStatus"]) == ("AWAITING_PAYMENT", "CREATED")
    assert await pay_url_of(ask, order.number) == order.pay_url


async def test_an_order_that_expires_after_a_wrong_amount_names_the_refund(
    ask: Ask, order: Order, gateway: Counter, postbox: Postbox
) -> None:
    await gateway.switch(webhooks_lost=1, refunds_fail=1)
    await gateway.pay(order.pay_url, "wrong")
    await hasten("payment.reconcile")
    await eventually(lambda: models.Refund.filter(reason="wrong_amount").exists())
    await eventually(nothing_is_requested)
    await hasten("refund.follow")
    await eventually(lambda: models.Refund.filter(status="failed").exists())
    assert await pay_url_of(ask, order.number) == order.pay_url
    await overdue()
    ended = await eventually(lambda: in_status(ask, order.number, "CANCELLED"))
    assert ended["paymentStatus"] == "CANCELLED"
    assert "REFUND_FAILED" in events_of(ended)
    await eventually(lambda: was_told(postbox, "order-cancelled-refund"))
    # The buyer was charged.
    assert not await was_told(postbox, "payment-expired")
    assert await fetch_value("SELECT count(*) FROM refund WHERE status = 'failed'") == 1


async def test_an_order_whose_expiry_was_given_up_is_tried_again_each_hour(order: Order) -> None:
    jobs = "SELECT count(*) FROM pgqueuer WHERE entrypoint = 'order.expire' AND status <> 'failed'"
    await execute("UPDATE orders SET pay_before = now() - interval '2 hours'")
    await sweep_hourly()
    assert await fetch_value(jobs) == 1
    await execute("UPDATE pgqueuer SET status = 'failed' WHERE entrypoint = 'order.expire'")
    for _ in range(2):
        await sweep_hourly()
        # None if the worker has done it already.
        assert await fetch_value(jobs) <= 1
    await eventually(lambda: in_status(order.ask, order.number, "CANCELLED"))


async def test_a_payment_authorised_before_its_order_was_cancelled_did_not_come_late(
    ask: Ask, order: Order, gateway: Counter, postbox: Postbox
) -> None:
    await authorised_here(order, gateway)
    await cancel(ask, order.number)
    await hasten("payment.reconcile")
    await eventually(lambda: was_told(postbox, "order-cancelled-refund"))
    refunded = await refunded_at_last(ask, order.number)
    assert "PAID_TOO_LATE" not in events_of(refunded)
    assert (await models.Refund.get()).reason is models.RefundReason.CANCELLED
    assert not await was_told(postbox, "paid-too-late")


async def test_another_payment_after_the_order_was_cancelled_came_late(
    ask: Ask, order: Order, gateway: Counter, postbox: Postbox
) -> None:
    await authorised_here(order, gateway)
    await cancel(ask, order.number)
    await execute("DELETE FROM charge")
    await hasten("payment.reconcile")
    await eventually(lambda: was_told(postbox, "paid-too-late"))
    assert "PAID_TOO_LATE" in events_of(await order.seen())


async def test_an_order_whose_payment_the_gateway_returned_can_still_be_paid(
    ask: Ask, order: Order, gateway: Counter
) -> None:
    await authorised_here(order, gateway)
    (reported,) = await gateway.gateway.payments_of(order.pay_url.rpartition("/")[2])
    back = replace(reported, status=models.PaymentStatus.AUTO_REFUNDED, refunded=reported.amount)
    ctx = ActionContext(datetime.now(UTC), gateway=gateway.gateway, is_operator=True)
    await payment_state.apply(ctx, back)
    assert (await order.seen())["paymentStatus"] == "CREATED"
    assert await pay_url_of(ask, order.number) == order.pay_url
    await gateway.switch(capture_by_hand=0)
    await order.confirm(await gateway.pay(order.pay_url))
    assert (await order.seen())["status"] == "PLACED"


async def test_an_authorised_payment_that_the_gateway_returned_after_the_end_says_so(
    ask: Ask, order: Order, gateway: Counter
) -> None:
    await authorised_here(order, gateway)
    (reported,) = await gateway.gateway.payments_of(order.pay_url.rpartition("/")[2])
    await cancel(ask, order.number)
    back = replace(reported, status=models.PaymentStatus.AUTO_REFUNDED, refunded=reported.amount)
    ctx = ActionContext(datetime.now(UTC), gateway=gateway.gateway, is_operator=True)
    await payment_state.apply(ctx, back)
    assert (await order.seen())["paymentStatus"] == "AUTO_REFUNDED"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Do not pay again"), ("hi", "दोबारा भुगतान न करें")]
)
async def test_whoever_has_paid_while_the_gateway_is_away_is_told_not_to_pay_again(
    ask: Ask, order: Order, gateway: Counter, language: str, words: str
) -> None:
    told = await gateway.pay(order.pay_url)
    await gateway.switch(payments_fail=1)
    input = {
        "paymentId": order.payment,
        "gatewayPaymentId": told["razorpay_payment_id"],
        "signature": told["razorpay_signature"],
        "idempotencyKey": "confirm-01",
    }
    found = await ask("checkout", name="PaymentConfirm", input=input, language=language)
    (error,) = found["paymentConfirm"]["errors"]
    assert error["code"] == "PAYMENT_GATEWAY_UNAVAILABLE"
    assert words in error["message"]
