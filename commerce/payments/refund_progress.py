"""State of refunds at the gateway: the mart's own, and those made in the gateway's dashboard.

The gateway's list of a payment's refunds is the truth. A refund that we lack becomes a row of ours;
what it has refunded otherwise is no longer owed.
"""

import logging
from datetime import timedelta

from tortoise.transactions import in_transaction

from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.jobs import Failures, Job, enqueue
from commerce.core.money import formatted
from commerce.core.ports import GatewayDown, GatewayRefund, GatewayRefuses
from commerce.orders import timeline
from commerce.payments import duplicate_payments, refunds
from commerce.payouts import transfers
from database.connect import execute, fetch, fetch_value
from models import OrderEventKind, OrderStatus, RefundReason, RefundStatus

log = logging.getLogger("odop.payments")

# When to ask the gateway about a pending refund.
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
    RefundStatus.SUPERSEDED: 4,
}
OTHER_AMOUNT = "of another amount"
UNDECIDED = "perhaps one of ours that is being sent"


async def send(ctx: ActionContext, refund_id: int) -> None:
    """Job: request a refund at the gateway. A repeated key is the same refund.

    The gateway's own list is read first: it may have this refund already, or have refunded
    otherwise; it is read again after a refusal. While the list is refused nothing is decided: the
    job is tried again with the same key. If the buyer's bank has disputed the payment, the refund
    waits for staff, so that it is not paid twice. Sellers' shares are reversed before, so that the
    mart has the money.
    """
    if not (rows := await fetch(TO_SEND, refund_id)):
        return
    is_undecided = await _look_first(ctx, rows[0]["charge_id"])
    if not (rows := await fetch(TO_SEND, refund_id)):
        return
    row, key = rows[0], rows[0]["key"]
    if await refunds.is_disputed(row["charge_id"]):
        await _fail(ctx, refund_id, "the buyer's bank has disputed the payment", key=key)
        return
    await transfers.reverse_pending(ctx, row["charge_id"])
    try:
        reported = await ctx.gateway.refund(row["gateway_payment_id"], row["amount_paise"], key)
    except GatewayRefuses as error:
        # It may be made nevertheless, or somebody have refunded otherwise since: then less is
        # owed, with a new key.
        await _look_first(ctx, row["charge_id"], refused=refund_id)
        await _fail(ctx, refund_id, str(error), key=key)
        return
    if await _take(ctx, refund_id, reported) == OTHER_AMOUNT:
        raise GatewayDown(f"refund {reported.id} is {OTHER_AMOUNT}")
    if is_undecided:
        # It is ours, or was made elsewhere.
        await look(ctx, row["charge_id"])


async def _look_first(ctx: ActionContext, charge_id: int, *, refused: int | None = None) -> bool:
    """`look` at the complete list. Raises GatewayDown also if the list is refused: that says
    nothing of the refund.
    """
    try:
        return await look(ctx, charge_id, is_complete=True, refused=refused)
    except GatewayRefuses as error:
        raise GatewayDown(f"the refunds of charge {charge_id} are refused: {error}") from None


TO_SEND = """
SELECT r.key, r.amount_paise, r.charge_id, c.gateway_payment_id
FROM refund r JOIN charge c ON c.id = r.charge_id WHERE r.id = $1 AND r.status = 'requested'
"""


async def look(
    ctx: ActionContext, charge_id: int, *, is_complete: bool = False, refused: int | None = None
) -> bool:
    """Apply the gateway's list of refunds of a charge. Raises GatewayDown, GatewayRefuses.

    Before a refund is sent, the list has to be complete: what is left out could be that refund.
    Returns whether a refund of the list is UNDECIDED until then. `refused` is one of ours that the
    gateway has just refused: it is none of the list.
    """
    is_undecided = False
    payment_id = await fetch_value("SELECT gateway_payment_id FROM charge WHERE id = $1", charge_id)
    failures = Failures()
    for reported in await ctx.gateway.refunds_of(payment_id, is_complete=is_complete):
        with failures.apart(f"refund {reported.id}"):
            is_undecided |= await apply(ctx, reported, refused) == UNDECIDED
    failures.check()
    return is_undecided


async def _follow_later(refund_id: int, tried: int) -> None:
    if tried < len(FOLLOWED_AFTER):
        await enqueue(Job.REFUND_FOLLOW, after=FOLLOWED_AFTER[tried], refund=refund_id, tried=tried)


async def follow(ctx: ActionContext, refund_id: int, tried: int) -> None:
    """Job: poll the state of a refund without a final webhook."""
    rows = await fetch(
        "SELECT r.gateway_refund_id, c.gateway_payment_id FROM refund r"
        " JOIN charge c ON c.id = r.charge_id WHERE r.id = $1 AND r.status = 'pending'",
        refund_id,
    )
    if not rows:
        return
    gateway_id = rows[0]["gateway_refund_id"]
    try:
        reported = await ctx.gateway.refunded(rows[0]["gateway_payment_id"], gateway_id)
    except GatewayRefuses as error:
        log.error("the state of refund %s is refused: %s", gateway_id, error)
        await _follow_later(refund_id, tried + 1)
        return
    if reported.status is RefundStatus.PENDING:
        await _follow_later(refund_id, tried + 1)
    elif await _take(ctx, refund_id, reported) == OTHER_AMOUNT:
        raise GatewayDown(f"refund {reported.id} is {OTHER_AMOUNT}")


