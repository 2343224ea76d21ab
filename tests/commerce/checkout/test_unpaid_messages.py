"""Messages about orders that nobody paid, to contacts that nobody has verified."""

from datetime import UTC, datetime
from typing import Any

import pytest

from commerce.core.action_context import ActionContext
from commerce.core.ports import GatewayPayment
from commerce.core.rate_limits import message_limits
from commerce.core.rate_limits.requesters import Requester
from commerce.core.texts.message_kinds import INDISPENSABLE, Kind
from commerce.orders import order_notifications
from commerce.payments import payment_state
from database.connect import execute, fetch, fetch_value
from models import PaymentStatus
from settings import settings
from tests.conftest import Ask
from tests.support.people.accounts import Postbox, signed_in
from tests.support.shop.factories import make_product
from tests.support.shop.paying import Counter
from tests.support.shop.shopping import LUCKNOW, Buyer

pytestmark = pytest.mark.usefixtures("reference")
EMAIL = "asha@buyer.example.in"
PHONE = "+910000012345"
REQUEST_CODE = """mutation ($i: OtpRequestInput!) { otpRequest(input: $i) {
  challenge { id } errors { code } } }"""


async def unpaid(ask: Ask, token: str = "", **more: Any) -> int:
    """An order that nobody has paid; its id."""
    buyer = Buyer(ask, token)
    await buyer.begin({await make_product(): 1})
    await buyer.send_to(LUCKNOW)
    payload = await buyer.check_out("UPI", **more)
    assert payload["errors"] == []
    number: int = await fetch_value("SELECT max(id) FROM orders")
    return number


async def notify(order_id: int, kind: str, way: str) -> int:
    """How many messages a worker sends, which has no client."""
    postbox = Postbox()
    ctx = ActionContext(datetime.now(UTC), messages=postbox)
    await order_notifications.notify(ctx, order_id, kind, way)
    return len(postbox.messages)


async def code_refused(ask: Ask, **to: str) -> list[str]:
    payload = (await ask(REQUEST_CODE, i=to))["otpRequest"]
    return [each["code"] for each in payload["errors"]]


@pytest.mark.usefixtures("gateway")
@pytest.mark.parametrize("kind", ["payment-failed", "payment-expired"])
@pytest.mark.parametrize("is_member", [False, True])
async def test_messages_count_for_the_address_that_placed_the_order(
    ask: Ask, kind: str, is_member: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Codes requested there and orders placed there share the limit."""
    monkeypatch.setattr(settings(), "rate_limits", {"messages-from": "4/hour"})
    sent = 0
    for _ in range(6):
        order_id = await unpaid(ask, (await signed_in()).token if is_member else "", email=EMAIL)
        if kind == "payment-expired":
            await execute("UPDATE orders SET status = 'cancelled'")
        sent += await notify(order_id, kind, "email")
        await execute("DELETE FROM rate_counter WHERE key LIKE 'rate/messages-by/%'")
    assert sent == 4
    assert await code_refused(ask, email="ravi@buyer.example.in") == ["TOO_MANY_TRIES"]
    counted = "SELECT key, number FROM rate_counter WHERE key LIKE 'rate/messages%from/%'"
    assert [row["number"] for row in await fetch(counted)] == [4] * 3
    # Neither the order nor its messages keep the address.
    assert not [row["key"] for row in await fetch(counted) if "127.0.0.1" in row["key"]]


@pytest.mark.usefixtures("gateway")
async def test_one_address_leaves_messages_of_a_contact_to_others(ask: Ask) -> None:
    orders = [await unpaid(ask, email=EMAIL) for _ in range(8)]
    assert [await notify(each, "payment-failed", "email") for each in orders] == [1] * 5 + [0] * 3
    assert await code_refused(ask, email=EMAIL) == ["TOO_MANY_TRIES"]
    left = await fetch(
        "SELECT number FROM rate_counter WHERE key LIKE 'rate/messages-to/%' ORDER BY key"
    )
    assert [row["number"] for row in left] == [5, 5]


async def counted() -> int:
    found: int = await fetch_value(
        "SELECT coalesce(sum(number), 0)::int FROM rate_counter WHERE key LIKE 'rate/messages%'"
    )
    return found


@pytest.mark.usefixtures("gateway")
@pytest.mark.parametrize("kind", ["placed", "payment-failed"])
async def test_an_order_message_that_is_switched_off_counts_nowhere(ask: Ask, kind: str) -> None:
    order_id = await unpaid(ask)
    postbox = Postbox(off=frozenset([order_notifications.KINDS[kind]]))
    ctx = ActionContext(datetime.now(UTC), messages=postbox)
    await order_notifications.notify(ctx, order_id, kind, "phone")
    assert (postbox.messages, await counted()) == ([], 0)
    assert await notify(order_id, kind, "phone") == 1
    assert await counted() > 0


@pytest.mark.parametrize("kind", sorted(set(Kind) - INDISPENSABLE))
async def test_what_is_switched_off_counts_nowhere(kind: Kind) -> None:
    postbox = Postbox(off=frozenset([kind]))
    ctx = ActionContext(datetime.now(UTC), messages=postbox, client="203.0.113.9")
    stranger = Requester("203.0.113.9", False)
    await message_limits.count_message(ctx, kind, PHONE, stranger)
    await message_limits.may_send(ctx, kind, PHONE, stranger)
    async with message_limits.counted_delivery(ctx, kind, PHONE, stranger) as may_send:
        assert not may_send
    assert await counted() == 0
    assert await message_limits.may_send(ctx, Kind.CODE, PHONE, stranger)
    assert await counted() > 0


async def test_an_order_has_one_message_of_failed_payments(ask: Ask, gateway: Counter) -> None:
    await unpaid(ask)
    gateway_order, paise = (await fetch("SELECT gateway_order_id, amount_paise FROM payment"))[
        0
    ].values()
    ctx = ActionContext(datetime.now(UTC), gateway=gateway.gateway)
    for number in range(3):
        failed = GatewayPayment(f"pay_{number}", gateway_order, paise, "INR", PaymentStatus.FAILED)
        assert await payment_state.apply(ctx, failed) == "failed"
    jobs = "SELECT count(*) FROM pgqueuer WHERE entrypoint = 'order.tell'"
    assert await fetch_value(jobs) == 1
    events = "SELECT count(*) FROM order_event WHERE kind = 'payment_failed'"
    assert await fetch_value(events) == 3
