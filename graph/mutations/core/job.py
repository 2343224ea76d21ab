"""Retrying failed jobs."""

import strawberry

from commerce.core import jobs
from graph.context import Info
from graph.ids import row_id
from graph.types.errors import UserError, errors_field, mutation


@strawberry.input(description="The failed job to retry.")
class JobRetryInput:
    job_id: strawberry.ID = strawberry.field(description="Id of the job.")


@strawberry.type(description="Result of retrying the job.")
class JobRetryPayload:
    is_queued: bool = strawberry.field(
        default=False, description="Whether the job is queued again."
    )
    errors: list[UserError] = errors_field()


@mutation("Retry a failed background job. Requires JOBS_MANAGE.")
async def job_retry(info: Info, input: JobRetryInput) -> JobRetryPayload:
    await jobs.retry(info.context.action_context, row_id(input.job_id, "Job"))
    return JobRetryPayload(is_queued=True)
