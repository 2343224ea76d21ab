"""The index follows the database."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from pyroaring import BitMap
from tortoise.transactions import in_transaction

from commerce.catalogue.catalogue import ProductSort, products
from commerce.catalogue.facet_specs import Facet
from commerce.catalogue.facets import counted
from commerce.catalogue.index import product_index
from commerce.catalogue.index.bands import Bands, Span
from commerce.catalogue.index.facet_bitmaps import ORDERED, Column, TooSparseError, Values
from commerce.catalogue.index.product_index import INDEX, MAX_RECENT_LISTS
from commerce.catalogue.product_filter import ProductFilter
from database.caches.table_cache import TABLE_CACHE
from database.connect import execute
from database.keyset import Window
from database.select import PageRead
from tests.support.databases.changes import another_process, eventually
from tests.support.shop.factories import make_product
from tests.support.shop.product_index import SOON, agrees, seen, term

WRITES = (
    "UPDATE product SET status = 'paused' WHERE id % 5 = $1",
    "UPDATE product SET status = 'published' WHERE id % 5 = $1",
    "UPDATE product SET rating_sum = rating_sum + 4, rating_count = rating_count + 1"
    " WHERE id % 5 = $1",
    "UPDATE variant SET price_paise = price_paise + 7100, mrp_paise = mrp_paise + 7100"
    " WHERE product_id % 5 = $1",
    "UPDATE stock SET on_hand = reserved WHERE variant_id % 5 = $1",
    "UPDATE stock SET on_hand = reserved + 9 WHERE variant_id % 5 = $1",
    "UPDATE product_search SET keys = '''kurt'':1B ''mela'':1A' WHERE product_id % 5 = $1",
    "UPDATE product_search SET keys = '''diya'':1' WHERE product_id % 5 = $1",
    "UPDATE variant SET is_active = false WHERE product_id % 5 = $1",
    "UPDATE variant SET is_active = true WHERE product_id % 5 = $1",
    "DELETE FROM product_search WHERE product_id % 40 = $1",
    "UPDATE product SET published_at = published_at - interval '1 day' WHERE id % 5 = $1",
    "UPDATE product SET published_at = now() WHERE id % 5 = $1",
    "UPDATE product SET popularity = (popularity + id * 7) % 11 WHERE id % 5 = $1",
    "UPDATE product SET country_of_origin = CASE id % 3 WHEN 0 THEN 'NP' ELSE 'IN' END"
    " WHERE id % 5 = $1",
)


@pytest.mark.slow
@pytest.mark.usefixtures("following")
async def test_the_index_follows_every_change() -> None:
    random = Random(5)
    assert await agrees()
    for number in range(60):
        await execute(random.choice(WRITES), random.randrange(5))
        if number % 10 == 9:
            late = await make_product()
            await execute(
                "INSERT INTO product_search (product_id, keys) VALUES ($1, '''kurt'':1A')", late.id
            )
        await eventually(agrees)


@pytest.mark.usefixtures("following")
async def test_the_index_follows_changes_by_other_processes(reference: str) -> None:
    before = await INDEX.total(ProductFilter(), None)
    assert before
    await another_process(reference, "UPDATE product SET status = 'paused' WHERE id % 2 = 0")
    await eventually(agrees)
    assert await INDEX.total(ProductFilter(), None) < before  # type: ignore[operator]


@pytest.mark.usefixtures("following")
async def test_too_many_changes_reload_the_index() -> None:
    before = INDEX._values
    await execute("SELECT pg_notify('odop_products', '')")
    await eventually(lambda: is_(lambda: INDEX._values not in (None, before)))
    await eventually(agrees)


@pytest.mark.usefixtures("following")
async def test_recalculated_popularity_reloads_only_its_bands() -> None:
    values, asked = INDEX._values, products(ProductFilter(), ProductSort.POPULAR, term("mela"))
    assert values is not None
    before = values.bands[Column.POPULARITY]
    async with in_transaction():
        # More than are told of one by one.
        await execute("SET LOCAL odop.bulk_load = 'on'")
        await execute("UPDATE product SET popularity = 1000 - 7 * id")
    await eventually(lambda: is_(lambda: values.bands.get(Column.POPULARITY, before) is not before))
    assert values is INDEX._values
    await execute("UPDATE product SET popularity = 2000 WHERE id % 7 = 3")
    await eventually(agrees)
    # Until the bands are there again the database says the order.
    del values.bands[Column.POPULARITY]
    page = await asked.page(Window(9), PageRead(total=True))
    assert seen(page) == seen(
        await replace(asked, index=None).page(Window(9), PageRead(total=True))
    )
    assert await INDEX.page(ProductFilter(), term("mela"), "popular", Span(True), 9) is None


async def test_products_beyond_the_last_band_open_new_bands() -> None:
    """A million that are published after the index was read are not all of one band."""
    bands = Bands()
    bands.draw(range(0, 64_000, 10), 64_000)
    keys = [*range(640), *range(100_000, 104_000)]
    for place, key in enumerate(keys):
        bands.put(place, key)
    hits = BitMap(range(len(keys)))
    pieces = [list(members) for members, _ in bands.walk(hits, Span(True), 0)]
    in_order = [at for piece in pieces for at in sorted(piece, reverse=True)]
    assert in_order == sorted(range(len(keys)), reverse=True)
    assert max(map(len, pieces)) < 200


@pytest.mark.usefixtures("following")
async def test_without_notifications_the_database_is_read(reference: str) -> None:
    await another_process(
        reference,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'odop-mart listener' AND datname = current_database()",
    )
    await eventually(lambda: is_(lambda: not INDEX.ready))
    assert await INDEX.total(ProductFilter(), None) is None
    assert (await products().page(Window(3), PageRead(total=True))).total
    await asyncio.wait_for(INDEX.wait(), SOON)
    await eventually(agrees)


@pytest.mark.usefixtures("following")
async def test_concurrent_searches_read_a_key_once(queries: list[str]) -> None:
    search = term("mela")
    found = await asyncio.gather(*[INDEX.total(ProductFilter(), search) for _ in range(20)])
    assert len(set(found)) == 1
    assert len([query for query in queries if "FROM product_search" in query]) == 1


@pytest.mark.usefixtures("following")
async def test_very_high_prices_are_indexed() -> None:
    dear = "price_paise = 5000000000, mrp_paise = 5000000000"
    await execute(f"UPDATE variant SET {dear} WHERE product_id % 40 = 3")
    await eventually(agrees)
    found = await INDEX.total(ProductFilter(price_min=4_999_999_999), None)
    assert found == await products(ProductFilter(price_min=4_999_999_999)).count() > 0
    await execute("SELECT pg_notify('odop_products', '')")
    await eventually(agrees)
    assert await INDEX.total(ProductFilter(price_min=5_000_000_000), None) == found


async def test_sparse_ids_are_left_to_the_database() -> None:
    values = Values()
    with pytest.raises(TooSparseError):
        values.put(a_row(2_000_000_000))


def a_row(product_id: int, **more: object) -> dict[str, object]:
    return dict.fromkeys(ORDERED) | {"id": product_id} | more


async def is_(holds: Callable[[], bool]) -> bool:
    return holds()


@pytest.mark.usefixtures("following")
async def test_a_cached_list_is_rebuilt_after_a_change() -> None:
    wanted, search = ProductFilter(), term("diya")
    first = await INDEX.facets(wanted, search, [Facet.AVAILABILITY], None)
    assert await INDEX.facets(wanted, search, [Facet.AVAILABILITY], None) == first
    assert (wanted, search, None) in INDEX._recent_lists
    await execute("UPDATE product SET status = 'paused' WHERE id % 2 = 0")

    async def is_seen() -> bool:
        found = await INDEX.facets(wanted, search, [Facet.AVAILABILITY], None)
        return found != first and found == await counted(wanted, search, [Facet.AVAILABILITY], None)

    await eventually(is_seen)
    for number in range(2 * MAX_RECENT_LISTS):
        await INDEX.total(ProductFilter(price_min=number), search)
    assert len(INDEX._recent_lists) == MAX_RECENT_LISTS


@pytest.mark.usefixtures("following")
async def test_recent_lists_have_a_limit_of_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    search = term("diya")
    for number in range(4):
        await INDEX.total(ProductFilter(price_min=number), search)
    lists = INDEX._recent_lists
    assert len(lists) >= 4
    *_, last = lists.values()
    monkeypatch.setattr(product_index, "MAX_RECENT_BYTES", 2 * last.bytes)
    await INDEX.total(ProductFilter(price_min=4), search)
    assert len(lists) == 2
    # The latest is there in any case: its facets come next.
    monkeypatch.setattr(product_index, "MAX_RECENT_BYTES", 1)
    await INDEX.total(ProductFilter(price_min=5), search)
    assert [key[0] for key in lists] == [ProductFilter(price_min=5)]


@pytest.mark.usefixtures("following")
async def test_a_hidden_product_is_on_no_page_before_its_notification() -> None:
    """It is counted until then."""
    select = products(ProductFilter(), None, term("diya"))
    window, read = Window(40), PageRead(total=True)
    before = await select.page(window, read)
    hidden = before.rows[0].id
    TABLE_CACHE.unwatch(INDEX._on_change)
    await execute("UPDATE product SET status = 'paused' WHERE id = $1", hidden)
    from_index = await select.page(window, read)
    TABLE_CACHE.watch(INDEX._on_change)
    from_database = await replace(select, index=None).page(window, read)
    rows = [row.id for row in before.rows if row.id != hidden]
    for page in (from_index, from_database):
        assert [row.id for row in page.rows] == rows
    assert from_index.total == before.total == len(rows) + 1
    assert from_database.total == len(rows)
