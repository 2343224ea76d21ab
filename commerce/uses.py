"""How often promotions were used: counted with an order, given back when it does not come about."""

from database.connect import execute


async def give_back(order_id: int) -> None:
    await execute(
        "WITH gone AS (DELETE FROM promotion_use WHERE order_id = $1 RETURNING promotion_id)"
        " UPDATE promotion p SET uses = p.uses - 1 FROM gone WHERE p.id = gone.promotion_id",
        order_id,
    )


async def count_again(order_id: int) -> None:
    """For an order that came about after all; a limit that was reached meanwhile is passed over."""
    await execute(
        "WITH used AS ("
        " INSERT INTO promotion_use (promotion_id, order_id, account_id, phone)"
        " SELECT DISTINCT d.promotion_id, o.id, o.account_id, o.phone FROM line_discount d"
        " JOIN order_line l ON l.id = d.line_id JOIN orders o ON o.id = l.order_id"
        " WHERE o.id = $1 ON CONFLICT (promotion_id, order_id) DO NOTHING RETURNING promotion_id)"
        " UPDATE promotion p SET uses = least(p.uses + 1, coalesce(p.most_uses, p.uses + 1))"
        " FROM used WHERE p.id = used.promotion_id",
        order_id,
    )
