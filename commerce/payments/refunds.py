"""Refunds: never more than was paid, and each once, however often it is sent.

What is left of a charge is computed from the gateway's figure and our rows, whichever is more. The
gateway's messages about refunds are applied in `refund_progress`.
"""

import re
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import orjson

from auth.permissions import Action
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.form import Form
from commerce.core.idempotency import KeyedMutation, check_key, once
from commerce.core.jobs import Job, enqueue
from commerce.core.money import formatted
from commerce.orders import promotion_claims, timeline
from commerce.payments import duplicate_payments
from commerce.payouts import transfers
from database.connect import execute, fetch, fetch_value
from models import OrderEventKind, PaymentStatus, RefundReason, RefundStatus

DUE_WITHIN = timedelta(days=7)


async def request(
    ctx: ActionContext,
    order_id: int,
    charge_id: int,
    amount: int,
    reason: RefundReason,
    lines: Sequence[int] = (),
) -> int:
    """Request a refund of a charge, sent by a job. Returns the refund's id.

    Call it in a transaction that holds the order's row. Raises Refusal for more than is left.
    """
    if amount > await refundable_paise(charge_id):
        raise Refusal(Reason.INVALID, "amount")
    rows = await fetch(
        "INSERT INTO refund (charge_id, order_id, key, attempt, amount_paise, reason, lines,"
        " status, due_by, created_at, updated_at)"
        " VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $9) RETURNING id",
        charge_id,
        order_id,
        new_key(),
        amount,
        reason.value,
        orjson.dumps(list(lines)).decode(),
        RefundStatus.REQUESTED.value,
        ctx.now + DUE_WITHIN,
        ctx.now,
    )
    refund_id: int = rows[0]["id"]
    await count(ctx, charge_id)
    await transfers.request_reversal(ctx, charge_id, refund_id, amount, lines)
    await timeline.record_event(
        order_id, OrderEventKind.REFUND_STARTED, ctx.now, amount=formatted(amount)
    )
    await send_later(refund_id)
    after = {"amount_paise": amount, "reason": reason.value}
    await audit.record(ctx, "refund.request", f"order:{order_id}", after=after)
    return refund_id


async def request_at_most(
    ctx: ActionContext,
    order_id: int,
    charge_id: int,
    amount: int,
    reason: RefundReason,
    lines: Sequence[int] = (),
) -> int:
    """Request a refund of an amount or what is left of the charge, whichever is less. Returns the
    paise.
    """
    amount = min(amount, await refundable_paise(charge_id))
    if amount > 0:
        await request(ctx, order_id, charge_id, amount, reason, lines)
    return amount


async def request_all(ctx: ActionContext, order_id: int, charge: Any, reason: RefundReason) -> int:
    """Request a refund of all that is left of a charge. Returns the paise."""
    return await request_at_most(ctx, order_id, charge["id"], charge["amount_paise"], reason)


# Refunds of charge `c`, paid or owed; and what its buyer's bank has disputed.
OWED = """
coalesce((SELECT sum(r.amount_paise)::bigint FROM refund r
  WHERE r.charge_id = c.id AND r.status <> 'superseded'), 0)
"""
DISPUTED = """
coalesce((SELECT sum(d.amount_paise)::bigint FROM dispute d
  WHERE d.charge_id = c.id AND d.status <> 'won'), 0)
"""


async def refundable_paise(charge_id: int) -> int:
    """The part of a charge that is neither refunded, owed nor disputed, in paise."""
    found: int = await fetch_value(
        f"SELECT c.amount_paise - greatest(c.refunded_paise, {OWED}) - {DISPUTED}"
        " FROM charge c WHERE c.id = $1",
        charge_id,
    )
    return max(found, 0)


async def is_disputed(charge_id: int) -> bool:
    """Whether refunds and disputes together exceed the charge."""
    found: bool = await fetch_value(
        f"SELECT {DISPUTED} > 0 AND greatest(c.refunded_paise, {OWED}) + {DISPUTED}"
        " > c.amount_paise FROM charge c WHERE c.id = $1",
        charge_id,
    )
    return found


