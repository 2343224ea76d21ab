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
        if ctx.viewer.person_id == account.id:
            return Requester(f"account {account.id}", True)
        if await sessions.was_on(account.id, ctx.requesting_device, ctx.refresh_token):
            return _device(ctx, account.id)
    return Requester(ctx.client, False)


async def recipient_of(ctx: ActionContext, account: Account | None, contact: str) -> Requester:
    """The requester of a message to a contact, in relation to the account that has it.

    Anybody can register with somebody else's address: until it is verified, the account and its
    devices are strangers to it.
    """
    if account is not None:
        verified_at = account.email_verified_at if "@" in contact else account.phone_verified_at
        if verified_at is None:
            account = None
    return await requester_of(ctx, account)


async def factor_requester_of(ctx: ActionContext, account_id: int) -> Requester:
    """Who enters a code of the account's app: a device on which that succeeded before, or anybody.

    Somebody who has only the password, or a copied token, keeps no known device from signing in.
    """
    device, token = ctx.requesting_device, ctx.refresh_token
    if await sessions.was_on(account_id, device, token, with_factor=True):
        return _device(ctx, account_id)
    return Requester(ctx.client, False)


def _device(ctx: ActionContext, account_id: int) -> Requester:
    shown = ctx.requesting_device.id_hash or (ctx.refresh_token or "").encode()[:22]
    return Requester(f"device {account_id} {shown.hex()[:32]}", True)
