"""What staff do about jobs that failed."""

import strawberry

from commerce.core import jobs
from graph.context import Info
from graph.ids import row_id
from graph.types.errors import UserError, errors_field, user_errors


@strawberry.input(description="A job that failed, to be done again.")
class JobRetryInput:
    job_id: strawberry.ID = strawberry.field(description="Which.")


@strawberry.type(description="The job in the queue again.")
class JobRetryPayload:
    is_queued: bool = strawberry.field(default=False, description="Whether it waits again.")
    errors: list[UserError] = errors_field()


@user_errors(JobRetryPayload)
async def job_retry(info: Info, input: JobRetryInput) -> JobRetryPayload:
    await jobs.retry(info.context.acting, row_id(input.job_id, "Job"))
    return JobRetryPayload(is_queued=True)
