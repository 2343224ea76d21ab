"""Access to orders, as every actor, over HTTP."""

from typing import Any

import pytest

import models
from commerce.core.access_keys import open_for_order
from graph.ids import global_id
from graph.limits.query_limits import MAX_ID_CHARACTERS
from tests.conftest import Ask
from tests.support.people.actors import World, make_world
from tests.support.shop.factories import make_product
from tests.support.shop.paying import Counter
from tests.support.shop.shopping import LUCKNOW, Buyer, codes_of, variant_id

pytestmark = pytest.mark.usefixtures("reference")
STAFF_WHO_SEE = {"administrator", "care", "finance"}
CLAIM = """mutation ($input: OrderClaimInput!) { orderClaim(input: $input) {
  order { number } errors { code path } } }"""
ORDER = (
    "query ($number: String!, $key: String) { order(number: $number, accessKey: $key) { number } }"
)
NODE = "query ($id: ID!) { node(id: $id) { id } }"
CANCEL = (
    "mutation ($input: OrderCancelInput!) { orderCancel(input: $input) {"
    " order { number } errors { code } } }"
)
REORDER = (
    "mutation ($input: OrderReorderInput!) { orderReorder(input: $input) {"
    " cart { id } errors { code } } }"
)
UNDO = (
    "mutation ($input: CartCouponRemoveInput!) { cartCouponRemove(input: $input) {"
    " errors { code } } }"
)


@pytest.fixture
async def world(reference: str) -> World:
    return await make_world()


@pytest.fixture
async def order(ask: Ask, world: World, gateway: Counter) -> models.Order:
    """An order of the buyer's, of a piece of the vendor's that the artisan made."""
    buyer = Buyer(ask, world["buyer"].token)
    await buyer.begin({world.product: 1})
    await buyer.send_to(LUCKNOW)
    payload = await buyer.check_out("UPI")
    assert payload["errors"] == []
    return await models.Order.get(number=payload["order"]["number"])


async def test_an_order_is_visible_to_its_buyer_and_staff(
    ask: Ask, world: World, order: models.Order
) -> None:
    for actor in world.actors.values():
        if actor.name == "half signed in":
            continue  # refused by test_access.py
        is_let_in = actor.name == "buyer" or actor.name in STAFF_WHO_SEE
        found = await ask(ORDER, token=actor.token, number=order.number)
        assert (found["order"] is not None) is is_let_in, actor.name
        node = await ask(NODE, token=actor.token, id=global_id("Order", order.id))
        assert (node["node"] is not None) is is_let_in, actor.name
        for key in ("", "x" * 22, str(order.id)):
            wrong = await ask(ORDER, token=actor.token, number=order.number, key=key)
            assert (wrong["order"] is not None) is is_let_in, actor.name
        opening = open_for_order(order.number, order.access_key_sealed)
        opened = await ask(ORDER, token=actor.token, number=order.number, key=opening)
        assert opened["order"] == {"number": order.number}


async def test_nobody_else_cancels_it_or_buys_it_again(
    ask: Ask, world: World, order: models.Order
) -> None:
    given: dict[str, Any] = {"number": order.number}
    for actor in world.actors.values():
        if actor.name in {"buyer", "half signed in", *STAFF_WHO_SEE}:
            continue
        key = {"idempotencyKey": "cancel-0001"}
        refused = await ask(CANCEL, token=actor.token, input=given | key)
        assert codes_of(refused["orderCancel"]) == ["NOT_FOUND"], actor.name
        refused = await ask(REORDER, token=actor.token, input=given)
        assert codes_of(refused["orderReorder"]) == ["NOT_FOUND"], actor.name
    await order.refresh_from_db()
    assert order.status == models.OrderStatus.AWAITING_PAYMENT


async def test_staff_who_read_orders_cannot_cancel_them(
    ask: Ask, world: World, order: models.Order
) -> None:
    for name in STAFF_WHO_SEE:
        given = {"number": order.number, "idempotencyKey": "cancel-0001"}
        refused = await ask(CANCEL, token=world[name].token, input=given)
        assert codes_of(refused["orderCancel"]) == ["NOT_FOUND"], name
        shown = await ask(
            "query ($n: String!) { order(number: $n) { number accessKey } }",
            token=world[name].token,
            n=order.number,
        )
        # The key is the buyer's to give.
        assert shown["order"] == {"number": order.number, "accessKey": None}


