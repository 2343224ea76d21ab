"""Razorpay over its HTTP API. Card data never passes through here."""

import asyncio
import hashlib
import hmac
import logging
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import orjson

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
from integrations.payments import razorpay_answers as answers
from integrations.payments.adapter import GatewayAdapter
from models import PaymentStatus
from settings import Settings

log = logging.getLogger("odop.payments")

TIMEOUT_SECONDS = 8
# Of the real gateway; those of its test mode begin with rzp_test_.
LIVE_KEY = re.compile(r"rzp_live_[A-Za-z0-9]{10,40}")
# Items of a collection that the gateway gives at once, at most.
PAGE = 100
# A refund that is under way already is asked for again after these seconds.
UNDER_WAY = (0.2, 0.5, 1.0)


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
        self._client = HttpClient(seconds=TIMEOUT_SECONDS, auth=(key_id, key_secret))

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
            raise GatewayRefuses(answers.read(answers.reason, found))
        return found

    async def order(self, receipt: str, amount: int, currency: str, *, is_first: bool) -> str:
        if not is_first:
            # No header makes this idempotent: an order for the receipt may be there from a call
            # whose answer was lost.
            found = await self._ask("GET", "/orders", params={"receipt": receipt})
            wanted = (amount, currency, receipt)
            for each in answers.items(found):
                if (each.get("amount"), each.get("currency"), each.get("receipt")) == wanted:
                    return answers.read(answers.id_of, each)
        body = {"amount": amount, "currency": currency, "receipt": receipt}
        made = await self._ask("POST", "/orders", json={**body, "partial_payment": False})
        return answers.read(answers.id_of, made)

    async def payment(self, payment_id: str) -> GatewayPayment:
        return answers.read(
            answers.payment, await self._ask("GET", f"/payments/{_safe(payment_id)}")
        )

    async def payments_of(self, order_id: str) -> list[GatewayPayment]:
        found = answers.items(await self._ask("GET", f"/orders/{_safe(order_id)}/payments"))
        payments = []
        for each in found:
            try:
                payments.append(answers.read(answers.payment, each))
            except answers.NotUnderstood as error:
                # It must not hide the others, one of which may have paid the order.
                log.error("a payment of the gateway's order %s is left out: %s", order_id, error)
        return payments

    async def capture(self, payment_id: str, amount: int, currency: str) -> GatewayPayment:
        body = {"amount": amount, "currency": currency}
        try:
            path = f"/payments/{_safe(payment_id)}/capture"
            return answers.read(answers.payment, await self._ask("POST", path, json=body))
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
                return answers.read(
                    answers.refund, await self._ask("POST", path, json=body, headers=headers)
                )
            except Conflict:
                if pause is None:
                    raise
                await asyncio.sleep(pause)
        raise AssertionError("unreachable")

    async def refunded(self, payment_id: str, refund_id: str) -> GatewayRefund:
        path = f"/payments/{_safe(payment_id)}/refunds/{_safe(refund_id)}"
        return answers.read(answers.refund, await self._ask("GET", path))

    async def refunds_of(self, payment_id: str) -> list[GatewayRefund]:
        found = await self._all(f"/payments/{_safe(payment_id)}/refunds")
        return [answers.read(answers.refund, each) for each in found]

    async def transfers_of(self, payment_id: str) -> list[GatewayTransfer]:
        path = f"/payments/{_safe(payment_id)}/transfers"
        return [answers.read(answers.transfer, each) for each in await self._all(path)]

    async def disputes_of(self, payment_id: str, since: datetime) -> list[GatewayDispute]:
        # They cannot be asked for by payment. None is older than what it is about.
        found = await self._all("/disputes", {"from": int(since.timestamp())})
        return [
            answers.read(answers.dispute, each)
            for each in found
            if each.get("payment_id") == payment_id
        ]

    async def _all(self, path: str, only: Mapping[str, int] | None = None) -> list[dict[str, Any]]:
        """Every item of a collection, by pages."""
        found: list[dict[str, Any]] = []
        while True:
            asked = {**(only or {}), "count": PAGE, "skip": len(found)}
            page = answers.items(await self._ask("GET", path, params=asked))
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
                    return answers.read(answers.transfer, each)
        wanted = {"account": account, "amount": amount, "currency": "INR", "notes": {"key": key}}
        made = await self._ask("POST", path, json={"transfers": [wanted]})
        return answers.read(lambda found: answers.transfer(answers.items(found)[0]), made)

    async def reverse(self, transfer_id: str, upto: int) -> GatewayTransfer:
        path = f"/transfers/{_safe(transfer_id)}"
        told = answers.read(answers.transfer, await self._ask("GET", path))
        if told.reversed >= upto:
            return told
        await self._ask("POST", f"{path}/reversals", json={"amount": upto - told.reversed})
        return answers.read(answers.transfer, await self._ask("GET", path))

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
            kind, payload = answers.text(event["event"], 60) or "", event.get("payload") or {}
            payment = payload["payment"]["entity"] if "payment" in payload else None
            refund = payload["refund"]["entity"] if "refund" in payload else None
            transfer = payload["transfer"]["entity"] if "transfer" in payload else None
            dispute = payload["dispute"]["entity"] if "dispute" in payload else None
            return GatewayEvent(
                kind,
                None if payment is None else answers.payment(payment),
                None if refund is None else answers.refund(refund),
                None if transfer is None else answers.transfer(transfer),
                None if dispute is None else answers.dispute(dispute),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{type(error).__name__}: {error}") from None


class Conflict(GatewayDown):
    """The same is being done at this moment."""


def _safe(identifier: str) -> str:
    """An id that goes into a path. Raises GatewayRefuses for one that is none."""
    if not identifier.isascii() or not identifier.replace("_", "").isalnum():
        raise GatewayRefuses("that is no id of the gateway's")
    return identifier


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
