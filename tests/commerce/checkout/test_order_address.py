"""Changing the delivery address of an order within its PIN code."""

from typing import Any

import pytest

import models
from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.messages import Message
from database.connect import fetch_value
from server.app import Mart
from server.processes.jobs import working
from tests.conftest import Ask
from tests.support.people.accounts import Postbox, signed_in
from tests.support.shop.factories import make_product
from tests.support.shop.order_documents import SET
from tests.support.shop.orders import given, ordered
from tests.support.shop.paying import Counter, eventually
from tests.support.shop.shopping import DELHI, LUCKNOW, Buyer, codes_of

pytestmark = pytest.mark.usefixtures("reference")


SHOWN = """query ($n: String!, $k: String) { order(number: $n, accessKey: $k) {
  allowedActions } }"""


ELSEWHERE = LUCKNOW | {"line1": "99, Aminabad", "name": "Ravi", "phone": "60015 00001"}


async def attempt(ask: Ask, key: dict[str, Any], address: dict[str, str], **more: Any) -> Any:
    input = key | {"address": address, "idempotencyKey": "address-01"} | more
    return (await ask(SET, input=input))["orderAddressSet"]


@pytest.mark.parametrize("method", ["UPI", "CASH_ON_DELIVERY"])
async def test_the_delivery_address_of_an_order_is_changed(
    ask: Ask, gateway: Counter, method: str
) -> None:
    payload = await ordered(ask, {await make_product(price=300_00): 1}, method)
    key = await given(payload["order"]["number"])
    for _ in range(2):
        found = await attempt(ask, key, ELSEWHERE)
        assert found["errors"] == []
        assert found["order"]["deliveryAddress"] == {
            "name": "Ravi", "line1": "99, Aminabad", "phone": "+916001500001",
        }  # fmt: skip
    far = await attempt(ask, key, DELHI, idempotencyKey="address-02")
    assert codes_of(far) == ["OTHER_PINCODE"]
    assert far["errors"][0]["path"] == ["input", "address", "pincode"]
    assert "226003" in far["errors"][0]["message"]
    bare = {"number": key["number"]}
    assert codes_of(await attempt(ask, bare, LUCKNOW, idempotencyKey="address-03")) == ["NOT_FOUND"]


@pytest.mark.parametrize("status", list(models.SuborderStatus))
async def test_changing_the_address_is_offered_while_possible(
    ask: Ask, gateway: Counter, status: models.SuborderStatus
) -> None:
    payload = await ordered(ask, {await make_product(price=300_00): 1})
    await models.Suborder.all().update(status=status)
    key = await given(payload["order"]["number"])
    shown = (await ask(SHOWN, n=key["number"], k=key["accessKey"]))["order"]
    found = await attempt(ask, key, ELSEWHERE)
    assert ("CHANGE_ADDRESS" in shown["allowedActions"]) is (found["errors"] == [])
    assert codes_of(found) in ([], ["TOO_LATE"])


async def test_other_members_cannot_change_the_address(ask: Ask, gateway: Counter) -> None:
    payload = await ordered(ask, {await make_product(price=300_00): 1})
    other = await signed_in()
    input = {
        "number": payload["order"]["number"],
        "address": ELSEWHERE,
        "idempotencyKey": "address-01",
    }
    found = (await ask(SET, token=other.token, input=input))["orderAddressSet"]
    assert codes_of(found) == ["NOT_FOUND"]


async def test_all_obstacles_to_an_address_change_are_reported_at_once(
    ask: Ask, gateway: Counter
) -> None:
    payload = await ordered(ask, {await make_product(price=300_00): 1})
    key = await given(payload["order"]["number"])
    found = await attempt(ask, key, DELHI | {"name": " "}, idempotencyKey="short")
    assert {(error["code"], error["path"][-1]) for error in found["errors"]} == {
        ("REQUIRED", "name"),
        ("OTHER_PINCODE", "pincode"),
        ("INVALID", "idempotencyKey"),
    }
    await models.Suborder.all().update(status=models.SuborderStatus.PACKED)
    found = await attempt(ask, key, ELSEWHERE, idempotencyKey="short")
    assert codes_of(found) == ["INVALID", "TOO_LATE"]


