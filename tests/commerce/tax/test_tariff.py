"""The items of the tariff, and the codes that stand for them."""

import re
import tomllib
from collections.abc import Iterator

import pytest

from commerce.reference.files import read_csv
from settings import ROOT

ITEMS = read_csv("tariff.csv")


def codes_of_the_demo() -> Iterator[str]:
    for file in sorted((ROOT / "data" / "demo").glob("*.toml")):
        for family in tomllib.loads(file.read_text(encoding="utf-8")).get("families", ()):
            yield from (item["hsn"] for item in family["items"])


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


@pytest.mark.parametrize("source", ["gst_rates.csv", "demo"])
def test_codes_begin_items_of_the_tariff(source: str) -> None:
    if source == "demo":
        codes = set(codes_of_the_demo())
    else:
        codes = {row["hsn"] for row in read_csv(source)}
    assert len(codes) > 100
    items = [row["hsn"] for row in ITEMS]
    assert sorted(code for code in codes if not any(each.startswith(code) for each in items)) == []
