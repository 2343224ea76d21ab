"""The work of filtering by attributes."""

from typing import Any

import orjson
import pytest

from commerce.catalogue.catalogue import products
from commerce.catalogue.product_filter import (
    MAX_ATTRIBUTES,
    MAX_JOINED_ATTRIBUTES,
    AttributeChoice,
    ProductFilter,
)
from commerce.core.errors import BadInput
from database.connect import fetch, fetch_value
from tests.conftest import Ask

pytestmark = pytest.mark.usefixtures("shop")

FILTER = """query ($filter: ProductFilter) {
  products(first: 3, filter: $filter) { totalCount nodes { slug } facets { giTagged { count } } }
}"""


async def attributes() -> list[dict[str, Any]]:
    rows = await fetch(
        "SELECT a.slug AS attribute, array_agg(av.slug) AS values FROM attribute a"
        " JOIN attribute_value av ON av.attribute_id = a.id GROUP BY a.slug ORDER BY a.slug"
    )
    return [dict(row) for row in rows]


async def test_too_many_attributes_are_refused(ask: Ask, queries: list[str]) -> None:
    many = [{"attribute": f"a{n}", "values": ["x"]} for n in range(MAX_ATTRIBUTES + 1)]
    assert await ask.code(FILTER, filter={"attributes": many}) == "BAD_USER_INPUT"
    assert queries == []
    choices = tuple(AttributeChoice(f"a{n}", ("x",)) for n in range(MAX_ATTRIBUTES + 1))
    with pytest.raises(BadInput):
        products(ProductFilter(attributes=choices))


async def test_an_unknown_attribute_finds_nothing_without_reading_products(
    ask: Ask, queries: list[str]
) -> None:
    unknown = [{"attribute": f"no-such-{n}", "values": ["x"]} for n in range(MAX_ATTRIBUTES)]
    found = (await ask(FILTER, filter={"attributes": unknown}))["products"]
    assert found["totalCount"] == 0
    assert found["nodes"] == []
    assert not any('FROM "product"' in each for each in queries)


async def test_the_maximum_number_of_attributes_needs_no_join(shop: str) -> None:
    known = (await attributes())[:MAX_ATTRIBUTES]
    assert len(known) == MAX_ATTRIBUTES
    wanted = ProductFilter(
        attributes=tuple(AttributeChoice(row["attribute"], tuple(row["values"])) for row in known)
    )
    text, arguments = products(wanted).source().bound()
    (plan,) = await fetch(f"EXPLAIN (FORMAT JSON, SUMMARY) SELECT count(*) {text}", *arguments)
    # What the planner weighs grows with the joins, not with the conditions.
    assert joins(orjson.loads(plan[0])[0]["Plan"]) <= MAX_JOINED_ATTRIBUTES
    assert await fetch_value(f"SELECT count(*) {text}", *arguments) == 0


def joins(node: dict[str, Any]) -> int:
    own = node["Node Type"] in ("Nested Loop", "Hash Join", "Merge Join")
    inside = [
        each for each in node.get("Plans", []) if each["Parent Relationship"] in ("Outer", "Inner")
    ]
    return own + sum(map(joins, inside))


async def test_each_attribute_must_match_in_any_position(ask: Ask) -> None:
    """Those that are joined and those that are looked at row by row find the same."""
    (row,) = await fetch(
        "SELECT p.slug, array_agg(a.slug ORDER BY a.slug) AS attributes,"
        " array_agg(av.slug ORDER BY a.slug) AS values FROM product p"
        " JOIN product_attribute pa ON pa.product_id = p.id"
        " JOIN attribute_value av ON av.id = pa.value_id"
        " JOIN attribute a ON a.id = av.attribute_id WHERE p.status = 'published'"
        " GROUP BY p.id HAVING count(DISTINCT a.slug) > 3 ORDER BY p.id LIMIT 1"
    )
    choices = [
        {"attribute": attribute, "values": [value]}
        for attribute, value in dict(zip(row["attributes"], row["values"], strict=True)).items()
    ]
    assert len(choices) > 3
    for order in (choices, choices[::-1]):
        text, arguments = (
            products(
                ProductFilter(
                    attributes=tuple(
                        AttributeChoice(str(each["attribute"]), (each["values"][0],))
                        for each in order
                    )
                )
            )
            .source()
            .bound()
        )
        slugs = {each["slug"] for each in await fetch(f"SELECT t.slug {text}", *arguments)}
        assert row["slug"] in slugs