async def test_a_suborder_of_another_order_is_not_found(
    ask: Ask, world: World, order: models.Order
) -> None:
    buyer = Buyer(ask, world["other buyer"].token)
    await buyer.begin({await make_product(): 1})
    await buyer.send_to(LUCKNOW)
    payload = await buyer.check_out("UPI")
    part = payload["order"]["suborders"][0]["id"]
    refused = await ask(
        CANCEL,
        token=world["buyer"].token,
        input={"number": order.number, "suborderId": part, "idempotencyKey": "cancel-0001"},
    )
    assert codes_of(refused["orderCancel"]) == ["NOT_FOUND"]
    assert await models.Suborder.filter(status="cancelled").count() == 0


async def test_a_guest_order_is_claimed_with_its_verified_phone(
    ask: Ask, world: World, gateway: Counter
) -> None:
    guest = Buyer(ask)
    await guest.begin({world.product: 1})
    await guest.send_to(LUCKNOW)
    number = (await guest.check_out("UPI", phone="60009 12345"))["order"]["number"]
    person = world["other buyer"].person
    assert person is not None
    assert (await ask(ORDER, token=person.token, number=number))["order"] is None
    await models.Account.filter(id=person.id).update(phone="+916000912345")
    taken = await ask(CLAIM, token=person.token, input={"number": number})
    assert taken["orderClaim"] == {"order": {"number": number}, "errors": []}
    assert (await ask(ORDER, token=person.token, number=number))["order"] == {"number": number}


@pytest.mark.parametrize("text", ["\0", "OM-\0", " ", "", "嬐㪷", "9" * 1_900, "\u202e", "%"])
async def test_malformed_order_numbers_and_keys_find_nothing(
    ask: Ask, gateway: Counter, text: str
) -> None:
    product = await make_product(price=300_00, stock=5)
    buyer = Buyer(ask)
    await buyer.begin({product: 1})
    await buyer.send_to(LUCKNOW)
    payload = await buyer.check_out("UPI")
    number = payload["order"]["number"]
    assert (await ask(ORDER, number=text, key=text))["order"] is None
    assert (await ask(ORDER, number=number, key=text))["order"] is None
    given = {"number": text, "accessKey": text}
    cancelled = await ask(CANCEL, input=given | {"idempotencyKey": "cancel-0001"})
    assert codes_of(cancelled["orderCancel"]) == ["NOT_FOUND"]
    assert codes_of((await ask(REORDER, input=given))["orderReorder"]) == ["NOT_FOUND"]
    confirmed = await ask(
        "checkout",
        name="PaymentConfirm",
        input={
            "paymentId": payload["payment"]["id"],
            "gatewayPaymentId": text,
            "signature": text,
            "idempotencyKey": "confirm-01",
        },
    )
    assert codes_of(confirmed["paymentConfirm"]) == ["PAYMENT_NOT_VERIFIED"]
    # And those of a cart.
    again = Buyer(ask)
    await again.begin({product: 1})
    await again.send_to(LUCKNOW)
    coupon = await again.write("CartCouponApply", cartId=again.cart_id, code=text)
    assert len(coupon["errors"]) == 1
    keyed = await again.check_out("UPI", key=text, phone=text, email=text)
    assert keyed["errors"]
    termed = await again.check_out("UPI", acceptedTermsVersion=text)
    assert set(codes_of(termed)) <= {"INVALID", "TOO_LONG"}
    removed = await ask(UNDO, input={"cartId": await fresh(ask, product), "code": text})
    assert codes_of(removed["cartCouponRemove"]) == []
    # What is longer than any id is refused before (tests/graph/limits/test_input_limits.py).
    again.cart_id = unknown = text[:MAX_ID_CHARACTERS]
    assert await again.read() is None
    line = {"variantId": await variant_id(product), "quantity": 1}
    for mutation, more in (
        ("CartLinesAdd", {"lines": [line]}),
        ("CartAddressSet", {"address": LUCKNOW}),
    ):
        assert codes_of(await again.write(mutation, cartId=unknown, **more)) == ["NOT_FOUND"]
    assert codes_of(await again.check_out("UPI")) == ["NOT_FOUND"]


async def fresh(ask: Ask, product: models.Product) -> str:
    """The id of a new cart."""
    buyer = Buyer(ask)
    await buyer.begin({product: 1})
    return buyer.cart_id
