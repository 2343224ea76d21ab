"""What order messages say about money follows from the facts when they are sent."""

from datetime import UTC, datetime
from typing import Any

import pytest

from commerce.core.action_context import ActionContext
from commerce.core.jobs import Job
from commerce.core.ports import GatewayPayment, GatewayRefund
from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.messages import Message
from commerce.orders import order_notifications
from commerce.payments import payment_state, refund_progress
from database.connect import execute, fetch, fetch_value
from models import PaymentStatus, RefundStatus
from server.app import Mart
from server.processes.jobs import do
from tests.conftest import Ask
from tests.support.people.accounts import Postbox
from tests.support.shop.factories import make_product, make_vendor
from tests.support.shop.orders import cancel, ordered, seen
from tests.support.shop.paying import Counter

pytestmark = pytest.mark.usefixtures("reference")
# Of an order of ₹330.00.
WHOLE, LESS = 330_00, 329_00


async def paid(ctx: ActionContext, paise: int) -> None:
    """The gateway reports that the only order's buyer paid an amount."""
    order = await fetch_value("SELECT gateway_order_id FROM payment")
    reported = GatewayPayment("pay_1", order, paise, "INR", PaymentStatus.CAPTURED)
    assert await payment_state.apply(ctx, reported) == "captured"


async def refunded(ctx: ActionContext, paise: int) -> None:
    """The gateway reports a refund that was made on its own page."""
    reported = GatewayRefund("rfnd_1", "pay_1", paise, RefundStatus.PROCESSED)
    await refund_progress.apply(ctx, reported)


async def sent(kind: str, **more: Any) -> Message | None:
    """The SMS that the worker sends now about the only order."""
    postbox = Postbox()
    ctx = ActionContext(datetime.now(UTC), messages=postbox)
    order_id = await fetch_value("SELECT id FROM orders")
    await order_notifications.notify(ctx, order_id, kind, "phone", **more)
    return postbox.messages[0] if postbox.messages else None


@pytest.fixture
def ctx(gateway: Counter) -> ActionContext:
    return ActionContext(datetime.now(UTC), gateway=gateway.gateway)


@pytest.mark.parametrize("refund", ["requested", "pending", "failed", "processed", "superseded"])
@pytest.mark.parametrize("kind", ["payment-expired", "paid-too-late"])
async def test_money_that_was_taken_is_refunded_or_back(
    ask: Ask, ctx: ActionContext, kind: str, refund: str
) -> None:
    """A wrong amount pays nothing, but it was taken."""
    await ordered(ask, {await make_product(price=300_00): 1})
    await paid(ctx, LESS)
    await execute("UPDATE orders SET status = 'cancelled'")
    await execute("UPDATE refund SET status = $1", refund)
    message = await sent(kind, amount="₹1.00") if kind == "paid-too-late" else await sent(kind)
    if refund in ("processed", "superseded"):
        # What is back has a message of its own.
        expected = None if kind == "paid-too-late" else Kind.ORDER_CANCELLED
        assert (message and message.kind) == expected
        return
    assert message is not None
    assert message.kind in (Kind.ORDER_CANCELLED_REFUND, Kind.PAID_TOO_LATE)
    assert "₹329.00" in message.text.body


async def test_an_order_of_which_nothing_was_taken_expires(ask: Ask, ctx: ActionContext) -> None:
    await ordered(ask, {await make_product(price=300_00): 1})
    await execute("UPDATE orders SET status = 'cancelled'")
    message = await sent("payment-expired")
    assert message is not None
    assert message.kind is Kind.PAYMENT_EXPIRED


@pytest.mark.parametrize("kind", ["payment-failed", "payment-expired"])
async def test_what_is_no_longer_true_is_not_sent(ask: Ask, ctx: ActionContext, kind: str) -> None:
    """The order was paid before the message was sent."""
    await ordered(ask, {await make_product(price=300_00): 1})
    await paid(ctx, WHOLE)
    assert await sent(kind) is None


@pytest.mark.parametrize("kind", ["placed", "address-changed"])
async def test_what_came_before_the_cancellation_is_not_sent_after_it(
    ask: Ask, ctx: ActionContext, kind: str
) -> None:
    await ordered(ask, {await make_product(price=300_00): 1})
    await paid(ctx, WHOLE)
    assert await sent(kind) is not None
    await execute("UPDATE orders SET status = 'cancelled'")
    assert await sent(kind) is None


async def test_nobody_is_asked_to_pay_again_while_a_payment_is_held(
    ask: Ask, ctx: ActionContext
) -> None:
    await ordered(ask, {await make_product(price=300_00): 1})
    assert await sent("payment-failed") is not None
    order = await fetch_value("SELECT gateway_order_id FROM payment")
    held = GatewayPayment("pay_1", order, WHOLE, "INR", PaymentStatus.AUTHORIZED)
    await payment_state.apply(ctx, held)
    assert await sent("payment-failed") is None


async def cancelled(app: Mart) -> list[Message]:
    """The messages about what was cancelled last."""
    postbox = Postbox()
    jobs = await fetch("DELETE FROM pgqueuer WHERE entrypoint = 'order.tell' RETURNING payload")
    for job in jobs:
        await do(Job.ORDER_NOTIFY, job["payload"], postbox, app.adapters.gateway)
    return postbox.messages


@pytest.mark.parametrize(
    ("back", "kind", "amount"),
    [
        (0, Kind.ORDER_CANCELLED_REFUND, "₹330.00"),
        (100_00, Kind.ORDER_CANCELLED_REFUND, "₹230.00"),
        (WHOLE, Kind.ORDER_CANCELLED, ""),
    ],
)
async def test_a_cancelled_order_names_what_is_left_to_refund(
    ask: Ask, app: Mart, ctx: ActionContext, back: int, kind: Kind, amount: str
) -> None:
    payload = await ordered(ask, {await make_product(price=300_00): 1})
    await paid(ctx, WHOLE)
    if back:
        await refunded(ctx, back)
    await execute("DELETE FROM pgqueuer")
    await cancel(ask, payload["order"]["number"])
    (message,) = await cancelled(app)
    assert message.kind is kind
    assert amount in message.text.body


async def test_each_cancelled_part_names_its_own_refund(
    ask: Ask, app: Mart, ctx: ActionContext
) -> None:
    """Also while the one before is still being refunded."""
    products = [
        await make_product(price=price, vendor=await make_vendor())
        for price in (300_00, 500_00, 600_00)
    ]
    payload = await ordered(ask, dict.fromkeys(products, 1))
    number = payload["order"]["number"]
    await paid(ctx, await fetch_value("SELECT amount_paise FROM payment"))
    await execute("DELETE FROM pgqueuer")
    parts = (await seen(ask, number))["suborders"]
    for part in parts[:2]:
        await cancel(ask, number, part["id"])
        (message,) = await cancelled(app)
        assert message.kind is Kind.PART_CANCELLED_REFUND
        assert f"₹{part['total']['amount']}" in message.text.body
