"""What is due goes on after its job was given up, or was never enqueued."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

import models
from commerce.core.action_context import ActionContext
from commerce.core.jobs import Job, enqueue
from commerce.payments import order_expiry, reconciliation
from database.connect import execute, fetch, fetch_value
from server.processes.jobs import working
from server.processes.retention import sweep_hourly
from tests.conftest import Ask
from tests.support.people.accounts import Postbox
from tests.support.shop.orders import cancel, in_status
from tests.support.shop.paying import Counter, eventually
from tests.support.shop.payments import Order, nothing_is_requested

pytestmark = pytest.mark.usefixtures("reference")
TOTAL = 2_040_00


@pytest.fixture
def ctx(gateway: Counter) -> ActionContext:
    return ActionContext(datetime.now(UTC), gateway=gateway.gateway, is_operator=True)


async def jobs_of(job: Job, status: str = "queued") -> list[dict[str, Any]]:
    """The arguments of the jobs of a kind, in their order."""
    rows = await fetch(
        "SELECT payload FROM pgqueuer WHERE entrypoint = $1 AND status = $2::pgqueuer_status"
        " ORDER BY id",
        job.value,
        status,
    )
    return [orjson.loads(row["payload"]) for row in rows]


async def give_up(job: Job) -> None:
    """Let the jobs of a kind have failed as often as is tried."""
    await execute(
        "UPDATE pgqueuer SET status = 'failed', attempts = 9 WHERE entrypoint = $1", job.value
    )


async def charged(status: str, rank: int, refunded: int = 0) -> int:
    """A charge of the only payment."""
    found: int = await fetch_value(
        "INSERT INTO charge (payment_id, gateway_payment_id, amount_paise, currency, status, rank,"
        " refunded_paise, is_settling, created_at, updated_at) SELECT id, 'pay_1', amount_paise,"
        " 'INR', $1, $2::int, $3, $2::int = 4, now(), now() FROM payment RETURNING id",
        status,
        rank,
        refunded,
    )
    return found


async def refund_of(charge: int, status: str) -> int:
    found: int = await fetch_value(
        "INSERT INTO refund (charge_id, order_id, key, attempt, amount_paise, reason, lines,"
        " status, due_by, created_at, updated_at) SELECT $1, id, 'refund-1', 1, 100, 'staff', '[]',"
        " $2, now(), now(), now() FROM orders RETURNING id",
        charge,
        status,
    )
    return found


async def transfer_of(charge: int, status: str, reversing: int = 0) -> int:
    found: int = await fetch_value(
        "INSERT INTO transfer (charge_id, suborder_id, vendor_id, account, key, due_paise,"
        " amount_paise, reversing_paise, reversed_paise, status, attempts, created_at, updated_at)"
        " SELECT $1, id, vendor_id, 'acc_1', 'transfer-1', 100, 100, $3, 0, $2, 0, now(),"
        " now() - interval '2 hours' FROM suborder RETURNING id",
        charge,
        status,
        reversing,
    )
    return found


async def to_expire() -> dict[str, int]:
    await execute("UPDATE orders SET pay_before = now() - interval '2 hours'")
    return {"order": await fetch_value("SELECT id FROM orders")}


async def to_reconcile() -> dict[str, int]:
    return {"payment": await fetch_value("SELECT id FROM payment"), "tried": 0}


async def to_capture() -> dict[str, int]:
    return {"charge": await charged("authorized", 3)}


async def to_send() -> dict[str, int]:
    return {"refund": await refund_of(await charged("captured", 4), "requested")}


async def to_follow() -> dict[str, int]:
    return {"refund": await refund_of(await charged("captured", 4), "pending"), "tried": 0}


async def to_transfer() -> dict[str, int]:
    return {"transfer": await transfer_of(await charged("captured", 4), "requested")}


async def to_reverse() -> dict[str, int]:
    return {"transfer": await transfer_of(await charged("captured", 4), "processed", 50)}


async def to_apply() -> dict[str, int]:
    found: int = await fetch_value(
        "INSERT INTO webhook_event (gateway, event_id, kind, body, received_at)"
        " VALUES ('sandbox', 'event', 'payment.captured', '', now()) RETURNING id"
    )
    return {"event": found}


DUE = {
    to_expire: Job.ORDER_EXPIRE,
    to_reconcile: Job.PAYMENT_RECONCILE,
    to_capture: Job.PAYMENT_CAPTURE,
    to_send: Job.REFUND_SEND,
    to_follow: Job.REFUND_FOLLOW,
    to_transfer: Job.TRANSFER_EXECUTE,
    to_reverse: Job.TRANSFER_EXECUTE,
    to_apply: Job.WEBHOOK_APPLY,
}


@pytest.mark.usefixtures("order")
@pytest.mark.parametrize("is_failed", [True, False])
@pytest.mark.parametrize("due", DUE)
async def test_what_is_due_has_one_job_again(due: Any, is_failed: bool) -> None:
    arguments, job = await due(), DUE[due]
    await execute("DELETE FROM pgqueuer")
    if is_failed:
        await enqueue(job, **arguments)
        await give_up(job)
    for _ in range(2):
        await sweep_hourly()
    assert await jobs_of(job) == [arguments]
    assert await jobs_of(job, "failed") == []


@pytest.mark.usefixtures("order")
@pytest.mark.parametrize("due", DUE)
async def test_what_runs_or_is_another_gateways_is_left(due: Any) -> None:
    arguments, job = await due(), DUE[due]
    await execute("DELETE FROM pgqueuer")
    await enqueue(job, **arguments)
    await execute("UPDATE pgqueuer SET status = 'picked'")
    await sweep_hourly()
    assert await jobs_of(job) == []
    await execute("DELETE FROM pgqueuer")
    await execute("UPDATE payment SET gateway = 'kosh'")
    await execute("UPDATE webhook_event SET gateway = 'kosh'")
    await sweep_hourly()
    # An order expires whoever its gateway is.
    assert await jobs_of(job) == ([arguments] if due is to_expire else [])


@pytest.mark.usefixtures("order")
@pytest.mark.parametrize(
    ("age", "is_paid", "has_failed", "tried"),
    [
        (timedelta(minutes=21), False, False, 3),
        (timedelta(days=3), False, False, 6),
        (timedelta(days=4), False, False, None),
        (timedelta(days=4), False, True, 7),
        (timedelta(days=11), False, True, None),
        (timedelta(hours=2), True, False, 7),
        (timedelta(days=12), True, False, 10),
        (timedelta(days=132), True, True, 13),
        (timedelta(days=131), True, False, None),
        (timedelta(days=138), True, True, None),
    ],
)
async def test_a_round_is_the_one_of_the_payments_age(
    age: timedelta, is_paid: bool, has_failed: bool, tried: int | None
) -> None:
    await execute("UPDATE payment SET created_at = now() - $1::interval", age)
    if is_paid:
        await charged("captured", 4)
    await give_up(Job.PAYMENT_RECONCILE)
    if not has_failed:
        await execute("DELETE FROM pgqueuer")
    await sweep_hourly()
    found = [each["tried"] for each in await jobs_of(Job.PAYMENT_RECONCILE)]
    assert found == ([] if tried is None else [tried])


@pytest.mark.usefixtures("order")
async def test_messages_are_sent_for_a_day_after_their_carrier_was_away() -> None:
    for job in (Job.ORDER_NOTIFY, Job.DISPUTE_NOTIFY):
        await execute("DELETE FROM pgqueuer")
        await enqueue(job, once="same", order=1)
        await give_up(job)
        await enqueue(job, once="same", order=1)
        await sweep_hourly()
        assert await jobs_of(job) == [{"order": 1}] * 2
        await give_up(job)
        await execute("UPDATE pgqueuer SET created = now() - interval '25 hours'")
        await sweep_hourly()
        assert await jobs_of(job) == []


async def expired(order: Order, ctx: ActionContext) -> None:
    await execute("UPDATE orders SET pay_before = now() - interval '1 second'")
    row = await models.Order.get(number=order.number)
    await order_expiry.expire(replace(ctx, now=datetime.now(UTC)), row.id)


async def test_an_order_paid_while_its_reconciliation_was_given_up_is_placed(
    ask: Ask,
    order: Order,
    gateway: Counter,
    ctx: ActionContext,
    reference: str,
    postbox: Postbox,
) -> None:
    await gateway.switch(webhooks_lost=1)
    await give_up(Job.PAYMENT_RECONCILE)
    await expired(order, ctx)
    await gateway.pay(order.pay_url, "silently")
    await sweep_hourly()
    async with working(reference, postbox, gateway.gateway):
        await eventually(lambda: in_status(ask, order.number, "PLACED"))
    # It is checked again tomorrow.
    await eventually(lambda: jobs_of(Job.PAYMENT_RECONCILE))


async def test_a_refund_whose_job_was_given_up_is_sent(
    ask: Ask,
    order: Order,
    gateway: Counter,
    ctx: ActionContext,
    reference: str,
    postbox: Postbox,
) -> None:
    await gateway.switch(webhooks_lost=1)
    await gateway.pay(order.pay_url, "silently")
    await reconciliation.reconcile(ctx, await fetch_value("SELECT id FROM payment"), 0)
    await cancel(ask, order.number)
    await give_up(Job.REFUND_SEND)
    await sweep_hourly()
    async with working(reference, postbox, gateway.gateway):
        await eventually(nothing_is_requested)
    assert await fetch_value("SELECT sum(amount_refunded) FROM sandbox.payments") == TOTAL


async def test_an_expiry_that_runs_a_moment_early_runs_again(
    order: Order, ctx: ActionContext
) -> None:
    """The database's clock is ahead of the worker's."""
    row = await models.Order.get(number=order.number)
    assert row.pay_before is not None
    await execute("DELETE FROM pgqueuer")
    early = replace(ctx, now=row.pay_before - timedelta(seconds=5))
    await order_expiry.expire(early, row.id)
    assert (await order.seen())["status"] == "AWAITING_PAYMENT"
    assert await jobs_of(Job.ORDER_EXPIRE) == [{"order": row.id}]
    assert await fetch_value("SELECT execute_after - now() FROM pgqueuer") < timedelta(seconds=6)
    await order_expiry.expire(replace(ctx, now=row.pay_before), row.id)
    assert (await order.seen())["status"] == "CANCELLED"


@pytest.mark.usefixtures("order")
@pytest.mark.parametrize(("status", "number"), [("requested", 1), ("processed", 0)])
async def test_failed_jobs_of_what_is_done_are_deleted(status: str, number: int) -> None:
    refund = await refund_of(await charged("captured", 4), "requested")
    other = await models.Order.get()
    await execute("DELETE FROM pgqueuer")
    await enqueue(Job.REFUND_SEND, refund=refund)
    await enqueue(Job.ORDER_EXPIRE, order=other.id)
    await give_up(Job.REFUND_SEND)
    await give_up(Job.ORDER_EXPIRE)
    await execute("UPDATE refund SET status = $1", status)
    await sweep_hourly()
    assert len(await jobs_of(Job.REFUND_SEND)) == number
    assert await jobs_of(Job.REFUND_SEND, "failed") == []
    # Its order still waits, and its time has not come.
    assert await jobs_of(Job.ORDER_EXPIRE, "failed") == [{"order": other.id}]
