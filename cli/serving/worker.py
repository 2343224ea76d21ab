"""odop worker: what the queue holds, done."""

import asyncio
import signal

import uvloop

from auth.crypto.keys import keys
from auth.rate_limits import check_settings as check_rate_limits
from cli.output import done, out
from commerce.operations.production_settings import settings_problems
from commerce.operations.readiness import not_ready, problems
from commerce.search.follow import following
from database.caches.table_cache import TABLE_CACHE
from database.connect import connected
from database.embedded.embedded import database_server, supervised
from database.running_processes import listener_name
from database.schema.pending import outdated
from database.schema.serving_role import serving_url
from server.outbox import outbox
from server.payments import payment_gateway
from server.processes.audit_heads import sending_audit_heads
from settings import Misconfigured, settings


def worker() -> None:
    """Run background jobs (messages, payments, refunds) until stopped. Several workers can run."""
    check_rate_limits()
    if settings().is_production and (found := settings_problems(settings())):
        raise Misconfigured(not_ready(found))
    runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
    with database_server(settings()) as url, runner:
        runner.run(_work(url))


async def _work(url: str) -> None:
    # What does jobs is no part of a process that serves.
    from server.processes.jobs import Worker

    served = serving_url(url)
    async with connected(served):
        if problem := await outdated():
            raise Misconfigured(problem)
        if settings().is_production and (found := await problems()):
            raise Misconfigured(not_ready(found))
        async with (
            supervised(url),
            TABLE_CACHE.running(served, listener_name(keys().sealing.newest)),
            sending_audit_heads(),
            following(),
        ):
            own = Worker(served, outbox(settings()), payment_gateway(settings()))
            loop = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, own.stop)
            out.print("Worker running. Ctrl-C to stop.")
            await own.run()
    done("Running jobs are finished.")
