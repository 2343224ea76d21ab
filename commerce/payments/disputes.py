"""Disputes: the sellers' share of a disputed payment is held back until it is decided.

If the dispute is won, the vendors are credited again, less what refunds have taken meanwhile; if it
is lost, the amount stays deducted (`docs/decisions/payments.md`). For a payment that was also
refunded, no seller gives a part back twice (`paid_twice_paise`).
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from tortoise.transactions import in_transaction

from auth.roles import Permission
from commerce.core import audit
from commerce.core.action_context import ActionContext
from commerce.core.money import formatted
from commerce.core.ports import GatewayDispute, GatewayDown, GatewayRefuses
from commerce.core.texts.language import Language
from commerce.core.texts.message_kinds import Kind
from commerce.core.texts.messages import Message
from commerce.orders import timeline
from commerce.payments import duplicate_payments, refund_progress, refunds
from commerce.payouts import vendor_balance
from database.connect import fetch, fetch_value
from models import AdjustmentKind, Charge, Dispute, DisputeStatus, OrderEventKind

RANKS = {DisputeStatus.OPEN: 0, DisputeStatus.WON: 1, DisputeStatus.LOST: 2}
EVENTS = {
    DisputeStatus.OPEN: OrderEventKind.PAYMENT_DISPUTED,
    DisputeStatus.WON: OrderEventKind.DISPUTE_WON,
    DisputeStatus.LOST: OrderEventKind.CHARGED_BACK,
}


async def apply(ctx: ActionContext, reported: GatewayDispute) -> str:
    """Apply a dispute's state from the gateway. Returns a short description of the change.

    Events come in any order; a decided dispute is never open again.
    """
    async with in_transaction():
        rows = await fetch(
            "SELECT o.id, c.id AS charge_id FROM orders o JOIN payment p"
            " ON p.order_id = o.id JOIN charge c ON c.payment_id = p.id"
            " WHERE p.gateway = $1 AND c.gateway_payment_id = $2 FOR UPDATE OF o",
            ctx.gateway.name,
            reported.payment_id,
        )
        if not rows:
            return "of no order"
        order = rows[0]
        earlier = await fetch(
            "SELECT charge_id, status FROM dispute WHERE gateway_dispute_id = $1", reported.id
        )
        if earlier and earlier[0]["charge_id"] != order["charge_id"]:
            return "known as another payment's"
        before = DisputeStatus(earlier[0]["status"]) if earlier else None
        if before is not None and RANKS[reported.status] <= RANKS[before]:
            return "known"
        written = await fetch(
            "INSERT INTO dispute (charge_id, gateway_dispute_id, amount_paise, status, created_at,"
            " updated_at) VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (gateway_dispute_id)"
            " DO UPDATE SET status = excluded.status, updated_at = excluded.updated_at"
            " RETURNING id",
            order["charge_id"],
            reported.id,
            reported.amount,
            reported.status.value,
            ctx.now,
        )
        dispute_id: int = written[0]["id"]
        if reported.status is DisputeStatus.WON:
            await _release(ctx, order["charge_id"], dispute_id)
        elif before is not DisputeStatus.OPEN:
            await _hold(ctx, order, dispute_id, reported.amount)
        await timeline.record_event(
            order["id"], EVENTS[reported.status], ctx.now, amount=formatted(reported.amount)
        )
        await refunds.refresh_status(ctx, order["charge_id"])
        if reported.status is not DisputeStatus.WON:
            await duplicate_payments.notify_staff_later(dispute_id)
        after = {
            "amount_paise": reported.amount,
            "status": reported.status.value,
            "paid_twice_paise": await fetch_value(
                "SELECT paid_twice_paise FROM dispute WHERE id = $1", dispute_id
            ),
        }
        await audit.record(ctx, "dispute.take", f"order:{order['id']}", after=after)
    return f"dispute {reported.status.value}"


async def of_orders(order_ids: Sequence[int]) -> list[list[Dispute]]:
    """The disputes of each of the orders."""
    rows = await Dispute.filter(charge__payment__order_id__in=list(order_ids)).order_by("id")
    charges = {row.charge_id for row in rows}
    orders = dict(await Charge.filter(id__in=charges).values_list("id", "payment__order_id"))
    found: dict[int, list[Dispute]] = {order_id: [] for order_id in order_ids}
    for row in rows:
        found[orders[row.charge_id]].append(row)
    return [found[order_id] for order_id in order_ids]


async def _hold(ctx: ActionContext, order: Any, dispute_id: int, paise: int) -> None:
    for share in await vendor_balance.owed(order["charge_id"], paise):
        await vendor_balance.lock(share.vendor_id)
        await vendor_balance.write(
            ctx,
            share.vendor_id,
            share.suborder_id,
            AdjustmentKind.DISPUTE,
            -share.paise,
            dispute_id=dispute_id,
        )


SELLERS = """
SELECT DISTINCT s.vendor_id FROM charge c JOIN payment p ON p.id = c.payment_id
JOIN suborder s ON s.order_id = p.order_id WHERE c.id = $1 ORDER BY s.vendor_id
"""


async def _release(ctx: ActionContext, charge_id: int, dispute_id: int) -> None:
    """Credit the vendors with what was held for a dispute, less what they owe by now: refunds made
    in the gateway's dashboard and other disputes skip what is held already.
    """
    # All at once and by id: the order of locks everywhere.
    for row in await fetch(SELLERS, charge_id):
        await vendor_balance.lock(row["vendor_id"])
    rows = await fetch(
        "SELECT vendor_id, suborder_id, -sum(paise)::bigint AS paise FROM adjustment"
        " WHERE dispute_id = $1 GROUP BY vendor_id, suborder_id ORDER BY vendor_id",
        dispute_id,
    )
    for row in rows:
        await vendor_balance.write(
            ctx,
            row["vendor_id"],
            row["suborder_id"],
            AdjustmentKind.DISPUTE_WON,
            row["paise"],
            dispute_id=dispute_id,
        )
    # Another dispute of the same money may be open.
    open_id = await fetch_value(
        "SELECT max(id) FROM dispute WHERE charge_id = $1 AND status <> 'won'", charge_id
    )
    refund_id = await fetch_value("SELECT max(id) FROM refund WHERE charge_id = $1", charge_id)
    for share in await vendor_balance.still_owed(charge_id):
        await vendor_balance.write(
            ctx,
            share.vendor_id,
            share.suborder_id,
            AdjustmentKind.DISPUTE if open_id else AdjustmentKind.REFUND,
            -share.paise,
            dispute_id=open_id,
            refund_id=None if open_id else refund_id,
        )


# Few people may move money.
MAX_STAFF = 50
STAFF = """
SELECT DISTINCT a.id, a.language, a.email, a.phone FROM account a
JOIN staff_member m ON m.account_id = a.id JOIN staff_group g ON g.id = m.group_id
WHERE $1 = ANY(g.permissions) AND a.erased_at IS NULL
  AND (a.email_verified_at IS NOT NULL OR a.phone_verified_at IS NOT NULL)
