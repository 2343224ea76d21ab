"""Requesters for rate limits: a device that the contact's owner has used before, or a stranger."""

from dataclasses import dataclass, replace
from ipaddress import ip_network

from auth.crypto.keys import keys
from auth.sessions.known_devices import KnownDevice, known_device
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from models import Account

NOBODY = 0  # the id of no account


def client_marks(client: str) -> list[int]:
    """Keyed hashes of a network address, newest secret first. Orders store the first."""
    return keys().hashing.marks("client", client)


def name_by_mark(mark: int) -> str:
    """The name that an address is counted by where only its mark is stored."""
    return f"address {mark}"


def name_of_address(client: str) -> str:
    """`name_by_mark` of a network address; other names stay as they are."""
    try:
        ip_network(client)
    except ValueError:
        return client
    return name_by_mark(client_marks(client)[0])


@dataclass(frozen=True, slots=True)
class Requester:
    """`name` is the rate limit key; for strangers it is the network address.

    A known device whose own attempts are used up, perhaps by a copy of its token, counts as
    `otherwise`.
    """

    name: str
    is_known: bool
    otherwise: "Requester | None" = None
    # The rate limit key, if it is not the name.
    key: str | None = None

    def by_mark(self) -> "Requester":
        """The same requester; an address is counted by its mark."""
        otherwise = None if self.otherwise is None else self.otherwise.by_mark()
        return replace(self, key=name_of_address(self.name), otherwise=otherwise)

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
    app: whoever has only the password keeps no known device from signing in. Raises Refusal for a
    stranger at an address that has used up its attempts.
    """
    stranger = Requester(ctx.client, is_known=False)
    # The statements are the same for an unknown contact.
    device = await device_of(ctx, account_id or NOBODY, with_factor=with_factor)
    if ctx.seconds_to_wait:
        return _despite_address(ctx, account_id, device)
    return stranger if device is None else Requester(device.name, True, stranger)


def _despite_address(
    ctx: ActionContext, account_id: int | None, device: KnownDevice | None
) -> Requester:
    """The requester at an address where strangers have to wait. Raises Refusal for a stranger.

    A known device has no attempts of a stranger beside its own.
    """
    if device is not None:
        return Requester(device.name, is_known=True)
    if account_id is None or account_id != ctx.viewer.account_id:
        raise Refusal(Reason.TOO_MANY_TRIES, seconds=ctx.seconds_to_wait)
    return Requester(ctx.client, is_known=False)


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
