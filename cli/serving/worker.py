"""odop worker: runs the jobs of the queue."""

import asyncio
import signal

import uvloop

from auth.rate_limits import check_settings as check_rate_limits
from cli.output import done, out
from commerce.operations.readiness import not_ready, problems
from database.connect import connected
from database.embedded.embedded import database_server, supervised
from database.schema.pending import outdated
from database.schema.serving_role import serving_url
from server.adapters import outbox, payment_gateway, settings_problems
from server.processes import lifespan
from settings import Misconfigured, settings


def worker() -> None:
    """Run background jobs (messages about orders, payments, refunds) until stopped.

    Several workers can run.
    """
    check_rate_limits()
    if settings().is_production and (found := settings_problems(settings())):
        raise Misconfigured(not_ready(found))
    runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
    with database_server(settings()) as url, runner:
        runner.run(_work(url))


async def _work(url: str) -> None:
    # Not part of a serving process.
    from server.processes.jobs import Worker

    served = serving_url(url)
    async with connected(served):
        if problem := await outdated():
            raise Misconfigured(problem)
        if settings().is_production and (found := await problems()):
            raise Misconfigured(not_ready(found))
        async with supervised(url), lifespan.working(served):
            own = Worker(served, outbox(settings()), payment_gateway(settings()))
            loop = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, own.stop)
            out.print("Worker running. Ctrl-C to stop.")
            await own.run()
    done("Running jobs are finished.")
