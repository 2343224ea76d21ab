"""What a product keeps of other rows is right when two of them change at once."""

from collections.abc import Awaitable, Callable

import pytest

import models
from database.connect import execute, fetch_value
from tests.support.databases.changes import overlapped
from tests.support.shop.factories import (
    OPENED,
    make_artisan,
    make_product,
    make_variant,
    make_vendor,
)

pytestmark = pytest.mark.usefixtures("reference")
Change = Callable[[], Awaitable[object]]


def changing(sql: str, *arguments: object) -> Change:
    return lambda: execute(sql, *arguments)


async def column(product: models.Product, name: str) -> object:
    return await fetch_value(f"SELECT {name} FROM product WHERE id = $1", product.id)


async def test_two_variants_that_sell_out_at_once() -> None:
    product = await make_product(stock=1)
    other = await make_variant(product, price=900_00, stock=1)
    one = await fetch_value("SELECT min(id) FROM variant WHERE product_id = $1", product.id)
    sold = "UPDATE stock SET reserved = on_hand WHERE variant_id = $1"
    await overlapped(changing(sold, one), changing(sold, other.id))
    assert await column(product, "is_available") is False
    back = "UPDATE stock SET reserved = 0 WHERE variant_id = $1"
    await execute(back, other.id)
    await overlapped(changing(sold, other.id), changing(back, one))
    assert await column(product, "is_available") is True


async def test_two_variants_that_are_removed_at_once() -> None:
    """A change of a variant is followed twice, before and after, which hid the fault."""
    product = await make_product(price=1_000_00)
    cheap = await make_variant(product, price=700_00)
    dear = await make_variant(product, price=1_900_00)
    await execute("DELETE FROM stock WHERE variant_id = ANY($1::int[])", [cheap.id, dear.id])
    remove = "DELETE FROM variant WHERE id = $1"
    await overlapped(changing(remove, cheap.id), changing(remove, dear.id))
    assert await column(product, "min_price_paise") == 1_000_00
    assert await column(product, "max_price_paise") == 1_000_00


async def test_two_reviews_at_once() -> None:
    product = await make_product()

    def reviewed(rating: int) -> Change:
        return lambda: models.Review.create(
            product_id=product.id,
            author_name="Asha",
            language="en",
            rating=rating,
            text="Well made.",
            status="published",
            created_at=OPENED,
        )

    await overlapped(reviewed(5), reviewed(2))
    assert await column(product, "rating_count") == 2
    assert await column(product, "rating_sum") == 7


SUSPENDED = "UPDATE vendor SET status = 'suspended' WHERE id = $1"


@pytest.mark.parametrize("is_first", [True, False])
async def test_a_product_published_while_its_vendor_is_suspended(is_first: bool) -> None:
    product = await make_product()
    await execute("UPDATE product SET status = 'paused' WHERE id = $1", product.id)
    publish = changing("UPDATE product SET status = 'published' WHERE id = $1", product.id)
    suspend = changing(SUSPENDED, product.vendor_id)
    await overlapped(*((publish, suspend) if is_first else (suspend, publish)))
    assert await column(product, "is_on_sale") is False


async def test_a_product_handed_on_to_a_vendor_who_is_suspended() -> None:
    product, other = await make_product(), await make_vendor()
    hand_on = changing("UPDATE product SET vendor_id = $2 WHERE id = $1", product.id, other.id)
    await overlapped(hand_on, changing(SUSPENDED, other.id))
    assert await column(product, "is_on_sale") is False


async def test_an_artisan_who_returns_while_the_vendor_is_suspended() -> None:
    product = await make_product(artisan_id=(await make_artisan(status="paused")).id)
    assert await column(product, "is_on_sale") is False
    back = changing("UPDATE artisan SET status = 'active' WHERE id = $1", product.artisan_id)
    await overlapped(changing(SUSPENDED, product.vendor_id), back)
    assert await column(product, "is_on_sale") is False
