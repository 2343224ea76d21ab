"""Bank details of vendors and artisans. PAN and account numbers are encrypted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tortoise.transactions import in_transaction

from auth.crypto.keys import keys
from auth.inputs.text_input import fold_identifier
from auth.permissions import Action
from auth.rate_limits import PAYEE_BY
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.calendar import IST
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from commerce.core.rate_limits.attempts import count_attempt
from commerce.core.short_text import required_line
from commerce.core.texts.input_texts import Subject
from commerce.core.texts.message_kinds import Kind
from commerce.sign_in.passwords import require_fresh, require_second_look
from commerce.sign_in.security_notices import notify
from database.locks import LockClass, lock_text
from models import (
    Artisan,
    ArtisanAccount,
    MemberRole,
    Payee,
    PayeeProposal,
    Vendor,
    VendorMember,
)
from settings import settings

# Income-tax Rules: five letters, the fourth the kind of holder, four digits, a letter.
PAN = re.compile(r"[A-Z]{3}[ABCFGHJLPT][A-Z][0-9]{4}[A-Z]")
# Zeros alone are typed to get past the form.
ACCOUNT = re.compile(r"(?!0+$)[0-9]{9,18}")
IFSC = re.compile(r"[A-Z]{4}0[A-Z0-9]{6}")
# Time to object to a change before money goes to the new account.
HOLD = timedelta(hours=72)
COLUMNS = ("holder", "pan", "pan_end", "bank_account", "bank_account_end", "ifsc")


@dataclass(frozen=True, slots=True)
class Details:
    """Bank details as entered. A missing PAN or account number keeps the stored one."""

    holder: str
    pan: str | None
    bank_account: str | None
    ifsc: str | None


async def of_vendor(vendor_id: int) -> Payee | None:
    return await Payee.get_or_none(vendor_id=vendor_id)


async def of_artisan(artisan_id: int) -> Payee | None:
    return await Payee.get_or_none(artisan_id=artisan_id)


async def set_for_vendor(ctx: ActionContext, vendor_id: int, details: Details) -> Payee:
    """Set a vendor's bank details, as its owner: effective at once, payouts pause, every owner is
    notified.
    """
    vendor = await Vendor.get_or_none(id=vendor_id)
    form = Form()
    form.read(ctx.require, Action.SET_VENDOR_PAYEE, vendor and vendor.id, "vendor")
    columns = _checked(form, details, f"vendor:{vendor_id}")
    assert vendor is not None
    await require_second_look(ctx)
    await _count(ctx, f"vendor {vendor_id}")
    async with in_transaction():
        row = await _apply(ctx, "vendor", vendor_id, columns)
        name = vendor.display_name_en or vendor.display_name_hi
        for owner in await VendorMember.filter(vendor_id=vendor_id, role=MemberRole.OWNER):
            await _notify(ctx, owner.account_id, row, name)
    return row


async def set_for_artisan(
    ctx: ActionContext, artisan_id: int, details: Details
) -> tuple[Payee | None, PayeeProposal | None]:
    """Set an artisan's bank details at once, as the artisan; for anybody else, propose them to the
    artisan.
    """
    artisan = await Artisan.get_or_none(id=artisan_id)
    form = Form()
    form.read(ctx.require, Action.SET_ARTISAN_PAYEE, artisan, "artisan")
    columns = _checked(form, details, f"artisan:{artisan_id}")
    await require_second_look(ctx)
    await _count(ctx, f"artisan {artisan_id}")
    if artisan_id == ctx.viewer.artisan_id:
        async with in_transaction():
            row = await _apply(ctx, "artisan", artisan_id, columns)
            await _notify_artisan(ctx, artisan_id, Kind.PAYEE_CHANGED, row)
        return row, None
    async with in_transaction():
        await _lock(f"artisan:{artisan_id}")
        await PayeeProposal.filter(artisan_id=artisan_id).delete()
        proposal = await PayeeProposal.create(
            artisan_id=artisan_id,
            proposed_by_id=ctx.viewer.account_id,
            proposed_at=ctx.now,
            **columns,
        )
        await audit.record(
            ctx,
            "payee.propose",
            f"artisan:{artisan_id}",
            after=_text_of(proposal),
            on_behalf_of=f"artisan:{artisan_id}",
        )
        await _notify_artisan(ctx, artisan_id, Kind.PAYEE_PROPOSED, proposal)
    return await of_artisan(artisan_id), proposal


async def confirm(ctx: ActionContext, proposal_id: int) -> Payee:
    """Confirm proposed bank details, as the artisan. One DELETE decides, so it happens once."""
    proposal = await _proposal(ctx, proposal_id)
    await require_fresh(ctx)
    async with in_transaction():
        await _lock(f"artisan:{proposal.artisan_id}")
        if not await PayeeProposal.filter(id=proposal.id).delete():
            raise Refusal(Reason.NOT_FOUND, "proposal", of=Subject.PAYEE)
        columns = {name: getattr(proposal, name) for name in COLUMNS}
        row = await _apply(ctx, "artisan", proposal.artisan_id, columns)
        await _notify_artisan(ctx, proposal.artisan_id, Kind.PAYEE_CHANGED, row)
    return row


async def decline(ctx: ActionContext, proposal_id: int) -> Payee | None:
    """Decline proposed bank details; nothing changes."""
    proposal = await _proposal(ctx, proposal_id)
    async with in_transaction():
        if not await PayeeProposal.filter(id=proposal.id).delete():
            raise Refusal(Reason.NOT_FOUND, "proposal", of=Subject.PAYEE)
        subject = f"artisan:{proposal.artisan_id}"
        await audit.record(ctx, "payee.decline", subject, before=_text_of(proposal))
    return await of_artisan(proposal.artisan_id)


async def hold_end(vendor_id: int, artisan_id: int | None, now: datetime) -> datetime | None:
    """The end of the payout hold of an artisan or vendor; None without a hold."""
    on_hold = Payee.filter(held_until__gt=now)
    rows = (
        on_hold.filter(vendor_id=vendor_id)
        if artisan_id is None
        else on_hold.filter(artisan_id=artisan_id)
    )
    row = await rows.first()
    return None if row is None else row.held_until


async def _proposal(ctx: ActionContext, proposal_id: int) -> PayeeProposal:
    row = await PayeeProposal.get_or_none(id=proposal_id)
    ctx.require(Action.CONFIRM_ARTISAN_PAYEE, row, "proposal", of=Subject.PAYEE)
    assert row is not None
    return row


async def _count(ctx: ActionContext, of: str) -> None:
    """Limit changes of bank details: each is reported to others, who have to check it."""
    await count_attempt(PAYEE_BY, f"{ctx.viewer.rate_limit_key} {of}")


def _compact(text: str | None) -> str | None:
    return fold_identifier(text[:100]) if text is not None else None


def _identifier(written: str | None, pattern: re.Pattern[str], *path: str) -> str | None:
    found = _compact(written)
    if found is not None and not pattern.fullmatch(found):
        raise Refusal(Reason.INVALID, *path)
    return found


def _checked(form: Form, details: Details, place: str) -> dict[str, Any]:
    """The columns COLUMNS, encrypted. Raises Refusals for everything invalid."""
    holder = form.read(required_line, details.holder, 120, "payee", "holder")
    pan = form.read(_identifier, details.pan, PAN, "payee", "pan")
    account = form.read(_identifier, details.bank_account, ACCOUNT, "payee", "bank_account")
    ifsc = form.read(_identifier, details.ifsc, IFSC, "payee", "ifsc")
    if details.bank_account is None and details.ifsc is not None:
        form.refuse(Refusal(Reason.REQUIRED, "payee", "bank_account"))
    if details.ifsc is None and details.bank_account is not None:
        form.refuse(Refusal(Reason.REQUIRED, "payee", "ifsc"))
    form.check()
    seal = keys().sealing.seal
    return {
        "holder": holder,
        "pan": pan and seal(pan, f"{place}:pan"),
        "pan_end": pan and pan[-4:],
        "bank_account": account and seal(account, f"{place}:bank_account"),
        "bank_account_end": account and account[-4:],
        "ifsc": ifsc,
    }


async def _apply(ctx: ActionContext, kind: str, row_id: int, columns: Mapping[str, Any]) -> Payee:
    """Make details effective and pause payouts. Call it in a transaction."""
    place = f"{kind}:{row_id}"
    await _lock(place)
    before = await Payee.get_or_none(**{f"{kind}_id": row_id})  # type: ignore[arg-type]
    row = before or Payee(**{f"{kind}_id": row_id})
    for name, value in columns.items():
        if value is not None:
            setattr(row, name, value)
    row.updated_at, row.held_until = ctx.now, ctx.now + HOLD
    await row.save()
    await audit.record(ctx, "payee.set", place, after=_text_of(row))
    return row


def _text_of(row: Payee | PayeeProposal) -> dict[str, Any]:
    return {"pan": row.pan_end, "bank_account": row.bank_account_end, "ifsc": row.ifsc}


async def _lock(place: str) -> None:
    await lock_text(LockClass.PAYEE, place)


async def _notify(ctx: ActionContext, account_id: int, row: Payee, name: str | None) -> None:
    assert row.held_until is not None
    values = {
        "name": name or "",
        "end": row.bank_account_end or "–",
        "until": f"{row.held_until.astimezone(IST):%d-%m-%Y %H:%M}",
    }
    await notify(ctx, account_id, Kind.PAYEE_CHANGED, **values)


async def _notify_artisan(
    ctx: ActionContext, artisan_id: int, kind: Kind, row: Payee | PayeeProposal
) -> None:
    """Notify the artisan, unless the artisan has no account yet."""
    account = await ArtisanAccount.get_or_none(artisan_id=artisan_id)
    if account is None:
        return
    if isinstance(row, Payee):
        artisan = await Artisan.get(id=artisan_id)
        await _notify(ctx, account.account_id, row, artisan.name_en or artisan.name_hi)
        return
    link = f"{settings().storefront}/account/bank"
    await notify(ctx, account.account_id, kind, end=row.bank_account_end or "–", link=link)


def opened(row: Payee) -> tuple[str | None, str | None]:
    """Decrypted PAN and account number, for payouts and tax returns; never shown."""
    place = f"vendor:{row.vendor_id}" if row.vendor_id else f"artisan:{row.artisan_id}"
    sealing = keys().sealing
    pan = sealing.open(row.pan, f"{place}:pan") if row.pan else None
    account = sealing.open(row.bank_account, f"{place}:bank_account") if row.bank_account else None
    return pan, account
