"""Razorpay over its HTTP API. Card data never passes through here."""

import asyncio
import hashlib
import hmac
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

import orjson

from auth.inputs.text_input import fold_line
from commerce.core.ports import (
    ForgedWebhook,
    GatewayDispute,
    GatewayDown,
    GatewayEvent,
    GatewayPayment,
    GatewayRefund,
    GatewayRefuses,
    GatewayTransfer,
    PageCheckout,
    ScriptCheckout,
)
from commerce.operations.production_settings import can_be_guessed, weak_secret
from integrations.http_client import HttpClient, Unreachable
from integrations.payments.adapter import GatewayAdapter
from models import DisputeStatus, PaymentStatus, RefundStatus, TransferStatus
from settings import Settings

log = logging.getLogger("odop.payments")

Read = TypeVar("Read")

TIMEOUT_SECONDS = 8
# Letters, digits and underscores, no more than our columns have room for.
ID = re.compile(r"[A-Za-z0-9_]{1,40}")
# Of the real gateway; those of its test mode begin with rzp_test_.
LIVE_KEY = re.compile(r"rzp_live_[A-Za-z0-9]{10,40}")
# Items of a collection that the gateway gives at once, at most.
PAGE = 100
# A refund that is under way already is asked for again after these seconds.
UNDER_WAY = (0.2, 0.5, 1.0)
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


def signed(key: str, message: bytes) -> str:
    """HMAC-SHA256 in lower-case hexadecimal, as Razorpay signs."""
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()


