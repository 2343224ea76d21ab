"""Discounts that a Government pays: the value of supply leaves them out (CGST Act, s. 15(2)(e))."""

from typing import Any

import pytest

from commerce.cart.pricing.problems import ProblemKind
from commerce.cart.pricing.promotions import Promotion
from models import VendorKind
from tests.commerce.cart.pricing.test_pricing import FAR, HERE, VENDORS, piece, priced, promotion

SCHEME = {"vendor_share_bp": 0, "mart_share_bp": 0, "scheme_share_bp": 10_000}
ORDER = {"government_order": "GO 12/2026 of 1 April 2026"}


def off(paise: int, **more: Any) -> Promotion:
    return promotion(code="MELA500", amount_paise=paise, **SCHEME, **more)


def test_a_subsidy_of_the_state_lowers_the_taxable_value() -> None:
    """A kurta of ₹5,700 with ₹159.24 from the State."""
    kurta = piece(price_paise=5_700_00, hsn="6211")
    line = priced([kurta], HERE, off(159_24, **ORDER)).lines[0]
    assert line.total == line.gross == 5_540_76
    assert line.parts.taxable == 4_695_56
    assert (line.parts.cgst, line.parts.sgst) == (422_60, 422_60)
    far = priced([kurta], FAR, off(159_24, **ORDER)).lines[0]
    assert (far.parts.taxable, far.parts.igst) == (4_695_56, 845_20)


@pytest.mark.parametrize("promised", [off(159_24), promotion(code="OURS", amount_paise=159_24)])
def test_discounts_of_other_schemes_and_of_the_mart_do_not(promised: Promotion) -> None:
    line = priced([piece(price_paise=5_700_00, hsn="6211")], HERE, promised).lines[0]
    assert (line.gross, line.total) == (5_700_00, 5_540_76)
    assert line.parts.taxable == 4_830_50


def test_a_subsidy_can_change_the_rate() -> None:
    kurta = piece(price_paise=3_000_00, hsn="6211")
    line = priced([kurta], HERE, off(400_00, **ORDER)).lines[0]
    assert (line.gross, line.rate and line.rate.bp) == (2_600_00, 500)
    line = priced([kurta], HERE, off(400_00)).lines[0]
    assert (line.gross, line.rate and line.rate.bp) == (3_000_00, 1800)


def test_a_subsidy_that_ends_between_two_rates_is_topped_up_by_the_vendor() -> None:
    found = priced([piece(price_paise=3_000_00, hsn="6211")], HERE, off(159_24, **ORDER))
    line = found.lines[0]
    assert [each.kind for each in line.problems] == [ProblemKind.PRICE_LOWERED_FOR_TAX]
    assert (line.gross, line.total) == (2_625_00, 2_625_00)
    (discount,) = line.discounts
    assert (discount.government, discount.vendor) == (159_24, 215_76)
    assert found.coupons[0].discount == 375_00
    # Before tax and with the subsidy it keeps more than at the higher rate.
    assert line.parts.taxable == 2_500_00 > (3_000_00 - 159_24) * 100 / 118


def test_only_the_share_of_the_government_is_a_subsidy() -> None:
    shared = {"vendor_share_bp": 2_500, "mart_share_bp": 2_500, "scheme_share_bp": 5_000}
    coupon = promotion(code="BOTH", amount_paise=100_00, **(VENDORS | shared), **ORDER)
    line = priced([piece(price_paise=1_000_00)], HERE, coupon).lines[0]
    (discount,) = line.discounts
    assert (discount.vendor, discount.mart, discount.scheme) == (25_00, 25_00, 0)
    assert discount.government == 50_00
    assert (line.gross, line.total) == (925_00, 900_00)


def test_what_a_supplier_without_tax_supplies_is_lower_too() -> None:
    pot = piece(price_paise=1_000_00, vendor_kind=VendorKind.COMPOSITION)
    line = priced([pot], HERE, off(100_00, **ORDER)).lines[0]
    assert (line.parts.taxable, line.parts.gross) == (900_00, 900_00)


@pytest.mark.parametrize("kind", [VendorKind.REGULAR, VendorKind.COMPOSITION])
def test_lines_say_whether_their_goods_bear_no_tax(kind: VendorKind) -> None:
    goods = [piece(line_id=1, hsn="9206"), piece(line_id=2, variant_id=2, hsn="6913")]
    lines = priced([each._replace(vendor_kind=kind) for each in goods], HERE).lines
    assert [line.is_nil for line in lines] == [True, False]
