"""Very many changes are followed in time."""

from typing import Any

import asyncpg
import pytest
from tortoise.transactions import in_transaction

from cli.shop import search
from commerce.search import follow, search_keys, suggest
from commerce.search.follow import take_in
from database.connect import connected, execute, fetch, fetch_value
from tests.support.shop.factories import make_artisan, make_product


@pytest.mark.usefixtures("owned_db")
async def test_many_changes_when_statistics_say_that_there_are_none() -> None:
    queue = "INSERT INTO search_change (noun, target_id) SELECT 'product', generate_series(1, $1)"
    await execute(queue, 1)
    await execute("ANALYZE search_change")
    await execute(queue, 5_000)
    plan = await fetch("EXPLAIN " + follow._DUE_CHANGES.replace("$1", str(follow.BATCH)))
    nodes = "\n".join(row[0] for row in plan)
    # Each is read once, whatever is estimated, and nothing for each row of another.
    assert "Nested Loop" not in nodes
    assert "SubPlan" not in nodes
    assert nodes.count("CTE Scan on oldest") == nodes.count("CTE Scan on due") == 1
    assert "Tid Scan on search_change" in nodes
    lost = "EXPLAIN SELECT count(*) FROM search_change WHERE lost @> ARRAY['kurt']"
    assert "search_change_lost" in "\n".join(row[0] for row in await fetch(lost))
    taken = 0
    while number := await take_in():
        taken += number
    assert taken == 5_000
    assert await fetch_value("SELECT count(*) FROM search_change") == 0


@pytest.mark.usefixtures("owned_db")
async def test_given_products_are_looked_up_whatever_the_number_of_all() -> None:
    """With a plan for any arguments, as a statement has it that is prepared once."""
    async with in_transaction():
        await execute("SET LOCAL plan_cache_mode = force_generic_plan")
        await execute("SET LOCAL enable_seqscan = off")
        await execute(f"PREPARE given (int[]) AS {search_keys._LOCK_GIVEN}")
        plan = await fetch("EXPLAIN EXECUTE given (ARRAY[1, 2])")
    nodes = "\n".join(row[0] for row in plan)
    assert "Index Cond: (id = ANY ($1))" in nodes
    assert "Filter" not in nodes


@pytest.mark.usefixtures("reference")
async def test_a_rebuild_repeats_products_that_others_lock_in_another_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await make_product()
    ended: list[str] = []

    async def deadlocked_once(sql: str, *arguments: Any) -> Any:
        if sql == search_keys._LOCK_NEXT and not ended:
            ended.append(sql)
            raise asyncpg.DeadlockDetectedError
        return await fetch(sql, *arguments)

    monkeypatch.setattr(search_keys, "fetch", deadlocked_once)
    assert await search_keys.reindex(None) == 1
    assert ended


async def test_a_rebuild_repeats_names_that_others_lock_in_another_order(
    reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_artisan(name_en="Zebunnisa")
    ended: list[str] = []

    async def deadlocked_once(sql: str, *arguments: Any) -> Any:
        if "FROM artisan" in sql and not ended:
            ended.append(sql)
            raise asyncpg.DeadlockDetectedError
        return await fetch(sql, *arguments)

    monkeypatch.setattr(suggest, "fetch", deadlocked_once)
    await search._rebuild(reference)
    assert ended
    async with connected(reference):
        assert await fetch("SELECT FROM search_entry WHERE noun = 'artisan'")
