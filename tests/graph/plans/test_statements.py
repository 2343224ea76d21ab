"""Exact numbers of SQL statements of pages."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import asyncpg
import orjson
import pytest

from commerce.catalogue import catalogue
from commerce.catalogue.product_filter import ProductFilter
from database.connect import credentials, execute, fetch, fetch_value
from database.keyset import Window
from database.select import PageRead
from settings import settings
from tests.conftest import Ask
from tests.support.shop.full_product import a_full_product

pytestmark = pytest.mark.usefixtures("shop")

DEEP = """{ districts(first: 40) { nodes { name
  craft { name giRegistration { number } }
  crafts { name category { name } artisans(first: 2) { nodes { name } } productCount }
  artisans(first: 3) { totalCount nodes { name crafts { name } sellsThrough { displayName } } }
  products(first: 2) { totalCount nodes { name artisan { name } soldBy { displayName rating { count } }
    image { url } variants { sku options { value } } attributes { value } reviews(first: 1) { nodes { text } }
    related(first: 2) { name } delivery(pincode: "226001") { isServiceable } } } } } }"""  # noqa: E501


async def test_the_listing_takes_four_statements(ask: Ask, queries: list[str]) -> None:
    await ask("listing")
    assert len(queries) <= 4, queries


async def test_the_product_page_takes_ten_statements(ask: Ask, queries: list[str]) -> None:
    slug = await a_full_product()
    queries.clear()
    await ask("product", slug=slug, pin="226001")
    assert len(queries) <= 10, queries


@pytest.mark.parametrize("slug", ["lucknow", "shravasti"])
async def test_the_district_page_takes_eight_statements(
    ask: Ask, queries: list[str], slug: str
) -> None:
    await ask("district", slug=slug)
    assert len(queries) <= 8, queries


@pytest.mark.parametrize(
    ("page", "most"), [("home", 9), ("suggest", 9), ("feed", 12), ("artisan", 8)]
)
async def test_statements_of_other_pages(
    ask: Ask, queries: list[str], page: str, most: int
) -> None:
    slug = await fetch_value(
        "SELECT slug FROM artisan WHERE status = 'active' AND profile_consented_at IS NOT NULL"
        " ORDER BY id LIMIT 1"
    )
    queries.clear()
    await ask(page, **{"suggest": {"query": "chik"}, "artisan": {"slug": slug}}.get(page, {}))
    assert len(queries) <= most, queries


@pytest.mark.parametrize("search", [None, "chikan kurta"])
async def test_statements_of_a_search_with_all_facets(
    ask: Ask, queries: list[str], search: str | None
) -> None:
    await ask("search", query=search, filter={"districts": ["lucknow"]})
    assert len(queries) <= 11, queries


async def test_a_deep_page_takes_no_more_statements_for_more_rows(
    ask: Ask, queries: list[str]
) -> None:
    await ask(DEEP.replace("first: 40", "first: 2"))
    few = len(queries)
    queries.clear()
    await ask(DEEP)
    assert len(queries) <= few + 1, queries


CARDS = "{ products(first: 3) { %s nodes { name } } }"
OF_PLACES = "{ districts(first: %d) { nodes { products(first: 2) { nodes { name } } } } }"


async def test_an_extra_row_is_read_only_for_page_info(ask: Ask, queries: list[str]) -> None:
    await ask(CARDS % "")
    (statement,) = queries
    assert statement.endswith("LIMIT 3")
    queries.clear()
    answer = await ask(CARDS % "pageInfo { hasNextPage }")
    (statement,) = queries
    assert statement.endswith("LIMIT 4")
    assert answer["products"]["pageInfo"]["hasNextPage"] is True
    assert len(answer["products"]["nodes"]) == 3


@pytest.mark.parametrize("number", [1, 2])
async def test_nested_pages_read_no_extra_row(ask: Ask, queries: list[str], number: int) -> None:
    answer = await ask(OF_PLACES % number)
    assert queries[-1].endswith("LIMIT 2) r")
    assert [len(each["products"]["nodes"]) for each in answer["districts"]["nodes"]] == [2] * number


async def plan_nodes(shop: str, statement: str, *arguments: object) -> list[dict[str, Any]]:
    """All nodes of the plan a statement has for any arguments, with what they did."""
    connection = await asyncpg.connect(**credentials(shop))
    try:
        await connection.execute("SET plan_cache_mode = 'force_generic_plan'")
        await connection.execute(f"PREPARE planned AS {statement}")
        given = ", ".join(f"'{value}'" for value in arguments)
        told = await connection.fetchval(
            f"EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE planned ({given})"
        )
    finally:
        await connection.close()
    found, waiting = [], [each["Plan"] for each in orjson.loads(told)]
    while waiting:
        found.append(waiting.pop())
        waiting += found[-1].get("Plans", ())
    return found


@pytest.mark.parametrize("parents", [(1, 2, 3), (1,)])
async def test_a_total_is_counted_once_per_parent(
    shop: str, queries: list[str], parents: tuple[int, ...]
) -> None:
    pages = await catalogue.on_sale().pages(
        "category_id", parents, Window(20), PageRead(total=True)
    )
    assert [len(page.rows) for page in pages] == [20] * len(parents)
    named = parents[0] if len(parents) == 1 else f"{{{','.join(map(str, parents))}}}"
    nodes = await plan_nodes(shop, queries[-1], named)
    (counting,) = [each for each in nodes if each["Node Type"] == "Aggregate"]
    assert counting["Actual Loops"] == len(parents)


async def test_field_costs_are_looked_up_once(shop: str, queries: list[str]) -> None:
    wanted = ProductFilter(price_min=40_000, price_max=500_000)
    select = replace(catalogue.products_of_nouns(wanted), index=None)
    await select.pages("vendor_id", range(1, 50), Window(2), PageRead(("id",), total=True))
    ids = f"{{{','.join(map(str, range(1, 50)))}}}"
    nodes = await plan_nodes(shop, queries[-1], ids, 40_000, 500_000, 40_000, 500_000)
    assert "product_price" not in {each.get("Index Name") for each in nodes}


@pytest.fixture
async def without_hindi(shop: str) -> AsyncIterator[str]:
    """The English name of the most popular product, which has no other meanwhile.

    Other tests count names of the same shop.
    """
    (row,) = await fetch(
        "SELECT id, name_en, name_hi FROM product WHERE status = 'published' AND is_on_sale"
        " ORDER BY popularity DESC, id DESC LIMIT 1"
    )
    rename = "UPDATE product SET name_hi = $2 WHERE id = $1"
    await execute(rename, row["id"], None)
    yield row["name_en"]
    await execute(rename, row["id"], row["name_hi"])


@pytest.mark.skipif(not settings().plans, reason="The ordinary executor reads whole rows.")
async def test_a_text_in_the_other_language_is_read_only_where_it_is_needed(
    ask: Ask, queries: list[str], without_hindi: str
) -> None:
    queries.clear()
    page = (
        "query @inContext(language: HI) { products(first: 2, sort: POPULAR) { nodes { name%s } } }"
    )
    first, second = (await ask(page % ""))["products"]["nodes"]
    (statement,) = queries
    assert 'THEN t."name_en" END' in statement
    assert first["name"] == without_hindi
    assert not second["name"].isascii()
    queries.clear()
    # What is the same for both languages reads both columns of every row.
    named = await ask(page % " translation(language: EN) { name }")
    (statement,) = queries
    assert "CASE" not in statement
    assert [node["name"] for node in named["products"]["nodes"]] == [first["name"], second["name"]]
