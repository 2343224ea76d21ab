"""Objects of answers that are kept for rows of cached tables, counted exactly."""

import pytest

from database.caches.table_cache import TABLE_CACHE
from database.connect import execute
from tests.support.generated_operations import compare

CRAFTS = "query Made { crafts(first: 100) { nodes { name district { name craft { name } } } } }"


@pytest.mark.parametrize("without", [0, 1, 5], ids="{} districts without a craft".format)
async def test_objects_below_a_kept_answer_are_counted(reference: str, without: int) -> None:
    await execute(
        "UPDATE craft SET is_primary = false WHERE is_primary AND district_id IN"
        " (SELECT id FROM district ORDER BY id LIMIT $1)",
        without,
    )
    async with TABLE_CACHE.running(reference):
        await TABLE_CACHE.listening.wait()
        # First the answers are made, then they are there.
        for _ in range(2):
            found = await compare(CRAFTS, {})
            assert found.same, found.said
            assert found.counted
