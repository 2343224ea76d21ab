"""What a member has ordered and not paid: it limits the next cart as it limits checkout.

Checkout counts it again, with the phone number and network address that it knows then
(`commerce/checkout/reservation_limits.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Open cash-on-delivery orders of a buyer.
MAX_ORDERS_AT_DOOR = 3

# Columns for the account `a`, null without one: pieces by variant, and cash-on-delivery orders.
_IS_CASH = (
    "EXISTS (SELECT FROM payment p WHERE p.order_id = o.id AND p.status = 'pending_collection')"
)
COLUMNS = f"""
CASE WHEN a.id IS NOT NULL THEN ARRAY(
  SELECT r.variant_id || ' ' || sum(r.quantity) FROM orders o
  JOIN reservation r ON r.order_id = o.id AND r.status <> 'released'
  WHERE o.account_id = a.id
    AND (o.status = 'awaiting_payment' OR o.status = 'placed' AND {_IS_CASH})
  GROUP BY r.variant_id) END AS unpaid_pieces,
CASE WHEN a.id IS NOT NULL THEN (
  SELECT count(*)::int FROM orders o
  WHERE o.account_id = a.id AND o.status <> 'cancelled' AND {_IS_CASH}) END AS cash_orders"""


@dataclass(frozen=True, slots=True)
class Unpaid:
    """Pieces in unpaid orders by variant, and the number of cash-on-delivery orders."""

    by_variant: Mapping[int, int]
    cash_orders: int = 0

    @property
    def pieces(self) -> int:
        return sum(self.by_variant.values())

    @property
    def has_room_for_cash(self) -> bool:
        return self.cash_orders < MAX_ORDERS_AT_DOOR


NOTHING_UNPAID = Unpaid({})


def unpaid_of(row: Any) -> Unpaid:
    """From a row with COLUMNS."""
    if not row["unpaid_pieces"] and not row["cash_orders"]:
        return NOTHING_UNPAID
    pairs = (each.split() for each in row["unpaid_pieces"])
    return Unpaid({int(variant): int(pieces) for variant, pieces in pairs}, row["cash_orders"])
