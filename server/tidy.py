"""What has served its purpose goes, a little every minute."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from database.connect import execute

log = logging.getLogger("odop.server")

EACH_SECONDS = 60
# How long a session that has ended is listed in the export of one's data, and a code is remembered.
SWEPT = (
    "DELETE FROM rate_counter WHERE expires_at < now()",
    "DELETE FROM otp_challenge WHERE expires_at < now() - interval '1 day'",
    "DELETE FROM link_token WHERE expires_at < now() - interval '1 day'",
    "DELETE FROM cart WHERE expires_at < now() OR status = 'merged'"
    " OR status = 'ordered' AND updated_at < now() - interval '30 days'",
    "DELETE FROM idempotency_key WHERE expires_at < now()",
    "DELETE FROM webhook_event WHERE applied_at < now() - interval '30 days'",
    "DELETE FROM pgqueuer_log WHERE created < now() - interval '7 days'",
    "SELECT agreements_follow_calendar()",
    "DELETE FROM session WHERE least(ended_at, expires_at) < now() - interval '90 days'",
)


async def tidy() -> None:
    for sql in SWEPT:
        await execute(sql)


@asynccontextmanager
async def kept_tidy(*caches: Callable[[], None]) -> AsyncIterator[None]:
    """Tidy up every minute for as long as this lasts, and caches of the process along with it."""
    task = asyncio.create_task(_keep(caches))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _keep(caches: Sequence[Callable[[], None]]) -> None:
    while True:
        await asyncio.sleep(EACH_SECONDS)
        for each in caches:
            each()
        try:
            await tidy()
        except Exception as error:
            log.warning("nothing was tidied up: %s", error)
