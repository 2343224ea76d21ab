"""Messages to contacts nobody has proved: one count for codes, links, invitations and orders.

Anybody can type anybody's telephone. So what the mart sends on a stranger's word is counted: by who
asks for it together with the contact, by the contact, by address, and for the whole mart, whose
ceiling is told to those who watch it. Devices that are known to the contact's account have counts
of their own, so strangers never use up what its owner needs to come in.
"""

import logging

from auth import rate_limits
from auth.rate_limits import TooMany
from auth.security_log import SecurityEvent, security_event
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.rate_limits.attempts import count_attempt, refusal_of
from commerce.core.rate_limits.requesters import Requester
from settings import settings

log = logging.getLogger("odop.notify")

# How often the mart's ceiling held a message back in this process, for `/metrics`.
suppressed_count = 0


def is_served(contact: str) -> bool:
    """Whether the operator writes there: to any e-mail, to telephones of some countries.

    What goes abroad may cost a hundred times as much, and part of that is somebody's income.
    """
    return not contact.startswith("+") or contact.startswith(tuple(settings().sms_countries))


def check_country(contact: str) -> None:
    """Raises Refusal for a telephone of a country the operator does not write to."""
    if not is_served(contact):
        raise Refusal(Reason.COUNTRY_NOT_SERVED, "phone")


async def count_message(ctx: ActionContext, contact: str, asker: Requester) -> None:
    """Count a message that somebody has sent to a contact. Raises Refusal when it is too many."""
    check_country(contact)
    if not asker.is_known and ctx.client:
        try:
            await rate_limits.count_client(rate_limits.MESSAGES_FROM, ctx.client)
        except TooMany as too_many:
            raise refusal_of(too_many) from None
    await count_attempt(rate_limits.MESSAGES_BY, f"{contact} {asker.name}")
    if not asker.is_known:
        await count_attempt(rate_limits.MESSAGES_TO, contact)
    await _count_for_mart()


async def may_send(ctx: ActionContext, contact: str, asker: Requester) -> bool:
    """Count a message that can be left out; whether it is sent."""
    try:
        await count_message(ctx, contact, asker)
    except Refusal as refusal:
        log.info("a message was not sent because of a limit: %s", refusal.reason)
        return False
    return True


async def refund(ctx: ActionContext, contact: str, asker_name: str) -> None:
    """The message was answered: who asked for it is whose contact it is."""
    await rate_limits.refund(rate_limits.MESSAGES_BY, f"{contact} {asker_name}")
    if not asker_name.startswith(("device ", "account ")):
        await rate_limits.refund(rate_limits.MESSAGES_TO, contact)
        await rate_limits.refund_client(rate_limits.MESSAGES_FROM, ctx.client)


async def _count_for_mart() -> None:
    global suppressed_count
    try:
        await rate_limits.count(rate_limits.MESSAGES, "mart")
    except TooMany as too_many:
        suppressed_count += 1
        security_event(SecurityEvent.MESSAGE_CEILING, seconds=too_many.seconds)
        raise Refusal(Reason.TOO_BUSY, seconds=too_many.seconds) from None
