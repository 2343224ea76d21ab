"""Whether an order could still be sold, by the rules of a cart."""

from datetime import datetime

from commerce.cart import carts
from commerce.cart.pricing.commercial_rules import terms
from commerce.cart.pricing.pricing import price
from commerce.cart.pricing.problems import NOT_SOLD
from database.connect import fetch
from models import DeliveryService

LINES = f"""
SELECT {carts.LINES}, NULL AS options, p.name_en, p.name_hi, s.vendor_id AS sold_by, s.service,
  w.is_made_to_order OR NOT l.was_made_to_order AS is_in_stock, o.pincode, o.state_id
FROM orders o JOIN suborder s ON s.order_id = o.id
JOIN LATERAL (SELECT id, quantity, variant_id, price_paise AS seen_paise, NULL::smallint AS wished,
    is_made_to_order AS was_made_to_order
  FROM order_line WHERE suborder_id = s.id) l ON true
JOIN variant w ON w.id = l.variant_id JOIN product p ON p.id = w.product_id
JOIN vendor v ON v.id = p.vendor_id LEFT JOIN stock k ON k.variant_id = w.id
WHERE o.id = $1
"""


async def is_sold(order_id: int, now: datetime) -> bool:
    """Whether every item of an order is on sale by its vendor and delivered as it was ordered.

    Prices and taxes are the order's, and its stock is reserved: neither is compared. What was made
    to order and no longer is has no stock reserved.
    """
    rows = await fetch(LINES, order_id)
    place = await carts.destination(rows[0]["pincode"], rows[0]["state_id"])
    services = {row["sold_by"]: DeliveryService(row["service"]) for row in rows}
    found = price(carts.items_of(rows), place, await terms(), now, services=services)
    return (
        all(row["vendor_id"] == row["sold_by"] and row["is_in_stock"] for row in rows)
        and not any(problem.kind in NOT_SOLD for line in found.lines for problem in line.problems)
        and all(
            group.chosen is not None and group.chosen.service is services[group.vendor_id]
            for group in found.groups
        )
    )
