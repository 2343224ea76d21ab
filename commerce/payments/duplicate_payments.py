"""Payments that are both refunded and disputed.

Staff contest such a dispute with the refund's number at the bank. If it is lost nevertheless, the
money was paid back twice: sellers give back their share once (`vendor_balance.owed`), the mart
bears the rest, and the dispute has the amount (`dispute.paid_twice_paise`).
"""

from typing import Any

from commerce.core.action_context import ActionContext
from commerce.core.jobs import Job, enqueue
from commerce.core.money import formatted
from commerce.orders import timeline
from database.connect import execute, fetch
from models import OrderEventKind

DISPUTED, CHARGED_BACK = "payment disputed", "payment charged back"
AT_GATEWAY = "paise were paid back at the gateway"
MAX_REVIEW_CHARACTERS = 200

# Refunds that are paid or under way: our sum or the gateway's, whichever is larger.
GONE = """
SELECT c.id, p.order_id, c.amount_paise, greatest(c.refunded_paise,
  (SELECT coalesce(sum(r.amount_paise), 0)::bigint FROM refund r
   WHERE r.charge_id = c.id AND r.status IN ('pending', 'processed'))) AS paise
FROM charge c JOIN payment p ON p.id = c.payment_id WHERE c.id = $1
"""
# By how much refunds and all disputes up to each one exceed the charge, oldest first.
COUNT = f"""
UPDATE dispute d SET paid_twice_paise = found.paise
FROM (SELECT each.id, each.status, each.amount_paise, each.paid_twice_paise AS before,
        CASE WHEN each.status = 'won' THEN 0 ELSE
          least(each.amount_paise, greatest(0, gone.paise - gone.amount_paise
            + sum(each.amount_paise) FILTER (WHERE each.status <> 'won')
              OVER (ORDER BY each.id)))::bigint END AS paise,
        gone.order_id, gone.paise AS gone
      FROM ({GONE}) gone JOIN dispute each ON each.charge_id = gone.id) found
WHERE d.id = found.id AND d.paid_twice_paise <> found.paise
RETURNING d.id, d.status, d.amount_paise, d.paid_twice_paise, found.before
"""
REFUNDS = """
SELECT gateway_refund_id AS id, arn FROM refund
WHERE charge_id = $1 AND status IN ('pending', 'processed') ORDER BY id LIMIT 10
"""


async def count(ctx: ActionContext, charge_id: int) -> None:
    """Recompute how much of a charge's disputes was refunded already, and notify buyer and staff.

    Call it with the order's row locked, whenever a refund or dispute of it has changed.
    """
    for row in await fetch(COUNT, charge_id):
        if row["paid_twice_paise"] > row["before"]:
            await _notify(ctx, charge_id, row)
    await _review(charge_id)


async def _notify(ctx: ActionContext, charge_id: int, row: Any) -> None:
    gone = (await fetch(GONE, charge_id))[0]
    await timeline.record_event(
        gone["order_id"],
        OrderEventKind.REFUND_DISPUTED,
        ctx.now,
        amount=formatted(row["amount_paise"]),
        refunded=formatted(gone["paise"]),
        references=await references(charge_id),
    )
    await notify_staff_later(row["id"])


async def notify_staff_later(dispute_id: int) -> None:
    await enqueue(Job.DISPUTE_NOTIFY, once=f"dispute {dispute_id}", dispute=dispute_id)


async def _review(charge_id: int) -> None:
    """Set the note for staff in the list of orders under review."""
    rows = await fetch(
        "SELECT o.id, o.review, bool_or(d.status = 'lost') AS is_lost,"
        " bool_or(d.status = 'open') AS is_open, sum(d.paid_twice_paise)::bigint AS twice"
        " FROM dispute d JOIN charge c ON c.id = d.charge_id JOIN payment p ON p.id = c.payment_id"
        " JOIN orders o ON o.id = p.order_id WHERE c.id = $1 GROUP BY o.id",
        charge_id,
    )
    for row in rows:
        before = row["review"] or DISPUTED
        if not before.startswith((DISPUTED, CHARGED_BACK)) and not before.endswith(AT_GATEWAY):
            continue
        review, what = None, ""
        if row["is_lost"]:
            review, what = CHARGED_BACK, "paid twice"
        elif row["is_open"]:
            review, what = DISPUTED, "already refunded, contest it"
        if review and row["twice"]:
            review += f": {formatted(row['twice'])} {what}, {await references(charge_id)}"
        await execute(
            "UPDATE orders SET review = $2 WHERE id = $1 AND review IS DISTINCT FROM $2",
            row["id"],
            review and review[:MAX_REVIEW_CHARACTERS],
        )


async def references(charge_id: int) -> str:
    """The numbers of a charge's refunds at the gateway and the bank."""
    rows = await fetch(REFUNDS, charge_id)
    return ", ".join(
        f"{row['id']} (ARN {row['arn']})" if row["arn"] else row["id"] for row in rows if row["id"]
    )
