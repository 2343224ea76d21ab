"""The total last shown is the total that is ordered; and whose an ordered cart and a key are."""

from typing import Any

import pytest

import models
from database.connect import execute
from tests.conftest import Ask
from tests.factories import make_product, make_promotion, make_vendor
from tests.paying import Counter
from tests.people import signed_in
from tests.shopping import LUCKNOW, Buyer, codes_of, lines_of, variant_id

pytestmark = pytest.mark.usefixtures("reference")
ORDER = """mutation ($input: CheckoutCompleteInput!) { checkoutComplete(input: $input) {
  order { number accessKey } errors { code message path
    ... on TotalChangedError { shownTotal { amount } total { amount } } } } }"""
CHANGES = {
    "an offer ends": "UPDATE promotion SET is_active = false WHERE code IS NULL",
    "a coupon ends": "UPDATE promotion SET ends_at = starts_at + interval '1 s' WHERE code = 'TEN'",
    "delivery costs more": "UPDATE delivery_rate SET charge_paise = charge_paise + 100",
    "a price falls": "UPDATE variant SET price_paise = price_paise - 100",
    "nothing is free any more": "UPDATE vendor SET free_delivery_above_paise = NULL",
}


async def shown(ask: Ask) -> tuple[Buyer, dict[str, Any]]:
    vendor = await make_vendor(free_delivery_above_paise=100_00)
    await make_promotion(basis_points=5000)
    await make_promotion(code="TEN")
    buyer = Buyer(ask)
    free = await make_product(vendor_id=vendor.id, price=400_00)
    await buyer.begin({await make_product(price=400_00): 1, free: 1})
    await buyer.send_to(LUCKNOW)
    await buyer.done("CartCouponApply", code="TEN")
    cart = await buyer.read()
    assert cart is not None
    return buyer, cart


def wish(buyer: Buyer, **more: Any) -> dict[str, Any]:
    return {
        "cartId": buyer.cart_id,
        "paymentMethod": "UPI",
        "phone": "00000 12345",
        "idempotencyKey": "key-of-order",
    } | more


@pytest.mark.parametrize("what", CHANGES)
async def test_whatever_makes_the_total_is_held_to_what_was_shown(
    ask: Ask, gateway: Counter, what: str
) -> None:
    buyer, cart = await shown(ask)
    await execute(CHANGES[what])
    payload = (await ask(ORDER, input=wish(buyer)))["checkoutComplete"]
    if what == "a coupon ends":
        # It says why by itself.
        assert codes_of(payload) == ["CART_NOT_READY"]
        return
    (error,) = payload["errors"]
    assert error["code"] == "TOTAL_CHANGED"
    assert error["shownTotal"]["amount"] == cart["total"]["amount"]
    now = await buyer.read()
    assert now is not None
    assert error["total"]["amount"] == now["total"]["amount"] != cart["total"]["amount"]
    for total in (cart["total"], now["total"]):
        assert total["formatted"] in error["message"]
    # It was shown now.
    assert (await ask(ORDER, input=wish(buyer)))["checkoutComplete"]["errors"] == []


async def test_what_the_storefront_expects_goes_before(ask: Ask, gateway: Counter) -> None:
    buyer, cart = await shown(ask)
    wrong = await ask(ORDER, input=wish(buyer, expectedTotal="1.00"))
    (error,) = wrong["checkoutComplete"]["errors"]
    assert (error["shownTotal"]["amount"], error["path"]) == ("1.00", ["input", "expectedTotal"])
    right = await ask(ORDER, input=wish(buyer, expectedTotal=cart["total"]["amount"]))
    assert right["checkoutComplete"]["errors"] == []


async def test_reading_the_same_again_writes_nothing(ask: Ask, queries: list[str]) -> None:
    buyer, _ = await shown(ask)
    queries.clear()
    await buyer.read()
    assert not [query for query in queries if "UPDATE" in query]


async def test_a_guests_cart_ordered_with_a_token_is_the_viewers(
    ask: Ask, gateway: Counter
) -> None:
    buyer, _ = await shown(ask)
    person, other = await signed_in(), await signed_in()
    first = await ask(ORDER, token=person.token, input=wish(buyer))
    order = first["checkoutComplete"]["order"]
    mine = "{ viewer { orders(first: 5) { nodes { number } } } }"
    found = await ask(mine, token=person.token)
    assert [each["number"] for each in found["viewer"]["orders"]["nodes"]] == [order["number"]]
    # The key answers nobody else, whoever has the cart's id; and its owner as before.
    for token in ("", other.token):
        again = await ask(ORDER, token=token, input=wish(buyer))
        assert codes_of(again["checkoutComplete"]) == ["NOT_FOUND"]
        assert again["checkoutComplete"]["order"] is None
    assert await ask(ORDER, token=person.token, input=wish(buyer)) == first


