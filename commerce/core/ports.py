"""Interfaces of the outside world: messages, pictures, payment gateways."""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.messages import Message
from models import DisputeStatus, PaymentStatus, RefundStatus, TransferStatus

# Widths of stored pictures, in pixels. A request gets the next larger one.
IMAGE_WIDTHS = (80, 160, 200, 320, 480, 640, 720, 960, 1200, 1600)


def rounded_up_width(width: int) -> int:
    """The stored width that serves a requested width, both in pixels."""
    return IMAGE_WIDTHS[min(bisect_left(IMAGE_WIDTHS, width), len(IMAGE_WIDTHS) - 1)]


class ImageUrls(Protocol):
    """Addresses of pictures."""

    def urls(self, width: int) -> Callable[[str], str]:
        """A function from a picture's public ID to its URL at `width`, one of `IMAGE_WIDTHS`."""
        ...


class NotDelivered(Exception):  # noqa: N818 -- it says what happened
    """A message could not be delivered. `is_retryable`: it may succeed later.

    `may_have_arrived`: the carrier got it and did not answer. It is sent once more at most, since
    that may be a repeat for its reader, and each time is counted.
    """

    def __init__(self, why: str, *, is_retryable: bool, may_have_arrived: bool = False) -> None:
        super().__init__(why)
        self.is_retryable = is_retryable
        self.may_have_arrived = may_have_arrived


class Messages(Protocol):
    """Delivery of messages to people."""

    def sends(self, kind: Kind, to: str) -> bool:
        """Whether messages of this kind are sent to this contact: what is not is dropped."""
        ...

    async def deliver(self, message: Message) -> None:
        """Hand a message over to its carrier now. Raises NotDelivered."""
        ...

    def post(self, message: Message) -> None:
        """Send a message in the background of this process, and lose it with the process.

        Returns at once, without its outcome. What must arrive is a job that calls `deliver`.
        """
        ...


class NoMessages:
    """Messages of work that sends none: fails if one is sent."""

    def sends(self, kind: Kind, to: str) -> bool:
        return True

    def post(self, message: Message) -> None:
        raise AssertionError(f"nobody takes {message!r}")

    async def deliver(self, message: Message) -> None:
        raise AssertionError(f"nobody takes {message!r}")


@dataclass(frozen=True, slots=True)
class GatewayPayment:
    """A payment as the gateway has it at this moment. Amounts are paise."""

    id: str
    order_id: str | None
    amount: int
    currency: str
    status: PaymentStatus
    method: str | None = None
    refunded: int = 0
    network: str | None = None
    last4: str | None = None
    error: str | None = None
    # What the gateway keeps for itself, tax included; None while it does not say.
    fee: int | None = None
    fee_tax: int | None = None


@dataclass(frozen=True, slots=True)
class GatewayRefund:
    """A refund as the gateway has it."""

    id: str
    payment_id: str
    amount: int
    status: RefundStatus
    # Our own key, where the gateway gives it back.
    receipt: str | None = None
    # The bank's own number of it, by which a buyer and their bank find it.
    arn: str | None = None


@dataclass(frozen=True, slots=True)
class GatewayTransfer:
    """Money sent on, as the gateway has it; `reversed` of `amount` came back."""

    id: str
    amount: int
    reversed: int
    status: TransferStatus
    # Our own key, where the gateway gives it back.
    key: str | None = None
    payment_id: str | None = None


@dataclass(frozen=True, slots=True)
class GatewayDispute:
    """A payment the buyer's bank asks back, as the gateway has it."""

    id: str
    payment_id: str
    amount: int
    status: DisputeStatus


@dataclass(frozen=True, slots=True)
class GatewayEvent:
    """A webhook event: snapshots of objects at the moment it happened."""

    kind: str
    payment: GatewayPayment | None = None
    refund: GatewayRefund | None = None
    transfer: GatewayTransfer | None = None
    dispute: GatewayDispute | None = None


class GatewayDown(Exception):  # noqa: N818 -- it says what happened
    """The gateway does not answer, or not with an answer. Ask again later."""


