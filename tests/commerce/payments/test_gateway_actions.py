"""Refunds, transfers and disputes made at the gateway itself."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tortoise.transactions import in_transaction

import models
from commerce.core.action_context import ActionContext
from commerce.core.ports import GatewayDispute, GatewayRefund
from commerce.payments import disputes, refund_progress, refunds
from commerce.payments.payment_state import apply
from database.connect import execute, fetch_value
from graph.ids import global_id
from integrations.payments.sandbox import ledger
from server.app import Mart
from settings import settings
from tests.conftest import Ask
from tests.support.people.accounts import make_staff
from tests.support.shop.factories import make_product, make_promotion
from tests.support.shop.orders import cancel, events_of, in_payment, ordered, stock_of
from tests.support.shop.paying import Counter, eventually, hasten, webhooks
from tests.support.shop.payments import Order, nothing_is_requested, taken
from tests.support.shop.shopping import LUCKNOW, Buyer, codes_of

pytestmark = pytest.mark.usefixtures("reference", "worker")
TOTAL = 2_040_00
RETRY = (
    "mutation ($input: RefundRetryInput!) { refundRetry(input: $input) {"
    " refund { status amount { amount } } errors { code message } } }"
)


async def paid(order: Order, gateway: Counter) -> str:
    """The gateway's id of its payment."""
    await gateway.switch(webhooks_lost=1)
    told = await gateway.pay(order.pay_url)
    assert (await order.confirm(told))["order"]["status"] == "PLACED"
    return told["razorpay_payment_id"]


async def rows() -> list[tuple[str, str, int]]:
    found = await models.Refund.all().order_by("id")
    return [(row.reason.value, row.status.value, row.amount_paise) for row in found]


async def is_refunded(ask: Ask, number: str) -> bool:
    """The payment says so with the gateway's total, each refund with its own later word."""
    is_whole = await in_payment(ask, number, "REFUNDED")
    is_open = {"requested", "pending"} & {status for _, status, _ in await rows()}
    return bool(is_whole) and not is_open


async def went_back() -> int:
    found: int = await fetch_value("SELECT sum(amount_refunded) FROM sandbox.payments")
    return found


async def test_refunds_made_at_the_gateway_are_not_repeated(
    ask: Ask, app: Mart, order: Order, gateway: Counter
) -> None:
    payment = await paid(order, gateway)
    await gateway.switch(webhooks_lost=0)
    async with webhooks(app):
        await ledger.refund(payment, 50_00, None, None)
        await eventually(taken)
        assert (await order.seen())["paymentStatus"] == "PARTIALLY_REFUNDED"
        assert await rows() == [("gateway", "processed", 50_00)]
        await cancel(ask, order.number)
        await eventually(lambda: is_refunded(ask, order.number))
    assert await rows() == [
        ("gateway", "processed", 50_00),
        ("cancelled", "processed", TOTAL - 50_00),
    ]
    assert await went_back() == TOTAL
    assert (await models.Payment.get()).refunded_paise == TOTAL


async def test_an_unreported_gateway_refund_is_found_before_ours_is_sent(
    ask: Ask, order: Order, gateway: Counter
) -> None:
    payment = await paid(order, gateway)
    await ledger.refund(payment, 50_00, None, None)
    await cancel(ask, order.number)
    await eventually(nothing_is_requested)
    await hasten("refund.follow")
    await eventually(lambda: is_refunded(ask, order.number))
    assert await rows() == [
        ("cancelled", "processed", TOTAL - 50_00),
        ("gateway", "processed", 50_00),
    ]
    assert await went_back() == TOTAL


async def test_a_full_refund_at_the_gateway_leaves_nothing_to_send(
    ask: Ask, order: Order, gateway: Counter
) -> None:
    payment = await paid(order, gateway)
    await ledger.refund(payment, TOTAL, None, None)
    await cancel(ask, order.number)
    await eventually(nothing_is_requested)
    assert sorted(await rows()) == [
        ("cancelled", "superseded", TOTAL),
        ("gateway", "processed", TOTAL),
    ]
    assert (await order.seen())["paymentStatus"] == "REFUNDED"
    assert await went_back() == TOTAL


async def test_reconciling_finds_gateway_actions(ask: Ask, order: Order, gateway: Counter) -> None:
    payment = await paid(order, gateway)
    row = await ledger.refund(payment, 50_00, None, None)
    await hasten("payment.reconcile")
    await eventually(lambda: models.Refund.filter(gateway_refund_id=row["id"]).first())
    found = await models.Order.get(number=order.number)
    assert found.review == "5000 paise were paid back at the gateway"
    # And again after a day, for as long as money may go back.
    await eventually(is_asked_tomorrow)


async def is_asked_tomorrow() -> bool:
    return bool(
        await fetch_value(
            "SELECT count(*) FROM pgqueuer WHERE entrypoint = 'payment.reconcile'"
            " AND execute_after > now() + interval '20 hours'"
        )
    )


