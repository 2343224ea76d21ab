"""Refunds: amounts, lost answers and failures; jobs that fail."""

import asyncio

import pytest

import models
from database.connect import execute, fetch_value
from server.app import Mart
from tests.conftest import Ask
from tests.support.people.accounts import make_staff
from tests.support.people.read_audit import reads
from tests.support.shop.factories import make_product
from tests.support.shop.orders import cancel, events_of, in_payment, ordered
from tests.support.shop.paying import Counter, eventually, hasten, waiting_jobs, webhooks
from tests.support.shop.payments import Order, refunded_at_last
from tests.support.shop.shopping import LUCKNOW, Buyer, codes_of

pytestmark = pytest.mark.usefixtures("reference", "worker")


async def test_refunds_never_exceed_the_payment(ask: Ask, order: Order, gateway: Counter) -> None:
    from datetime import UTC, datetime

    from tortoise.transactions import in_transaction

    from commerce.core.action_context import ActionContext
    from commerce.core.errors import Refusal
    from commerce.payments import refunds

    await order.confirm(await gateway.pay(order.pay_url))
    charge = await models.Charge.get()
    row = await models.Order.get(number=order.number)
    ctx = ActionContext(now=datetime.now(UTC), gateway=gateway.gateway, is_operator=True)

    async def back(paise: int) -> bool:
        try:
            async with in_transaction():
                await models.Order.filter(id=row.id).select_for_update().first()
                await refunds.request(ctx, row.id, charge.id, paise, models.RefundReason.STAFF)
        except Refusal:
            return False
        return True

    done = await asyncio.gather(*(back(1_500_00) for _ in range(6)))
    assert done.count(True) == 1
    assert await back(540_01) is False
    assert await back(540_00) is True
    await refunded_at_last(ask, order.number)
    assert await fetch_value("SELECT sum(amount_refunded) FROM sandbox.payments") == 2_040_00


async def test_a_refund_with_a_lost_response_is_one_refund(
    ask: Ask, order: Order, gateway: Counter
) -> None:
    await order.confirm(await gateway.pay(order.pay_url))
    await gateway.switch(refunds_lost=1, webhooks_lost=1)
    await cancel(ask, order.number)
    await eventually(lambda: models.Refund.exclude(status="requested").first())
    assert await fetch_value("SELECT count(*) FROM sandbox.refunds") == 1


async def test_a_failed_refund_is_shown_to_staff_and_retried(
    ask: Ask, app: Mart, order: Order, gateway: Counter
) -> None:
    finance = await make_staff("finance")
    await order.confirm(await gateway.pay(order.pay_url))
    await gateway.switch(refunds_fail=1)
    async with webhooks(app):
        await cancel(ask, order.number)
        failed = await eventually(lambda: models.Refund.filter(status="failed").first())
        assert "REFUND_FAILED" in events_of(await order.seen())
        listed = await ask(
            "{ staff { refunds(status: FAILED) { nodes {"
            " id amount { amount } status attempt order { number } } } } }",
            token=finance.token,
        )
        (shown,) = listed["staff"]["refunds"]["nodes"]
        assert (shown["amount"]["amount"], shown["attempt"]) == ("2040.00", 1)
        retry = (
            "mutation ($input: RefundRetryInput!) { refundRetry(input: $input) {"
            " refund { status attempt } errors { code } } }"
        )
        given = {"refundId": shown["id"], "idempotencyKey": "retry-0001"}
        for _ in range(2):
            found = await ask(retry, token=finance.token, input=given)
            assert found["refundRetry"]["errors"] == []
        await eventually(lambda: in_payment(ask, order.number, "REFUNDED"))
    again = await models.Refund.get()
    assert again.key != failed.key
    assert again.attempt == 2
    late = await ask(retry, token=finance.token, input=given | {"idempotencyKey": "retry-0002"})
    assert codes_of(late["refundRetry"]) == ["TOO_LATE"]


