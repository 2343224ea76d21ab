"""Neighbours of a district share a border with it."""

from commerce.reference.files import read_csv
from commerce.reference.places import neighbours

AROUND = neighbours(read_csv("districts.csv"))


def test_borders_are_listed_once_and_between_two_districts() -> None:
    borders = [frozenset((b["district"], b["neighbour"])) for b in read_csv("district_borders.csv")]
    assert all(len(border) == 2 for border in borders)
    assert len(set(borders)) == len(borders)


def test_every_district_has_neighbours_who_have_it_too() -> None:
    assert len(AROUND) == 75
    assert all(1 <= len(slugs) <= 8 for slugs in AROUND.values())
    assert all(slug in AROUND[other] for slug, others in AROUND.items() for other in others)


def test_pilibhit_borders_lakhimpur_kheri_and_not_moradabad() -> None:
    assert AROUND["pilibhit"] == ["bareilly", "shahjahanpur", "lakhimpur-kheri"]


def test_what_is_near_without_a_border_is_no_neighbour() -> None:
    assert "ayodhya" not in AROUND["balrampur"]
    assert "shamli" not in AROUND["ghaziabad"]
    assert AROUND["lalitpur"] == ["jhansi"]


def test_neighbours_begin_with_the_nearest() -> None:
    assert AROUND["lucknow"][0] in {"unnao", "barabanki"}
    assert AROUND["lucknow"][-1] in {"sitapur", "hardoi", "raebareli"}
