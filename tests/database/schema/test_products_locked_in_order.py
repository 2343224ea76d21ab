"""A statement locks products in order, also if some gain what others lose."""

from collections.abc import Awaitable, Callable

import pytest

import models
from commerce.search.follow import take_in
from database.connect import execute, fetch_value
from tests.support.databases.changes import overlapped
from tests.support.shop.factories import (
    OPENED,
    make_agreement,
    make_artisan,
    make_gi_product,
    make_vendor,
)

pytestmark = pytest.mark.usefixtures("reference")

VENDOR, ARTISAN = [f"(SELECT {of}_id FROM product WHERE id = $1)" for of in ("vendor", "artisan")]
BOTH = "IN (SELECT {0}_id FROM product WHERE id IN ($1, $2))"
OF_VARIANT = "(SELECT product_id FROM variant w WHERE w.id = variant_id)"
# What comes before, and a statement that takes something from the product $1 and gives it to $2.
CHANGES = {
    "vendor": (
        f"UPDATE vendor SET status = 'suspended' WHERE id {BOTH.format('vendor')}"
        f" AND id <> {VENDOR}",
        f"UPDATE vendor SET status = CASE id WHEN {VENDOR} THEN 'suspended' ELSE 'approved' END"
        f" WHERE id {BOTH.format('vendor')}",
    ),
    "artisan": (
        f"UPDATE artisan SET status = 'paused' WHERE id {BOTH.format('artisan')}"
        f" AND id <> {ARTISAN}",
        f"UPDATE artisan SET status = CASE id WHEN {ARTISAN} THEN 'paused' ELSE 'active' END"
        f" WHERE id {BOTH.format('artisan')}",
    ),
    "consent": (
        f"UPDATE artisan SET status = 'paused' WHERE id {BOTH.format('artisan')}"
        f" AND id <> {ARTISAN}",
        "UPDATE artisan SET status = 'active',"
        f" profile_consented_at = CASE id WHEN {ARTISAN} THEN NULL ELSE now() END"
        f" WHERE id {BOTH.format('artisan')}",
    ),
    "agreement": (
        f"UPDATE agreement SET status = 'ended' WHERE vendor_id {BOTH.format('vendor')}"
        f" AND vendor_id <> {VENDOR}",
        "UPDATE agreement SET status ="
        f" CASE vendor_id WHEN {VENDOR} THEN 'ended' ELSE 'accepted' END"
        f" WHERE vendor_id {BOTH.format('vendor')}",
    ),
    "entry": (
        f"UPDATE gi_authorised_user SET verified_at = NULL WHERE artisan_id"
        f" {BOTH.format('artisan')} AND artisan_id <> {ARTISAN}",
        "UPDATE gi_authorised_user SET verified_at ="
        f" CASE artisan_id WHEN {ARTISAN} THEN NULL ELSE now() END"
        f" WHERE artisan_id {BOTH.format('artisan')}",
    ),
    "claim": (
        "UPDATE product_gi_claim SET withdrawn_at = now()"
        " WHERE product_id IN ($1, $2) AND product_id <> $1",
        "UPDATE product_gi_claim SET withdrawn_at = CASE product_id WHEN $1 THEN now() END"
        " WHERE product_id IN ($1, $2)",
    ),
    "variant": (
        "UPDATE variant SET is_active = false WHERE product_id IN ($1, $2) AND product_id <> $1",
        "UPDATE variant SET is_active = (product_id <> $1) WHERE product_id IN ($1, $2)",
    ),
    "stock": (
        f"UPDATE stock SET reserved = on_hand WHERE {OF_VARIANT} IN ($1, $2)"
        f" AND {OF_VARIANT} <> $1",
        f"UPDATE stock SET reserved = CASE {OF_VARIANT} WHEN $1 THEN on_hand ELSE 0 END"
        f" WHERE {OF_VARIANT} IN ($1, $2)",
    ),
    "review": (
        "UPDATE review SET status = 'hidden' WHERE product_id IN ($1, $2) AND product_id <> $1",
        "UPDATE review SET status = CASE product_id WHEN $1 THEN 'hidden' ELSE 'published' END"
        " WHERE product_id IN ($1, $2)",
    ),
}


GOODS = ("aligarh-locks-hardware", "padlock"), ("lucknow-chikankari", "chikan-kurta")


async def make_two() -> list[int]:
    """Two products that share nothing, in the order of their IDs."""
    products = []
    for number, (craft, kind) in enumerate(GOODS):
        vendor, artisan = await make_vendor(), await make_artisan(name_en=f"Zebunnisa {number}")
        await make_agreement(vendor_id=vendor.id, artisan_id=artisan.id)
        product = await make_gi_product(
            craft=craft, kind=kind, vendor_id=vendor.id, artisan_id=artisan.id, stock=3
        )
        await models.Review.create(
            product_id=product.id,
            author_name="Asha",
            language="en",
            rating=5,
            text="Well made.",
            status="published",
            created_at=OPENED,
        )
        products.append(product.id)
    while await take_in():
        pass
    return products


@pytest.mark.parametrize("is_first", [True, False], ids=["the first loses", "the first gains"])
@pytest.mark.parametrize("kind", CHANGES)
async def test_opposite_changes_of_one_statement(kind: str, is_first: bool) -> None:
    one, other = await make_two()
    before, change = CHANGES[kind]
    loses, gains = (one, other) if is_first else (other, one)
    await execute(before, loses, gains)
    old = [await row_version(each) for each in (one, other)]

    def lock(product_id: int) -> Callable[[], Awaitable[object]]:
        """As search does."""
        return lambda: execute("SELECT lock_products(ARRAY[$1::int])", product_id)

    await overlapped(lock(one), lambda: execute(change, loses, gains), lock(other))
    new = [await row_version(each) for each in (one, other)]
    assert all(before != after for before, after in zip(old, new, strict=True))


async def row_version(product_id: int) -> object:
    """Of the product and its search row."""
    return await fetch_value(
        "SELECT p.xmin::text || ' ' || s.xmin::text FROM product p"
        " JOIN product_search s ON s.product_id = p.id WHERE p.id = $1",
        product_id,
    )