# A post office of Bihar delivers to a village of Uttar Pradesh.
BORDER = LUCKNOW | {"pincode": "802131", "city": "Buxar", "state": "10"}


async def test_the_buyers_state_is_the_place_of_supply(ask: Ask) -> None:
    variant = await make_product(price=300_00)
    for state, is_within in (("10", False), ("UP", True)):
        buyer = Buyer(ask)
        await buyer.begin({variant: 1})
        cart = await buyer.done("CartAddressSet", address=BORDER | {"state": state})
        assert (cart["tax"]["igst"]["amount"] == "0.00") is is_within
        assert (cart["tax"]["cgst"]["amount"] != "0.00") is is_within
    refused = await buyer.write(
        "CartAddressSet", cartId=buyer.cart_id, address=BORDER | {"state": "07"}
    )
    assert codes_of(refused) == ["PINCODE_OF_ANOTHER_STATE"]


async def test_an_order_cannot_move_to_another_state(ask: Ask, gateway: Counter) -> None:
    buyer = Buyer(ask)
    await buyer.begin({await make_product(price=300_00): 1})
    await buyer.send_to(BORDER)
    payload = await buyer.check_out("UPI")
    key = await given(payload["order"]["number"])
    over = await attempt(ask, key, BORDER | {"state": "09"})
    assert codes_of(over) == ["OTHER_STATE"]
    assert over["errors"][0]["path"] == ["input", "address", "state"]
    assert (await attempt(ask, key, BORDER | {"line1": "2, Diara"}))["errors"] == []


TIMELINE = """query ($n: String!, $k: String) { order(number: $n, accessKey: $k) {
  timeline { event message } } }"""


SAID = {
    "en": "The delivery address was changed.",
    "hi": "डिलीवरी का पता बदल दिया गया है।",
}


@pytest.mark.parametrize("language", ["en", "hi"])
async def test_an_address_change_is_in_the_timeline_and_a_message(
    ask: Ask, app: Mart, gateway: Counter, reference: str, postbox: Postbox, language: str
) -> None:
    buyer = Buyer(ask, language=language)
    await buyer.begin({await make_product(price=300_00): 1})
    await buyer.send_to(LUCKNOW)
    payload = await buyer.check_out("CASH_ON_DELIVERY", email="asha@buyer.example.in")
    key = await given(payload["order"]["number"])
    async with working(reference, postbox, gateway.gateway):
        for _ in range(2):
            assert (await attempt(ask, key, ELSEWHERE))["errors"] == []
        await eventually(lambda: written_to(postbox, "+910000012345", "asha@buyer.example.in"))
    shown = await ask(TIMELINE, language=language, n=key["number"], k=key["accessKey"])
    told = [
        each["message"] for each in shown["order"]["timeline"] if each["event"] == "ADDRESS_CHANGED"
    ]
    assert told == [SAID[language]]
    for message in changes(postbox):
        assert message.language == language
        assert key["number"] in message.text.body
        # Where it goes stands behind the link, not in the message.
        assert "Aminabad" not in message.text.body


async def test_messages_about_address_changes_are_limited(
    ask: Ask, app: Mart, gateway: Counter, reference: str, postbox: Postbox
) -> None:
    payload = await ordered(ask, {await make_product(price=300_00): 1})
    key = await given(payload["order"]["number"])
    for number in range(12):
        found = await attempt(ask, key, ELSEWHERE, idempotencyKey=f"address-{number:02}")
        assert found["errors"] == []
    async with working(reference, postbox, gateway.gateway):
        await eventually(nothing_waits)
    assert 0 < len(changes(postbox)) < 12


def changes(postbox: Postbox) -> list[Message]:
    return [each for each in postbox.messages if each.kind is Kind.ORDER_ADDRESS_CHANGED]


async def written_to(postbox: Postbox, *contacts: str) -> bool:
    return sorted(each.to for each in changes(postbox)) == sorted(contacts)


async def nothing_waits() -> bool:
    return not await fetch_value(
        "SELECT EXISTS (SELECT FROM pgqueuer WHERE entrypoint = 'order.tell')"
    )
