"""Bulk loading drops and restores indexes and foreign keys."""

import asyncpg
import pytest

from database.bulk import bare
from database.connect import execute, fetch

TABLES = ("product", "variant", "product_attribute", "product_search", "review")
KEPT = """
SELECT indexdef AS made FROM pg_indexes WHERE tablename = ANY($1::text[]) UNION ALL
SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
FROM pg_constraint WHERE conrelid = ANY($1::regclass[]) ORDER BY 1
"""


async def kept() -> list[str]:
    return [row["made"] for row in await fetch(KEPT, list(TABLES))]


@pytest.mark.usefixtures("owned_db")
async def test_indexes_and_keys_are_dropped_and_restored() -> None:
    before = await kept()
    async with bare(TABLES):
        during = await kept()
        assert not [each for each in during if "FOREIGN KEY" in each]
        assert len([each for each in during if "INDEX" in each]) < len(before) / 4
        # What must hold of each row by itself holds all the time.
        assert [each for each in during if "CHECK" in each] == [
            each for each in before if "CHECK" in each
        ]
    assert await kept() == before


@pytest.mark.usefixtures("owned_db")
async def test_orphan_rows_fail_the_whole_load() -> None:
    before = await kept()
    columns = ("product_id", "author_name", "language", "rating", "text", "status", "created_at")
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        async with bare(TABLES):
            await execute(
                f"INSERT INTO review ({', '.join(columns)}, is_verified_purchase)"
                " VALUES (999999, 'Asha', 'hi', 5, 'अच्छा', 'published', now(), true)"
            )
    assert await kept() == before
    assert not await fetch("SELECT FROM review")


@pytest.mark.usefixtures("db")
async def test_without_ownership_tables_are_loaded_with_their_indexes() -> None:
    before = await kept()
    async with bare(TABLES):
        assert await kept() == before
