"""Sends the signed heads of the audit log to a place outside the mart, every minute."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial

import orjson

from auth.security_log import SecurityEvent, security_event
from commerce.operations import audit_heads
from database.background import background
from integrations.http_client import HttpClient
from settings import settings

log = logging.getLogger("odop.audit")

INTERVAL_SECONDS = 60
POST_SECONDS = 10
# The setting for operators whose collected process log is that place.
LOG = "log"


class AuditHeads:
    """Posts a record to `url` until it is accepted."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = HttpClient(seconds=POST_SECONDS)
        self._last_sent: list[tuple[int, int, str]] = []

    async def send(self, now: datetime) -> bool:
        """Send the heads if they changed; whether they were sent.

        Raises Unreachable or httpx.HTTPStatusError.
        """
        found = await audit_heads.heads()
        if found == self._last_sent:
            return False
        record = audit_heads.signed(found, now)
        log.info("%s", orjson.dumps({"event": "audit_heads", "record": record}).decode())
        if self._url not in ("", LOG):
            answer = await self._client.request("POST", self._url, json={"record": record})
            answer.raise_for_status()
        self._last_sent = found
        return True

    async def close(self) -> None:
        await self._client.close()


@asynccontextmanager
async def sending_audit_heads() -> AsyncIterator[None]:
    """Send them while this lasts, and once more at the end."""
    sender = AuditHeads(settings().audit_heads_url)
    try:
        async with background(partial(_keep_sending, sender)):
            yield
    finally:
        await _try(sender)
        await sender.close()


async def _keep_sending(sender: AuditHeads) -> None:
    while True:
        await _try(sender)
        await asyncio.sleep(INTERVAL_SECONDS)


async def _try(sender: AuditHeads) -> None:
    try:
        await sender.send(datetime.now(UTC))
    except Exception as error:  # whatever it is, the next minute tries again
        security_event(SecurityEvent.AUDIT_HEADS_NOT_SENT, reason=type(error).__name__)
