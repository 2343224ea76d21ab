"""Whether an order could still be sold, by the rules of a cart."""

from datetime import datetime

from commerce.cart import carts
from commerce.cart.pricing.commercial_rules import terms
from commerce.cart.pricing.pricing import price
from commerce.cart.pricing.problems import NOT_SOLD
from database.connect import fetch

LINES = f"""
SELECT {carts.LINES}, NULL AS options, p.name_en, p.name_hi, s.vendor_id AS sold_by, o.pincode,
  o.state_id
FROM orders o JOIN suborder s ON s.order_id = o.id
JOIN LATERAL (SELECT id, quantity, variant_id, price_paise AS seen_paise, NULL::smallint AS wished
  FROM order_line WHERE suborder_id = s.id) l ON true
JOIN variant w ON w.id = l.variant_id JOIN product p ON p.id = w.product_id
JOIN vendor v ON v.id = p.vendor_id LEFT JOIN stock k ON k.variant_id = w.id
WHERE o.id = $1
"""


async def is_sold(order_id: int, now: datetime) -> bool:
    """Whether every item of an order is on sale by its vendor and delivered to its address.

    Prices and taxes are the order's, and its stock is reserved: neither is compared.
    """
    rows = await fetch(LINES, order_id)
    place = await carts.destination(rows[0]["pincode"], rows[0]["state_id"])
    found = price(carts.items_of(rows), place, await terms(), now)
    return all(row["vendor_id"] == row["sold_by"] for row in rows) and not any(
        problem.kind in NOT_SOLD for line in found.lines for problem in line.problems
    )
