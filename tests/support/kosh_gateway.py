"""Kosh: a second payment gateway, small but whole, with its server in this process.

It shares nothing with Razorpay: buyers pay on its own page, amounts are rupees as text, a webhook
is one object with its sort beside it, signed with SHA-512 over its time and its bytes.
"""

import hashlib
import hmac
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from commerce.core.ports import (
    ForgedWebhook,
    GatewayDispute,
    GatewayEvent,
    GatewayPayment,
    GatewayRefund,
    GatewayRefuses,
    GatewayTransfer,
    PageCheckout,
)
from integrations.payments.adapter import GatewayAdapter
from models import PaymentStatus, RefundStatus
from settings import Settings

NAME, SECRET, PAGE = "kosh", b"only for tests", "https://pay.kosh.test"
MAX_AGE_SECONDS = 300
STATES = {"paid": PaymentStatus.CAPTURED, "declined": PaymentStatus.FAILED}
REFUNDS = {"queued": RefundStatus.PENDING, "sent": RefundStatus.PROCESSED}
Sent = tuple[dict[str, str], bytes]


def signature(*parts: str | bytes) -> str:
    message = b".".join(each if isinstance(each, bytes) else each.encode() for each in parts)
    return hmac.new(SECRET, message, hashlib.sha512).hexdigest()


@dataclass
class Server:
    """Kosh's own books, and the page where people pay."""

    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    payments: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)

    def order(self, receipt: str, rupees: str) -> dict[str, Any]:
        """The order of a receipt, new or not."""
        number = f"K{receipt}"
        return self.orders.setdefault(number, {"number": number, "rupees": rupees})

    def pay(self, order: str, state: str = "paid") -> tuple[str, str, Sent]:
        """Somebody pays: the payment, the page's signature for the browser, the webhook."""
        number = f"KP{len(self.payments) + 1}"
        rupees = self.orders[order]["rupees"]
        made = {"number": number, "order": order, "rupees": rupees, "state": state}
        self.payments[number] = made
        return number, signature(order, number), webhook("payment", made)

    def refund(self, payment: str, rupees: str, key: str) -> dict[str, Any]:
        """The refund of a key, new or not."""
        made = {"number": f"KR{key}"[:40], "payment": payment, "rupees": rupees, "key": key}
        return self.refunds.setdefault(key, made | {"state": "queued"})

    def send_refund(self, key: str) -> Sent:
        """The money has gone back; the webhook that says so."""
        self.refunds[key]["state"] = "sent"
        return webhook("refund", self.refunds[key])


def webhook(sort: str, thing: dict[str, Any], at: float | None = None) -> Sent:
    body, now = orjson.dumps({"sort": sort, "thing": thing}), str(int(at or time.time()))
    return {"kosh-time": now, "kosh-signature": signature(now, body)}, body


class Kosh:
    """The gateway as the mart sees it."""

    name = NAME

    def __init__(self, server: Server) -> None:
        self._server = server

    def checkout(self, order_id: str) -> PageCheckout:
        return PageCheckout(f"{PAGE}/{order_id}")

    async def order(self, receipt: str, amount: int, currency: str, *, is_first: bool) -> str:
        if currency != "INR":
            raise GatewayRefuses("rupees only")
        return str(self._server.order(receipt, f"{amount / 100:.2f}")["number"])

    async def payment(self, payment_id: str) -> GatewayPayment:
        if payment_id not in self._server.payments:
            raise GatewayRefuses("no such payment")
        return self._read_payment(self._server.payments[payment_id])

    async def payments_of(self, order_id: str) -> list[GatewayPayment]:
        every = self._server.payments.values()
        return [self._read_payment(each) for each in every if each["order"] == order_id]

    async def capture(self, payment_id: str, amount: int, currency: str) -> GatewayPayment:
        return await self.payment(payment_id)

    async def refund(self, payment_id: str, amount: int, key: str) -> GatewayRefund:
        return _refund(self._server.refund(payment_id, f"{amount / 100:.2f}", key))

    async def refunded(self, payment_id: str, refund_id: str) -> GatewayRefund:
        found = [each for each in await self.refunds_of(payment_id) if each.id == refund_id]
        return found[0]

    async def refunds_of(
        self, payment_id: str, *, is_complete: bool = False
    ) -> list[GatewayRefund]:
        every = self._server.refunds.values()
        return [_refund(each) for each in every if each["payment"] == payment_id]

    async def transfers_of(self, payment_id: str) -> list[GatewayTransfer]:
        return []

    async def disputes_of(self, payment_id: str, since: datetime) -> list[GatewayDispute]:
        return []

    async def transfer(
        self, payment_id: str, account: str, amount: int, key: str, *, is_first: bool
    ) -> GatewayTransfer:
        raise GatewayRefuses("Kosh sends no money on")

    async def reverse(self, transfer_id: str, upto: int) -> GatewayTransfer:
        raise GatewayRefuses("Kosh sends no money on")

    def is_checkout(self, order_id: str, payment_id: str, signature_: str) -> bool:
        return hmac.compare_digest(signature(order_id, payment_id), signature_)

    def webhook(self, headers: Mapping[str, str], body: bytes) -> GatewayEvent:
        at = headers.get("kosh-time", "")
        expected = signature(at, body)
        if not hmac.compare_digest(expected, headers.get("kosh-signature", "")):
            raise ForgedWebhook
        if abs(time.time() - int(at)) > MAX_AGE_SECONDS:
            raise ForgedWebhook
        return self.event(body)

    def event(self, body: bytes) -> GatewayEvent:
        try:
            said = orjson.loads(body)
            sort, thing = str(said["sort"]), said["thing"]
            if sort == "payment":
                return GatewayEvent(sort, payment=self._read_payment(thing))
            return GatewayEvent(sort, refund=_refund(thing))
        except (KeyError, TypeError) as error:
            raise ValueError(f"{type(error).__name__}: {error}") from None

    def _read_payment(self, thing: dict[str, Any]) -> GatewayPayment:
        back = sum(
            _paise(each["rupees"])
            for each in self._server.refunds.values()
            if each["payment"] == thing["number"]
        )
        return GatewayPayment(
            id=thing["number"],
            order_id=thing["order"],
            amount=_paise(thing["rupees"]),
            currency="INR",
            status=STATES[thing["state"]],
            method="upi",
            refunded=back,
        )


def _refund(thing: dict[str, Any]) -> GatewayRefund:
    return GatewayRefund(
        id=thing["number"],
        payment_id=thing["payment"],
        amount=_paise(thing["rupees"]),
        status=REFUNDS[thing["state"]],
        receipt=thing["key"],
    )


def _paise(rupees: str) -> int:
    whole, _, part = rupees.partition(".")
    return int(whole) * 100 + int(part)


def _gateway(current: Settings) -> Kosh:
    return Kosh(SERVER)


def _missing_settings(current: Settings) -> Iterator[str]:
    yield "KOSH_SECRET is not set."


SERVER = Server()
ADAPTER = GatewayAdapter(_gateway, _missing_settings)