async def test_a_guests_key_ends_when_the_order_becomes_a_members(
    ask: Ask, gateway: Counter
) -> None:
    buyer, _ = await shown(ask)
    first = (await ask(ORDER, input=wish(buyer)))["checkoutComplete"]
    assert (await ask(ORDER, input=wish(buyer)))["checkoutComplete"] == first
    person = await signed_in()
    await models.Order.all().update(account_id=person.id)
    assert codes_of((await ask(ORDER, input=wish(buyer)))["checkoutComplete"]) == ["NOT_FOUND"]


async def test_every_mutation_with_a_key_is_known_here(ask: Ask) -> None:
    """Whose a key is has been thought of for each; think of it for a new one."""
    found = await ask("{ __schema { types { name inputFields { name } } } }")
    keyed = {
        each["name"]
        for each in found["__schema"]["types"]
        if any(field["name"] == "idempotencyKey" for field in each["inputFields"] or ())
    }
    assert keyed == {
        "CheckoutCompleteInput",  # the order's owner, or the guest's cart
        "PaymentConfirmInput",  # the gateway's signature, then the order's owner
        "OrderCancelInput",  # who may change the order is asked first
        "OrderAddressSetInput",  # the same
        "RefundRetryInput",  # the account
        "CartLinesAddInput",  # who may write to the cart is asked first
        "CartCreateInput",  # the member's own cart
        "OrderReorderInput",  # the member's own cart
    }


async def test_a_members_payment_is_confirmed_and_told_to_the_member_alone(
    ask: Ask, gateway: Counter
) -> None:
    person, other = await signed_in(), await signed_in()
    buyer = Buyer(ask, person.token)
    await buyer.begin({await make_product(price=300_00): 1})
    await buyer.send_to(LUCKNOW)
    payment = (await buyer.check_out("UPI"))["payment"]
    told = await gateway.pay(payment["gateway"]["payUrl"])
    input = {
        "paymentId": payment["id"],
        "gatewayPaymentId": told["razorpay_payment_id"],
        "signature": told["razorpay_signature"],
        "idempotencyKey": "confirm-0001",
    }
    for token in ("", other.token):
        found = await ask("checkout", name="PaymentConfirm", token=token, input=input)
        assert codes_of(found["paymentConfirm"]) == ["SIGN_IN_AGAIN"]
        assert found["paymentConfirm"]["order"] is None
    assert (await models.Order.get()).status == "placed"
    found = await ask("checkout", name="PaymentConfirm", token=person.token, input=input)
    assert found["paymentConfirm"]["errors"] == []


async def test_what_is_added_with_a_key_is_added_once(ask: Ask) -> None:
    product = await make_product(price=300_00, stock=9)
    buyer = Buyer(ask)
    await buyer.begin()
    line = {"variantId": await variant_id(product), "quantity": 2}
    for _ in range(3):
        cart = await buyer.done("CartLinesAdd", lines=[line], idempotencyKey="add-00000001")
        assert lines_of(cart)[0]["quantity"] == 2
    other = await buyer.write(
        "CartLinesAdd",
        cartId=buyer.cart_id,
        lines=[line | {"quantity": 3}],
        idempotencyKey="add-00000001",
    )
    assert codes_of(other) == ["IDEMPOTENCY_KEY_REUSED"]
    cart = await buyer.done("CartLinesAdd", lines=[line], idempotencyKey="add-00000002")
    assert lines_of(cart)[0]["quantity"] == 4
    # A member's cart through `cartCreate`; and a key opens nobody else's cart.
    person = await signed_in()
    member = Buyer(ask, person.token)
    for _ in range(2):
        payload = await member.write("CartCreate", lines=[line], idempotencyKey="add-00000001")
    assert lines_of(payload["cart"])[0]["quantity"] == 2
    thief = await buyer.write(
        "CartLinesAdd", cartId=payload["cart"]["id"], lines=[line], idempotencyKey="add-00000001"
    )
    assert codes_of(thief) == ["NOT_FOUND"]
