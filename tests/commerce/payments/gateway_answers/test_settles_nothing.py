"""Money that settles no order: the order stays due, and is asked about as any that is due."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tortoise.transactions import in_transaction

import models
from commerce.core.jobs import Job
from commerce.core.ports import GatewayPayment, GatewayRefund
from commerce.payments import payment_state, reconciliation, refund_progress, refunds
from database.connect import execute, fetch_value
from integrations.payments.sandbox import ledger
from integrations.payments.sandbox.gateway import Sandbox
from models import PaymentStatus, RefundReason, RefundStatus
from server.processes.retention import sweep_hourly
from tests.commerce.payments.test_due_jobs import jobs_of
from tests.commerce.payments.test_odd_answers import (
    TOTAL,
    ctx_of,
    gateway_order,
    paid_silently,
    payment_id,
)
from tests.support.shop.orders import events_of
from tests.support.shop.paying import Counter
from tests.support.shop.payments import Order

pytestmark = pytest.mark.usefixtures("reference")


async def came_for_nothing(order: Order, gateway: Counter, outcome: str) -> None:
    """Money of a wrong amount, or all of it refunded before we hear of it."""
    await paid_silently(order, gateway, "wrong" if outcome == "wrong" else "silently")
    if outcome != "wrong":
        paid = await fetch_value("SELECT id FROM sandbox.payments")
        await ledger.refund(paid, TOTAL, None, None)
    await execute("DELETE FROM pgqueuer")


@pytest.mark.parametrize("outcome", ["wrong", "refunded before"])
async def test_the_next_round_is_minutes_later(
    order: Order, gateway: Counter, outcome: str
) -> None:
    await came_for_nothing(order, gateway, outcome)
    await reconciliation.reconcile(ctx_of(gateway.gateway), await payment_id(), 0)
    assert (await order.seen())["status"] == "AWAITING_PAYMENT"
    assert await jobs_of(Job.PAYMENT_RECONCILE) == [{"payment": await payment_id(), "tried": 1}]
    after: timedelta = await fetch_value(
        "SELECT execute_after - now() FROM pgqueuer WHERE entrypoint = 'payment.reconcile'"
    )
    assert after < timedelta(minutes=5)
    # The right amount is found by that round, and the long rounds begin.
    await paid_silently(order, gateway)
    await execute("DELETE FROM pgqueuer")
    await reconciliation.reconcile(ctx_of(gateway.gateway), await payment_id(), 1)
    assert (await order.seen())["status"] == "PLACED"
    assert await jobs_of(Job.PAYMENT_RECONCILE) == [{"payment": await payment_id(), "tried": 8}]


@pytest.mark.parametrize(
    ("age", "tried"),
    [
        (timedelta(minutes=3), 0),
        (timedelta(minutes=25), 3),
        (timedelta(days=6), 8),
        (timedelta(days=100), 12),
    ],
    ids=str,
)
async def test_a_lost_round_is_found_by_the_age_of_the_payment(
    order: Order, gateway: Counter, age: timedelta, tried: int
) -> None:
    await came_for_nothing(order, gateway, "wrong")
    await reconciliation.reconcile(ctx_of(gateway.gateway), await payment_id(), 0)
    await execute("UPDATE payment SET created_at = now() - $1::interval", age)
    await execute("DELETE FROM pgqueuer")
    await sweep_hourly()
    assert await jobs_of(Job.PAYMENT_RECONCILE) == [{"payment": await payment_id(), "tried": tried}]


async def test_money_that_settles_nothing_is_looked_at_for_months(
    order: Order, gateway: Counter
) -> None:
    """Its buyer's bank may dispute it as well."""
    await came_for_nothing(order, gateway, "wrong")
    last = len(reconciliation.RECONCILE_AFTER) - 1
    await reconciliation.reconcile(ctx_of(gateway.gateway), await payment_id(), last)
    found = await jobs_of(Job.PAYMENT_RECONCILE)
    assert found == [{"payment": await payment_id(), "tried": last + 1}]


class ReturnsTheSecond(Sandbox):
    """The sandbox, which has returned a second payment of the order itself."""

    number = ""

    async def payments_of(self, order_id: str) -> list[GatewayPayment]:
        paid = GatewayPayment("pay_1", self.number, TOTAL, "INR", PaymentStatus.CAPTURED)
        back = replace(paid, id="pay_2", status=PaymentStatus.AUTO_REFUNDED, refunded=TOTAL)
        return [paid, back]

    async def refunds_of(
        self, payment_id: str, *, is_complete: bool = False
    ) -> list[GatewayRefund]:
        back = GatewayRefund("rfnd_2", "pay_2", TOTAL, RefundStatus.PROCESSED)
        return [back] if payment_id == "pay_2" else []


@pytest.mark.parametrize("events", [["payment", "refund"], ["refund", "payment"], []], ids=repr)
async def test_a_second_payment_that_the_gateway_returns_ends_in_one_state(
    order: Order, gateway: Counter, events: list[str]
) -> None:
    odd = ReturnsTheSecond(gateway.url, gateway.url)
    ctx, odd.number = ctx_of(odd), await gateway_order()
    paid, back = await odd.payments_of(odd.number)
    await payment_state.apply(ctx, paid)
    for event in events:
        if event == "payment":
            await payment_state.apply(ctx, back)
        else:
            (reported,) = await odd.refunds_of("pay_2")
            await refund_progress.apply(ctx, reported)
    await reconciliation.reconcile(ctx, await payment_id(), 8)
    seen = await order.seen()
    assert (seen["status"], seen["paymentStatus"]) == ("PLACED", "CAPTURED")
    assert events_of(seen) == ["ORDERED", "PAID", "PLACED", "REFUNDED"]
    assert (await models.Order.get()).review is None
    refund = await models.Refund.get()
    assert (refund.status, refund.gateway_refund_id) == ("processed", "rfnd_2")


async def test_a_refund_of_a_payment_that_the_gateway_returned_is_not_sent_again(
    order: Order, gateway: Counter
) -> None:
    odd = ReturnsTheSecond(gateway.url, gateway.url)
    ctx, odd.number = ctx_of(odd), await gateway_order()
    paid, _ = await odd.payments_of(odd.number)
    await payment_state.apply(ctx, paid)
    row, charge = await models.Order.get(), await models.Charge.get()
    async with in_transaction():
        refund_id = await refunds.request(ctx, row.id, charge.id, TOTAL, RefundReason.STAFF)
    await execute("UPDATE refund SET status = 'failed'")
    assert await refunds.retriable([refund_id]) == [True]
    # The gateway's figure alone may count the refund that has failed.
    await payment_state.apply(ctx, replace(paid, refunded=TOTAL))
    assert await refunds.retriable([refund_id]) == [True]
    back = replace(paid, status=PaymentStatus.AUTO_REFUNDED, refunded=TOTAL)
    await payment_state.apply(ctx, back)
    assert await refunds.retriable([refund_id]) == [False]
