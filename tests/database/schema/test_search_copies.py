"""What stands beside the keys of a product follows the product."""

import pytest

from database.connect import execute, fetch, fetch_value
from tests.support.factories import make_product

COPIED = (
    "status", "district_id", "craft_id", "category_id", "artisan_id", "vendor_id",
    "country_of_origin", "min_price_paise", "is_gi_tagged", "is_available", "is_made_to_order",
    "rating_sum", "rating_count", "rating_rank", "popularity", "published_at",
    "is_on_sale",
)  # fmt: skip
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
