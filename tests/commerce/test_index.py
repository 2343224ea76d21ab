"""The index says what the database says, and follows it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from random import Random

import pytest

from commerce.catalog import products
from commerce.facet import Facet
from commerce.facets import counted
from commerce.index.index import INDEX
from commerce.index.values import COLUMNS, TooSparseError, Values
from commerce.product_filter import AttributeChoice, ProductFilter, Scope
from commerce.search.query import SearchQuery, understand
from commerce.search.term import Kind, Term
from database.connect import execute, fetch
from database.held import HELD
from database.select import Page, Window
from tests.database.test_held import another_process, eventually
from tests.factories import make_product

SOON = 20.0
SEARCHES = (
    None, "kurta", "चिकन कुर्ता", "banarsi sari", "brass lamp", "chikan kari", "hand painted blue",
    "लखनऊ", "wooden toys for children", "gift", "zzzqqq",
)  # fmt: skip


@pytest.fixture(scope="module")
async def indexed(shop: str) -> AsyncIterator[None]:
    """The index of the demo catalogue."""
    async with HELD.kept_current(shop), INDEX.kept_current():
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

    def _maybe(self, chance, value):  # type: ignore[no-untyped-def]
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


def seen(page: Page) -> tuple[object, ...]:  # type: ignore[type-arg]
    rows = [(row.id, page.position(number)) for number, row in enumerate(page.rows)]
    return rows, page.has_next, page.has_previous, page.total


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize("text", SEARCHES)
async def test_lists_are_those_of_the_database(
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
            page = await select.page(window, total=True)
            expected = await plain.page(window, total=True)
            assert seen(page) == seen(expected), (wanted, window)
            if not page.has_next:
                break
            window = Window(7, after=tuple(page.position(-1)))


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize("text", SEARCHES)
async def test_facets_are_those_of_the_database(
    text: str | None, slugs: dict[str, list[str]], choices: list[AttributeChoice]
) -> None:
    made_up = MadeUp(2, slugs, choices)
    search = await searched(text)
    for number, wanted in enumerate([ProductFilter(), *[made_up.filter() for _ in range(12)]]):
        scope = Scope("district_id", 3) if number % 3 == 2 else None
        found = await INDEX.facets(wanted, search, list(Facet), scope)
        assert found == await counted(wanted, search, list(Facet), scope), wanted


# --- Following -------------------------------------------------------------------------------


@pytest.fixture
async def following(reference: str) -> AsyncIterator[None]:
    """The index of a database of the test's own, with some products."""
    for number in range(40):
        product = await make_product()
        word = ("kurt", "sari", "diya")[number % 3]
        await execute(
            "INSERT INTO product_search (product_id, keys) VALUES ($1, $2::text::tsvector)",
            product.id,
            f"'{word}':1{'AB'[number % 2]} 'mela':1",
        )
    async with HELD.kept_current(reference), INDEX.kept_current():
        await asyncio.wait_for(INDEX.wait(), SOON)
        yield


def term(*keys: str) -> SearchQuery:
    kinds = [Kind(worth, ((key,),)) for worth, key in zip((10, 9, 8), keys, strict=False)]
    return SearchQuery((Term(keys[0], 300, tuple(kinds)),))


ASKED = (
    (ProductFilter(), None),
    (ProductFilter(is_available=True), term("mela")),
    (ProductFilter(price_min=40_000), term("kurt", "sari")),
    (ProductFilter(), term("diya")),
)


async def agrees() -> bool:
    """Whether the index says what the database says, of several lists."""
    for wanted, search in ASKED:
        if await INDEX.facets(wanted, search, list(Facet), None) != await counted(
            wanted, search, list(Facet), None
        ):
            return False
        select = products(wanted, None, search)
        page = await select.page(Window(20), total=True)
        if seen(page) != seen(await replace(select, index=None).page(Window(20), total=True)):
            return False
    return INDEX.ready


WRITES = (
    "UPDATE product SET status = 'paused' WHERE id % 5 = $1",
    "UPDATE product SET status = 'published' WHERE id % 5 = $1",
    "UPDATE product SET rating_sum = rating_sum + 4, rating_count = rating_count + 1"
    " WHERE id % 5 = $1",
    "UPDATE variant SET price_paise = price_paise + 7100, mrp_paise = mrp_paise + 7100 WHERE product_id % 5 = $1",
    "UPDATE stock SET on_hand = reserved WHERE variant_id % 5 = $1",
    "UPDATE stock SET on_hand = reserved + 9 WHERE variant_id % 5 = $1",
    "UPDATE product_search SET keys = '''kurt'':1B ''mela'':1A' WHERE product_id % 5 = $1",
    "UPDATE product_search SET keys = '''diya'':1' WHERE product_id % 5 = $1",
    "UPDATE variant SET is_active = false WHERE product_id % 5 = $1",
    "UPDATE variant SET is_active = true WHERE product_id % 5 = $1",
    "DELETE FROM product_search WHERE product_id % 40 = $1",
)


@pytest.mark.usefixtures("following")
async def test_every_change_is_followed() -> None:
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
async def test_a_change_by_somebody_else_is_followed(reference: str) -> None:
    before = await INDEX.total(ProductFilter(), None)
    assert before
    await another_process(reference, "UPDATE product SET status = 'paused' WHERE id % 2 = 0")
    await eventually(agrees)
    assert await INDEX.total(ProductFilter(), None) < before  # type: ignore[operator]


@pytest.mark.usefixtures("following")
async def test_too_many_changes_are_read_anew() -> None:
    await execute("SELECT pg_notify('odop_products', '')")
    await eventually(lambda: is_(lambda: not INDEX.ready))
    await eventually(agrees)


@pytest.mark.usefixtures("following")
async def test_without_hearing_the_database_is_asked(reference: str) -> None:
    await another_process(
        reference,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'odop-mart listener' AND datname = current_database()",
    )
    await eventually(lambda: is_(lambda: not INDEX.ready))
    assert await INDEX.total(ProductFilter(), None) is None
    assert (await products().page(Window(3), total=True)).total
    await asyncio.wait_for(INDEX.wait(), SOON)
    await eventually(agrees)


@pytest.mark.usefixtures("following")
async def test_many_at_once_read_a_thing_once(queries: list[str]) -> None:
    search = term("mela")
    found = await asyncio.gather(*[INDEX.total(ProductFilter(), search) for _ in range(20)])
    assert len(set(found)) == 1
    assert len([query for query in queries if "array_agg(product_id)" in query]) == 1


async def test_ids_far_apart_are_left_to_the_database() -> None:
    values = Values()
    with pytest.raises(TooSparseError):
        values.put(a_row(2_000_000_000))


def a_row(product_id: int, **more: object) -> dict[str, object]:
    return dict.fromkeys(COLUMNS) | {"id": product_id} | more


async def is_(holds: Callable[[], bool]) -> bool:
    return holds()
