"""Uses of promotions: a row for each order, claimed with it and released when it is cancelled.

The count of a promotion changes only together with a row.
"""

from collections.abc import Sequence

from commerce.cart.pricing.problems import Problem, ProblemKind
from commerce.core.errors import Reason, Refusal
from database.connect import execute

# For the statement that writes an order: it claims promotions after stock, `taken`, the order in
# which releases lock them too. NO KEY, because order lines of others hold locks on the promotions'
# keys and would deadlock.
CLAIM_CTES = """
used AS (
  SELECT id FROM promotion
  WHERE id = ANY($promotions::int[]) AND (SELECT count(*) FROM taken) >= 0
  ORDER BY id FOR NO KEY UPDATE),
counted AS (
  UPDATE promotion p SET uses = p.uses + 1 FROM used
  WHERE p.id = used.id AND (p.most_uses IS NULL OR p.uses < p.most_uses) RETURNING p.id),
claimed AS (
  INSERT INTO promotion_use (promotion_id, order_id, account_id, phone, status)
  SELECT id, $order_id, $account_id, $phone, 'claimed' FROM counted RETURNING promotion_id)"""
RELEASE = """
WITH gone AS (
  UPDATE promotion_use SET status = 'released' WHERE order_id = $1 AND status = 'claimed'
  RETURNING promotion_id)
UPDATE promotion p SET uses = p.uses - 1 FROM gone WHERE p.id = gone.promotion_id
"""
# Limits are ignored here: the order stands.
CLAIM_AGAIN = """
WITH back AS (
  UPDATE promotion_use SET status = 'claimed' WHERE order_id = $1 AND status = 'released'
  RETURNING promotion_id)
UPDATE promotion p SET uses = p.uses + 1 FROM back WHERE p.id = back.promotion_id
"""


def require_claimed(wanted: Sequence[int], claimed: Sequence[int]) -> None:
    """Raise Refusal if a promotion of the order has just been used up.

    The buyer's own limit was checked under the buyer's locks (`buyers.uses`).
    """
    if len(claimed) < len(wanted):
        en, hi = Problem(ProblemKind.COUPON_USED_UP).text()
        raise Refusal(Reason.CART_NOT_READY, "cart_id", problem_en=en, problem_hi=hi)


async def give_back(order_id: int) -> None:
    """Release the usages of a cancelled order. Idempotent."""
    await execute(RELEASE, order_id)


async def count_again(order_id: int) -> None:
    """Claim the usages of a reinstated order again. Idempotent."""
    await execute(CLAIM_AGAIN, order_id)
