"""The corporation's staff and the district officers."""

from tortoise.models import Model
from tortoise.transactions import in_transaction

from auth.permissions import Action
from auth.roles import GROUPS
from commerce.accounts.contacts import proved_contacts
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from commerce.roles.invitations import Offer, invite, withdraw_of
from commerce.sign_in.passwords import require_second_look
from database.connect import execute
from models import (
    Account,
    District,
    Invitation,
    InvitationKind,
    OfficerDistrict,
    StaffGroup,
    StaffMember,
)

ADMINISTRATORS = "administrators"


async def write_groups() -> None:
    """Create the standard groups of staff; existing groups stay unchanged."""
    for slug, group in GROUPS.items():
        await execute(
            "INSERT INTO staff_group (slug, name_en, name_hi, permissions)"
            " VALUES ($1, $2, $3, $4) ON CONFLICT (slug) DO NOTHING",
            slug,
            group.name_en,
            group.name_hi,
            sorted(permission.value for permission in group.permissions),
        )


async def grant(ctx: ActionContext, contact: str, group: str) -> Invitation:
    """Invite a contact to a group of staff. Raises Refusal."""
    ctx.require(Action.MANAGE_PEOPLE, contact, "account")
    found = await find_group(group)
    await require_second_look(ctx)
    offer = Offer(
        InvitationKind.STAFF,
        f"staff:{group}",
        f"staff:{group}",
        (
            f"staff, {found.name_en or found.name_hi}",
            f"कर्मचारी, {found.name_hi or found.name_en}",
        ),
        {"group_id": found.id},
    )
    return await invite(ctx, contact, offer)


async def take_on(ctx: ActionContext, invitation: Invitation, account_id: int) -> None:
    """Add a member to the accepted group, in the transaction that accepts the invitation."""
    group = await StaffGroup.get(id=invitation.group_id)
    _, is_new = await StaffMember.get_or_create(
        group_id=group.id, account_id=account_id, defaults={"created_at": ctx.now}
    )
    if is_new:
        after = {"group": group.slug, "invited_by": invitation.invited_by_id}
        await audit.record(ctx, "staff.grant", f"account:{account_id}", after=after)


async def revoke(ctx: ActionContext, account_id: int, group: str) -> Account:
    """Remove an account from a group. Raises Refusal for the last administrator."""
    form = Form()
    account = await form.wait_for(_account(ctx, account_id))
    found = await form.wait_for(find_group(group))
    form.check()
    async with in_transaction():
        await StaffGroup.filter(id=found.id).select_for_update(no_key=True).first()
        if group == ADMINISTRATORS:
            others = await StaffMember.filter(group_id=found.id).exclude(account_id=account.id)
            if not others:
                raise Refusal(Reason.LAST_OF_ITS_KIND, "account")
        if await StaffMember.filter(group_id=found.id, account_id=account.id).delete():
            await withdraw_of(ctx, account.id)
            await audit.record(
                ctx, "staff.revoke", f"account:{account.id}", before={"group": group}
            )
    return account


async def assign(ctx: ActionContext, contact: str, district: str) -> Invitation:
    """Invite a contact to be an officer of a district, by its slug. Raises Refusal."""
    ctx.require(Action.MANAGE_PEOPLE, contact, "account")
    found = await find_district(district)
    await require_second_look(ctx)
    offer = Offer(
        InvitationKind.OFFICER,
        f"officer:{district}",
        f"officer:{district}",
        (
            f"district officer, {found.name_en or found.name_hi}",
            f"ज़िला अधिकारी, {found.name_hi or found.name_en}",
        ),
        {"district_id": found.id},
    )
    return await invite(ctx, contact, offer)


async def take_office(ctx: ActionContext, invitation: Invitation, account_id: int) -> None:
    """Appoint the officer, in the transaction that accepts the invitation."""
    district = await District.get(id=invitation.district_id)
    _, is_new = await OfficerDistrict.get_or_create(
        account_id=account_id, district_id=district.id, defaults={"created_at": ctx.now}
    )
    if is_new:
        after = {"district": district.slug, "invited_by": invitation.invited_by_id}
        await audit.record(ctx, "officer.assign", f"account:{account_id}", after=after)


async def contact_of(ctx: ActionContext, account_id: int) -> str:
    """The contact for inviting an account chosen by its ID. Raises Refusal.

    The ID may have been looked up by any contact that the account has or had. NOT_PROVED if one of
    those was never verified, since whoever was meant by it may be somebody else. Everything that
    gives an account a right by its ID goes through here.
    """
    account = await _account(ctx, account_id)
    contacts = [contact for contact in (account.email, account.phone) if contact]
    is_another_unproved = len(contacts) > 1 and len(proved_contacts(account)) < len(contacts)
    if account.has_lost_unproved_contact or is_another_unproved:
        raise Refusal(Reason.NOT_PROVED, "account", about="account_contacts")
    if not contacts:
        raise Refusal(Reason.NOT_FOUND, "account")
    return contacts[0]


async def dismiss(ctx: ActionContext, account_id: int, district: str) -> Account:
    """Remove an officer from a district. Raises Refusal."""
    form = Form()
    account = await form.wait_for(_account(ctx, account_id))
    found = await form.wait_for(find_district(district))
    form.check()
    async with in_transaction():
        if await OfficerDistrict.filter(account_id=account.id, district_id=found.id).delete():
            await withdraw_of(ctx, account.id)
            before = {"district": district}
            await audit.record(ctx, "officer.dismiss", f"account:{account.id}", before=before)
    return account


async def _account(ctx: ActionContext, account_id: int) -> Account:
    account = await Account.get_or_none(id=account_id, erased_at=None)
    ctx.require(Action.MANAGE_PEOPLE, account, "account")
    assert account is not None
    return account


def _fits(model: type[Model], slug: str) -> bool:
    """Whether a slug is short enough for `model`: Tortoise raises for longer values in filters."""
    return len(slug) <= int(model._meta.fields_map["slug"].max_length)  # type: ignore[attr-defined]


async def find_group(slug: str) -> StaffGroup:
    found = await StaffGroup.get_or_none(slug=slug) if _fits(StaffGroup, slug) else None
    if found is None:
        raise Refusal(Reason.NOT_FOUND, "group")
    return found


async def find_district(slug: str) -> District:
    found = await District.get_or_none(slug=slug) if _fits(District, slug) else None
    if found is None:
        raise Refusal(Reason.NOT_FOUND, "district")
    return found
