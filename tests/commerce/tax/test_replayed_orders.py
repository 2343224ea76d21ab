"""Twenty orders of the demo shop, compared with an independent reckoning to the paisa."""

import json
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest

import models
from commerce.tax.commission import Supplied, withholdings
from commerce.tax.gst import Parts
from database.connect import execute, fetch
from demo import catalogue
from graph.ids import global_id
from tests.commerce.tax.independent import RATES, SLAB_CHAPTERS, Bought, Tax, rate_of, reckon
from tests.conftest import Ask
from tests.support.shop.paying import Counter
from tests.support.shop.shopping import DELHI, KANPUR, LUCKNOW, Buyer

PRODUCTS = 1_200
VECTORS = Path(__file__).parents[2] / "data" / "gst_vectors.json"
REGULAR, COMPOSITION, UNREGISTERED = "regular", "composition", "enrolled_unregistered"
# What is bought: beginnings of tariff items, each with a price or as it is, of a kind of supplier.
ORDERS: list[tuple[dict[str, int | None], str, dict[str, str], str, str]] = [
    ({"5007": None}, REGULAR, LUCKNOW, "UPI", ""),
    ({"5007": None, "57": None}, REGULAR, DELHI, "UPI", ""),
    ({"62": 2_625_00}, REGULAR, KANPUR, "CARD", ""),
    ({"62": 2_950_01}, REGULAR, KANPUR, "UPI", ""),
    ({"62": 2_625_00, "64": 2_950_01}, REGULAR, DELHI, "UPI", ""),
    ({"63": 2_499_00, "8301": None}, REGULAR, DELHI, "UPI", ""),
    ({"3304": None}, REGULAR, LUCKNOW, "CASH_ON_DELIVERY", ""),
    ({"70181010": None, "3301": None}, REGULAR, DELHI, "UPI", ""),
    ({"19059040": None, "0803": None}, REGULAR, LUCKNOW, "UPI", ""),
    ({"4201": None, "9503": 99_99}, REGULAR, DELHI, "UPI", ""),
    ({"7103": None}, REGULAR, DELHI, "UPI", ""),
    ({"7113": None, "9606": None}, REGULAR, KANPUR, "UPI", ""),
    ({"57": None, "5810": None, "8301": 1_234_57}, REGULAR, LUCKNOW, "CARD", ""),
    ({"9503": 999_00, "4419": None}, REGULAR, KANPUR, "CASH_ON_DELIVERY", ""),
    ({"": None}, COMPOSITION, LUCKNOW, "UPI", ""),
    ({"": None}, UNREGISTERED, KANPUR, "UPI", ""),
    ({"5007": 6_000_00}, REGULAR, DELHI, "UPI", "MELA500"),
    ({"57": 6_000_00, "9503": None}, REGULAR, LUCKNOW, "UPI", "SARKAR"),
    ({"62": 3_000_00, "8301": None}, REGULAR, KANPUR, "UPI", "VIKRETA"),
    ({"69120010": None, "69120040": None}, REGULAR, DELHI, "UPI", ""),
]
INSERT = """
INSERT INTO promotion (code, name_en, name_hi, kind, amount_paise, vendor_share_bp, mart_share_bp,
  scheme_share_bp, scheme, government_order, vendor_id, least_paise, is_first_order, is_exclusive,
  starts_at, uses, is_active) VALUES """
STATE_COUPON = f"""{INSERT} ('SARKAR', 'Aid', 'सहायता', 'fixed', 15924, 0, 0, 10000, 'Aid',
  'GO 12/2026', NULL, 0, false, true, '2026-01-01', 0, true)"""
VENDOR_COUPON = f"""{INSERT} ('VIKRETA', 'Less', 'छूट', 'fixed', 3333, 10000, 0, 0, NULL,
  NULL, $1, 0, false, true, '2026-01-01', 0, true)"""
FITTING = """
SELECT v.id, p.vendor_id FROM variant v JOIN product p ON p.id = v.product_id
JOIN vendor s ON s.id = p.vendor_id JOIN stock k ON k.variant_id = v.id
WHERE p.is_on_sale AND v.is_active AND k.on_hand >= 2 AND s.kind = $1 AND v.weight_grams < 20000
  AND starts_with(v.hsn, $2) AND v.rate_condition_id IS NULL
  AND EXISTS (SELECT FROM unnest($3::text[]) item WHERE starts_with(v.hsn, item))
ORDER BY v.id LIMIT 1
"""


