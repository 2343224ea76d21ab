"""The first search for a word of many products."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import asyncpg
import pytest

import commerce.catalogue.index.common_words
from commerce.catalogue.catalogue import products
from commerce.catalogue.index.postings import Postings
from commerce.catalogue.index.product_index import INDEX
from commerce.catalogue.index.word_fields import MAX_KEYS
from commerce.catalogue.product_filter import ProductFilter
from commerce.search.query import SearchQuery, understand
from commerce.search.search_keys import load_synonyms, refresh_vocabulary
from commerce.search.term import Kind, Term
from database.caches.table_cache import TABLE_CACHE
from database.connect import IS_PUBLIC, credentials, execute, fetch_value, long_read
from database.keyset import Window
from database.select import PageRead
from settings import settings
from tests.support.databases.changes import eventually
from tests.support.shop.factories import make_product
from tests.support.shop.product_index import SOON, agrees, seen, term

LONGER_THAN_ALLOWED = 1.5


@asynccontextmanager
async def nobody_reads(url: str, table: str) -> AsyncIterator[None]:
    """Whoever reads the table waits, for as long as this lasts, as for a very slow disk."""
    connection = await asyncpg.connect(**credentials(url))
    try:
        async with connection.transaction():
            await connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield
    finally:
        await connection.close()


@pytest.mark.usefixtures("following")
async def test_a_slow_first_read_does_not_time_out(
    reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "public_statement_seconds", 1)
    IS_PUBLIC.set(True)
    async with nobody_reads(reference, "product_search"):
        asked = [asyncio.create_task(INDEX.total(ProductFilter(), term("mela"))) for _ in range(9)]
        await asyncio.sleep(LONGER_THAN_ALLOWED)
        assert not any(task.done() for task in asked)
    found = await asyncio.wait_for(asyncio.gather(*asked), SOON)
    assert set(found) == {40}


@pytest.mark.usefixtures("following")
async def test_loading_common_words_leaves_connections_for_others(
    reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commerce.catalogue.index.postings.COMMON", -1)
    async with nobody_reads(reference, "product_search"):
        many = [f"mela{number}" for number in range(20)]
        asked = [asyncio.create_task(INDEX.total(ProductFilter(), term(word))) for word in many]
        try:
            IS_PUBLIC.set(True)
            async with asyncio.timeout(SOON):
                assert await fetch_value("SELECT 1") == 1
                assert len((await products().page(Window(3))).rows) == 3
            assert not any(task.done() for task in asked)
        finally:
            for task in asked:
                task.cancel()
    assert await asyncio.wait_for(INDEX.total(ProductFilter(), term("mela")), SOON) == 40


@pytest.mark.slow
@pytest.mark.usefixtures("reference")
async def test_a_long_read_has_its_own_limit_and_returns_its_connection() -> None:
    for _ in range(settings().pool_size + 1):
        async with long_read(77) as connection:
            assert await connection.fetchval("SHOW statement_timeout") == "77s"
        with pytest.raises(asyncpg.QueryCanceledError):
            async with long_read(1) as connection:
                await connection.execute("SELECT pg_sleep(60)")
    IS_PUBLIC.set(True)
    assert await fetch_value("SHOW statement_timeout") == f"{settings().statement_seconds}s"


async def test_a_start_reads_what_shoppers_search_most(
    reference: str, monkeypatch: pytest.MonkeyPatch, queries: list[str]
) -> None:
    for _ in range(3):
        product = await make_product()
        await execute(
            "INSERT INTO product_search (product_id, keys) VALUES ($1, $2::text::tsvector)",
            product.id, "'lamp':1B 'dip':1C",
        )  # fmt: skip
    await load_synonyms()
    await refresh_vocabulary()
    monkeypatch.setattr(commerce.catalogue.index.common_words, "COMMON", 1)
    async with TABLE_CACHE.running(reference), INDEX.running():
        await asyncio.wait_for(INDEX.wait(), SOON)
        await asyncio.wait_for(until(lambda: not INDEX.is_starting()), SOON)
        search = await understand("दीपक")
        queries.clear()
        assert search is not None
        assert await INDEX.total(ProductFilter(), search) == 3
        assert not [query for query in queries if "FROM product_search" in query]


@pytest.mark.usefixtures("following")
async def test_spellings_share_loaded_keys(
    queries: list[str],
) -> None:
    assert await INDEX.total(ProductFilter(), term("kurt", "sari")) == 27
    queries.clear()
    for spelled in (("sari", "kurt"), ("sari",), ("kurt",)):
        select = products(ProductFilter(), None, term(*spelled))
        page = await select.page(Window(30), PageRead(total=True))
        assert seen(page) == seen(
            await replace(select, index=None).page(Window(30), PageRead(total=True))
        )
    assert not [query for query in queries if query.startswith("COPY")]


@pytest.mark.usefixtures("following")
async def test_a_term_with_one_key_is_stored_once() -> None:
    (thing,) = term("mela").terms
    assert await INDEX.total(ProductFilter(), term("mela")) == 40
    said = (await INDEX._postings.read(["mela"]))["mela"]
    levels = (await INDEX._postings.of(thing)).sets()
    assert {id(members) for members in levels} == {id(field) for field in said.fields if field}


@pytest.mark.usefixtures("following")
@pytest.mark.parametrize("room", [1, 2_000])
async def test_a_small_cache_follows_every_change(
    monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    monkeypatch.setattr("commerce.catalogue.index.postings.MAX_BYTES", room)
    monkeypatch.setattr("commerce.catalogue.index.postings.MAX_KEY_BYTES", room)
    INDEX._postings = Postings(INDEX._postings._values)
    for number in range(6):
        assert await agrees()
        await execute(
            "UPDATE product_search SET keys = $2::text::tsvector WHERE product_id % 6 = $1",
            number, "'kurt':1B 'mela':1A",
        )  # fmt: skip
        await eventually(agrees)


@pytest.mark.usefixtures("following")
async def test_a_term_can_have_more_keys_than_one_statement_reads() -> None:
    ways = tuple(((f"way{number}",),) for number in range(3 * MAX_KEYS))
    kinds = (Kind(10, (*ways, (("mela",), ("kurt", "diya")))), Kind(9, ((("sari",),),)))
    search = SearchQuery((Term("mela", 300, kinds),))
    select = products(ProductFilter(), None, search)
    page = await select.page(Window(50), PageRead(total=True))
    assert seen(page) == seen(
        await replace(select, index=None).page(Window(50), PageRead(total=True))
    )
    assert page.total == 40


@pytest.mark.usefixtures("shop")
async def test_the_words_of_a_product_are_stored_inline() -> None:
    """Each look at words that are elsewhere is a look-up there, several times for each product."""
    long = "SELECT count(*) FROM product_search WHERE pg_column_size(keys) > 2040"
    assert await fetch_value(long)
    assert not await fetch_value(
        "SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE relname = 'product_search'"
    )


async def until(holds: Callable[[], bool]) -> None:
    while not holds():  # noqa: ASYNC110
        await asyncio.sleep(0.01)
