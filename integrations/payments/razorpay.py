"""Razorpay over its HTTP API. Card data never passes through here."""

import asyncio
import hashlib
import hmac
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

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

Found = TypeVar("Found")

TIMEOUT_SECONDS = 8
# Of the real gateway; those of its test mode begin with rzp_test_.
LIVE_KEY = re.compile(r"rzp_live_[A-Za-z0-9]{10,40}")
# Items of a collection that the gateway gives at once, at most.
PAGE = 100
MAX_PAGES = 100
# Something in between asks for another try, or the keys are no longer good: that says nothing of
# the payment. Somebody sets the keys right.
NO_ANSWER = frozenset({401, 403, 408, 425, 429})
# Why a key is refused for good; other conflicts end by themselves.
OTHER_REQUEST = "different request with the same idempotency key"
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
        status = response.status_code
        if status in NO_ANSWER or status >= 500:
            raise GatewayDown(f"{method} {path}: {status}")
        try:
            found = orjson.loads(response.content)
        except orjson.JSONDecodeError:
            raise GatewayDown(f"{method} {path}: no JSON") from None
        why = answers.refusal(found) if response.is_error else None
        if status == 409 and not (why and OTHER_REQUEST in why.lower()):
            raise Conflict(f"{method} {path}: 409")
        if response.is_success:
            return found
        if why is None:
            raise GatewayDown(f"{method} {path}: {status} without a reason of the gateway's")
        raise GatewayRefuses(why)

    async def order(self, receipt: str, amount: int, currency: str, *, is_first: bool) -> str:
        wanted = (amount, currency, receipt)
        if not is_first:
            # No header makes this idempotent: an order for the receipt may be there from a call
            # whose answer was lost.
            found = await _look_up(self._ask("GET", "/orders", params={"receipt": receipt}))
            of = f"the orders of {receipt}"
            orders = answers.read_each(answers.order, answers.items(found), of)
            if (earlier := orders.find(lambda each: each[1:] == wanted)) is not None:
                return earlier.id
        body = {"amount": amount, "currency": currency, "receipt": receipt}
        made = answers.read(
            answers.order,
            await self._ask("POST", "/orders", json={**body, "partial_payment": False}),
        )
        _match("order", made[1:], wanted)
        return made.id

    async def payment(self, payment_id: str) -> GatewayPayment:
        found = answers.read(
            answers.payment, await self._ask("GET", f"/payments/{_safe(payment_id)}")
        )
        _match("payment", found.id, payment_id)
        return found

    async def payments_of(self, order_id: str) -> list[GatewayPayment]:
        def make(entity: Any) -> GatewayPayment:
            payment = answers.payment(entity)
            _match("order", payment.order_id, order_id)
            return payment

        path = f"/orders/{_safe(order_id)}/payments"
        return answers.read_each(make, answers.items(await self._ask("GET", path)), path)

    async def capture(self, payment_id: str, amount: int, currency: str) -> GatewayPayment:
        body = {"amount": amount, "currency": currency}
        try:
            path = f"/payments/{_safe(payment_id)}/capture"
            found = answers.read(answers.payment, await self._ask("POST", path, json=body))
        except GatewayRefuses:
            # It may be captured already: then that is the answer.
            found = await _look_up(self.payment(payment_id))
            if found.status is not PaymentStatus.CAPTURED:
                raise
        wanted = (payment_id, amount, currency)
        _match("payment", (found.id, found.amount, found.currency), wanted)
        return found

    async def refund(self, payment_id: str, amount: int, key: str) -> GatewayRefund:
        body = {"amount": amount, "speed": "normal", "receipt": key}
        path = f"/payments/{_safe(payment_id)}/refund"
        headers = {"X-Refund-Idempotency": key}
        for pause in (*UNDER_WAY, None):
            try:
                answer = await self._ask("POST", path, json=body, headers=headers)
            except Conflict:
                if pause is None:
                    raise
                await asyncio.sleep(pause)
                continue
            found = answers.read(answers.refund, answer)
            wanted = (payment_id, amount, key)
            _match("refund", (found.payment_id, found.amount, found.receipt or key), wanted)
            return found
        raise AssertionError("unreachable")

    async def refunded(self, payment_id: str, refund_id: str) -> GatewayRefund:
        path = f"/payments/{_safe(payment_id)}/refunds/{_safe(refund_id)}"
        found = answers.read(answers.refund, await self._ask("GET", path))
        _match("refund", (found.payment_id, found.id), (payment_id, refund_id))
        return found

    async def refunds_of(
        self, payment_id: str, *, is_complete: bool = False
    ) -> list[GatewayRefund]:
        def make(entity: Any) -> GatewayRefund:
            refund = answers.refund(entity)
            _match("payment", refund.payment_id, payment_id)
            return refund

        path = f"/payments/{_safe(payment_id)}/refunds"
        found = answers.read_each(make, await self._all(path), path)
        if is_complete:
            found.check()
        return found

    async def transfers_of(self, payment_id: str) -> list[GatewayTransfer]:
        return await self._transfers_of(payment_id)

    async def _transfers_of(self, payment_id: str) -> answers.Entries[GatewayTransfer]:
        path = f"/payments/{_safe(payment_id)}/transfers"
        return answers.read_each(answers.transfer, await self._all(path), path)

    async def disputes_of(self, payment_id: str, since: datetime) -> list[GatewayDispute]:
        # They cannot be asked for by payment. None is older than what it is about.
        found = await self._all("/disputes", {"from": int(since.timestamp())})
        every = answers.read_each(answers.dispute, found, "the disputes")
        return [each for each in every if each.payment_id == payment_id]

    async def _all(self, path: str, only: Mapping[str, int] | None = None) -> list[Any]:
        """Every item of a collection, by pages. Raises GatewayDown for one without an end."""
        found: list[Any] = []
        for _ in range(MAX_PAGES):
            asked = {**(only or {}), "count": PAGE, "skip": len(found)}
            page = answers.items(await self._ask("GET", path, params=asked))
            found += page
            if len(page) < PAGE:
                return found
        raise GatewayDown(f"GET {path}: over {MAX_PAGES} pages")

    async def transfer(
        self, payment_id: str, account: str, amount: int, key: str, *, is_first: bool
    ) -> GatewayTransfer:
        wanted = (payment_id, amount, key)
        found = None
        if not is_first:
            # Nothing makes this idempotent either: our key is in the notes.
            every = await _look_up(self._transfers_of(payment_id))
            found = every.find(lambda each: each.key == key)
        if found is None:
            path = f"/payments/{_safe(payment_id)}/transfers"
            body = {"account": account, "amount": amount, "currency": "INR", "notes": {"key": key}}
            answer = await self._ask("POST", path, json={"transfers": [body]})
            found = answers.read(lambda made: answers.transfer(answers.items(made)[0]), answer)
        _match("transfer", (found.payment_id or payment_id, found.amount, found.key), wanted)
        return found

    async def reverse(self, transfer_id: str, upto: int) -> GatewayTransfer:
        before = await self._transfer(transfer_id)
        if before.reversed >= upto:
            return before
        amount = upto - before.reversed
        path = f"/transfers/{_safe(transfer_id)}/reversals"
        made = answers.read(
            answers.reversal, await self._ask("POST", path, json={"amount": amount})
        )
        _match("reversal", made, (transfer_id, amount))
        try:
            return await self._transfer(transfer_id)
        except GatewayRefuses:
            return replace(before, reversed=upto)

    async def _transfer(self, transfer_id: str) -> GatewayTransfer:
        path = f"/transfers/{_safe(transfer_id)}"
        found = answers.read(answers.transfer, await self._ask("GET", path))
        _match("transfer", found.id, transfer_id)
        return found

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
            entities = {name: payload[name]["entity"] for name in ENTITIES if name in payload}
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{type(error).__name__}: {error}") from None
        found: dict[str, Any] = {}
        for name, entity in entities.items():
            # One that is not understood does not hide the others.
            for each in answers.read_each(ENTITIES[name], [entity], f"a webhook, {name},"):
                found[name] = each
        if entities and not found:
            raise ValueError(f"not understood: {', '.join(entities)}")
        return GatewayEvent(kind, **found)


ENTITIES: Mapping[str, Callable[[dict[str, Any]], Any]] = {
    "payment": answers.payment,
    "refund": answers.refund,
    "transfer": answers.transfer,
    "dispute": answers.dispute,
}


class Conflict(GatewayDown):
    """The same is being done at this moment."""


async def _look_up(call: Awaitable[Found]) -> Found:
    """The answer to a look-up before something is made, or after its refusal.

    Raises GatewayDown if it is refused: that says nothing of what was to be made.
    """
    try:
        return await call
    except GatewayRefuses as error:
        raise GatewayDown(f"the look-up is refused: {error}") from None


def _safe(identifier: str) -> str:
    """An id that goes into a path. Raises GatewayRefuses for one that is none."""
    if not identifier.isascii() or not identifier.replace("_", "").isalnum():
        raise GatewayRefuses("that is no id of the gateway's")
    return identifier


def _match(what: str, found: object, wanted: object) -> None:
    """Raises NotUnderstood for an answer about something else than was asked for."""
    if found != wanted:
        raise answers.NotUnderstood(f"another {what} was asked for: {found!r:.120}")


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
