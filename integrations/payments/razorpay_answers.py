"""What Razorpay answers, read into the mart's own words."""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

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
State = TypeVar("State")

log = logging.getLogger("odop.payments")

# Letters, digits and underscores, no more than our columns have room for.
ID = re.compile(r"[A-Za-z0-9_]{1,40}")
CURRENCY = re.compile(r"[A-Z]{3}")
# Numbers up to it are exact in every reader of JSON, and a bigint holds the sum of a thousand.
MAX_PAISE = 2**53 - 1
# Entries of one answer. Gateways give a hundred at once; each takes the process's time to read.
MAX_ENTRIES = 1_000
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
TRUE_OR_FALSE = {"true": True, "1": True, "false": False, "0": False}
# Codes of errors that are no refusals.
FAILURES = frozenset({"GATEWAY_ERROR", "SERVER_ERROR"})


class NotUnderstood(GatewayDown):
    """The gateway's answer is not one that it has documented."""


def read(make: Callable[[Any], Read], found: Any) -> Read:
    """What an answer says. Raises NotUnderstood."""
    try:
        return make(found)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise NotUnderstood(f"{type(error).__name__}: {error}") from None


def items(found: Any) -> list[Any]:
    """The items of a collection, MAX_ENTRIES at most. Raises NotUnderstood."""
    entries = found.get("items") if isinstance(found, dict) else None
    if not isinstance(entries, list):
        raise NotUnderstood("no list of items")
    if len(entries) > MAX_ENTRIES:
        raise NotUnderstood(f"{len(entries)} entries in one list")
    if entries and not any(isinstance(each, dict) for each in entries):
        raise NotUnderstood("no item is an object")
    return entries


class Entries(list[Read]):
    """What the entries of a list say; `left_out` is the number of those not understood."""

    left_out = 0

    def find(self, is_it: Callable[[Read], bool]) -> Read | None:
        """The first such entry; None if there is none.

        Raises NotUnderstood if it may be one that is left out: what is not found is made again.
        """
        found = next((each for each in self if is_it(each)), None)
        if found is None:
            self.check()
        return found

    def check(self) -> None:
        """Raise NotUnderstood if an entry is left out."""
        if self.left_out:
            raise NotUnderstood(f"{self.left_out} entries are left out")


def read_each(make: Callable[[Any], Read], entries: Sequence[Any], of: str) -> Entries[Read]:
    """What the entries of a list say. One that is not understood is left out: it must not hide the
    others, one of which may have paid the order. Their number and the first are logged.
    """
    found, first = Entries[Read](), None
    for each in entries:
        try:
            found.append(read(make, each))
        except NotUnderstood as error:
            first = first or error
            found.left_out += 1
    if first is not None:
        log.error("%d entries of %s are left out, the first: %s", found.left_out, of, first)
    return found


def refusal(found: Any) -> str | None:
    """Why the gateway refuses; None for an answer that is not its own refusal.

    Whatever stands between may answer with JSON too; only the gateway gives its `error.code`. Two
    of its codes say that it, or a bank, failed.
    """
    error = found.get("error") if isinstance(found, dict) else None
    code = text(error.get("code"), 60) if isinstance(error, dict) else None
    if not isinstance(error, dict) or code is None or code in FAILURES:
        return None
    return f"{code}: {text(error.get('description'), 200)}"[:200]


def _id(value: Any) -> str:
    """An id as the gateway writes them, which fits its column. Raises TypeError for any other."""
    if isinstance(value, str) and value.isascii() and ID.fullmatch(value):
        return value
    raise TypeError("that is no id of the gateway's")


def _optional_id(value: Any) -> str | None:
    return None if value is None else _id(value)


def _paise(value: Any, at_least: int = 1) -> int:
    """An amount that fits its column. Raises TypeError for any other."""
    if type(value) is int and at_least <= value <= MAX_PAISE:
        return value
    raise TypeError(f"{value!r:.40} is no amount in paise")


def _optional_paise(value: Any) -> int | None:
    return None if value is None else _paise(value, at_least=0)


def _currency(value: Any) -> str:
    if isinstance(value, str) and CURRENCY.fullmatch(value):
        return value
    raise TypeError(f"{value!r:.40} is no currency")


def _optional_bool(value: Any) -> bool | None:
    """True or false, which some answers write as a text or a number."""
    if value is None or (word := str(value).lower()) in TRUE_OR_FALSE:
        return None if value is None else TRUE_OR_FALSE[word]
    raise TypeError(f"{value!r:.40} is neither true nor false")


def _fields(value: Any) -> dict[str, Any]:
    """The fields of a part that may be missing, such as notes, which are a list when empty."""
    return value if isinstance(value, dict) else {}


