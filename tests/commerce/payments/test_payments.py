"""Everything that can go wrong with a payment (`domain/payments.md`, section 8), case by case."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import orjson
import pytest

import models
from database.connect import execute, fetch, fetch_value
from integrations.payments.razorpay import signed
from integrations.payments.sandbox import ledger
from integrations.payments.sandbox.server import WEBHOOK_SECRET
from server.app import Mart
from server.processes.jobs import working
from tests.commerce.checkout.test_checkout import (
    arrived,
    cancel,
    events_of,
    in_payment,
    in_status,
    key_of,
    ordered,
    seen,
    stock_of,
)
from tests.conftest import Ask
from tests.support.factories import make_product
from tests.support.paying import Counter, eventually, hasten, waiting_jobs, webhooks
from tests.support.people import Postbox, make_staff
from tests.support.shopping import LUCKNOW, Buyer, codes_of

pytestmark = pytest.mark.usefixtures("reference")


@pytest.fixture(autouse=True)
async def worker(
    app: Mart, gateway: Counter, reference: str, postbox: Postbox
) -> AsyncIterator[None]:
    async with working(reference, postbox, gateway.gateway):
        yield


class Order:
    """An order that waits for its payment."""

    def __init__(self, ask: Ask, product: models.Product, payload: dict[str, Any]) -> None:
        self.ask, self.product = ask, product
        self.number: str = payload["order"]["number"]
        self.payment: str = payload["payment"]["id"]
        self.pay_url: str = payload["payment"]["gateway"]["payUrl"]

    async def confirm(self, told: dict[str, str], key: str = "confirm-01") -> dict[str, Any]:
        found = await self.ask(
            "checkout",
            name="PaymentConfirm",
            input={
                "paymentId": self.payment,
                "gatewayPaymentId": told["razorpay_payment_id"],
                "signature": told["razorpay_signature"],
                "idempotencyKey": key,
            },
        )
        payload: dict[str, Any] = found["paymentConfirm"]
        return payload

    async def seen(self) -> dict[str, Any]:
        return await seen(self.ask, self.number)

    async def placed(self) -> dict[str, Any]:
        order: dict[str, Any] = await eventually(lambda: in_status(self.ask, self.number, "PLACED"))
        return order

    async def expired(self) -> None:
        await execute("UPDATE orders SET pay_before = now() - interval '1 second'")
        await hasten("order.expire")
        await eventually(lambda: in_status(self.ask, self.number, "CANCELLED"))


@pytest.fixture
async def order(ask: Ask, gateway: Counter) -> Order:
    product = await make_product(price=1_000_00, stock=5)
    return Order(ask, product, await ordered(ask, {product: 2}))


async def all_applied() -> bool:
    return not await models.WebhookEvent.filter(applied_at=None).exists()


async def taken() -> bool:
    """Whether every webhook was sent and applied."""
    left = await fetch_value("SELECT count(*) FROM sandbox.webhooks WHERE done_at IS NULL")
    return not left and await all_applied()


async def outcomes() -> dict[str, int]:
    rows = await models.WebhookEvent.all()
    found: dict[str, int] = {}
    for row in rows:
        found[row.outcome or ""] = found.get(row.outcome or "", 0) + 1
    return found


async def test_1_the_webhook_is_faster_than_the_browser(
    app: Mart, order: Order, gateway: Counter
) -> None:
    async with webhooks(app):
        told = await gateway.pay(order.pay_url)
        await order.placed()
        await eventually(taken)
    payload = await order.confirm(told)
    assert payload["errors"] == []
    assert payload["order"]["status"] == "PLACED"
    assert events_of(payload["order"]) == ["ORDERED", "PAID", "PLACED"]
    assert await stock_of(order.product) == (5, 2)
    assert await models.Charge.all().count() == 1


async def test_2_the_browser_comes_back_and_no_webhook_does(order: Order, gateway: Counter) -> None:
    await gateway.switch(webhooks_lost=1)
    payload = await order.confirm(await gateway.pay(order.pay_url))
    assert payload["order"]["status"] == "PLACED"


async def test_2_a_closed_tab_is_found_by_asking(order: Order, gateway: Counter) -> None:
    await gateway.switch(webhooks_lost=1)
    await gateway.pay(order.pay_url, "silently")
    assert (await order.seen())["status"] == "AWAITING_PAYMENT"
    await hasten("payment.reconcile")
    await order.placed()


async def test_2_what_is_authorised_is_captured(order: Order, gateway: Counter) -> None:
    await gateway.switch(webhooks_lost=1, capture_by_hand=1)
    payload = await order.confirm(await gateway.pay(order.pay_url))
    assert payload["order"]["paymentStatus"] == "CAPTURED"
    assert await fetch_value("SELECT captured FROM sandbox.payments")


async def test_15_a_payment_nobody_could_open_is_opened_later(ask: Ask, gateway: Counter) -> None:
    product = await make_product(price=1_000_00, stock=5)
    buyer = Buyer(ask)
    await buyer.begin({product: 1})
    await buyer.send_to(LUCKNOW)
    await gateway.switch(orders_fail=1)
    payload = await buyer.check_out("UPI")
    assert codes_of(payload) == ["PAYMENT_GATEWAY_UNAVAILABLE"]
    await hasten("payment.reconcile")
    await eventually(lambda: models.Payment.exclude(gateway_order_id=None).first())
    page = (
        "query ($n: String!, $k: String) { order(number: $n, accessKey: $k) {"
        " payment { gateway { ... on SandboxCheckout { payUrl } } } } }"
    )
    number = payload["order"]["number"]
    found = await ask(page, n=number, k=await key_of(number))
    await gateway.pay(found["order"]["payment"]["gateway"]["payUrl"], "silently")
    await hasten("payment.reconcile")
    await eventually(lambda: in_status(ask, number, "PLACED"))


async def test_3_the_same_webhook_five_times_at_once(
    client: httpx.AsyncClient, order: Order, gateway: Counter
) -> None:
    await gateway.pay(order.pay_url)
    row = (await fetch("SELECT event_id, body FROM sandbox.webhooks ORDER BY id"))[1]
    body = bytes(row["body"])
    headers = {
        "X-Razorpay-Signature": signed(WEBHOOK_SECRET, body),
        "X-Razorpay-Event-Id": row["event_id"],
    }
    answers = await asyncio.gather(
        *(client.post("/webhooks/sandbox", content=body, headers=headers) for _ in range(5))
    )
    assert [each.status_code for each in answers] == [200] * 5
    await order.placed()
    assert await models.WebhookEvent.all().count() == 1
    assert events_of(await order.seen()) == ["ORDERED", "PAID", "PLACED"]


# What somebody may send beside a body they have seen; none of it is signed.
OTHER_IDS = ("evt_1", "", "x" * 5_000, "\xe9\xff", "a\tb", "' OR 1=1 --", None)


async def test_3_what_was_told_is_no_news_under_any_other_id(
    client: httpx.AsyncClient, order: Order, gateway: Counter
) -> None:
    await gateway.pay(order.pay_url)
    rows = await fetch("SELECT event_id, body FROM sandbox.webhooks ORDER BY id")
    bodies = [bytes(each["body"]) for each in rows]

    async def post(body: bytes, event_id: str | None) -> int:
        headers = {"x-razorpay-signature": signed(WEBHOOK_SECRET, body)}
        if event_id is not None:
            headers["x-razorpay-event-id"] = event_id
        encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        return (await client.post("/webhooks/sandbox", content=body, headers=encoded)).status_code

    sent = [post(body, event_id) for body in bodies for event_id in OTHER_IDS]
    assert set(await asyncio.gather(*sent)) == {200}
    # And each of them is taken, though all had the same ids.
    assert await models.WebhookEvent.all().count() == len(set(bodies)) > 1
    await order.placed()
    await eventually(all_applied)
    assert events_of(await order.seen()) == ["ORDERED", "PAID", "PLACED"]


async def test_4_and_5_events_of_one_payment_in_any_order(
    app: Mart, order: Order, gateway: Counter
) -> None:
    """`order.paid` and `payment.captured` are one thing; what was authorised before is no news."""
    await gateway.switch(webhooks_backwards=1, webhooks_again=2)
    async with webhooks(app):
        await gateway.pay(order.pay_url, "silently")
        await order.placed()
        await eventually(taken)
    # Whichever came first: one of them captured it, and what came after that was no news.
    found = await outcomes()
    assert (found["captured"], sum(found.values())) == (1, 3)
    assert set(found) <= {"captured", "known", "authorized"}
    placed = await order.seen()
    assert (placed["paymentStatus"], events_of(placed)) == (
        "CAPTURED",
        ["ORDERED", "PAID", "PLACED"],
    )


async def test_6_paid_too_late_while_the_pieces_are_there(order: Order, gateway: Counter) -> None:
    await order.expired()
    assert await stock_of(order.product) == (5, 0)
    payload = await order.confirm(await gateway.pay(order.pay_url))
    assert payload["order"]["status"] == "PLACED"
    assert await stock_of(order.product) == (5, 2)


async def test_6_paid_too_late_when_the_pieces_are_gone(
    ask: Ask, order: Order, gateway: Counter, postbox: Postbox
) -> None:
    await order.expired()
    await ordered(ask, {order.product: 4}, "CASH_ON_DELIVERY", phone="60000 99999")
    payload = await order.confirm(await gateway.pay(order.pay_url))
    assert payload["order"]["status"] == "CANCELLED"
    refunded = await refunded_at_last(ask, order.number)
    assert "PAID_TOO_LATE" in events_of(refunded)
    assert await stock_of(order.product) == (5, 4)
    refund = await models.Refund.get()
    assert (refund.reason, refund.amount_paise) == ("paid_too_late", 2_040_00)
    await eventually(lambda: was_told(postbox, "paid-too-late"))


async def test_6_what_was_paid_for_a_cancelled_order_goes_back_less_what_went_already(
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


async def test_6_what_was_to_be_made_is_made_however_late_it_is_paid(
    ask: Ask, gateway: Counter
) -> None:
    product = await make_product(price=1_000_00, stock=0, lead_time_days=9)
    order = Order(ask, product, await ordered(ask, {product: 2}))
    await order.expired()
    payload = await order.confirm(await gateway.pay(order.pay_url))
    assert payload["order"]["status"] == "PLACED"
    assert await stock_of(product) == (0, 0)


async def test_6_a_piece_promised_from_the_shelf_is_not_made_instead(
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


async def refunded_at_last(ask: Ask, number: str) -> dict[str, Any]:
    """No webhook tells of it: it is asked for."""
    await eventually(nothing_is_requested)
    await hasten("refund.follow")
    found: dict[str, Any] = await eventually(lambda: in_payment(ask, number, "REFUNDED"))
    return found


async def nothing_is_requested() -> bool:
    return not await models.Refund.filter(status="requested").exists()


async def was_told(postbox: Postbox, kind: str) -> bool:
    return kind in {message.kind for message in postbox.messages}


async def test_6_one_the_buyer_cancelled_is_not_revived(
    ask: Ask, order: Order, gateway: Counter
) -> None:
    await cancel(ask, order.number)
    await order.confirm(await gateway.pay(order.pay_url))
    await refunded_at_last(ask, order.number)
    assert (await order.seen())["status"] == "CANCELLED"
    assert await stock_of(order.product) == (5, 0)


async def test_7_the_second_of_two_payments_goes_back(
    app: Mart, order: Order, gateway: Counter
) -> None:
    async with webhooks(app):
        await gateway.pay(order.pay_url, "twice")
        await order.placed()
        await eventually(taken)
        refund = await eventually(lambda: models.Refund.filter(status="processed").first())
    assert refund.reason == models.RefundReason.PAID_TWICE
    settling = await models.Charge.get(is_settling=True)
    assert refund.charge_id != settling.id
    assert (await order.seen())["paymentStatus"] == "CAPTURED"
    assert await fetch_value("SELECT sum(amount_refunded) FROM sandbox.payments") == 2_040_00


async def test_8_a_wrong_amount_never_places_an_order(
    ask: Ask, app: Mart, order: Order, gateway: Counter
) -> None:
    async with webhooks(app):
        await gateway.pay(order.pay_url, "wrong")
        await eventually(lambda: models.Refund.filter(status="processed").first())
    found = await order.seen()
    assert found["status"] == "AWAITING_PAYMENT"
    assert "UNDER_REVIEW" in events_of(found)
    care = await make_staff("support")
    listed = await ask(
        "{ staff { orders(isUnderReview: true) { nodes { number review } } } }", token=care.token
    )
    assert listed["staff"]["orders"]["nodes"] == [
        {"number": order.number, "review": "203900 INR were paid"}
    ]
    # The right amount still places it.
    payload = await order.confirm(await gateway.pay(order.pay_url))
    assert payload["order"]["status"] == "PLACED"


async def test_9_what_the_gateway_did_not_sign_is_not_kept(
    client: httpx.AsyncClient, order: Order, gateway: Counter
) -> None:
    await gateway.pay(order.pay_url)
    body = bytes(await fetch_value("SELECT body FROM sandbox.webhooks ORDER BY id LIMIT 1"))
    right = signed(WEBHOOK_SECRET, body)
    again = orjson.dumps(orjson.loads(body), option=orjson.OPT_INDENT_2)
    for sent, signature in ((body, ""), (body, right[::-1]), (again, right), (body[:-1], right)):
        answer = await client.post(
            "/webhooks/sandbox", content=sent, headers={"X-Razorpay-Signature": signature}
        )
        assert answer.status_code == 400
    assert (await client.post("/webhooks/sandbox", content=body)).status_code == 400
    elsewhere = await client.post(
        "/webhooks/razorpay", content=body, headers={"X-Razorpay-Signature": right}
    )
    assert elsewhere.status_code == 404
    huge = await client.post("/webhooks/sandbox", content=b"x" * 300_000)
    assert huge.status_code == 413
    assert await models.WebhookEvent.all().count() == 0


async def test_10_a_signature_of_another_order_is_no_proof(
    ask: Ask, order: Order, gateway: Counter
) -> None:
    other = Order(ask, order.product, await ordered(ask, {order.product: 1}))
    told = await gateway.pay(other.pay_url)
    payload = await order.confirm(told)
    assert codes_of(payload) == ["PAYMENT_NOT_VERIFIED"]
    assert payload["order"] is None
    assert (await order.seen())["status"] == "AWAITING_PAYMENT"
    forged = told | {"razorpay_signature": "0" * 64}
    assert codes_of(await other.confirm(forged)) == ["PAYMENT_NOT_VERIFIED"]
    assert codes_of(await other.confirm(told)) == []
    reused = await other.confirm(await gateway.pay(other.pay_url))
    assert codes_of(reused) == ["IDEMPOTENCY_KEY_REUSED"]


async def test_11_no_more_goes_back_than_came(ask: Ask, order: Order, gateway: Counter) -> None:
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


async def test_12_a_refund_whose_answer_is_lost_is_one_refund(
    ask: Ask, order: Order, gateway: Counter
) -> None:
    await order.confirm(await gateway.pay(order.pay_url))
    await gateway.switch(refunds_lost=1, webhooks_lost=1)
    await cancel(ask, order.number)
    await eventually(lambda: models.Refund.exclude(status="requested").first())
    assert await fetch_value("SELECT count(*) FROM sandbox.refunds") == 1


async def test_13_a_refund_that_fails_is_seen_and_sent_again(
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


async def in_due_time(ask: Ask, number: str, status: str) -> None:
    await eventually(lambda: in_payment(ask, number, status))


async def test_a_failed_try_may_be_followed_by_a_good_one(
    app: Mart, order: Order, gateway: Counter, postbox: Postbox
) -> None:
    async with webhooks(app):
        await gateway.pay(order.pay_url, "fail")
        await eventually(lambda: was_told(postbox, "payment-failed"))
        failed = await order.seen()
        assert (failed["status"], failed["paymentStatus"]) == ("AWAITING_PAYMENT", "FAILED")
        await gateway.pay(order.pay_url, "silently")
        placed = await order.placed()
    assert events_of(placed) == ["ORDERED", "PAYMENT_FAILED", "PAID", "PLACED"]
    await eventually(lambda: arrived(postbox, "+910000012345"))


async def test_a_job_that_keeps_failing_is_seen_and_sent_round_again(
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


async def test_jobs_are_put_down_with_what_causes_them(ask: Ask, gateway: Counter) -> None:
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


async def test_nothing_of_a_card_is_kept(order: Order, gateway: Counter, ask: Ask) -> None:
    told = await gateway.pay(order.pay_url, "silently", "card")
    assert told == {}
    await hasten("payment.reconcile")
    await order.placed()
    charge = await models.Charge.get()
    assert (charge.method, charge.network, charge.last4) == ("card", "Visa", "1111")
    kept = await key_of(order.number)
    assert len(kept) == 22
