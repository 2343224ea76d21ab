"""Rows that are valid as they come; say only what the test is about. They stand on `reference`."""

import itertools
from datetime import UTC, date, datetime
from typing import Any

import models
from commerce.tax.gstin import check_character
from database.connect import execute

numbers = itertools.count(1)
OPENED = datetime(2026, 1, 26, tzinfo=UTC)


def gstin(number: int, state: str = "09") -> str:
    first = f"{state}ZZZPA{number:04d}B1Z"
    return first + check_character(first)


async def make_vendor(**more: Any) -> models.Vendor:
    n = next(numbers)
    columns: dict[str, Any] = {
        "slug": f"vendor-{n}",
        "kind": models.VendorKind.REGULAR,
        "status": models.VendorStatus.APPROVED,
        "display_name_en": f"Vendor {n}",
        "legal_name": f"Vendor {n} Private Limited",
        "gstin": gstin(n),
        "state_id": "09",
        "district_id": (await models.District.get(slug="lucknow")).id,
        "address_line1": "1, Chowk",
        "city_en": "Lucknow",
        "pincode": "226003",
        "care_phone": "+91-00000-00001",
        "care_email": "care@vendor.example.in",
        "grievance_name": "A. Verma",
        "grievance_email": "grievance@vendor.example.in",
        "grievance_phone": "+91-00000-00002",
        "undertaking_accepted_at": OPENED,
    }
    return await models.Vendor.create(**(columns | more))


async def make_artisan(**more: Any) -> models.Artisan:
    n = next(numbers)
    columns: dict[str, Any] = {
        "slug": f"artisan-{n}",
        "name_en": f"Artisan {n}",
        "name_hi": f"कारीगर {n}",
        "district_id": (await models.District.get(slug="lucknow")).id,
        "status": models.ArtisanStatus.ACTIVE,
        "profile_consented_at": OPENED,
    }
    return await models.Artisan.create(**(columns | more))


async def make_product(
    *,
    craft: str = "lucknow-chikankari",
    price: int = 1_500_00,
    stock: int = 5,
    lead_time_days: int | None = None,
    **more: Any,
) -> models.Product:
    """A published product with one variant. `price` is in paise.

    An artisan sells through a vendor by an agreement: without one they get the usual.
    """
    n = next(numbers)
    of = await models.Craft.get(slug=craft)
    columns: dict[str, Any] = {
        "slug": f"product-{n}",
        "name_en": f"Product {n}",
        "name_hi": f"वस्तु {n}",
        "status": models.ProductStatus.PUBLISHED,
        "published_at": OPENED,
        "craft_id": of.id,
        "district_id": of.district_id,
        "category_id": of.category_id,
        "return_days": 7,
        "vendor_id": more.pop("vendor_id", None) or (await make_vendor()).id,
    }
    product = await models.Product.create(**(columns | more))
    if product.artisan_id is not None:
        pair: dict[str, Any] = {"artisan_id": product.artisan_id, "vendor_id": product.vendor_id}
        if not await models.Agreement.exists(**pair):
            await make_agreement(**pair)
    await make_variant(product, price=price, stock=stock, lead_time_days=lead_time_days)
    return product


async def make_gi_product(
    *, craft: str = "lucknow-chikankari", kind: str = "chikan-kurta", **more: Any
) -> models.Product:
    """A product that bears the indication of its craft, by its artisan's or vendor's entry."""
    more["kind_id"] = (await models.Kind.get(slug=kind)).id
    product = await make_product(craft=craft, **more)
    holder = "vendor_id" if product.artisan_id is None else "artisan_id"
    of = {
        "gi_registration_id": (await models.Craft.get(slug=craft)).gi_registration_id,
        holder: getattr(product, holder),
    }
    user = await models.GiAuthorisedUser.get_or_none(**of) or await make_authorised_user(**of)
    await models.ProductGiClaim.create(product_id=product.id, gi_authorised_user_id=user.id)
    return product


async def make_printed_bedsheet(value: str) -> models.Product:
    """A bedsheet of Hapur with a value of `print`, with a claim."""
    product = await make_gi_product(craft="hapur-home-furnishing", kind="printed-bedsheet")
    attribute, _ = await models.Attribute.get_or_create(
        category_id=product.category_id,
        slug="print",
        defaults={"name_en": "Print", "kind": models.AttributeKind.CHOICE, "position": 1},
    )
    for number, slug in enumerate(("block", "screen")):
        await models.AttributeValue.get_or_create(
            attribute_id=attribute.id,
            slug=slug,
            defaults={"label_en": slug.title(), "position": number},
        )
    chosen = await models.AttributeValue.get(attribute_id=attribute.id, slug=value)
    await models.ProductAttribute.create(
        product_id=product.id, attribute_id=attribute.id, value_id=chosen.id
    )
    return product


async def make_authorised_user(**more: Any) -> models.GiAuthorisedUser:
    columns: dict[str, Any] = {
        "number": f"AU/TEST/{next(numbers)}",
        "valid_from": date(2020, 1, 1),
        "valid_to": date(2099, 12, 31),
        "verified_at": OPENED,
    }
    return await models.GiAuthorisedUser.create(**(columns | more))


async def make_agreement(**more: Any) -> models.Agreement:
    columns: dict[str, Any] = {
        "status": models.AgreementStatus.ACCEPTED,
        "transfer_kind": models.TransferKind.PERCENT,
        "transfer_basis_points": 6000,
        # Any other agreement is newer, and counts instead.
        "valid_from": date(2020, 1, 1),
        "accepted_at": OPENED,
    }
    return await models.Agreement.create(**(columns | more))


async def make_variant(
    product: models.Product, *, price: int, stock: int = 0, lead_time_days: int | None = None
) -> models.Variant:
    n = next(numbers)
    variant = await models.Variant.create(
        product_id=product.id,
        position=n,
        sku=f"SKU-{n}",
        price_paise=price,
        mrp_paise=price,
        hsn="62114290",
        net_quantity=1,
        net_unit="piece",
        weight_grams=300,
        is_made_to_order=lead_time_days is not None,
        lead_time_days=lead_time_days,
    )
    await models.Stock.create(variant_id=variant.id, on_hand=stock)
    return variant


async def make_promotion(**more: Any) -> models.Promotion:
    """A coupon or an offer of ten percent that the mart pays; a vendor's own if it has one."""
    n = next(numbers)
    own = more.get("vendor_id") is not None
    columns: dict[str, Any] = {
        "name_en": f"Promotion {n}",
        "name_hi": f"ऑफ़र {n}",
        "kind": models.PromotionKind.PERCENT,
        "basis_points": 1000,
        "vendor_share_bp": 10_000 if own else 0,
        "mart_share_bp": 0 if own else 10_000,
        "starts_at": OPENED,
    }
    return await models.Promotion.create(**(columns | more))


TODAY_SQL = "(now() AT TIME ZONE 'Asia/Kolkata')::date"


async def set_lot(product: models.Product, sell_by_in_days: int) -> None:
    """Give what is on hand of a product a lot with this last day of sale."""
    await execute(
        f"UPDATE stock SET lot_code = 'L1', packed_on = {TODAY_SQL} - 60,"
        f" best_before_on = {TODAY_SQL} + 60, sell_by = {TODAY_SQL} + $2::int"
        " WHERE variant_id IN (SELECT id FROM variant WHERE product_id = $1)",
        product.id,
        sell_by_in_days,
    )
