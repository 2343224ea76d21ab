"""Balance of a vendor: unrecovered refunds and disputes, deducted from payouts.

The balance is the sum of the vendor's adjustments. If it is negative, the vendor owes the mart, and
the next payout pays it off; no payout is below 0 (`docs/decisions/payments.md`).
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson

from commerce.core.action_context import ActionContext
from commerce.core.money import half_up, split_by_weight
from database.connect import execute, fetch, fetch_value
from models import AdjustmentKind


async def lock(vendor_id: int) -> int:
    """Lock the vendor and return its balance in paise.

    The order's row is locked before it.
    """
    await fetch("SELECT id FROM vendor WHERE id = $1 FOR NO KEY UPDATE", vendor_id)
    return await standing(vendor_id)


async def standing(vendor_id: int) -> int:
    """The sum of a vendor's adjustments, in paise."""
    found: int = await fetch_value(
        "SELECT coalesce(sum(paise), 0)::bigint FROM adjustment WHERE vendor_id = $1", vendor_id
    )
    return found


async def write(
    ctx: ActionContext,
    vendor_id: int,
    suborder_id: int,
    kind: AdjustmentKind,
    paise: int,
    *,
    refund_id: int | None = None,
    dispute_id: int | None = None,
    transfer_id: int | None = None,
) -> None:
    """Insert an adjustment unless the amount is 0. The caller holds the vendor lock."""
    if paise:
        await execute(
            "INSERT INTO adjustment (vendor_id, suborder_id, kind, paise, refund_id, dispute_id,"
            " transfer_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            vendor_id,
            suborder_id,
            kind.value,
            paise,
            refund_id,
            dispute_id,
            transfer_id,
            ctx.now,
        )


class Share(NamedTuple):
    """A seller's share of a suborder's refund, in paise."""

    suborder_id: int
    vendor_id: int
    paise: int


SENT = """
SELECT s.id, s.vendor_id, s.total_paise,
  (SELECT coalesce(sum(l.paid_paise + l.delivery_paise), 0)::bigint FROM order_line l
   WHERE l.suborder_id = s.id AND ($2::int[] = '{}' OR l.id = ANY($2))) AS weight,
  (SELECT coalesce(sum(t.due_paise), 0)::bigint FROM transfer t
   WHERE t.suborder_id = s.id AND t.charge_id = $1 AND t.status <> 'failed') AS due,
  (SELECT coalesce(sum(t.reversing_paise), 0)::bigint FROM transfer t
   WHERE t.suborder_id = s.id AND t.charge_id = $1 AND t.status <> 'failed')
  - (SELECT coalesce(sum(a.paise), 0)::bigint FROM adjustment a
     WHERE a.suborder_id = s.id AND a.kind <> 'payout') AS back
FROM charge c JOIN payment p ON p.id = c.payment_id JOIN suborder s ON s.order_id = p.order_id
WHERE c.id = $1 AND EXISTS (SELECT FROM transfer t WHERE t.charge_id = c.id)
ORDER BY s.vendor_id
"""


async def owed(charge_id: int, paise: int, lines: Sequence[int] = ()) -> list[Share]:
    """The shares of sellers in a refund of part of a charge, by vendor, the order in which they are
    locked.

    Each gives back in proportion to what it received for its suborder: half for half. `lines` are
    the refunded lines; without any, the whole order is. Nothing is due for what was never
    transferred or was given back already, by a refund or for a dispute.
    """
    return [
        Share(row["id"], row["vendor_id"], share)
        for row, part in await _parts(charge_id, paise, lines)
        if (share := min(part, row["due"] - row["back"])) > 0
    ]


async def still_owed(charge_id: int) -> list[Share]:
    """The shares still due from sellers for all refunds and disputes of a charge together."""
    claims = await fetch(CLAIMS, charge_id)
    sums: dict[int, int] = {}
    rows: dict[int, Any] = {}
    for claim in claims:
        for row, part in await _parts(charge_id, claim["paise"], orjson.loads(claim["lines"])):
            rows[row["id"]] = row
            sums[row["id"]] = sums.get(row["id"], 0) + part
    return [
        Share(suborder_id, row["vendor_id"], paise)
        for suborder_id, row in rows.items()
        if (paise := min(sums[suborder_id], row["due"]) - row["back"]) > 0
    ]


CLAIMS = """
SELECT amount_paise AS paise, lines FROM refund WHERE charge_id = $1 AND status <> 'superseded'
UNION ALL
SELECT amount_paise, '[]' FROM dispute WHERE charge_id = $1 AND status <> 'won'
"""


async def _parts(charge_id: int, paise: int, lines: Sequence[int]) -> list[tuple[Any, int]]:
    """Rows of SENT, each with its part of an amount, in proportion to what was transferred."""
    rows = await fetch(SENT, charge_id, list(lines))
    parts = split_by_weight(paise, [row["weight"] for row in rows])
    return [
        (row, half_up(row["due"] * min(part, row["total_paise"]), row["total_paise"]))
        for row, part in zip(rows, parts, strict=True)
    ]
