"""Delivery charges and coupons of a cart."""

from datetime import UTC, datetime, timedelta

import pytest

import models
from graph.ids import global_id
from tests.conftest import Ask
from tests.support.people.accounts import signed_in
from tests.support.shop.factories import make_product, make_promotion, make_vendor
from tests.support.shop.shopping import KANPUR, LUCKNOW, Buyer, codes_of

pytestmark = pytest.mark.usefixtures("reference")


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


async def test_fragile_goods_have_a_higher_delivery_charge(ask: Ask) -> None:
    product = await make_product(price=500_00)
    buyer = Buyer(ask)
    await buyer.begin({product: 1})
    plain = (await buyer.send_to(KANPUR))["delivery"]["amount"]
    await models.Variant.filter(product_id=product.id).update(is_fragile=True)
    cart = await buyer.read()
    assert cart is not None
    assert (plain, cart["delivery"]["amount"]) == ("45.00", "55.00")


async def test_a_coupon_gives_its_discount(ask: Ask) -> None:
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
