"""States and PIN codes for forms of front ends."""

from typing import Any

import pytest

from commerce.reference.files import read_csv
from tests.conftest import Ask

pytestmark = pytest.mark.usefixtures("shop")

PINCODE = """query Pin($pin: String!) {
  pincode(code: $pin) { code state { code name } district { slug name } places isServiceable }
}"""
LUCKNOW: dict[str, Any] = {
    "code": "226001",
    "state": {"code": "09", "name": "Uttar Pradesh"},
    "district": {"slug": "lucknow", "name": "Lucknow"},
    "places": ["Lucknow"],
    "isServiceable": True,
}


@pytest.mark.parametrize("language", ["en", "hi"])
async def test_states_are_those_an_address_can_be_in(ask: Ask, language: str) -> None:
    states = (await ask("places", language=language, pin="226001"))["states"]
    usable = {
        row["code"]: row[f"name_{language}"]
        for row in read_csv("states.csv")
        if row["is_active"] == "true" and row["code"] != "97"
    }
    assert {each["code"]: each["name"] for each in states} == usable
    assert len(states) == len(usable) == 36
    names = [each["name"] for each in states]
    assert names == sorted(names)


async def test_every_code_of_the_table_is_of_a_state_that_is_listed(ask: Ask) -> None:
    listed = {each["code"] for each in (await ask("{ states { code } }"))["states"]}
    assert {row["state_code"] for row in read_csv("pincodes.csv")} == listed


@pytest.mark.parametrize(
    "written",
    [
        "226001",
        "226 001",
        "२२६००१",
        "२२६ ००१",
        "\u202a226\u2011001\u202c",
        "２２６００１",
        " 226001\n",
    ],
)
async def test_a_pin_code_is_found_however_it_is_typed(ask: Ask, written: str) -> None:
    assert (await ask(PINCODE, pin=written))["pincode"] == LUCKNOW
    literal = PINCODE.replace("($pin: String!)", "").replace("$pin", '"226 001"')
    assert (await ask(literal))["pincode"] == LUCKNOW


async def test_a_pin_code_is_described_in_hindi(ask: Ask) -> None:
    found = (await ask(PINCODE, language="hi", pin="226001"))["pincode"]
    assert found["state"] == {"code": "09", "name": "उत्तर प्रदेश"}
    assert found["district"] == {"slug": "lucknow", "name": "लखनऊ"}
    assert found["places"] == ["लखनऊ"]


@pytest.mark.parametrize(
    ("pin", "state", "place"),
    [("110001", "07", "New Delhi"), ("744101", "35", None), ("533464", "34", None)],
)
async def test_a_pin_code_outside_uttar_pradesh_has_no_district(
    ask: Ask, pin: str, state: str, place: str | None
) -> None:
    found = (await ask(PINCODE, pin=pin))["pincode"]
    assert (found["state"]["code"], found["district"]) == (state, None)
    assert len(found["places"]) == 1
    assert place is None or found["places"] == [place]
    assert found["isServiceable"] is True


@pytest.mark.parametrize("pin", ["900056", "९०००९९", "999999"])
async def test_army_pin_codes_have_no_state(ask: Ask, pin: str) -> None:
    found = (await ask(PINCODE, pin=pin))["pincode"]
    assert (found["state"], found["district"], found["places"]) == (None, None, [])
    assert found["isServiceable"] is False


@pytest.mark.parametrize(
    "pin", ["", "12", "226999", "026001", "100001", "2260011", "226-00x", "उत्तर", "9" * 100]
)
async def test_an_unknown_pin_code_is_null(ask: Ask, pin: str) -> None:
    assert (await ask(PINCODE, pin=pin))["pincode"] is None


async def test_a_too_long_pin_code_is_refused(ask: Ask) -> None:
    assert await ask.code(PINCODE, pin="2" * 101) == "BAD_USER_INPUT"


async def test_a_pin_code_in_two_states_lists_both(ask: Ask) -> None:
    both = """query ($pin: String!) {
      pincode(code: $pin) { state { code } otherStates { code name } } }"""
    for pin, state, others in (
        ("396235", "24", ["26"]), ("533464", "34", ["37"]), ("226001", "09", []),
    ):  # fmt: skip
        found = (await ask(both, pin=pin))["pincode"]
        assert found["state"]["code"] == state
        assert [each["code"] for each in found["otherStates"]] == others


async def test_the_page_takes_four_statements(ask: Ask, queries: list[str]) -> None:
    await ask("places", pin="226001")
    # States, the PIN code, its State and its district; none but the code once tables are held.
    assert len(queries) == 4, queries
    queries.clear()
    await ask("places", pin="12")
    assert len(queries) == 1, queries


async def test_delivery_and_addresses_agree_on_a_pin_codes_state(ask: Ask) -> None:
    both = await ask(
        """query Both($pin: String!) { pincode(code: $pin) { isServiceable }
        products(first: 3) { nodes { delivery(pincode: $pin) { reason { code } } } } }""",
        pin="226999",
    )
    reasons = {node["delivery"]["reason"]["code"] for node in both["products"]["nodes"]}
    assert (both["pincode"], reasons) == (None, {"UNKNOWN_PINCODE"})
