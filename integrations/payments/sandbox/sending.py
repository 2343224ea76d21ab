"""Delivery of the sandbox's webhooks: at least once, retried until accepted."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from tortoise.transactions import in_transaction

from database.background import background
from database.connect import execute, fetch
from integrations.http_client import HttpClient, Unreachable
from integrations.payments.razorpay import signed

log = logging.getLogger("odop.sandbox")

POLL_SECONDS = 0.1
ACCEPT_WITHIN_SECONDS = 5
MAX_ATTEMPTS = 50
AT_ONCE = 20


async def send_due(client: HttpClient, url: str, secret: str) -> int:
    """Send what is due, together; how many that were."""
    async with in_transaction():
        rows = await fetch(
            "SELECT id, event_id, body, tries FROM sandbox.webhooks"
            " WHERE done_at IS NULL AND due_at <= now() ORDER BY due_at, id"
            f" LIMIT {AT_ONCE} FOR UPDATE SKIP LOCKED"
        )
        if not rows:
            return 0
        # Held by nobody else for as long as the answers may take.
        await execute(
            "UPDATE sandbox.webhooks SET tries = tries + 1, due_at = now() + interval '6 seconds'"
            " WHERE id = ANY($1::bigint[])",
            [row["id"] for row in rows],
        )

    async def one(row: dict[str, object]) -> None:
        body = bytes(row["body"])  # type: ignore[call-overload]
        headers = {
            "Content-Type": "application/json",
            "X-Razorpay-Signature": signed(secret, body),
            "X-Razorpay-Event-Id": str(row["event_id"]),
        }
        try:
            answer = await client.request("POST", url, content=body, headers=headers)
            is_taken = answer.is_success
        except Unreachable:
            is_taken = False
        if is_taken or int(str(row["tries"])) >= MAX_ATTEMPTS:
            await execute("UPDATE sandbox.webhooks SET done_at = now() WHERE id = $1", row["id"])
        else:
            await execute(
                "UPDATE sandbox.webhooks SET due_at = now() + interval '1 second' WHERE id = $1",
                row["id"],
            )

    await asyncio.gather(*(one(dict(row)) for row in rows))
    return len(rows)


@asynccontextmanager
async def sending(url: str, secret: str) -> AsyncIterator[None]:
    """Send webhooks to `url` for as long as this lasts."""
    async with background(partial(_send, url, secret)):
        yield


async def _send(url: str, secret: str) -> None:
    client = HttpClient(seconds=ACCEPT_WITHIN_SECONDS)
    try:
        while True:
            try:
                sent = await send_due(client, url, secret)
            except Exception as error:
                log.warning("webhooks are delayed: %s", error)
                sent = 0
            if not sent:
                await asyncio.sleep(POLL_SECONDS)
    finally:
        await client.close()
