"""What a product keeps of other rows is right when two of them change at once."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from tortoise.transactions import in_transaction

import models
from commerce.search.search_keys import reindex
from database.connect import execute, fetch_value
from tests.support.databases.changes import SOON, lock_awaited, overlapped
from tests.support.shop.factories import (
    OPENED,
    make_agreement,
    make_artisan,
    make_gi_product,
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


async def test_products_that_sell_out_at_once_are_locked_in_order() -> None:
    first, last = [(await make_product(stock=1)).id for _ in range(2)]
    # The statement comes to the stock of the first product last.
    await execute(
        "UPDATE stock SET on_hand = 2"
        " WHERE variant_id = (SELECT id FROM variant WHERE product_id = $1)",
        first,
    )
    lock = "SELECT FROM product WHERE id = $1 FOR NO KEY UPDATE"
    sold = changing("UPDATE stock SET reserved = on_hand")
    await overlapped(changing(lock, first), sold, changing(lock, last))
    assert await fetch_value("SELECT count(*) FROM product WHERE is_available") == 0


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


ACTIVE = "UPDATE variant SET is_active = $2 WHERE product_id = $1"


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("status", ["suspended", "approved"])
@pytest.mark.parametrize("who", ["vendor", "artisan"])
async def test_a_variant_activated_while_the_seller_changes(
    is_first: bool, status: str, who: str
) -> None:
    product = await make_product(artisan_id=(await make_artisan()).id)
    seller = product.vendor_id if who == "vendor" else product.artisan_id
    may = status == "approved"
    status = {"vendor": status, "artisan": "active" if may else "paused"}[who]
    before = {"vendor": "pending", "artisan": "paused"}[who] if may else None
    change = f"UPDATE {who} SET status = $2 WHERE id = $1"
    if before:
        await execute(change, seller, before)
    await execute(ACTIVE, product.id, False)
    assert await column(product, "is_on_sale") is False
    changes = changing(ACTIVE, product.id, True), changing(change, seller, status)
    await overlapped(*(changes if is_first else reversed(changes)))
    assert await column(product, "is_on_sale") is may


async def test_a_seller_who_changes_while_search_is_written() -> None:
    """Search writes products in the order of their IDs; whoever waits for it holds no later one."""
    one = await make_product()
    other = await make_product(vendor_id=one.vendor_id)
    await reindex([one.id, other.id])
    # The table has the second before the first.
    await execute("UPDATE product SET popularity = popularity + 1 WHERE id = $1", one.id)
    written = "UPDATE product_search SET popularity = popularity WHERE product_id = $1"
    await overlapped(
        lambda: execute(written, one.id),
        lambda: execute(SUSPENDED, one.vendor_id),
        lambda: execute(written, other.id),
    )
    assert [await column(each, "is_on_sale") for each in (one, other)] == [False, False]


MOVED = "UPDATE variant SET product_id = $2 WHERE id = $1"
SOLD = "UPDATE stock SET reserved = on_hand WHERE variant_id = $1"


@pytest.mark.parametrize("is_first", [True, False])
async def test_a_variant_that_sells_out_while_it_moves(is_first: bool) -> None:
    one, other = await make_product(), await make_product()
    await execute("DELETE FROM variant WHERE product_id = $1", other.id)
    variant = await fetch_value("SELECT id FROM variant WHERE product_id = $1", one.id)
    changes = changing(MOVED, variant, other.id), changing(SOLD, variant)
    await overlapped(*(changes if is_first else reversed(changes)))
    assert [await column(each, "is_available") for each in (one, other)] == [False, False]


async def test_stock_that_is_removed_while_its_variant_moves() -> None:
    one, other = await make_product(), await make_product()
    await execute("DELETE FROM variant WHERE product_id = $1", other.id)
    variant = await fetch_value("SELECT id FROM variant WHERE product_id = $1", one.id)
    removed = changing("DELETE FROM stock WHERE variant_id = $1", variant)
    await overlapped(changing(MOVED, variant, other.id), removed)
    assert [await column(each, "is_available") for each in (one, other)] == [False, False]


OF_BOTH = "= ANY(ARRAY(SELECT {}_id FROM product WHERE id = ANY($1::int[])))"
VENDORS, ARTISANS = map(OF_BOTH.format, ("vendor", "artisan"))
# Each changes both products, and comes to the later one first.
BOTH = {
    "variant": "UPDATE variant SET product_id = ($1::int[])[1], position = 99"
    " WHERE product_id = ($1::int[])[2]",
    "review": "UPDATE review SET product_id = ($1::int[])[1] WHERE product_id = ($1::int[])[2]",
    "claim": "UPDATE product_gi_claim SET withdrawn_at = now() WHERE product_id = ANY($1::int[])",
    "entry": f"UPDATE gi_authorised_user SET verified_at = NULL WHERE artisan_id {ARTISANS}",
    "goods": "DELETE FROM gi_goods WHERE kind_id = ANY(ARRAY("
    "SELECT kind_id FROM product WHERE id = ANY($1::int[])))",
    "vendor": f"UPDATE vendor SET status = 'suspended' WHERE id {VENDORS}",
    "artisan": f"UPDATE artisan SET status = 'paused' WHERE id {ARTISANS}",
    "agreement": f"UPDATE agreement SET status = 'ended' WHERE vendor_id {VENDORS}",
    "calendar": "SELECT agreements_follow_calendar(), $1::int[]",
}


@pytest.mark.parametrize("kind", BOTH)
async def test_products_changed_by_one_statement_are_locked_in_order(kind: str) -> None:
    goods = ("lucknow-chikankari", "chikan-kurta"), ("aligarh-locks-hardware", "padlock")
    vendors, artisans = [], []
    for _ in goods:
        vendors.append(await make_vendor())
        # Names without consent are not in search, so that only what is on sale changes.
        artisans.append(await make_artisan(profile_consented_at=None))
        await make_agreement(vendor_id=vendors[-1].id, artisan_id=artisans[-1].id)
    products = [
        await make_gi_product(craft=craft, kind=sort, vendor_id=vendor.id, artisan_id=artisan.id)
        for (craft, sort), vendor, artisan in reversed(
            list(zip(goods, vendors, artisans, strict=True))
        )
    ]
    one, other = ids = [product.id for product in products]
    if kind == "review":
        await models.Review.create(
            product_id=other,
            author_name="Asha",
            language="en",
            rating=5,
            text="Well made.",
            status="published",
            created_at=OPENED,
        )
    if kind == "calendar":
        await execute("UPDATE agreement SET valid_from = current_date - 1")
        async with in_transaction():
            await execute("SET LOCAL odop.bulk_load = 'on'")
            await execute("UPDATE product SET is_on_sale = false")

    async def lock(product_id: int) -> None:
        """As search does."""
        await execute("SELECT lock_products(ARRAY[$1::int])", product_id)

    await overlapped(lambda: lock(one), lambda: execute(BOTH[kind], ids), lambda: lock(other))


POPULAR = "UPDATE product SET popularity = popularity + 1 WHERE id = $1"
PAUSED = "UPDATE artisan SET status = 'paused' WHERE id = $1"
WRONG = """SELECT count(*) FROM product p
  JOIN product_search s ON s.product_id = p.id
  WHERE p.is_on_sale <> may_be_sold(p.status, p.min_price_paise, p.vendor_id, p.artisan_id)
    OR p.is_gi_tagged <> may_bear_gi(p.id, p.district_id, p.kind_id, p.artisan_id, p.vendor_id)
    OR (s.is_on_sale, s.is_gi_tagged) IS DISTINCT FROM (p.is_on_sale, p.is_gi_tagged)"""


async def apply(change: Change) -> None:
    await change()


async def crossed(first: Change, *others: Change) -> None:
    """Each change waits for one before it, the first ends last; none ends another one."""
    async with asyncio.TaskGroup() as tasks:

        async def hold() -> None:
            async with in_transaction():
                await first()
                is_held.set()
                await may_end.wait()

        is_held, may_end = asyncio.Event(), asyncio.Event()
        tasks.create_task(hold())
        await is_held.wait()
        for number, change in enumerate(others, 1):
            tasks.create_task(apply(change))
            await lock_awaited(number)
        may_end.set()
    assert await fetch_value(WRONG) == 0


async def test_changes_of_sellers_and_products_do_not_end_each_other() -> None:
    vendor, other = await make_vendor(), await make_vendor()
    products = [
        await make_gi_product(vendor_id=vendor.id, artisan_id=(await make_artisan()).id)
        for _ in range(3)
    ]
    first, middle, last = products
    await reindex([each.id for each in products])
    back = changing("UPDATE vendor SET status = 'approved' WHERE id = $1", vendor.id)
    suspend = changing(SUSPENDED, vendor.id)
    publish = changing("UPDATE product SET status = status WHERE id = $1", middle.id)
    await crossed(publish, suspend, changing(PAUSED, last.artisan_id))
    await back()
    hand_on = changing(
        "UPDATE product SET vendor_id = $2, artisan_id = NULL WHERE id = $1", last.id, other.id
    )
    await crossed(changing(POPULAR, first.id), suspend, hand_on)
    await back()
    await execute(ACTIVE, last.id, False)
    mark = "DELETE FROM gi_goods WHERE kind_id = (SELECT kind_id FROM product WHERE id = $1)"
    await crossed(
        changing(POPULAR, middle.id),
        changing(mark, first.id),
        suspend,
        changing(ACTIVE, last.id, True),
    )
    await back()
    sales = changing("SELECT pg_advisory_xact_lock(23, 0)")
    await crossed(sales, suspend, changing("DELETE FROM product WHERE id = $1", first.id))
    place = "UPDATE craft SET category_id = category_id WHERE id = $1"
    await crossed(sales, changing(mark, middle.id), changing(place, middle.craft_id))


@pytest.mark.parametrize("table", ["vendor", "artisan"])
async def test_other_changes_of_sellers_wait_for_nobody_who_publishes(table: str) -> None:
    """They hold rows that those who suspend wait for."""
    product = await make_product(artisan_id=(await make_artisan()).id)
    changes = {
        "vendor": ("UPDATE vendor SET city_en = 'Agra' WHERE id = $1", product.vendor_id),
        "artisan": ("UPDATE artisan SET name_en = 'Asha' WHERE id = $1", product.artisan_id),
    }
    change = changes[table]
    is_locked, may_end = asyncio.Event(), asyncio.Event()

    async def publish() -> None:
        async with in_transaction():
            await execute("SELECT pg_advisory_xact_lock_shared(23, 0)")
            is_locked.set()
            await may_end.wait()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(publish())
        await is_locked.wait()
        async with asyncio.timeout(SOON):
            await execute(*change)
        may_end.set()
