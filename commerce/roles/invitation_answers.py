"""Accepting and declining invitations to a verified contact."""

from collections.abc import Awaitable, Callable, Mapping

from tortoise.transactions import in_transaction

from commerce.accounts.contacts import proved_contacts
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.roles import facilitations, members, staff
from commerce.roles.invitations import end, subject_of
from models import Account, Invitation, InvitationKind, InvitationOutcome

Give = Callable[[ActionContext, Invitation, int], Awaitable[None]]
GIVE: Mapping[InvitationKind, Give] = {
    InvitationKind.VENDOR_MEMBER: members.take_on,
    InvitationKind.STAFF: staff.take_on,
    InvitationKind.OFFICER: staff.take_office,
    InvitationKind.FACILITATOR: facilitations.take_on,
}


async def accept(ctx: ActionContext, invitation_id: int) -> Invitation:
    """Accept an invitation and take on the role. Idempotent.

    Raises Refusal: NOT_FOUND for other people's invitations, INVITATION_ENDED.
    """
    async with in_transaction():
        row = await _own(ctx, invitation_id)
        if row.outcome is InvitationOutcome.ACCEPTED and row.account_id == ctx.account_id:
            return row
        await end(ctx, row, InvitationOutcome.ACCEPTED, ctx.account_id)
        await GIVE[row.kind](ctx, row, ctx.account_id)
        await audit.record(ctx, "invitation.accept", subject_of(row), after={"scope": row.scope})
        accepted = await Invitation.get(id=row.id)
        await members.notify_of_owner(ctx, accepted)
    return accepted


async def decline(ctx: ActionContext, invitation_id: int) -> Invitation:
    """Decline an invitation. Raises Refusal: NOT_FOUND for other people's, INVITATION_ENDED."""
    async with in_transaction():
        row = await _own(ctx, invitation_id)
        await end(ctx, row, InvitationOutcome.DECLINED, ctx.account_id)
        await audit.record(ctx, "invitation.decline", subject_of(row), after={"scope": row.scope})
    return await Invitation.get(id=row.id)


async def _own(ctx: ActionContext, invitation_id: int) -> Invitation:
    """The invitation, for a verified contact of the viewer; locks the account's contacts."""
    account = await Account.filter(id=ctx.account_id).select_for_update(no_key=True).first()
    assert account is not None
    row = await Invitation.get_or_none(id=invitation_id)
    if row is None or row.contact not in proved_contacts(account):
        raise Refusal(Reason.NOT_FOUND, "invitation")
    return row
