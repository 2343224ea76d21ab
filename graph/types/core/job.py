"""Work that is done later."""

from enum import Enum

import strawberry

from auth.permissions import Action
from database.connect import fetch
from graph.access import private_type
from graph.context import Info
from graph.fields.field_types import column, computed
from graph.fields.row_types import RowType
from graph.ids import global_id
from graph.types.enums import described_enum
from graph.types.scalars import DateTime, iso
from models.core.job import QueuedJob


@described_enum("Status of a background job. Completed jobs are deleted.")
class JobStatus(Enum):
    QUEUED = "Waiting for a worker or for its due time."
    PICKED = "Running."
    FAILED = "Failed after too many attempts. Retry it with `jobRetry`."


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


@private_type(
    Action.MANAGE_JOBS,
    description="A background job, for example a message, refund or payment gateway webhook.",
)
class Job(RowType[QueuedJob]):
    """Its row is one of the queue's."""

    id: strawberry.ID = computed(
        lambda row, _: global_id("Job", row.id), "id", description="Identifier for `jobRetry`."
    )
    kind: str = column("entrypoint", description="Type of job, for example refund.send.")
    status: JobStatus = computed(
        lambda row, _: JobStatus(row.status), "status", description="Status of the job."
    )
    payload: str = computed(
        lambda row, _: bytes(row.payload or b"{}").decode("utf-8", "replace"),
        "payload",
        description="Job data as JSON. Contains ids, never personal data.",
    )
    attempts: int = column("attempts", description="Number of failed attempts.")
    created_at: DateTime = computed(
        lambda row, _: iso(row.created), "created", description="Date and time the job was created."
    )
    due_at: DateTime = computed(
        lambda row, _: iso(row.execute_after),
        "execute_after",
        description="Date and time of the next attempt.",
    )

    @strawberry.field(description="Last error. Null if there was none.")
    async def error(self, info: Info) -> str | None:
        return await info.context.loaders.of("errors of jobs", _errors).load(self.row.id)
