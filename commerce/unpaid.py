"""What one client holds of the shelf in orders that are not paid, and how much that may be.

Whoever pays at the door was heard of before: by a code to the telephone, or by a proved one.
"""

from dataclasses import dataclass
from typing import Any

from auth.keys import keys
from commerce import proofs
from commerce.acting import Acting
from commerce.buyers import Buyer
from commerce.errors import Reason, Refusal
from commerce.pricing import Priced
from database.connect import fetch
from models import ChallengePurpose
from settings import settings

MAX_ORDERS_AT_DOOR = 3


@dataclass(frozen=True, slots=True)
class Client:
    """Who orders: the buyer, the telephone that was typed, and where a guest asks from."""

    buyer: Buyer
    phone: str
    is_phone_proved: bool
    # Keyed hashes of a guest's address, by the newest secret first; none for members.
    address_marks: list[int]


def address_marks(by: Acting) -> list[int]:
    if by.viewer.is_person or not by.client:
        return []
    return keys().hashing.marks("client", by.client)


async def require_proof(by: Acting, client: Client, proof: str | None) -> None:
    """Payment at the door wants a proved telephone. Raises Refusal."""
    if client.is_phone_proved or not settings().cash_on_delivery_proof:
        return
    if not proof:
        raise Refusal(Reason.PHONE_NOT_PROVED, "phoneProof")
    await proofs.use(by, proof, client.phone, ChallengePurpose.CASH_ON_DELIVERY, "phoneProof")


# Pieces set aside for orders that wait for money: of the buyer, at the door too; of the address.
# What no cap asks for ($7, $8) is not looked at: a hostel has a thousand orders at one door.
HELD = """
WITH own AS (
  SELECT o.id FROM orders o WHERE o.status = 'awaiting_payment'
    AND (o.account_id = $1 OR o.marks && $2::bigint[])
  UNION
  SELECT o.id FROM orders o JOIN payment p ON p.order_id = o.id AND p.status = 'pending_collection'
  WHERE o.status = 'placed' AND (o.account_id = $1 OR o.marks && $2::bigint[])),
pieces AS (
  SELECT r.variant_id, sum(r.quantity)::int AS n FROM reservation r JOIN own ON own.id = r.order_id
  WHERE $7::boolean AND r.status <> 'released' GROUP BY r.variant_id)
SELECT
  (SELECT coalesce(sum(n), 0)::int FROM pieces) AS pieces,
  (SELECT coalesce(max(n + w.quantity), 0)::int FROM pieces
   JOIN unnest($5::int[], $6::int[]) AS w (variant_id, quantity) USING (variant_id)) AS of_variant,
  (SELECT coalesce(sum(r.quantity), 0)::int FROM orders o JOIN reservation r ON r.order_id = o.id
   WHERE $8::boolean AND o.status = 'awaiting_payment' AND o.client_mark = ANY($3::bigint[])
     AND r.status <> 'released')
    AS at_address,
  (SELECT count(*)::int FROM orders o JOIN payment p ON p.order_id = o.id
   WHERE (o.phone = $4 OR o.account_id = $1) AND o.status <> 'cancelled'
     AND p.status = 'pending_collection') AS at_door
"""


async def require_room(client: Client, cart: Priced, *, is_cash: bool) -> None:
    """Hold no more than one client may. Raises Refusal.

    Call it in the transaction that makes the order, after the buyer's locks were taken.
    """
    limits = settings()
    most, of_variant, of_address = caps = (
        limits.max_unpaid_pieces,
        limits.max_unpaid_pieces_of_variant,
        limits.max_unpaid_pieces_of_address,
    )
    if not is_cash and not any(caps):
        return
    wanted = {
        line.variant_id: line.piece.quantity for line in cart.lines if not line.piece.is_to_be_made
    }
    row = (
        await fetch(
            HELD,
            client.buyer.account_id,
            client.buyer.known_marks,
            client.address_marks,
            client.phone,
            list(wanted),
            list(wanted.values()),
            bool(most or of_variant),
            bool(of_address),
        )
    )[0]
    if is_cash and row["at_door"] >= MAX_ORDERS_AT_DOOR:
        raise Refusal(Reason.CASH_ON_DELIVERY_NOT_ALLOWED, "paymentMethod")
    _compare(row, sum(wanted.values()), caps, is_guest=bool(client.address_marks))


def _compare(row: Any, wanted: int, caps: tuple[int, int, int], *, is_guest: bool) -> None:
    """A cap of 0 is none."""
    most, of_variant, of_address = caps
    if of_variant and row["of_variant"] > of_variant:
        raise Refusal(Reason.UNPAID_LIMIT_REACHED, "cartId", most=of_variant)
    if most and row["pieces"] + wanted > most:
        raise Refusal(Reason.UNPAID_LIMIT_REACHED, "cartId", most=most)
    if of_address and is_guest and row["at_address"] + wanted > of_address:
        raise Refusal(Reason.UNPAID_LIMIT_REACHED, "cartId", most=of_address)
