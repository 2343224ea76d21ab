"""Pages by keyset: whole, in order, both ways, and stable while rows are added."""

from typing import Any

import pytest

import models
from database.connect import execute, fetch
from tests.conftest import Ask

WALK = """
query Walk($first: Int, $after: String, $last: Int, $before: String, $sort: ProductSort, $filter: ProductFilter, $search: String) {
  products(first: $first, after: $after, last: $last, before: $before, sort: $sort, filter: $filter, search: $search) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { id } }
  }
}
"""  # noqa: E501
FILTER = {"districts": ["varanasi", "moradabad"], "price": {"max": "1500.00"}}


async def walk(ask: Ask, size: int, forward: bool, **more: Any) -> list[str]:
    """All ids, from the start to the end or from the end to the start."""
    found: list[str] = []
    cursor: str | None = None
    while True:
        part = {"first": size, "after": cursor} if forward else {"last": size, "before": cursor}
        page = (await ask(WALK, **part, **more))["products"]
        ids = [edge["node"]["id"] for edge in page["edges"]]
        info = page["pageInfo"]
        if page["edges"]:
            assert info["startCursor"] == page["edges"][0]["cursor"]
            assert info["endCursor"] == page["edges"][-1]["cursor"]
        found = [*found, *ids] if forward else [*ids, *found]
        cursor = info["endCursor"] if forward else info["startCursor"]
        if not info["hasNextPage" if forward else "hasPreviousPage"]:
            assert page["totalCount"] == len(found)
            return found


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    "sort",
    ["NEWEST", "OLDEST", "PRICE_ASC", "PRICE_DESC", "POPULAR", "RATING", "COUNTRY_OF_ORIGIN"],
)
async def test_a_list_is_the_same_in_both_directions(ask: Ask, sort: str) -> None:
    forward = await walk(ask, 97, True, sort=sort, filter=FILTER)
    assert forward == await walk(ask, 50, False, sort=sort, filter=FILTER)
    assert len(forward) == len(set(forward)) > 100


@pytest.mark.usefixtures("shop")
async def test_a_search_is_the_same_in_both_directions(ask: Ask) -> None:
    forward = await walk(ask, 40, True, search="lakdi ka khilona")
    assert forward == await walk(ask, 33, False, search="lakdi ka khilona")
    assert len(forward) == len(set(forward)) > 40


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("field", "where"),
    [
        ("districts", "true"),
        ("crafts", "true"),
        ("artisans", "status = 'active' AND profile_consented_at IS NOT NULL"),
        ("vendors", "status = 'approved'"),
        ("giRegistrations", "confidence <> 'memory'"),
    ],
)
async def test_every_list_ends_and_is_whole(ask: Ask, field: str, where: str) -> None:
    table = {"giRegistrations": "gi_registration"}.get(field, field.removesuffix("s"))
    document = (
        f"query ($after: String) {{ page: {field}(first: 30, after: $after)"
        " { totalCount pageInfo { hasNextPage endCursor } nodes { id } } }"
    )
    found: list[str] = []
    after = None
    while True:
        page = (await ask(document, after=after))["page"]
        found += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    number = (await fetch(f"SELECT count(*) AS n FROM {table} WHERE {where}"))[0]["n"]
    assert len(found) == len(set(found)) == number == page["totalCount"]


@pytest.mark.usefixtures("shop")
async def test_nested_lists_can_be_paged(ask: Ask) -> None:
    document = """query ($after: String) { district(slug: "agra") {
      products(first: 40, after: $after, sort: PRICE_ASC) {
        totalCount pageInfo { hasNextPage endCursor } nodes { id } } } }"""
    found: list[str] = []
    after = None
    while True:
        page = (await ask(document, after=after))["district"]["products"]
        found += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(found) == len(set(found)) == page["totalCount"] > 80


@pytest.mark.usefixtures("shop")
async def test_an_empty_page_says_so(ask: Ask) -> None:
    page = (await ask(WALK, first=24, filter={"districts": ["atlantis"]}))["products"]
    assert page["totalCount"] == 0
    assert page["edges"] == []
    assert page["pageInfo"] == {
        "hasNextPage": False,
        "hasPreviousPage": False,
        "startCursor": None,
        "endCursor": None,
    }
    none = (await ask(WALK, first=0))["products"]
    assert none["edges"] == []
    assert none["pageInfo"]["hasNextPage"] is True


@pytest.mark.usefixtures("reference")
async def test_a_page_stays_where_it_was_while_rows_are_added(ask: Ask) -> None:
    document = "query ($after: String) { districts(first: 10, after: $after) { pageInfo { endCursor } nodes { name } } }"  # noqa: E501
    first = (await ask(document))["districts"]
    second = (await ask(document, after=first["pageInfo"]["endCursor"]))["districts"]
    await execute("UPDATE district SET name_en = 'Aaa' WHERE slug = 'varanasi'")
    again = (await ask(document, after=first["pageInfo"]["endCursor"]))["districts"]
    assert again == second
    assert await models.District.filter(name_en="Aaa").count() == 1
