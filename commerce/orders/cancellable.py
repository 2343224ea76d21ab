"""Cancellable parts of an order, for the rule and for `allowedActions` alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from database.connect import fetch
from models import PaymentStatus, SuborderStatus

# Not packed yet.
CANCELLABLE = (SuborderStatus.AWAITING_PAYMENT, SuborderStatus.PLACED, SuborderStatus.ACCEPTED)
# The bank may return the money: a refund would be the second one.
AT_THE_BANK = (PaymentStatus.DISPUTED, PaymentStatus.CHARGED_BACK)

PARTS = """
SELECT s.id, s.order_id, s.number, s.status, s.total_paise, p.status AS payment
FROM suborder s LEFT JOIN payment p ON p.order_id = s.order_id
WHERE s.order_id = ANY($1::int[]) ORDER BY s.id
"""


@dataclass(frozen=True, slots=True)
class Parts:
    """The suborders of an order with their status and the payment's."""

    rows: Sequence[Any]

    @property
    def live(self) -> list[Any]:
        return [row for row in self.rows if row["status"] != SuborderStatus.CANCELLED]

    def selected(self, suborder_id: int | None) -> list[Any]:
        """The suborders that are not cancelled: all, or the one with this id."""
        return [row for row in self.live if suborder_id in (None, row["id"])]

    def is_too_late(self, suborder_id: int | None) -> bool:
        """Whether a part is packed, already cancelled, or disputed at the buyer's bank."""
        wanted = self.selected(suborder_id)
        return not wanted or any(
            row["status"] not in CANCELLABLE or row["payment"] in AT_THE_BANK for row in wanted
        )

    def goes_whole(self, suborder_id: int | None) -> bool:
        """Whether only the whole order can be cancelled: the gateway expects the full amount."""
        wanted = self.selected(suborder_id)
        is_unpaid = any(row["status"] == SuborderStatus.AWAITING_PAYMENT for row in wanted)
        return is_unpaid and len(wanted) < len(self.rows)

    @property
    def can_redirect(self) -> bool:
        """Whether the address can still change: no part is packed."""
        return bool(self.live) and all(row["status"] in CANCELLABLE for row in self.live)

    def can_cancel(self, suborder_id: int | None) -> bool:
        return not (self.is_too_late(suborder_id) or self.goes_whole(suborder_id))


async def parts_of(order_ids: Sequence[int]) -> list[Parts]:
    """The suborders of each order."""
    rows = await fetch(PARTS, list(order_ids))
    return [Parts([row for row in rows if row["order_id"] == order_id]) for order_id in order_ids]
