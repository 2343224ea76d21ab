"""Rate limits of messages to unverified contacts: codes, links, invitations and orders.

Anybody can enter somebody else's phone number. Messages are therefore counted by requester and
contact, by contact, by network address, and for the whole mart, whose ceiling raises a security
event. Devices known to the contact's account have counters of their own, so that strangers cannot
use up the owner's sign-in codes, and one for all of them together. Addresses are counted by their
marks: an order keeps nothing else of the address it was placed from.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from auth import rate_limits
from auth.inputs.contact import mailbox_of
from auth.rate_limits import MESSAGES_ALL_FROM, MESSAGES_FROM, Counted, Limit, TooMany
from auth.security_log import SecurityEvent, security_event
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.ports import NotDelivered
from commerce.core.rate_limits.attempts import Attempts, CountedAttempt, refusal_of
from commerce.core.rate_limits.requesters import Requester, name_of_address
from commerce.core.texts.message_kinds import Kind
from settings import settings

log = logging.getLogger("odop.notify")

# Messages of this process that the mart's ceiling suppressed, for `/metrics`.
suppressed_count = 0


def is_served(contact: str) -> bool:
    """Whether the operator sends messages to this contact: all e-mail, phones of some countries.

    An SMS abroad may cost a hundred times as much, and fraudsters earn a share of it.
    """
    return not contact.startswith("+") or contact.startswith(tuple(settings().sms_countries))


def check_country(contact: str) -> None:
    """Raise Refusal for a phone number of a country that the operator does not serve."""
    if not is_served(contact):
        raise Refusal(Reason.COUNTRY_NOT_SERVED, "phone")


async def count_message(
    ctx: ActionContext, kind: Kind, contact: str, asker: Requester
) -> CountedAttempt:
    """Count a message to a contact.

    Raises Refusal if there were too many. What is not sent is counted nowhere.
    """
    check_country(contact)
    if not ctx.messages.sends(kind, contact):
        # Codes, whose counts are taken back, cannot be switched off.
        return CountedAttempt(asker, [])
    counted = await _attempts(contact, asker).count()
    try:
        if ctx.client:
            # What strangers at an address cause, and what all there do.
            if not counted.asker.is_known:
                counted.counts.append(await _count_address(MESSAGES_FROM, ctx.client))
            counted.counts.append(await _count_address(MESSAGES_ALL_FROM, ctx.client))
        counted.counts.append(await _count_for_mart())
    except Refusal:
        await counted.refund()
        raise
    return counted


async def may_send(ctx: ActionContext, kind: Kind, contact: str, asker: Requester) -> bool:
    """Count an optional message; whether it may be sent."""
    try:
        await count_message(ctx, kind, contact, asker)
    except Refusal as refusal:
        log.info("a message was not sent because of a limit: %s", refusal.reason)
        return False
    return True


@asynccontextmanager
async def counted_delivery(
    ctx: ActionContext, kind: Kind, contact: str, asker: Requester
) -> AsyncIterator[bool]:
    """Count an optional message that is delivered meanwhile; whether it may be.

    What its carrier did not take is counted nowhere: it is retried. What may have arrived counts.
    """
    if not ctx.messages.sends(kind, contact):
        yield False
        return
    try:
        counted = await count_message(ctx, kind, contact, asker)
    except Refusal as refusal:
        log.info("a message was not sent because of a limit: %s", refusal.reason)
        yield False
        return
    try:
        yield True
    except NotDelivered as failure:
        if not failure.may_have_arrived:
            await counted.refund()
        raise


async def refund(contact: str, asker_name: str, counted_at: datetime | None) -> None:
    """Take back the count of a message whose code was entered: its requester owns the contact.

    It may be entered anywhere: it was counted for its requester, and the address of that.
    """
    if counted_at is None:
        return
    asker = Requester.named(asker_name)
    counted = _attempts(contact, asker).counted_at(counted_at)
    if asker.name and not asker.is_known:
        counted.counts.append(
            Counted.of_client(MESSAGES_FROM, asker.name, counted_at, name_of_address(asker.name))
        )
    await counted.refund()


async def _count_address(limit: Limit, client: str) -> Counted:
    try:
        return await rate_limits.count_client(limit, client, name_of_address(client))
    except TooMany as too_many:
        raise refusal_of(too_many) from None


def _attempts(contact: str, asker: Requester) -> Attempts:
    """Counted by mailbox: its owner reads what is sent to any address of it."""
    recipient = mailbox_of(contact) if "@" in contact else contact
    return Attempts.of(
        rate_limits.MESSAGES_BY,
        rate_limits.MESSAGES_TO,
        rate_limits.MESSAGES_KNOWN,
        recipient,
        asker.by_mark(),
    )


async def _count_for_mart() -> Counted:
    global suppressed_count
    try:
        return await rate_limits.count(rate_limits.MESSAGES, "mart")
    except TooMany as too_many:
        suppressed_count += 1
        security_event(SecurityEvent.MESSAGE_CEILING, seconds=too_many.seconds)
        raise Refusal(Reason.TOO_BUSY, seconds=too_many.seconds) from None
