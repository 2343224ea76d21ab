"""Razorpay: signatures by vectors, and the adapter against the sandbox over HTTP."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from commerce.core.ports import ForgedWebhook, GatewayDown, GatewayRefuses
from database.connect import fetch, fetch_value
from integrations.payments import razorpay as adapter_of_razorpay
from integrations.payments import razorpay_answers
from integrations.payments.razorpay import Razorpay
from integrations.payments.sandbox import switches
from models import DisputeStatus, PaymentStatus, RefundStatus
from tests.support.servers.fixed_gateway import answering
from tests.support.shop.paying import Counter

VECTORS = json.loads(
    (Path(__file__).parents[1] / "data" / "payment_vectors.json").read_text(encoding="utf-8")
)


def razorpay() -> Razorpay:
    return Razorpay("key", VECTORS["checkout"]["key_secret"], VECTORS["webhook"]["secret"])


def test_a_checkout_is_verified_by_its_signature() -> None:
    vector, gateway = VECTORS["checkout"], razorpay()
    order, payment, signature = vector["order_id"], vector["payment_id"], vector["signature"]
    assert gateway.is_checkout(order, payment, signature)
    assert not gateway.is_checkout("order_OTHER", payment, signature)
    assert not gateway.is_checkout(order, "pay_OTHER", signature)
    assert not gateway.is_checkout(order, payment, signature.upper())
    assert not gateway.is_checkout(order, payment, "")
    assert not gateway.is_checkout(order, payment, "पैसा")


def test_a_webhook_is_verified_by_its_exact_bytes() -> None:
    vector, gateway = VECTORS["webhook"], razorpay()
    body = vector["body"].encode()
    signature = vector["signature"]
    for changed, shown in (
        (body, vector["signature_of_reserialised_body"]),
        (json.dumps(json.loads(body)).encode(), signature),
        (body + b" ", signature),
        (body, ""),
    ):
        with pytest.raises(ForgedWebhook):
            gateway.webhook({"x-razorpay-signature": shown}, changed)
    with pytest.raises(ForgedWebhook):
        gateway.webhook({}, body)
    news = gateway.webhook({"x-razorpay-signature": signature}, body)
    assert news == gateway.event(body)
    assert news.kind == "payment.captured"
    assert news.payment is not None
    assert (news.payment.amount, news.payment.status) == (16_625_00, PaymentStatus.CAPTURED)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"event": 1}',
        b'{"event": "payment.captured", "payload": {"payment": {}}}',
        b'{"event": "payment.captured", "payload": {"payment": {"entity": {"id": "x"}}}}',
        b'{"event": "refund.processed", "payload": {"refund": {"entity": 7}}}',
    ],
)
def test_invalid_webhook_bodies_are_recognised(body: bytes) -> None:
    gateway = razorpay()
    try:
        news = gateway.event(body)
    except ValueError:
        return
    assert (news.payment, news.refund) == (None, None)


@pytest.mark.parametrize(
    ("status", "deducted", "known"),
    [
        ("open", 0, DisputeStatus.OPEN),
        ("under_review", 0, DisputeStatus.OPEN),
        ("won", 0, DisputeStatus.WON),
        ("lost", 500_00, DisputeStatus.LOST),
        ("closed", 0, DisputeStatus.WON),
        ("closed", 500_00, DisputeStatus.LOST),
    ],
)
def test_a_dispute_is_read(status: str, deducted: int, known: DisputeStatus) -> None:
    entity = {"id": "disp_1", "payment_id": "pay_1", "amount": 500_00, "status": status}
    told = {"dispute": {"entity": entity | {"amount_deducted": deducted}}}
    news = razorpay().event(orjson.dumps({"event": "payment.dispute.closed", "payload": told}))
    assert news.dispute is not None
    assert (news.dispute.payment_id, news.dispute.status) == ("pay_1", known)


@pytest.mark.usefixtures("reference")
async def test_a_gateway_order_exists_once_per_receipt(gateway: Counter) -> None:
    first = await gateway.gateway.order("OM-1", 500_00, "INR", is_first=True)
    assert await gateway.gateway.order("OM-1", 500_00, "INR", is_first=False) == first
    await gateway.switch(orders_lost=1)
    with pytest.raises(GatewayDown):
        await gateway.gateway.order("OM-2", 500_00, "INR", is_first=True)
    await gateway.gateway.order("OM-2", 500_00, "INR", is_first=False)
    assert await fetch_value("SELECT count(*) FROM sandbox.orders") == 2
    with pytest.raises(GatewayRefuses):
        await gateway.gateway.order("OM-3", 99, "INR", is_first=True)


@pytest.mark.usefixtures("reference")
async def test_capturing_is_idempotent(gateway: Counter) -> None:
    await gateway.switch(capture_by_hand=1)
    order = await gateway.gateway.order("OM-1", 500_00, "INR", is_first=True)
    await gateway.pay(f"{gateway.url}/pay/{order}", "silently", "card")
    (paid,) = await gateway.gateway.payments_of(order)
    assert (paid.status, paid.last4, paid.network) == (PaymentStatus.AUTHORIZED, "1111", "Visa")
    for _ in range(2):
        taken = await gateway.gateway.capture(paid.id, 500_00, "INR")
        assert taken.status is PaymentStatus.CAPTURED
    with pytest.raises(GatewayRefuses):
        await gateway.gateway.payment("pay_none")
    with pytest.raises(GatewayRefuses):
        await gateway.gateway.payment("../orders")


@pytest.mark.usefixtures("reference")
async def test_refunding_is_idempotent(gateway: Counter) -> None:
    order = await gateway.gateway.order("OM-1", 500_00, "INR", is_first=True)
    told = await gateway.pay(f"{gateway.url}/pay/{order}")
    paid = told["razorpay_payment_id"]
    await gateway.switch(refunds_lost=1)
    with pytest.raises(GatewayDown):
        await gateway.gateway.refund(paid, 200_00, "refund-0001")
    again = await gateway.gateway.refund(paid, 200_00, "refund-0001")
    assert (again.amount, again.receipt) == (200_00, "refund-0001")
    assert await fetch_value("SELECT sum(amount_refunded) FROM sandbox.payments") == 200_00
    with pytest.raises(GatewayRefuses, match="idempotency key"):
        await gateway.gateway.refund(paid, 100_00, "refund-0001")
    with pytest.raises(GatewayRefuses, match="greater"):
        await gateway.gateway.refund(paid, 300_01, "refund-0002")
    whole = await gateway.gateway.refund(paid, 300_00, "refund-0003")
    assert whole.status in (RefundStatus.PENDING, RefundStatus.PROCESSED)
    assert (await gateway.gateway.payment(paid)).refunded == 500_00


@pytest.mark.usefixtures("reference")
async def test_the_sandbox_requires_its_keys(gateway: Counter) -> None:
    stranger = Razorpay("key", "wrong", "wrong", f"{gateway.url}/v1")
    with pytest.raises(GatewayDown, match="401"):
        await stranger.order("OM-1", 500_00, "INR", is_first=True)
    gone = Razorpay("key", "secret", "secret", "http://127.0.0.1:9/v1")
    with pytest.raises(GatewayDown):
        await gone.order("OM-1", 500_00, "INR", is_first=True)


@pytest.mark.usefixtures("reference")
async def test_sandbox_switches_control_webhooks(gateway: Counter) -> None:
    async def told() -> list[Any]:
        rows = await fetch("SELECT body FROM sandbox.webhooks ORDER BY due_at, id")
        return [orjson.loads(row["body"])["event"] for row in rows]

    order = await gateway.gateway.order("OM-1", 500_00, "INR", is_first=True)
    await gateway.switch(webhooks_lost=1)
    await gateway.pay(f"{gateway.url}/pay/{order}")
    assert await told() == []
    await gateway.switch(webhooks_lost=0, webhooks_backwards=1, webhooks_again=1)
    other = await gateway.gateway.order("OM-2", 500_00, "INR", is_first=True)
    await gateway.pay(f"{gateway.url}/pay/{other}")
    names = ["order.paid", "payment.captured", "payment.authorized"]
    assert await told() == [name for name in names for _ in range(2)]
    with pytest.raises(KeyError):
        await switches.turn("no_such_switch", 1)


@pytest.mark.parametrize(
    ("acquirer", "arn"),
    [
        ({"arn": "74332745123456789012345"}, "74332745123456789012345"),
        ({"arn": None, "rrn": "433912345678"}, "433912345678"),
        ({"utr": "N123"}, "N123"),
        ({"rrn": ""}, None),
        ({"arn": 7}, None),
        ([], None),
        (None, None),
    ],
)
def test_the_bank_reference_of_a_refund_is_read(acquirer: object, arn: str | None) -> None:
    told = {"id": "rfnd_1", "payment_id": "pay_1", "amount": 100, "status": "processed"}
    assert razorpay_answers.refund(told | {"acquirer_data": acquirer}).arn == arn
    assert razorpay_answers.refund(told).arn is None


CALLS: dict[str, Callable[[Razorpay], Awaitable[Any]]] = {
    "order": lambda it: it.order("OM-1", 100, "INR", is_first=True),
    "order again": lambda it: it.order("OM-1", 100, "INR", is_first=False),
    "payment": lambda it: it.payment("pay_1"),
    "payments of": lambda it: it.payments_of("order_1"),
    "capture": lambda it: it.capture("pay_1", 100, "INR"),
    "refund": lambda it: it.refund("pay_1", 100, "key"),
    "refunded": lambda it: it.refunded("pay_1", "rfnd_1"),
    "refunds of": lambda it: it.refunds_of("pay_1"),
    "transfer": lambda it: it.transfer("pay_1", "acc_1", 100, "key", is_first=True),
    "transfers of": lambda it: it.transfers_of("pay_1"),
    "disputes of": lambda it: it.disputes_of("pay_1", datetime.now(UTC)),
    "reverse": lambda it: it.reverse("trf_1", 100),
}
ODD = {"id": "pay_1", "payment_id": "pay_1", "amount": 100, "currency": "INR", "status": "new"}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b"7", b'{"items": 3}', b'{"items": [7]}', b'{"status": "new"}']
)
@pytest.mark.parametrize("status", [200, 409])
async def test_an_answer_that_is_not_understood_is_no_answer(
    monkeypatch: pytest.MonkeyPatch, call: str, body: bytes, status: int
) -> None:
    monkeypatch.setattr(adapter_of_razorpay, "UNDER_WAY", (0, 0, 0))
    async with answering(status, body) as adapter:
        with pytest.raises(GatewayDown):
            await CALLS[call](adapter)


async def test_a_payment_that_is_not_understood_hides_no_other() -> None:
    paid = ODD | {"id": "pay_2", "order_id": "order_1", "status": "captured"}
    async with answering(200, json.dumps({"items": [ODD, paid]}).encode()) as adapter:
        found = await adapter.payments_of("order_1")
    assert [(each.id, each.status) for each in found] == [("pay_2", PaymentStatus.CAPTURED)]


class Refusing(Razorpay):
    """Razorpay, which refuses to show anything after `shown` answers, and captures nothing."""

    shown = 0

    async def _ask(self, method: str, path: str, **more: Any) -> Any:
        if path.endswith("/reversals"):
            return {"transfer_id": "trf_1", "amount": 400}
        if not self.shown:
            raise GatewayRefuses("BAD_REQUEST_ERROR: too many filters")
        self.shown -= 1
        return {"id": "trf_1", "amount": 900, "amount_reversed": 0, "status": "processed"}


@pytest.mark.parametrize(
    "call",
    [
        lambda gateway: gateway.order("OM-1", 500_00, "INR", is_first=False),
        lambda gateway: gateway.transfer("pay_1", "acc_1", 100, "transfer-1", is_first=False),
        lambda gateway: gateway.capture("pay_1", 500_00, "INR"),
    ],
    ids=["order", "transfer", "capture"],
)
async def test_a_refused_look_up_is_no_refusal(call: Callable[[Razorpay], Awaitable[Any]]) -> None:
    with pytest.raises(GatewayDown, match="look-up is refused"):
        await call(Refusing("key", "secret", "secret"))


async def test_a_reversal_is_made_though_it_is_not_shown_afterwards() -> None:
    gateway = Refusing("key", "secret", "secret")
    gateway.shown = 1
    assert (await gateway.reverse("trf_1", 400)).reversed == 400
