"""The total last shown is compared at checkout; owners of carts and keys."""

from typing import Any

import pytest

import models
from database.connect import execute
from settings import settings
from tests.conftest import Ask
from tests.support.people.accounts import signed_in
from tests.support.shop.factories import make_product, make_promotion, make_vendor
from tests.support.shop.paying import Counter
from tests.support.shop.shopping import LUCKNOW, Buyer, codes_of, lines_of, variant_id

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
async def test_any_change_of_the_shown_total_is_reported(
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


async def test_expected_total_takes_precedence(ask: Ask, gateway: Counter) -> None:
    buyer, cart = await shown(ask)
    wrong = await ask(ORDER, input=wish(buyer, expectedTotal="1.00"))
    (error,) = wrong["checkoutComplete"]["errors"]
    assert (error["shownTotal"]["amount"], error["path"]) == ("1.00", ["input", "expectedTotal"])
    right = await ask(ORDER, input=wish(buyer, expectedTotal=cart["total"]["amount"]))
    assert right["checkoutComplete"]["errors"] == []


async def test_reading_the_same_total_again_writes_nothing(ask: Ask, queries: list[str]) -> None:
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


async def test_a_guests_idempotency_key_ends_when_the_order_is_claimed(
    ask: Ask, gateway: Counter
) -> None:
    buyer, _ = await shown(ask)
    first = (await ask(ORDER, input=wish(buyer)))["checkoutComplete"]
    assert (await ask(ORDER, input=wish(buyer)))["checkoutComplete"] == first
    person = await signed_in()
    await models.Order.all().update(account_id=person.id)
    assert codes_of((await ask(ORDER, input=wish(buyer)))["checkoutComplete"]) == ["NOT_FOUND"]


async def test_every_mutation_with_an_idempotency_key_is_tested(ask: Ask) -> None:
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


async def test_a_members_confirmed_order_is_shown_to_the_member_only(
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
        assert "received your payment" in found["paymentConfirm"]["errors"][0]["message"]
        assert found["paymentConfirm"]["order"] is None
    assert (await models.Order.get()).status == "placed"
    found = await ask("checkout", name="PaymentConfirm", token=person.token, input=input)
    assert found["paymentConfirm"]["errors"] == []


async def test_lines_added_with_a_key_are_added_once(ask: Ask) -> None:
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


OFFER = "UPDATE promotion SET is_active = $1 WHERE code IS NULL"
NOT_SHOWN = {
    "its pieces": "{ itemCount }",
    "its id": "{ id }",
    "another amount": "{ subtotal { amount } }",
    "a currency": "{ total { currency __typename } }",
    "a total of lines": "{ groups { lines { total { amount } } } }",
    "skipped": "{ id total @skip(if: $yes) { amount } }",
    "not included": "{ id total { currency amount @include(if: $no) } }",
    "in a skipped fragment": "{ id ...Shown @skip(if: $yes) }",
}
SHOWN = {
    "an amount": "{ total { amount } }",
    "a text": "{ total { formatted } }",
    "by other names": "{ due: total { sum: amount } }",
    "in a fragment": "{ id ...Shown }",
    "in a fragment within": "{ ... on Cart { id total { currency ...Sum } } }",
    "beside what is none": "{ total { currency } total { amount @skip(if: $no) } }",
    "asked twice": "{ before: total { currency } total { formatted } }",
    "where it is included": "{ ... { total @include(if: $yes) { amount } } }",
}
FRAGMENTS = """ fragment Shown on Cart { total { currency amount } }
fragment Sum on Money { formatted }"""
READINGS = {
    "cart": "query ($cart: ID!, $yes: Boolean!, $no: Boolean!) { x: cart(id: $cart) %s }",
    "viewer": "query ($yes: Boolean!, $no: Boolean!) { viewer { c: cart %s } }",
    "mutation": """mutation ($cart: ID!, $yes: Boolean!, $no: Boolean!) {
      cartCouponRemove(input: {cartId: $cart, code: "NONE"}) { x: cart %s errors { code } } }""",
    "claim": """mutation ($cart: ID!, $yes: Boolean!, $no: Boolean!) {
      cartClaim(input: {cartId: $cart}) { cart %s errors { code } } }""",
}
HOW = [
    (how, is_planned)
    for how in READINGS
    for is_planned in ((True, False) if how in ("cart", "viewer") else (True,))
]


def reading(how: str, selected: str) -> str:
    document = READINGS[how] % selected
    for name in ("yes", "no"):
        if f": ${name})" not in selected:
            document = document.replace(f"${name}: Boolean!", "")
    document = document.replace("(, )", "").replace("(,", "(").replace("( )", "")
    for name in ("Shown", "Sum"):
        if f"...{name}" in selected:
            document += next(
                f" fragment{each}" for each in FRAGMENTS.split("fragment") if f" {name} on" in each
            )
    return document


@pytest.mark.parametrize(("how", "is_planned"), HOW)
async def test_only_a_selected_total_counts_as_shown(
    ask: Ask, gateway: Counter, monkeypatch: pytest.MonkeyPatch, how: str, is_planned: bool
) -> None:
    """Whichever way it is read, and whoever answers: a plan, the executor, a mutation."""
    monkeypatch.setattr(settings(), "plans", is_planned)
    await make_promotion(basis_points=5000)
    person = await signed_in()
    buyer = Buyer(ask, person.token)
    await buyer.begin({await make_product(price=400_00): 1})
    cart = await buyer.send_to(LUCKNOW)
    before = await models.Cart.get()
    for name, selected in (NOT_SHOWN | SHOWN).items():
        await models.Cart.filter(id=before.id).update(shown_paise=before.shown_paise)
        await execute(OFFER, False)
        document = reading(how, selected)
        given = {
            variable: value
            for variable, value in {"cart": buyer.cart_id, "yes": True, "no": False}.items()
            if f"${variable}:" in document
        }
        answer = await ask(document, token=person.token, **given)
        assert not [
            each for each in answer.values() if isinstance(each, dict) and each.get("errors")
        ]
        found = await models.Cart.get()
        if name in SHOWN:
            assert found.shown_paise != before.shown_paise, name
            continue
        assert found.shown_paise == before.shown_paise, name
        payload = (await ask(ORDER, token=person.token, input=wish(buyer)))["checkoutComplete"]
        (error,) = payload["errors"]
        assert error["code"] == "TOTAL_CHANGED"
        assert error["shownTotal"]["amount"] == cart["total"]["amount"]


@pytest.mark.parametrize("is_planned", [True, False])
async def test_a_cart_whose_total_nobody_saw_is_ordered_as_it_is(
    ask: Ask, gateway: Counter, monkeypatch: pytest.MonkeyPatch, is_planned: bool
) -> None:
    monkeypatch.setattr(settings(), "plans", is_planned)
    await make_promotion(basis_points=5000)
    made = await ask(
        """mutation ($l: [CartLineInput!]!) {
        cartCreate(input: {lines: $l}) { cart { id } errors { code } } }""",
        l=[{"variantId": await variant_id(await make_product(price=400_00)), "quantity": 1}],
    )
    buyer = Buyer(ask)
    buyer.cart_id = made["cartCreate"]["cart"]["id"]
    await ask(
        """mutation ($input: CartAddressSetInput!) { cartAddressSet(input: $input) {
        cart { subtotal { amount } } errors { code } } }""",
        input={"cartId": buyer.cart_id, "address": LUCKNOW},
    )
    await ask("query ($c: ID!) { cart(id: $c) { itemCount } }", c=buyer.cart_id)
    assert (await models.Cart.get()).shown_paise is None
    await execute(OFFER, False)
    assert (await ask(ORDER, input=wish(buyer)))["checkoutComplete"]["errors"] == []
