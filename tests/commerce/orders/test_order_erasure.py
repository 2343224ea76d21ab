"""Orders that end unpaid after their buyer's account was erased are emptied."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

import models
from auth.viewer import ANONYMOUS
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.payments import opening, order_expiry, reconciliation
from database.connect import execute
from integrations.payments.sandbox import ledger
from server.processes.retention import sweep_hourly
from tests.conftest import Ask
from tests.support.databases.changes import overlapped
from tests.support.databases.contents import whole_database
from tests.support.people.accounts import Person, Postbox, signed_in
from tests.support.people.privacy import ERASE
from tests.support.shop.factories import make_product
from tests.support.shop.order_documents import SET
from tests.support.shop.orders import CANCEL, given
from tests.support.shop.paying import Counter
from tests.support.shop.shopping import LUCKNOW, Buyer

pytestmark = pytest.mark.usefixtures("reference")
SECRETS = ("Verma lane", "Nazirabad", "Asha Verma")
LATER = timedelta(days=1)


async def an_order(ask: Ask, person: Person, method: str) -> dict[str, Any]:
    """With an address that was changed after the erasure: what was answered tells it too."""
    buyer = Buyer(ask, person.token)
    await buyer.begin({await make_product(price=300_00): 1})
    await buyer.send_to(LUCKNOW | {"line1": "1, Verma lane"})
    payload = await buyer.check_out(method)
    assert payload["errors"] == []
    key = await given(payload["order"]["number"])
    assert (await ask(ERASE, token=person.token))["accountErase"]["isErased"] is True
    elsewhere = {"address": LUCKNOW | {"line1": "2, Nazirabad"}, "idempotencyKey": "address-01"}
    assert (await ask(SET, input=key | elsewhere))["orderAddressSet"]["errors"] == []
    return key | {"payment": payload["payment"]}


async def call_off(ask: Ask, gateway: Counter, key: dict[str, Any]) -> None:
    input = {"number": key["number"], "accessKey": key["accessKey"]}
    found = await ask(CANCEL, input=input | {"idempotencyKey": "cancel-01"})
    assert found["orderCancel"]["errors"] == []


async def expire(ask: Ask, gateway: Counter, key: dict[str, Any]) -> None:
    order = await models.Order.get(number=key["number"])
    await order_expiry.expire(acting(gateway, LATER), order.id)


async def refuse(ask: Ask, gateway: Counter, key: dict[str, Any]) -> None:
    order = await models.Order.get(number=key["number"])
    payment = await models.Payment.get(order_id=order.id)
    # The gateway was down at the till.
    await execute("UPDATE payment SET gateway_order_id = NULL WHERE id = $1", payment.id)
    await execute("DELETE FROM sandbox.orders")
    ctx = acting(gateway, timedelta(0))
    with patch.object(ledger, "MAX_PAISE", 1), pytest.raises(Refusal) as refused:
        await opening.open_at_gateway(ctx, payment.id)
    assert refused.value.reason is Reason.PAYMENT_REFUSED


def acting(gateway: Counter, later: timedelta) -> ActionContext:
    return ActionContext(datetime.now(UTC) + later, ANONYMOUS, gateway=gateway.gateway)


End = Callable[[Ask, Counter, dict[str, Any]], Awaitable[None]]


@pytest.mark.parametrize(
    ("method", "end"),
    [
        ("UPI", call_off),
        ("CASH_ON_DELIVERY", call_off),
        ("UPI", expire),
        ("UPI", refuse),
    ],
)
async def test_an_expired_order_of_an_erased_buyer_is_emptied(
    ask: Ask, gateway: Counter, postbox: Postbox, method: str, end: End
) -> None:
    key = await an_order(ask, await signed_in(), method)
    before = await models.Order.get(number=key["number"])
    assert before.line1 == "2, Nazirabad"
    await end(ask, gateway, key)
    after = await models.Order.get(number=key["number"])
    assert after.status is models.OrderStatus.CANCELLED
    assert (after.line1, after.name, after.pincode, after.delivery_phone) == (None,) * 4
    left = await whole_database()
    for secret in SECRETS:
        assert secret not in left, secret
    assert await models.IdempotencyKey.filter(answer_sealed__isnull=False).count() <= 1


async def test_an_expired_order_of_an_active_buyer_keeps_its_address(
    ask: Ask, gateway: Counter
) -> None:
    buyer = Buyer(ask, (await signed_in()).token)
    await buyer.begin({await make_product(price=300_00): 1})
    await buyer.send_to(LUCKNOW)
    payload = await buyer.check_out("UPI")
    key = await given(payload["order"]["number"])
    await call_off(ask, gateway, key)
    assert (await models.Order.get(number=key["number"])).line1 == LUCKNOW["line1"]


async def test_late_payments_for_emptied_orders_are_refunded(ask: Ask, gateway: Counter) -> None:
    key = await an_order(ask, await signed_in(), "UPI")
    await expire(ask, gateway, key)
    await gateway.pay(key["payment"]["gateway"]["payUrl"])
    order = await models.Order.get(number=key["number"])
    payment = await models.Payment.get(order_id=order.id)
    await reconciliation.reconcile(acting(gateway, timedelta(0)), payment.id, 0)
    order = await models.Order.get(number=key["number"])
    assert order.status is models.OrderStatus.CANCELLED
    (refund,) = await models.Refund.filter(order_id=order.id)
    assert refund.reason is models.RefundReason.PAID_TOO_LATE


async def test_an_order_whose_payment_arrives_late_is_not_emptied(
    ask: Ask, gateway: Counter
) -> None:
    """Also if the sweep begins while the payment is being recorded."""
    buyer = Buyer(ask)
    await buyer.begin({await make_product(price=300_00): 1})
    await buyer.send_to(LUCKNOW)
    payload = await buyer.check_out("UPI")
    await gateway.pay(payload["payment"]["gateway"]["payUrl"])
    await call_off(ask, gateway, await given(payload["order"]["number"]))
    await execute("UPDATE orders SET updated_at = now() - interval '1 year'")
    payment = await models.Payment.get()
    ctx = acting(gateway, timedelta(0))
    await overlapped(lambda: reconciliation.reconcile(ctx, payment.id, 0), sweep_hourly)
    assert (await models.Refund.get()).reason is models.RefundReason.PAID_TOO_LATE
    assert (await models.Order.get()).line1 == LUCKNOW["line1"]
