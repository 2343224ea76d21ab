"""Messages on their way: handed over one after the other, tried again when that may help."""

import asyncio
import logging

from commerce.core.ports import NotDelivered
from commerce.core.rate_limits.message_limits import is_served
from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.messages import Message
from database.pool.transactions import mark_side_effect
from integrations.notify.carrier import Carrier

log = logging.getLogger("odop.notify")

# Seconds before the second, third and fourth try. A code is good for five minutes.
AGAIN = (2.0, 10.0, 60.0)
AT_ONCE = 8
MAX_WAITING = 10_000


class Outbox:
    """Takes messages at once and carries them in the background, mail and SMS each its way.

    What waits is lost with the process; codes and links are asked for again.
    """

    def __init__(self, mail: Carrier, sms: Carrier) -> None:
        self._mail, self._sms = mail, sms
        self._tasks: set[asyncio.Task[None]] = set()
        self._gate: asyncio.Semaphore | None = None

    def sends(self, kind: Kind, to: str) -> bool:
        """Whoever has it sent, there is no way around the operator's countries."""
        return is_served(to) and self._carrier(to).sends(kind)

    def post(self, message: Message) -> None:
        mark_side_effect()
        if self._is_suppressed(message):
            return
        if len(self._tasks) >= MAX_WAITING:
            log.error("too many messages are waiting; one is dropped: %r", message)
            return
        task = asyncio.get_running_loop().create_task(self._carry(message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def deliver(self, message: Message) -> None:
        """Hand it over now, for a job that tries again by itself. Raises NotDelivered."""
        if self._is_suppressed(message):
            return
        await self._carrier(message.to).carry(message)

    def _is_suppressed(self, message: Message) -> bool:
        if self.sends(message.kind, message.to):
            return False
        log.info("%r is switched off, or for a country that gets no messages", message)
        return True

    def _carrier(self, to: str) -> Carrier:
        return self._mail if "@" in to else self._sms

    async def _carry(self, message: Message) -> None:
        carrier = self._carrier(message.to)
        if self._gate is None:
            self._gate = asyncio.Semaphore(AT_ONCE)
        is_repeat = False
        for pause in (*AGAIN, None):
            try:
                async with self._gate:
                    await carrier.carry(message)
            except NotDelivered as failure:
                is_second = is_repeat and failure.may_have_arrived
                if pause is None or is_second or not failure.is_retryable:
                    log.error("%r was not sent: %s", message, failure)
                    return
                is_repeat = is_repeat or failure.may_have_arrived
                log.warning("%r will be retried in %s s: %s", message, pause, failure)
                await asyncio.sleep(pause)
            except Exception:
                log.exception("%r was not sent", message)
                return
            else:
                return

    async def drained(self) -> None:
        """Wait until every accepted message is sent or given up."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))
