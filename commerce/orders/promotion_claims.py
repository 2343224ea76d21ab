"""Uses of promotions: a row for each order, claimed with it and released when it is cancelled.

The count of a promotion changes only together with a row.
"""

from collections.abc import Sequence

from commerce.cart.pricing.problems import Problem, ProblemKind
from commerce.core.errors import Reason, Refusal
from database.connect import execute, fetch_value

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
CLAIM_AGAIN = """
WITH used AS (
  SELECT p.id FROM promotion p JOIN promotion_use u ON u.promotion_id = p.id
  WHERE u.order_id = $1 AND u.status = 'released' ORDER BY p.id FOR NO KEY UPDATE OF p),
counted AS (
  UPDATE promotion p SET uses = p.uses + 1 FROM used
  WHERE p.id = used.id AND (p.most_uses IS NULL OR p.uses < p.most_uses) RETURNING p.id),
back AS (
  UPDATE promotion_use u SET status = 'claimed' FROM counted
  WHERE u.order_id = $1 AND u.promotion_id = counted.id RETURNING u.promotion_id)
SELECT (SELECT count(*) FROM used) = (SELECT count(*) FROM back)
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


async def claim_again(order_id: int) -> bool:
    """Claim the usages of an expired order again. False if a promotion is used up: the caller ends
    its transaction.

    The buyer's own limit was checked under the buyer's locks (`buyers.uses`).
    """
    is_claimed: bool = await fetch_value(CLAIM_AGAIN, order_id)
    return is_claimed