async def test_a_transfer_made_at_the_gateway_needs_review(order: Order, gateway: Counter) -> None:
    payment = await paid(order, gateway)
    wanted = {"account": "acc_elsewhere1", "amount": 700_00, "notes": {}}
    (made,) = await ledger.transfer(payment, [wanted])
    await hasten("payment.reconcile")
    await eventually(lambda: models.Order.exclude(review=None).first())
    found = await models.Order.get(number=order.number)
    assert found.review == f"70000 paise were sent on at the gateway: {made['id']}"


async def test_a_failed_refund_made_at_the_gateway_is_not_sent_again(
    ask: Ask, app: Mart, order: Order, gateway: Counter
) -> None:
    finance = await make_staff("finance")
    payment = await paid(order, gateway)
    await gateway.switch(refunds_fail=1, webhooks_lost=0)
    async with webhooks(app):
        await cancel(ask, order.number)
        failed = await eventually(lambda: models.Refund.filter(status="failed").first())
        await ledger.refund(payment, 40_00, None, None)
        await eventually(lambda: models.Refund.filter(reason="gateway").first())
        await failed.refresh_from_db()
        assert (failed.status, failed.amount_paise) == ("failed", TOTAL - 40_00)
        input = {"refundId": global_id("Refund", failed.id), "idempotencyKey": "retry-0001"}
        again = (await ask(RETRY, token=finance.token, input=input))["refundRetry"]
        assert (again["errors"], again["refund"]["amount"]["amount"]) == ([], "2000.00")
        await eventually(lambda: is_refunded(ask, order.number))
    assert await went_back() == TOTAL


async def test_retrying_a_completed_refund_is_refused(
    ask: Ask, order: Order, gateway: Counter
) -> None:
    finance = await make_staff("finance")
    await paid(order, gateway)
    await gateway.switch(refunds_fail=1)
    await cancel(ask, order.number)
    await eventually(nothing_is_requested)
    await hasten("refund.follow")
    failed = await eventually(lambda: models.Refund.filter(status="failed").first())
    # Its buyer's bank took it meanwhile.
    await execute(
        "INSERT INTO dispute (charge_id, gateway_dispute_id, amount_paise, status, created_at,"
        " updated_at) SELECT id, 'disp_1', amount_paise, 'lost', now(), now() FROM charge"
    )
    input = {"refundId": global_id("Refund", failed.id), "idempotencyKey": "retry-0001"}
    refused = (await ask(RETRY, token=finance.token, input=input))["refundRetry"]
    assert codes_of(refused) == ["NOTHING_LEFT"]


async def test_a_dispute_before_a_refund_is_not_paid_twice(
    ask: Ask, order: Order, gateway: Counter
) -> None:
    finance = await make_staff("finance")
    payment = await paid(order, gateway)
    ctx = ActionContext(datetime.now(UTC), gateway=gateway.gateway)
    row, charge = await models.Order.get(number=order.number), await models.Charge.get()
    # The refund waits for its job, or for a gateway that is down, when the dispute is opened.
    async with in_transaction():
        await refunds.request(ctx, row.id, charge.id, TOTAL, models.RefundReason.CANCELLED)
        opened = GatewayDispute("disp_1", payment, 40_00, models.DisputeStatus.OPEN)
        await disputes.apply(ctx, opened)
    await eventually(nothing_is_requested)
    assert await rows() == [("cancelled", "failed", TOTAL)]
    assert await went_back() == 0
    # Decided for the mart, all of it goes.
    await disputes.apply(ctx, replace(opened, status=models.DisputeStatus.WON))
    failed = await models.Refund.get()
    input = {"refundId": global_id("Refund", failed.id), "idempotencyKey": "retry-0001"}
    again = (await ask(RETRY, token=finance.token, input=input))["refundRetry"]
    assert (again["errors"], again["refund"]["amount"]["amount"]) == ([], "2040.00")
    await eventually(nothing_is_requested)
    assert await went_back() == TOTAL


async def test_a_refund_of_an_undisputed_part_is_sent(order: Order, gateway: Counter) -> None:
    payment = await paid(order, gateway)
    ctx = ActionContext(datetime.now(UTC), gateway=gateway.gateway)
    row, charge = await models.Order.get(number=order.number), await models.Charge.get()
    async with in_transaction():
        await refunds.request(ctx, row.id, charge.id, TOTAL - 40_00, models.RefundReason.CANCELLED)
        opened = GatewayDispute("disp_1", payment, 40_00, models.DisputeStatus.OPEN)
        await disputes.apply(ctx, opened)
    await eventually(nothing_is_requested)
    assert await went_back() == TOTAL - 40_00


