"""Copied search columns follow the product."""

import re

import pytest

from commerce.catalogue.catalogue import ORDERS, ProductSort
from commerce.catalogue.facet_specs import SPECS
from database.connect import execute, fetch, fetch_value
from models import Product, ProductSearch
from tests.support.shop.factories import make_product

# The model says once which columns of `product` are copied.
CHOSEN = ("product_id", "keys", "is_counted")
COPIED = [name for name in ProductSearch._meta.fields_map if name not in CHOSEN]
DIFFERENT = " OR ".join(f"s.{name} IS DISTINCT FROM p.{name}" for name in COPIED)
STALE = (
    f"SELECT count(*) FROM product_search s JOIN product p ON p.id = s.product_id WHERE {DIFFERENT}"
)


@pytest.mark.usefixtures("shop")
async def test_the_demo_catalogue_has_true_copies() -> None:
    assert await fetch_value("SELECT count(*) FROM product_search") > 10_000
    assert await fetch_value(STALE) == 0


@pytest.mark.usefixtures("reference")
async def test_copies_follow_what_changes() -> None:
    product = await make_product()
    await execute(
        "INSERT INTO product_search (product_id, keys) VALUES ($1, '''kurt'':1A'::tsvector)",
        product.id,
    )
    assert await fetch_value(STALE) == 0
    for change in (
        "popularity = popularity + 7",
        "rating_sum = 9, rating_count = 2",
        "status = 'paused'",
        "is_gi_tagged = NOT is_gi_tagged",
        "name_en = 'Another name'",
    ):
        await execute(f"UPDATE product SET {change} WHERE id = $1", product.id)
        assert await fetch_value(STALE) == 0, change
    (row,) = await fetch("SELECT * FROM product_search WHERE product_id = $1", product.id)
    assert (row["rating_sum"], row["status"]) == (9, "paused")


def test_every_filter_sort_and_facet_column_is_copied() -> None:
    counted = {name for spec in SPECS for name in spec.columns}
    ordered = {
        column.removeprefix("t.")
        for sort, order in ORDERS.items()
        if sort is not ProductSort.RELEVANCE
        for column in order.expressions
    }
    assert (counted | ordered) - {"id"} <= set(COPIED) <= set(Product._meta.fields_map)


@pytest.mark.usefixtures("db")
async def test_the_database_copies_and_watches_the_columns_of_the_model() -> None:
    fill, follow, told, trigger = [
        row["text"]
        for row in await fetch(
            "SELECT pg_get_functiondef(name::regproc) AS text FROM"
            " unnest(ARRAY['product_search_fill', 'product_search_follow', 'product_told']) name"
            " UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger"
            " WHERE tgname = 'product_search_follow'"
        )
    ]
    copied = set(COPIED)
    assert names("NEW", fill) - {"product_id"} == names("NEW", follow) - {"id"} == copied
    assert names("old", trigger) == names("new", trigger) == copied
    watched = re.search(r"UPDATE OF (.+?) ON", trigger)
    # A generated column is never in a list of updated columns.
    assert watched
    assert set(watched[1].split(", ")) == copied - {"rating_rank"}
    assert {name for spec in SPECS for name in spec.columns} <= names("c", told)


def names(row: str, text: str) -> set[str]:
    """The columns of a row that a function or trigger mentions."""
    return set(re.findall(rf"\b{row}\.(\w+)", text))
