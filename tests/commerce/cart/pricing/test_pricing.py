"""Prices of carts, also of unusual ones."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commerce.cart.pricing.commercial_rules import CommissionRule, Terms
from commerce.cart.pricing.priced_cart import CartItem, Priced
from commerce.cart.pricing.pricing import PromotionUsage, price
from commerce.cart.pricing.problems import ProblemKind
from commerce.cart.pricing.promotions import Promotion
from commerce.cart.pricing.shipping_rates import Destination, ShippingRate, Tariff
from commerce.tax.gst import TaxRate, TaxRates
from models import DeliveryService, DeliveryZone, PromotionKind, VendorKind

NOW = datetime(2026, 11, 27, 6, tzinfo=UTC)
SINCE = date(2025, 9, 22)
HERE, FAR = Destination("226003", "09", 1, False), Destination("110001", "07", None, False)
TARIFF = Tariff(
    [
        ShippingRate(None, DeliveryService.STANDARD, zone, grams, grams // 100, 1_000, 3, 5)
        for zone in (DeliveryZone.DISTRICT, DeliveryZone.STATE, DeliveryZone.COUNTRY)
        for grams in (500, 5_000)
    ]
)


def terms(*promotions: Promotion) -> Terms:
    rates = [
        TaxRate(1, "62", None, None, 250_000, 500, SINCE, None),
        TaxRate(2, "62", None, 250_000, None, 1800, SINCE, None),
        TaxRate(3, "69", None, None, None, 500, SINCE, None),
        TaxRate(4, "8301", None, None, None, 1800, SINCE, None),
        TaxRate(5, "9206", None, None, None, 0, SINCE, None),
    ]
    commission = [CommissionRule(1, None, None, 800, SINCE, None)]
    return Terms(TaxRates(rates), TARIFF, [], commission, {each.id: each for each in promotions})


def piece(**more: Any) -> CartItem:
    columns: dict[str, Any] = {
        "line_id": 1,
        "quantity": 1,
        "seen_paise": more.get("price_paise", 100_00),
        "requested_quantity": None,
        "variant_id": 1,
        "product_id": 1,
        "sku": "SKU-1",
        "price_paise": 100_00,
        "mrp_paise": 100_00,
        "hsn": "6913",
        "rate_condition": None,
        "weight_grams": 300,
        "net_quantity": None,
        "net_unit": None,
        "is_fragile": False,
        "is_made_to_order": False,
        "lead_time_days": None,
        "available": 99,
        "is_sold": True,
        "district_id": 1,
        "craft_id": 1,
        "category_id": 1,
        "artisan_id": None,
        "vendor_id": 1,
        "vendor_kind": VendorKind.REGULAR,
        "vendor_state": "09",
        "vendor_district": 1,
        "free_above": None,
        "accepts_cod": True,
    }
    return CartItem(**(columns | more))


def promotion(**more: Any) -> Promotion:
    columns: dict[str, Any] = {
        **dict.fromkeys(Promotion._fields),
        "id": 1,
        "kind": PromotionKind.FIXED if more.get("amount_paise") else PromotionKind.PERCENT,
        "basis_points": None if more.get("amount_paise") else 1000,
        "vendor_share_bp": 0,
        "mart_share_bp": 10_000,
        "scheme_share_bp": 0,
        "least_paise": 0,
        "is_first_order": False,
        "is_exclusive": False,
        "starts_at": datetime(2026, 1, 1, tzinfo=UTC),
        "is_active": True,
    }
    return Promotion(**(columns | more))


VENDORS = {"vendor_share_bp": 10_000, "mart_share_bp": 0, "vendor_id": 1}
pieces = st.lists(
    st.builds(
        piece,
        price_paise=st.integers(100, 400_000),
        quantity=st.integers(1, 9),
        hsn=st.sampled_from(["6211", "6913", "8301", "9206"]),
        weight_grams=st.integers(1, 5_000),
        is_fragile=st.booleans(),
        vendor_id=st.integers(1, 3),
        vendor_state=st.just("09"),
        district_id=st.integers(1, 2),
        craft_id=st.integers(1, 2),
        category_id=st.integers(1, 2),
    ),
    min_size=1,
    max_size=8,
).map(lambda found: [each._replace(line_id=n) for n, each in enumerate(found)])
shares = st.sampled_from([(10_000, 0, 0), (0, 10_000, 0), (0, 0, 10_000), (3_334, 3_333, 3_333)])


@st.composite
def promotions(draw: st.DrawFn) -> Promotion:
    vendor, mart, scheme = draw(shares)
    of_amount = draw(st.booleans())
    return promotion(
        id=draw(st.integers(1, 1000)),
        code=draw(st.sampled_from([None, "A1B"])),
        amount_paise=draw(st.integers(1, 10**7)) if of_amount else None,
        basis_points=None if of_amount else draw(st.integers(1, 9_000)),
        most_paise=draw(st.none() | st.integers(1, 50_000)),
        vendor_share_bp=vendor,
        mart_share_bp=mart,
        scheme_share_bp=scheme,
        government_order="GO 1" if scheme and draw(st.booleans()) else None,
        vendor_id=draw(st.integers(1, 3)) if vendor else None,
        craft_id=draw(st.none() | st.integers(1, 2)),
        district_id=draw(st.none() | st.integers(1, 2)),
        least_paise=draw(st.sampled_from([0, 500_00])),
    )


def priced(
    given: list[CartItem], place: Destination | None, *known: Promotion, **more: Any
) -> Priced:
    coupons = [each for each in known if each.code]
    return price(given, place, terms(*known), NOW, coupons=coupons, **more)


@settings(max_examples=300)
@given(pieces, st.lists(promotions(), max_size=4), st.sampled_from([HERE, FAR, None]))
def test_every_paisa_is_allocated(
    given: list[CartItem], known: list[Promotion], place: Destination | None
) -> None:
    found = priced(given, place, *{each.id: each for each in known}.values())
    for line in found.counted:
        assert line.parts.gross == line.gross
        assert line.delivery_parts.gross == line.delivery
        assert line.parts.cgst == line.parts.sgst
        assert 0 < line.total <= line.gross <= line.listed
        for discount in line.discounts:
            assert min(discount.by_funder().values()) > 0
            # With a subsidy that ends between two rates, too.
            if discount.vendor and not discount.government:
                # A vendor pays for its own goods only.
                assert discount.promotion.vendor_id == line.item.vendor_id
        if line.rate is not None:
            assert line.rate.fits(line.gross, line.item.quantity)
    for group in found.groups:
        assert sum(line.delivery for line in group.lines) == group.delivery
    assert found.total == found.subtotal - found.discount + found.delivery
    borne = sum(d.mart + d.scheme for line in found.counted for d in line.discounts)
    assert found.tax.gross == found.total + borne


def test_a_vendors_own_discount_never_ends_between_two_rates() -> None:
    for percent in range(1, 60):
        offer = promotion(basis_points=percent * 100, **VENDORS)
        line = priced([piece(price_paise=300_000, hsn="6211")], HERE, offer).lines[0]
        # A price that would end between two rates is lowered, and the line says so.
        assert {each.kind for each in line.problems} <= {ProblemKind.PRICE_LOWERED_FOR_TAX}
        assert line.gross <= 262_500 or line.gross > 295_000
    in_gap = promotion(basis_points=400, **VENDORS)
    line = priced([piece(price_paise=300_000, hsn="6211")], HERE, in_gap).lines[0]
    assert (line.gross, line.rate and line.rate.bp) == (262_500, 500)
    # It keeps no less than it would at the higher rate.
    assert line.parts.taxable == 250_000 > 288_000 * 100 / 118


def test_the_marts_discount_does_not_change_the_rate() -> None:
    line = priced(
        [piece(price_paise=300_000, hsn="6211")], HERE, promotion(basis_points=400)
    ).lines[0]
    assert (line.gross, line.total, line.rate and line.rate.bp) == (300_000, 288_000, 1800)


def test_a_price_between_two_rates_cannot_be_sold() -> None:
    found = priced([piece(price_paise=270_000, hsn="6211")], HERE)
    assert [each.kind for each in found.lines[0].problems] == [ProblemKind.PRICE_IN_TAX_GAP]
    assert not found.is_ready
    unknown = priced([piece(hsn="1234")], HERE)
    assert [each.kind for each in unknown.lines[0].problems] == [ProblemKind.NO_TAX_RATE]


def test_the_best_offer_applies_and_coupons_add_to_it() -> None:
    small, large = promotion(id=1, basis_points=500), promotion(id=2, basis_points=2000)
    coupon = promotion(id=3, code="TEN", basis_points=1000)
    found = priced([piece(price_paise=1_000_00)], HERE, small, large, coupon)
    assert [each.promotion.id for each in found.lines[0].discounts] == [2, 3]
    assert found.discount == 200_00 + 80_00


def test_delivery_is_taxed_like_its_goods() -> None:
    found = priced([piece(line_id=1), piece(line_id=2, hsn="8301", price_paise=300_00)], FAR)
    one, two = found.lines
    assert found.delivery == one.delivery + two.delivery == 50
    assert (one.delivery, two.delivery) == (14, 36)
    assert one.delivery_parts.igst == 1
    assert two.delivery_parts.igst == 5


def test_heavy_carts_ship_as_several_parcels() -> None:
    found = priced([piece(quantity=7, weight_grams=2_000, is_fragile=True)], HERE)
    # Two pieces to a parcel: three of 50 and one of 50, and 1,000 each for what may break.
    assert found.delivery == 4 * (50 + 1_000)
    heavy = priced([piece(weight_grams=5_001)], HERE)
    assert [each.kind for each in heavy.lines[0].problems] == [ProblemKind.TOO_HEAVY]


@pytest.mark.parametrize(
    ("more", "takes"),
    [
        ({}, True),
        ({"price_paise": 10_000_01, "quantity": 1}, False),
        ({"accepts_cod": False}, False),
        ({"is_made_to_order": True, "lead_time_days": 9, "available": 0}, False),
        ({"is_made_to_order": True, "lead_time_days": 9, "available": 2}, True),
    ],
)
def test_cash_on_delivery_has_limits(more: dict[str, Any], takes: bool) -> None:
    assert priced([piece(**more)], HERE).takes_cod is takes


def test_made_to_order_items_add_their_lead_time() -> None:
    given = [piece(is_made_to_order=True, lead_time_days=20, available=0, quantity=2)]
    found = priced(given, HERE)
    assert not found.lines[0].problems
    assert found.groups[0].chosen is not None
    assert (found.groups[0].chosen.days_min, found.groups[0].chosen.days_max) == (23, 25)


def test_exhausted_promotions_do_not_apply() -> None:
    offer = promotion(id=7, most_uses=5)
    uses = PromotionUsage({7: 5})
    assert priced([piece()], HERE, offer, uses=uses).discount == 0
    mine = promotion(id=8, most_uses_each=1)
    assert priced([piece()], HERE, mine, uses=PromotionUsage({8: 1}, {8: 1})).discount == 0