async def test_gateway_ids_of_another_payment_are_ignored(
    ask: Ask, order: Order, gateway: Counter
) -> None:
    """It was looked for and written down in turn, without an end."""
    other = Order(ask, order.product, await ordered(ask, {order.product: 1}, phone="60000 99999"))
    first, second = await paid(order, gateway), await paid(other, gateway)
    ctx = ActionContext(datetime.now(UTC), gateway=gateway.gateway)
    refund = GatewayRefund("rfnd_1", first, 10_00, models.RefundStatus.PROCESSED, None)
    dispute = GatewayDispute("disp_1", first, 40_00, models.DisputeStatus.OPEN)
    assert await refund_progress.apply(ctx, refund) == "made at the gateway"
    assert await disputes.apply(ctx, dispute) == "dispute open"
    before = await models.Dispute.all().values(), await models.Refund.all().values()
    another = "known as another payment's"
    assert await refund_progress.apply(ctx, replace(refund, payment_id=second)) == another
    for status in models.DisputeStatus:
        told = replace(dispute, payment_id=second, status=status)
        assert await disputes.apply(ctx, told) == another
    assert (await models.Dispute.all().values(), await models.Refund.all().values()) == before
    assert (await other.seen())["paymentStatus"] == "CAPTURED"


async def test_a_payment_refunded_before_discovery_settles_nothing(
    order: Order, gateway: Counter
) -> None:
    await gateway.switch(webhooks_lost=1)
    told = await gateway.pay(order.pay_url)
    await ledger.refund(told["razorpay_payment_id"], TOTAL, None, None)
    payload = await order.confirm(told)
    assert payload["order"]["status"] == "AWAITING_PAYMENT"
    assert await stock_of(order.product) == (5, 2)


async def test_a_refund_overtaken_at_the_gateway_sends_the_remainder(
    ask: Ask, order: Order, gateway: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = await paid(order, gateway)
    asked = gateway.gateway.refund
    made: list[int] = []

    async def overtaken(payment_id: str, amount: int, key: str) -> GatewayRefund:
        if len(made) < 2:
            made.append(amount)
            await ledger.refund(payment, 30_00, None, None)
        return await asked(payment_id, amount, key)

    monkeypatch.setattr(gateway.gateway, "refund", overtaken)
    await cancel(ask, order.number)
    await eventually(nothing_is_requested)
    await hasten("refund.follow")
    await eventually(lambda: is_refunded(ask, order.number))
    assert made == [TOTAL, TOTAL - 30_00]
    assert await rows() == [
        ("cancelled", "processed", TOTAL - 60_00),
        ("gateway", "processed", 30_00),
        ("gateway", "processed", 30_00),
    ]
    assert await went_back() == TOTAL


async def test_concurrent_refunds_never_exceed_the_payment(
    ask: Ask, app: Mart, order: Order, gateway: Counter
) -> None:
    payment = await paid(order, gateway)
    await gateway.switch(webhooks_lost=0)

    async def there() -> None:
        for _ in range(5):
            try:
                await ledger.refund(payment, 30_00, None, None)
            except ledger.TooMuch:
                return

    async with webhooks(app):
        await asyncio.gather(there(), cancel(ask, order.number), there())
        await eventually(lambda: is_refunded(ask, order.number))
        await eventually(taken)
    assert await went_back() == TOTAL
    live = [paise for _, status, paise in await rows() if status == "processed"]
    assert sum(live) == TOTAL


async def test_a_permanently_refused_payment_is_reported(
    ask: Ask, gateway: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "MAX_PAISE", 1_000_00)
    promotion = await make_promotion(code="ONCE", most_uses=1)
    product = await make_product(price=1_500_00, stock=5)
    buyer = Buyer(ask)
    await buyer.begin({product: 1})
    await buyer.send_to(LUCKNOW)
    await buyer.done("CartCouponApply", code="ONCE")
    for _ in range(2):
        payload = await buyer.check_out("UPI")
        assert codes_of(payload) == ["PAYMENT_REFUSED"]
        assert payload["errors"][0]["message"].startswith("The payment service declined")
        assert payload["order"]["status"] == "CANCELLED"
        assert events_of(payload["order"]) == ["ORDERED", "PAYMENT_REFUSED"]
    # Everything is as it was: the shelf, the coupon, the cart.
    assert await stock_of(product) == (5, 0)
    await promotion.refresh_from_db()
    assert promotion.uses == 0
    cart = await buyer.read()
    assert cart is not None
    assert cart["isReadyForCheckout"]
    payload = await buyer.check_out("CASH_ON_DELIVERY", key="another-key")
    assert payload["errors"] == []


async def test_the_maximum_payment_is_checked_in_the_cart(ask: Ask, gateway: Counter) -> None:
    most = settings().max_payment_rupees
    product = await make_product(price=(most + 1) * 100, stock=5)
    buyer = Buyer(ask)
    await buyer.begin({product: 1})
    cart = await buyer.send_to(LUCKNOW)
    assert "TOTAL_TOO_HIGH" in [each["code"] for each in cart["problems"]]
    assert not cart["isReadyForCheckout"]
    assert codes_of(await buyer.check_out("UPI")) == ["CART_NOT_READY"]


async def test_the_gateway_fee_is_recorded_and_not_transferred(
    order: Order, gateway: Counter
) -> None:
    payment = await paid(order, gateway)
    told: Any = await gateway.gateway.payment(payment)
    ctx = ActionContext(now=datetime.now(UTC), gateway=gateway.gateway)
    assert await apply(ctx, replace(told, fee=48_14, fee_tax=7_34)) == "captured"
    charge = await models.Charge.get()
    assert (charge.fee_paise, charge.fee_tax_paise) == (48_14, 7_34)
