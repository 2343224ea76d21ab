"""Transfers of a sale's proceeds to vendors and artisans, and their reversal on refunds.

A row says what should be transferred or reversed; a job executes it at the gateway. The gateway has
no idempotency key for transfers, so one process at a time asks it, and first looks for an earlier
attempt.
"""

import logging
import secrets
from collections.abc import Sequence
from typing import Any

from tortoise.transactions import in_transaction

from auth.permissions import Action
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.calendar import IST
from commerce.core.errors import Reason, Refusal
from commerce.core.jobs import Failures, Job, enqueue
from commerce.core.ports import GatewayDown, GatewayRefuses, GatewayTransfer
from commerce.payouts import payees, vendor_balance
from database.connect import execute, fetch, fetch_value
from models import AdjustmentKind, PaymentStatus, TransferStatus

log = logging.getLogger("odop.payments")

RANKS = {
    TransferStatus.REQUESTED: 0,
    TransferStatus.PENDING: 1,
    TransferStatus.FAILED: 2,
    TransferStatus.PROCESSED: 3,
}
OTHER_AMOUNT = "of another amount"
# A process that dies while executing a transfer loses its lock after this time.
TURN_SECONDS = 30

PAYABLE = """
SELECT s.vendor_id, c.id AS charge_id, c.amount_paise, p.status, p.refunded_paise,
  $2::int IS NULL OR EXISTS (SELECT FROM order_line l
    WHERE l.suborder_id = s.id AND l.artisan_id = $2) AS is_maker,
  (SELECT coalesce(sum(t.amount_paise), 0)::bigint FROM transfer t
   WHERE t.charge_id = c.id AND t.status <> 'failed') + coalesce(c.fee_paise, 0) AS sent
FROM suborder s JOIN payment p ON p.order_id = s.order_id
JOIN charge c ON c.payment_id = p.id AND c.is_settling WHERE s.id = $1
"""


async def request(
    ctx: ActionContext, suborder_id: int, account: str, due: int, artisan_id: int | None = None
) -> int:
    """Request the transfer of what a suborder earned its vendor or an artisan. Returns the paise
    transferred.

    `account` is the payee's linked account. A vendor's transfer also settles its balance with the
    mart and is never below 0. Repeating it for the same payee changes nothing.

    Raises Refusal: NOT_FOUND if nothing was paid or the artisan made none of it, TOO_LATE once the
    buyer is refunded or the payment is disputed (the gateway transfers nothing then), INVALID for
    more than was paid, PAYEE_ON_HOLD for 72 hours after a change of bank details.
    """
    async with in_transaction():
        await fetch(
            "SELECT o.id FROM orders o JOIN suborder s ON s.order_id = o.id WHERE s.id = $1"
            " FOR UPDATE OF o",
            suborder_id,
        )
        rows = await fetch(PAYABLE, suborder_id, artisan_id)
        ctx.require(Action.MOVE_MONEY, rows[0] if rows else None, "suborder_id")
        row = rows[0]
        if not row["is_maker"]:
            raise Refusal(Reason.NOT_FOUND, "artisan_id")
        earlier = await fetch(
            "SELECT amount_paise FROM transfer WHERE charge_id = $1 AND suborder_id = $2"
            " AND artisan_id IS NOT DISTINCT FROM $3 AND status <> 'failed'",
            row["charge_id"],
            suborder_id,
            artisan_id,
        )
        if earlier:
            amount: int = earlier[0]["amount_paise"]
            return amount
        if until := await payees.hold_end(row["vendor_id"], artisan_id, ctx.now):
            when = f"{until.astimezone(IST):%d-%m-%Y %H:%M}"
            raise Refusal(Reason.PAYEE_ON_HOLD, until=when)
        if row["status"] != PaymentStatus.CAPTURED or row["refunded_paise"]:
            raise Refusal(Reason.TOO_LATE, "suborder_id")
        left = row["amount_paise"] - row["sent"]
        if not 0 < due <= left:
            raise Refusal(Reason.INVALID, "amount")
        amount = due
        if artisan_id is None:
            stands = await vendor_balance.lock(row["vendor_id"])
            amount = min(max(due + stands, 0), left)
        status = TransferStatus.REQUESTED if amount else TransferStatus.PROCESSED
        made = await fetch(
            "INSERT INTO transfer (charge_id, suborder_id, vendor_id, artisan_id, account, key,"
            " due_paise, amount_paise, reversing_paise, reversed_paise, status, attempts,"
            " created_at, updated_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9, 0, $10, $10) RETURNING id",
            row["charge_id"],
            suborder_id,
            row["vendor_id"],
            artisan_id,
            account,
            f"transfer-{secrets.token_hex(12)}",
            due,
            amount,
            status.value,
            ctx.now,
        )
        transfer_id: int = made[0]["id"]
        await vendor_balance.write(
            ctx,
            row["vendor_id"],
            suborder_id,
            AdjustmentKind.PAYOUT,
            due - amount,
            transfer_id=transfer_id,
        )
        if amount:
            await enqueue(Job.TRANSFER_EXECUTE, transfer=transfer_id)
        after = {"due_paise": due, "amount_paise": amount}
        await audit.record(ctx, "transfer.request", f"transfer:{transfer_id}", after=after)
    return amount