async def apply(ctx: ActionContext, reported: GatewayRefund, refused: int | None = None) -> str:
    """Apply a refund's state from the gateway. Returns a short description of the change.

    `refused` is one of ours that it cannot be.
    """
    refund_id = await _row_of(reported)
    if refund_id is None:
        if (outcome := await _adopt(ctx, reported, refused)) is not None:
            return outcome
        # Another of its events came first.
        refund_id = await _row_of(reported)
    if refund_id is None:
        return "known as another payment's"
    return await _take(ctx, refund_id, reported)


async def _row_of(reported: GatewayRefund) -> int | None:
    found: int | None = await fetch_value(
        "SELECT r.id FROM refund r JOIN charge c ON c.id = r.charge_id"
        " WHERE c.gateway_payment_id = $2 AND (r.gateway_refund_id = $1 OR r.key = $3)"
        " ORDER BY (r.key = $3) IS TRUE DESC LIMIT 1",
        reported.id,
        reported.payment_id,
        reported.receipt,
    )
    return found


# A refund whose answer may be lost. Its job sends its key again, and the answer has its id.
SENDS = """
SELECT EXISTS (SELECT FROM refund WHERE charge_id = $1 AND amount_paise = $2
  AND status = 'requested' AND id IS DISTINCT FROM $3)
"""


async def _adopt(ctx: ActionContext, reported: GatewayRefund, refused: int | None) -> str | None:
    """Insert a refund that was made in the gateway's dashboard; None if it exists already.

    It covers our own refunds that failed, and then whatever would exceed the charge. Without our
    key it may be one that is being sent: that is decided by the answer to it.
    """
    if reported.status is RefundStatus.FAILED:
        return "of no refund of ours"
    async with in_transaction():
        rows = await fetch(
            "SELECT o.id, o.status, o.review, c.id AS charge_id, c.amount_paise, c.is_settling"
            " FROM orders o JOIN payment p ON p.order_id = o.id"
            " JOIN charge c ON c.payment_id = p.id"
            " WHERE p.gateway = $1 AND c.gateway_payment_id = $2 FOR UPDATE OF o",
            ctx.gateway.name,
            reported.payment_id,
        )
        if not rows:
            return "of no order"
        order, charge_id = rows[0], rows[0]["charge_id"]
        if reported.amount > order["amount_paise"]:
            log.error("refund %s is more than its payment: %d", reported.id, reported.amount)
            if order["is_settling"] or not refunds.is_key(reported.receipt):
                return OTHER_AMOUNT
            # We sent it before the gateway corrected the amount: it paid that much back.
            await execute(
                "UPDATE charge SET amount_paise = $2, updated_at = $3 WHERE id = $1",
                charge_id,
                reported.amount,
                ctx.now,
            )
        if reported.receipt is None and await fetch_value(
            SENDS, charge_id, reported.amount, refused
        ):
            return UNDECIDED
        made = await fetch(
            "INSERT INTO refund (charge_id, order_id, key, attempt, amount_paise, reason, lines,"
            " status, gateway_refund_id, due_by, created_at, updated_at, arn)"
            " VALUES ($1, $2, $3, 1, $4, $5, '[]', $6, $7, $8, $9, $9, $10)"
            " ON CONFLICT (gateway_refund_id) DO NOTHING RETURNING id",
            charge_id,
            order["id"],
            refunds.new_key(),
            reported.amount,
            RefundReason.GATEWAY.value,
            reported.status.value,
            reported.id,
            ctx.now + refunds.DUE_WITHIN,
            ctx.now,
            reported.arn,
        )
        if not made:
            return None
        refund_id: int = made[0]["id"]
        covered = await _cover(ctx, charge_id, reported.amount)
        if reported.amount > covered:
            await transfers.request_reversal(
                ctx, charge_id, refund_id, reported.amount - covered, ()
            )
        is_shipped = order["is_settling"] and order["status"] != OrderStatus.CANCELLED
        if is_shipped and order["review"] is None:
            await execute(
                "UPDATE orders SET review = $2 WHERE id = $1",
                order["id"],
                f"{reported.amount} {duplicate_payments.AT_GATEWAY}",
            )
        if reported.status is RefundStatus.PROCESSED:
            await _notify_processed(ctx, order["id"], reported.amount)
        else:
            amount = formatted(reported.amount)
            await timeline.record_event(
                order["id"], OrderEventKind.REFUND_STARTED, ctx.now, amount=amount
            )
            await _follow_later(refund_id, 0)
        await refunds.refresh_status(ctx, charge_id)
        after = {"amount_paise": reported.amount, "gateway_refund": reported.id}
        await audit.record(ctx, "refund.adopt", f"order:{order['id']}", after=after)
    return "made at the gateway"


