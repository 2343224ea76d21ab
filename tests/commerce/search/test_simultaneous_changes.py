"""Search rows and the vocabulary are right when products change while they are written."""

import asyncio
from collections.abc import Awaitable, Callable
from importlib import import_module

import pytest
from tortoise.transactions import in_transaction

import models
from commerce.search import follow
from commerce.search.fold import fold_words
from commerce.search.follow import following, take_in
from commerce.search.search_keys import refresh_vocabulary, reindex
from commerce.search.suggest import refresh_entries
from database.connect import execute, fetch, fetch_value
from database.locks import Lock, lock, try_lock
from tests.support.databases.changes import eventually, overlapped
from tests.support.shop.factories import (
    make_artisan,
    make_gi_product,
    make_product,
    make_variant,
    make_vendor,
)

pytestmark = pytest.mark.usefixtures("reference")
Change = Callable[[models.Product], Awaitable[object]]

CHOSEN = ("product_id", "keys", "is_counted")
COPIED = [name for name in models.ProductSearch._meta.fields_map if name not in CHOSEN]
STALE = "SELECT count(*) FROM product_search s JOIN product p ON p.id = s.product_id WHERE " + (
    " OR ".join(f"s.{name} IS DISTINCT FROM p.{name}" for name in COPIED)
)
ROWS = "SELECT count(*) FROM product_search"


async def caught_up() -> None:
    while await take_in():
        pass


async def is_known(word: str) -> bool:
    (folded,) = fold_words(word)
    known = "SELECT EXISTS (SELECT FROM search_term WHERE key = ANY($1::text[]))"
    return bool(await fetch_value(known, list(folded.k1)))


def changing(sql: str) -> Change:
    return lambda product: execute(sql, product.id)


async def stocked(product: models.Product) -> None:
    """Gives the product its only variant."""
    await make_variant(product, price=800_00, stock=3)


async def meets_words_in_order(change: Callable[[], Awaitable[object]], *keys: str) -> None:
    """The change waits for whoever locks these words in turn, without having locked a later one."""
    first, last = keys
    word = "SELECT FROM search_term WHERE key = $1 FOR UPDATE"

    async def lock(key: str) -> None:
        assert await fetch(word, key)

    await overlapped(lambda: lock(first), change, lambda: lock(last))


OF_VENDOR = "WHERE id = (SELECT vendor_id FROM product WHERE id = $1)"
DRAFT = "UPDATE product SET status = 'draft' WHERE id = $1"
# What comes before, the change, and whether the product is on sale after it.
CHANGES: dict[str, tuple[str, Change, bool]] = {
    "published": (
        DRAFT,
        changing("UPDATE product SET status = 'published' WHERE id = $1"),
        True,
    ),
    "archived": ("", changing("UPDATE product SET status = 'archived' WHERE id = $1"), False),
    "vendor suspended": (
        "",
        changing(f"UPDATE vendor SET status = 'suspended' {OF_VENDOR}"),
        False,
    ),
    "first variant": ("DELETE FROM variant WHERE product_id = $1", stocked, True),
    "sold out": (
        "",
        changing(
            "UPDATE stock SET reserved = on_hand"
            " WHERE variant_id IN (SELECT id FROM variant WHERE product_id = $1)"
        ),
        True,
    ),
    "mark": (
        "",
        changing("UPDATE product_gi_claim SET withdrawn_at = now() WHERE product_id = $1"),
        True,
    ),
}


