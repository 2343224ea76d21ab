"""What a page costs, in SQL statements, whatever the number of rows."""

import pytest

from database.connect import fetch_value
from tests.conftest import Ask
from tests.graph.test_pages import a_full_product

pytestmark = pytest.mark.usefixtures("shop")

DEEP = """{ districts(first: 40) { nodes { name
  craft { name giRegistration { number } }
  crafts { name category { name } artisans(first: 2) { nodes { name } } productCount }
  artisans(first: 3) { totalCount nodes { name crafts { name } sellsThrough { displayName } } }
  products(first: 2) { totalCount nodes { name artisan { name } soldBy { displayName rating { count } }
    image { url } variants { sku options { value } } attributes { value } reviews(first: 1) { nodes { text } }
    related(first: 2) { name } delivery(pincode: "226001") { isServiceable } } } } } }"""  # noqa: E501


async def test_the_listing_costs_four(ask: Ask, queries: list[str]) -> None:
    await ask("listing")
    assert len(queries) <= 4, queries


async def test_the_product_page_costs_ten(ask: Ask, queries: list[str]) -> None:
    slug = await a_full_product()
    queries.clear()
    await ask("product", slug=slug, pin="226001")
    assert len(queries) <= 10, queries


@pytest.mark.parametrize("slug", ["lucknow", "shravasti"])
async def test_the_district_page_costs_eight(ask: Ask, queries: list[str], slug: str) -> None:
    await ask("district", slug=slug)
    assert len(queries) <= 8, queries


@pytest.mark.parametrize(
    ("page", "most"), [("home", 9), ("suggest", 9), ("feed", 12), ("artisan", 8)]
)
async def test_other_pages_cost_little(ask: Ask, queries: list[str], page: str, most: int) -> None:
    slug = await fetch_value(
        "SELECT slug FROM artisan WHERE status = 'active' AND profile_consented_at IS NOT NULL"
        " ORDER BY id LIMIT 1"
    )
    queries.clear()
    await ask(page, **{"suggest": {"query": "chik"}, "artisan": {"slug": slug}}.get(page, {}))
    assert len(queries) <= most, queries


@pytest.mark.parametrize("search", [None, "chikan kurta"])
async def test_search_with_all_facets_costs_little(
    ask: Ask, queries: list[str], search: str | None
) -> None:
    await ask("search", query=search, filter={"districts": ["lucknow"]})
    assert len(queries) <= 11, queries


async def test_a_wide_and_deep_page_costs_no_more_for_more_rows(
    ask: Ask, queries: list[str]
) -> None:
    await ask(DEEP.replace("first: 40", "first: 2"))
    few = len(queries)
    queries.clear()
    await ask(DEEP)
    assert len(queries) <= few + 1, queries
