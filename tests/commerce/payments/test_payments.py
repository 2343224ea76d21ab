"""Everything that can go wrong with a payment (`docs/decisions/payments.md`)."""

import asyncio

import httpx
import orjson
import pytest

import models
from database.connect import fetch, fetch_value
from integrations.payments.razorpay import signed
from integrations.payments.sandbox.server import WEBHOOK_SECRET
from server.app import Mart
from tests.conftest import Ask
from tests.support.people.accounts import Postbox, make_staff
from tests.support.shop.factories import make_product
from tests.support.shop.orders import (
    arrived,
    events_of,
    in_payment,
    in_status,
    key_of,
    ordered,
    stock_of,
)
from tests.support.shop.paying import Counter, eventually, hasten, webhooks
from tests.support.shop.payments import Order, all_applied, taken, was_told
from tests.support.shop.shopping import LUCKNOW, Buyer, codes_of

pytestmark = pytest.mark.usefixtures("reference", "worker")


async def outcomes() -> dict[str, int]:
    rows = await models.WebhookEvent.all()
    found: dict[str, int] = {}
    for row in rows:
        found[row.outcome or ""] = found.get(row.outcome or "", 0) + 1
    return found


async def test_a_webhook_before_the_browser_settles_the_payment(
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


async def test_the_browser_alone_settles_the_payment(order: Order, gateway: Counter) -> None:
    await gateway.switch(webhooks_lost=1)
    payload = await order.confirm(await gateway.pay(order.pay_url))
    assert payload["order"]["status"] == "PLACED"


async def test_reconciling_settles_a_payment_after_a_closed_tab(
    order: Order, gateway: Counter
) -> None:
    await gateway.switch(webhooks_lost=1)
    await gateway.pay(order.pay_url, "silently")
    assert (await order.seen())["status"] == "AWAITING_PAYMENT"
    await hasten("payment.reconcile")
    await order.placed()


async def test_an_authorised_payment_is_captured(order: Order, gateway: Counter) -> None:
    await gateway.switch(webhooks_lost=1, capture_by_hand=1)
    payload = await order.confirm(await gateway.pay(order.pay_url))
    assert payload["order"]["paymentStatus"] == "CAPTURED"
    assert await fetch_value("SELECT captured FROM sandbox.payments")


async def test_a_payment_that_could_not_be_opened_is_opened_later(
    ask: Ask, gateway: Counter
) -> None:
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


async def test_a_webhook_repeated_concurrently_is_applied_once(
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


async def test_a_webhook_body_under_another_id_is_applied_once(
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


async def test_payment_events_work_in_any_order(app: Mart, order: Order, gateway: Counter) -> None:
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


async def test_the_second_of_two_payments_is_refunded(
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


async def test_a_wrong_amount_never_places_an_order(
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


async def test_unsigned_webhooks_are_not_stored(
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


async def test_a_signature_of_another_order_is_refused(
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


async def in_due_time(ask: Ask, number: str, status: str) -> None:
    await eventually(lambda: in_payment(ask, number, status))


async def test_a_failed_payment_attempt_can_be_repeated(
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


async def test_no_card_data_is_stored(order: Order, gateway: Counter, ask: Ask) -> None:
    told = await gateway.pay(order.pay_url, "silently", "card")
    assert told == {}
    await hasten("payment.reconcile")
    await order.placed()
    charge = await models.Charge.get()
    assert (charge.method, charge.network, charge.last4) == ("card", "Visa", "1111")
    kept = await key_of(order.number)
    assert len(kept) == 22
