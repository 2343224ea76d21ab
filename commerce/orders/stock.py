"""Stock reservations of orders. The database never reserves more than is on hand.

Variants are locked by product and variant, so that two orders never deadlock.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from database.connect import execute, fetch
from database.rows import fetch_as
from models import ReservationStatus


class StockRequest(NamedTuple):
    """A quantity of a variant."""

    product_id: int
    variant_id: int
    quantity: int


async def reserve(wanted: Iterable[StockRequest]) -> list[StockRequest]:
    """Reserve stock and return the requests that could not be reserved.

    If any are returned, the caller has to end its transaction.
    """
    short = []
    for each in sorted(wanted):
        taken = await fetch(
            "UPDATE stock SET reserved = reserved + $2"
            " WHERE variant_id = $1 AND available >= $2 RETURNING variant_id",
            each.variant_id,
            each.quantity,
        )
        if not taken:
            short.append(each)
    return short


async def available_quantities(variant_ids: Sequence[int]) -> dict[int, int]:
    """Available quantities by variant."""
    rows = await fetch(
        "SELECT variant_id, available FROM stock WHERE variant_id = ANY($1::int[])", variant_ids
    )
    return {row["variant_id"]: row["available"] for row in rows}


async def keep(order_id: int) -> None:
    """Keep the reservations of a placed order until it is shipped."""
    await execute(
        "UPDATE reservation SET status = $2 WHERE order_id = $1 AND status = $3",
        order_id,
        ReservationStatus.KEPT.value,
        ReservationStatus.HELD.value,
    )


async def release(order_id: int, suborder_id: int | None = None) -> None:
    """Release the reservations of an order or one suborder. Idempotent."""
    rows = await fetch(
        "SELECT r.line_id, r.variant_id, r.quantity FROM reservation r"
        " JOIN order_line l ON l.id = r.line_id"
        " WHERE r.order_id = $1 AND r.status <> $2 AND ($3::int IS NULL OR l.suborder_id = $3)"
        " ORDER BY l.product_id, r.variant_id FOR UPDATE OF r",
        order_id,
        ReservationStatus.RELEASED.value,
        suborder_id,
    )
    for row in rows:
        await execute(
            "UPDATE stock SET reserved = reserved - $2 WHERE variant_id = $1",
            row["variant_id"],
            row["quantity"],
        )
    await execute(
        "UPDATE reservation SET status = $2 WHERE line_id = ANY($1::int[])",
        [row["line_id"] for row in rows],
        ReservationStatus.RELEASED.value,
    )


async def reserve_again(order_id: int) -> bool:
    """Reserve the released stock of an order again; False if it is no longer available.

    Made-to-order items have no reservation. An item promised from stock is not made to order
    instead, because the buyer was given its date. The caller ends its transaction when this is
    False.
    """
    wanted = await fetch_as(
        StockRequest,
        "SELECT l.product_id, r.variant_id, r.quantity FROM reservation r"
        " JOIN order_line l ON l.id = r.line_id WHERE r.order_id = $1 AND r.status = $2",
        order_id,
        ReservationStatus.RELEASED.value,
    )
    if await reserve(wanted):
        return False
    await execute(
        "UPDATE reservation SET status = $2 WHERE order_id = $1",
        order_id,
        ReservationStatus.KEPT.value,
    )
    return True
