"""Tax to the paisa, by calculated vectors and by properties."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.core.calendar import financial_year
from commerce.core.money import half_up, split_by_weight
from commerce.tax.commission import Supplied, Withheld, commission, net, withholdings
from commerce.tax.gst import InTaxGap, NoRate, Parts, TaxRate, TaxRates, extract
from models import VendorKind

VECTORS = json.loads(
    (Path(__file__).parents[2] / "data" / "gst_vectors.json").read_text(encoding="utf-8")
)
TODAY = date(2026, 11, 27)
SINCE = date(2025, 9, 22)
APPAREL = TaxRates(
    [
        TaxRate(1, "62", None, None, 250_000, 500, SINCE, None),
        TaxRate(2, "62", None, 250_000, None, 1800, SINCE, None),
        TaxRate(3, "6214", None, None, None, 500, SINCE, None),
    ]
)
amounts = st.integers(0, 10**10)
rates = st.sampled_from([0, 25, 300, 500, 1800, 4000])


@pytest.mark.parametrize("vector", VECTORS["inclusive_split"])
def test_tax_equals_the_calculated_vectors(vector: dict[str, Any]) -> None:
    for name, is_intra in (("intra", True), ("inter", False)):
        parts = extract(vector["gross"], vector["rate_bp"], is_intra=is_intra)
        assert parts._asdict() == vector[name]


@given(amounts, rates)
def test_parts_sum_to_the_amount_and_halves_are_equal(gross: int, rate: int) -> None:
    intra, inter = (extract(gross, rate, is_intra=each) for each in (True, False))
    assert intra.gross == inter.gross == gross
    assert intra.cgst == intra.sgst
    assert intra.igst == inter.cgst == inter.sgst == 0
    assert abs(intra.taxable - inter.taxable) <= 1


@given(amounts, rates, st.integers(1, 20), st.data())
def test_partial_returns_sum_to_the_whole(
    unit: int, rate: int, quantity: int, data: st.DataObject
) -> None:
    """Each return is what the document loses when it is worked out for what remains."""
    unit = unit // 1000
    whole = extract(unit * quantity, rate, is_intra=True)
    left, returned = quantity, Parts()
    before = whole
    while left:
        left -= data.draw(st.integers(1, left))
        after = extract(unit * left, rate, is_intra=True)
        returned = returned.plus(Parts(*(b - a for b, a in zip(before, after, strict=True))))
        before = after
    assert returned == whole


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_shares_sum_to_the_whole_within_a_paisa(total: int, weights: list[int]) -> None:
    parts = split_by_weight(total, weights)
    assert sum(parts) == total
    if whole := sum(weights):
        assert all(abs(p * whole - total * w) < whole for p, w in zip(parts, weights, strict=True))


@pytest.mark.parametrize("vector", VECTORS["slab_2500"])
def test_the_rate_is_the_one_whose_condition_the_price_fits(vector: dict[str, Any]) -> None:
    price = vector["unit_price_inclusive"]
    if vector["rate_bp"] is None:
        with pytest.raises(InTaxGap) as gap:
            APPAREL.find("6211", None, price, 1, TODAY)
        assert gap.value.ceiling == 262_500
    else:
        assert APPAREL.find("6211", None, price, 1, TODAY).bp == vector["rate_bp"]
        assert APPAREL.find("6211", None, price * 7, 7, TODAY).bp == vector["rate_bp"]


def test_the_longest_hsn_prefix_and_its_dates_apply() -> None:
    assert APPAREL.find("62141000", None, 900_000, 1, TODAY).id == 3
    with pytest.raises(NoRate):
        APPAREL.find("6211", None, 100_000, 1, date(2025, 9, 21))
    with pytest.raises(NoRate):
        APPAREL.find("9999", None, 100_000, 1, TODAY)


GLASSWARE = TaxRates(
    [
        TaxRate(1, "7018", None, None, None, 1800, SINCE, None),
        TaxRate(2, "7018", "handicraft", None, None, 500, SINCE, None),
        TaxRate(3, "0713", None, None, None, 0, SINCE, None),
        TaxRate(4, "0713", "prepackaged", None, None, 500, SINCE, None),
        TaxRate(5, "9404", None, None, None, 1800, SINCE, None),
        TaxRate(6, "9404", "quilt", None, 250_000, 500, SINCE, None),
        TaxRate(7, "9404", "quilt", 250_000, None, 1800, SINCE, None),
        TaxRate(8, "83", None, None, None, 1800, SINCE, None),
    ]
)


@pytest.mark.parametrize(
    ("hsn", "condition", "bp"),
    [
        ("70189010", "handicraft", 500),
        ("70189010", "none", 1800),
        ("70189010", "quilt", 1800),
        ("70189010", None, 1800),
        ("07131000", "prepackaged", 500),
        ("07131000", "none", 0),
        # Nobody has said which it is: no tax is missing.
        ("07131000", None, 500),
        ("94049000", "quilt", 500),
        ("94049000", "none", 1800),
        ("83011000", None, 1800),
        ("83011000", "none", 1800),
    ],
)
def test_goods_have_the_rate_of_what_they_are_listed_as(
    hsn: str, condition: str | None, bp: int
) -> None:
    assert GLASSWARE.find(hsn, condition, 100_000, 1, TODAY).bp == bp


def test_the_value_range_of_a_condition_has_a_gap_too() -> None:
    assert GLASSWARE.find("94049000", "quilt", 300_000, 1, TODAY).bp == 1800
    with pytest.raises(InTaxGap) as gap:
        GLASSWARE.find("94049000", "quilt", 270_000, 1, TODAY)
    assert gap.value.ceiling == 262_500


def test_conditions_of_a_code_are_those_between_which_its_rate_depends() -> None:
    assert GLASSWARE.conditions("70189010", TODAY) == ["handicraft", "none"]
    assert GLASSWARE.conditions("83011000", TODAY) == []


@pytest.mark.parametrize("vector", VECTORS["financial_year"])
def test_a_financial_year_ends_at_midnight_in_india(vector: dict[str, str]) -> None:
    moment = datetime.fromisoformat(vector["utc"]).astimezone(UTC)
    assert financial_year(moment) == vector["fy"]


@pytest.mark.parametrize(
    "vector",
    [suborder for order in VECTORS["orders"] for suborder in order["suborders"]],
    ids=lambda vector: f"{vector['supply']}-{vector['supplier']}",
)
def test_worked_orders_are_settled_to_the_paisa(vector: dict[str, Any]) -> None:
    is_intra = vector["supply"] == "INTRA"
    lines = [extract(line["gross"], line["rate_bp"], is_intra=is_intra) for line in vector["lines"]]
    for parts, line in zip(lines, vector["lines"], strict=True):
        assert parts._asdict() == {name: line[name] for name in parts._fields}
    total = Parts.total(lines)
    assert {"gross": total.gross, **total._asdict()} == vector["totals"]
    goods = [
        parts.taxable
        for parts, line in zip(lines, vector["lines"], strict=True)
        if line["sku"] != "SHIPPING"
    ]
    taken = commission(goods, [800] * len(goods), 1800, is_intra=True)
    assert (taken.amount, taken.cgst, taken.sgst) == (
        vector["commission"],
        vector["commission_cgst"],
        vector["commission_sgst"],
    )
    kind = VendorKind[vector["kind"]]
    kept = withholdings(
        [Supplied(parts, is_nil=False) for parts in lines],
        kind,
        50,
        10,
        is_intra=is_intra,
        is_tds_due=kind is not VendorKind("enrolled_unregistered"),
    )
    assert {"cgst": kept.cgst, "sgst": kept.sgst, "igst": kept.igst} == vector["tcs"]
    assert kept.tds == vector["tds"]
    artisans = sum(share["amount"] for share in vector["artisan_shares"])
    assert net(total, taken, kept) == vector["net_settlement"]
    assert net(total, taken, kept) - artisans == vector["vendor_payout"]


FLUTE = Supplied(extract(512_00, 0, is_intra=True), is_nil=True)
VASE = Supplied(extract(1_200_00, 500, is_intra=True), is_nil=False)


def kept_of(*lines: Supplied, kind: VendorKind = VendorKind.REGULAR) -> Withheld:
    return withholdings(lines, kind, 50, 10, is_intra=True, is_tds_due=True)


def test_tcs_is_collected_on_taxable_goods_only() -> None:
    assert kept_of(FLUTE).tcs == 0
    assert kept_of(VASE, FLUTE).tcs == kept_of(VASE).tcs == 5_72
    # TDS is due on all of it.
    assert kept_of(VASE, FLUTE).tds == kept_of(VASE).tds + kept_of(FLUTE).tds == 1_14 + 51


def test_composition_suppliers_charge_no_tax_and_bear_tcs_on_goods_that_others_would_tax() -> None:
    vase = Supplied(Parts(1_200_00), is_nil=False)
    assert kept_of(vase, FLUTE, kind=VendorKind.COMPOSITION).tcs == 6_00
    assert kept_of(vase, kind=VendorKind.ENROLLED_UNREGISTERED).tcs == 0


def test_a_subsidy_is_paid_to_the_supplier_beside_the_value() -> None:
    taken = commission([VASE.parts.taxable], [800], 1800, is_intra=True)
    without = net(VASE.parts, taken, kept_of(VASE))
    assert net(VASE.parts, taken, kept_of(VASE), subsidy=100_00) == without + 100_00


def test_the_worked_return_is_the_difference_of_two_documents() -> None:
    vector = VECTORS["partial_return"]
    whole = extract(299_800, 500, is_intra=False)
    kept = extract(149_900, 500, is_intra=False)
    note = Parts(*(w - k for w, k in zip(whole, kept, strict=True)))
    assert note._asdict() == vector["credit_note"]
    both, one = (commission([parts.taxable], [800], 1800, is_intra=True) for parts in (whole, kept))
    assert both.amount - one.amount == vector["commission_reversed"]
    assert both.tax - one.tax == vector["commission_gst_reversed"]


@given(st.lists(st.tuples(st.integers(1, 10**8), st.sampled_from([0, 500, 800, 1250])), min_size=1))
def test_commission_of_lines_sums_to_the_commission(lines: list[tuple[int, int]]) -> None:
    taken = commission([t for t, _ in lines], [bp for _, bp in lines], 1800, is_intra=True)
    assert sum(taken.lines) == taken.amount
    assert taken.cgst == taken.sgst
    exact = sum(t * bp for t, bp in lines) / 10_000
    assert abs(taken.amount - exact) <= 2


def test_halves_go_up() -> None:
    assert [half_up(n, 2) for n in range(5)] == [0, 1, 1, 2, 2]
