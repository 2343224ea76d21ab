"""Amounts: paise inside, exact decimal strings outside, grouped by lakh."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.core.errors import BadInput
from commerce.core.money import formatted, rupees, to_paise

PAISE = st.integers(min_value=-(10**12), max_value=10**12)


@pytest.mark.parametrize(
    ("paise", "said"),
    [
        (0, "₹0.00"),
        (5, "₹0.05"),
        (100_00, "₹100.00"),
        (1_000_00, "₹1,000.00"),
        (99_999_00, "₹99,999.00"),
        (1_49_900_00, "₹1,49,900.00"),
        (1_23_45_678_90, "₹1,23,45,678.90"),
        (-1_500_50, "-₹1,500.50"),
    ],
)
def test_amounts_are_grouped_by_lakh(paise: int, said: str) -> None:
    assert formatted(paise) == said


@given(PAISE)
def test_an_amount_is_exact(paise: int) -> None:
    assert Decimal(rupees(paise)) * 100 == paise
    assert to_paise(rupees(abs(paise)), ("price",)) == abs(paise)


@given(PAISE)
def test_the_formatted_amount_has_the_same_digits(paise: int) -> None:
    assert formatted(paise).replace(",", "").replace("₹", "") == rupees(paise)
    groups = formatted(abs(paise)).removeprefix("₹").split(".")[0].split(",")
    assert len(groups[-1]) == 3 or len(groups) == 1
    assert all(len(group) == 2 for group in groups[1:-1])


@pytest.mark.parametrize("amount", ["-1", "1.001", "", "1e3", "NaN", "१००", "1" * 30])
def test_invalid_amounts_are_refused(amount: str) -> None:
    with pytest.raises(BadInput):
        to_paise(amount, ("price",))
