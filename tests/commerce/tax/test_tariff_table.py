"""The table of all kinds with their rates, and its comparison with the law."""

from datetime import date

import pytest

from commerce.reference.files import read_csv
from commerce.reference.kinds import kind_rows, tariff_of
from commerce.tax.gst import TaxRate, TaxRates
from commerce.tax.tariff_table import Difference, differences, differing, percent, tariff_lines
from database.connect import execute

TODAY = date(2026, 11, 30)
EXPECTED = read_csv("expected_rates.csv")
SINCE = date(2025, 9, 22)


@pytest.mark.usefixtures("shop")
async def test_every_kind_of_the_demo_and_its_other_materials_have_rates() -> None:
    lines = await tariff_lines(TODAY)
    assert len(lines) == len(kind_rows()) + sum(len(tariff_of(row)) for row in kind_rows())
    assert [line.kind.slug for line in lines if not line.rates or not line.source] == []
    of = {line.kind.slug: line for line in lines if not line.kind.choice}
    assert of["padlock"].rates == "18 %"
    assert of["papad"].rates == "nil"
    kurta = of["embroidered-kurta"]
    assert kurta.rates == "5 % up to ₹2,500.00, 18 % above ₹2,500.00"
    assert (kurta.kind.category, kurta.kind.drawing) == ("embroidery-zari", "kurta")
    assert kurta.kind.example is not None
    assert "kurta" in kurta.kind.example.lower()


@pytest.mark.usefixtures("reference")
async def test_rates_are_compared_with_the_expected_ones() -> None:
    assert await differences(EXPECTED, TODAY) == []
    await execute("UPDATE hsn_rate SET rate_bp = 1800 WHERE hsn LIKE '1905%' AND rate_bp = 0")
    wrong = await differences(EXPECTED, TODAY)
    assert {each.hsn for each in wrong} == {"19059040"}
    assert (wrong[0].expected, wrong[0].found) == ("nil", "18 %")


def test_goods_without_a_rate_or_between_two_are_differences() -> None:
    rates = TaxRates(
        [
            TaxRate(1, "62", None, None, 250_000, 500, SINCE, None),
            TaxRate(2, "62", None, 250_000, None, 1800, SINCE, None),
        ]
    )
    row = {"goods_en": "Kurta", "hsn": "62114290", "condition": "", "rate_percent": "5"}
    expected = [
        row | {"price_rupees": "1000"},
        row | {"price_rupees": "2800"},
        row | {"price_rupees": "10", "hsn": "83011000"},
    ]
    assert list(differing(rates, expected, TODAY)) == [
        Difference("Kurta", "62114290", "", "₹2,800.00", "5 %", "between two rates"),
        Difference("Kurta", "83011000", "", "₹10.00", "5 %", "no rate"),
    ]


def test_expected_rates_are_of_all_rates() -> None:
    found = {row["rate_percent"] for row in EXPECTED}
    assert {"0", "5", "18"} <= found
    assert [percent(bp) for bp in (0, 25, 300, 1800)] == ["nil", "0.25 %", "3 %", "18 %"]
