"""How orders are paid: what gateways say, in whatever order and however often they say it.

A gateway's word only ever raises a charge's rank (`domain/payments.md`, section 7), so any order of
events ends in one state. An order's row is locked before its payment's and charges': of two who
are told at once the second finds it done.
"""

import asyncio
import hashlib
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tortoise.transactions import in_transaction

from commerce import (
    audit,
    carts,
    disputes,
    idempotency,
    refund_progress,
    refunds,
    stock,
    timeline,
    transfers,
    uses,
)
from commerce.acting import Acting
from commerce.errors import Reason, Refusal
from commerce.form import Form
from commerce.jobs import Job, enqueue, job_of
from commerce.money import formatted
from commerce.order_erasure import empty_if_erased
from commerce.ports import GatewayDown, GatewayPayment, GatewayRefuses
from database.connect import execute, fetch, fetch_value
from database.queue import Put, put
from models import (
    OrderEventKind,
    OrderStatus,
    PaymentStatus,
    RefundReason,
    SuborderStatus,
)

log = logging.getLogger("odop.payments")

RANKS: Mapping[PaymentStatus, int] = {
    PaymentStatus.CREATED: 0,
    PaymentStatus.PENDING: 1,
    PaymentStatus.FAILED: 2,
    PaymentStatus.AUTHORIZED: 3,
    PaymentStatus.CAPTURED: 4,
    PaymentStatus.PARTIALLY_REFUNDED: 4,
    PaymentStatus.REFUNDED: 4,
    PaymentStatus.AUTO_REFUNDED: 5,
}
# When to ask the gateway about an order nobody came back from; it tries for three days itself.
# Of one that is paid it is asked again each of the long times: refunds, transfers and reversals may
# be made on its own page, and a bank may ask a payment back for four months.
ASKED_AFTER = tuple(timedelta(minutes=each) for each in (2, 3, 5, 10, 45, 360, 1_440, 2_880))
LONG_AFTER = tuple(timedelta(days=each) for each in (1, 2, 7, 30, 40, 50))
# The gateway's clock may be behind ours.
CLOCKS_APART = timedelta(hours=1)
AGAIN_SECONDS = 30
OPENED_WITHIN, LOOK_SECONDS = 9.0, 0.05


async def open_at_gateway(by: Acting, payment_id: int) -> None:
    """Have the gateway know of a payment, so that the buyer can pay; again changes nothing.

    Raises Refusal PAYMENT_GATEWAY_UNAVAILABLE: the order waits, and it can be tried again; and
    PAYMENT_REFUSED: the gateway will never take it, and the order is given up.
    """
    row = await _turn_to_open(by, payment_id)
    if row is None:
        return
    gateway_order = None
    try:
        gateway_order = await by.gateway.order(
            row["number"], row["amount_paise"], row["currency"], is_first=row["attempts"] == 1
        )
    except GatewayDown as error:
        log.warning("payment %s is not open at the gateway: %s", payment_id, error)
        raise Refusal(Reason.PAYMENT_GATEWAY_UNAVAILABLE, seconds=AGAIN_SECONDS) from None
    except GatewayRefuses as error:
        log.error("payment %s is refused by the gateway: %s", payment_id, error)
        await _refuse(by, row["order_id"])
        raise Refusal(Reason.PAYMENT_REFUSED, "paymentMethod") from None
    finally:
        await execute(
            "UPDATE payment SET gateway_order_id = $2, asked_at = NULL WHERE id = $1"
            " AND gateway_order_id IS NULL",
            payment_id,
            gateway_order,
        )


async def _turn_to_open(by: Acting, payment_id: int) -> Any | None:
    """One of those who would open a payment at once; None once it is open, or needs not be.

    The others wait for that one. No transaction is open meanwhile, and who died with the turn
    loses it. Raises Refusal when it takes too long.
    """
    for _ in range(round(OPENED_WITHIN / LOOK_SECONDS)):
        rows = await fetch(
            "UPDATE payment p SET attempts = attempts + 1, asked_at = now() FROM orders o"
            " WHERE p.id = $1 AND p.gateway = $2 AND p.gateway_order_id IS NULL"
            " AND (p.asked_at IS NULL OR p.asked_at < now() - $3 * interval '1 second')"
            " AND o.id = p.order_id AND o.status = 'awaiting_payment'"
            " RETURNING p.amount_paise, p.currency, p.attempts, o.number, p.order_id",
            payment_id,
            by.gateway.name,
            OPENED_WITHIN,
        )
        if rows:
            return rows[0]
        rows = await fetch(
            "SELECT gateway_order_id IS NULL AND asked_at IS NOT NULL AS is_being_opened,"
            " gateway_order_id IS NULL AND EXISTS (SELECT FROM order_event e WHERE e.kind = $2"
            " AND e.order_id = p.order_id) AS is_refused FROM payment p WHERE id = $1",
            payment_id,
            OrderEventKind.PAYMENT_REFUSED.value,
        )
        if rows[0]["is_refused"]:
            raise Refusal(Reason.PAYMENT_REFUSED, "paymentMethod")
        if not rows[0]["is_being_opened"]:
            return None
        await asyncio.sleep(LOOK_SECONDS)
    raise Refusal(Reason.PAYMENT_GATEWAY_UNAVAILABLE, seconds=AGAIN_SECONDS)


