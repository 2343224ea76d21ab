"""Who asks about a contact: a device its owner has signed in on before, or somebody unknown."""

from dataclasses import dataclass

from auth.sessions import sessions
from commerce.core.action_context import ActionContext
from models import Account


@dataclass(frozen=True, slots=True)
class Requester:
    """`name` is what they are counted under; strangers by the address they ask from."""

    name: str
    is_known: bool


async def requester_of(ctx: ActionContext, account: Account | None) -> Requester:
    """Who asks about the account, or about a contact that has none.

    A device that shows its cookie or a refresh token of a session of this account, over or not, is
    known: what strangers try with the contact is not counted against it.
    """
    if account is not None:
        if ctx.viewer.is_person and ctx.viewer.account_id == account.id:
            return Requester(f"account {account.id}", True)
        device = ctx.requesting_device
        if await sessions.was_on(account.id, device, ctx.refresh_token):
            shown = device.id_hash or (ctx.refresh_token or "").encode()[:22]
            return Requester(f"device {account.id} {shown.hex()[:32]}", True)
    return Requester(ctx.client, False)
