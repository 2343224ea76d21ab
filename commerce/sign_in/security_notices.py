"""Telling a person that something of their account changed, at every contact that is proved.

Where none is, anybody may have typed them: what goes there is counted like all that goes to
contacts nobody proved, and left out when it is too much.
"""

from commerce.accounts.contacts import proved_contacts
from commerce.core.action_context import ActionContext
from commerce.core.rate_limits.message_limits import may_send
from commerce.core.rate_limits.requesters import Requester
from commerce.core.texts.language import Language
from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.messages import Message
from models import Account


async def notify(ctx: ActionContext, account_id: int, kind: Kind, **values: str) -> None:
    """Write to the account's person: whoever took over one contact does not have the other."""
    if (account := await Account.get_or_none(id=account_id)) is not None:
        await notify_contacts(ctx, account, kind, **values)


async def notify_contacts(ctx: ActionContext, account: Account, kind: Kind, **values: str) -> None:
    """The same for an account as it was read, which may be before a contact was changed."""
    contacts = proved_contacts(account)
    if not contacts:
        stranger = Requester(ctx.client, is_known=False)
        typed = [contact for contact in (account.email, account.phone) if contact]
        contacts = [contact for contact in typed if await may_send(ctx, contact, stranger)]
    for contact in contacts:
        ctx.messages.post(Message(kind, contact, Language(account.language), values))