async def _refuse(by: Acting, order_id: int) -> None:
    """End an order that can never be paid; its pieces, coupons and cart are free again."""
    async with in_transaction():
        waits = await fetch(
            "SELECT id FROM orders WHERE id = $1 AND status = 'awaiting_payment' FOR UPDATE",
            order_id,
        )
        if waits:
            await give_up(by, order_id)
            await timeline.tell(order_id, OrderEventKind.PAYMENT_REFUSED, by.now)
            await audit.record(by, "order.refuse", f"order:{order_id}")


@dataclass(frozen=True, slots=True)
class Confirmed:
    order_id: int
    key_id: int


async def confirm(
    by: Acting, payment_id: int, gateway_payment_id: str, signature: str, key: str
) -> Confirmed:
    """The buyer has come back from the gateway: what it signed shows that the payment is theirs.

    The order's gateway id is our own record's, never the browser's. Raises Refusal.
    """
    rows = await fetch(
        "SELECT order_id, gateway_order_id FROM payment WHERE id = $1 AND gateway = $2",
        payment_id,
        by.gateway.name,
    )
    form = Form()
    form.read(idempotency.check_key, key)
    if not rows:
        form.refuse(Refusal(Reason.NOT_FOUND, "paymentId"))
    else:
        opened = rows[0]["gateway_order_id"]
        if opened is None or not by.gateway.is_checkout(opened, gateway_payment_id, signature):
            form.refuse(Refusal(Reason.PAYMENT_NOT_VERIFIED, "signature"))
    form.check()
    order_id: int = rows[0]["order_id"]
    given = {"payment": payment_id, "gateway": gateway_payment_id, "signature": signature}
    async with in_transaction():
        claimed = await idempotency.claim(by, f"payment {payment_id}", "paymentConfirm", key, given)
        if claimed.result is None:
            await idempotency.finish(claimed, {"order": order_id})
    try:
        told = await by.gateway.payment(gateway_payment_id)
        await apply(by, told)
        if told.status is PaymentStatus.AUTHORIZED:
            await apply(by, await by.gateway.capture(told.id, told.amount, told.currency))
    except (GatewayDown, GatewayRefuses) as error:
        # It is asked again by itself (`reconcile`).
        log.warning("payment %s is not confirmed: %s", payment_id, error)
        raise Refusal(Reason.PAYMENT_GATEWAY_UNAVAILABLE, seconds=AGAIN_SECONDS) from None
    owner = await fetch_value("SELECT account_id FROM orders WHERE id = $1", order_id)
    if owner is not None and not (by.viewer.is_person and by.viewer.account_id == owner):
        # The payment is taken; a member's order is told to the member alone.
        raise Refusal(Reason.SIGN_IN_AGAIN)
    return Confirmed(order_id, claimed.id)


CHARGED = """
INSERT INTO charge AS c (payment_id, gateway_payment_id, method, amount_paise, currency, status,
  rank, refunded_paise, network, last4, error, is_settling, created_at, updated_at, fee_paise,
  fee_tax_paise)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, false, $12, $12, $13, $14)
ON CONFLICT (gateway_payment_id) DO UPDATE SET
  status = CASE WHEN c.rank < excluded.rank THEN excluded.status ELSE c.status END,
  rank = greatest(c.rank, excluded.rank),
  refunded_paise = greatest(c.refunded_paise, excluded.refunded_paise),
  method = coalesce(excluded.method, c.method), network = coalesce(excluded.network, c.network),
  last4 = coalesce(excluded.last4, c.last4), error = coalesce(excluded.error, c.error),
  fee_paise = coalesce(excluded.fee_paise, c.fee_paise),
  fee_tax_paise = coalesce(excluded.fee_tax_paise, c.fee_tax_paise),
  updated_at = excluded.updated_at
WHERE c.payment_id = excluded.payment_id
  AND (c.rank < excluded.rank OR c.refunded_paise < excluded.refunded_paise
    OR c.fee_paise IS DISTINCT FROM coalesce(excluded.fee_paise, c.fee_paise))
RETURNING id, status, refunded_paise, is_settling, amount_paise, currency
"""