def _state(states: Mapping[str, State], value: Any, undecided: State) -> State:
    """A state, or `undecided` for one that is missing or not documented: it is asked for again.

    Raises TypeError for what is no word.
    """
    if value is None:
        return undecided
    if not isinstance(value, str) or not value:
        raise TypeError(f"{value!r:.40} is no state")
    if value not in states:
        log.error("%.40r is no documented state: it counts as %s", value, undecided)
    return states.get(value, undecided)


def _agree(is_so: bool) -> None:
    """Raises ValueError unless what is said of a status agrees with it."""
    if not is_so:
        raise ValueError("the status and the figures contradict each other")


def text(value: Any, most: int) -> str | None:
    """A text that banks and buyers may have written, as one line that fits its column."""
    return fold_line(value[: 4 * most])[:most] or None if isinstance(value, str) else None


class Order(NamedTuple):
    """An order as the gateway has it. The amount is paise."""

    id: str
    amount: int
    currency: str
    receipt: str | None


def order(entity: dict[str, Any]) -> Order:
    return Order(
        _id(entity["id"]),
        _paise(entity["amount"]),
        _currency(entity["currency"]),
        text(entity.get("receipt"), 40),
    )


def payment(entity: dict[str, Any]) -> GatewayPayment:
    """Raises KeyError, TypeError or ValueError for what is no payment.

    The status says what was captured: `captured` is also true of payments that are only authorised
    or have failed. Of a refunded one it says whether the gateway returned the money itself.
    """
    word, status = entity["status"], STATUSES[entity["status"]]
    amount = _paise(entity["amount"])
    refunded = _optional_paise(entity.get("amount_refunded")) or 0
    if word == "refunded":
        _agree(refunded == amount)
        if _optional_bool(entity.get("captured")) is False:
            status = PaymentStatus.AUTO_REFUNDED
    elif word == "captured":
        _agree(refunded <= amount)
    else:
        _agree(refunded == 0)
    card = _fields(entity.get("card"))
    last4 = str(card.get("last4") or "")
    return GatewayPayment(
        id=_id(entity["id"]),
        order_id=_optional_id(entity.get("order_id")),
        amount=amount,
        currency=_currency(entity["currency"]),
        status=status,
        method=text(entity.get("method"), 20),
        refunded=refunded,
        network=text(card.get("network"), 20),
        last4=last4 if len(last4) == 4 and last4.isascii() and last4.isdigit() else None,
        error=text(entity.get("error_description"), 200),
        fee=_optional_paise(entity.get("fee")),
        fee_tax=_optional_paise(entity.get("tax")),
    )


def refund(entity: dict[str, Any]) -> GatewayRefund:
    return GatewayRefund(
        id=_id(entity["id"]),
        payment_id=_id(entity["payment_id"]),
        amount=_paise(entity["amount"]),
        status=_state(REFUNDS, entity.get("status"), RefundStatus.PENDING),
        receipt=text(entity.get("receipt"), 40),
        arn=_arn(entity.get("acquirer_data")),
    )


def _arn(acquirer: Any) -> str | None:
    """The number of cards, of UPI and wallets, or of net banking."""
    fields = _fields(acquirer)
    return next((found for key in ARN if (found := text(fields.get(key), 40))), None)


def transfer(entity: dict[str, Any]) -> GatewayTransfer:
    word, amount = entity.get("status"), _paise(entity["amount"])
    back = _optional_paise(entity.get("amount_reversed")) or 0
    # Without a status it is under way, or over if some of it came back.
    undecided = TransferStatus.PROCESSED if back else TransferStatus.PENDING
    status = _state(TRANSFERS, word, undecided)
    _agree(back <= amount and (word != "reversed" or back == amount))
    _agree(word != "partially_reversed" or 0 < back < amount)
    _agree(back == 0 or status is TransferStatus.PROCESSED)
    return GatewayTransfer(
        id=_id(entity["id"]),
        amount=amount,
        reversed=back,
        status=status,
        key=text(_fields(entity.get("notes")).get("key"), 40),
        payment_id=_optional_id(entity.get("source")),
    )


class Reversal(NamedTuple):
    transfer_id: str
    amount: int


def reversal(entity: dict[str, Any]) -> Reversal:
    return Reversal(_id(entity["transfer_id"]), _paise(entity["amount"]))


def dispute(entity: dict[str, Any]) -> GatewayDispute:
    """One that is closed undecided was lost if the mart's balance paid for it."""
    word = entity.get("status")
    deducted = _optional_paise(entity.get("amount_deducted"))
    if word == "closed":
        _agree(deducted is not None)
        word = "lost" if deducted else "won"
    return GatewayDispute(
        id=_id(entity["id"]),
        payment_id=_id(entity["payment_id"]),
        amount=_paise(entity["amount"]),
        status=_state(DISPUTES, word, DisputeStatus.OPEN),
    )
