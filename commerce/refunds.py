"""Money that goes back: never more than came, and once, however often the gateway is asked."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import orjson
from tortoise.transactions import in_transaction

from auth.may import Action
from commerce import audit, idempotency, timeline, transfers
from commerce.acting import Acting
from commerce.errors import Reason, Refusal
from commerce.jobs import Job, enqueue
from commerce.money import formatted
from commerce.ports import GatewayRefund, GatewayRefuses
from database.connect import execute, fetch, fetch_value
from models import OrderEventKind, PaymentStatus, RefundReason, RefundStatus

DUE_WITHIN = timedelta(days=7)
# When to ask what became of a refund.
FOLLOWED_AFTER = (
    timedelta(minutes=5),
    timedelta(hours=1),
    *(timedelta(days=each) for each in (1, 2, 4)),
)
RANKS = {
    RefundStatus.REQUESTED: 0,
    RefundStatus.PENDING: 1,
    RefundStatus.FAILED: 2,
    RefundStatus.PROCESSED: 3,
}


async def request(
    by: Acting,
    order_id: int,
    charge_id: int,
    amount: int,
    reason: RefundReason,
    lines: Sequence[int] = (),
) -> int:
    """Owe an amount to whoever paid a charge, and have a job pay it back; the refund's id.

    Call it in a transaction that holds the order's row. Raises Refusal for more than is left.
    """
    if amount > await _left(charge_id):
        raise Refusal(Reason.INVALID, "amount")
    rows = await fetch(
        "INSERT INTO refund (charge_id, order_id, key, attempt, amount_paise, reason, lines,"
        " status, due_by, created_at, updated_at)"
        " VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $9) RETURNING id",
        charge_id,
        order_id,
        _new_key(),
        amount,
        reason.value,
        orjson.dumps(list(lines)).decode(),
        RefundStatus.REQUESTED.value,
        by.now + DUE_WITHIN,
        by.now,
    )
    refund_id: int = rows[0]["id"]
    await execute(
        "UPDATE payment p SET refunded_paise = p.refunded_paise + $2, updated_at = $3 FROM charge c"
        " WHERE c.id = $1 AND c.is_settling AND p.id = c.payment_id",
        charge_id,
        amount,
        by.now,
    )
    await transfers.recover(by, charge_id, refund_id, amount, lines)
    await timeline.tell(order_id, OrderEventKind.REFUND_STARTED, by.now, amount=formatted(amount))
    await enqueue(Job.REFUND_SEND, once=f"refund {refund_id} 1", refund=refund_id)
    after = {"amount_paise": amount, "reason": reason.value}
    await audit.record(by, "refund.request", f"order:{order_id}", after=after)
    return refund_id


async def request_all(by: Acting, order_id: int, charge: Any, reason: RefundReason) -> None:
    """Owe all that is left of a charge."""
    left = await _left(charge["id"])
    if left > 0:
        await request(by, order_id, charge["id"], left, reason)


async def _left(charge_id: int) -> int:
    """What of a charge neither goes back already nor is asked back by the buyer's bank."""
    found: int = await fetch_value(
        "SELECT c.amount_paise - coalesce((SELECT sum(r.amount_paise)::bigint FROM refund r"
        " WHERE r.charge_id = c.id), 0) - coalesce((SELECT sum(d.amount_paise)::bigint"
        " FROM dispute d WHERE d.charge_id = c.id AND d.status <> 'won'), 0)"
        " FROM charge c WHERE c.id = $1",
        charge_id,
    )
    return found


def _new_key() -> str:
    return f"refund-{secrets.token_hex(12)}"


async def send(by: Acting, refund_id: int) -> None:
    """A job: ask the gateway to pay back. A key that was sent before is the same refund again.

    What sellers have to give back is fetched first: then the mart has it to pay with.
    """
    rows = await fetch(
        "SELECT r.key, r.amount_paise, r.charge_id, c.gateway_payment_id FROM refund r"
        " JOIN charge c ON c.id = r.charge_id WHERE r.id = $1 AND r.status = 'requested'",
        refund_id,
    )
    if not rows:
        return
    row = rows[0]
    await transfers.bring_back(by, row["charge_id"])
    try:
        told = await by.gateway.refund(row["gateway_payment_id"], row["amount_paise"], row["key"])
    except GatewayRefuses as error:
        await _fail(by, refund_id, str(error))
        return
    await _take(by, refund_id, told)


async def _follow_later(refund_id: int, tried: int) -> None:
    if tried < len(FOLLOWED_AFTER):
        await enqueue(Job.REFUND_FOLLOW, after=FOLLOWED_AFTER[tried], refund=refund_id, tried=tried)


async def follow(by: Acting, refund_id: int, tried: int) -> None:
    """A job: ask what became of a refund that no webhook told the end of."""
    rows = await fetch(
        "SELECT r.gateway_refund_id, c.gateway_payment_id FROM refund r"
        " JOIN charge c ON c.id = r.charge_id WHERE r.id = $1 AND r.status = 'pending'",
        refund_id,
    )
    if not rows:
        return
    told = await by.gateway.refunded(rows[0]["gateway_payment_id"], rows[0]["gateway_refund_id"])
    if told.status is RefundStatus.PENDING:
        await _follow_later(refund_id, tried + 1)
    else:
        await _take(by, refund_id, told)