async def test_orders_are_what_the_law_alone_gives(
    gateway: Counter, owned_db: str, ask: Ask
) -> None:
    await catalogue.load(PRODUCTS)
    rates, charges = set[tuple[int, int]](), set[bool]()
    for number, (goods, kind, address, method, code) in enumerate(ORDERS):
        lines: list[dict[str, Any]] = []
        for item, price in goods.items():
            found = await fetch(FITTING, kind, item, [*RATES, *SLAB_CHAPTERS])
            assert found, item
            variant = found[0]
            if price:
                await execute(
                    "UPDATE variant SET price_paise = $2, mrp_paise = $2 WHERE id = $1",
                    variant["id"], price,
                )  # fmt: skip
            if number == 0:
                await execute(STATE_COUPON)
            if code == "VIKRETA" and not lines:
                await execute(VENDOR_COUPON, variant["vendor_id"])
            quantity = 1 + (number + len(lines)) % 2
            lines.append({"variantId": global_id("Variant", variant["id"]), "quantity": quantity})
        buyer = Buyer(ask)
        payload = await buyer.write("CartCreate", lines=lines)
        assert payload["errors"] == []
        buyer.cart_id = payload["cart"]["id"]
        await buyer.send_to(address)
        if code:
            await buyer.done("CartCouponApply", code=code)
        payload = await buyer.check_out(method, key=f"replayed-order-{number}")
        assert payload["errors"] == [], number
        order = await models.Order.get(number=payload["order"]["number"])
        assert (order.discount_paise > 0) or not code, code
        charges.add(order.delivery_paise > 0)
        rates |= await _compare(order, is_inside=address is not DELHI)
    assert charges == {True, False}
    assert {rate for rate, _ in rates} >= {0, 25, 300, 500, 1800}


async def _compare(order: models.Order, *, is_inside: bool) -> set[tuple[int, int]]:
    total = paid = 0
    rates = set[tuple[int, int]]()
    for suborder in await models.Suborder.filter(order_id=order.id):
        lines = await models.OrderLine.filter(suborder_id=suborder.id).order_by("id")
        bought = [
            Bought(
                line.hsn,
                line.quantity,
                line.price_paise * line.quantity
                - line.vendor_discount_paise
                - line.government_discount_paise,
            )
            for line in lines
        ]
        found = reckon(
            bought, suborder.delivery_paise, suborder.supplier_kind.name, inside=is_inside
        )
        for line, value, (rate, tax), (charge, carried) in zip(
            lines, bought, found.lines, found.delivery, strict=True
        ):
            where = f"{order.number} {line.hsn}"
            assert (line.gross_paise, line.rate_bp) == (value.value, rate), where
            assert line.paid_paise == (
                value.value - line.mart_discount_paise - line.scheme_discount_paise
            ), where
            assert _tax(line) == tax, where
            assert (line.delivery_paise, _tax(line, "delivery_")) == (charge, carried), where
            rates.add((rate, rate_of(value)))
            paid += line.paid_paise
        assert suborder.supply.name == ("INTRA" if is_inside else "INTER")
        assert _tax(suborder) == found.total
        assert (suborder.commission_paise, sum(line.commission_paise for line in lines)) == (
            found.commission,
            found.commission,
        )
        assert (suborder.commission_cgst_paise, suborder.commission_sgst_paise) == (
            found.commission_cgst,
            found.commission_sgst,
        )
        supplied = [
            Supplied(Parts(*astuple(_tax(line, part))), is_nil=bool(line.is_nil_rated))
            for line in lines
            for part in ("", "delivery_")
        ]
        kept = withholdings(
            supplied, suborder.supplier_kind, 50, 10, is_intra=is_inside, is_tds_due=False
        )
        assert (kept.cgst, kept.sgst, kept.igst) == found.tcs
        paid += suborder.delivery_paise
        total += found.total.taxable
    assert (order.total_paise, order.taxable_paise) == (paid, total)
    return rates


def _tax(row: Any, part: str = "") -> Tax:
    return Tax(
        *(getattr(row, f"{part}{name}_paise") for name in ("taxable", "cgst", "sgst", "igst"))
    )


@pytest.mark.parametrize("order", json.loads(VECTORS.read_text(encoding="utf-8"))["orders"])
def test_the_reckoning_agrees_with_the_worked_orders(order: dict[str, Any]) -> None:
    items = {"6211": "62114290", "9503": "95030020", "6912": "69120010", "6913": "69139000"}
    for suborder in order["suborders"]:
        goods = [line for line in suborder["lines"] if line["sku"] != "SHIPPING"]
        found = reckon(
            [Bought(items.get(g["hsn"], g["hsn"]), g["qty"], g["gross"]) for g in goods],
            sum(line["gross"] for line in suborder["lines"] if line["sku"] == "SHIPPING"),
            suborder["kind"],
            inside=suborder["supply"] == "INTRA",
        )
        totals, tcs = suborder["totals"], suborder["tcs"]
        assert found.total == Tax(*(totals[name] for name in ("taxable", "cgst", "sgst", "igst")))
        assert found.commission == suborder["commission"]
        assert found.tcs == (tcs["cgst"], tcs["sgst"], tcs["igst"])
