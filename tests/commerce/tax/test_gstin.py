"""The form and check character of a GSTIN."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.tax.gstin import DIGITS, HOLDERS, STATE_CODES, check_character, gstin_fault, is_valid
from database.connect import fetch

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "gst_vectors.json").read_text())
LETTERS = DIGITS[10:]


@st.composite
def gstins(draw: st.DrawFn) -> str:
    pan = (
        draw(st.text(LETTERS, min_size=3, max_size=3))
        + draw(st.sampled_from(sorted(HOLDERS)))
        + draw(st.sampled_from(LETTERS))
        + f"{draw(st.integers(1, 9999)):04d}"
        + draw(st.sampled_from(LETTERS))
    )
    state = draw(st.sampled_from(sorted(STATE_CODES)))
    first = state + pan + draw(st.sampled_from(DIGITS[1:])) + draw(st.sampled_from("ZC"))
    return first + check_character(first)


@pytest.mark.parametrize("value", VECTORS["gstin_valid"])
def test_valid_gstins_are_accepted(value: str) -> None:
    assert gstin_fault(value) is None


@pytest.mark.parametrize("vector", VECTORS["gstin_invalid"], ids=lambda vector: vector["why"])
def test_invalid_gstins_are_refused(vector: dict[str, str]) -> None:
    assert gstin_fault(vector["value"])


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("", "15 characters"),
        ("09AAACU1234F1ZO ", "15 characters"),
        ("09aaacu1234f1zo", "PAN"),
        ("99AAACU1234F1ZO", "State"),
        ("09AAACU0000F1ZO", "PAN"),
        ("०९AAACU1234F1ZO", "State"),
        ("09AAACU१२३४F1ZO", "PAN"),
        ("09AAAXU1234F1ZH", "holder"),
        ("09AAACU1234F0ZO", "thirteenth"),
        ("09AAACU1234F10O", "fourteenth"),
        ("09AAACU1234F1ZA", "mistyped"),
    ],
)
def test_the_wrong_part_of_a_gstin_is_reported(value: str, fault: str) -> None:
    assert fault in (gstin_fault(value) or "")


@given(gstins(), st.integers(0, 14), st.sampled_from(DIGITS))
def test_any_one_mistyped_character_is_found(value: str, place: int, other: str) -> None:
    mistyped = value[:place] + other + value[place + 1 :]
    assert is_valid(mistyped) == (mistyped == value)


@pytest.mark.usefixtures("db")
async def test_the_database_agrees() -> None:
    values = [
        *VECTORS["gstin_valid"],
        *(v["value"] for v in VECTORS["gstin_invalid"]),
        *_variations(),
    ]
    rows = await fetch("SELECT g, gstin_is_valid(g) AS valid FROM unnest($1::text[]) g", values)
    assert [row["g"] for row in rows if row["valid"] != is_valid(row["g"])] == []
    assert sum(row["valid"] for row in rows) > 60


def _variations() -> list[str]:
    """Right numbers, and numbers wrong in each place."""
    found = []
    for number in range(100):
        base = f"{number:02d}AAAPK{number:04d}Q1Z"
        found.append(base + check_character(base))
    right = found[9]
    for place in range(15):
        found += [right[:place] + other + right[place + 1 :] for other in DIGITS]
    for holder in LETTERS:
        base = f"09AAA{holder}K4321Q1Z"
        found += [base + check_character(base), base.lower() + "0", base + "\n", "é" * 15]
    for state in ("00", "39", "96", "97", "98"):
        base = f"{state}AAAPK4321Q1C"
        found.append(base + check_character(base))
    return found
