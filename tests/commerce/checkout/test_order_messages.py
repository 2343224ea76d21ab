"""Messages about an order to its buyer."""

from datetime import UTC, datetime

import pytest

from commerce.core.action_context import ActionContext
from commerce.core.jobs import Job
from commerce.core.ports import NotDelivered
from commerce.core.texts.messages import Message
from commerce.orders import order_notifications
from database.connect import execute, fetch, fetch_value
from server.app import Mart
from server.processes.jobs import do
from tests.conftest import Ask
from tests.support.people.accounts import Postbox
from tests.support.shop.factories import make_product
from tests.support.shop.orders import arrived, ordered, seen
from tests.support.shop.paying import Counter, eventually
from tests.support.shop.shopping import LUCKNOW, Buyer

pytestmark = pytest.mark.usefixtures("reference")


async def test_order_messages_go_by_sms_or_email(ask: Ask, gateway: Counter) -> None:
    buyer, product = Buyer(ask), await make_product(price=1_499_00, stock=5)
    await buyer.begin({product: 1})
    await buyer.send_to(LUCKNOW)
    refused = await buyer.check_out("UPI", phone="+1 202 555 0100")
    assert [(e["code"], e["path"]) for e in refused["errors"]] == [
        ("COUNTRY_NOT_SERVED", ["input", "phone"])
    ]
    made = await buyer.check_out("UPI", phone="+1 202 555 0100", email="a@buyer.example.in")
    assert made["errors"] == []


async def test_order_messages_are_in_the_language_of_the_order(
    ask: Ask, gateway: Counter, worker: None, postbox: Postbox
) -> None:
    buyer = Buyer(ask, language="hi")
    await buyer.begin({await make_product(price=300_00): 1})
    await buyer.send_to(LUCKNOW)
    payload = await buyer.check_out("CASH_ON_DELIVERY", email="asha@buyer.example.in")
    assert payload["order"]["timeline"][0]["message"].startswith("आपका ऑर्डर पक्का")
    await eventually(lambda: arrived(postbox, "asha@buyer.example.in", "+910000012345"))
    number = payload["order"]["number"]
    for message in postbox.messages:
        assert message.text.body.startswith(f"₹330.00 का आपका ओडीओपी मार्ट ऑर्डर {number} पक्का हुआ")
    in_english = await seen(ask, number, language="en")
    assert in_english["timeline"][0]["message"].startswith("Your order is placed")


class Halting(Postbox):
    """One in which something is wrong with messages by one way."""

    def __init__(self, error: Exception, *, is_by_phone: bool) -> None:
        super().__init__()
        self._error, self._is_by_phone = error, is_by_phone

    async def deliver(self, message: Message) -> None:
        if message.to.startswith("+") is self._is_by_phone:
            raise self._error
        await super().deliver(message)


OUT_OF_REACH = NotDelivered("out of reach", is_retryable=True)
UNANSWERED = NotDelivered("no answer", is_retryable=True, may_have_arrived=True)


@pytest.mark.parametrize("is_by_phone", [True, False])
@pytest.mark.parametrize("error", [OUT_OF_REACH, ValueError("nobody thought of it")])
async def test_a_failed_message_is_retried_alone(
    ask: Ask, app: Mart, gateway: Counter, error: Exception, is_by_phone: bool
) -> None:
    to = ["asha@buyer.example.in", "+910000012345"]
    arrives, fails = to if is_by_phone else reversed(to)
    product, halting = await make_product(), Halting(error, is_by_phone=is_by_phone)
    payload = await ordered(ask, {product: 1}, "CASH_ON_DELIVERY", email="asha@buyer.example.in")
    (told,) = await fetch("DELETE FROM pgqueuer RETURNING entrypoint, payload")
    assert told["entrypoint"] == Job.ORDER_NOTIFY
    await do(Job.ORDER_NOTIFY, told["payload"], halting, app.adapters.gateway)
    assert [message.to for message in halting.messages] == [arrives]
    (again,) = await fetch("DELETE FROM pgqueuer RETURNING payload")
    with pytest.raises(type(error)):
        await do(Job.ORDER_NOTIFY, again["payload"], halting, app.adapters.gateway)
    postbox = Postbox()
    await do(Job.ORDER_NOTIFY, again["payload"], postbox, app.adapters.gateway)
    (message,) = postbox.messages
    assert message.to == fails
    assert payload["order"]["number"] in message.text.body
    assert await fetch("SELECT FROM pgqueuer") == []


@pytest.mark.usefixtures("gateway")
async def test_retries_of_a_message_use_up_none_of_its_limit(ask: Ask) -> None:
    """Of an unpaid order, to a contact that nobody has verified."""
    email = "asha@buyer.example.in"
    await ordered(ask, {await make_product(): 1}, "UPI", email=email)
    order_id = await fetch_value("SELECT id FROM orders")

    async def notify(messages: Postbox) -> None:
        ctx = ActionContext(datetime.now(UTC), messages=messages)
        await order_notifications.notify(ctx, order_id, "placed", "email", client="203.0.113.9")

    counted = "SELECT key, number FROM rate_counter WHERE number > 0 ORDER BY key"
    before = await fetch(counted)
    for _ in range(8):
        with pytest.raises(NotDelivered):
            await notify(Halting(OUT_OF_REACH, is_by_phone=False))
    assert await fetch(counted) == before
    postbox = Postbox()
    await notify(postbox)
    assert [message.to for message in postbox.messages] == [email]
    assert len(await fetch(counted)) > len(before)


@pytest.mark.parametrize("method", ["UPI", "CASH_ON_DELIVERY"])
@pytest.mark.usefixtures("gateway")
async def test_a_message_that_may_have_arrived_counts_and_is_repeated_once(
    ask: Ask, app: Mart, method: str
) -> None:
    """To any contact: of an order on delivery the phone is verified."""
    await ordered(ask, {await make_product(): 1}, method)
    order_id = await fetch_value("SELECT id FROM orders")
    await execute("DELETE FROM pgqueuer")
    await order_notifications.notify_buyer(order_id, "placed")
    silent, taken = Halting(UNANSWERED, is_by_phone=True), 0
    while jobs := await fetch(
        "DELETE FROM pgqueuer RETURNING payload, execute_after > now() AS is_later"
    ):
        (job,) = jobs
        assert job["is_later"] is (taken > 0)
        await do(Job.ORDER_NOTIFY, job["payload"], silent, app.adapters.gateway)
        taken += 1
    assert taken == 2
    counted = "SELECT number FROM rate_counter WHERE key LIKE 'rate/messages-to/%'"
    expected = [] if method == "CASH_ON_DELIVERY" else [2, 2]
    assert [row["number"] for row in await fetch(counted)] == expected
