"""Accepting and declining what was offered to one's own, proved contact."""

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


async def accept(by: ActionContext, invitation_id: int) -> Invitation:
    """Take the right. Accepting again what one has accepted changes nothing.

    Raises Refusal: NOT_FOUND for anybody else's, INVITATION_ENDED.
    """
    async with in_transaction():
        row = await _own(by, invitation_id)
        if row.outcome is InvitationOutcome.ACCEPTED and row.account_id == by.account_id:
            return row
        await end(by, row, InvitationOutcome.ACCEPTED, by.account_id)
        await GIVE[row.kind](by, row, by.account_id)
        await audit.record(by, "invitation.accept", subject_of(row), after={"scope": row.scope})
    accepted = await Invitation.get(id=row.id)
    await members.tell_of_owner(by, accepted)
    return accepted


async def decline(by: ActionContext, invitation_id: int) -> Invitation:
    """Say no. Raises Refusal: NOT_FOUND for anybody else's, INVITATION_ENDED."""
    async with in_transaction():
        row = await _own(by, invitation_id)
        await end(by, row, InvitationOutcome.DECLINED, by.account_id)
        await audit.record(by, "invitation.decline", subject_of(row), after={"scope": row.scope})
    return await Invitation.get(id=row.id)


async def _own(by: ActionContext, invitation_id: int) -> Invitation:
    """One for a contact that is proved; the account keeps the contact until the end."""
    account = await Account.filter(id=by.account_id).select_for_update(no_key=True).first()
    assert account is not None
    row = await Invitation.get_or_none(id=invitation_id)
    if row is None or row.contact not in proved_contacts(account):
        raise Refusal(Reason.NOT_FOUND, "invitation")
    return row