class Razorpay:
    """`key_id` and `key_secret` of the API, `webhook_secret` as set for the webhook.

    `name` is written down with each payment: money goes back by the gateway it came by.
    """

    def __init__(
        self,
        key_id: str,
        key_secret: str,
        webhook_secret: str,
        url: str = "https://api.razorpay.com/v1",
        name: str = "razorpay",
    ) -> None:
        self.name, self._key_id, self._url = name, key_id, url
        self._key_secret, self._webhook_secret = key_secret, webhook_secret
        self._client = HttpClient(timeout=TIMEOUT_SECONDS, auth=(key_id, key_secret))

    async def _ask(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **more: Any
    ) -> Any:
        """The answer's JSON. Raises GatewayDown, for 409 as Conflict, and GatewayRefuses."""
        try:
            response = await self._client.request(
                method, f"{self._url}{path}", headers=headers, **more
            )
        except Unreachable as error:
            raise GatewayDown(f"{method} {path}: {error}") from None
        # Keys that are no longer good say nothing of the payment: somebody sets them right.
        if response.status_code in (401, 403, 429) or response.status_code >= 500:
            raise GatewayDown(f"{method} {path}: {response.status_code}")
        try:
            found = orjson.loads(response.content)
        except orjson.JSONDecodeError:
            raise GatewayDown(f"{method} {path}: no JSON") from None
        if response.status_code == 409:
            raise Conflict(f"{method} {path}: 409")
        if response.is_error:
            raise GatewayRefuses(_read(_reason, found))
        return found

    async def order(self, receipt: str, amount: int, currency: str, *, is_first: bool) -> str:
        if not is_first:
            # No header makes this idempotent: an order for the receipt may be there from a call
            # whose answer was lost.
            found = await self._ask("GET", "/orders", params={"receipt": receipt})
            wanted = (amount, currency, receipt)
            for each in _items(found):
                if (each.get("amount"), each.get("currency"), each.get("receipt")) == wanted:
                    return _read(_id_of, each)
        body = {"amount": amount, "currency": currency, "receipt": receipt}
        made = await self._ask("POST", "/orders", json={**body, "partial_payment": False})
        return _read(_id_of, made)

    async def payment(self, payment_id: str) -> GatewayPayment:
        return _read(_payment, await self._ask("GET", f"/payments/{_safe(payment_id)}"))

    async def payments_of(self, order_id: str) -> list[GatewayPayment]:
        found = _items(await self._ask("GET", f"/orders/{_safe(order_id)}/payments"))
        payments = []
        for each in found:
            try:
                payments.append(_read(_payment, each))
            except NotUnderstood as error:
                # It must not hide the others, one of which may have paid the order.
                log.error("a payment of the gateway's order %s is left out: %s", order_id, error)
        return payments

    async def capture(self, payment_id: str, amount: int, currency: str) -> GatewayPayment:
        body = {"amount": amount, "currency": currency}
        try:
            path = f"/payments/{_safe(payment_id)}/capture"
            return _read(_payment, await self._ask("POST", path, json=body))
        except GatewayRefuses:
            # It may be captured already: then that is the answer.
            told = await self.payment(payment_id)
            if told.status is PaymentStatus.CAPTURED:
                return told
            raise

    async def refund(self, payment_id: str, amount: int, key: str) -> GatewayRefund:
        body = {"amount": amount, "speed": "normal", "receipt": key}
        path = f"/payments/{_safe(payment_id)}/refund"
        for pause in (*UNDER_WAY, None):
            try:
                headers = {"X-Refund-Idempotency": key}
                return _read(_refund, await self._ask("POST", path, json=body, headers=headers))
            except Conflict:
                if pause is None:
                    raise
                await asyncio.sleep(pause)
        raise AssertionError("unreachable")

    async def refunded(self, payment_id: str, refund_id: str) -> GatewayRefund:
        path = f"/payments/{_safe(payment_id)}/refunds/{_safe(refund_id)}"
        return _read(_refund, await self._ask("GET", path))

    async def refunds_of(self, payment_id: str) -> list[GatewayRefund]:
        found = await self._all(f"/payments/{_safe(payment_id)}/refunds")
        return [_read(_refund, each) for each in found]

    async def transfers_of(self, payment_id: str) -> list[GatewayTransfer]:
        path = f"/payments/{_safe(payment_id)}/transfers"
        return [_read(_transfer, each) for each in await self._all(path)]

    async def disputes_of(self, payment_id: str, since: datetime) -> list[GatewayDispute]:
        # They cannot be asked for by payment. None is older than what it is about.
        found = await self._all("/disputes", {"from": int(since.timestamp())})
        return [_read(_dispute, each) for each in found if each.get("payment_id") == payment_id]

    async def _all(self, path: str, only: Mapping[str, int] | None = None) -> list[dict[str, Any]]:
        """Every item of a collection, by pages."""
        found: list[dict[str, Any]] = []
        while True:
            asked = {**(only or {}), "count": PAGE, "skip": len(found)}
            page = _items(await self._ask("GET", path, params=asked))
            found += page
            if len(page) < PAGE:
                return found

    async def transfer(
        self, payment_id: str, account: str, amount: int, key: str, *, is_first: bool
    ) -> GatewayTransfer:
        path = f"/payments/{_safe(payment_id)}/transfers"
        if not is_first:
            # Nothing makes this idempotent either: our key is in the notes.
            for each in await self._all(path):
                if (each.get("notes") or {}).get("key") == key:
                    return _read(_transfer, each)
        wanted = {"account": account, "amount": amount, "currency": "INR", "notes": {"key": key}}
        made = await self._ask("POST", path, json={"transfers": [wanted]})
        return _read(lambda found: _transfer(_items(found)[0]), made)

    async def reverse(self, transfer_id: str, upto: int) -> GatewayTransfer:
        path = f"/transfers/{_safe(transfer_id)}"
        told = _read(_transfer, await self._ask("GET", path))
        if told.reversed >= upto:
            return told
        await self._ask("POST", f"{path}/reversals", json={"amount": upto - told.reversed})
        return _read(_transfer, await self._ask("GET", path))

    def checkout(self, order_id: str) -> PageCheckout | ScriptCheckout:
        """Razorpay's own script opens its page in the storefront."""
        return ScriptCheckout(self._key_id, order_id)

    def is_checkout(self, order_id: str, payment_id: str, signature: str) -> bool:
        wanted = signed(self._key_secret, f"{order_id}|{payment_id}".encode())
        return hmac.compare_digest(wanted.encode(), signature.encode())

    def webhook(self, headers: Mapping[str, str], body: bytes) -> GatewayEvent:
        signature = headers.get("x-razorpay-signature", "")
        expected = signed(self._webhook_secret, body)
        if not hmac.compare_digest(expected.encode(), signature.encode()):
            raise ForgedWebhook
        return self.event(body)

    def event(self, body: bytes) -> GatewayEvent:
        """Raises ValueError."""
        try:
            event = orjson.loads(body)
            kind, payload = _text(event["event"], 60) or "", event.get("payload") or {}
            payment = payload["payment"]["entity"] if "payment" in payload else None
            refund = payload["refund"]["entity"] if "refund" in payload else None
            transfer = payload["transfer"]["entity"] if "transfer" in payload else None
            dispute = payload["dispute"]["entity"] if "dispute" in payload else None
            return GatewayEvent(
                kind,
                None if payment is None else _payment(payment),
                None if refund is None else _refund(refund),
                None if transfer is None else _transfer(transfer),
                None if dispute is None else _dispute(dispute),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{type(error).__name__}: {error}") from None


class Conflict(GatewayDown):
    """The same is being done at this moment."""


class NotUnderstood(GatewayDown):
    """The gateway's answer is not one that it has documented."""


def _read(make: Callable[[Any], Read], found: Any) -> Read:
    """What an answer says. Raises NotUnderstood."""
    try:
        return make(found)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise NotUnderstood(f"{type(error).__name__}: {error}") from None


def _items(found: Any) -> list[dict[str, Any]]:
    """The items of a collection. Raises NotUnderstood."""
    items = found.get("items") if isinstance(found, dict) else None
    if not isinstance(items, list) or not all(isinstance(each, dict) for each in items):
        raise NotUnderstood("no list of items")
    return items


def _reason(found: dict[str, Any]) -> str:
    error = found.get("error") or {}
    return f"{_text(error.get('code'), 60)}: {_text(error.get('description'), 200)}"[:200]


def _id_of(entity: dict[str, Any]) -> str:
    return _id(entity["id"])


def _safe(identifier: str) -> str:
    """An id that goes into a path. Raises GatewayRefuses for one that is none."""
    if not identifier.isascii() or not identifier.replace("_", "").isalnum():
        raise GatewayRefuses("that is no id of the gateway's")
    return identifier


def _id(value: Any) -> str:
    """An id as the gateway writes them, which fits its column. Raises TypeError for any other."""
    if isinstance(value, str) and value.isascii() and ID.fullmatch(value):
        return value
    raise TypeError("that is no id of the gateway's")


def _text(value: Any, most: int) -> str | None:
    """A text that banks and buyers may have written, as one line that fits its column."""
    return fold_line(value[: 4 * most])[:most] or None if isinstance(value, str) else None


def _payment(entity: dict[str, Any]) -> GatewayPayment:
    """Raises KeyError, TypeError for what is no payment."""
    status = STATUSES[entity["status"]]
    if entity["status"] == "refunded" and entity.get("captured") is False:
        status = PaymentStatus.AUTO_REFUNDED
    card = entity.get("card") or {}
    last4 = str(card.get("last4") or "")
    return GatewayPayment(
        id=_id(entity["id"]),
        order_id=_text(entity.get("order_id"), 40),
        amount=int(entity["amount"]),
        currency=_text(entity["currency"], 3) or "",
        status=status,
        method=_text(entity.get("method"), 20),
        refunded=int(entity.get("amount_refunded") or 0),
        network=_text(card.get("network"), 20),
        last4=last4 if len(last4) == 4 and last4.isascii() and last4.isdigit() else None,
        error=_text(entity.get("error_description"), 200),
        fee=_optional_paise(entity.get("fee")),
        fee_tax=_optional_paise(entity.get("tax")),
    )


def _optional_paise(value: Any) -> int | None:
    return None if value is None else int(value)


def _refund(entity: dict[str, Any]) -> GatewayRefund:
    return GatewayRefund(
        id=_id(entity["id"]),
        payment_id=_id(entity["payment_id"]),
        amount=int(entity["amount"]),
        status=REFUNDS[entity["status"]],
        receipt=_text(entity.get("receipt"), 40),
        arn=_arn(entity.get("acquirer_data")),
    )


def _arn(acquirer: Any) -> str | None:
    """The number of cards, of UPI and wallets, or of net banking."""
    if not isinstance(acquirer, dict):
        return None
    return next((text for key in ARN if (text := _text(acquirer.get(key), 40))), None)


def _transfer(entity: dict[str, Any]) -> GatewayTransfer:
    notes = entity.get("notes") or {}
    return GatewayTransfer(
        id=_id(entity["id"]),
        amount=int(entity["amount"]),
        reversed=int(entity.get("amount_reversed") or 0),
        status=TRANSFERS[entity["status"]],
        key=_text(notes.get("key"), 40),
        payment_id=_text(entity.get("source"), 40),
    )


def _dispute(entity: dict[str, Any]) -> GatewayDispute:
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


def _gateway(current: Settings) -> Razorpay:
    return Razorpay(
        current.razorpay_key_id, current.razorpay_key_secret, current.razorpay_webhook_secret
    )


def _missing_settings(current: Settings) -> Iterator[str]:
    if LIVE_KEY.fullmatch(current.razorpay_key_id) is None:
        yield (
            "ODOP_RAZORPAY_KEY_ID is not a live key: anybody could pay with a test card. Set the"
            " whole key that begins with rzp_live_."
        )
    if can_be_guessed(current.razorpay_key_secret):
        yield weak_secret("ODOP_RAZORPAY_KEY_SECRET", "the key's secret")
    if can_be_guessed(current.razorpay_webhook_secret):
        yield weak_secret(
            "ODOP_RAZORPAY_WEBHOOK_SECRET",
            "a random value, the same as in Razorpay's dashboard (`openssl rand -hex 32`)",
        )


ADAPTER = GatewayAdapter(_gateway, _missing_settings)
