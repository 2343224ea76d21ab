"""Contacts: validation of phone numbers and e-mail addresses, and the accounts they belong to."""

from collections.abc import Callable
from datetime import datetime

from auth.inputs.contact import fold_email, fold_phone, is_local_part_foreign
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from commerce.core.texts.language import Language
from database.connect import execute
from models import Account


def folded(phone: str | None, email: str | None) -> str:
    """Normalise the contact, exactly one of the two. Raises Refusal, or Refusals for both."""
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
    contact = fold(written)
    if contact is None:
        raise Refusal(Reason.INVALID if written.strip() else Reason.REQUIRED, *path)
    return contact


def column_of(contact: str) -> str:
    return "email" if "@" in contact else "phone"


def proved_contacts(account: Account) -> list[str]:
    """The account's verified contacts."""
    pairs = (
        (account.phone, account.phone_verified_at),
        (account.email, account.email_verified_at),
    )
    return [contact for contact, proved_at in pairs if contact and proved_at]


async def account_with(contact: str) -> Account | None:
    account: Account | None = await Account.filter(**{column_of(contact): contact}).first()
    return account


async def prove(account: Account, contact: str, now: datetime) -> None:
    """Mark the account's contact as verified."""
    column = column_of(contact)
    await Account.filter(id=account.id, **{f"{column}_verified_at": None}).update(
        **{f"{column}_verified_at": now}
    )


async def account_for(contact: str, language: Language, now: datetime) -> Account:
    """Lock and return the account with this verified contact; create it if there is none.

    It is locked against all other writes for it, as a sign-in may end sessions. Call it in the
    transaction that verifies the contact. An account that has the contact without verification
    loses it: it proves nothing about the owner.
    """
    column = column_of(contact)
    account: Account | None = None
    while account is None:
        await release(contact)
        await execute(
            f"INSERT INTO account ({column}, language, is_demo, created_at)"
            f" VALUES ($1, $2, false, $3) ON CONFLICT ({column}) DO NOTHING",
            contact,
            language.value,
            now,
        )
        # None if whoever had it has given it up meanwhile.
        account = await Account.filter(**{column: contact}).select_for_update().first()
    return account


async def release(contact: str, *, but: int | None = None) -> None:
    """Remove an unverified contact from the account that has it, unless that is `but`.

    The account and its sessions stay; without any contact nobody can sign in to it again.
    """
    column = column_of(contact)
    unproved = Account.filter(**{column: contact, f"{column}_verified_at": None})
    await unproved.exclude(id=but or 0).update(**{column: None})