async def request_reversal(
    ctx: ActionContext, charge_id: int, refund_id: int, paise: int, lines: Sequence[int]
) -> None:
    """Request the reversal of what sellers received of a refunded amount.

    It is taken from the vendor's transfer for the suborder first; the vendor owes the rest. An
    artisan keeps what was paid (`docs/decisions/payments.md`). The caller holds the lock of the
    order's row.
    """
    for share in await vendor_balance.owed(charge_id, paise, lines):
        await vendor_balance.lock(share.vendor_id)
        rows = await fetch(
            "SELECT id, least(amount_paise - reversing_paise, $3) AS paise FROM transfer"
            " WHERE charge_id = $1 AND suborder_id = $2 AND artisan_id IS NULL"
            " AND status <> 'failed'",
            charge_id,
            share.suborder_id,
            share.paise,
        )
        reversing = 0
        for row in rows:
            reversing = row["paise"]
            await execute(
                "UPDATE transfer SET reversing_paise = reversing_paise + $2, updated_at = $3"
                " WHERE id = $1",
                row["id"],
                reversing,
                ctx.now,
            )
        await vendor_balance.write(
            ctx,
            share.vendor_id,
            share.suborder_id,
            AdjustmentKind.REFUND,
            reversing - share.paise,
            refund_id=refund_id,
        )


async def reverse_pending(ctx: ActionContext, charge_id: int) -> None:
    """Execute all pending transfers and reversals of a charge, before its buyer is refunded.

    Raises GatewayDown; the job that needs it is retried.
    """
    rows = await fetch(
        "SELECT id FROM transfer WHERE charge_id = $1"
        " AND (status = 'requested' OR reversing_paise > reversed_paise AND status <> 'failed')"
        " ORDER BY id",
        charge_id,
    )
    failures = Failures()
    for row in rows:
        with failures.apart(f"transfer {row['id']}"):
            await execute_transfer(ctx, row["id"])
    failures.check()


async def send(ctx: ActionContext, transfer_id: int) -> None:
    """Job: execute a transfer unless its payee is on hold. Raises GatewayDown.

    Reversals do not wait for a hold: their account was fixed by the transfer.
    """
    rows = await fetch(
        "SELECT vendor_id, artisan_id FROM transfer WHERE id = $1 AND status = 'requested'",
        transfer_id,
    )
    row = rows[0] if rows else None
    until = row and await payees.hold_end(row["vendor_id"], row["artisan_id"], ctx.now)
    if until:
        await enqueue(Job.TRANSFER_EXECUTE, after=until - ctx.now, transfer=transfer_id)
        return
    await execute_transfer(ctx, transfer_id)


async def execute_transfer(ctx: ActionContext, transfer_id: int) -> None:
    """Execute a transfer at the gateway. Idempotent. Raises GatewayDown."""
    row = await _acquire(transfer_id)
    if row is None:
        return
    is_sent = row["status"] != TransferStatus.REQUESTED
    try:
        if not is_sent:
            reported = await ctx.gateway.transfer(
                row["gateway_payment_id"],
                row["account"],
                row["amount_paise"],
                row["key"],
                is_first=row["attempts"] == 1,
            )
            await _take_answer(ctx, transfer_id, reported)
            is_sent = True
            row = row | {"gateway_transfer_id": reported.id}
        if row["reversing_paise"] > row["reversed_paise"]:
            reported = await ctx.gateway.reverse(row["gateway_transfer_id"], row["reversing_paise"])
            await _take_answer(ctx, transfer_id, reported)
    except GatewayRefuses as error:
        log.warning("transfer %s was refused: %s", transfer_id, error)
        if is_sent:
            await _keep(ctx, transfer_id, str(error))
        else:
            await _fail(ctx, transfer_id, str(error), is_refused=True)
    finally:
        await execute("UPDATE transfer SET asked_at = NULL WHERE id = $1", transfer_id)


async def _acquire(transfer_id: int) -> dict[str, Any] | None:
    """Lock a transfer that has to be executed; None if it is done.

    Raises GatewayDown while another process executes it.
    """
    rows = await fetch(
        "UPDATE transfer t SET attempts = attempts + 1, asked_at = now() FROM charge c"
        " WHERE t.id = $1 AND c.id = t.charge_id AND t.status <> 'failed'"
        " AND (t.status = 'requested' OR t.reversing_paise > t.reversed_paise)"
        " AND (t.asked_at IS NULL OR t.asked_at < now() - $2 * interval '1 second')"
        " RETURNING t.*, c.gateway_payment_id",
        transfer_id,
        TURN_SECONDS,
    )
    if rows:
        return dict(rows[0])
    waits = await fetch(
        "SELECT id FROM transfer WHERE id = $1 AND status <> 'failed'"
        " AND (status = 'requested' OR reversing_paise > reversed_paise)",
        transfer_id,
    )
    if waits:
        raise GatewayDown("somebody else asks it")
    return None


