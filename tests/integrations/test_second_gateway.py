"""A second payment gateway needs its module and a name in the table."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest

import models
from models import RefundStatus
from server import adapters
from server.app import create_app
from server.processes.jobs import working
from settings import Misconfigured, settings
from tests.conftest import Ask
from tests.support import kosh_gateway
from tests.support.kosh_gateway import NAME, SERVER, Sent, webhook
from tests.support.people.accounts import Postbox
from tests.support.shop.factories import make_product
from tests.support.shop.orders import cancel, events_of, in_payment, in_status, ordered
from tests.support.shop.paying import eventually


@dataclass
class Shop:
    """A mart that is paid by Kosh, with its worker."""

    client: httpx.AsyncClient
    ask: Ask

    async def hears(self, sent: Sent) -> int:
        """The status of the answer to a webhook."""
        headers, body = sent
        answer = await self.client.post(f"/webhooks/{NAME}", content=body, headers=headers)
        return answer.status_code


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """All there is to register: a name with its module, and the setting."""
    monkeypatch.setitem(adapters.GATEWAYS, NAME, "tests.support.kosh_gateway")
    monkeypatch.setattr(settings(), "payment_gateway", NAME)


@pytest.fixture
async def shop(reference: str, chosen: None) -> AsyncIterator[Shop]:
    app, postbox = create_app(), Postbox()
    app.adapters.messages = postbox
    transport = httpx.ASGITransport(app=app)
    async with (
        httpx.AsyncClient(transport=transport, base_url="http://mart.test") as client,
        working(reference, postbox, app.adapters.gateway),
    ):
        yield Shop(client, Ask(client))


async def test_another_gateway_takes_and_refunds_a_payment(shop: Shop) -> None:
    payload = await ordered(shop.ask, {await make_product(price=1_499_00, stock=5): 2})
    number, payment = payload["order"]["number"], payload["payment"]
    row = await models.Payment.get(order__number=number)
    opened = row.gateway_order_id
    assert (row.gateway, opened) == (NAME, f"K{number}")
    assert opened is not None
    assert payment["gateway"]["payUrl"] == f"{kosh_gateway.PAGE}/{opened}"

    declined, _, sent = SERVER.pay(opened, "declined")
    assert await shop.hears(sent) == 200
    assert await eventually(lambda: in_payment(shop.ask, number, "FAILED"))

    paid, shown, sent = SERVER.pay(opened)
    confirmed = await shop.ask(
        "checkout",
        name="PaymentConfirm",
        input={
            "paymentId": payment["id"],
            "gatewayPaymentId": paid,
            "signature": shown,
            "idempotencyKey": "confirm-01",
        },
    )
    assert confirmed["paymentConfirm"]["errors"] == []
    assert confirmed["paymentConfirm"]["order"]["status"] == "PLACED"
    # The same word again, by webhook, changes nothing.
    assert [await shop.hears(sent) for _ in range(2)] == [200, 200]
    await eventually(lambda: models.WebhookEvent.filter(kind="payment", outcome="known").first())
    assert await models.Charge.filter(gateway_payment_id__in=(declined, paid)).count() == 2

    await cancel(shop.ask, number)
    refund = await eventually(lambda: models.Refund.filter(status=RefundStatus.PENDING).first())
    assert refund.amount_paise == row.amount_paise == _paise(SERVER.refunds[refund.key]["rupees"])
    assert await shop.hears(SERVER.send_refund(refund.key)) == 200
    order = await eventually(lambda: in_payment(shop.ask, number, "REFUNDED"))
    assert "REFUNDED" in events_of(order)
    await refund.refresh_from_db()
    assert (refund.status, refund.gateway_refund_id) == (
        RefundStatus.PROCESSED,
        SERVER.refunds[refund.key]["number"],
    )


async def test_a_webhook_alone_settles_a_payment(shop: Shop) -> None:
    payload = await ordered(shop.ask, {await make_product(price=500_00, stock=5): 1})
    number = payload["order"]["number"]
    _, _, sent = SERVER.pay(f"K{number}")
    assert await shop.hears(sent) == 200
    assert await eventually(lambda: in_status(shop.ask, number, "PLACED"))


async def test_only_the_gateways_signature_is_accepted(shop: Shop) -> None:
    headers, body = webhook("payment", {"number": "KP1"})
    for forged in (
        ({**headers, "kosh-signature": "00"}, body),
        (headers, body + b" "),
        ({}, body),
        ({"x-razorpay-signature": headers["kosh-signature"]}, body),
        webhook("payment", {"number": "KP1"}, at=1.0),
    ):
        assert await shop.hears(forged) == 400
    assert not await models.WebhookEvent.exists()
    # What it signed and nobody can read is kept for people to look at.
    assert await shop.hears((headers, body)) == 200
    assert (await models.WebhookEvent.get()).kind == "unreadable"
    for other in ("razorpay", "sandbox"):
        answer = await shop.client.post(f"/webhooks/{other}", content=body, headers=headers)
        assert answer.status_code == 404
    assert (await shop.client.get("/sandbox/v1/orders")).status_code == 404


@pytest.mark.usefixtures("chosen")
def test_missing_gateway_settings_are_reported() -> None:
    assert "KOSH_SECRET is not set." in adapters.settings_problems(settings())
    assert not any("RAZORPAY" in each for each in adapters.settings_problems(settings()))


def test_an_unknown_gateway_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "payment_gateway", "kosh")
    with pytest.raises(Misconfigured, match="razorpay or sandbox"):
        create_app()


def _paise(rupees: str) -> int:
    return int(rupees.replace(".", ""))