class GatewayRefuses(Exception):  # noqa: N818 -- it says what happened
    """A permanent refusal by the gateway; repeating the request does not help."""


class ForgedWebhook(Exception):  # noqa: N818 -- it says what happened
    """A webhook that the gateway has not signed."""


@dataclass(frozen=True, slots=True)
class PageCheckout:
    """A page of the gateway to pay an order on."""

    url: str


@dataclass(frozen=True, slots=True)
class ScriptCheckout:
    """Parameters of the gateway's script, which opens its page in the storefront."""

    key_id: str
    order_id: str


class PaymentGateway(Protocol):
    """A payment gateway. Each call may raise GatewayDown or GatewayRefuses.

    An answer that is not understood, or is about something else than was asked for, is GatewayDown;
    an entry of a list that is not understood is logged and left out. Only the gateway's own refusal
    is GatewayRefuses. Amounts are at least 1, ids fit their columns, a currency is three letters.

    `name` is stored with each payment: money goes back by the gateway it came by.
    """

    name: str

    def checkout(self, order_id: str) -> PageCheckout | ScriptCheckout:
        """How a buyer pays the gateway's order."""
        ...

    async def order(self, receipt: str, amount: int, currency: str, *, is_first: bool) -> str:
        """The gateway's order for a receipt of ours, made if there is none yet; its id.

        `is_first` when nobody has asked for it before. A look-up that is refused is GatewayDown:
        only the refusal of the order itself is GatewayRefuses.
        """
        ...

    async def payment(self, payment_id: str) -> GatewayPayment: ...

    async def payments_of(self, order_id: str) -> list[GatewayPayment]:
        """All attempts to pay an order."""
        ...

    async def capture(self, payment_id: str, amount: int, currency: str) -> GatewayPayment:
        """Capture an authorised payment. Idempotent."""
        ...

    async def refund(self, payment_id: str, amount: int, key: str) -> GatewayRefund:
        """Refund an amount in paise. Idempotent by key."""
        ...

    async def refunded(self, payment_id: str, refund_id: str) -> GatewayRefund:
        """The current state of a refund."""
        ...

    async def refunds_of(
        self, payment_id: str, *, is_complete: bool = False
    ) -> list[GatewayRefund]:
        """All refunds of a payment, those made on the gateway's own page too.

        Raises GatewayDown if it `is_complete` and an entry is not understood.
        """
        ...

    async def transfers_of(self, payment_id: str) -> list[GatewayTransfer]:
        """All transfers of a payment, those made on the gateway's own page too."""
        ...

    async def disputes_of(self, payment_id: str, since: datetime) -> list[GatewayDispute]:
        """The disputes of a payment that was made at `since`."""
        ...

    async def transfer(
        self, payment_id: str, account: str, amount: int, key: str, *, is_first: bool
    ) -> GatewayTransfer:
        """Transfer part of a payment to an account, in paise. Idempotent by key.

        `is_first`: there was no earlier attempt. As of an order, a refused look-up is GatewayDown.
        """
        ...

    async def reverse(self, transfer_id: str, upto: int) -> GatewayTransfer:
        """Reverse a transfer until `upto` paise of it are back in all. Idempotent.

        Not safe to call concurrently for one transfer.
        """
        ...

    def is_checkout(self, order_id: str, payment_id: str, signature: str) -> bool:
        """Whether the gateway signed that this payment is one of this order's."""
        ...

    def webhook(self, headers: Mapping[str, str], body: bytes) -> GatewayEvent:
        """A webhook as received; header names are in lower case.

        Raises ForgedWebhook, and ValueError for a signed one that cannot be read.
        """
        ...

    def event(self, body: bytes) -> GatewayEvent:
        """A webhook that was verified when it was received. Raises ValueError."""
        ...


class NoGateway:
    """Takes no money, for work that asks for none."""

    name = "none"

    def __getattr__(self, name: str) -> Any:
        raise AssertionError("there is no payment gateway here")


NO_GATEWAY = cast("PaymentGateway", NoGateway())
