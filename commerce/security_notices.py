"""Telling a person that something of their account changed, at every contact that is proved."""

from commerce.acting import Acting
from commerce.contacts import proved_contacts
from commerce.language import Language
from commerce.messages import Kind, Message
from models import Account


async def notify(by: Acting, account_id: int, kind: Kind, **values: str) -> None:
    """Write to the account's person: whoever took over one contact does not have the other."""
    if (account := await Account.get_or_none(id=account_id)) is not None:
        notify_contacts(by, account, kind, **values)


def notify_contacts(by: Acting, account: Account, kind: Kind, **values: str) -> None:
    """The same for an account as it was read, which may be before a contact was changed."""
    contacts = proved_contacts(account) or [c for c in (account.email, account.phone) if c]
    for contact in contacts:
        by.messages.post(Message(kind, contact, Language(account.language), values))
