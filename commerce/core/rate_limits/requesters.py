"""Requesters for rate limits: a device that the contact's owner has used before, or a stranger."""

from dataclasses import dataclass

from auth.sessions import sessions
from commerce.core.action_context import ActionContext
from models import Account


@dataclass(frozen=True, slots=True)
class Requester:
    """`name` is the rate limit key; for strangers it is the network address."""

    name: str
    is_known: bool


async def requester_of(ctx: ActionContext, account: Account | None) -> Requester:
    """The requester in relation to an account, or to a contact without one.

    A device is known if it presents its cookie or a refresh token of any session of this account,
    ended or not: attempts of strangers are not counted against it.
    """
    if account is not None:
        if ctx.viewer.is_person and ctx.viewer.account_id == account.id:
            return Requester(f"account {account.id}", True)
        device = ctx.requesting_device
        if await sessions.was_on(account.id, device, ctx.refresh_token):
            shown = device.id_hash or (ctx.refresh_token or "").encode()[:22]
            return Requester(f"device {account.id} {shown.hex()[:32]}", True)
    return Requester(ctx.client, False)
