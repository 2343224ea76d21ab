"""The rows of an order, written by one statement together with its jobs and events.

Order lines keep everything that dispatch, returns, accounting and payouts will need.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson

from commerce.cart.carts import Cart
from commerce.cart.pricing.commercial_rules import CommissionRule
from commerce.cart.pricing.priced_cart import Group, PricedLine
from commerce.cart.pricing.pricing import is_intra
from commerce.checkout import reservation_limits
from commerce.checkout.order_statement import SEVERAL, SINGLE, order_statement
from commerce.core import access_keys, audit
from commerce.core.action_context import ActionContext
from commerce.core.calendar import day
from commerce.core.errors import Reason, Refusal, Refusals
from commerce.core.jobs import Job, job_of
from commerce.core.money import part_of
from commerce.core.rate_limits.requesters import client_marks
from commerce.orders import promotion_claims, stock
from commerce.orders.order_notifications import notification_job
from commerce.tax.commission import Commission, commission
from commerce.tax.gst import Parts
from database import queue
from database.pool.transactions import OutdatedRead
from database.rows import slices
from models import (
    Order,
    OrderEventKind,
    OrderStatus,
    Payment,
    PaymentMethod,
    PaymentStatus,
    ReservationStatus,
    SuborderStatus,
    Supply,
    TaxKind,
    TransferKind,
)

PAY_WITHIN = timedelta(minutes=15)
RECONCILE_AFTER = timedelta(minutes=2)
# The mart's own State: commission charged to vendors there is taxed as CGST and SGST.
MART_STATE = "09"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

# Columns that an order line keeps besides its price, and the versions of the rows that decide it,
# as `order_is_current` reads them; read together with LINES.
FROZEN = """
ARRAY[w.xmin, p.xmin, v.xmin, g.version, a.xmin]::text || coalesce(g.id, 0) AS version,
p.country_of_origin, p.return_days, p.return_reason_en,
p.return_reason_hi, v.legal_name, v.gstin, v.enrolment_number, g.id AS agreement_id,
g.transfer_kind, g.transfer_basis_points, g.transfer_paise"""
AGREEMENTS = """
LEFT JOIN LATERAL (
  SELECT g.*, g.xmin AS version FROM agreement g
  WHERE g.vendor_id = p.vendor_id AND g.artisan_id = p.artisan_id
    AND g.status = 'accepted' AND g.valid_from <= $today
    AND (g.valid_to IS NULL OR g.valid_to >= $today)
  ORDER BY g.valid_from DESC LIMIT 1) g ON true"""


def new_number() -> str:
    """A random order number of 50 bits, without the letters I, L, O and U."""
    bits = secrets.randbits(50)
    drawn = "".join(CROCKFORD[bits >> place & 31] for place in range(0, 50, 5))
    return f"OM-{drawn[:5]}-{drawn[5:]}"


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids of the order and its payment, drawn before the rows are written."""

    order: int
    payment: int


