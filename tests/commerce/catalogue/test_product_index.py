"""The product index compared with the database."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from random import Random
from typing import TypeVar

import pytest

import models
from commerce.catalogue.catalogue import ProductSort, products, products_of_nouns
from commerce.catalogue.facet_specs import Facet
from commerce.catalogue.facets import counted
from commerce.catalogue.index.product_index import INDEX
from commerce.catalogue.product_filter import AttributeChoice, ProductFilter, Scope
from commerce.search.query import SearchQuery, understand
from database.caches.table_cache import TABLE_CACHE
from database.connect import fetch
from database.keyset import Page, Window
from database.select import PageRead, Select
from tests.support.shop.product_index import SOON, seen

Value = TypeVar("Value")


SEARCHES = (
    None, "kurta", "चिकन कुर्ता", "banarsi sari", "brass lamp", "chikan kari", "hand painted blue",
    "लखनऊ", "wooden toys for children", "gift", "zzzqqq",
)  # fmt: skip


@pytest.fixture(scope="module")
async def indexed(shop: str) -> AsyncIterator[None]:
    """The index of the demo catalogue."""
    async with TABLE_CACHE.running(shop), INDEX.running():
        await asyncio.wait_for(INDEX.wait(), SOON)
        yield


class MadeUp:
    """Filters a shopper might choose, and some that nobody would."""

    def __init__(self, seed: int, slugs: dict[str, list[str]], values: list[AttributeChoice]):
        self._random, self._slugs, self._values = Random(seed), slugs, values

    def filter(self) -> ProductFilter:
        some = self._some
        least, most = sorted(self._random.choices((0, 9_900, 50_000, 120_050, 700_000), k=2))
        return ProductFilter(
            districts=some("district", 0.3),
            crafts=some("craft", 0.1),
            categories=some("category", 0.3),
            artisans=some("artisan", 0.1),
            vendors=some("vendor", 0.1),
            attributes=tuple(self._random.sample(self._values, self._random.choice((0, 0, 1, 2)))),
            countries_of_origin=self._maybe(0.1, ("IN", "NP")) or (),
            price_min=self._maybe(0.3, least),
            price_max=self._maybe(0.3, most),
            rating_at_least=self._maybe(0.2, self._random.randint(1, 5)),
            is_gi_tagged=self._maybe(0.2, self._random.random() < 0.5),
            is_available=self._maybe(0.2, self._random.random() < 0.5),
            is_made_to_order=self._maybe(0.2, self._random.random() < 0.5),
        )

    def _maybe(self, chance: float, value: Value) -> Value | None:
        return value if self._random.random() < chance else None

    def _some(self, noun: str, chance: float) -> tuple[str, ...]:
        if self._random.random() > chance:
            return ()
        return (*self._random.sample(self._slugs[noun], self._random.randint(1, 3)), "no-such")


@pytest.fixture(scope="module")
async def slugs(shop: str) -> dict[str, list[str]]:
    return {
        noun: [row["slug"] for row in await fetch(f"SELECT slug FROM {noun} ORDER BY id")]
        for noun in ("district", "craft", "category", "artisan", "vendor")
    }


@pytest.fixture(scope="module")
async def choices(shop: str) -> list[AttributeChoice]:
    rows = await fetch(
        "SELECT a.slug, array_agg(av.slug ORDER BY av.id) AS values FROM attribute a"
        " JOIN attribute_value av ON av.attribute_id = a.id GROUP BY 1 ORDER BY 1"
    )
    return [AttributeChoice(row["slug"], tuple(row["values"][:2])) for row in rows]


async def searched(text: str | None) -> SearchQuery | None:
    return await understand(text) if text else None


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize("text", SEARCHES)
async def test_index_lists_equal_those_of_the_database(
    text: str | None, slugs: dict[str, list[str]], choices: list[AttributeChoice]
) -> None:
    made_up = MadeUp(1, slugs, choices)
    search = await searched(text)
    for wanted in [ProductFilter(), *[made_up.filter() for _ in range(20)]]:
        select = products(wanted, None, search)
        plain = replace(select, index=None)
        assert await INDEX.total(wanted, search) == await plain.count(), wanted
        window = Window(7)
        for _ in range(4):
            page = await select.page(window, PageRead(total=True))
            expected = await plain.page(window, PageRead(total=True))
            assert seen(page) == seen(expected), (wanted, window)
            if not page.has_next:
                break
            window = Window(7, after=tuple(page.position(-1)))


async def walked(
    select: Select[models.Product], size: int, random: Random
) -> list[tuple[Window, Page[models.Product]]]:
    """Pages of a list: on from its beginning, back from its end, and between two of its places."""
    plain = replace(select, index=None)
    found, positions = [], list[tuple[str, ...]]()
    for backward in (False, True):
        window = Window(size, backward)
        for _ in range(4):
            page = await plain.page(window, PageRead(total=True))
            found.append((window, page))
            positions += [tuple(page.position(at)) for at in range(len(page.rows))]
            if not page.rows:
                break
            edge = tuple(page.position(0 if backward else -1))
            window = replace(window, before=edge) if backward else replace(window, after=edge)
    for _ in range(4):
        if positions:
            after, before = random.choices(positions, k=2)
            window = Window(size, random.random() < 0.5, after, before)
            found.append((window, await plain.page(window, PageRead(total=True))))
    return found


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize("sort", ProductSort)
@pytest.mark.parametrize("text", SEARCHES[1:])
async def test_index_searches_equal_those_of_the_database(
    text: str,
    sort: ProductSort,
    slugs: dict[str, list[str]],
    choices: list[AttributeChoice],
    queries: list[str],
) -> None:
    made_up, random = MadeUp(3, slugs, choices), Random(4)
    search = await searched(text)
    # Where a word is said is read when it is first searched; by then, whichever test comes first.
    await products(ProductFilter(), sort, search).page(Window(1))
    for wanted in [ProductFilter(), *[made_up.filter() for _ in range(3)]]:
        select = products(wanted, sort, search)
        for window, expected in await walked(select, random.choice((1, 7, 24)), random):
            queries.clear()
            assert seen(await select.page(window, PageRead(total=True))) == seen(expected), (
                wanted,
                window,
            )
            assert not [query for query in queries if "product_search" in query]


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize("noun", ["district", "craft", "category", "artisan", "vendor"])
async def test_index_lists_of_districts_and_others_equal_those_of_the_database(
    noun: str, slugs: dict[str, list[str]], choices: list[AttributeChoice]
) -> None:
    made_up = MadeUp(3, slugs, choices)
    ids = [row["id"] for row in await fetch(f"SELECT id FROM {noun} ORDER BY id LIMIT 20")]
    for wanted in [ProductFilter(), *[made_up.filter() for _ in range(12)]]:
        select = products_of_nouns(wanted)
        plain = replace(products(wanted), index=None)
        for some in (ids[:1], [*ids, ids[0]]):
            found = await select.pages(f"{noun}_id", some, Window(3), PageRead(total=True))
            expected = await plain.pages(f"{noun}_id", some, Window(3), PageRead(total=True))
            assert list(map(seen, found)) == list(map(seen, expected)), (noun, wanted)


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize("text", SEARCHES)
async def test_index_facets_equal_those_of_the_database(
    text: str | None, slugs: dict[str, list[str]], choices: list[AttributeChoice]
) -> None:
    made_up = MadeUp(2, slugs, choices)
    search = await searched(text)
    for number, wanted in enumerate([ProductFilter(), *[made_up.filter() for _ in range(12)]]):
        scope = Scope("district_id", 3) if number % 3 == 2 else None
        found = await INDEX.facets(wanted, search, list(Facet), scope)
        assert found == await counted(wanted, search, list(Facet), scope), wanted
