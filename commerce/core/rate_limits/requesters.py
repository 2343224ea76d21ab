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
    if account is not None and ctx.viewer.person_id == account.id:
        return Requester(f"account {account.id}", True)
    return await device_of(ctx, None if account is None else account.id)


async def device_of(
    ctx: ActionContext, account_id: int | None, *, with_factor: bool = False
) -> Requester:
    """The device as the requester, if it is known to the account, else the address.

    `with_factor` is for codes of the app: whoever has only the password, or a copied token, keeps
    no known device from signing in.
    """
    if account_id is not None:
        device, token = ctx.requesting_device, ctx.refresh_token
        name = await sessions.known_device(account_id, device, token, with_factor=with_factor)
        if name is not None:
            return Requester(f"device {account_id} {name}", True)
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
