"""Who works for a vendor."""

from tortoise.transactions import in_transaction

from auth.may import Action
from commerce import audit
from commerce.acting import Acting
from commerce.contacts import account_for, folded
from commerce.errors import Reason, Refusal
from database.connect import execute
from models import MemberRole, Vendor, VendorMember

MOST = 100


async def add(
    by: Acting, vendor_id: int, phone: str | None, email: str | None, role: MemberRole
) -> VendorMember:
    """Take somebody on, by telephone or e-mail; they need not have signed in before."""
    vendor = await Vendor.get_or_none(id=vendor_id)
    by.require(Action.MANAGE_MEMBERS, vendor and vendor.id, "vendor")
    contact = folded(phone, email)
    async with in_transaction():
        await _lock(vendor_id)
        if await VendorMember.filter(vendor_id=vendor_id).count() >= MOST:
            raise Refusal(Reason.LIMIT_REACHED, most=MOST)
        account = await account_for(contact, by.language, by.now)
        row, is_new = await VendorMember.get_or_create(
            vendor_id=vendor_id,
            account_id=account.id,
            role=role,
            defaults={"created_at": by.now},
        )
        if is_new:
            await audit.record(by, "member.add", f"vendor:{vendor_id}", after=_said(row))
    return row


async def remove(by: Acting, member_id: int) -> None:
    """End somebody's role. A vendor keeps an owner."""
    row = await VendorMember.get_or_none(id=member_id)
    by.require(Action.MANAGE_MEMBERS, row and row.vendor_id, "member")
    assert row is not None
    async with in_transaction():
        await _lock(row.vendor_id)
        if row.role is MemberRole.OWNER:
            owners = await VendorMember.filter(
                vendor_id=row.vendor_id, role=MemberRole.OWNER
            ).count()
            if owners < 2:
                raise Refusal(Reason.LAST_OF_ITS_KIND, "member")
        await VendorMember.filter(id=row.id).delete()
        await audit.record(by, "member.remove", f"vendor:{row.vendor_id}", before=_said(row))


def _said(row: VendorMember) -> dict[str, object]:
    return {"account": row.account_id, "role": row.role.value}


async def _lock(vendor_id: int) -> None:
    """One change of a vendor's people at a time."""
    await execute("SELECT pg_advisory_xact_lock(15, $1)", vendor_id)
