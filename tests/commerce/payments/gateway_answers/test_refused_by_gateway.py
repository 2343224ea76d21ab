"""What the gateway refuses is asked again in the next round only; what fails hides nothing else."""

import asyncio
from typing import Any

import asyncpg
import pytest

import models
from commerce.core.jobs import Failures, Job
from commerce.core.ports import GatewayDown, GatewayPayment, GatewayRefuses
from commerce.payments import due_jobs, payment_state, reconciliation, refund_progress
from commerce.payments.due_jobs import Due
from database.connect import execute, fetch_value
from integrations.payments.sandbox.gateway import Sandbox
from models import PaymentStatus
from server.processes import retention
from server.processes.retention import sweep_hourly, sweep_hourly_once
from tests.commerce.payments.test_due_jobs import jobs_of, to_expire, to_follow
from tests.commerce.payments.test_odd_answers import (
    TOTAL,
    ctx_of,
    expire,
    gateway_order,
    paid_silently,
    payment_id,
)
from tests.support.shop.orders import events_of, stock_of
from tests.support.shop.paying import Counter
from tests.support.shop.payments import Order

pytestmark = pytest.mark.usefixtures("reference")


def refusing(gateway: Counter, name: str) -> Sandbox:
    """The sandbox, which refuses one kind of call."""

    async def refuse(*_: Any, **__: Any) -> Any:
        raise GatewayRefuses("BAD_REQUEST_ERROR: the feature is not enabled")

    found = Sandbox(gateway.url, gateway.url)
    setattr(found, name, refuse)
    return found


@pytest.mark.parametrize("name", ["payments_of", "refunds_of", "transfers_of", "disputes_of"])
async def test_a_refused_list_ends_no_round(order: Order, gateway: Counter, name: str) -> None:
    await paid_silently(order, gateway)
    await reconciliation.reconcile(ctx_of(gateway.gateway), await payment_id(), 0)
    await execute("DELETE FROM pgqueuer")
    ctx = ctx_of(refusing(gateway, name))
    await reconciliation.reconcile(ctx, await payment_id(), 8)
    assert await jobs_of(Job.PAYMENT_RECONCILE) == [{"payment": await payment_id(), "tried": 9}]


@pytest.mark.parametrize("name", ["payment", "capture"])
async def test_a_refused_capture_is_not_enqueued_again(
    order: Order, gateway: Counter, name: str
) -> None:
    await gateway.switch(capture_by_hand=1)
    await paid_silently(order, gateway)
    (reported,) = await gateway.gateway.payments_of(await gateway_order())
    await payment_state.apply(ctx_of(gateway.gateway), reported)
    charge = await models.Charge.get()
    await execute("DELETE FROM pgqueuer")
    await sweep_hourly()
    assert await jobs_of(Job.PAYMENT_CAPTURE) == [{"charge": charge.id}]
    await execute("DELETE FROM pgqueuer")
    await payment_state.capture(ctx_of(refusing(gateway, name)), charge.id)
    await sweep_hourly()
    assert await jobs_of(Job.PAYMENT_CAPTURE) == []
    # Rounds of reconciliation still try it.
    await reconciliation.reconcile(ctx_of(gateway.gateway), await payment_id(), 0)
    assert (await order.seen())["status"] == "PLACED"


@pytest.mark.usefixtures("order")
async def test_a_refund_whose_state_is_refused_is_followed_in_the_next_round(
    gateway: Counter,
) -> None:
    refund = (await to_follow())["refund"]
    await execute("UPDATE refund SET gateway_refund_id = 'rfnd_1'")
    await execute("DELETE FROM pgqueuer")
    await refund_progress.follow(ctx_of(refusing(gateway, "refunded")), refund, 0)
    assert await jobs_of(Job.REFUND_FOLLOW) == [{"refund": refund, "tried": 1}]


