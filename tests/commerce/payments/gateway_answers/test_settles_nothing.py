"""Money that settles no order: the order stays due, and is asked about as any that is due."""

from datetime import timedelta

import pytest

from commerce.core.jobs import Job
from commerce.payments import reconciliation
from database.connect import execute, fetch_value
from integrations.payments.sandbox import ledger
from server.processes.retention import sweep_hourly
from tests.commerce.payments.test_due_jobs import jobs_of
from tests.commerce.payments.test_odd_answers import TOTAL, ctx_of, paid_silently, payment_id
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
