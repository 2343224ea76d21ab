"""Placing an order whose payment arrived after the order had expired.

It is a new sale at the price of the order: it needs everything that checkout needs now, except that
price, taxes and the dates of promotions are the order's.
"""

from typing import Any

from tortoise.transactions import in_transaction

from commerce.cart import availability, cart_merging
from commerce.cart.pricing import buyers
from commerce.cart.pricing.buyers import Buyer
from commerce.cart.pricing.commercial_rules import terms
from commerce.core.action_context import ActionContext
from commerce.orders import order_state, promotion_claims, stock
from database.connect import fetch, fetch_value
from database.pool.transactions import send_now
from models import OrderEventKind

# An order that has expired, was not cancelled by its buyer, and still has its address and a buyer
# who may order: its account, and the one whose cart its cart has become.
EXPIRED = f"""
SELECT o.account_id, o.phone, o.email, o.pincode, o.line1, o.line2, a.phone AS own_phone,
  a.email AS own_email, ARRAY[CASE WHEN a.phone_verified_at IS NOT NULL THEN a.phone END,
    CASE WHEN a.email_verified_at IS NOT NULL THEN a.email END] AS proved,
  ARRAY(SELECT promotion_id FROM promotion_use WHERE order_id = o.id) AS promotions
FROM orders o LEFT JOIN account a ON a.id = o.account_id
LEFT JOIN cart c ON c.id = o.cart_id LEFT JOIN account b ON b.id = c.account_id
WHERE o.id = $1 AND o.pincode IS NOT NULL AND o.phone IS NOT NULL
  AND num_nonnulls(a.erased_at, a.suspended_at, b.erased_at, b.suspended_at) = 0
  AND EXISTS (SELECT FROM order_event e WHERE e.order_id = o.id
    AND e.kind = '{OrderEventKind.PAYMENT_EXPIRED.value}')
  AND NOT EXISTS (SELECT FROM order_event e WHERE e.order_id = o.id
    AND e.kind = '{OrderEventKind.CANCELLED.value}')
"""
# The accounts of an order: its own, and the one whose cart its cart has become.
OWNERS = """
SELECT array_remove(ARRAY[o.account_id, c.account_id], NULL) AS ids
FROM orders o LEFT JOIN cart c ON c.id = o.cart_id WHERE o.id = $1
"""
# Orders that take the place of an expired one: of the same cart, or with one of its items and of
# one of its accounts ($2). They were ordered after it, or placed after it was ordered, or can still
# be paid. One that has expired as well does not count, one that the buyer cancelled does.
OTHERS = f"""
WITH other AS (
  SELECT id, status, placed_at, cart_id FROM orders WHERE account_id = ANY($2::int[])
  UNION
  SELECT id, status, placed_at, cart_id FROM orders WHERE cart_id IN (
    SELECT cart_id FROM orders WHERE id = $1
    UNION SELECT id FROM cart WHERE account_id = ANY($2::int[])))
SELECT x.id FROM orders o JOIN other x ON x.id <> o.id
WHERE o.id = $1
  AND (x.cart_id = o.cart_id OR EXISTS (SELECT FROM order_line l JOIN order_line m
    USING (variant_id) WHERE l.order_id = x.id AND m.order_id = o.id))
  AND (x.status <> 'cancelled' OR EXISTS (SELECT FROM order_event e WHERE e.order_id = x.id
    AND e.kind = '{OrderEventKind.CANCELLED.value}'))
  AND (x.placed_at > o.placed_at OR x.status = 'awaiting_payment'
    OR EXISTS (SELECT FROM order_event e WHERE e.order_id = x.id AND e.at > o.placed_at
      AND e.kind = '{OrderEventKind.PLACED.value}'))
LIMIT 1
"""


class _NotPossible(Exception):  # noqa: N818 -- it says what happened
    """The order can no longer be placed."""


async def reinstate(ctx: ActionContext, order_id: int) -> bool:
    """Place an order that expired before its payment arrived. False, and nothing changed, if it
    can't be any more.

    Call it with the order's row locked. Other locks are taken in the order of checkout, and what
    is on sale is read after the last one.
    """
    try:
        async with in_transaction():
            await _claim_again(ctx, order_id)
            await order_state.place(ctx, order_id)
            await send_now()
            if not await availability.is_sold(order_id, ctx.now):
                raise _NotPossible
    except _NotPossible:
        return False
    return True


async def _claim_again(ctx: ActionContext, order_id: int) -> None:
    """Claim the cart, promotions and stock of an expired order again. Raises _NotPossible."""
    await buyers.lock_accounts(await fetch_value(OWNERS, order_id))
    await cart_merging.lock_of_order(order_id)
    orders = await fetch(EXPIRED, order_id)
    if not orders or await fetch(OTHERS, order_id, await fetch_value(OWNERS, order_id)):
        raise _NotPossible
    buyer = _buyer(orders[0])
    if not await _may_use(orders[0]["promotions"], buyer):
        raise _NotPossible
    await cart_merging.close_reopened(order_id)
    if not await stock.reserve_again(order_id):
        raise _NotPossible
    if not await promotion_claims.claim_again(order_id):
        raise _NotPossible


def _buyer(row: Any) -> Buyer:
    return Buyer(
        row["account_id"],
        buyers.contacts(row["own_phone"], row["phone"]),
        buyers.contacts(row["own_email"], row["email"]),
        (row["pincode"], row["line1"], row["line2"] or ""),
        buyers.contacts(*row["proved"]),
    )


async def _may_use(promotion_ids: list[int], buyer: Buyer) -> bool:
    """Whether the buyer may use the promotions, counting other orders. Withdrawn ones: no."""
    rules = await terms()
    if not rules.promotions.keys() >= set(promotion_ids):
        return False
    promotions = [rules.promotions[key] for key in promotion_ids]
    uses = await buyers.uses(promotions, buyer, is_claiming=True)
    return not any(
        uses.is_exhausted(each) or (each.is_first_order and not uses.is_first_order)
        for each in promotions
    )
