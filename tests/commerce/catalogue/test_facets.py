"""Facets compared with a manual count."""

import itertools
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from commerce.catalogue.catalogue import products
from commerce.catalogue.facet_specs import PRICE_EDGES, Facet
from commerce.catalogue.facets import count_facets
from commerce.catalogue.product_filter import AttributeChoice, ProductFilter
from commerce.search.query import understand
from database.connect import fetch
from tests.conftest import Ask

pytestmark = pytest.mark.usefixtures("shop")

FILTERS = {
    "nothing": ProductFilter(),
    "a district": ProductFilter(districts=("lucknow",)),
    "two districts and a category": ProductFilter(
        districts=("lucknow", "bareilly"), categories=("embroidery-zari",)
    ),
    "price, mark and stock": ProductFilter(
        price_min=50_000, price_max=300_000, is_gi_tagged=True, is_available=True
    ),
    "rating and order": ProductFilter(rating_at_least=4, is_made_to_order=False),
    "nothing fits": ProductFilter(districts=("agra",), crafts=("lucknow-chikankari",)),
}
Row = dict[str, Any]


async def every_product(search: str | None) -> list[Row]:
    """All products on sale that `search` finds, with what facets look at."""
    select = products(search=await understand(search) if search else None)
    text, arguments = select.source().bound()
    return [
        dict(row)
        for row in await fetch(
            "SELECT p.*, d.slug AS district, c.slug AS craft, k.slug AS category"
            " FROM product p JOIN district d ON d.id = p.district_id"
            " JOIN craft c ON c.id = p.craft_id JOIN category k ON k.id = p.category_id"
            f" WHERE p.id IN (SELECT t.id {text})",
            *arguments,
        )
    ]


def fits(row: Row, wanted: ProductFilter, leaving_out: str = "") -> bool:
    tests: dict[str, Callable[[], bool]] = {
        "districts": lambda: not wanted.districts or row["district"] in wanted.districts,
        "crafts": lambda: not wanted.crafts or row["craft"] in wanted.crafts,
        "categories": lambda: not wanted.categories or row["category"] in wanted.categories,
        "price": lambda: (
            (wanted.price_min is None or row["min_price_paise"] >= wanted.price_min)
            and (wanted.price_max is None or row["min_price_paise"] <= wanted.price_max)
        ),
        "gi": lambda: wanted.is_gi_tagged in (None, row["is_gi_tagged"]),
        "availability": lambda: wanted.is_available in (None, row["is_available"]),
        "made_to_order": lambda: wanted.is_made_to_order in (None, row["is_made_to_order"]),
        "rating": lambda: (
            wanted.rating_at_least is None
            or (
                row["rating_count"] > 0
                and row["rating_sum"] / row["rating_count"] >= wanted.rating_at_least
            )
        ),
    }
    return all(test() for name, test in tests.items() if name != leaving_out)


def bucket(row: Row) -> str:
    rupees = row["min_price_paise"] / 100
    return str(max(n for n, edge in enumerate(PRICE_EDGES, start=1) if rupees >= edge))


KEYS: dict[Facet, Callable[[Row], str | None]] = {
    Facet.DISTRICTS: lambda row: str(row["district_id"]),
    Facet.CRAFTS: lambda row: str(row["craft_id"]),
    Facet.CATEGORIES: lambda row: str(row["category_id"]),
    Facet.PRICE: bucket,
    Facet.GI: lambda row: str(row["is_gi_tagged"]).lower(),
    Facet.AVAILABILITY: lambda row: str(row["is_available"]).lower(),
    Facet.MADE_TO_ORDER: lambda row: str(row["is_made_to_order"]).lower(),
    Facet.COUNTRIES: lambda row: row["country_of_origin"],
    Facet.RATING: lambda row: (
        str(row["rating_sum"] // row["rating_count"]) if row["rating_count"] else None
    ),
}


@pytest.mark.parametrize("search", [None, "kurta", "पीतल", "banarasi saree"])
@pytest.mark.parametrize("name", FILTERS)
async def test_facets_equal_a_manual_count(search: str | None, name: str) -> None:
    wanted = FILTERS[name]
    rows = await every_product(search)
    found = await count_facets(wanted, await understand(search) if search else None, KEYS)
    for facet, key in KEYS.items():
        kept = [row for row in rows if fits(row, wanted, leaving_out=facet.value)]
        counted = Counter(key(row) for row in kept)
        counted.pop(None, None)
        assert dict(found.counts.get(facet, [])) == counted, facet


async def test_an_attribute_facet_ignores_its_own_selection() -> None:
    wanted = ProductFilter(
        categories=("metalware",), attributes=(AttributeChoice("metal", ("brass",)),)
    )
    found = await count_facets(wanted, None, [Facet.ATTRIBUTES])
    slugs = {
        (row["attribute"], row["value"]): (row["slug"], row["word"])
        for row in await fetch(
            "SELECT a.id AS attribute, av.id AS value, a.slug, av.slug AS word"
            " FROM attribute a, attribute_value av"
        )
    }
    counts = {slugs[c.attribute_id, c.value_id]: c.number for c in found.attributes}
    rows = await fetch(
        "SELECT a.slug, av.slug AS word, count(*) AS number"
        " FROM product p JOIN category k ON k.id = p.category_id"
        " JOIN product_attribute pa ON pa.product_id = p.id"
        " JOIN attribute a ON a.id = pa.attribute_id JOIN attribute_value av ON av.id = pa.value_id"
        " WHERE p.is_on_sale AND k.slug = 'metalware'"
        " AND (a.slug = 'metal' OR EXISTS (SELECT FROM product_attribute o"
        "   JOIN attribute_value ov ON ov.id = o.value_id JOIN attribute oa"
        "   ON oa.id = o.attribute_id WHERE o.product_id = p.id AND oa.slug = 'metal'"
        "   AND ov.slug = 'brass'))"
        " GROUP BY 1, 2"
    )
    assert counts == {(row["slug"], row["word"]): row["number"] for row in rows}
    assert len({row["word"] for row in rows if row["slug"] == "metal"}) > 2


async def test_facets_of_a_district_stay_within_it(ask: Ask) -> None:
    page = await ask(
        """{ district(slug: "moradabad") { products(first: 0) { totalCount facets {
             districts { district { slug } count } crafts { craft { slug } count } } } } }"""
    )
    facets = page["district"]["products"]["facets"]
    assert [f["district"]["slug"] for f in facets["districts"]] == ["moradabad"]
    assert sum(f["count"] for f in facets["crafts"]) == page["district"]["products"]["totalCount"]


async def test_the_histogram_includes_empty_ranges(ask: Ask) -> None:
    bars = (
        await ask(
            "{ products(first: 0) { totalCount facets"
            " { priceHistogram { from { amount } to { amount } count } } } }"
        )
    )["products"]
    histogram = bars["facets"]["priceHistogram"]
    assert len(histogram) == len(PRICE_EDGES)
    assert histogram[0]["from"]["amount"] == "0.00"
    assert histogram[-1]["to"] is None
    assert all(a["to"] == b["from"] for a, b in itertools.pairwise(histogram))
    assert sum(bar["count"] for bar in histogram) == bars["totalCount"]