@pytest.mark.parametrize("is_first", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("kind", CHANGES)
async def test_a_product_that_changes_while_its_search_row_is_made(
    kind: str, is_first: bool
) -> None:
    before, change, is_on_sale = CHANGES[kind]
    await caught_up()
    product = await make_gi_product(name_en="Marionette")
    if before:
        await execute(before, product.id)
    assert await fetch_value(ROWS) == 0

    async def changed() -> None:
        await change(product)

    await overlapped(*((changed, take_in) if is_first else (take_in, changed)))
    assert await fetch_value(ROWS) == 1
    assert await fetch_value(STALE) == 0
    on_sale = "SELECT is_on_sale FROM product_search WHERE product_id = $1"
    assert await fetch_value(on_sale, product.id) is is_on_sale
    await caught_up()
    assert await fetch_value(STALE) == 0
    assert await is_known("marionette") is is_on_sale


async def test_a_search_row_that_anybody_makes() -> None:
    """Also without the lock that the writer takes before."""
    product = await make_product()

    async def publish() -> None:
        await execute("UPDATE product SET popularity = popularity + 1 WHERE id = $1", product.id)

    async def insert() -> None:
        await execute(
            "INSERT INTO product_search (product_id, keys) VALUES ($1, '''kurt'':1A'::tsvector)",
            product.id,
        )

    await overlapped(publish, insert)
    assert await fetch_value(STALE) == 0


@pytest.mark.parametrize("is_whole", [True, False], ids=["rebuilt", "followed"])
async def test_a_wrong_search_row_is_repaired(is_whole: bool) -> None:
    product = await make_product()
    await caught_up()
    await execute(
        "UPDATE product_search SET is_on_sale = false, min_price_paise = 1, published_at = NULL"
    )
    assert await fetch_value(STALE) == 1
    await reindex(None if is_whole else [product.id])
    assert await fetch_value(STALE) == 0


async def test_the_migration_repairs_wrong_search_rows_and_their_words() -> None:
    product, other = await make_product(name_en="Marionette"), await make_product()
    await caught_up()
    await execute("UPDATE product SET status = 'archived' WHERE id = $1", product.id)
    await execute("DELETE FROM search_change")
    await execute("UPDATE product_search SET is_on_sale = true WHERE product_id = $1", product.id)
    await execute("UPDATE product_search SET rating_sum = 9 WHERE product_id = $1", other.id)
    assert await fetch_value(STALE) == 2
    assert await is_known("marionette")
    for statement in import_module("migrations.0037_search_copies").REPAIR.split(";")[1:-1]:
        await execute(statement)
    assert await fetch_value(STALE) == 0
    assert await fetch_value("SELECT count(*) FROM search_change") == 2
    await caught_up()
    assert not await is_known("marionette")


async def test_the_words_of_a_deleted_product_are_unknown() -> None:
    product = await make_product(name_en="Marionette")
    await make_product(name_en="Ocarina")
    await caught_up()
    assert await is_known("marionette")
    await product.delete()
    assert not await is_known("marionette")
    assert await is_known("ocarina")


# --- Names -------------------------------------------------------------------------------------

HIDDEN = "UPDATE artisan SET profile_consented_at = NULL WHERE id = $1"


async def test_a_name_hidden_while_all_products_are_indexed() -> None:
    artisan = await make_artisan(name_en="Prabhunath Kannaujia", name_hi=None)
    await make_product(artisan_id=artisan.id)

    async def hide() -> None:
        await execute(HIDDEN, artisan.id)

    await overlapped(lambda: reindex(None), hide)
    key = fold_words("kannaujia")[0].k1[0]
    found = "SELECT count(*) FROM product_search WHERE keys @@ quote_literal($1)::tsquery"
    assert await fetch_value(found, key) == 0
    assert not await is_known("kannaujia")


async def test_a_name_hidden_while_all_suggestions_are_refreshed() -> None:
    artisan = await make_artisan()
    entries = "SELECT count(*) FROM search_entry WHERE noun = 'artisan'"

    async def hide() -> None:
        await execute(HIDDEN, artisan.id)

    await overlapped(refresh_entries, hide)
    assert await fetch_value(entries) == 0
    await overlapped(hide, refresh_entries)
    assert await fetch_value(entries) == 0


@pytest.mark.parametrize("is_first", [True, False], ids=["before", "after"])
async def test_a_name_hidden_while_its_words_are_counted(is_first: bool) -> None:
    """Another product loses the same word, so that none is left."""
    artisan = await make_artisan(name_en="Prabhunath Kannaujia", name_hi=None)
    await make_product(artisan_id=artisan.id)
    vendor = await make_vendor()
    other = await make_product(name_en="Kannaujia jhola", vendor_id=vendor.id)
    await caught_up()
    await execute("UPDATE product SET name_en = 'Jhola' WHERE id = $1", other.id)

    async def hide() -> None:
        await execute(HIDDEN, artisan.id)

    await overlapped(*((hide, take_in) if is_first else (take_in, hide)))
    await caught_up()
    assert not await is_known("kannaujia")


async def test_names_hidden_at_once_lock_their_words_in_order() -> None:
    later, former = [
        await make_artisan(name_en=name, name_hi=None) for name in ("Zebunnisa", "Badruddin")
    ]
    for artisan in (later, former):
        await make_product(artisan_id=artisan.id)
    await caught_up()

    async def hide() -> None:
        await execute("UPDATE artisan SET profile_consented_at = NULL")

    keys = [fold_words(name)[0].k1[0] for name in ("badruddin", "zebunnisa")]
    await meets_words_in_order(hide, *keys)
    assert not await is_known("zebunnisa")
    assert not await is_known("badruddin")


# --- The count of all words --------------------------------------------------------------------

WITHDRAWN = {"hidden": HIDDEN, "deleted": "DELETE FROM product WHERE artisan_id = $1"}


@pytest.mark.parametrize("kind", WITHDRAWN)
async def test_a_word_that_goes_while_all_words_are_counted(kind: str) -> None:
    artisan = await make_artisan(name_en="Prabhunath Kannaujia", name_hi=None)
    await make_product(artisan_id=artisan.id)
    await make_product(name_en="Ocarina")
    await caught_up()

    async def withdraw() -> None:
        await execute(WITHDRAWN[kind], artisan.id)

    await overlapped(withdraw, refresh_vocabulary)
    assert not await is_known("kannaujia")
    assert await is_known("ocarina")


async def test_a_word_that_comes_while_all_words_are_counted() -> None:
    await make_product()
    await caught_up()
    product = await make_product(name_en="Marionette")
    await overlapped(lambda: reindex([product.id]), refresh_vocabulary)
    assert await is_known("marionette")


async def test_all_words_are_locked_in_order() -> None:
    await make_product(name_en="Marionette")
    await caught_up()
    await refresh_vocabulary()
    await meets_words_in_order(refresh_vocabulary, "", fold_words("marionette")[0].k1[0])


async def test_nothing_is_followed_while_all_words_are_counted() -> None:
    """The count would bring back the words of a product that leaves sale meanwhile."""
    product = await make_product(name_en="Marionette")
    await caught_up()
    is_counted, may_end = asyncio.Event(), asyncio.Event()

    async def count() -> None:
        async with in_transaction():
            await refresh_vocabulary()
            is_counted.set()
            await may_end.wait()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(count())
        await is_counted.wait()
        await execute("UPDATE product SET status = 'archived' WHERE id = $1", product.id)
        assert await take_in() is None
        may_end.set()
    assert await is_known("marionette")
    await caught_up()
    assert not await is_known("marionette")


async def test_following_goes_on_when_the_words_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing tells it: the count writes no change."""
    monkeypatch.setattr(follow, "BUSY_SECONDS", 0.01)
    is_counted, is_refused = asyncio.Event(), asyncio.Event()

    async def tried(which: Lock) -> bool:
        is_held = await try_lock(which)
        if not is_held:
            is_refused.set()
        return is_held

    async def count() -> None:
        async with in_transaction():
            await lock(Lock.SEARCH_FOLLOWER)
            is_counted.set()
            await is_refused.wait()

    async def is_applied() -> bool:
        return await is_known("marionette")

    monkeypatch.setattr(follow, "try_lock", tried)
    await make_product(name_en="Marionette")
    counting = asyncio.create_task(count())
    await is_counted.wait()
    async with following():
        await counting
        await eventually(is_applied)


async def test_many_changes_of_one_row_are_applied_at_once() -> None:
    vendor, other = [await make_vendor() for _ in range(2)]
    product = await make_product(vendor_id=vendor.id)
    await caught_up()
    await execute(
        "INSERT INTO search_change (noun, target_id)"
        " SELECT 'vendor', unnest($1::int[]) FROM generate_series(1, $2)",
        [vendor.id, other.id],
        follow.BATCH,
    )

    async def changes() -> list[tuple[object, ...]]:
        rows = await fetch("SELECT noun, target_id, count(*) FROM search_change GROUP BY 1, 2")
        return sorted(tuple(row) for row in rows)

    assert await take_in(1) == 1
    assert await changes() == [("product", product.id, 1), ("vendor", other.id, follow.BATCH)]
    assert await take_in() == 2
    assert await changes() == []
