"""Facet counts equal filtered totals: alone, in searches and with other filters."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from commerce.catalogue.index.product_index import INDEX
from database.caches.table_cache import TABLE_CACHE
from database.connect import fetch_value
from tests.conftest import Ask
from tests.support.shop.product_index import SOON

FACETS = """query ($search: String, $filter: ProductFilter) {
  products(first: 0, search: $search, filter: $filter) { totalCount facets {
    districts { count district { slug } } crafts { count craft { slug } }
    categories { count category { slug } } vendors { count vendor { slug } }
    artisans { count artisan { slug } } giTagged { count isGiTagged }
    availability { count isAvailable } madeToOrder { count isMadeToOrder }
    ratings { count atLeast } countriesOfOrigin { count country }
    attributes { attribute { slug } values { count option { slug } } }
  } } }"""
TOTAL = """query ($search: String, $filter: ProductFilter) {
  products(first: 0, search: $search, filter: $filter) { totalCount } }"""
# A facet, what its choices are called, and the field of the filter that chooses.
NOUNS = {
    "districts": "district", "crafts": "craft", "categories": "category", "vendors": "vendor",
    "artisans": "artisan",
}  # fmt: skip
FLAGS = {"giTagged": "isGiTagged", "availability": "isAvailable", "madeToOrder": "isMadeToOrder"}
ASKED: list[tuple[str | None, dict[str, Any]]] = [
    (None, {}),
    ("kurta", {}),
    (None, {"attributes": [{"attribute": "occasion", "values": ["home"]}], "isAvailable": True}),
    ("पीतल", {"price": {"max": "4000.00"}, "isGiTagged": False}),
]


@pytest.fixture(params=[False, True], ids=["database", "index"])
async def counting(request: Any, shop: str) -> AsyncIterator[None]:
    if not request.param:
        yield
        return
    async with TABLE_CACHE.running(shop), INDEX.running():
        await asyncio.wait_for(INDEX.wait(), SOON)
        yield


def choices(facets: dict[str, Any], chosen: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    """Every choice: its number, and the filter with it in place of its facet's own selection."""
    found = []
    for facet, noun in NOUNS.items():
        for each in facets[facet]:
            found.append((each["count"], chosen | {facet: [each[noun]["slug"]]}))
    for facet, flag in FLAGS.items():
        for each in facets[facet]:
            found.append((each["count"], chosen | {flag: each[flag]}))
    for each in facets["ratings"]:
        found.append((each["count"], chosen | {"ratingAtLeast": each["atLeast"]}))
    for each in facets["countriesOfOrigin"]:
        found.append((each["count"], chosen | {"countriesOfOrigin": [each["country"]]}))
    for each in facets["attributes"]:
        slug = each["attribute"]["slug"]
        others = [one for one in chosen.get("attributes", ()) if one["attribute"] != slug]
        for value in each["values"]:
            own = {"attribute": slug, "values": [value["option"]["slug"]]}
            found.append((value["count"], chosen | {"attributes": [*others, own]}))
    return found


@pytest.mark.usefixtures("counting")
@pytest.mark.parametrize(("search", "chosen"), ASKED)
async def test_a_facet_count_equals_the_filtered_total(
    ask: Ask, search: str | None, chosen: dict[str, Any]
) -> None:
    facets = (await ask(FACETS, search=search, filter=chosen))["products"]["facets"]
    slugs = [each["attribute"]["slug"] for each in facets["attributes"]]
    assert len(slugs) == len(set(slugs))
    for each in facets["attributes"]:
        values = [value["option"]["slug"] for value in each["values"]]
        assert len(values) == len(set(values)), each
    wrong = []
    # Some of them: all of them take long without the index.
    for number, narrowed in choices(facets, chosen)[:: 1 if INDEX.ready else 7]:
        total = (await ask(TOTAL, search=search, filter=narrowed))["products"]["totalCount"]
        if total != number:
            wrong.append((number, total, narrowed))
    assert wrong == []


async def test_several_categories_share_an_attribute(shop: str) -> None:
    """Without such an attribute the test above shows nothing."""
    assert await fetch_value(
        "SELECT count(*) FROM (SELECT slug FROM attribute GROUP BY slug HAVING count(*) > 1) s"
    )


@pytest.mark.usefixtures("counting")
async def test_an_attribute_given_twice_must_match_twice(ask: Ask) -> None:
    facets = (await ask(FACETS))["products"]["facets"]
    several = next(each for each in facets["attributes"] if len(each["values"]) > 1)
    slug = several["attribute"]["slug"]
    (one, other) = [value["option"]["slug"] for value in several["values"][:2]]

    async def total(*entries: list[str]) -> int:
        chosen = {"attributes": [{"attribute": slug, "values": list(each)} for each in entries]}
        number: int = (await ask(TOTAL, filter=chosen))["products"]["totalCount"]
        return number

    assert await total([one], [other]) == await total([other], [one]) == 0
    assert await total([one, other]) == await total([one]) + await total([other])
    assert await total([one, other], [one]) == await total([one])