async def count(ctx: ActionContext, charge_id: int) -> None:
    """Update the payment's refunded amount: our rows, or the gateway's figure if that is more.

    Only the charge that paid the order counts.
    """
    await execute(
        "UPDATE payment p SET updated_at = $2,"
        f" refunded_paise = least(p.amount_paise, greatest(c.refunded_paise, {OWED}))"
        " FROM charge c WHERE c.id = $1 AND c.is_settling AND p.id = c.payment_id",
        charge_id,
        ctx.now,
    )


async def send_later(refund_id: int) -> None:
    """Enqueue the job that sends a refund with a new key."""
    await enqueue(Job.REFUND_SEND, refund=refund_id)


async def lessen(
    ctx: ActionContext, charge_id: int, paise: int, wanted: RefundStatus, limit: int
) -> int:
    """Reduce refunds of a status, newest first, because the gateway has refunded otherwise.

    By `paise`, at most `limit`. Returns the reduction. A refund reduced to 0 is superseded.
    """
    rows = await fetch(
        "SELECT id, amount_paise FROM refund WHERE charge_id = $1 AND status = $2 ORDER BY id DESC",
        charge_id,
        wanted.value,
    )
    less = 0
    for row in rows:
        off = min(row["amount_paise"], min(paise, limit) - less)
        if off <= 0:
            break
        is_gone = off == row["amount_paise"]
        await execute(
            "UPDATE refund SET amount_paise = amount_paise - $2, status = $3, key = $4,"
            " updated_at = $5 WHERE id = $1",
            row["id"],
            0 if is_gone else off,
            (RefundStatus.SUPERSEDED if is_gone else wanted).value,
            new_key(),
            ctx.now,
        )
        if wanted is RefundStatus.REQUESTED and not is_gone:
            await send_later(row["id"])
        less += off
    return less


async def fit(ctx: ActionContext, charge_id: int) -> None:
    """Reduce refunds not sent yet to what the charge has left, as its amount was corrected."""
    over: int = await fetch_value(
        f"SELECT {OWED} - c.amount_paise FROM charge c WHERE c.id = $1", charge_id
    )
    for status in (RefundStatus.FAILED, RefundStatus.REQUESTED):
        if over > 0:
            over -= await lessen(ctx, charge_id, over, status, over)


KEY = re.compile(r"refund-[0-9a-f]{24}")


def new_key() -> str:
    return f"refund-{secrets.token_hex(12)}"


def is_key(receipt: str | None) -> bool:
    """Whether a refund's receipt is a key of ours, perhaps one that was replaced since."""
    return KEY.fullmatch(receipt or "") is not None


async def refresh_status(ctx: ActionContext, charge_id: int) -> None:
    """Update the payment's status: disputed, charged back, or refunded in part or in full, by what
    is processed or the gateway's figure, whichever is more.
    """
    rows = await fetch(
        "UPDATE payment p SET updated_at = $2, status = CASE WHEN asked.is_lost THEN $5"
        " WHEN asked.is_lost IS NOT NULL THEN $6 WHEN back.paise >= p.amount_paise THEN $3"
        " WHEN back.paise > 0 THEN $4 ELSE $7 END FROM charge c,"
        " LATERAL (SELECT bool_or(d.status = 'lost') AS is_lost FROM dispute d"
        " WHERE d.charge_id = c.id AND d.status <> 'won') asked,"
        " LATERAL (SELECT greatest(c.refunded_paise,"
        " (SELECT coalesce(sum(amount_paise), 0) FROM refund r WHERE r.charge_id = c.id"
        " AND r.status = 'processed')) AS paise) back"
        " WHERE c.id = $1 AND c.is_settling AND p.id = c.payment_id RETURNING p.order_id, p.status",
        charge_id,
        ctx.now,
        PaymentStatus.REFUNDED.value,
        PaymentStatus.PARTIALLY_REFUNDED.value,
        PaymentStatus.CHARGED_BACK.value,
        PaymentStatus.DISPUTED.value,
        PaymentStatus.CAPTURED.value,
    )
    await count(ctx, charge_id)
    await duplicate_payments.count(ctx, charge_id)
    if rows and rows[0]["status"] == PaymentStatus.REFUNDED:
        # A fully refunded order uses no coupon.
        await promotion_claims.give_back(rows[0]["order_id"])