async def apply(ctx: ActionContext, reported: GatewayTransfer) -> str:
    """Apply a transfer's state from the gateway. Returns a short description of the change."""
    rows = await fetch(
        "SELECT id FROM transfer WHERE gateway_transfer_id = $1 OR key = $2",
        reported.id,
        reported.key,
    )
    if rows:
        return await _take(ctx, rows[0]["id"], reported)
    # A transfer made in the gateway's dashboard: its payee is unknown, so staff look at it.
    await execute(
        "UPDATE orders o SET review = $3 FROM payment p JOIN charge c ON c.payment_id = p.id"
        " WHERE o.id = p.order_id AND o.review IS NULL AND p.gateway = $1"
        " AND c.gateway_payment_id = $2",
        ctx.gateway.name,
        reported.payment_id,
        f"{reported.amount} paise were sent on at the gateway: {reported.id}"[:200],
    )
    return "of no transfer of ours"


async def _take_answer(ctx: ActionContext, transfer_id: int, reported: GatewayTransfer) -> None:
    if await _take(ctx, transfer_id, reported) == OTHER_AMOUNT:
        raise GatewayDown(f"transfer {reported.id} is {OTHER_AMOUNT}")


async def _take(ctx: ActionContext, transfer_id: int, reported: GatewayTransfer) -> str:
    if reported.status is TransferStatus.FAILED:
        return await _fail(ctx, transfer_id, "the gateway could not do it")
    async with in_transaction():
        # Refunds compute the vendor's share from the transfer with the order's row locked.
        row = await _locked(transfer_id)
        if reported.amount != row["amount_paise"]:
            log.error("transfer %s has %d paise at the gateway", transfer_id, reported.amount)
            return OTHER_AMOUNT
        is_news = RANKS[reported.status] > RANKS[TransferStatus(row["status"])]
        back = min(max(row["reversed_paise"], reported.reversed), row["amount_paise"])
        if not is_news and back == row["reversed_paise"]:
            return "known"
        await execute(
            "UPDATE transfer SET status = $2, gateway_transfer_id = $3, reversed_paise = $4,"
            " reversing_paise = greatest(reversing_paise, $4), error = NULL, updated_at = $5"
            " WHERE id = $1",
            transfer_id,
            reported.status.value if is_news else row["status"],
            reported.id,
            back,
            ctx.now,
        )
    return reported.status.value


async def _locked(transfer_id: int) -> Any:
    """The transfer's row, locked after its order and vendor: the order of locks everywhere."""
    await fetch(
        "SELECT o.id FROM orders o JOIN suborder s ON s.order_id = o.id"
        " JOIN transfer t ON t.suborder_id = s.id WHERE t.id = $1 FOR UPDATE OF o",
        transfer_id,
    )
    vendor_id = await fetch_value("SELECT vendor_id FROM transfer WHERE id = $1", transfer_id)
    await vendor_balance.lock(vendor_id)
    return (await fetch("SELECT * FROM transfer WHERE id = $1 FOR UPDATE", transfer_id))[0]


async def _fail(ctx: ActionContext, transfer_id: int, why: str, *, is_refused: bool = False) -> str:
    """Mark a transfer as failed and restore the vendor's balance.

    If it `is_refused`, only one still requested: a webhook may have said since that it is
    made.
    """
    async with in_transaction():
        row = await _locked(transfer_id)
        status = TransferStatus.REQUESTED if is_refused else TransferStatus.PENDING
        if RANKS[TransferStatus(row["status"])] > RANKS[status]:
            return "known"
        await execute(
            "UPDATE transfer SET status = 'failed', reversing_paise = reversed_paise, error = $2,"
            " updated_at = $3 WHERE id = $1",
            transfer_id,
            why[:200],
            ctx.now,
        )
        await vendor_balance.write(
            ctx,
            row["vendor_id"],
            row["suborder_id"],
            AdjustmentKind.PAYOUT,
            row["amount_paise"] - row["due_paise"],
            transfer_id=transfer_id,
        )
    return TransferStatus.FAILED.value


async def _keep(ctx: ActionContext, transfer_id: int, why: str) -> None:
    """Charge the vendor's balance with the part that was not reversed."""
    async with in_transaction():
        row = await _locked(transfer_id)
        await execute(
            "UPDATE transfer SET reversing_paise = reversed_paise, error = $2, updated_at = $3"
            " WHERE id = $1",
            transfer_id,
            why[:200],
            ctx.now,
        )
        await vendor_balance.write(
            ctx,
            row["vendor_id"],
            row["suborder_id"],
            AdjustmentKind.REFUND,
            row["reversed_paise"] - row["reversing_paise"],
            transfer_id=transfer_id,
        )
