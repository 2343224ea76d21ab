"""States of PIN codes."""

from collections import Counter, defaultdict

import pytest

from commerce.reference.files import read_csv
from commerce.reference.pincodes import checked_pincodes, further_states, state_of
from commerce.reference.states import state_code

# The neighbours of a code say where it is, unless it is one of these: enclaves, islands, ranges
# that are split between two States, and villages served from over the border.
SPLIT = {
    "160", "244", "246", "247", "262", "362", "396", "533", "605", "607", "609", "673", "682",
    "781", "813", "814",
}  # fmt: skip


@pytest.mark.parametrize(
    ("pincode", "state"),
    [
        ("799001", "Tripura"),
        ("334002", "Rajasthan"),
        ("384316", "Gujarat"),
        ("504346", "Telangana"),
        ("612906", "Tamil Nadu"),
        ("791701", "Arunachal Pradesh"),
        ("533464", "Puducherry"),
        ("673310", "Puducherry"),
        ("362520", "Dadra and Nagar Haveli and Daman and Diu"),
        ("682555", "Lakshadweep"),
        ("226001", "Uttar Pradesh"),
        ("246701", "Uttar Pradesh"),
        ("246001", "Uttarakhand"),
    ],
)
def test_a_pin_code_has_its_state(pincode: str, state: str) -> None:
    assert state_of(pincode) == state_code(state)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("9", "09"),
        ("०९", "09"),
        ("up", "09"),
        ("IN-UP", "09"),
        ("U.P.", "09"),
        ("उत्तर प्रदेश", "09"),
        ("Uttar Pradesh (UP)", "09"),
        ("09-Uttar Pradesh", "09"),
        ("UP – उत्तर प्रदेश", "09"),
        ("Uttar Pradesh, India", "09"),
        ("उत्तर प्रदेश, भारत", "09"),
        ("Uttar-Pradesh", "09"),
        ("Tamil Nadu [TN]", "33"),
        ("Andaman", "35"),
        ("पुडुचेरी", "34"),
        ("पुदुच्चेरी", "34"),
        ("India", None),
        ("UP, MP", None),
        ("UP, Mars", None),
        ("Andhra Pradesh (before 2014)", None),
        ("()", None),
        ("", None),
    ],
)
def test_a_state_is_recognised_as_people_and_forms_name_it(written: str, code: str | None) -> None:
    assert state_code(written) == code


def test_every_pin_code_of_the_file_has_its_state() -> None:
    rows = checked_pincodes()
    assert len(rows) == len({row["pincode"] for row in rows}) > 19_000
    assert not [row["pincode"] for row in rows if len(row["pincode"]) != 6]


def test_neighbouring_pin_codes_share_a_state_unless_a_range_is_split() -> None:
    states: dict[str, set[str]] = defaultdict(set)
    for row in checked_pincodes():
        states[row["pincode"][:3]].add(row["state_code"])
    assert {prefix for prefix, found in states.items() if len(found) > 1} == SPLIT


def test_every_rule_applies_to_some_pin_code() -> None:
    pincodes = [row["pincode"] for row in checked_pincodes()]
    prefixes = [row["prefix"] for row in read_csv("pincode_states.csv")]
    used = Counter(
        max((p for p in prefixes if pincode.startswith(p)), key=len) for pincode in pincodes
    )
    assert set(used) == set(prefixes)


@pytest.mark.parametrize("pincode", ["900056", "900099", "999999", "550001", "100001"])
def test_army_and_unused_pin_codes_have_no_state(pincode: str) -> None:
    assert state_of(pincode) is None
    assert pincode not in {row["pincode"] for row in checked_pincodes()}


def test_a_district_of_the_mart_is_in_its_state() -> None:
    assert {row["state_code"] for row in checked_pincodes() if row["district_slug"]} == {"09"}


def test_a_pin_code_in_two_states_has_the_second_once() -> None:
    rows = read_csv("pincode_shared.csv")
    codes = {row["pincode"]: row["state_code"] for row in checked_pincodes()}
    usable = {row["code"] for row in read_csv("states.csv") if row["is_active"] == "true"}
    assert len(rows) == len({(row["pincode"], row["state_code"]) for row in rows})
    for row in rows:
        assert row["state_code"] in usable - {codes[row["pincode"]]}
        assert row["state_code"] in further_states(row["pincode"])
        assert row["offices"]
    assert {"396193", "396235", "533464"} <= {row["pincode"] for row in rows}
    assert further_states("226001") == ()