# A refund with the amount left for it: the charge less other refunds and disputes. The gateway's
# figure may count one that has failed since, unless it returned the whole payment itself.
AGAIN = f"""
SELECT f.id, f.status, f.attempt, f.amount_paise, f.charge_id,
  CASE WHEN c.status = 'auto_refunded' THEN 0
    ELSE c.amount_paise - {OWED} + f.amount_paise - {DISPUTED} END AS left_over
FROM refund f JOIN charge c ON c.id = f.charge_id WHERE f.id = $1
"""


async def retriable(refund_ids: Sequence[int]) -> list[bool]:
    """Whether each of the refunds can be sent again."""
    rows = await fetch(AGAIN.replace("f.id = $1", "f.id = ANY($1::int[])"), list(refund_ids))
    found = {row["id"]: can_retry(row) for row in rows}
    return [found[refund_id] for refund_id in refund_ids]


def can_retry(row: Any) -> bool:
    """Whether a row of AGAIN has failed and something is left to refund."""
    return bool(row["status"] == RefundStatus.FAILED and row["left_over"] > 0)


def _check_again(row: Any) -> int:
    """The paise that a row of AGAIN may still refund. Raises Refusal if nothing."""
    if row["status"] != RefundStatus.FAILED:
        raise Refusal(Reason.TOO_LATE, "refund_id")
    amount: int = min(row["amount_paise"], row["left_over"])
    if amount <= 0:
        raise Refusal(Reason.NOTHING_LEFT, "refund_id")
    return amount


async def lock(refund_id: int) -> None:
    """Lock the order, then the refund: the order of locks everywhere."""
    await fetch(
        "SELECT o.id FROM orders o JOIN refund r ON r.order_id = o.id WHERE r.id = $1"
        " FOR UPDATE OF o",
        refund_id,
    )


async def try_again(ctx: ActionContext, refund_id: int, key: str) -> None:
    """Send a failed refund again, under a new gateway key, for staff. Raises Refusal."""
    form = Form()
    form.read(check_key, key)
    found = await fetch("SELECT id FROM refund WHERE id = $1", refund_id)
    form.read(ctx.require, Action.MOVE_MONEY, found[0] if found else None, "refund_id")
    if form.is_refused and not form.has("refund_id"):
        form.read(_check_again, (await fetch(AGAIN, refund_id))[0])
    form.check()
    body = {"refund": refund_id}
    owner = f"account {ctx.account_id}"
    async with once(ctx, KeyedMutation.REFUND_RETRY, owner, key, body) as claim:
        if claim.is_new:
            await _send_again(ctx, refund_id)
            claim.result = body


async def _send_again(ctx: ActionContext, refund_id: int) -> None:
    await lock(refund_id)
    (row,) = await fetch(AGAIN, refund_id)
    amount = _check_again(row)
    attempt = row["attempt"] + 1
    await execute(
        "UPDATE refund SET status = $2, key = $3, attempt = $4, gateway_refund_id = NULL,"
        " amount_paise = $5, updated_at = $6 WHERE id = $1",
        refund_id,
        RefundStatus.REQUESTED.value,
        new_key(),
        attempt,
        amount,
        ctx.now,
    )
    await count(ctx, row["charge_id"])
    await send_later(refund_id)
    await audit.record(ctx, "refund.retry", f"refund:{refund_id}", after={"attempt": attempt})
