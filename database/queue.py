"""The queue of jobs: PgQueuer's tables, written on the connection our transaction is on.

Who serves only puts jobs down, which is a statement; the library, which takes them and does them
(`server/jobs.py`), would be three more megabytes in each process. A test compares what the two put.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from database.connect import execute

AT_ONCE = timedelta(0)
PUT = """
WITH put AS (
  INSERT INTO pgqueuer (entrypoint, payload, execute_after, dedupe_key, priority, status)
  SELECT kind, payload, now() + after, once, 0, 'queued'
  FROM unnest($1::text[], $2::bytea[], $3::interval[], $4::text[]) WITH ORDINALITY
    AS job (kind, payload, after, once, place)
  ORDER BY place
  ON CONFLICT (dedupe_key) WHERE dedupe_key IS NOT NULL AND status IN ('queued', 'picked')
    DO NOTHING
  RETURNING id, entrypoint, priority
)
INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority)
SELECT id, 'queued', entrypoint, priority FROM put
"""
AGAIN = """
WITH again AS (
  UPDATE pgqueuer SET status = 'queued', attempts = 0, queue_manager_id = NULL,
    execute_after = now(), updated = now()
  WHERE id = $1 AND status = 'failed'
  RETURNING id, entrypoint, priority
)
INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority)
SELECT id, 'queued', entrypoint, priority FROM again
"""


class Put(NamedTuple):
    """A job to be done after a while; of those with the same `once` that wait or run there is one.

    `kind` is what the worker knows it by.
    """

    kind: str
    payload: bytes
    after: timedelta = AT_ONCE
    once: str | None = None


async def put(jobs: Sequence[Put]) -> None:
    """Put jobs down, to be taken in this order."""
    if jobs:
        await execute(PUT, *[list(column) for column in zip(*jobs, strict=True)])


async def put_again(job_id: int) -> None:
    """Have a job that failed done once more, as if it had never been tried."""
    await execute(AGAIN, job_id)
