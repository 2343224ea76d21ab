"""Very many changes are followed in time."""

import pytest

from commerce.search import follow
from commerce.search.follow import take_in
from database.connect import execute, fetch, fetch_value


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
    taken = 0
    while number := await take_in():
        taken += number
    assert taken == 5_000
    assert await fetch_value("SELECT count(*) FROM search_change") == 0
