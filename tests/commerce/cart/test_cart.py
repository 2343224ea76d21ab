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
from tests.support.shop.factories import make_product, make_variant, make_vendor
from tests.support.shop.shopping import (
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


async def test_tax_follows_the_delivery_state(ask: Ask) -> None:
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


async def test_problems_are_in_the_readers_language(ask: Ask) -> None:
    buyer = Buyer(ask, language="hi")
    cart = await buyer.begin({await make_product(stock=1): 3})
    assert lines_of(cart)[0]["problems"] == [{"code": "OUT_OF_STOCK", "message": "केवल 1 बचे हैं।"}]
    address, stock = cart["problems"]
    assert address == {"code": "ADDRESS_MISSING", "message": "डिलीवरी का पता जोड़ें।"}
    assert stock["code"] == "OUT_OF_STOCK"
    assert stock["message"].endswith("केवल 1 बचे हैं।")


async def test_changed_prices_are_reported(ask: Ask) -> None:
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
async def test_intra_state_vendors_do_not_sell_to_other_states(
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


async def test_invalid_lines_are_refused_and_change_nothing(ask: Ask) -> None:
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


async def test_concurrent_additions_are_not_lost(ask: Ask) -> None:
    product = await make_product(stock=50)
    buyer = Buyer(ask)
    await buyer.begin()
    await asyncio.gather(*(buyer.add(product) for _ in range(20)))
    cart = await buyer.read()
    assert cart is not None
    assert cart["itemCount"] == 20


async def test_abandoned_carts_are_deleted(ask: Ask) -> None:
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


async def test_reading_a_cart_takes_a_fixed_number_of_statements(
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