async def apply(by: Acting, told: GatewayRefund) -> str:
    """Take a refund's state as the gateway tells it; in a few words, what that changed."""
    rows = await fetch(
        "SELECT r.id FROM refund r JOIN charge c ON c.id = r.charge_id"
        " WHERE c.gateway_payment_id = $2 AND (r.gateway_refund_id = $1 OR r.key = $3)",
        told.id,
        told.payment_id,
        told.receipt,
    )
    if not rows:
        return "of no refund of ours"
    return await _take(by, rows[0]["id"], told)


async def _take(by: Acting, refund_id: int, told: GatewayRefund) -> str:
    if told.status is RefundStatus.FAILED:
        return await _fail(by, refund_id, "the gateway could not", told.id)
    async with in_transaction():
        await _lock(refund_id)
        rows = await fetch(
            "SELECT status, order_id, charge_id, amount_paise FROM refund WHERE id = $1", refund_id
        )
        row = rows[0]
        if RANKS[told.status] <= RANKS[RefundStatus(row["status"])]:
            return "known"
        await execute(
            "UPDATE refund SET status = $2, gateway_refund_id = $3, error = NULL, updated_at = $4"
            " WHERE id = $1",
            refund_id,
            told.status.value,
            told.id,
            by.now,
        )
        if told.status is RefundStatus.PENDING:
            await _follow_later(refund_id, 0)
        if told.status is RefundStatus.PROCESSED:
            amount = formatted(row["amount_paise"])
            await timeline.tell(row["order_id"], OrderEventKind.REFUNDED, by.now, amount=amount)
            for way in ("phone", "email"):
                await enqueue(
                    Job.ORDER_TELL, order=row["order_id"], kind="refunded", way=way, amount=amount
                )
            await sum_up(by, row["charge_id"])
    return told.status.value


async def _lock(refund_id: int) -> None:
    """The order first, as everybody does."""
    await fetch(
        "SELECT o.id FROM orders o JOIN refund r ON r.order_id = o.id WHERE r.id = $1"
        " FOR UPDATE OF o",
        refund_id,
    )


async def _fail(by: Acting, refund_id: int, why: str, gateway_id: str | None = None) -> str:
    """Money is owed and did not go; staff see it (`domain/payments.md`, case 13)."""
    async with in_transaction():
        await _lock(refund_id)
        rows = await fetch(
            "UPDATE refund SET status = $2, error = $3, updated_at = $4,"
            " gateway_refund_id = coalesce($5, gateway_refund_id)"
            " WHERE id = $1 AND status IN ('requested', 'pending')"
            " RETURNING order_id, amount_paise",
            refund_id,
            RefundStatus.FAILED.value,
            why[:200],
            by.now,
            gateway_id,
        )
        for row in rows:
            await timeline.tell(
                row["order_id"],
                OrderEventKind.REFUND_FAILED,
                by.now,
                amount=formatted(row["amount_paise"]),
            )
    return RefundStatus.FAILED.value if rows else "known"


async def sum_up(by: Acting, charge_id: int) -> None:
    """Let the payment's status say whether its buyer's bank asks it back, or how much of it went
    back: what is processed, or what the gateway says, whichever is more.
    """
    await execute(
        "UPDATE payment p SET updated_at = $2, status = CASE WHEN asked.is_lost THEN $5"
        " WHEN asked.is_lost IS NOT NULL THEN $6 WHEN back.paise >= p.amount_paise THEN $3"
        " WHEN back.paise > 0 THEN $4 ELSE $7 END FROM charge c,"
        " LATERAL (SELECT bool_or(d.status = 'lost') AS is_lost FROM dispute d"
        " WHERE d.charge_id = c.id AND d.status <> 'won') asked,"
        " LATERAL (SELECT greatest(c.refunded_paise,"
        " (SELECT coalesce(sum(amount_paise), 0) FROM refund r WHERE r.charge_id = c.id"
        " AND r.status = 'processed')) AS paise) back"
        " WHERE c.id = $1 AND c.is_settling AND p.id = c.payment_id",
        charge_id,
        by.now,
        PaymentStatus.REFUNDED.value,
        PaymentStatus.PARTIALLY_REFUNDED.value,
        PaymentStatus.CHARGED_BACK.value,
        PaymentStatus.DISPUTED.value,
        PaymentStatus.CAPTURED.value,
    )


async def try_again(by: Acting, refund_id: int, key: str) -> tuple[int, int]:
    """Staff send a failed refund once more, under a new key; the ids of refund and kept answer."""
    async with in_transaction():
        claimed = await idempotency.claim(
            by, f"account {by.account_id}", "refundRetry", key, {"refund": refund_id}
        )
        if claimed.result is not None:
            return refund_id, claimed.id
        await _lock(refund_id)
        rows = await fetch("SELECT status, attempt FROM refund WHERE id = $1", refund_id)
        by.require(Action.MOVE_MONEY, rows[0] if rows else None, "refundId")
        if rows[0]["status"] != RefundStatus.FAILED:
            raise Refusal(Reason.TOO_LATE, "refundId")
        attempt = rows[0]["attempt"] + 1
        await execute(
            "UPDATE refund SET status = $2, key = $3, attempt = $4, gateway_refund_id = NULL,"
            " updated_at = $5 WHERE id = $1",
            refund_id,
            RefundStatus.REQUESTED.value,
            _new_key(),
            attempt,
            by.now,
        )
        await enqueue(Job.REFUND_SEND, once=f"refund {refund_id} {attempt}", refund=refund_id)
        await idempotency.finish(claimed, {"refund": refund_id})
        await audit.record(by, "refund.retry", f"refund:{refund_id}", after={"attempt": attempt})
    return refund_id, claimed.id