@pytest.mark.usefixtures("order")
async def test_a_kind_of_job_that_fails_hides_no_other_and_no_deletion(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    due = await to_expire()
    await execute("DELETE FROM pgqueuer")
    broken = Due(Job.WEBHOOK_APPLY, "event", "SELECT id FROM no_such_table")
    monkeypatch.setattr(due_jobs, "ROWS", (broken, *due_jobs.ROWS))
    deleting = ("SELECT 1 FROM no_such_table", "UPDATE orders SET review = 'read'")
    monkeypatch.setattr(retention, "RETENTION_SQL_HOURLY", deleting)
    with pytest.raises(asyncpg.UndefinedTableError):
        await sweep_hourly()
    assert await jobs_of(Job.ORDER_EXPIRE) == [due]
    assert await fetch_value("SELECT review FROM orders") == "read"


@pytest.mark.usefixtures("db")
async def test_of_all_processes_one_sweeps_in_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    swept = []

    async def count() -> None:
        swept.append(1)

    monkeypatch.setattr(retention, "sweep_hourly", count)
    await asyncio.gather(*(sweep_hourly_once() for _ in range(5)))
    await sweep_hourly_once()
    assert len(swept) == 1
    await execute("UPDATE rate_counter SET expires_at = now() - interval '1 second'")
    await asyncio.gather(*(sweep_hourly_once() for _ in range(5)))
    assert len(swept) == 2


@pytest.mark.parametrize(
    ("error", "is_final"),
    [
        (asyncpg.DataError, True),
        (asyncpg.CheckViolationError, True),
        (asyncpg.NotNullViolationError, True),
        (GatewayRefuses, True),
        (asyncpg.ForeignKeyViolationError, False),
        (asyncpg.UniqueViolationError, False),
        (asyncpg.DeadlockDetectedError, False),
    ],
)
def test_what_may_not_fail_again_is_raised(error: type[Exception], *, is_final: bool) -> None:
    failures = Failures()
    with failures.apart("work"):
        raise error("refused")
    if is_final:
        failures.check()
    else:
        with pytest.raises(error):
            failures.check()


class OnlyAuthorised(Sandbox):
    """The sandbox, where the list of payments is odd and nothing is captured."""

    number, how = "", ""
    status = PaymentStatus.AUTHORIZED

    async def payments_of(self, order_id: str) -> list[GatewayPayment]:
        if self.how == "refused":
            raise GatewayRefuses("BAD_REQUEST_ERROR: no list")
        if self.how == "down":
            raise GatewayDown("no list")
        return [] if self.how == "empty" else [await self.payment("pay_1")]

    async def payment(self, payment_id: str) -> GatewayPayment:
        return GatewayPayment("pay_1", self.number, TOTAL, "INR", self.status)

    async def capture(self, payment_id: str, amount: int, currency: str) -> GatewayPayment:
        raise GatewayRefuses("BAD_REQUEST_ERROR: not this one")


async def authorised_there(gateway: Counter) -> OnlyAuthorised:
    odd = OnlyAuthorised(gateway.url, gateway.url)
    odd.number = await gateway_order()
    await payment_state.apply(ctx_of(odd), await odd.payment("pay_1"))
    return odd


@pytest.mark.parametrize("how", ["refused", "down", "empty"])
async def test_a_refused_capture_keeps_no_order_whatever_the_list_says(
    order: Order, gateway: Counter, how: str
) -> None:
    odd = await authorised_there(gateway)
    odd.how = how
    await payment_state.capture(ctx_of(odd), (await models.Charge.get()).id)
    seen = await expire(order, ctx_of(odd))
    assert events_of(seen) == ["ORDERED", "PAYMENT_EXPIRED"]
    assert await stock_of(order.product) == (5, 0)


async def test_a_payment_that_fails_after_its_authorisation_keeps_no_order(
    order: Order, gateway: Counter
) -> None:
    odd = await authorised_there(gateway)
    odd.status = PaymentStatus.FAILED
    assert (await expire(order, ctx_of(odd)))["status"] == "CANCELLED"
    assert await stock_of(order.product) == (5, 0)


async def test_a_refused_look_up_is_no_refused_capture(order: Order, gateway: Counter) -> None:
    odd = await authorised_there(gateway)
    charge = await models.Charge.get()
    await payment_state.capture(ctx_of(refusing(gateway, "payment")), charge.id)
    odd.how = "down"
    assert (await expire(order, ctx_of(odd)))["status"] == "AWAITING_PAYMENT"
    assert await stock_of(order.product) == (5, 2)