class OrderBuilder:
    """Builds the rows of an order from a priced cart, inside the transaction.

    `rows` are those of the cart, with FROZEN.
    """

    def __init__(
        self,
        ctx: ActionContext,
        cart: Cart,
        rows: Sequence[Any],
        ids: Ids,
        method: PaymentMethod,
        client: reservation_limits.Client,
        email: str | None,
        terms_version: str | None,
    ) -> None:
        self._ctx, self._cart, self._priced, self._ids = ctx, cart, cart.priced, ids
        self._method, self._client, self._email = method, client, email
        self._terms_version = terms_version
        self._number = new_number()
        self._is_cash = method is PaymentMethod.CASH_ON_DELIVERY
        self._frozen = {row["variant_id"]: row for row in rows}

    async def place(self) -> tuple[Order, Payment]:
        """Write the order and return its row and its payment's.

        Raises Refusal, Refusals, or OutdatedRead if the cart's products were changed since.
        """
        lines = self._priced.lines
        # A made-to-order item that was promised from stock has to be in stock.
        wanted = sorted(
            stock.StockRequest(line.product_id, line.variant_id, line.item.quantity)
            for line in lines
            if not line.item.is_to_be_made
        )
        used = sorted({each.promotion.id for line in lines for each in line.discounts})
        statement = order_statement(SINGLE if len(wanted) == 1 else SEVERAL)
        (row,) = await statement.fetch(
            {
                **reservation_limits.reserved_arguments(self._client, is_cash=self._is_cash),
                "variants": [each.variant_id for each in wanted],
                "quantities": [each.quantity for each in wanted],
                "promotions": used,
                "today": day(self._ctx.now),
                "ordered": list(self._frozen),
                "versions": [row["version"] for row in self._frozen.values()],
                "artisans": _distinct(line.item.artisan_id for line in lines),
                "agreements": _distinct(row["agreement_id"] for row in self._frozen.values()),
                **self._order(),
                **self._payment(),
                **self._parts(),
                **self._entry(),
                **queue.arguments(self._jobs()),
            }
        )
        # A refusal from here on rolls back what was written.
        reservation_limits.require_room(self._client, row, sum(each.quantity for each in wanted))
        await self._require_reserved(wanted, row["taken"])
        promotion_claims.require_claimed(used, row["claimed"])
        if not row["is_current"]:
            raise OutdatedRead
        order, payment = slices(row, (Order, Payment))
        return order, payment

    async def _require_reserved(
        self, wanted: Sequence[stock.StockRequest], taken: Sequence[int]
    ) -> None:
        if len(taken) == len(wanted):
            return
        short = [each.variant_id for each in wanted if each.variant_id not in taken]
        left = await stock.available_quantities(short)
        raise Refusals(
            [
                Refusal(
                    Reason.OUT_OF_STOCK, "cart_id", variant_id=each, available=left.get(each, 0)
                )
                for each in short
            ]
        )

    def _client_mark(self) -> int | None:
        """The mark of the buyer's address, for the limits of an order that may stay unpaid."""
        client = "" if self._is_cash else self._ctx.client
        return client_marks(client)[0] if client else None

    def _order(self) -> dict[str, Any]:
        ctx, cart, address = self._ctx, self._priced, self._cart.address
        assert address is not None  # or the cart is not ready
        tax = cart.tax
        status = OrderStatus.PLACED if self._is_cash else OrderStatus.AWAITING_PAYMENT
        return {
            "order_id": self._ids.order,
            "number": self._number,
            "access_key_sealed": access_keys.seal_for_order(self._number, access_keys.new_key()),
            "email": self._email,
            "marks": self._cart.buyer.marks,
            "client_mark": self._client_mark(),
            "language": ctx.language.value,
            "status": status.value,
            "name": address.name,
            "line1": address.line1,
            "line2": address.line2,
            "landmark": address.landmark,
            "city": address.city,
            "pincode": address.pincode,
            "delivery_phone": address.phone,
            "state_id": address.state,
            "cart_id": self._cart.id,
            "terms_version": self._terms_version,
            "goods_paise": cart.subtotal,
            "discount_paise": cart.discount,
            "delivery_paise": cart.delivery,
            "taxable_paise": tax.taxable,
            "cgst_paise": tax.cgst,
            "sgst_paise": tax.sgst,
            "igst_paise": tax.igst,
            "total_paise": cart.total,
            "placed_at": ctx.now,
            "pay_before": None if self._is_cash else ctx.now + PAY_WITHIN,
            "updated_at": ctx.now,
        }

    def _payment(self) -> dict[str, Any]:
        is_cash = self._is_cash
        status = PaymentStatus.PENDING_COLLECTION if is_cash else PaymentStatus.CREATED
        reserved = ReservationStatus.KEPT if is_cash else ReservationStatus.HELD
        event = OrderEventKind.PLACED if is_cash else OrderEventKind.ORDERED
        return {
            "payment_id": self._ids.payment,
            "gateway": None if is_cash else self._ctx.gateway.name,
            "method": self._method.value,
            "payment_status": status.value,
            "reserved": reserved.value,
            "event": event.value,
        }

    def _parts(self) -> dict[str, Any]:
        """Suborders, lines and line discounts as JSON; a line names its suborder by the vendor."""
        parts, lines = [], []
        for place, group in enumerate(self._priced.groups, 1):
            charged, rules = self._commission(group)
            parts.append(self._part(place, group, charged))
            lines += [
                self._line(group, line, rule, paise)
                for line, rule, paise in zip(group.lines, rules, charged.lines, strict=True)
            ]
        discounts = [
            {
                "variant_id": line.variant_id,
                "promotion_id": discount.promotion.id,
                "code": discount.promotion.code,
                "funder": funder.value,
                "paise": paise,
            }
            for line in self._priced.lines
            for discount in line.discounts
            for funder, paise in discount.by_funder().items()
        ]
        found = {"parts": parts, "lines": lines, "discounts": discounts}
        return {name: orjson.dumps(rows).decode() for name, rows in found.items()}

    def _commission(self, group: Group) -> tuple[Commission, list[CommissionRule]]:
        terms, today = self._cart.terms, day(self._ctx.now)
        rules = [
            terms.commission(group.vendor_id, line.item.category_id, today) for line in group.lines
        ]
        charged = commission(
            [line.parts.taxable for line in group.lines],
            [rule.rate_bp for rule in rules],
            terms.by_law(TaxKind.COMMISSION_GST, today).rate_bp,
            is_intra=group.lines[0].item.vendor_state == MART_STATE,
        )
        return charged, rules

    def _part(self, place: int, group: Group, charged: Commission) -> dict[str, Any]:
        first = group.lines[0].item
        frozen = self._frozen[first.variant_id]
        tax = Parts.total(line.parts.plus(line.delivery_parts) for line in group.lines)
        goods = sum(line.listed for line in group.lines)
        discount = sum(line.discount for line in group.lines)
        assert group.chosen is not None  # or the cart is not ready
        status = SuborderStatus.PLACED if self._is_cash else SuborderStatus.AWAITING_PAYMENT
        supply = Supply.INTRA if is_intra(first, self._priced.place) else Supply.INTER
        return {
            "order_id": self._ids.order,
            "number": f"{self._number}-{place}",
            "vendor_id": group.vendor_id,
            "status": status.value,
            "supplier_kind": first.vendor_kind.value,
            "supplier_name": frozen["legal_name"],
            "supplier_gstin": frozen["gstin"],
            "supplier_enrolment": frozen["enrolment_number"],
            "supplier_state_id": first.vendor_state,
            "supply": supply.value,
            "service": group.chosen.service.value,
            "days_min": group.chosen.days_min,
            "days_max": group.chosen.days_max,
            "goods_paise": goods,
            "discount_paise": discount,
            "delivery_paise": group.delivery,
            "total_paise": goods - discount + group.delivery,
            "gross_paise": tax.gross,
            "taxable_paise": tax.taxable,
            "cgst_paise": tax.cgst,
            "sgst_paise": tax.sgst,
            "igst_paise": tax.igst,
            "commission_paise": charged.amount,
            "commission_cgst_paise": charged.cgst,
            "commission_sgst_paise": charged.sgst,
            "commission_igst_paise": charged.igst,
        }

    def _line(
        self, group: Group, line: PricedLine, rule: CommissionRule, paise: int
    ) -> dict[str, Any]:
        piece, frozen = line.item, self._frozen[line.variant_id]
        return {
            "order_id": self._ids.order,
            "suborder_id": group.vendor_id,
            "product_id": piece.product_id,
            "variant_id": piece.variant_id,
            "artisan_id": piece.artisan_id,
            "agreement_id": frozen["agreement_id"],
            "transfer_paise": _transfer(piece.price_paise, frozen),
            "name_en": frozen["name_en"],
            "name_hi": frozen["name_hi"],
            "sku": piece.sku,
            "country_of_origin": frozen["country_of_origin"],
            "is_made_to_order": piece.is_to_be_made,
            "lead_time_days": piece.lead_time_days,
            "weight_grams": piece.weight_grams,
            "return_days": frozen["return_days"],
            "return_reason_en": frozen["return_reason_en"],
            "return_reason_hi": frozen["return_reason_hi"],
            "quantity": piece.quantity,
            "price_paise": piece.price_paise,
            "mrp_paise": piece.mrp_paise,
            "list_paise": line.listed,
            "vendor_discount_paise": line.vendor_discount,
            "mart_discount_paise": sum(each.mart for each in line.discounts),
            "scheme_discount_paise": sum(each.scheme for each in line.discounts),
            "government_discount_paise": sum(each.government for each in line.discounts),
            "gross_paise": line.gross,
            "paid_paise": line.total,
            "hsn": piece.hsn,
            "hsn_rate_id": line.rate.id if line.rate else None,
            "rate_bp": line.rate.bp if line.rate else 0,
            "is_nil_rated": line.is_nil,
            **_columns("", line.parts),
            "delivery_paise": line.delivery,
            **_columns("delivery_", line.delivery_parts),
            "commission_rule_id": rule.id,
            "commission_bp": rule.rate_bp,
            "commission_paise": paise,
        }

    def _entry(self) -> dict[str, Any]:
        after = {
            "number": self._number,
            "total_paise": self._priced.total,
            "method": self._method.value,
        }
        return audit.entry(self._ctx, "order.create", f"order:{self._ids.order}", after=after)

    def _jobs(self) -> list[queue.JobRequest]:
        """The jobs of the order."""
        order_id, client = self._ids.order, self._ctx.client
        if self._is_cash:
            return [notification_job(order_id, "placed", client)]
        return [
            job_of(Job.ORDER_EXPIRE, PAY_WITHIN, order=order_id),
            job_of(Job.PAYMENT_RECONCILE, RECONCILE_AFTER, payment=self._ids.payment, tried=0),
        ]


def _distinct(ids: Iterable[int | None]) -> list[int]:
    return sorted({each for each in ids if each is not None})


def _transfer(price_paise: int, frozen: Any) -> int | None:
    """The artisan's share of a line; null if the vendor made it or has no agreement."""
    if frozen["agreement_id"] is None:
        return None
    if frozen["transfer_kind"] == TransferKind.FIXED:
        fixed: int = frozen["transfer_paise"]
        return fixed
    return part_of(price_paise, frozen["transfer_basis_points"])


def _columns(stem: str, parts: Parts) -> dict[str, int]:
    return {f"{stem}{name}_paise": paise for name, paise in parts._asdict().items()}
