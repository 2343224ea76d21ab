"""A buyer's bank asks for a payment back: what its sellers got of it is held until that is decided.

Won, it stands to the vendors' credit again; lost, it stays taken off (`domain/payments.md`, 16).
"""

from typing import Any

from tortoise.transactions import in_transaction

from commerce import adjustments, audit, refunds
from commerce.acting import Acting
from commerce.ports import GatewayDispute
from database.connect import execute, fetch
from models import AdjustmentKind, DisputeStatus

RANKS = {DisputeStatus.OPEN: 0, DisputeStatus.WON: 1, DisputeStatus.LOST: 2}
REVIEWS = {
    DisputeStatus.OPEN: "payment disputed",
    DisputeStatus.WON: None,
    DisputeStatus.LOST: "payment charged back",
}


async def apply(by: Acting, told: GatewayDispute) -> str:
    """Take a dispute as the gateway tells it; in a few words, what that changed.

    Events come in any order: what is decided is not open again.
    """
    async with in_transaction():
        rows = await fetch(
            "SELECT o.id, o.review, c.id AS charge_id FROM orders o JOIN payment p"
            " ON p.order_id = o.id JOIN charge c ON c.payment_id = p.id"
            " WHERE p.gateway = $1 AND c.gateway_payment_id = $2 FOR UPDATE OF o",
            by.gateway.name,
            told.payment_id,
        )
        if not rows:
            return "of no order"
        order = rows[0]
        known = await fetch(
            "SELECT charge_id, status FROM dispute WHERE gateway_dispute_id = $1", told.id
        )
        if known and known[0]["charge_id"] != order["charge_id"]:
            return "known as another payment's"
        before = DisputeStatus(known[0]["status"]) if known else None
        if before is not None and RANKS[told.status] <= RANKS[before]:
            return "known"
        written = await fetch(
            "INSERT INTO dispute (charge_id, gateway_dispute_id, amount_paise, status, created_at,"
            " updated_at) VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (gateway_dispute_id)"
            " DO UPDATE SET status = excluded.status, updated_at = excluded.updated_at"
            " RETURNING id",
            order["charge_id"],
            told.id,
            told.amount,
            told.status.value,
            by.now,
        )
        dispute_id: int = written[0]["id"]
        if told.status is DisputeStatus.WON:
            await _let_go(by, dispute_id)
        elif before is not DisputeStatus.OPEN:
            await _hold(by, order, dispute_id, told.amount)
        if order["review"] in (None, *REVIEWS.values()):
            review = REVIEWS[told.status]
            await execute("UPDATE orders SET review = $2 WHERE id = $1", order["id"], review)
        await refunds.sum_up(by, order["charge_id"])
        after = {"amount_paise": told.amount, "status": told.status.value}
        await audit.record(by, "dispute.take", f"order:{order['id']}", after=after)
    return f"dispute {told.status.value}"


async def _hold(by: Acting, order: Any, dispute_id: int, paise: int) -> None:
    for share in await adjustments.owed(order["charge_id"], paise):
        await adjustments.lock(share.vendor_id)
        await adjustments.write(
            by,
            share.vendor_id,
            share.suborder_id,
            AdjustmentKind.DISPUTE,
            -share.paise,
            dispute_id=dispute_id,
        )


async def _let_go(by: Acting, dispute_id: int) -> None:
    rows = await fetch(
        "SELECT vendor_id, suborder_id, -sum(paise)::bigint AS paise FROM adjustment"
        " WHERE dispute_id = $1 GROUP BY vendor_id, suborder_id ORDER BY vendor_id",
        dispute_id,
    )
    for row in rows:
        await adjustments.lock(row["vendor_id"])
        await adjustments.write(
            by,
            row["vendor_id"],
            row["suborder_id"],
            AdjustmentKind.DISPUTE_WON,
            row["paise"],
            dispute_id=dispute_id,
        )
