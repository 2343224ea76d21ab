"""Jobs enqueued by our statement equal those of PgQueuer."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.domain.types import JobId
from pgqueuer.queries import Queries
from tortoise.transactions import in_transaction

from database.connect import credentials, execute, fetch
from database.queue import JobRequest, enqueue_failed_again, enqueue_rows

JOBS = (
    "SELECT entrypoint, payload, execute_after - created AS after, dedupe_key, priority, status,"
    " attempts, queue_manager_id, slot, updated = created AS is_new FROM pgqueuer ORDER BY id"
)
LOG = "SELECT status, entrypoint, priority, traceback, aggregated FROM pgqueuer_log ORDER BY id"
NONE: list[dict[str, Any]] = []


async def _written() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The queue and its log, which are then empty."""
    found = [dict(row) for row in await fetch(JOBS)], [dict(row) for row in await fetch(LOG)]
    await execute("DELETE FROM pgqueuer")
    await execute("DELETE FROM pgqueuer_log")
    return found


@pytest.fixture
async def theirs(db: str) -> Any:
    connection = await asyncpg.connect(**credentials(db))
    try:
        yield Queries(AsyncpgDriver(connection))
    finally:
        await connection.close()


async def test_enqueued_rows_equal_those_of_the_library(theirs: Queries) -> None:
    hour = timedelta(hours=1)
    await theirs.enqueue(
        ["a", "b", "c"],
        [b"{}", b"{1}", b""],
        [0, 0, 0],
        [timedelta(0), hour, timedelta(0)],
        [None, "once", None],
    )
    expected = await _written()
    await enqueue_rows(
        [JobRequest("a", b"{}"), JobRequest("b", b"{1}", hour, "once"), JobRequest("c", b"")]
    )
    assert await _written() == expected
    assert len(expected[0]) == len(expected[1]) == 3


async def test_a_once_job_is_enqueued_once(db: str, theirs: Queries) -> None:
    for _ in range(2):
        await enqueue_rows(
            [
                JobRequest("a", b"", once="same"),
                JobRequest("a", b"", once="same"),
                JobRequest("b", b""),
            ]
        )
    await theirs.enqueue("a", b"", dedupe_key="same", on_conflict="skip")
    jobs, log = await _written()
    assert (
        [job["entrypoint"] for job in jobs] == ["a", "b", "b"] == [row["entrypoint"] for row in log]
    )


async def test_a_failed_job_is_requeued_like_the_library_does(theirs: Queries) -> None:
    async def requeue(ids: list[int]) -> None:
        await theirs.requeue_jobs([JobId(each) for each in ids])

    ways: tuple[Callable[[list[int]], Awaitable[None]], ...] = (enqueue_failed_again, requeue)
    found = []
    for again in ways:
        await enqueue_rows([JobRequest("a", b""), JobRequest("b", b"")])
        await execute("UPDATE pgqueuer SET status = 'failed', attempts = 3 WHERE entrypoint = 'a'")
        for row in await fetch("SELECT id FROM pgqueuer ORDER BY id"):
            await again([row["id"]])
        assert await fetch("SELECT id FROM pgqueuer WHERE execute_after > now()") == []
        jobs, log = await _written()
        found.append(([{**job, "after": None} for job in jobs], log))
    assert found[0] == found[1]
    assert [job["attempts"] for job in found[0][0]] == [0, 0]
    assert len(found[0][1]) == 3


async def test_a_job_exists_if_its_transaction_commits(db: str) -> None:
    async def cause() -> None:
        async with in_transaction():
            await enqueue_rows([JobRequest("a", b"")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await cause()
    assert await _written() == (NONE, NONE)
    await enqueue_rows([])
    assert await _written() == (NONE, NONE)