ORDER BY a.id LIMIT $2
"""


async def notify_staff(ctx: ActionContext, dispute_id: int) -> None:
    """Job: notify the staff who handle payments of a dispute."""
    rows = await fetch(
        "SELECT d.charge_id, d.amount_paise, d.status, o.number, o.id AS order_id FROM dispute d"
        " JOIN charge c ON c.id = d.charge_id JOIN payment p ON p.id = c.payment_id"
        " JOIN orders o ON o.id = p.order_id WHERE d.id = $1",
        dispute_id,
    )
    if not rows or rows[0]["status"] == DisputeStatus.WON:
        return
    row = rows[0]
    # Refresh the refunds and their bank references, but notify staff even without the gateway.
    with suppress(GatewayRefuses, GatewayDown):
        await refund_progress.look(ctx, row["charge_id"])
    gone = (await fetch(duplicate_payments.GONE, row["charge_id"]))[0]
    values = {
        "number": row["number"],
        "amount": formatted(row["amount_paise"]),
        "refunded": formatted(gone["paise"]),
        "references": await duplicate_payments.references(row["charge_id"]) or "–",
    }
    for person in await fetch(STAFF, Permission.MONEY_MOVE.value, MAX_STAFF):
        contact = person["email"] or person["phone"]
        ctx.post(Message(Kind.DISPUTED, contact, Language(person["language"]), values))
