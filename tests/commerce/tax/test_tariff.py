"""The items of the tariff, and the codes that stand for them."""

import re
from datetime import date

import pytest

from commerce.reference.files import read_csv
from commerce.reference.kinds import kind_rows, tariff_of
from commerce.tax.gst import TaxRate, TaxRates

TODAY = date(2026, 11, 30)
ITEMS = read_csv("tariff.csv")


def _paise(rupees: str) -> int | None:
    return int(rupees) * 100 if rupees else None


RATES = TaxRates(
    TaxRate(
        number,
        row["hsn"],
        row["condition"] or None,
        _paise(row["value_above_rupees"]),
        _paise(row["value_up_to_rupees"]),
        int(row["rate_bp"]),
        date.fromisoformat(row["valid_from"]),
        None,
    )
    for number, row in enumerate(read_csv("gst_rates.csv"))
)
CODES = sorted(
    {(row["hsn"], row["condition"] or None) for row in kind_rows()}
    | {(hsn, condition) for row in kind_rows() for _, _, hsn, condition in tariff_of(row)},
    key=str,
)


def test_items_are_eight_digits_in_order() -> None:
    codes = [row["hsn"] for row in ITEMS]
    assert codes == sorted(set(codes))
    assert [code for code in codes if re.fullmatch(r"[0-9]{8}", code) is None] == []


def test_items_have_their_rates_and_what_decides_between_them() -> None:
    for row in ITEMS:
        rates = [int(rate) for rate in row["rates_bp"].split("|")]
        assert rates == sorted(set(rates)), row
        assert all(0 <= rate <= 4000 for rate in rates), row
        assert row["settled_bp"] == "" or int(row["settled_bp"]) in rates, row
        assert row["settled_bp"] or row["condition"], row
        assert row["description"].strip() == row["description"] != "", row
        assert row["source"], row


def test_codes_of_rates_begin_items_of_the_tariff() -> None:
    codes = {row["hsn"] for row in read_csv("gst_rates.csv")}
    items = [row["hsn"] for row in ITEMS]
    assert sorted(code for code in codes if not any(each.startswith(code) for each in items)) == []


def test_every_item_has_a_rate() -> None:
    assert [row["hsn"] for row in ITEMS if not _bp(row["hsn"])] == []


def test_kinds_have_items_of_the_tariff_and_say_which_of_their_rates_holds() -> None:
    items = {row["hsn"] for row in ITEMS}
    assert len(CODES) > 300
    assert [code for code, _ in CODES if code not in items] == []
    undecided = [(code, condition) for code, condition in CODES if not _is_said(code, condition)]
    assert undecided == []


EXPECTED = read_csv("expected_rates.csv")


@pytest.mark.parametrize(
    "row",
    EXPECTED,
    ids=[f"{row['hsn']}-{row['condition']}-{row['price_rupees']}" for row in EXPECTED],
)
def test_rates_are_those_of_the_notifications(row: dict[str, str]) -> None:
    """`expected_rates.csv` was written from the texts of the law, not from the rates."""
    price = round(float(row["price_rupees"]) * 100)
    rate = RATES.find(row["hsn"], row["condition"] or None, price, 1, TODAY)
    assert rate.bp == round(float(row["rate_percent"]) * 100)


def _is_said(hsn: str, condition: str | None) -> bool:
    allowed = RATES.conditions(hsn, TODAY)
    return condition in allowed if allowed else condition is None


def _bp(hsn: str) -> set[int]:
    return {rate.bp for rate in RATES.of(hsn, TODAY)}
