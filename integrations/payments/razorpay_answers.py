"""What Razorpay answers, read into the mart's own words."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from auth.inputs.text_input import fold_line
from commerce.core.ports import (
    GatewayDispute,
    GatewayDown,
    GatewayPayment,
    GatewayRefund,
    GatewayTransfer,
)
from models import DisputeStatus, PaymentStatus, RefundStatus, TransferStatus

Read = TypeVar("Read")

# Letters, digits and underscores, no more than our columns have room for.
ID = re.compile(r"[A-Za-z0-9_]{1,40}")
STATUSES = {
    "created": PaymentStatus.PENDING,
    "authorized": PaymentStatus.AUTHORIZED,
    "captured": PaymentStatus.CAPTURED,
    "refunded": PaymentStatus.CAPTURED,
    "failed": PaymentStatus.FAILED,
}
REFUNDS = {
    "pending": RefundStatus.PENDING,
    "processed": RefundStatus.PROCESSED,
    "failed": RefundStatus.FAILED,
}
TRANSFERS = {
    "created": TransferStatus.PENDING,
    "pending": TransferStatus.PENDING,
    "processed": TransferStatus.PROCESSED,
    "partially_reversed": TransferStatus.PROCESSED,
    "reversed": TransferStatus.PROCESSED,
    "failed": TransferStatus.FAILED,
}
# What banks call the number of a refund.
ARN = ("arn", "rrn", "utr")
DISPUTES = {
    "open": DisputeStatus.OPEN,
    "under_review": DisputeStatus.OPEN,
    "won": DisputeStatus.WON,
    "lost": DisputeStatus.LOST,
}


class NotUnderstood(GatewayDown):
    """The gateway's answer is not one that it has documented."""


def read(make: Callable[[Any], Read], found: Any) -> Read:
    """What an answer says. Raises NotUnderstood."""
    try:
        return make(found)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise NotUnderstood(f"{type(error).__name__}: {error}") from None


def items(found: Any) -> list[dict[str, Any]]:
    """The items of a collection. Raises NotUnderstood."""
    items = found.get("items") if isinstance(found, dict) else None
    if not isinstance(items, list) or not all(isinstance(each, dict) for each in items):
        raise NotUnderstood("no list of items")
    return items


def reason(found: dict[str, Any]) -> str:
    error = found.get("error") or {}
    return f"{text(error.get('code'), 60)}: {text(error.get('description'), 200)}"[:200]


def id_of(entity: dict[str, Any]) -> str:
    return _id(entity["id"])


def _id(value: Any) -> str:
    """An id as the gateway writes them, which fits its column. Raises TypeError for any other."""
    if isinstance(value, str) and value.isascii() and ID.fullmatch(value):
        return value
    raise TypeError("that is no id of the gateway's")


def text(value: Any, most: int) -> str | None:
    """A text that banks and buyers may have written, as one line that fits its column."""
    return fold_line(value[: 4 * most])[:most] or None if isinstance(value, str) else None


def payment(entity: dict[str, Any]) -> GatewayPayment:
    """Raises KeyError, TypeError for what is no payment."""
    status = STATUSES[entity["status"]]
    if entity["status"] == "refunded" and entity.get("captured") is False:
        status = PaymentStatus.AUTO_REFUNDED
    card = entity.get("card") or {}
    last4 = str(card.get("last4") or "")
    return GatewayPayment(
        id=_id(entity["id"]),
        order_id=text(entity.get("order_id"), 40),
        amount=int(entity["amount"]),
        currency=text(entity["currency"], 3) or "",
        status=status,
        method=text(entity.get("method"), 20),
        refunded=int(entity.get("amount_refunded") or 0),
        network=text(card.get("network"), 20),
        last4=last4 if len(last4) == 4 and last4.isascii() and last4.isdigit() else None,
        error=text(entity.get("error_description"), 200),
        fee=_optional_paise(entity.get("fee")),
        fee_tax=_optional_paise(entity.get("tax")),
    )


def _optional_paise(value: Any) -> int | None:
    return None if value is None else int(value)


def refund(entity: dict[str, Any]) -> GatewayRefund:
    return GatewayRefund(
        id=_id(entity["id"]),
        payment_id=_id(entity["payment_id"]),
        amount=int(entity["amount"]),
        status=REFUNDS[entity["status"]],
        receipt=text(entity.get("receipt"), 40),
        arn=_arn(entity.get("acquirer_data")),
    )


def _arn(acquirer: Any) -> str | None:
    """The number of cards, of UPI and wallets, or of net banking."""
    if not isinstance(acquirer, dict):
        return None
    return next((found for key in ARN if (found := text(acquirer.get(key), 40))), None)


def transfer(entity: dict[str, Any]) -> GatewayTransfer:
    notes = entity.get("notes") or {}
    return GatewayTransfer(
        id=_id(entity["id"]),
        amount=int(entity["amount"]),
        reversed=int(entity.get("amount_reversed") or 0),
        status=TRANSFERS[entity["status"]],
        key=text(notes.get("key"), 40),
        payment_id=text(entity.get("source"), 40),
    )


def dispute(entity: dict[str, Any]) -> GatewayDispute:
    """One that is closed undecided was lost if the mart's balance paid for it."""
    status = (
        "lost"
        if entity["status"] == "closed" and entity.get("amount_deducted")
        else entity["status"]
    )
    return GatewayDispute(
        id=_id(entity["id"]),
        payment_id=_id(entity["payment_id"]),
        amount=int(entity["amount"]),
        status=DisputeStatus.WON if status == "closed" else DISPUTES[status],
    )
