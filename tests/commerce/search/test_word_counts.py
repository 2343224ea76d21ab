"""Words are known as long as a product on sale has them, also words of very many products."""

import asyncio

import pytest
from tortoise.transactions import in_transaction

from commerce.search.fold import fold_words
from commerce.search.search_keys import RARE, refresh_vocabulary, reindex
from database.connect import execute, fetch
from tests.support.databases.changes import overlapped
from tests.support.shop.factories import (
    make_agreement,
    make_artisan,
    make_product,
    make_vendor,
)
from tests.support.shop.word_counts import caught_up, count_of, inexact, make_many

MANY = RARE + 4
OF_MANY = "WHERE name_en = 'Marionette'"
GONE = {
    "renamed": [f"UPDATE product SET name_en = 'Puppet' {OF_MANY}"],
    "one by one": [
        f"UPDATE product SET name_en = 'Puppet' WHERE id = (SELECT min(id) FROM product {OF_MANY})"
    ]
    * MANY,
    "suspended": [
        f"UPDATE vendor SET status = 'suspended' WHERE id = (SELECT min(vendor_id)"
        f" FROM product {OF_MANY})"
    ],
    "archived": [f"UPDATE product SET status = 'archived' {OF_MANY}"],
    "deleted": [f"DELETE FROM product {OF_MANY}"],
}


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("is_indexed_before", [True, False], ids=["counted", "of an older version"])
@pytest.mark.parametrize("kind", GONE)
async def test_a_word_that_all_of_many_products_lose_is_unknown(
    kind: str, is_indexed_before: bool
) -> None:
    await make_many(MANY, name_en="Marionette")
    await make_product(name_en="Ocarina")
    await caught_up()
    assert await count_of("marionette") == MANY
    if not is_indexed_before:
        await execute("UPDATE product_search SET is_counted = NULL")
    for statement in GONE[kind]:
        await execute(statement)
    await caught_up()
    assert await count_of("marionette") == 0
    assert await inexact() == []


@pytest.mark.usefixtures("reference")
async def test_counts_follow_products_that_leave_sale_and_return() -> None:
    await make_many(MANY, name_en="Marionette")
    await caught_up()
    for status, number in (("archived", 0), ("published", MANY), ("paused", 0)):
        await execute(f"UPDATE product SET status = $1 {OF_MANY}", status)
        await caught_up()
        assert await count_of("marionette") == number
        assert await inexact() == []


@pytest.mark.usefixtures("reference")
async def test_a_change_that_comes_back_before_it_is_followed_counts_once() -> None:
    product = await make_many(MANY, name_en="Marionette")
    await caught_up()
    for status in ("archived", "published"):
        await execute("UPDATE product SET status = $1 WHERE id = $2", status, product.id)
    await caught_up()
    assert await inexact() == []


# --- Names -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE product SET artisan_id = NULL WHERE artisan_id = $1",
        "UPDATE artisan SET profile_consented_at = NULL WHERE id = $1",
    ],
    ids=["handed on", "hidden"],
)
async def test_a_name_of_many_products_leaves_with_the_statement(change: str) -> None:
    artisan = await make_artisan(name_en="Prabhunath Kannaujia", name_hi=None)
    await make_many(MANY, artisan_id=artisan.id)
    await caught_up()
    assert await count_of("kannaujia") == MANY
    await execute(change, artisan.id)
    assert await count_of("kannaujia") == 0
    await caught_up()
    assert await count_of("kannaujia") == 0
    assert await inexact() == []


@pytest.mark.usefixtures("reference")
async def test_a_name_of_many_products_handed_on_one_by_one_is_unknown() -> None:
    artisan = await make_artisan(name_en="Prabhunath Kannaujia", name_hi=None)
    await make_many(MANY, artisan_id=artisan.id)
    await caught_up()
    for row in await fetch("SELECT id FROM product"):
        await execute("UPDATE product SET artisan_id = NULL WHERE id = $1", row["id"])
    await caught_up()
    assert await count_of("kannaujia") == 0
    assert await inexact() == []


@pytest.mark.usefixtures("reference")
async def test_products_handed_on_at_once_lock_their_words_in_order() -> None:
    later, former = [
        await make_artisan(name_en=name, name_hi=None) for name in ("Zebunnisa", "Badruddin")
    ]
    for artisan in (later, former):
        await make_product(artisan_id=artisan.id)
    await caught_up()
    first, last = [fold_words(name)[0].k1[0] for name in ("badruddin", "zebunnisa")]

    async def lock(key: str) -> None:
        assert await fetch("SELECT FROM search_term WHERE key = $1 FOR UPDATE", key)

    async def hand_on() -> None:
        await execute("UPDATE product SET artisan_id = NULL")

    await overlapped(lambda: lock(first), hand_on, lambda: lock(last))
    assert await count_of("zebunnisa") == await count_of("badruddin") == 0


@pytest.mark.usefixtures("reference")
async def test_who_hides_a_name_does_not_wait_for_words_of_many_products() -> None:
    artisan = await make_artisan(name_en="Prabhunath Kannaujia", name_hi=None)
    await make_product(artisan_id=artisan.id)
    vendor = await make_vendor(display_name_en="Falguni Stores")
    product = await make_many(RARE + 10, vendor_id=vendor.id)
    await make_agreement(artisan_id=artisan.id, vendor_id=vendor.id)
    await execute("UPDATE product SET artisan_id = $1 WHERE id = $2", artisan.id, product.id)
    await caught_up()
    is_held, is_hidden = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with in_transaction():
            keys = fold_words("falguni")[0].k1
            assert await fetch("SELECT FROM search_term WHERE key = $1 FOR UPDATE", keys[0])
            is_held.set()
            await is_hidden.wait()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(hold())
        await is_held.wait()
        await execute("UPDATE artisan SET profile_consented_at = NULL WHERE id = $1", artisan.id)
        is_hidden.set()
    await caught_up()
    assert await count_of("falguni") == RARE + 10
    assert await inexact() == []


# --- Rebuilding --------------------------------------------------------------------------------


@pytest.mark.usefixtures("reference")
async def test_a_rebuild_knows_words_of_products_on_sale_only() -> None:
    product = await make_product(name_en="Marionette")
    draft = await make_product(name_en="Ocarina")
    await execute("UPDATE product SET status = 'draft' WHERE id = $1", draft.id)
    await reindex(None)
    # As if it had ended here.
    assert await count_of("marionette") == 1
    assert await count_of("ocarina") == 0
    await execute("UPDATE product SET name_en = 'Puppet' WHERE id = $1", product.id)
    await execute("UPDATE product SET status = 'published' WHERE id = $1", draft.id)
    await reindex(None)
    assert await count_of("marionette") == 0
    assert await count_of("ocarina") == 1
    assert await inexact() == []
    await caught_up()
    assert await inexact() == []


@pytest.mark.usefixtures("reference")
async def test_a_rebuild_while_all_words_are_counted() -> None:
    product = await make_many(MANY, name_en="Marionette")
    await caught_up()
    await refresh_vocabulary()
    await execute("UPDATE product SET name_en = 'Puppet' WHERE id = $1", product.id)
    await overlapped(lambda: reindex(None), refresh_vocabulary)
    assert await count_of("marionette") == MANY - 1
    assert await inexact() == []
