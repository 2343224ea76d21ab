"""Carts as the storefront fills them, over HTTP."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import models
from commerce.core.access_keys import lookup_hash
from database.connect import execute
from graph.ids import global_id
from tests.conftest import Ask
from tests.support.factories import make_product, make_promotion, make_variant, make_vendor
from tests.support.people import Postbox, signed_in
from tests.support.shopping import (
    DELHI,
    KANPUR,
    LUCKNOW,
    Buyer,
    codes_of,
    lines_of,
    problems_of,
    variant_id,
    variant_of,
)

pytestmark = pytest.mark.usefixtures("reference")


async def test_a_cart_is_filled_and_priced(ask: Ask) -> None:
    vendor, other = await make_vendor(), await make_vendor()
    kurta = await make_product(vendor_id=vendor.id, price=1_499_00)
    dupatta = await make_product(vendor_id=vendor.id, price=600_00)
    toy = await make_product(vendor_id=other.id, price=349_00)
    buyer = Buyer(ask)
    empty = await buyer.begin()
    assert (empty["itemCount"], problems_of(empty)) == (0, ["EMPTY"])
    await buyer.add(kurta, 2)
    await buyer.add(toy, 3)
    cart = await buyer.add(dupatta)
    assert cart["itemCount"] == 6
    assert [group["vendor"]["slug"] for group in cart["groups"]] == [vendor.slug, other.slug]
    assert problems_of(cart) == ["ADDRESS_MISSING"]
    assert cart["subtotal"]["amount"] == "4645.00"
    cart = await buyer.send_to(KANPUR)
    # Kanpur is in the vendors' State: the mart's own rates, up to 1 kg and up to 1 kg.
    assert [group["deliveryCharge"]["amount"] for group in cart["groups"]] == ["60.00", "60.00"]
    assert cart["total"] == {"amount": "4765.00", "currency": "INR", "formatted": "₹4,765.00"}
    assert cart["tax"]["igst"]["amount"] == "0.00"
    assert cart["tax"]["cgst"] == cart["tax"]["sgst"]
    assert cart["deliveryAddress"]["district"] == "Kanpur Nagar"
    assert cart["deliveryAddress"]["state"] == {"code": "09", "name": "Uttar Pradesh"}
    assert cart["isReadyForCheckout"] is True
    assert cart == await buyer.read()


async def test_tax_follows_the_parcel(ask: Ask) -> None:
    """Worked order A: to Delhi all is integrated tax, and to the paisa what the domain says."""
    buyer = Buyer(ask)
    await buyer.begin({await make_product(price=1_499_00, stock=9): 2})
    cart = await buyer.send_to(DELHI)
    delivery = cart["delivery"]["amount"]
    assert delivery == "90.00"
    # 285524 + 14276 for the kurtas, 8571 + 429 for the parcel of ₹90.
    assert cart["tax"] == {
        "taxable": {"amount": "2940.95"},
        "cgst": {"amount": "0.00"},
        "sgst": {"amount": "0.00"},
        "igst": {"amount": "147.05"},
    }
    home = await buyer.send_to(LUCKNOW)
    assert home["tax"]["igst"]["amount"] == "0.00"
    assert home["tax"]["cgst"]["amount"] == "72.33"


async def test_in_hindi_problems_are_told_in_hindi(ask: Ask) -> None:
    buyer = Buyer(ask, language="hi")
    cart = await buyer.begin({await make_product(stock=1): 3})
    assert lines_of(cart)[0]["problems"] == [{"code": "OUT_OF_STOCK", "message": "केवल 1 बचे हैं।"}]
    address, stock = cart["problems"]
    assert address == {"code": "ADDRESS_MISSING", "message": "डिलीवरी का पता जोड़ें।"}
    assert stock["code"] == "OUT_OF_STOCK"
    assert stock["message"].endswith("केवल 1 बचे हैं।")


async def test_what_changed_since_is_told(ask: Ask) -> None:
    dearer, cheaper, gone, short = [await make_product(price=500_00) for _ in range(4)]
    buyer = Buyer(ask)
    await buyer.begin({dearer: 1, cheaper: 1, gone: 1, short: 3})
    await buyer.send_to(LUCKNOW)
    for product, paise in ((dearer, 600_00), (cheaper, 400_00)):
        await models.Variant.filter(product_id=product.id).update(
            price_paise=paise, mrp_paise=paise
        )
    await models.Product.filter(id=gone.id).update(status="paused")
    await execute(
        "UPDATE stock SET on_hand = 2 WHERE variant_id = $1", (await variant_of(short)).id
    )
    cart = await buyer.read()
    assert cart is not None
    codes = {
        line["product"]["slug"]: [p["code"] for p in line["problems"]] for line in lines_of(cart)
    }
    assert codes == {
        dearer.slug: ["PRICE_ROSE"],
        cheaper.slug: ["PRICE_FELL"],
        gone.slug: ["NOT_ON_SALE"],
        short.slug: ["OUT_OF_STOCK"],
    }
    assert cart["isReadyForCheckout"] is False
    # What is no longer sold does not count.
    assert cart["subtotal"]["amount"] == "2500.00"
    lines = {line["product"]["slug"]: line["id"] for line in lines_of(cart)}
    agreed = await buyer.done(
        "CartLinesUpdate",
        lines=[
            {"id": lines[dearer.slug], "quantity": 1},
            {"id": lines[cheaper.slug], "quantity": 1},
            {"id": lines[gone.slug], "quantity": 0},
            {"id": lines[short.slug], "quantity": 2},
        ],
    )
    assert problems_of(agreed) == []
    assert agreed["isReadyForCheckout"] is True


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (models.VendorKind.COMPOSITION, {}),
        (
            models.VendorKind.ENROLLED_UNREGISTERED,
            {"gstin": None, "enrolment_number": "ENR09000001"},
        ),
    ],
)
async def test_who_may_not_sell_to_another_state_does_not(
    ask: Ask, kind: models.VendorKind, more: dict[str, Any]
) -> None:
    vendor = await make_vendor(kind=kind, **more)
    buyer = Buyer(ask)
    await buyer.begin({await make_product(vendor_id=vendor.id): 1, await make_product(): 1})
    cart = await buyer.send_to(DELHI)
    assert [[p["code"] for p in line["problems"]] for line in lines_of(cart)] == [
        ["SUPPLIER_INTRA_STATE_ONLY"],
        [],
    ]
    cart = await buyer.send_to(LUCKNOW)
    assert problems_of(cart) == []
    # Such a seller charges no tax.
    assert cart["tax"]["cgst"]["amount"] == "36.42"


async def test_what_cannot_be_put_in_is_refused_and_changes_nothing(ask: Ask) -> None:
    product, paused = await make_product(stock=5), await make_product()
    await models.Product.filter(id=paused.id).update(status="paused")
    buyer = Buyer(ask)
    before = await buyer.begin({product: 2})
    known, unknown = await variant_id(product), await variant_id(paused)
    line = lines_of(before)[0]["id"]
    other = Buyer(ask)
    foreign = lines_of(await other.begin({product: 1}))[0]["id"]
    for mutation, given, code, path in (
        ("CartLinesAdd", {"lines": []}, "REQUIRED", ["lines"]),
        ("CartLinesAdd", {"lines": [{"variantId": known, "quantity": 0}]}, "LIMIT_REACHED",
         ["lines", "0", "quantity"]),
        ("CartLinesAdd", {"lines": [{"variantId": known, "quantity": 98}]}, "LIMIT_REACHED",
         ["lines", "0", "quantity"]),
        ("CartLinesAdd", {"lines": [{"variantId": known}, {"variantId": unknown}]}, "NOT_FOUND",
         ["lines", "1", "variantId"]),
        ("CartLinesAdd", {"lines": [{"variantId": "nonsense"}]}, "NOT_FOUND",
         ["lines", "0", "variantId"]),
        ("CartLinesUpdate", {"lines": [{"id": line, "quantity": 1},
         {"id": foreign, "quantity": 0}]}, "NOT_FOUND", ["lines", "1", "id"]),
        ("CartLinesUpdate", {"lines": [{"id": line, "quantity": 100}]}, "LIMIT_REACHED",
         ["lines", "0", "quantity"]),
        ("CartCouponApply", {"code": "NOSUCH"}, "NOT_FOUND", ["code"]),
        ("CartAddressSet", {"address": LUCKNOW | {"state": "07"}}, "PINCODE_OF_ANOTHER_STATE",
         ["address", "state"]),
        ("CartAddressSet", {"address": LUCKNOW | {"pincode": "699999"}}, "NOT_FOUND",
         ["address", "pincode"]),
        ("CartAddressSet", {}, "REQUIRED", ["address"]),
    ):  # fmt: skip
        payload = await buyer.write(mutation, cartId=buyer.cart_id, **given)
        assert codes_of(payload) == [code], (mutation, given)
        assert payload["errors"][0]["path"] == ["input", *path]
        assert payload["cart"] is None
    assert await buyer.read() == before
    nowhere = await buyer.write("CartLinesAdd", cartId="x" * 22, lines=[{"variantId": known}])
    assert codes_of(nowhere) == ["NOT_FOUND"]


async def test_a_cart_has_at_most_fifty_lines(ask: Ask) -> None:
    product = await make_product()
    variants = [await make_variant(product, price=100_00, stock=1) for _ in range(51)]
    lines = [{"variantId": global_id("Variant", each.id)} for each in variants]
    buyer = Buyer(ask)
    await buyer.begin()
    await buyer.done("CartLinesAdd", lines=lines[:50])
    payload = await buyer.write("CartLinesAdd", cartId=buyer.cart_id, lines=lines[50:])
    assert codes_of(payload) == ["LIMIT_REACHED"]


async def test_putting_in_at_once_loses_nothing(ask: Ask) -> None:
    product = await make_product(stock=50)
    buyer = Buyer(ask)
    await buyer.begin()
    await asyncio.gather(*(buyer.add(product) for _ in range(20)))
    cart = await buyer.read()
    assert cart is not None
    assert cart["itemCount"] == 20


async def test_a_members_cart_is_nobody_elses(ask: Ask) -> None:
    member, other = await signed_in(), await signed_in()
    product = await make_product()
    own = Buyer(ask, member.token)
    await own.begin({product: 1})
    for token in ("", other.token):
        thief = Buyer(ask, token)
        thief.cart_id = own.cart_id
        assert await thief.read() is None
        payload = await thief.write(
            "CartLinesAdd", cartId=own.cart_id, lines=[{"variantId": await variant_id(product)}]
        )
        assert codes_of(payload) == ["NOT_FOUND"]
    # A member has one cart, on every device.
    again = Buyer(ask, member.token)
    assert (await again.begin({product: 1}))["itemCount"] == 2
    assert again.cart_id == own.cart_id
    viewer = await ask("{ viewer { cart { id itemCount } } }", token=member.token)
    assert viewer["viewer"]["cart"] == {"id": own.cart_id, "itemCount": 2}


async def test_a_guests_cart_is_merged_at_sign_in_and_no_line_is_lost(
    ask: Ask, postbox: Postbox
) -> None:
    member = await signed_in()
    both, capped, mine, guests = [
        await make_product(stock=number, price=300_00) for number in (9, 3, 5, 5)
    ]
    own = Buyer(ask, member.token)
    await own.begin({both: 2, capped: 2, mine: 1})
    guest = Buyer(ask)
    await guest.begin({both: 3, capped: 2, guests: 4})
    await guest.send_to(KANPUR)
    request = (
        "mutation ($input: OtpRequestInput!) { otpRequest(input: $input) { challenge { id } } }"
    )
    phone = member.account.phone
    assert phone is not None
    challenge = (await ask(request, input={"phone": phone}))["otpRequest"]["challenge"]["id"]
    verify = (
        "mutation ($input: OtpVerifyInput!) { otpVerify(input: $input) {"
        " session { accessToken viewer { cart { id } } } errors { code } } }"
    )
    given = {"challenge": challenge, "code": postbox.code(phone), "cartId": guest.cart_id}
    session = (await ask(verify, input=given))["otpVerify"]["session"]
    assert session["viewer"]["cart"]["id"] == own.cart_id
    cart = await own.read()
    assert cart is not None
    quantities = {line["product"]["slug"]: line["quantity"] for line in lines_of(cart)}
    assert quantities == {both.slug: 5, capped.slug: 3, mine.slug: 1, guests.slug: 4}
    assert problems_of(cart) == ["QUANTITY_CAPPED"]
    told = next(line for line in lines_of(cart) if line["problems"])["problems"][0]["message"]
    assert told == "You asked for 4; your cart now has 3."
    assert cart["deliveryAddress"]["city"] == "Kanpur"
    assert await guest.read() is None


async def test_a_guests_cart_becomes_the_members_who_has_none(ask: Ask) -> None:
    guest = Buyer(ask)
    await guest.begin({await make_product(): 1})
    register = (
        "mutation ($input: AccountRegisterInput!) { accountRegister(input: $input) {"
        " session { accessToken } errors { code } } }"
    )
    given = {"name": "A", "email": "a@buyer.example.in", "password": "neem leaves in july"}
    found = await ask(register, input=given | {"cartId": guest.cart_id})
    token = found["accountRegister"]["session"]["accessToken"]
    assert await guest.read() is None
    own = Buyer(ask, token)
    own.cart_id = guest.cart_id
    cart = await own.read()
    assert cart is not None
    assert cart["itemCount"] == 1


CLAIM = (
    "mutation ($input: CartClaimInput!) { cartClaim(input: $input) {"
    " cart { itemCount } errors { code } } }"
)


async def test_a_cart_is_claimed_once_however_often_it_is_tried(ask: Ask) -> None:
    members = [await signed_in() for _ in range(4)]
    product = await make_product(stock=50)
    for member in members[:2]:
        await Buyer(ask, member.token).begin({product: 1})
    guest = Buyer(ask)
    await guest.begin({product: 5})
    answers = await asyncio.gather(
        *(ask(CLAIM, token=each.token, input={"cartId": guest.cart_id}) for each in members * 3)
    )
    refused = [each["cartClaim"] for each in answers if each["cartClaim"]["errors"]]
    assert {error["code"] for each in refused for error in each["errors"]} <= {"NOT_FOUND"}
    total = 0
    for member in members:
        viewer = await ask("{ viewer { cart { itemCount } } }", token=member.token)
        total += (viewer["viewer"]["cart"] or {"itemCount": 0})["itemCount"]
    assert total == 5 + 2


@pytest.mark.parametrize("has_one", [True, False])
async def test_whoever_claims_a_cart_again_is_told_that_it_is_done(ask: Ask, has_one: bool) -> None:
    member, other = await signed_in(), await signed_in()
    product = await make_product(stock=50)
    if has_one:
        await Buyer(ask, member.token).begin({product: 1})
    guest = Buyer(ask)
    await guest.begin({product: 5})
    asked = {"input": {"cartId": guest.cart_id}}
    first, again = [(await ask(CLAIM, token=member.token, **asked)) for _ in range(2)]
    assert first == again
    assert first["cartClaim"] == {"cart": {"itemCount": 5 + has_one}, "errors": []}
    refused = (await ask(CLAIM, token=other.token, **asked))["cartClaim"]
    assert [error["code"] for error in refused["errors"]] == ["NOT_FOUND"]


async def test_delivery_is_chosen_and_costs_what_it_says(ask: Ask) -> None:
    vendor = await make_vendor(free_delivery_above_paise=2_000_00)
    product = await make_product(vendor_id=vendor.id, price=1_000_00, stock=9)
    buyer = Buyer(ask)
    await buyer.begin({product: 2})
    await buyer.send_to(KANPUR)
    options = (
        "query ($id: ID!) { cart(id: $id) { total { amount } groups { deliveryService"
        " deliveryCharge { amount } deliveryOptions { service charge { amount }"
        " estimatedDays { min max } } } } }"
    )
    group = (await ask(options, id=buyer.cart_id))["cart"]["groups"][0]
    offered = [
        (each["service"], each["charge"]["amount"], each["estimatedDays"])
        for each in group["deliveryOptions"]
    ]
    assert offered == [
        ("STANDARD", "0.00", {"min": 3, "max": 5}),
        ("EXPRESS", "110.00", {"min": 1, "max": 2}),
    ]
    select = (
        "mutation ($input: CartDeliverySelectInput!) { cartDeliverySelect(input: $input) {"
        " cart { total { amount } } errors { code path } } }"
    )
    given = {"cartId": buyer.cart_id, "vendorId": global_id("Vendor", vendor.id)}
    found = await ask(select, input=given | {"service": "EXPRESS"})
    assert found["cartDeliverySelect"]["cart"]["total"]["amount"] == "2110.00"
    # No carrier brings it to the islands faster.
    await buyer.send_to(LUCKNOW | {"pincode": "744101", "state": "35", "city": "Port Blair"})
    found = await ask(select, input=given | {"service": "EXPRESS"})
    assert codes_of(found["cartDeliverySelect"]) == ["INVALID"]
    cart = await buyer.read()
    assert cart is not None
    assert cart["groups"][0]["deliveryCharge"]["amount"] == "0.00"


async def test_what_may_break_costs_more_to_send(ask: Ask) -> None:
    product = await make_product(price=500_00)
    buyer = Buyer(ask)
    await buyer.begin({product: 1})
    plain = (await buyer.send_to(KANPUR))["delivery"]["amount"]
    await models.Variant.filter(product_id=product.id).update(is_fragile=True)
    cart = await buyer.read()
    assert cart is not None
    assert (plain, cart["delivery"]["amount"]) == ("45.00", "55.00")


async def test_a_coupon_takes_off_what_it_promises(ask: Ask) -> None:
    await make_promotion(code="DIWALI10", basis_points=1000, most_paise=150_00)
    buyer = Buyer(ask)
    await buyer.begin({await make_product(price=1_000_00): 2})
    cart = await buyer.done("CartCouponApply", code=" diwali10 ")
    assert cart["coupons"] == [{"code": "DIWALI10", "discount": {"amount": "150.00"}}]
    assert (cart["discount"]["amount"], cart["total"]["amount"]) == ("150.00", "1850.00")
    # The mart pays for it: what the vendor supplies is worth as much as before.
    assert cart["tax"]["taxable"]["amount"] == "1904.76"
    remove = (
        "mutation ($input: CartCouponRemoveInput!) { cartCouponRemove(input: $input) {"
        " cart { coupons { code } total { amount } } errors { code } } }"
    )
    given = {"cartId": buyer.cart_id, "code": "DIWALI10"}
    found = (await ask(remove, input=given))["cartCouponRemove"]["cart"]
    assert found == {"coupons": [], "total": {"amount": "2000.00"}}


async def test_a_coupon_that_does_not_fit_says_why(ask: Ask) -> None:
    member = await signed_in()
    vendor = await make_vendor()
    now = datetime.now(UTC)
    await models.Order.create(
        number="ODOP-0001",
        account_id=member.id,
        status=models.OrderStatus.DELIVERED,
        total_paise=1,
        placed_at=now,
    )
    await make_promotion(code="BIG", least_paise=9_000_00)
    await make_promotion(code="OTHERS", vendor_id=vendor.id)
    await make_promotion(code="FIRST", is_first_order=True)
    await make_promotion(code="GONE", most_uses=3, uses=3)
    await make_promotion(code="ALONE", is_exclusive=True)
    await make_promotion(code="SOON", starts_at=now + timedelta(days=1))
    await make_promotion(code="ENDED", starts_at=now - timedelta(days=2), ends_at=now)
    query = "query ($id: ID!) { cart(id: $id) { coupons { code problem { code message } } } }"
    product = await make_product(price=1_000_00)
    buyer = Buyer(ask, member.token)
    await buyer.begin({product: 1})
    for code in ("BIG", "OTHERS", "FIRST"):
        await buyer.done("CartCouponApply", code=code)
    fourth = await buyer.write("CartCouponApply", cartId=buyer.cart_id, code="GONE")
    assert codes_of(fourth) == ["LIMIT_REACHED"]
    cart = (await ask(query, id=buyer.cart_id, token=member.token))["cart"]
    assert {each["code"]: each["problem"]["code"] for each in cart["coupons"]} == {
        "BIG": "COUPON_NEEDS_MORE",
        "OTHERS": "COUPON_FITS_NOTHING",
        "FIRST": "COUPON_FOR_FIRST_ORDER",
    }
    assert cart["coupons"][0]["problem"]["message"] == (
        "Spend ₹9,000.00 or more to use this coupon."
    )
    for code in ("SOON", "ENDED"):
        payload = await buyer.write("CartCouponApply", cartId=buyer.cart_id, code=code)
        assert codes_of(payload) == ["NOT_FOUND"]
        said = {"SOON": "valid from", "ENDED": "expired on"}[code]
        assert said in payload["errors"][0]["message"]
    none = await buyer.write("CartCouponApply", cartId=buyer.cart_id, code="NOSUCH")
    assert none["errors"][0]["message"] == "We couldn't find this coupon. Check the code."
    for nothing in ("", " ", "\u200b"):
        empty = await buyer.write("CartCouponApply", cartId=buyer.cart_id, code=nothing)
        (error,) = empty["errors"]
        assert (error["code"], error["message"]) == ("REQUIRED", "Enter a coupon code.")
    other = Buyer(ask)
    await other.begin({product: 1})
    for code in ("ALONE", "GONE"):
        await other.done("CartCouponApply", code=code)
    cart = (await ask(query, id=other.cart_id))["cart"]
    assert [each["problem"]["code"] for each in cart["coupons"]] == [
        "COUPON_STANDS_ALONE",
        "COUPON_USED_UP",
    ]


async def test_a_cart_that_was_left_is_thrown_away(ask: Ask) -> None:
    from server.processes.retention import sweep_hourly

    left, kept = Buyer(ask), Buyer(ask)
    product = await make_product()
    await left.begin({product: 1})
    await kept.begin({product: 1})
    await models.Cart.filter(token_hash=lookup_hash(left.cart_id)).update(
        expires_at=datetime.now(UTC) - timedelta(seconds=1)
    )
    assert await left.read() is None
    await sweep_hourly()
    assert [each.token_hash for each in await models.Cart.all()] == [lookup_hash(kept.cart_id)]
    assert await models.CartLine.all().count() == 1


async def test_reading_a_cart_costs_the_same_however_much_is_in_it(
    ask: Ask, queries: list[str]
) -> None:
    costs = []
    for number in (1, 12):
        buyer = Buyer(ask)
        await buyer.begin({await make_product(): 1 for _ in range(number)})
        await buyer.send_to(LUCKNOW)
        queries.clear()
        assert await buyer.read()
        costs.append(len(queries))
    # The cart; its lines; rates, offers and coupons where nobody listens; what its page shows.
    assert costs[0] == costs[1]
    assert costs[0] <= 13
