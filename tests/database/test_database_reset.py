"""The test database that is reset between tests."""

import asyncpg
import pytest

import models
from database.connect import credentials, execute
from database.embedded.server import SUPERUSER
from database.schema.serving_role import as_role
from tests.support.databases.copies import REFERENCE, TEMPLATES, KeptDatabases, database_at
from tests.support.databases.kept_database import DRAWN, WRITTEN
from tests.support.shop.factories import make_product


async def _contents(url: str) -> dict[str, object]:
    """Each table's rows and each sequence's place."""
    connection = await asyncpg.connect(**credentials(as_role(url, SUPERUSER)))
    try:
        found: dict[str, object] = {
            name: await connection.fetchval(
                f"SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {name} AS t"
            )
            for name in [row["name"] for row in await connection.fetch(WRITTEN)]
        }
        return found | {row["name"]: tuple(row) for row in await connection.fetch(DRAWN)}
    finally:
        await connection.close()


async def test_the_template_database_has_no_connections(
    kept_databases: KeptDatabases, reference_url: str
) -> None:
    for template in TEMPLATES:
        with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError, match="not currently accept"):
            await asyncpg.connect(
                **credentials(as_role(database_at(kept_databases.server_url, template), SUPERUSER))
            )


async def _rolled_back() -> None:
    with pytest.raises(asyncpg.RaiseError):
        await execute("DO $$ BEGIN UPDATE craft SET name_hi = name_hi || id; RAISE 'no'; END $$")


async def test_a_tests_changes_are_undone(
    kept_databases: KeptDatabases, reference_url: str
) -> None:
    async with kept_databases.connected_to(REFERENCE) as url:
        before = await _contents(url)
        product = await make_product(stock=3)
        await models.Variant.filter(product_id=product.id).update(price_paise=1)
        await execute("UPDATE district SET name_en = name_en || id")
        await _rolled_back()
        assert await _contents(url) != before
    async with kept_databases.connected_to(REFERENCE) as again:
        assert again == url
        assert await _contents(again) == before


async def test_large_tables_are_restored_from_the_template(
    kept_databases: KeptDatabases, reference_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.support.databases.kept_database.MAX_COPIED_ROWS", 1)
    own = KeptDatabases(kept_databases.server_url, "few")
    async with own.connected_to(REFERENCE) as url:
        before = await _contents(url)
        await execute("UPDATE district SET name_en = name_en || id")
    async with own.connected_to(REFERENCE) as again:
        assert again != url
        assert await _contents(again) == before
    await own.close()


async def test_open_sessions_end_with_the_test(
    kept_databases: KeptDatabases, reference_url: str
) -> None:
    async with kept_databases.connected_to(REFERENCE) as url:
        left = await asyncpg.connect(**credentials(url))
    with pytest.raises(asyncpg.InterfaceError, match="closed"):
        await left.fetchval("SELECT 1")
