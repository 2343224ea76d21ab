"""The calculated orders of `tests/data/gst_vectors.json`, bought in the shop."""

import json
from pathlib import Path
from typing import Any

import models
from tests.conftest import Ask
from tests.support.shop.factories import OPENED, make_artisan, make_product, make_vendor
from tests.support.shop.shopping import Buyer

VECTORS = json.loads(
    (Path(__file__).parents[2] / "data" / "gst_vectors.json").read_text(encoding="utf-8")
)

# The vectors name headings; goods are sold under items of the tariff.
ITEMS = {
    "5007": "50072010",
    "6211": "62114290",
    "6912": "69120010",
    "6913": "69139000",
    "9503": "95030020",
}


async def _vendor(suborder: dict[str, Any]) -> models.Vendor:
    kind = models.VendorKind[suborder["kind"]]
    more: dict[str, Any] = {"kind": kind}
    if kind is models.VendorKind.ENROLLED_UNREGISTERED:
        more |= {"gstin": None, "enrolment_number": "ENR09000009"}
    return await make_vendor(**more)


async def worked_order(ask: Ask, address: dict[str, str], name: str) -> None:
    """Buy it, and compare what is frozen with the vectors."""
    vector = next(each for each in VECTORS["orders"] if each["name"].startswith(name))
    artisan = await make_artisan()
    products: dict[models.Product, int] = {}
    vendors = {}
    for suborder in vector["suborders"]:
        vendor = vendors[suborder["supplier"]] = await _vendor(suborder)
        shipping = 0
        for line in suborder["lines"]:
            if line["sku"] == "SHIPPING":
                shipping = line["unit"]
                continue
            made: dict[str, Any] = {"artisan_id": artisan.id} if "artisan" in line else {}
            product = await make_product(price=line["unit"], stock=20, vendor_id=vendor.id, **made)
            await models.Variant.filter(product_id=product.id).update(hsn=ITEMS[line["hsn"]])
            products[product] = line["qty"]
            if made:
                await models.Agreement.create(
                    vendor_id=vendor.id,
                    artisan_id=artisan.id,
                    status=models.AgreementStatus.ACCEPTED,
                    transfer_kind=models.TransferKind.FIXED,
                    transfer_paise=line["artisan_price"],
                    valid_from="2026-01-01",
                    accepted_at=OPENED,
                )
        # The vectors' charges for delivery, in a rate table of the vendor's own.
        for zone in models.DeliveryZone:
            await models.DeliveryRate.create(
                vendor_id=vendor.id,
                zone=zone,
                up_to_grams=50_000,
                charge_paise=shipping,
                days_min=1,
                days_max=2,
            )
    buyer = Buyer(ask)
    await buyer.begin(products)
    await buyer.send_to(address)
    payload = await buyer.check_out("UPI")
    assert payload["errors"] == []
    order = await models.Order.get(number=payload["order"]["number"])
    assert order.total_paise == vector["ledger"]["buyer_pays"]
    for suborder in vector["suborders"]:
        row = await models.Suborder.get(
            order_id=order.id, vendor_id=vendors[suborder["supplier"]].id
        )
        totals = suborder["totals"]
        assert {
            "gross": row.gross_paise,
            "taxable": row.taxable_paise,
            "cgst": row.cgst_paise,
            "sgst": row.sgst_paise,
            "igst": row.igst_paise,
        } == totals
        assert row.supply.name == suborder["supply"]
        assert (row.commission_paise, row.commission_cgst_paise, row.commission_sgst_paise) == (
            suborder["commission"],
            suborder["commission_cgst"],
            suborder["commission_sgst"],
        )
        lines = await models.OrderLine.filter(suborder_id=row.id).order_by("id")
        goods = [line for line in suborder["lines"] if line["sku"] != "SHIPPING"]
        for frozen, line in zip(lines, goods, strict=True):
            assert (
                frozen.gross_paise,
                frozen.taxable_paise,
                frozen.cgst_paise,
                frozen.sgst_paise,
                frozen.igst_paise,
                frozen.rate_bp,
            ) == tuple(
                line[each] for each in ("gross", "taxable", "cgst", "sgst", "igst", "rate_bp")
            )
            assert frozen.transfer_paise == line.get("artisan_price")
        shares = sum((line.transfer_paise or 0) * line.quantity for line in lines)
        assert shares == sum(each["amount"] for each in suborder["artisan_shares"])
