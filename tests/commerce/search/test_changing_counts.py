"""Counts of words are exact after any changes, whenever they are followed."""

from random import Random

import pytest

from commerce.search.follow import take_in
from commerce.search.search_keys import RARE, refresh_vocabulary, reindex
from database.connect import execute, fetch
from tests.support.databases.changes import overlapped
from tests.support.shop.factories import make_agreement, make_artisan, make_product, make_vendor
from tests.support.shop.word_counts import caught_up, count_of, inexact, make_many

pytestmark = pytest.mark.usefixtures("reference")
Ids = list[int]

# With words of a few products less and more than those whose words are counted at once.
PRODUCTS = (RARE + 20, 8, 3)
ROUNDS = 4
CHANGES_OF_ROUND = 12
CHANGES = (
    "UPDATE product SET status = CASE id % 3 WHEN 0 THEN 'paused' ELSE 'published' END"
    " WHERE id = ANY($1::int[])",
    "UPDATE product SET status = 'published' WHERE id = ANY($1::int[])",
    "UPDATE product SET name_en = 'Marionette ' || id % 4 WHERE id = ANY($1::int[])",
    "UPDATE product SET description_hi = 'कठपुतली' WHERE id = ANY($1::int[])",
    "UPDATE product SET artisan_id = NULL WHERE id = ANY($1::int[])",
    "UPDATE product p SET artisan_id = g.artisan_id FROM agreement g"
    " WHERE g.vendor_id = p.vendor_id AND g.artisan_id % 20 = p.id % 20 AND p.id = ANY($1::int[])",
    "DELETE FROM product WHERE id = ANY(($1::int[])[:2])",
    "UPDATE vendor SET status = CASE status WHEN 'approved' THEN 'suspended' ELSE 'approved' END"
    " WHERE id IN (SELECT vendor_id FROM product WHERE id = ($1::int[])[1])",
    "UPDATE vendor SET display_name_en = 'Falguni ' || ($1::int[])[1] % 3"
    " WHERE id % 3 = ($1::int[])[1] % 3",
    "UPDATE artisan SET status = CASE status WHEN 'active' THEN 'paused' ELSE 'active' END"
    " WHERE id IN (SELECT artisan_id FROM product WHERE id = ANY($1::int[]))",
    "UPDATE artisan SET profile_consented_at ="
    " CASE WHEN profile_consented_at IS NULL THEN now() END"
    " WHERE id % 12 = ($1::int[])[1] % 12",
    "UPDATE artisan SET name_en = 'Zebunnisa ' || id % 5 WHERE id % 3 = ($1::int[])[1] % 3",
)
# As before, but for names and products that are gone.
RESTORED = (
    "UPDATE artisan SET status = 'active', profile_consented_at = now()",
    "UPDATE vendor SET status = 'approved'",
    "UPDATE product SET status = 'published'",
)


async def make_shop() -> Ids:
    for number in PRODUCTS:
        vendor = await make_vendor(display_name_en="Falguni Stores")
        artisans = [await make_artisan(name_en=f"Zebunnisa {n}", name_hi=None) for n in range(20)]
        for artisan in artisans:
            await make_agreement(vendor_id=vendor.id, artisan_id=artisan.id)
        await make_many(number, vendor_id=vendor.id, name_en="Marionette")
        await execute(
            "UPDATE product SET artisan_id = ($2::int[])[1 + id % 20] WHERE vendor_id = $1",
            vendor.id,
            [artisan.id for artisan in artisans],
        )
    return [row["id"] for row in await fetch("SELECT id FROM product ORDER BY id")]


async def follow(random: Random) -> None:
    await take_in(random.choice((1, 5, 50)))


async def rebuild(random: Random) -> None:
    """As far as it comes before it is ended, or all of it."""
    await reindex(None)
    if random.random() < 0.5:
        await refresh_vocabulary()


@pytest.mark.parametrize("seed", range(6))
async def test_counts_are_exact_after_any_changes(seed: int) -> None:
    random = Random(seed)
    ids = await make_shop()
    await caught_up()
    assert await inexact() == []
    for _ in range(ROUNDS):
        for statement in RESTORED:
            await execute(statement)
        await caught_up()
        for _ in range(CHANGES_OF_ROUND):
            await execute(random.choice(CHANGES), random.sample(ids, random.choice((1, 2, 4, 40))))
            if random.random() < 0.2:
                await follow(random)
            if random.random() < 0.05:
                await rebuild(random)
        await caught_up()
        assert await inexact() == []


PAUSED = "UPDATE artisan SET status = 'paused' WHERE id = ANY($1::int[])"


@pytest.mark.parametrize("is_rebuilt", [False, True])
async def test_losses_that_are_still_to_be_followed_are_counted_once(is_rebuilt: bool) -> None:
    """Few products lose a frequent word, then so many that it is counted anew."""
    await make_shop()
    await caught_up()
    artisans = [row["id"] for row in await fetch("SELECT id FROM artisan ORDER BY id")]
    for artisan in artisans[:3]:
        await execute(PAUSED, [artisan])
    if is_rebuilt:
        await refresh_vocabulary()
    await execute(PAUSED, artisans[3:10])
    await caught_up()
    assert 0 < await count_of("falguni") < sum(PRODUCTS)
    assert await inexact() == []


async def test_a_new_word_that_two_add_at_once() -> None:
    one, other = [await make_product(name_en="Marionette") for _ in range(2)]
    await overlapped(lambda: reindex([one.id]), lambda: reindex([other.id]))
    assert await count_of("marionette") == 2
    assert await inexact() == []


async def test_a_mart_that_starts_empty_counts_its_products() -> None:
    await execute("DELETE FROM product")
    await caught_up()
    assert await fetch("SELECT FROM search_term") == []
    await make_product()
    await caught_up()
    number = await fetch("SELECT products FROM search_term WHERE key = ''")
    assert [row["products"] for row in number] == [1]
    assert await inexact() == []


async def test_a_word_that_changes_after_all_words_are_counted() -> None:
    """Its stored number was wrong before."""
    products = [await make_product(name_en="Marionette") for _ in range(3)]
    await caught_up()
    await execute("UPDATE search_term SET products = 40")

    async def delete() -> None:
        await execute("DELETE FROM product WHERE id = $1", products[0].id)

    await overlapped(delete, refresh_vocabulary)
    assert await count_of("marionette") == 2
    assert await inexact() == []
