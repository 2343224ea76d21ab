"""Enqueueing of jobs in PgQueuer's tables, within our transaction.

Serving processes only enqueue, which is a single statement; importing the library, which the worker
uses (`server/processes/jobs.py`), would cost three megabytes in each. A test compares the rows with
those of the library.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from database.connect import execute
from database.named_parameters import NamedStatement

AT_ONCE = timedelta(0)
# Common table expressions that enqueue jobs in a statement with named arguments (`arguments`).
ENQUEUE_CTES = """
put AS (
  INSERT INTO pgqueuer (entrypoint, payload, execute_after, dedupe_key, priority, status)
  SELECT kind, payload, now() + after, once, 0, 'queued'
  FROM unnest($job_kinds::text[], $job_payloads::bytea[], $job_afters::interval[],
    $job_onces::text[]) WITH ORDINALITY AS job (kind, payload, after, once, place)
  ORDER BY place
  ON CONFLICT (dedupe_key) WHERE dedupe_key IS NOT NULL AND status IN ('queued', 'picked')
    DO NOTHING
  RETURNING id, entrypoint, priority),
put_logged AS (
  INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority)
  SELECT id, 'queued', entrypoint, priority FROM put)"""
_PUT = NamedStatement(f"WITH {ENQUEUE_CTES} SELECT")
AGAIN = """
WITH again AS (
  UPDATE pgqueuer SET status = 'queued', attempts = 0, queue_manager_id = NULL,
    dedupe_key = NULL, execute_after = now(), updated = now()
  WHERE id = ANY($1::bigint[]) AND status = 'failed'
  RETURNING id, entrypoint, priority
)
INSERT INTO pgqueuer_log (job_id, status, entrypoint, priority)
SELECT id, 'queued', entrypoint, priority FROM again
"""


class JobRequest(NamedTuple):
    """A job to run after a delay, unless one with the same `once` is waiting or running.

    `kind` is its name for the worker.
    """

    kind: str
    payload: bytes
    after: timedelta = AT_ONCE
    once: str | None = None


def arguments(jobs: Sequence[JobRequest]) -> dict[str, Any]:
    """The arguments of ENQUEUE_CTES, for jobs in this order."""
    columns = [list(column) for column in zip(*jobs, strict=True)] if jobs else [[]] * 4
    return dict(zip(("job_kinds", "job_payloads", "job_afters", "job_onces"), columns, strict=True))


async def enqueue_rows(jobs: Sequence[JobRequest]) -> None:
    """Enqueue jobs in this order."""
    if jobs:
        await _PUT.fetch(arguments(jobs))


async def enqueue_failed_again(job_ids: Sequence[int]) -> None:
    """Enqueue failed jobs again, with their attempts reset, even if one like it is waiting."""
    await execute(AGAIN, list(job_ids))
