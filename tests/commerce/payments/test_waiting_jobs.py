"""Jobs go on while the gateway or carriers of messages do not answer."""

import asyncio
from typing import Any

import pytest

from commerce.core import jobs
from commerce.core.jobs import LOCAL_JOBS, Job, enqueue, enqueue_due, enqueue_failed
from commerce.core.ports import GatewayDown
from commerce.core.texts.messages import Message
from commerce.orders.order_notifications import notify_buyer
from commerce.payments.due_jobs import MESSAGES_FOR
from database.connect import execute, fetch_value
from integrations.payments.sandbox.gateway import Sandbox
from server.processes.jobs import AT_ONCE, AT_ONCE_OF, working
from tests.commerce.payments.test_due_jobs import DUE, give_up, jobs_of, to_apply, to_reverse
from tests.conftest import Ask
from tests.support.people.accounts import Postbox
from tests.support.shop.factories import make_product
from tests.support.shop.orders import ordered
from tests.support.shop.paying import Counter, eventually
from tests.support.shop.payments import Order, all_applied

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


class HangingGateway(Sandbox):
    """Answers no call until it is released, and then with nothing."""

    def __init__(self, gateway: Counter) -> None:
        super().__init__(gateway.url, gateway.url)
        self.released, self.waiting = asyncio.Event(), 0

    async def _ask(self, method: str, path: str, **more: Any) -> Any:
        self.waiting += 1
        await self.released.wait()
        raise GatewayDown("no answer")


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


def test_jobs_that_wait_for_others_leave_slots_to_the_rest() -> None:
    assert set(Job) - LOCAL_JOBS == set(AT_ONCE_OF)
    assert sum(AT_ONCE_OF.values()) < AT_ONCE


@pytest.mark.usefixtures("order")
@pytest.mark.parametrize("due", [each for each in DUE if each not in (to_apply, to_reverse)])
async def test_webhooks_do_not_wait_for_the_gateway(
    due: Any, reference: str, gateway: Counter, postbox: Postbox
) -> None:
    arguments: dict[str, Any] = await due()
    event, job = await to_apply(), DUE[due]
    await execute("UPDATE refund SET gateway_refund_id = 'rfnd_1' WHERE status = 'pending'")
    await execute("DELETE FROM pgqueuer")
    for _ in range(AT_ONCE):
        await enqueue(job, **arguments)
    await enqueue(Job.WEBHOOK_APPLY, event=event["event"])
    hanging = HangingGateway(gateway)

    async def is_called() -> bool:
        return hanging.waiting > 0

    async with working(reference, postbox, hanging):
        try:
            await eventually(is_called)
            await eventually(all_applied)
            running = await jobs_of(job, "picked")
            assert 0 < len(running) <= AT_ONCE_OF[job]
        finally:
            hanging.released.set()


ROWS = "SELECT id FROM generate_series(1, 9) id"


@pytest.mark.parametrize(
    ("job", "bound"),
    [(Job.PAYMENT_RECONCILE, "MAX_DUE_JOBS"), (Job.WEBHOOK_APPLY, "MAX_DUE_LOCAL_JOBS")],
)
async def test_only_so_many_due_jobs_wait_the_oldest_first(
    job: Job, bound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, bound, 4)
    await enqueue_due(job, "row", ROWS)
    assert await jobs_of(job) == [{"row": number} for number in (1, 2, 3, 4)]
    # What is tried again waits too.
    await execute("UPDATE pgqueuer SET attempts = 1, execute_after = now() + interval '1 minute'")
    await enqueue_due(job, "row", ROWS)
    assert len(await jobs_of(job)) == 4
    # What has failed comes after what has not been tried.
    await give_up(job)
    await execute("UPDATE pgqueuer SET updated = now() - interval '1 hour'")
    await enqueue_due(job, "row", ROWS)
    assert await jobs_of(job) == [{"row": number} for number in (5, 6, 7, 8)]
    await give_up(job)
    await enqueue_due(job, "row", ROWS)
    assert [each["row"] for each in await jobs_of(job)] == [9, 1, 2, 3]
    # Those of a later time are in nobody's way.
    await execute("UPDATE pgqueuer SET execute_after = now() + interval '1 day'")
    await enqueue_due(job, "row", ROWS)
    assert len(await jobs_of(job)) == 8


async def test_only_so_many_messages_are_sent_again_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "MAX_DUE_JOBS", 2)
    for number in range(3):
        await enqueue(Job.ORDER_NOTIFY, order=number)
    await give_up(Job.ORDER_NOTIFY)
    await execute(
        "UPDATE pgqueuer SET updated = now() - interval '1 hour'"
        " WHERE convert_from(payload, 'UTF8')::jsonb = '{\"order\": 2}'"
    )
    for _ in range(2):
        await enqueue_failed((Job.ORDER_NOTIFY,), MESSAGES_FOR)
        assert [each["order"] for each in await jobs_of(Job.ORDER_NOTIFY)] == [0, 2]