async def test_a_failing_job_is_shown_to_staff_and_retried(
    ask: Ask, order: Order, gateway: Counter
) -> None:
    admin = await make_staff()
    await order.confirm(await gateway.pay(order.pay_url))
    # No gateway for a while, and no patience.
    await execute("UPDATE charge SET gateway_payment_id = 'pay_' || id")
    url, gateway.gateway._url = gateway.gateway._url, "http://127.0.0.1:9/v1"
    await cancel(ask, order.number)
    await eventually(lambda: tried("refund.send", 1))
    await execute("UPDATE pgqueuer SET attempts = 8 WHERE entrypoint = 'refund.send'")
    await hasten("refund.send")
    await eventually(lambda: tried("refund.send", 8, "failed"))
    jobs = (
        "{ staff { jobs(status: FAILED) { totalCount nodes { id kind attempts error payload } } } }"
    )
    found = (await ask(jobs, token=admin.token))["staff"]["jobs"]
    assert found["totalCount"] == 1
    (job,) = found["nodes"]
    assert job["kind"] == "refund.send"
    assert job["error"].startswith("GatewayDown")
    assert job["payload"] == f'{{"refund":{(await models.Refund.get()).id}}}'
    gateway.gateway._url = url
    paid = await fetch_value("SELECT id FROM sandbox.payments")
    await execute("UPDATE charge SET gateway_payment_id = $1", paid)
    retry = (
        "mutation ($input: JobRetryInput!) { jobRetry(input: $input) { isQueued errors { code } } }"
    )
    care = await make_staff("support")
    refused = await ask.whole(retry, token=care.token, input={"jobId": job["id"]})
    assert [each["extensions"]["code"] for each in refused["errors"]] == ["FORBIDDEN"]
    assert await tried("refund.send", 8, "failed")
    again = await ask(retry, token=admin.token, input={"jobId": job["id"]})
    assert again["jobRetry"] == {"isQueued": True, "errors": []}
    await eventually(lambda: models.Refund.exclude(status="requested").first())
    gone = await ask(retry, token=admin.token, input={"jobId": job["id"]})
    assert codes_of(gone["jobRetry"]) == ["NOT_FOUND"]


async def tried(kind: str, times: int, status: str = "queued") -> bool:
    found: bool = await fetch_value(
        "SELECT EXISTS (SELECT FROM pgqueuer WHERE entrypoint = $1 AND attempts >= $2"
        " AND status::text = $3)",
        kind,
        times,
        status,
    )
    return found


async def test_jobs_are_enqueued_with_their_cause(ask: Ask, gateway: Counter) -> None:
    """A refusal takes its jobs along."""
    product = await make_product(price=300_00, stock=1)
    await ordered(ask, {product: 1}, "CASH_ON_DELIVERY")
    before = await fetch_value("SELECT count(*) FROM pgqueuer_log WHERE status = 'queued'")
    late = Buyer(ask)
    await late.begin({product: 1})
    await late.send_to(LUCKNOW)
    assert codes_of(await late.check_out("UPI")) == ["OUT_OF_STOCK"]
    assert before == await fetch_value("SELECT count(*) FROM pgqueuer_log WHERE status = 'queued'")
    await eventually(nothing_waits)


async def nothing_waits() -> bool:
    return await waiting_jobs("order.tell") == 0


async def test_the_buyer_of_a_refund_is_read_on_record(
    ask: Ask, order: Order, gateway: Counter
) -> None:
    """However staff reach an order: its address is what is recorded."""
    await order.confirm(await gateway.pay(order.pay_url))
    await cancel(ask, order.number)
    await refunded_at_last(ask, order.number)
    finance = await make_staff("finance")
    page = "{ staff { refunds(first: 5) { nodes { order { %s } } } } }"
    await ask(page % "number", token=finance.token)
    assert await reads() == []
    found = await ask(page % "deliveryAddress { name phone }", token=finance.token)
    (refund,) = found["staff"]["refunds"]["nodes"]
    assert refund["order"]["deliveryAddress"]["name"] == LUCKNOW["name"]
    row = await models.Order.get(number=order.number)
    assert await reads() == [(finance.id, {"order": {"count": 1, "ids": [row.id]}})]
