"""Where a vendor's or an artisan's money goes. PAN and account numbers are sealed."""

import re
from dataclasses import dataclass

from tortoise.transactions import in_transaction

from auth.keys import keys
from auth.may import Action
from auth.text_input import fold_identifier
from commerce import audit
from commerce.acting import Acting
from commerce.errors import Reason, Refusal
from commerce.form import Form
from commerce.words import word
from database.connect import execute
from models import Artisan, Payee, Vendor

# Income-tax Rules: five letters, the fourth the kind of holder, four digits, a letter.
PAN = re.compile(r"[A-Z]{3}[ABCFGHJLPT][A-Z][0-9]{4}[A-Z]")
ACCOUNT = re.compile(r"[0-9]{9,18}")
IFSC = re.compile(r"[A-Z]{4}0[A-Z0-9]{6}")


@dataclass(frozen=True, slots=True)
class Details:
    """As a person writes them. Without a PAN or an account the one there is stays."""

    holder: str
    pan: str | None
    bank_account: str | None
    ifsc: str | None


async def of_vendor(vendor_id: int) -> Payee | None:
    return await Payee.get_or_none(vendor_id=vendor_id)


async def of_artisan(artisan_id: int) -> Payee | None:
    return await Payee.get_or_none(artisan_id=artisan_id)


async def set_for_vendor(by: Acting, vendor_id: int, details: Details) -> Payee:
    vendor = await Vendor.get_or_none(id=vendor_id)
    form = Form()
    form.read(by.require, Action.SET_VENDOR_PAYEE, vendor and vendor.id, "vendor")
    return await _set(by, form, "vendor", vendor_id, details)


async def set_for_artisan(by: Acting, artisan_id: int, details: Details) -> Payee:
    """By the artisan, or by who acts for them."""
    artisan = await Artisan.get_or_none(id=artisan_id)
    form = Form()
    form.read(by.require, Action.SET_ARTISAN_PAYEE, artisan, "artisan")
    return await _set(by, form, "artisan", artisan_id, details)


def _compact(text: str | None) -> str | None:
    return fold_identifier(text[:100]) if text is not None else None


def _identifier(written: str | None, pattern: re.Pattern[str], *path: str) -> str | None:
    found = _compact(written)
    if found is not None and not pattern.fullmatch(found):
        raise Refusal(Reason.INVALID, *path)
    return found


async def _set(by: Acting, form: Form, kind: str, row_id: int, details: Details) -> Payee:
    holder = form.read(word, details.holder, 120, "payee", "holder")
    pan = form.read(_identifier, details.pan, PAN, "payee", "pan")
    account = form.read(_identifier, details.bank_account, ACCOUNT, "payee", "bankAccount")
    ifsc = form.read(_identifier, details.ifsc, IFSC, "payee", "ifsc")
    if details.bank_account is None and details.ifsc is not None:
        form.refuse(Refusal(Reason.REQUIRED, "payee", "bankAccount"))
    if details.ifsc is None and details.bank_account is not None:
        form.refuse(Refusal(Reason.REQUIRED, "payee", "ifsc"))
    form.check()
    place = f"{kind}:{row_id}"
    seal = keys().sealing.seal
    async with in_transaction():
        await execute("SELECT pg_advisory_xact_lock(16, hashtext($1))", place)
        before = await Payee.get_or_none(**{f"{kind}_id": row_id})  # type: ignore[arg-type]
        row = before or Payee(**{f"{kind}_id": row_id})
        row.holder, row.updated_at = holder, by.now
        if pan is not None:
            row.pan, row.pan_end = seal(pan, f"{place}:pan"), pan[-4:]
        if account is not None:
            row.bank_account = seal(account, f"{place}:bank_account")
            row.bank_account_end, row.ifsc = account[-4:], ifsc
        await row.save()
        is_own = kind != "artisan" or row_id == by.viewer.artisan_id
        await audit.record(
            by,
            "payee.set",
            place,
            after={"pan": row.pan_end, "bank_account": row.bank_account_end, "ifsc": row.ifsc},
            on_behalf_of=None if is_own else place,
        )
    return row


def opened(row: Payee) -> tuple[str | None, str | None]:
    """PAN and account number, for a payout or a return; nobody is shown them."""
    place = f"vendor:{row.vendor_id}" if row.vendor_id else f"artisan:{row.artisan_id}"
    sealing = keys().sealing
    pan = sealing.open(row.pan, f"{place}:pan") if row.pan else None
    account = sealing.open(row.bank_account, f"{place}:bank_account") if row.bank_account else None
    return pan, account
