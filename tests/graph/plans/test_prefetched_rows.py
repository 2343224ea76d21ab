"""Prefetched rows equal rows read by their own statement."""

import pytest
from graphql import OperationDefinitionNode, parse

from commerce.core.texts.language import Language
from database.caches.table_cache import TABLE_CACHE
from database.connect import fetch
from graph.context import Context
from graph.plan import planned
from graph.schema import schema
from tests.support.compared_operations import Images, compare

pytestmark = pytest.mark.usefixtures("shop")

HINDI = "@inContext(language: HI)"
# What is selected, and the statements of the page.
SELECTED = {
    "name slug related(first: 8) { slug name priceRange { min { amount } } }": 1,
    "name variants { sku name } related { name rating { average count } isMadeToOrder }": 1,
    "related(first: 4) { name image(width: 320) { url alt } isAvailable }": 1,
    "related(first: 4) { name district { name craft { name } } artisan { name bio } category { name } }": 1,  # noqa: E501
    "a: related(first: 2) { name } b: related(first: 3) { slug } c: related(first: 2) { name }": 1,
    "related(first: 0) { name }": 1,
    "related(first: 2) { name returnPolicy { text days } countryOfOriginName isAvailable }": 1,
    "... on Product { related(first: 2) { id __typename } } related(first: 2) { name }": 1,
    # More than a row brings along.
    " ".join(f"r{first}: related(first: {first}) {{ name }}" for first in range(1, 11)): 3,
    # It may read any column.
    "related(first: 2) { name translation(language: HI) { name } }": 2,
    "related(first: 2) { name publishedAt }": 1,
    # What a variable says is not known when the plan is made.
    "related(first: $n) { name }": 2,
    # What stands below it has statements of its own.
    "related(first: 2) { name variants { sku options { value } } attributes { value } }": 3,
    "related(first: 2) { name related(first: 2) { name image { url } } }": 2,
    "related(first: 2) { isWishlisted images { url } reviews(first: 1) { nodes { text } } }": 3,
}


def document(selected: str, directive: str = "") -> str:
    variables = "$slug: String!, $n: Int = 3" if "$n" in selected else "$slug: String!"
    return f"query Made({variables}) {directive} {{ product(slug: $slug) {{ {selected} }} }}"


@pytest.mark.parametrize("selected", SELECTED)
async def test_prefetched_rows_equal_loaded_ones(shop_url: str, selected: str) -> None:
    rows = await fetch(
        "(SELECT slug FROM product WHERE is_on_sale ORDER BY popularity DESC LIMIT 2) UNION ALL"
        " (SELECT slug FROM product WHERE is_on_sale AND name_hi IS NULL ORDER BY id LIMIT 1)"
        " UNION ALL (SELECT slug FROM product WHERE NOT is_on_sale ORDER BY id LIMIT 1)"
    )
    async with TABLE_CACHE.running(shop_url):
        await TABLE_CACHE.listening.wait()
        for directive in ("", HINDI):
            for row in rows:
                found = await compare(document(selected, directive), {"slug": row["slug"]})
                assert found.same, found.said
                assert found.planned


@pytest.mark.parametrize("selected", SELECTED)
async def test_prefetched_rows_need_no_statement(
    shop_url: str, queries: list[str], selected: str
) -> None:
    slug = (await fetch("SELECT slug FROM product WHERE is_on_sale ORDER BY id LIMIT 1"))[0]["slug"]
    node = parse(document(selected))
    (operation,) = node.definitions
    assert isinstance(operation, OperationDefinitionNode)
    async with TABLE_CACHE.running(shop_url):
        await TABLE_CACHE.listening.wait()
        # The first reads the tables that are held.
        for _ in range(2):
            plan, given = planned(schema, node, operation, {"slug": slug}, Language.EN)
            queries.clear()
            await plan.run(given, Context(images=Images(), language=Language.EN))
    assert len(queries) == SELECTED[selected], queries
