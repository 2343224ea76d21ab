"""A telephone or an e-mail as somebody writes it, and whose it is."""

from datetime import datetime

from auth.contact import fold_email, fold_phone
from commerce.errors import Reason, Refusal
from commerce.language import Language
from database.connect import execute, fetch_value
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
    """Somebody has just shown that the account's contact is theirs."""
    column = column_of(contact)
    await Account.filter(id=account.id, **{f"{column}_verified_at": None}).update(
        **{f"{column}_verified_at": now}
    )


async def account_for(contact: str, language: Language, now: datetime) -> Account:
    """The account of whoever the contact belongs to, made when there is none.

    A contact that nobody has proved says nothing of whose an account is: it is taken off the
    account it was written into. Call it in a transaction.
    """
    column = column_of(contact)
    await release(contact, now)
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


# What would be somebody else's to see.
FILLED = """
SELECT EXISTS (SELECT FROM address WHERE account_id = $1)
    OR EXISTS (SELECT FROM orders WHERE account_id = $1)
    OR EXISTS (SELECT FROM wishlist_item WHERE account_id = $1)
    OR EXISTS (SELECT FROM consent WHERE account_id = $1)
    OR EXISTS (SELECT FROM vendor_member WHERE account_id = $1)
    OR EXISTS (SELECT FROM account WHERE id = $1 AND
         (phone_verified_at IS NOT NULL OR email_verified_at IS NOT NULL))
"""


async def release(contact: str, now: datetime, *, but: int | None = None) -> None:
    """Let go of a contact that somebody wrote down and nobody proved.

    An account with nothing in it goes with the contact, without the password and the sessions of
    who made it. One with something in it stays its maker's, without the contact.
    """
    column = column_of(contact)
    account = (
        await Account.filter(**{column: contact, f"{column}_verified_at": None})
        .select_for_update()
        .first()
    )
    if account is None or account.id == but:
        return
    if but is not None or await fetch_value(FILLED, account.id):
        await Account.filter(id=account.id).update(**{column: None})
        return
    await Account.filter(id=account.id).update(password_hash=None, name=None)
    await execute(
        "UPDATE session SET ended_at = $2, end_reason = 'replaced'"
        " WHERE account_id = $1 AND ended_at IS NULL",
        account.id,
        now,
    )
