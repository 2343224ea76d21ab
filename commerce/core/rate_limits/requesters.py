"""Requesters for rate limits: a device that the contact's owner has used before, or a stranger."""

from dataclasses import dataclass

from auth.sessions.known_devices import KnownDevice, known_device
from commerce.core.action_context import ActionContext
from models import Account

NOBODY = 0  # the id of no account


@dataclass(frozen=True, slots=True)
class Requester:
    """`name` is the rate limit key; for strangers it is the network address.

    A known device whose own attempts are used up, perhaps by a copy of its token, counts as
    `otherwise`.
    """

    name: str
    is_known: bool
    otherwise: "Requester | None" = None

    @classmethod
    def named(cls, name: str) -> "Requester":
        """A requester by the name that was stored of it."""
        return cls(name, name.startswith("device "))


async def device_of(
    ctx: ActionContext, account_id: int, *, with_factor: bool = False, ever: bool = False
) -> KnownDevice | None:
    """The requesting device, if it is known to the account by its cookie or a refresh token.

    An access token shows no device: it is what is copied most easily.
    """
    return await known_device(
        account_id, ctx.requesting_device, ctx.refresh_token, with_factor=with_factor, ever=ever
    )


async def requester_of(
    ctx: ActionContext, account_id: int | None, *, with_factor: bool = False
) -> Requester:
    """The requester in relation to an account, or to a contact without one.

    Attempts of strangers are not counted against a known device. `with_factor` is for codes of the
    app: whoever has only the password keeps no known device from signing in.
    """
    stranger = Requester(ctx.client, is_known=False)
    # The statements are the same for an unknown contact.
    device = await device_of(ctx, account_id or NOBODY, with_factor=with_factor)
    return stranger if device is None else Requester(device.name, True, stranger)


async def recipient_of(ctx: ActionContext, account: Account | None, contact: str) -> Requester:
    """The requester of a message to a contact, in relation to the account that has it.

    Anybody can register with somebody else's address: until it is verified, the account and its
    devices are strangers to it.
    """
    if account is not None:
        verified_at = account.email_verified_at if "@" in contact else account.phone_verified_at
        if verified_at is None:
            account = None
    return await requester_of(ctx, None if account is None else account.id)
