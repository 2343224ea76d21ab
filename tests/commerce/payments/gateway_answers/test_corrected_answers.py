"""What the gateway says differently later: amounts, refunds without our key, money returned."""

from dataclasses import replace
from typing import Any

import orjson
import pytest
from tortoise.transactions import in_transaction

import models
from commerce.core.action_context import ActionContext
from commerce.core.ports import GatewayDown, GatewayPayment, GatewayRefund
from commerce.payments import payment_state, reconciliation, refund_progress, refunds
from commerce.payments.webhook_events import apply_webhook
from commerce.payouts import transfers, vendor_balance
from database.connect import execute, fetch_value
from models import PaymentStatus, RefundReason, RefundStatus
from tests.commerce.payments.test_odd_answers import (
    TOTAL,
    Odd,
    ctx_of,
    gateway_order,
    paid_silently,
    payment_id,
)
from tests.conftest import Ask
from tests.support.shop.factories import make_vendor
from tests.support.shop.orders import events_of
from tests.support.shop.paying import Counter
from tests.support.shop.payments import Order
from tests.support.shop.transfers import refund, sale

pytestmark = pytest.mark.usefixtures("reference")


def raised(method: str, path: str, found: Any) -> Any:
    """A rupee more than was paid."""
    if path.endswith("/payments"):
        for entry in found["items"]:
            entry["amount"] += 1_00
    return found


@pytest.mark.parametrize("is_refused_first", [False, True])
async def test_a_refund_follows_an_amount_that_is_corrected_downwards(
    order: Order, gateway: Counter, *, is_refused_first: bool
) -> None:
    await paid_silently(order, gateway)
    await reconciliation.reconcile(ctx_of(Odd(gateway, raised)), await payment_id(), 0)
    ctx, row = ctx_of(gateway.gateway), await models.Refund.get()
    assert row.amount_paise == TOTAL + 1_00
    if is_refused_first:
        await refund_progress.send(ctx, row.id)
        assert (await models.Refund.get()).status == "failed"
    await reconciliation.reconcile(ctx, await payment_id(), 1)
    row = await models.Refund.get()
    assert row.amount_paise == TOTAL
    if is_refused_first:
        await execute("UPDATE refund SET status = 'requested'")
    await refund_progress.send(ctx, row.id)
    assert await fetch_value("SELECT sum(amount_refunded) FROM sandbox.payments") == TOTAL
    # A refund was under way: the order is not placed, and its buyer has the money.
    assert (await order.seen())["status"] == "AWAITING_PAYMENT"
    assert (await models.Charge.get()).amount_paise == TOTAL


async def test_an_amount_is_never_below_what_was_refunded(order: Order, gateway: Counter) -> None:
    ctx, number = ctx_of(gateway.gateway), await gateway_order()
    paid = GatewayPayment("pay_1", number, 20_41, "INR", PaymentStatus.CAPTURED)
    await payment_state.apply(ctx, paid)
    await execute("UPDATE refund SET status = 'pending', gateway_refund_id = 'rfnd_1'")
    for amount in (20_40, 20_41, 20_40):
        await payment_state.apply(ctx, replace(paid, amount=amount))
        assert (await models.Charge.get()).amount_paise == 20_41
    assert [each.amount_paise for each in await models.Refund.all()] == [20_41]


async def test_a_paid_order_whose_money_the_gateway_returns_is_reviewed(
    order: Order, gateway: Counter
) -> None:
    ctx, number = ctx_of(gateway.gateway), await gateway_order()
    paid = GatewayPayment("pay_1", number, TOTAL, "INR", PaymentStatus.CAPTURED)
    await payment_state.apply(ctx, paid)
    back = replace(paid, status=PaymentStatus.AUTO_REFUNDED, refunded=TOTAL)
    for _ in range(2):
        await payment_state.apply(ctx, back)
    seen = await order.seen()
    assert (seen["status"], seen["paymentStatus"]) == ("PLACED", "REFUNDED")
    assert events_of(seen) == ["ORDERED", "PAID", "PLACED", "UNDER_REVIEW"]
    assert (await models.Order.get()).review == "the gateway has returned the payment itself"


class Lost(Odd):
    """Refunds without our key in the list, and the answer to the first one lost."""

    is_lost = True

    def __init__(self, gateway: Counter) -> None:
        super().__init__(gateway, without_key)

    async def refund(self, payment_id: str, amount: int, key: str) -> GatewayRefund:
        made = await super().refund(payment_id, amount, key)
        if self.is_lost:
            self.is_lost = False
            raise GatewayDown("the answer is lost")
        return made


def without_key(method: str, path: str, found: Any) -> Any:
    if method == "GET" and path.endswith("/refunds"):
        for entry in found["items"]:
            entry["receipt"] = None
    return found


async def test_a_refund_whose_answer_was_lost_is_one_and_not_the_gateways(
    ask: Ask, gateway: Counter
) -> None:
    ctx, vendors = ctx_of(gateway.gateway), [await make_vendor(), await make_vendor()]
    of = await sale(ask, gateway, vendors)
    await transfers.request(ctx, of.parts[0], "acc_TEST0000000001", 900_00)
    await transfers.send(ctx, (await models.Transfer.get()).id)
    await refund(ctx, of, 156_00)
    row = await models.Refund.get()
    lost = ctx_of(Lost(gateway))
    with pytest.raises(GatewayDown, match="lost"):
        await refund_progress.send(lost, row.id)
    assert await refund_progress.look(lost, of.charge)
    for _ in range(2):
        await refund_progress.send(lost, row.id)
        await refund_progress.look(lost, of.charge)
    ours = await models.Refund.get()
    assert (ours.key, ours.reason, ours.amount_paise) == (row.key, "staff", 156_00)
    assert ours.status in {"pending", "processed"}
    assert await fetch_value("SELECT refunded_paise FROM payment") == 156_00
    assert await fetch_value("SELECT sum(amount_refunded) FROM sandbox.payments") == 156_00
    assert (await models.Order.get()).review is None
    # The vendor returns its share once: a tenth.
    back = await fetch_value("SELECT sum(reversing_paise)::bigint FROM transfer")
    assert back - await vendor_balance.standing(vendors[0].id) == 90_00


