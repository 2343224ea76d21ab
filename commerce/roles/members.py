"""Team members of vendors."""

from collections.abc import Iterable

from tortoise.transactions import in_transaction

from auth.permissions import Action
from commerce.accounts.contacts import folded
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from commerce.core.texts.message_kinds import Kind
from commerce.roles.invitations import Offer, invite, withdraw_of
from commerce.sign_in.passwords import require_second_look
from commerce.sign_in.security_notices import notify
from database.connect import execute
from database.locks import LockClass, lock_number
from models import Invitation, InvitationKind, MemberRole, Vendor, VendorMember

MAX_MEMBERS = 100
TITLES = {
    MemberRole.OWNER: ("owner", "मालिक"),
    MemberRole.CATALOGUER: ("catalogue manager", "कैटलॉग प्रबंधक"),
    MemberRole.DISPATCHER: ("dispatch manager", "डिस्पैच प्रबंधक"),
    MemberRole.ACCOUNTANT: ("accountant", "लेखाकार"),
}


async def add(
    ctx: ActionContext, vendor_id: int, phone: str | None, email: str | None, role: MemberRole
) -> Invitation:
    """Invite a member by phone or e-mail, with or without an account. Raises Refusal.

    Inviting an owner requires a fresh sign-in and a second factor: owners may change bank details.
    """
    vendor = await Vendor.get_or_none(id=vendor_id)
    form = Form()
    form.read(ctx.require, Action.MANAGE_MEMBERS, vendor and vendor.id, "vendor")
    contact = form.read(folded, phone, email)
    form.check()
    assert vendor is not None
    if role is MemberRole.OWNER:
        await require_second_look(ctx)
    if await VendorMember.filter(vendor_id=vendor_id).count() >= MAX_MEMBERS:
        raise Refusal(Reason.LIMIT_REACHED, most=MAX_MEMBERS)
    en, hi = TITLES[role]
    offer = Offer(
        InvitationKind.VENDOR_MEMBER,
        f"vendor:{vendor_id}:{role.value}",
        f"vendor:{vendor_id}",
        (
            f"{en}, {vendor.display_name_en or vendor.display_name_hi}",
            f"{hi}, {vendor.display_name_hi or vendor.display_name_en}",
        ),
        {"vendor_id": vendor_id, "role": role},
    )
    return await invite(ctx, contact, offer)


async def take_on(ctx: ActionContext, invitation: Invitation, account_id: int) -> None:
    """Give the accepted role, in the transaction that accepts the invitation."""
    assert invitation.vendor_id is not None
    await _lock(invitation.vendor_id)
    if await VendorMember.filter(vendor_id=invitation.vendor_id).count() >= MAX_MEMBERS:
        raise Refusal(Reason.LIMIT_REACHED, most=MAX_MEMBERS)
    row, is_new = await VendorMember.get_or_create(
        vendor_id=invitation.vendor_id,
        account_id=account_id,
        role=invitation.role,
        defaults={"created_at": ctx.now},
    )
    if is_new:
        subject = f"vendor:{invitation.vendor_id}"
        await audit.record(ctx, "member.add", subject, after=_text_of(row))


async def remove(ctx: ActionContext, member_id: int) -> None:
    """Remove a member's role, and an owner's open invitations. Raises Refusal for the last owner.

    All owners, the removed one included, are notified, so that nobody can be removed unnoticed
    before bank details are changed.
    """
    row = await VendorMember.get_or_none(id=member_id)
    ctx.require(Action.MANAGE_MEMBERS, row and row.vendor_id, "member")
    assert row is not None
    if row.role is MemberRole.OWNER:
        await require_second_look(ctx)
    owner_ids = await _owners(row.vendor_id)
    async with in_transaction():
        await _lock(row.vendor_id)
        if row.role is MemberRole.OWNER:
            owners = await VendorMember.filter(
                vendor_id=row.vendor_id, role=MemberRole.OWNER
            ).count()
            if owners < 2:
                raise Refusal(Reason.LAST_OF_ITS_KIND, "member")
            await withdraw_of(ctx, row.account_id, vendor_id=row.vendor_id)
        await VendorMember.filter(id=row.id).delete()
        await audit.record(ctx, "member.remove", f"vendor:{row.vendor_id}", before=_text_of(row))
        if row.role is MemberRole.OWNER:
            await _notify(ctx, row.vendor_id, Kind.OWNER_REMOVED, owner_ids)


async def notify_of_owner(ctx: ActionContext, invitation: Invitation) -> None:
    """Notify the other owners of a new owner, after the invitation is accepted."""
    if invitation.kind is InvitationKind.VENDOR_MEMBER and invitation.role is MemberRole.OWNER:
        assert invitation.vendor_id is not None
        others = set(await _owners(invitation.vendor_id)) - {invitation.account_id}
        await _notify(ctx, invitation.vendor_id, Kind.OWNER_ADDED, sorted(others))


async def _owners(vendor_id: int) -> list[int]:
    """Account ids of a vendor's owners."""
    rows = await VendorMember.filter(vendor_id=vendor_id, role=MemberRole.OWNER).order_by("id")
    return [row.account_id for row in rows]


async def _notify(ctx: ActionContext, vendor_id: int, kind: Kind, accounts: Iterable[int]) -> None:
    vendor = await Vendor.get(id=vendor_id)
    name = vendor.display_name_en or vendor.display_name_hi or ""
    for account_id in accounts:
        await notify(ctx, account_id, kind, name=name)


def _text_of(row: VendorMember) -> dict[str, object]:
    return {"account": row.account_id, "role": row.role.value}


async def _lock(vendor_id: int) -> None:
    """Serialise changes of a vendor's members."""
    await lock_number(LockClass.MEMBERS, vendor_id)


async def lock_owned(account_id: int) -> None:
    """Lock the members of all vendors that an account owns.

    Of two owners who leave at the same time the second then sees that it is the last.
    """
    await execute(
        f"SELECT pg_advisory_xact_lock({LockClass.MEMBERS}, vendor_id) FROM"
        " (SELECT DISTINCT vendor_id FROM vendor_member"
        " WHERE account_id = $1 AND role = $2 ORDER BY vendor_id) own",
        account_id,
        MemberRole.OWNER.value,
    )
