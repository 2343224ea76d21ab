"""Limits on the stock one client reserves in unpaid orders.

Cash on delivery needs a verified phone number, of the account or by a code.
"""

from dataclasses import dataclass, replace
from typing import Any

from commerce.accounts import contact_proofs
from commerce.cart.pricing.buyers import Buyer
from commerce.cart.pricing.problems import MANY_CASH_ORDERS
from commerce.cart.pricing.unpaid import MAX_ORDERS_AT_DOOR
from commerce.core.action_context import ActionContext
from commerce.core.errors import Reason, Refusal
from commerce.core.rate_limits.requesters import client_marks
from models import ChallengePurpose
from settings import settings


@dataclass(frozen=True, slots=True)
class Client:
    """The client of an order: buyer, phone number and, for a guest, network address."""

    buyer: Buyer
    phone: str
    # Keyed hashes of a guest's network address, newest secret first; none for members.
    address_marks: list[int]


class ManyCashOrders(Refusal):
    """A buyer with as many cash-on-delivery orders open as are allowed."""

    def __init__(self, open_orders: int) -> None:
        self.open_orders = open_orders
        super().__init__(Reason.CASH_ON_DELIVERY_NOT_ALLOWED, "payment_method")

    def text(self) -> tuple[str, str]:
        en, hi = MANY_CASH_ORDERS
        return en.format(open_orders=self.open_orders), hi.format(open_orders=self.open_orders)


def address_marks(ctx: ActionContext) -> list[int]:
    if ctx.viewer.is_person or not ctx.client:
        return []
    return client_marks(ctx.client)


async def proved_buyer(ctx: ActionContext, buyer: Buyer, phone: str, proof: str | None) -> Buyer:
    """The buyer of a cash-on-delivery order. Raises Refusal without a verified phone number."""
    if buyer.phones & buyer.proved or not settings().cash_on_delivery_proof:
        return buyer
    if not proof:
        raise Refusal(Reason.PHONE_NOT_PROVED, "phone_proof")
    await contact_proofs.use(ctx, proof, phone, ChallengePurpose.CASH_ON_DELIVERY, "phone_proof")
    return replace(buyer, proved=buyer.proved | {phone})


# Pieces reserved in unpaid orders: of the buyer, with cash on delivery too; of the network address.
# Limits that are off are not counted: a hostel can have a thousand orders at one address.
_OWN = "(o.account_id = $account_id OR o.marks && $own_marks::bigint[])"
RESERVED_CTES = f"""
own_unpaid AS (
  SELECT o.id FROM orders o WHERE o.status = 'awaiting_payment' AND {_OWN}
  UNION
  SELECT o.id FROM orders o JOIN payment p ON p.order_id = o.id AND p.status = 'pending_collection'
  WHERE o.status = 'placed' AND {_OWN}),
own_pieces AS (
  SELECT r.variant_id, sum(r.quantity)::int AS n
  FROM reservation r JOIN own_unpaid o ON o.id = r.order_id
  WHERE $has_cap::boolean AND r.status <> 'released' GROUP BY r.variant_id)"""
RESERVED_COLUMNS = """
(SELECT coalesce(sum(n), 0)::int FROM own_pieces) AS own_pieces,
(SELECT coalesce(max(n + w.quantity), 0)::int FROM own_pieces
 JOIN unnest($variants::int[], $quantities::int[]) AS w (variant_id, quantity) USING (variant_id))
  AS own_of_variant,
(SELECT coalesce(sum(r.quantity), 0)::int FROM orders o JOIN reservation r ON r.order_id = o.id
 WHERE $has_cap_of_address::boolean AND o.status = 'awaiting_payment'
   AND o.client_mark = ANY($client_marks::bigint[]) AND o.account_id IS NULL
   AND r.status <> 'released') AS at_address,
(SELECT count(*)::int FROM orders o
 WHERE $is_cash::boolean AND (o.marks && $phone_marks::bigint[] OR o.account_id = $account_id)
   AND o.status <> 'cancelled'
   AND EXISTS (SELECT FROM payment p WHERE p.order_id = o.id AND p.status = 'pending_collection'))
  AS at_door"""


def reserved_arguments(client: Client, *, is_cash: bool) -> dict[str, Any]:
    """Arguments of RESERVED_CTES and RESERVED_COLUMNS, besides `variants` and `quantities`.

    They are read in the transaction that writes the order, after the buyer's locks.
    """
    limits = settings()
    return {
        "account_id": client.buyer.account_id,
        "own_marks": client.buyer.own_marks,
        "client_marks": client.address_marks,
        "phone": client.phone,
        "phone_marks": client.buyer.marks_of(client.phone),
        "is_cash": is_cash,
        "has_cap": bool(limits.max_unpaid_pieces or limits.max_unpaid_pieces_of_variant),
        "has_cap_of_address": bool(limits.max_unpaid_pieces_of_address),
    }


def require_room(client: Client, row: Any, wanted: int) -> None:
    """Raise Refusal if the client reserves more than allowed. `row` has RESERVED_COLUMNS.

    `wanted` is the number of pieces of the new order. A limit of 0 means none.
    """
    limits = settings()
    most, of_variant = limits.max_unpaid_pieces, limits.max_unpaid_pieces_of_variant
    if row["at_door"] >= MAX_ORDERS_AT_DOOR:
        raise ManyCashOrders(row["at_door"])
    if of_variant and row["own_of_variant"] > of_variant:
        raise Refusal(Reason.UNPAID_LIMIT_REACHED, "cart_id", about="of_one_item", most=of_variant)
    if most and row["own_pieces"] + wanted > most:
        raise Refusal(Reason.UNPAID_LIMIT_REACHED, "cart_id", most=most)
    of_address, is_guest = limits.max_unpaid_pieces_of_address, bool(client.address_marks)
    if of_address and is_guest and row["at_address"] + wanted > of_address:
        raise Refusal(Reason.UNPAID_LIMIT_REACHED, "cart_id", about="of_network", most=of_address)