async def apply(by: Acting, told: GatewayPayment) -> str:
    """Take a payment's state as the gateway tells it; in a few words, what that changed."""
    rank = RANKS.get(told.status)
    if told.order_id is None or rank is None:
        return "of no order"
    async with in_transaction():
        rows = await fetch(
            "SELECT o.id, o.status, o.number, o.total_paise FROM orders o JOIN payment p"
            " ON p.order_id = o.id WHERE p.gateway = $1 AND p.gateway_order_id = $2"
            " FOR UPDATE OF o",
            by.gateway.name,
            told.order_id,
        )
        if not rows:
            return "of an order that is not ours"
        order = rows[0]
        payment = (await fetch("SELECT * FROM payment WHERE order_id = $1", order["id"]))[0]
        before = await fetch_value("SELECT rank FROM charge WHERE gateway_payment_id = $1", told.id)
        status = PaymentStatus.CAPTURED if rank == RANKS[PaymentStatus.CAPTURED] else told.status
        changed = await fetch(
            CHARGED,
            payment["id"],
            told.id,
            told.method,
            told.amount,
            told.currency,
            status.value,
            rank,
            min(told.refunded, told.amount),
            told.network,
            told.last4,
            (told.error or "")[:200] or None,
            by.now,
            told.fee,
            told.fee_tax,
        )
        if not changed:
            return "known"
        charge = changed[0]
        if before is None or before < rank:
            await _rise(by, order, payment, charge)
        if charge["refunded_paise"]:
            await refunds.sum_up(by, charge["id"])
        return PaymentStatus(charge["status"]).value


async def _rise(by: Acting, order: Any, payment: Any, charge: Any) -> None:
    status = PaymentStatus(charge["status"])
    if status is PaymentStatus.CAPTURED:
        await _captured(by, order, payment, charge)
        return
    if status is PaymentStatus.AUTHORIZED:
        await enqueue(Job.PAYMENT_CAPTURE, once=f"capture {charge['id']}", charge=charge["id"])
    if status is PaymentStatus.FAILED and order["status"] == OrderStatus.AWAITING_PAYMENT:
        await timeline.tell(order["id"], OrderEventKind.PAYMENT_FAILED, by.now)
        await tell_buyer(order["id"], "payment-failed")
    if RANKS.get(PaymentStatus(payment["status"]), 9) < RANKS[status]:
        await _set_status(by, payment["id"], status)


async def _set_status(by: Acting, payment_id: int, status: PaymentStatus) -> None:
    await execute(
        "UPDATE payment SET status = $2, updated_at = $3 WHERE id = $1",
        payment_id,
        status.value,
        by.now,
    )


async def _captured(by: Acting, order: Any, payment: Any, charge: Any) -> None:
    """Money has arrived: it pays the order, or it goes back."""
    order_id = order["id"]
    if charge["refunded_paise"] >= charge["amount_paise"]:
        # It came and went before anybody heard of it: nothing of it pays anything.
        return
    if (charge["amount_paise"], charge["currency"]) != (
        payment["amount_paise"],
        payment["currency"],
    ):
        why = f"{charge['amount_paise']} {charge['currency']} were paid"
        await execute("UPDATE orders SET review = $2 WHERE id = $1", order_id, why)
        await timeline.tell(order_id, OrderEventKind.UNDER_REVIEW, by.now)
        await refunds.request_all(by, order_id, charge, RefundReason.WRONG_AMOUNT)
        return
    settled = await fetch_value(
        "SELECT id FROM charge WHERE payment_id = $1 AND is_settling", payment["id"]
    )
    if settled is not None:
        await refunds.request_all(by, order_id, charge, RefundReason.PAID_TWICE)
        return
    await execute("UPDATE charge SET is_settling = true WHERE id = $1", charge["id"])
    await _set_status(by, payment["id"], PaymentStatus.CAPTURED)
    await timeline.tell(
        order_id, OrderEventKind.PAID, by.now, amount=formatted(charge["amount_paise"])
    )
    if order["status"] == OrderStatus.AWAITING_PAYMENT:
        await stock.keep(order_id)
        await _place(by, order_id)
    elif await _may_be_placed_late(order_id) and await _taken_again(order_id):
        await uses.count_again(order_id)
        await carts.close_again(order_id)
        await _place(by, order_id)
    else:
        await timeline.tell(order_id, OrderEventKind.PAID_TOO_LATE, by.now)
        reason = RefundReason.PAID_TOO_LATE
        if owed := await refunds.request_all(by, order_id, charge, reason):
            await enqueue(
                Job.ORDER_TELL, order=order_id, kind="paid-too-late", amount=formatted(owed)
            )


