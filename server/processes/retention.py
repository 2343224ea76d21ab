"""Deletion of old data: carts, codes, sessions, contacts of orders; every minute or every hour.

With it, jobs that are due and not waiting are enqueued again every hour.

Periods that people are told of are in `commerce/privacy/personal_data.py`.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial

from commerce.core.jobs import Failures
from commerce.orders.order_erasure import (
    EMPTY_DELIVERY_PHONES,
    IS_ERASED,
    empty_without_payment,
)
from commerce.payments.due_jobs import enqueue_due_jobs
from commerce.privacy.personal_data import (
    CODE_DAYS,
    INVITATION_DAYS,
    ORDERED_CART_DAYS,
    PROPOSAL_DAYS,
    SESSION_DAYS,
    TAX_YEARS,
    UNPAID_ORDER_DAYS,
    WEBHOOK_DAYS,
)
from database.background import background
from database.connect import execute, fetch
from server.adapters import gateway_name
from settings import settings

log = logging.getLogger("odop.server")

INTERVAL_SECONDS = 60
RETENTION_SQL = (
    "DELETE FROM rate_counter WHERE expires_at < now()",
    f"DELETE FROM otp_challenge WHERE expires_at < now() - interval '{CODE_DAYS} days'",
    f"DELETE FROM link_token WHERE expires_at < now() - interval '{CODE_DAYS} days'",
    "DELETE FROM idempotency_key WHERE expires_at < now()",
    f"DELETE FROM webhook_event WHERE applied_at < now() - interval '{WEBHOOK_DAYS} days'",
    "DELETE FROM pgqueuer_log WHERE created < now() - interval '7 days'",
    "SELECT agreements_follow_calendar()",
    "SELECT gi_entries_follow_calendar()",
    "SELECT lots_follow_calendar()",
    "UPDATE invitation SET outcome = 'expired', ended_at = expires_at"
    " WHERE outcome IS NULL AND expires_at < now()",
    "UPDATE invitation SET contact = NULL, reference = NULL"
    f" WHERE ended_at < now() - interval '{INVITATION_DAYS} days' AND contact IS NOT NULL",
    f"DELETE FROM payee_proposal WHERE proposed_at < now() - interval '{PROPOSAL_DAYS} days'",
    "DELETE FROM session"
    f" WHERE least(ended_at, expires_at) < now() - interval '{SESSION_DAYS} days'",
)
# These read whole tables.
RETENTION_SQL_HOURLY = (
    # One that was merged names who ordered with it, for payments that come late.
    "DELETE FROM cart WHERE status = 'open' AND expires_at < now()"
    f" OR status <> 'open' AND updated_at < now() - interval '{ORDERED_CART_DAYS} days'",
    f"{EMPTY_DELIVERY_PHONES} AND {IS_ERASED}",
    "UPDATE orders SET phone = NULL, email = NULL, name = NULL, line1 = NULL, line2 = NULL,"
    " landmark = NULL, city = NULL, pincode = NULL, delivery_phone = NULL,"
    f" access_key_sealed = NULL WHERE placed_at < now() - interval '{TAX_YEARS} years'"
    " AND num_nonnulls(phone, email, name, line1, line2, landmark, city, pincode, delivery_phone,"
    " access_key_sealed) > 0",
)


# One process in an hour gets a row back.
TURN = """
INSERT INTO rate_counter AS c (key, number, expires_at)
VALUES ('retention/hourly', 1, now() + interval '1 hour')
ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at WHERE c.expires_at <= now()
RETURNING key
"""


async def sweep() -> None:
    """Delete what is deleted every minute. Raises the first failure, after all of it."""
    failures = Failures()
    await _execute_each(RETENTION_SQL, failures)
    failures.check()


async def sweep_hourly() -> None:
    """Do what is done every hour. Raises the first failure, after all of it."""
    failures = Failures()
    with failures.apart("enqueueing due jobs"):
        await enqueue_due_jobs(gateway_name(settings()))
    await _execute_each(RETENTION_SQL_HOURLY, failures)
    with failures.apart("emptying unpaid orders"):
        await empty_without_payment(
            f"o.updated_at < now() - interval '{UNPAID_ORDER_DAYS} days' OR {IS_ERASED}"
        )
    failures.check()


async def _execute_each(statements: Sequence[str], failures: Failures) -> None:
    for sql in statements:
        with failures.apart(sql[:60]):
            await execute(sql)


async def sweep_hourly_once() -> None:
    """Do what is done every hour, unless a process of this database has done it in the last."""
    if await fetch(TURN):
        await sweep_hourly()


@asynccontextmanager
async def retention_running(*caches: Callable[[], None]) -> AsyncIterator[None]:
    """Sweep the database and `caches` every minute while this lasts."""
    async with background(partial(_keep, caches)):
        yield


async def _keep(caches: Sequence[Callable[[], None]]) -> None:
    while True:
        await asyncio.sleep(INTERVAL_SECONDS)
        for each in caches:
            each()
        for work in (sweep, sweep_hourly_once):
            try:
                await work()
            except Exception as error:
                log.warning("retention did not run: %s", error)
