"""Invitations to a role, sent to a phone number or e-mail address: send, resend, revoke.

A typed contact never gets a role directly: its proven owner has to accept
(`commerce.roles.invitation_answers`). The inviter cannot see whether the contact has an account.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tortoise.transactions import in_transaction

from auth.permissions import Action
from auth.rate_limits import INVITE_BY
from commerce.accounts.contacts import account_with, column_of
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.calendar import day
from commerce.core.errors import Reason, Refusal
from commerce.core.rate_limits.attempts import count_attempt
from commerce.core.rate_limits.message_limits import count_message
from commerce.core.rate_limits.requesters import Requester
from commerce.core.texts.language import Language
from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.messages import Message
from database.connect import execute, fetch
from database.locks import LockClass, lock_text
from models import Artisan, Invitation, InvitationKind, InvitationOutcome
from settings import settings

LIFETIME = timedelta(days=7)
# A repetition within a minute is a double tap and sends nothing.
RESEND_AFTER = timedelta(minutes=1)
MAX_SENT = 5
# Open invitations of a vendor, artisan, group or district.
MAX_OPEN = 100


@dataclass(frozen=True, slots=True)
class Offer:
    """An offered role: columns of the invitation, and the title in English and Hindi."""

    kind: InvitationKind
    scope: str
    subject: str
    title: tuple[str, str]
    columns: Mapping[str, Any] = field(default_factory=dict)


async def invite(ctx: ActionContext, contact: str, offer: Offer) -> Invitation:
    """Invite a contact, or resend the open invitation. The caller has checked the permission.

    Raises Refusal: LIMIT_REACHED, TOO_MANY_TRIES.
    """
    async with in_transaction():
        await lock_text(LockClass.INVITATIONS, offer.subject)
        await _expire(ctx, contact, offer.scope)
        existing = await Invitation.get_or_none(contact=contact, scope=offer.scope, outcome=None)
        if existing is not None and ctx.now - existing.sent_at < RESEND_AFTER:
            return existing
        await _count(ctx, contact)
        row = await (_begin(ctx, contact, offer) if existing is None else _resend(ctx, existing))
        after = {"contact": audit.masked(contact), "scope": offer.scope, "sent": row.sent_count}
        await audit.record(ctx, "invitation.send", offer.subject, after=after)
    await _send(ctx, row, offer)
    return row


async def _expire(ctx: ActionContext, contact: str, scope: str) -> None:
    await Invitation.filter(
        contact=contact, scope=scope, outcome=None, expires_at__lte=ctx.now
    ).update(outcome=InvitationOutcome.EXPIRED, ended_at=ctx.now)


async def _count(ctx: ActionContext, contact: str) -> None:
    if not ctx.is_operator:
        await count_attempt(INVITE_BY, ctx.viewer.rate_limit_key)
        inviter = Requester(ctx.viewer.rate_limit_key, False)
        await count_message(ctx, Kind.INVITATION, contact, inviter)


async def _begin(ctx: ActionContext, contact: str, offer: Offer) -> Invitation:
    column = next(
        name
        for name in ("vendor_id", "group_id", "district_id", "artisan_id")
        if name in offer.columns
    )
    is_open = {column: offer.columns[column], "outcome": None, "expires_at__gt": ctx.now}
    if await Invitation.filter(**is_open).count() >= MAX_OPEN:
        raise Refusal(Reason.LIMIT_REACHED, most=MAX_OPEN)
    row: Invitation = await Invitation.create(
        contact=contact,
        kind=offer.kind,
        scope=offer.scope,
        invited_by_id=ctx.viewer.account_id,
        created_at=ctx.now,
        sent_at=ctx.now,
        expires_at=ctx.now + LIFETIME,
        **offer.columns,
    )
    return row


async def _resend(ctx: ActionContext, existing: Invitation) -> Invitation:
    if existing.sent_count >= MAX_SENT:
        raise Refusal(Reason.LIMIT_REACHED, most=MAX_SENT)
    existing.sent_at, existing.sent_count = ctx.now, existing.sent_count + 1
    existing.expires_at = ctx.now + LIFETIME
    await existing.save(update_fields=["sent_at", "sent_count", "expires_at"])
    return existing


async def _send(ctx: ActionContext, row: Invitation, offer: Offer) -> None:
    assert row.contact is not None
    account = await account_with(row.contact)
    is_proved = account and getattr(account, f"{column_of(row.contact)}_verified_at")
    language = Language(account.language) if account and is_proved else ctx.language
    values = {
        "title": offer.title[language is Language.HI],
        "until": f"{day(row.expires_at):%d-%m-%Y}",
        "link": f"{settings().storefront}/account/invitations",
    }
    ctx.post(Message(Kind.INVITATION, row.contact, language, values))


async def revoke(ctx: ActionContext, invitation_id: int) -> Invitation:
    """Revoke an open invitation. Raises Refusal: NOT_FOUND, INVITATION_ENDED."""
    row = await Invitation.get_or_none(id=invitation_id)
    if row is None or not await _may_manage(ctx, row):
        raise Refusal(Reason.NOT_FOUND, "invitation")
    async with in_transaction():
        await end(ctx, row, InvitationOutcome.REVOKED)
        await audit.record(ctx, "invitation.revoke", subject_of(row), before={"scope": row.scope})
    return await Invitation.get(id=row.id)


async def end(
    ctx: ActionContext, row: Invitation, outcome: InvitationOutcome, account_id: int | None = None
) -> None:
    """End an open invitation; only one of several concurrent calls succeeds.

    Raises Refusal INVITATION_ENDED for the others, and for an expired invitation.
    """
    ended = await fetch(
        "UPDATE invitation SET outcome = $2, ended_at = $3, account_id = $4"
        " WHERE id = $1 AND outcome IS NULL AND expires_at > $3 RETURNING id",
        row.id,
        outcome.value,
        ctx.now,
        account_id,
    )
    if not ended:
        raise Refusal(Reason.INVITATION_ENDED, "invitation")


async def withdraw_of(ctx: ActionContext, account_id: int, *, vendor_id: int | None = None) -> None:
    """Revoke the open invitations of an inviter who lost the right to invite, all or a vendor's."""
    await execute(
        "UPDATE invitation SET outcome = 'revoked', ended_at = $2"
        " WHERE invited_by_id = $1 AND outcome IS NULL AND ($3::int IS NULL OR vendor_id = $3)",
        account_id,
        ctx.now,
        vendor_id,
    )


async def _may_manage(ctx: ActionContext, row: Invitation) -> bool:
    match row.kind:
        case InvitationKind.VENDOR_MEMBER:
            return ctx.may(Action.MANAGE_MEMBERS, row.vendor_id)
        case InvitationKind.FACILITATOR:
            artisan = await Artisan.get(id=row.artisan_id)
            return ctx.may(Action.AGREE_TO_FACILITATION, artisan) or ctx.may(
                Action.RECORD_FACILITATION, artisan
            )
        case _:
            return ctx.may(Action.MANAGE_PEOPLE, row)


def subject_of(row: Invitation) -> str:
    """The audit subject of an invitation."""
    if row.vendor_id is not None:
        return f"vendor:{row.vendor_id}"
    if row.artisan_id is not None:
        return f"artisan:{row.artisan_id}"
    return row.scope