async def _may_be_placed_late(order_id: int) -> bool:
    """Whether it was given up for want of a payment, not by its buyer, and knows where it goes."""
    found: bool = await fetch_value(
        "SELECT EXISTS (SELECT FROM orders WHERE id = $1 AND pincode IS NOT NULL)"
        " AND EXISTS (SELECT FROM order_event WHERE order_id = $1 AND kind = $2)"
        " AND NOT EXISTS (SELECT FROM order_event WHERE order_id = $1 AND kind = $3)",
        order_id,
        OrderEventKind.PAYMENT_EXPIRED.value,
        OrderEventKind.CANCELLED.value,
    )
    return found


class _Gone(Exception):  # noqa: N818 -- it says what happened
    """The pieces are."""


async def _taken_again(order_id: int) -> bool:
    """All the pieces of an order that had given them back, or none."""
    try:
        async with in_transaction():
            if not await stock.take_again(order_id):
                raise _Gone
    except _Gone:
        return False
    return True


async def _place(by: Acting, order_id: int) -> None:
    """The order is paid: its sellers may begin."""
    for table, key in (("orders", "id"), ("suborder", "order_id")):
        await execute(f"UPDATE {table} SET status = $2 WHERE {key} = $1", order_id, "placed")
    await execute(
        "UPDATE orders SET pay_before = NULL, updated_at = $2 WHERE id = $1", order_id, by.now
    )
    await timeline.tell(order_id, OrderEventKind.PLACED, by.now)
    await tell_buyer(order_id, "placed")
    await audit.record(by, "order.place", f"order:{order_id}")


async def tell_buyer(order_id: int, kind: str, client: str = "") -> None:
    """Have the buyer written to, by every way they gave; `client` is the address that caused it."""
    await put([telling_job(order_id, kind, client)])


def telling_job(order_id: int, kind: str, client: str) -> Put:
    """The job that does."""
    caused: dict[str, Any] = {"client": client} if client else {}
    return job_of(Job.ORDER_TELL, order=order_id, kind=kind, **caused)


async def capture(by: Acting, charge_id: int) -> None:
    """A job: take what was authorised."""
    rows = await fetch(
        "SELECT gateway_payment_id, amount_paise, currency, status FROM charge WHERE id = $1",
        charge_id,
    )
    if not rows or rows[0]["status"] != PaymentStatus.AUTHORIZED:
        return
    row = rows[0]
    told = await by.gateway.capture(row["gateway_payment_id"], row["amount_paise"], row["currency"])
    await apply(by, told)


async def reconcile(by: Acting, payment_id: int, tried: int) -> None:
    """A job: ask the gateway about an order nobody came back from, until paid or long past."""
    rows = await fetch(
        "SELECT p.gateway_order_id, o.status FROM payment p JOIN orders o ON o.id = p.order_id"
        " WHERE p.id = $1 AND p.gateway = $2",
        payment_id,
        by.gateway.name,
    )
    if not rows:
        return
    if (gateway_order := rows[0]["gateway_order_id"]) is not None:
        for told in await by.gateway.payments_of(gateway_order):
            await apply(by, told)
    elif rows[0]["status"] == OrderStatus.AWAITING_PAYMENT:
        # The gateway was down at the till: the buyer finds the page with the order.
        with suppress(Refusal):
            await open_at_gateway(by, payment_id)
    else:
        return
    is_paid = await _look_at_paid(by, payment_id)
    again = max(tried + 1, len(ASKED_AFTER)) if is_paid else tried + 1
    later = (*ASKED_AFTER, *LONG_AFTER) if is_paid else ASKED_AFTER
    if again < len(later):
        await enqueue(Job.PAYMENT_RECONCILE, after=later[again], payment=payment_id, tried=again)