async def sent_twice(order: Order, gateway: Counter, amount: int) -> ActionContext:
    """A refund of ours whose answer was lost, and another of the gateway's of the same amount."""
    await paid_silently(order, gateway)
    ctx = ctx_of(gateway.gateway)
    await reconciliation.reconcile(ctx, await payment_id(), 0)
    charge = await models.Charge.get()
    await gateway.gateway.refund(charge.gateway_payment_id, amount, "of-the-gateway")
    async with in_transaction():
        row = await models.Order.get()
        await refunds.request(ctx, row.id, charge.id, amount, RefundReason.STAFF)
    return ctx_of(Odd(gateway, without_key))


async def test_a_refund_of_the_same_amount_is_adopted_once_ours_is_sent(
    order: Order, gateway: Counter
) -> None:
    ctx = await sent_twice(order, gateway, 500_00)
    await refund_progress.send(ctx, (await models.Refund.get()).id)
    rows = await models.Refund.all().order_by("id").values_list("reason", "amount_paise")
    assert rows == [("staff", 500_00), ("gateway", 500_00)]
    assert await fetch_value("SELECT sum(amount_refunded) FROM sandbox.payments") == 1_000_00


async def test_a_refund_of_the_same_amount_lessens_ours_that_is_refused(
    order: Order, gateway: Counter
) -> None:
    ctx = await sent_twice(order, gateway, 1_500_00)
    ours = (await models.Refund.get()).id
    for _ in range(2):
        await refund_progress.send(ctx, ours)
    rows = await models.Refund.all().order_by("id").values_list("reason", "amount_paise")
    assert rows == [("staff", 540_00), ("gateway", 1_500_00)]
    assert await fetch_value("SELECT sum(amount_refunded) FROM sandbox.payments") == TOTAL


async def test_a_refund_of_ours_that_an_earlier_version_adopted_is_one(
    order: Order, gateway: Counter
) -> None:
    await paid_silently(order, gateway)
    ctx = ctx_of(gateway.gateway)
    await reconciliation.reconcile(ctx, await payment_id(), 0)
    charge = await models.Charge.get()
    async with in_transaction():
        row = await models.Order.get()
        made = await refunds.request(ctx, row.id, charge.id, 500_00, RefundReason.STAFF, [])
    ours = await models.Refund.get(id=made)
    await gateway.gateway.refund(charge.gateway_payment_id, 500_00, ours.key)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(refund_progress, "SENDS", "SELECT $1::int + $2::int + $3::int > 0")
        await refund_progress.look(ctx_of(Odd(gateway, without_key)), charge.id)
    await refund_progress.send(ctx, made)
    ours_after, adopted = await models.Refund.all().order_by("id")
    assert ours_after.status == "superseded"
    assert (adopted.key, adopted.reason, adopted.amount_paise) == (ours.key, "staff", 500_00)
    assert await fetch_value("SELECT refunded_paise FROM payment") == 500_00
    assert (await models.Order.get()).review is None


async def test_a_payment_whose_webhook_was_not_understood_is_found_by_reconciliation(
    order: Order, gateway: Counter
) -> None:
    await paid_silently(order, gateway)
    entity = {"id": "pay_1", "status": "authorized", "amount": "2040"}
    body = {"event": "payment.authorized", "payload": {"payment": {"entity": entity}}}
    event = await fetch_value(
        "INSERT INTO webhook_event (gateway, event_id, kind, body, received_at)"
        " VALUES ('sandbox', 'event', 'unreadable', $1, now()) RETURNING id",
        orjson.dumps(body),
    )
    await apply_webhook(ctx_of(gateway.gateway), event)
    assert (await models.WebhookEvent.get(id=event)).outcome.startswith("unreadable: ")
    assert (await order.seen())["status"] == "AWAITING_PAYMENT"
    await reconciliation.reconcile(ctx_of(gateway.gateway), await payment_id(), 0)
    assert (await order.seen())["status"] == "PLACED"


async def test_a_refund_that_went_out_before_an_amount_was_corrected_is_recognised(
    order: Order, gateway: Counter
) -> None:
    ctx = ctx_of(gateway.gateway)
    paid = GatewayPayment(
        "pay_1", await gateway_order(), TOTAL + 1_00, "INR", PaymentStatus.CAPTURED
    )
    await payment_state.apply(ctx, paid)
    key = (await models.Refund.get()).key
    await payment_state.apply(ctx, replace(paid, amount=TOTAL))
    back = GatewayRefund("rfnd_1", "pay_1", TOTAL + 1_00, RefundStatus.PROCESSED)
    # Nobody else's is believed to be more than its payment.
    assert await refund_progress.apply(ctx, back) == refund_progress.OTHER_AMOUNT
    await refund_progress.apply(ctx, replace(back, receipt=key))
    await payment_state.apply(ctx, replace(paid, amount=TOTAL, refunded=TOTAL))
    rows = await models.Refund.all().order_by("id")
    assert [(row.status, row.amount_paise) for row in rows] == [
        ("superseded", TOTAL),
        ("processed", TOTAL + 1_00),
    ]
    assert events_of(await order.seen()).count("REFUNDED") == 1
