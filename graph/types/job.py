"""Work that is done later."""

from enum import Enum

import strawberry

from database.connect import fetch
from graph.context import Info
from graph.fields import RowType, column, derived
from graph.ids import global_id
from graph.types.scalars import DateTime, iso


@strawberry.enum(description="How far a job is. One that is done is gone.")
class JobStatus(Enum):
    QUEUED = strawberry.enum_value("queued", description="Waits for a worker, or for its time.")
    PICKED = strawberry.enum_value("picked", description="Is being done.")
    FAILED = strawberry.enum_value(
        "failed", description="Failed too often; `jobRetry` sends it round again."
    )


ERRORS = """
SELECT DISTINCT ON (job_id) job_id, traceback ->> 'exception_type' AS kind,
  traceback ->> 'exception_message' AS message
FROM pgqueuer_log WHERE job_id = ANY($1::bigint[]) AND traceback IS NOT NULL
ORDER BY job_id, created DESC
"""


async def _errors(ids: list[int]) -> list[str | None]:
    found = {
        row["job_id"]: f"{row['kind']}: {row['message']}"[:500] for row in await fetch(ERRORS, ids)
    }
    return [found.get(each) for each in ids]


@strawberry.type(description="Work that is done later: a message, a refund, a gateway's news.")
class Job(RowType):
    """Its row is one of the queue's."""

    id: strawberry.ID = derived(
        lambda row, _: global_id("Job", row.id), "id", description="For `jobRetry`."
    )
    kind: str = column("entrypoint", description="What it does, as in refund.send.")
    status: JobStatus = derived(
        lambda row, _: JobStatus(row.status), "status", description="How far it is."
    )
    payload: str = derived(
        lambda row, _: bytes(row.payload or b"{}").decode("utf-8", "replace"),
        "payload",
        description="What it is about, as JSON: ids, never a person's data.",
    )
    attempts: int = column("attempts", description="How often it was tried and failed.")
    created_at: DateTime = derived(
        lambda row, _: iso(row.created), "created", description="When it was put down."
    )
    due_at: DateTime = derived(
        lambda row, _: iso(row.execute_after), "execute_after", description="When it is done next."
    )

    @strawberry.field(description="Why it failed last; null when it did not.")
    async def error(self, info: Info) -> str | None:
        return await info.context.loaders.of("errors of jobs", _errors).load(self.row.id)