async def _look_at_paid(by: Acting, payment_id: int) -> bool:
    """Take what the gateway did with money that came; False when none did."""
    charges = await fetch(
        "SELECT c.id, c.gateway_payment_id, p.created_at FROM charge c"
        " JOIN payment p ON p.id = c.payment_id WHERE c.payment_id = $1 AND c.rank = $2",
        payment_id,
        RANKS[PaymentStatus.CAPTURED],
    )
    for row in charges:
        await refund_progress.look(by, row["id"])
        for told in await by.gateway.transfers_of(row["gateway_payment_id"]):
            await transfers.apply(by, told)
        since = row["created_at"] - CLOCKS_APART
        for dispute in await by.gateway.disputes_of(row["gateway_payment_id"], since):
            await disputes.apply(by, dispute)
    return bool(charges)


async def expire(by: Acting, order_id: int) -> None:
    """A job: give up an order that was not paid in time; its pieces go back to the shelf."""
    rows = await fetch(
        "SELECT p.gateway_order_id FROM payment p JOIN orders o ON o.id = p.order_id"
        " WHERE o.id = $1 AND o.status = 'awaiting_payment' AND p.gateway_order_id IS NOT NULL",
        order_id,
    )
    if rows:
        try:
            for told in await by.gateway.payments_of(rows[0]["gateway_order_id"]):
                await apply(by, told)
        except (GatewayDown, GatewayRefuses) as error:
            log.warning("order %s expires without the gateway's word: %s", order_id, error)
    async with in_transaction():
        due = await fetch(
            "SELECT id FROM orders WHERE id = $1 AND status = 'awaiting_payment'"
            " AND pay_before <= $2 FOR UPDATE",
            order_id,
            by.now,
        )
        if not due:
            return
        await give_up(by, order_id)
        await timeline.tell(order_id, OrderEventKind.PAYMENT_EXPIRED, by.now)
        await tell_buyer(order_id, "payment-expired")
        await audit.record(by, "order.expire", f"order:{order_id}")


async def give_up(by: Acting, order_id: int) -> None:
    """End an unpaid order whose row is locked: pieces, coupons and cart are free again."""
    await stock.release(order_id)
    await uses.give_back(order_id)
    await carts.reopen(order_id)
    await execute(
        "UPDATE orders SET status = $2, pay_before = NULL, updated_at = $3 WHERE id = $1",
        order_id,
        OrderStatus.CANCELLED.value,
        by.now,
    )
    await execute(
        "UPDATE suborder SET status = $2, cancelled_at = $3 WHERE order_id = $1",
        order_id,
        SuborderStatus.CANCELLED.value,
        by.now,
    )
    await execute(
        "UPDATE payment SET status = $2, updated_at = $3 WHERE order_id = $1",
        order_id,
        PaymentStatus.CANCELLED.value,
        by.now,
    )
    await empty_if_erased(order_id)


async def receive(by: Acting, body: bytes, signature: str) -> bool:
    """Take what a gateway tells, if it signed it: written down once, and a job applies it.

    An event is known by what it says. The id a gateway sends beside it is not signed: with another
    one the same body would be news again, and with this one another body would be none.
    False for what it did not sign; nothing is kept of that.
    """
    if not by.gateway.is_webhook(body, signature):
        return False
    try:
        kind = by.gateway.news(body).kind
    except ValueError as error:
        log.warning("a signed webhook cannot be read: %s", error)
        kind = "unreadable"
    async with in_transaction():
        rows = await fetch(
            "INSERT INTO webhook_event (gateway, event_id, kind, body, received_at)"
            " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (gateway, event_id) DO NOTHING"
            " RETURNING id",
            by.gateway.name,
            hashlib.sha256(body).hexdigest(),
            kind[:60],
            body,
            by.now,
        )
        if rows:
            await enqueue(Job.WEBHOOK_APPLY, event=rows[0]["id"])
    return True


async def apply_webhook(by: Acting, event_id: int) -> None:
    """A job: make of a gateway's word what it says."""
    rows = await fetch(
        "SELECT body FROM webhook_event WHERE id = $1 AND applied_at IS NULL AND gateway = $2",
        event_id,
        by.gateway.name,
    )
    if not rows:
        return
    try:
        news = by.gateway.news(rows[0]["body"])
    except ValueError as error:
        outcome = f"unreadable: {error}"
    else:
        outcome = "nothing"
        if news.payment is not None:
            outcome = await apply(by, news.payment)
        if news.refund is not None:
            outcome = await refund_progress.apply(by, news.refund)
        if news.transfer is not None:
            outcome = await transfers.apply(by, news.transfer)
        if news.dispute is not None:
            outcome = await disputes.apply(by, news.dispute)
    await execute(
        "UPDATE webhook_event SET applied_at = $2, outcome = $3 WHERE id = $1",
        event_id,
        by.now,
        outcome[:200],
    )
