"""Uses of promotions: a row for each order, claimed with it and released when it does not come
about. The count follows the rows: it changes only as a row does, and is never set by itself.
"""

from collections.abc import Sequence

from commerce.errors import Reason, Refusal
from commerce.problems import Problem, Trouble
from database.connect import execute, fetch

# The lines of the order hold the promotions' keys already, and so do those of others: a lock on
# the keys would wait for them in a circle.
CLAIM = """
WITH wanted AS (
  SELECT id FROM promotion WHERE id = ANY($1::int[]) ORDER BY id FOR NO KEY UPDATE),
counted AS (
  UPDATE promotion p SET uses = p.uses + 1 FROM wanted w
  WHERE p.id = w.id AND (p.most_uses IS NULL OR p.uses < p.most_uses) RETURNING p.id)
INSERT INTO promotion_use (promotion_id, order_id, account_id, phone, status)
SELECT id, $2, $3, $4, 'claimed' FROM counted RETURNING promotion_id
"""
RELEASE = """
WITH gone AS (
  UPDATE promotion_use SET status = 'released' WHERE order_id = $1 AND status = 'claimed'
  RETURNING promotion_id)
UPDATE promotion p SET uses = p.uses - 1 FROM gone WHERE p.id = gone.promotion_id
"""
# A limit that was reached meanwhile is passed over: the order stands.
CLAIM_AGAIN = """
WITH back AS (
  UPDATE promotion_use SET status = 'claimed' WHERE order_id = $1 AND status = 'released'
  RETURNING promotion_id)
UPDATE promotion p SET uses = p.uses + 1 FROM back WHERE p.id = back.promotion_id
"""


async def claim(
    promotion_ids: Sequence[int], order_id: int, account_id: int | None, phone: str
) -> None:
    """Count what an order uses, in its transaction. Raises Refusal when one was just used up.

    What one buyer may do was looked at under the buyer's locks (`buyers.uses`).
    """
    if not promotion_ids:
        return
    claimed = await fetch(CLAIM, sorted(promotion_ids), order_id, account_id, phone)
    if len(claimed) < len(promotion_ids):
        en, hi = Problem(Trouble.COUPON_USED_UP).said()
        raise Refusal(Reason.CART_NOT_READY, "cartId", problem_en=en, problem_hi=hi)


async def give_back(order_id: int) -> None:
    """For an order that ended without its goods; again changes nothing."""
    await execute(RELEASE, order_id)


async def count_again(order_id: int) -> None:
    """For an order that came about after all; again changes nothing."""
    await execute(CLAIM_AGAIN, order_id)
