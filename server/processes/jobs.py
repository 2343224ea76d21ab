"""Running the jobs of the queue, each a rule of `commerce`, retried with growing pauses.

Another worker takes over the job of one that died. A job that keeps failing stays as `failed`,
where staff see it and can retry it, until what it is for is due again
(`commerce/payments/due_jobs.py`).
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import orjson
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.core.executors import (
    DatabaseRetryEntrypointExecutor,
    EntrypointExecutorParameters,
)
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.models import Job as Row
from pgqueuer.queries import Queries

from commerce.core.action_context import ActionContext
from commerce.core.jobs import Job
from commerce.core.ports import Messages, NotDelivered, PaymentGateway
from commerce.orders import order_notifications
from commerce.payments import (
    disputes,
    order_expiry,
    payment_state,
    reconciliation,
    refund_progress,
    webhook_events,
)
from commerce.payouts import transfers
from database.background import end, keep_up
from database.connect import credentials, listening_url
from database.pool.connection_errors import DATABASE_AWAY

log = logging.getLogger("odop.jobs")

MAX_TRIES = 8
FIRST_PAUSE, MAX_PAUSE = timedelta(seconds=1), timedelta(minutes=10)
TAKEOVER_AFTER = timedelta(seconds=10)
LOOK_EACH = timedelta(seconds=5)
AT_ONCE = 32
# Of all workers together, for each kind of job that waits for the gateway or a carrier: while one
# of them does not answer, each other kind goes on, and some of a worker are left to LOCAL_JOBS.
# PgQueuer takes a kind's jobs in their order, those that are tried again before new ones.
AT_ONCE_OF: Mapping[Job, int] = {
    Job.ORDER_NOTIFY: 10,
    Job.PAYMENT_RECONCILE: 6,
    Job.ORDER_EXPIRE: 4,
    Job.PAYMENT_CAPTURE: 3,
    Job.REFUND_SEND: 2,
    Job.REFUND_FOLLOW: 1,
    Job.TRANSFER_EXECUTE: 1,
    Job.DISPUTE_NOTIFY: 1,
}
RETRY_SECONDS = 1.0
# Seconds that running jobs have when the mart stops.
LEAVE_SECONDS = 5.0
Work = Callable[..., Awaitable[Any]]

# The rule of each kind of job; its payload is the named arguments.
WORK: Mapping[Job, Work] = {
    Job.ORDER_EXPIRE: lambda ctx, order: order_expiry.expire(ctx, order),
    Job.ORDER_NOTIFY: lambda ctx, order, kind, way=None, **more: (
        order_notifications.notify(ctx, order, kind, way, **more)
        if way
        else order_notifications.notify_by_each(ctx, order, kind, **more)
    ),
    Job.PAYMENT_RECONCILE: lambda ctx, payment, tried: reconciliation.reconcile(
        ctx, payment, tried
    ),
    Job.PAYMENT_CAPTURE: lambda ctx, charge: payment_state.capture(ctx, charge),
    Job.WEBHOOK_APPLY: lambda ctx, event: webhook_events.apply_webhook(ctx, event),
    Job.REFUND_SEND: lambda ctx, refund: refund_progress.send(ctx, refund),
    Job.REFUND_FOLLOW: lambda ctx, refund, tried: refund_progress.follow(ctx, refund, tried),
    Job.DISPUTE_NOTIFY: lambda ctx, dispute: disputes.notify_staff(ctx, dispute),
    Job.TRANSFER_EXECUTE: lambda ctx, transfer: transfers.send(ctx, transfer),
}


async def do(job: Job, payload: bytes | None, messages: Messages, gateway: PaymentGateway) -> None:
    """Run one job. It is retried if this raises."""
    ctx = ActionContext(now=datetime.now(UTC), messages=messages, gateway=gateway, is_operator=True)
    try:
        await WORK[job](ctx, **orjson.loads(payload or b"{}"))
    except NotDelivered as failure:
        if failure.is_retryable:
            raise
        log.error("%s is abandoned: %s", job, failure)


def _retrying(parameters: EntrypointExecutorParameters) -> DatabaseRetryEntrypointExecutor:
    return DatabaseRetryEntrypointExecutor(
        parameters,
        max_attempts=MAX_TRIES,
        initial_delay=FIRST_PAUSE,
        max_delay=MAX_PAUSE,
    )


class Worker:
    """Runs jobs until it is stopped, over a connection of its own that it opens again if lost."""

    def __init__(self, url: str, messages: Messages, gateway: PaymentGateway) -> None:
        self._url, self._messages, self._gateway = url, messages, gateway
        self._manager: QueueManager | None = None
        self._is_stopped = False

    async def run(self) -> None:
        """Run jobs; returns after `stop`, when running jobs have ended."""
        while not self._is_stopped:
            try:
                await self._work()
            except (*DATABASE_AWAY, asyncpg.PostgresError) as error:
                log.warning("jobs are waiting for the database: %s", error)
            except Exception:
                log.exception("the worker restarts")
            if not self._is_stopped:
                await asyncio.sleep(RETRY_SECONDS)

    async def _work(self) -> None:
        connection = await asyncpg.connect(
            **credentials(listening_url(self._url)),
            server_settings={"application_name": "odop-mart worker"},
        )
        try:
            manager = QueueManager(Queries(AsyncpgDriver(connection)))
            for job in Job:
                self._register(manager, job)
            self._manager = manager
            connection.add_termination_listener(lambda _: manager.shutdown.set())
            if self._is_stopped:
                return
            await manager.run(
                dequeue_timeout=LOOK_EACH,
                batch_size=AT_ONCE // 2,
                max_concurrent_tasks=AT_ONCE,
                heartbeat_timeout=TAKEOVER_AFTER,
                log_aggregation_interval=timedelta(0),
            )
        finally:
            self._manager = None
            connection.terminate()

    def _register(self, manager: QueueManager, job: Job) -> None:
        async def work(row: Row) -> None:
            await do(job, row.payload, self._messages, self._gateway)

        manager.entrypoint(
            job.value,
            concurrency_limit=AT_ONCE_OF.get(job, 0),
            accepts_context=False,
            on_failure="hold",
            executor_factory=_retrying,
        )(work)

    def stop(self) -> None:
        self._is_stopped = True
        if self._manager is not None:
            self._manager.shutdown.set()


@asynccontextmanager
async def working(url: str, messages: Messages, gateway: PaymentGateway) -> AsyncIterator[None]:
    """Run jobs in this process while this lasts."""
    worker = Worker(url, messages, gateway)
    task = asyncio.create_task(keep_up(worker.run))
    try:
        yield
    finally:
        worker.stop()
        await asyncio.wait({task}, timeout=LEAVE_SECONDS)
        await end(task)
