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

from auth import rate_limits
from auth.inputs.contact import mailbox_of
from auth.rate_limits import Limit, TooMany
from auth.security_log import SecurityEvent, security_event
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.ports import NotDelivered
from commerce.core.rate_limits.attempts import Attempts, refusal_of
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


async def count_message(ctx: ActionContext, kind: Kind, contact: str, asker: Requester) -> str:
    """Count a message to a contact; returns the name of who it was counted for, for `refund`.

    Raises Refusal if there were too many. What is not sent is counted nowhere.
    """
    check_country(contact)
    if not ctx.messages.sends(kind, contact):
        # Codes, whose counts are taken back, cannot be switched off.
        return asker.name
    counted = await _attempts(contact, asker).count()
    try:
        await _count_address(ctx, counted.asker)
        try:
            await _count_for_mart()
        except Refusal:
            await _refund_address(ctx, counted.asker)
            if ctx.client:
                await _refund_client(rate_limits.MESSAGES_ALL_FROM, ctx)
            raise
    except Refusal:
        await counted.refund()
        raise
    return counted.asker.name


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
        counted_for = await count_message(ctx, kind, contact, asker)
    except Refusal as refusal:
        log.info("a message was not sent because of a limit: %s", refusal.reason)
        yield False
        return
    try:
        yield True
    except NotDelivered as failure:
        if not failure.may_have_arrived:
            await refund(ctx, contact, counted_for)
            if ctx.client:
                await _refund_client(rate_limits.MESSAGES_ALL_FROM, ctx)
            await rate_limits.refund(rate_limits.MESSAGES, "mart")
        raise


async def refund(ctx: ActionContext, contact: str, asker_name: str) -> None:
    """Take back the count of a message whose code was entered: its requester owns the contact."""
    asker = Requester.named(asker_name)
    await _attempts(contact, asker).refund()
    await _refund_address(ctx, asker)


async def _count_address(ctx: ActionContext, asker: Requester) -> None:
    """Count what strangers at an address cause, and what all there do."""
    if not ctx.client:
        return
    try:
        if not asker.is_known:
            await _count_client(rate_limits.MESSAGES_FROM, ctx)
        try:
            await _count_client(rate_limits.MESSAGES_ALL_FROM, ctx)
        except TooMany:
            await _refund_address(ctx, asker)
            raise
    except TooMany as too_many:
        raise refusal_of(too_many) from None


async def _refund_address(ctx: ActionContext, asker: Requester) -> None:
    if not asker.is_known and ctx.client:
        await _refund_client(rate_limits.MESSAGES_FROM, ctx)


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


async def _count_client(of: Limit, ctx: ActionContext) -> None:
    await rate_limits.count_client(of, ctx.client, name_of_address(ctx.client))


async def _refund_client(of: Limit, ctx: ActionContext) -> None:
    await rate_limits.refund_client(of, ctx.client, name_of_address(ctx.client))


async def _count_for_mart() -> None:
    global suppressed_count
    try:
        await rate_limits.count(rate_limits.MESSAGES, "mart")
    except TooMany as too_many:
        suppressed_count += 1
        security_event(SecurityEvent.MESSAGE_CEILING, seconds=too_many.seconds)
        raise Refusal(Reason.TOO_BUSY, seconds=too_many.seconds) from None
