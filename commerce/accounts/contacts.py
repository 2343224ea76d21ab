"""A telephone or an e-mail as somebody writes it, and whose it is."""

from collections.abc import Callable
from datetime import datetime

from auth.inputs.contact import fold_email, fold_phone, is_local_part_foreign
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from commerce.core.texts.language import Language
from database.connect import execute
from models import Account


def folded(phone: str | None, email: str | None) -> str:
    """The one contact that is given. Raises Refusal when it is none, or when it is not one."""
    if phone is not None and email is not None:
        form = Form()
        form.read(folded_phone, phone)
        form.read(folded_email, email)
        form.check()
        raise Refusal(Reason.INVALID, "email", about="contact")
    if phone is not None:
        return folded_phone(phone)
    if email is not None:
        return folded_email(email)
    raise Refusal(Reason.REQUIRED, "phone", about="contact")


def folded_phone(written: str, *path: str) -> str:
    return _folded(fold_phone, written, *(path or ("phone",)))


def folded_email(written: str, *path: str) -> str:
    path = path or ("email",)
    if is_local_part_foreign(written):
        raise Refusal(Reason.INVALID, *path, about="email_letters")
    return _folded(fold_email, written, *path)


def _folded(fold: Callable[[str], str | None], written: str, *path: str) -> str:
    found = fold(written)
    if found is None:
        raise Refusal(Reason.INVALID if written.strip() else Reason.REQUIRED, *path)
    return found


def column_of(contact: str) -> str:
    return "email" if "@" in contact else "phone"


def proved_contacts(account: Account) -> list[str]:
    """The contacts the account's person has shown to be theirs."""
    pairs = (
        (account.phone, account.phone_verified_at),
        (account.email, account.email_verified_at),
    )
    return [contact for contact, proved_at in pairs if contact and proved_at]


async def account_with(contact: str) -> Account | None:
    found: Account | None = await Account.filter(**{column_of(contact): contact}).first()
    return found


async def prove(account: Account, contact: str, now: datetime) -> None:
    """Somebody has just shown that the account's contact is theirs."""
    column = column_of(contact)
    await Account.filter(id=account.id, **{f"{column}_verified_at": None}).update(
        **{f"{column}_verified_at": now}
    )


async def account_for(contact: str, language: Language, now: datetime) -> Account:
    """The account of whoever the contact belongs to, made when there is none.

    Call it in the transaction that proves the contact. Until then a contact says nothing of whose
    an account is: it is taken off the account it was written into.
    """
    column = column_of(contact)
    await release(contact)
    await execute(
        f"INSERT INTO account ({column}, language, is_demo, created_at)"
        f" VALUES ($1, $2, false, $3) ON CONFLICT ({column}) DO NOTHING",
        contact,
        language.value,
        now,
    )
    account = await account_with(contact)
    assert account is not None
    return account


async def release(contact: str, *, but: int | None = None) -> None:
    """Take a contact off the account that wrote it down and never proved it.

    The account stays its maker's, with its sessions; without a contact nobody signs in to it anew.
    """
    column = column_of(contact)
    unproved = Account.filter(**{column: contact, f"{column}_verified_at": None})
    await unproved.exclude(id=but or 0).update(**{column: None})