async def _cover(ctx: ActionContext, charge_id: int, paise: int) -> int:
    """How much of our own refunds a refund made elsewhere has covered, in paise."""
    covered = await refunds.lessen(ctx, charge_id, paise, RefundStatus.FAILED, paise)
    over: int = await fetch_value(
        f"SELECT {refunds.OWED} - c.amount_paise FROM charge c WHERE c.id = $1", charge_id
    )
    if over > 0:
        covered += await refunds.lessen(
            ctx, charge_id, over, RefundStatus.REQUESTED, paise - covered
        )
    return covered


async def _notify_processed(ctx: ActionContext, order_id: int, paise: int) -> None:
    amount = formatted(paise)
    await timeline.record_event(order_id, OrderEventKind.REFUNDED, ctx.now, amount=amount)
    await enqueue(Job.ORDER_NOTIFY, order=order_id, kind="refunded", amount=amount)


# A refund of ours, and the row that was made of it because the gateway's list did not say its key.
ADOPTED = """
SELECT a.id, a.charge_id, a.order_id, r.key, r.reason, r.lines, r.due_by
FROM refund r JOIN refund a ON a.charge_id = r.charge_id AND a.amount_paise = r.amount_paise
WHERE r.id = $1 AND r.gateway_refund_id IS NULL AND r.status IN ('requested', 'failed')
  AND a.gateway_refund_id = $2 AND a.reason = 'gateway' AND a.id <> r.id
"""


async def _merged(ctx: ActionContext, refund_id: int, reported: GatewayRefund) -> int:
    """The row of a refund, which takes the place of ours if it was adopted before: they are one."""
    async with in_transaction():
        await refunds.lock(refund_id)
        rows = await fetch(ADOPTED, refund_id, reported.id)
        for row in rows:
            await execute(
                "UPDATE refund SET status = 'superseded', key = $2, updated_at = $3 WHERE id = $1",
                refund_id,
                refunds.new_key(),
                ctx.now,
            )
            await execute(
                "UPDATE refund SET key = $2, reason = $3, lines = $4, due_by = $5, updated_at = $6"
                " WHERE id = $1",
                *(row[each] for each in ("id", "key", "reason", "lines", "due_by")),
                ctx.now,
            )
            await execute(
                "UPDATE orders SET review = NULL WHERE id = $1 AND review = $2",
                row["order_id"],
                f"{reported.amount} {duplicate_payments.AT_GATEWAY}",
            )
            await refunds.refresh_status(ctx, row["charge_id"])
    return rows[0]["id"] if rows else refund_id


async def _take(ctx: ActionContext, refund_id: int, reported: GatewayRefund) -> str:
    refund_id = await _merged(ctx, refund_id, reported)
    if reported.status is RefundStatus.FAILED:
        return await _fail(ctx, refund_id, "the gateway could not do it", reported.id)
    async with in_transaction():
        await refunds.lock(refund_id)
        rows = await fetch(
            "SELECT status, order_id, charge_id, amount_paise FROM refund WHERE id = $1", refund_id
        )
        row = rows[0]
        if reported.amount != row["amount_paise"]:
            log.error("refund %s has %d paise at the gateway", refund_id, reported.amount)
            return OTHER_AMOUNT
        if reported.arn is not None:
            await execute("UPDATE refund SET arn = $2 WHERE id = $1", refund_id, reported.arn)
        if RANKS[reported.status] <= RANKS[RefundStatus(row["status"])]:
            return "known"
        await execute(
            "UPDATE refund SET status = $2, gateway_refund_id = $3, error = NULL, updated_at = $4"
            " WHERE id = $1",
            refund_id,
            reported.status.value,
            reported.id,
            ctx.now,
        )
        if reported.status is RefundStatus.PENDING:
            await _follow_later(refund_id, 0)
        if reported.status is RefundStatus.PROCESSED:
            await _notify_processed(ctx, row["order_id"], row["amount_paise"])
        await refunds.refresh_status(ctx, row["charge_id"])
    return reported.status.value


async def _fail(
    ctx: ActionContext,
    refund_id: int,
    why: str,
    gateway_id: str | None = None,
    *,
    key: str | None = None,
) -> str:
    """Mark a refund as failed; staff see what is still owed.

    With `key`, only if it still waits to be sent under that key: the gateway may have said since
    that it is under way.
    """
    async with in_transaction():
        await refunds.lock(refund_id)
        rows = await fetch(
            "UPDATE refund SET status = $2, error = $3, updated_at = $4,"
            " gateway_refund_id = coalesce($5, gateway_refund_id)"
            " WHERE id = $1 AND (status = 'requested' AND key = coalesce($6, key)"
            " OR status = 'pending' AND $6::text IS NULL)"
            " RETURNING order_id, charge_id, amount_paise",
            refund_id,
            RefundStatus.FAILED.value,
            why[:200],
            ctx.now,
            gateway_id,
            key,
        )
        for row in rows:
            await timeline.record_event(
                row["order_id"],
                OrderEventKind.REFUND_FAILED,
                ctx.now,
                amount=formatted(row["amount_paise"]),
            )
            await duplicate_payments.count(ctx, row["charge_id"])
    return RefundStatus.FAILED.value if rows else "known"
