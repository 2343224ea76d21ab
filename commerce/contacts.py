"""A telephone or an e-mail as somebody writes it, and whose it is."""

from datetime import datetime

from auth.contact import fold_email, fold_phone
from commerce.errors import Reason, Refusal
from commerce.language import Language
from database.connect import execute
from models import Account


def folded(phone: str | None, email: str | None) -> str:
    """The one contact that is given. Raises Refusal when it is none, or when it is not one."""
    if phone is not None and email is not None:
        raise Refusal(Reason.INVALID, "email")
    if phone is not None:
        return folded_phone(phone)
    if email is not None:
        return folded_email(email)
    raise Refusal(Reason.REQUIRED, "phone")


def folded_phone(written: str, *path: str) -> str:
    found = fold_phone(written)
    if found is None:
        raise Refusal(Reason.INVALID, *(path or ("phone",)))
    return found


def folded_email(written: str, *path: str) -> str:
    found = fold_email(written)
    if found is None:
        raise Refusal(Reason.INVALID, *(path or ("email",)))
    return found


def column_of(contact: str) -> str:
    return "email" if "@" in contact else "phone"


async def account_with(contact: str) -> Account | None:
    found: Account | None = await Account.filter(**{column_of(contact): contact}).first()
    return found


async def prove(account: Account, contact: str, now: datetime) -> None:
    """The account's contact is its owner's, as somebody has just shown.

    Until then anybody may have entered it: whoever did loses what they know of the account.
    """
    column = column_of(contact)
    if getattr(account, f"{column}_verified_at") is not None:
        return
    await disown(account, now)
    await Account.filter(id=account.id).update(**{f"{column}_verified_at": now})


async def disown(account: Account, now: datetime) -> None:
    """End the account's sessions and its password."""
    await Account.filter(id=account.id).update(password_hash=None)
    await execute(
        "UPDATE session SET ended_at = $2, end_reason = 'replaced'"
        " WHERE account_id = $1 AND ended_at IS NULL",
        account.id,
        now,
    )


async def account_for(contact: str, language: Language, now: datetime) -> Account:
    """The account of whoever the contact belongs to, made when there is none.

    One whose contact nobody has proved is taken away from whoever entered it.
    """
    column = column_of(contact)
    await execute(
        f"INSERT INTO account ({column}, language, is_demo, created_at)"
        f" VALUES ($1, $2, false, $3) ON CONFLICT ({column}) DO NOTHING",
        contact,
        language.value,
        now,
    )
    account = await account_with(contact)
    assert account is not None
    if getattr(account, f"{column}_verified_at") is None:
        await disown(account, now)
    return account
