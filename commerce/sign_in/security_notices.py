"""Security notices about changes of an account, sent to every verified contact.

An account without verified contacts gets them at the unverified ones, within the limits of messages
to unverified contacts: anybody may have entered those.

Call these in the transaction of the change: a client that leaves at its end keeps no owner from
being notified, and nobody is notified of what was not committed.
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
    """Notify all contacts of an account: an attacker who controls one may lack the other."""
    if (account := await Account.get_or_none(id=account_id)) is not None:
        await notify_contacts(ctx, account, kind, **values)


async def notify_contacts(ctx: ActionContext, account: Account, kind: Kind, **values: str) -> None:
    """Notify the contacts of an account object, which may predate a change of contacts."""
    contacts = proved_contacts(account)
    if not contacts:
        stranger = Requester(ctx.client, is_known=False)
        typed = [contact for contact in (account.email, account.phone) if contact]
        contacts = [each for each in typed if await may_send(ctx, kind, each, stranger)]
    for contact in contacts:
        ctx.post(Message(kind, contact, Language(account.language), values))
