"""Pages of cached rows equal those of the database."""

import asyncio
from typing import Any

import pytest

import models
from database.caches.table_cache import TABLE_CACHE
from database.connect import execute
from tests.conftest import Ask
from tests.support.shop.factories import make_artisan

PAGE = "{ %s { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
PAGE += (
    " edges { cursor node { id slug name } } nodes { name translation(language: HI) { name } } } }"
)
OF_DISTRICT = '{ district(slug: "agra") ' + PAGE + " }"
LISTS = [
    *(
        PAGE % f"{noun}(first: {first})"
        for noun in ("districts", "crafts")
        for first in (0, 1, 100)
    ),
    *(OF_DISTRICT % f"artisans(first: {first})" for first in (0, 1, 2, 3, 100)),
    *(OF_DISTRICT % f"artisans(last: {last})" for last in (0, 2)),
    "{ districts(first: 9) { nodes { name artisans(first: 2) { totalCount nodes { name } } } } }",
]


@pytest.fixture
async def artisans(reference: str) -> list[models.Artisan]:
    """Four of Agra, one of whom did not agree to be shown, while tables are held."""
    agra = await models.District.get(slug="agra")
    made = [await make_artisan(district=agra) for _ in range(4)]
    await execute("UPDATE artisan SET profile_consented_at = NULL WHERE id = $1", made[1].id)
    return made


@pytest.mark.parametrize("document", LISTS)
async def test_cached_and_uncached_pages_are_equal(
    reference: str, artisans: Any, ask: Ask, document: str
) -> None:
    read = await ask.whole(document)
    async with TABLE_CACHE.running(reference):
        await TABLE_CACHE.listening.wait()
        for _ in range(2):
            assert await ask.whole(document) == read
    assert read.get("errors") is None


async def test_paging_continues_after_a_cached_page(
    reference: str, artisans: list[models.Artisan], ask: Ask
) -> None:
    document = (
        'query ($after: String) { district(slug: "agra") { artisans(first: 2, after: $after) {'
        " pageInfo { hasNextPage endCursor } nodes { slug } } } }"
    )
    found: list[str] = []
    async with TABLE_CACHE.running(reference):
        await TABLE_CACHE.listening.wait()
        after = None
        for _ in range(2):
            page = (await ask(document, after=after))["district"]["artisans"]
            found += [node["slug"] for node in page["nodes"]]
            after = page["pageInfo"]["endCursor"]
    assert not page["pageInfo"]["hasNextPage"]
    assert found == [artisans[place].slug for place in (0, 2, 3)]


async def test_a_consenting_artisan_appears_at_once(
    reference: str, artisans: list[models.Artisan], ask: Ask
) -> None:
    document = '{ district(slug: "agra") { artisans { totalCount } } }'
    async with TABLE_CACHE.running(reference):
        await TABLE_CACHE.listening.wait()
        assert (await ask(document))["district"]["artisans"]["totalCount"] == 3
        await execute("UPDATE artisan SET profile_consented_at = now()")
        async with asyncio.timeout(5):
            while (await ask(document))["district"]["artisans"]["totalCount"] != 4:  # noqa: ASYNC110
                await asyncio.sleep(0.01)


async def test_selected_columns_of_a_list_are_not_cached(reference: str, ask: Ask) -> None:
    """Else whoever selects other columns each time fills the memory with rows."""
    async with TABLE_CACHE.running(reference):
        await TABLE_CACHE.listening.wait()
        for fields in ("name", "slug story", "name slug id story", "id coordinates { latitude }"):
            await ask(f"{{ districts(first: 75) {{ nodes {{ {fields} }} }} }}")
            kept = TABLE_CACHE.query_cache.bytes
            await ask("{ districts(first: 75) { nodes { hindi: name } } }")
            assert TABLE_CACHE.query_cache.bytes == kept
    assert 75 * 28 < kept < 75 * 400
