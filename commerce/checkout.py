"""From a cart to an order: all of it in one transaction, exactly once.

Either every piece is reserved or none is, and everything that dispatch, returns, the books and
payouts will ask of a line is frozen on it. The gateway is asked afterwards, outside.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
from tortoise.transactions import in_transaction

from commerce import (
    access_keys,
    audit,
    buyers,
    carts,
    idempotency,
    payments,
    stock,
    timeline,
    unpaid,
    uses,
)
from commerce.acting import Acting
from commerce.calendar import day
from commerce.carts import Cart
from commerce.contacts import folded_email, folded_phone
from commerce.errors import Reason, Refusal, Refusals
from commerce.form import Form
from commerce.jobs import Job, enqueue_each
from commerce.money import formatted
from commerce.pricing import Group, Priced, PricedLine, is_intra
from commerce.problems import Problem, Trouble
from commerce.settlement import Commission, commission
from commerce.tax import Parts, part_of
from commerce.terms import CommissionRule
from commerce.words import optional_word
from database.connect import Row, columns, fetch, fetch_rows, fetch_value
from models import (
    LineDiscount,
    Order,
    OrderEventKind,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentMethod,
    PaymentStatus,
    Reservation,
    ReservationStatus,
    Suborder,
    SuborderStatus,
    Supply,
    TaxKind,
    TransferKind,
)

PAY_WITHIN = timedelta(minutes=15)
RECONCILE_AFTER = timedelta(minutes=2)
# Of the State the mart is in: commission to vendors there is taxed by halves.
MART_STATE = "09"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the buyer says at the till. `expected_paise` is the total that was shown."""

    cart: str
    method: PaymentMethod
    phone: str
    email: str | None
    key: str
    terms_version: str | None = None
    expected_paise: int | None = None
    # That the telephone is the buyer's, for payment at the door; not part of what is repeated.
    phone_proof: str | None = None

    def given(self) -> dict[str, Any]:
        """What has to be the same when the key comes again."""
        return {
            "cart": self.cart,
            "method": self.method.value,
            "phone": self.phone,
            "email": self.email,
            "terms": self.terms_version,
            "expected": self.expected_paise,
        }


@dataclass(frozen=True, slots=True)
class Checkout:
    """An order that was made, now or by the same key before; `key_id` keeps what is answered.

    `made` are the rows of order and payment as they were just written.
    """

    order_id: int
    payment_id: int
    key_id: int
    is_cash: bool
    made: tuple[Order, Payment] | None = None


async def complete(by: Acting, wish: Wish) -> Checkout:
    """Make an order of a cart. Raises Refusal or Refusals; then nothing has changed."""
    form = Form()
    phone = form.read(folded_phone, wish.phone, "phone")
    email = form.read(folded_email, wish.email, "email") if wish.email else None
    terms_version = form.read(optional_word, wish.terms_version, 20, "acceptedTermsVersion")
    form.read(idempotency.check_key, wish.key)
    is_cash = wish.method is PaymentMethod.CASH_ON_DELIVERY
    if form.is_refused or not carts.is_token(wish.cart):
        await _check_cart_too(form, by, wish)
    form.check()
    async with in_transaction():
        owner = f"cart {access_keys.lookup_name(wish.cart)}"
        claimed = await idempotency.claim(by, owner, "checkoutComplete", wish.key, wish.given())
        if claimed.result is not None:
            result = claimed.result
            await _require_own(by, result["order"])
            return Checkout(result["order"], result["payment"], claimed.id, is_cash)
        cart = await _taken(by, wish.cart, phone, email)
        _check(cart.priced, wish, cart.shown)
        client = unpaid.Client(
            cart.buyer, phone, cart.buyer.has_proved_phone, unpaid.address_marks(by)
        )
        if is_cash:
            _check_cash(cart.priced)
            await unpaid.require_proof(by, client, wish.phone_proof)
        await unpaid.require_room(client, cart.priced, is_cash=is_cash)
        placing = _Placing(by, cart, wish.method, phone, email, terms_version)
        order, payment = await placing.place()
        await idempotency.finish(claimed, {"order": order.id, "payment": payment.id})
    return Checkout(order.id, payment.id, claimed.id, is_cash, (order, payment))


async def _check_cart_too(form: Form, by: Acting, wish: Wish) -> None:
    """When a form is refused, tell at once what stands against its cart."""
    cart = await carts.find(by.viewer, wish.cart, by.now)
    if cart is None:
        await form.wait_for(carts.require_known(by, wish.cart))
        return
    form.read(_check, cart.priced, wish, cart.shown)
    if wish.method is PaymentMethod.CASH_ON_DELIVERY:
        form.read(_check_cash, cart.priced)


def _check_cash(cart: Priced) -> None:
    if not cart.takes_cod:
        raise Refusal(Reason.CASH_ON_DELIVERY_NOT_ALLOWED, "paymentMethod")


async def _require_own(by: Acting, order_id: int) -> None:
    """A member's order is told to the member alone. Raises Refusal.

    A guest's is told to whoever has the cart's id and the key, as it was the first time.
    """
    owner = await fetch_value("SELECT account_id FROM orders WHERE id = $1", order_id)
    if owner is not None and not (by.viewer.is_person and by.viewer.account_id == owner):
        raise Refusal(Reason.NOT_FOUND, "cartId")


async def _taken(by: Acting, token: str, phone: str, email: str | None) -> Cart:
    """The cart, ordered from now on, priced for this buyer. Raises Refusal."""
    account_id = by.viewer.account_id if by.viewer.is_person else None
    token_hash = access_keys.lookup_hash(token)
    locks = buyers.typed_locks(account_id, phone)
    rows = await fetch(carts.CART_TO_ORDER, token_hash, account_id, by.now, locks)
    if not rows:
        ordered = await fetch_value(
            "SELECT EXISTS (SELECT FROM cart WHERE token_hash = $1 AND status = 'ordered'"
            " AND (account_id IS NULL OR account_id = $2))",
            token_hash,
            account_id,
        )
        raise Refusal(Reason.CART_ORDERED if ordered else Reason.NOT_FOUND, "cartId")
    cart = await carts.priced(rows, by.now, by.viewer, (phone, email))
    await carts.claim(cart.id, account_id)
    return cart


def _check(cart: Priced, wish: Wish, shown: int | None) -> None:
    """Raises Refusals for all that stands against it; `shown` is the total that was last shown."""
    found = [_refusal(problem) for problem in cart.all_problems if problem.is_blocking]
    if found:
        raise Refusals(found)
    path, before = "cartId", shown
    if wish.expected_paise is not None:
        path, before = "expectedTotal", wish.expected_paise
    if before is not None and before != cart.total:
        raise Refusal(
            Reason.TOTAL_CHANGED,
            path,
            before=formatted(before),
            now=formatted(cart.total),
            before_paise=before,
            now_paise=cart.total,
        )


def _refusal(problem: Problem) -> Refusal:
    if problem.trouble is Trouble.OUT_OF_STOCK:
        return Refusal(Reason.OUT_OF_STOCK, "cartId", **problem.facts)
    en, hi = problem.said()
    return Refusal(Reason.CART_NOT_READY, "cartId", problem_en=en, problem_hi=hi)


def new_number() -> str:
    """Fifty random bits as people read them aloud: no I, L, O or U."""
    drawn = "".join(secrets.choice(CROCKFORD) for _ in range(10))
    return f"OM-{drawn[:5]}-{drawn[5:]}"


FROZEN = """
SELECT w.id, p.name_en, p.name_hi, p.country_of_origin, p.return_days, p.return_reason_en,
  p.return_reason_hi, v.legal_name, v.gstin, v.enrolment_number, a.id AS agreement_id,
  a.transfer_kind, a.transfer_basis_points, a.transfer_paise
FROM variant w JOIN product p ON p.id = w.product_id JOIN vendor v ON v.id = p.vendor_id
LEFT JOIN LATERAL (
  SELECT a.* FROM agreement a WHERE a.vendor_id = p.vendor_id AND a.artisan_id = p.artisan_id
    AND a.status = 'accepted' AND a.valid_from <= $2 AND (a.valid_to IS NULL OR a.valid_to >= $2)
  ORDER BY a.valid_from DESC LIMIT 1) a ON true
WHERE w.id = ANY($1::int[])
"""


class _Placing:
    """One cart on its way to an order, inside the transaction."""

    def __init__(
        self,
        by: Acting,
        cart: Cart,
        method: PaymentMethod,
        phone: str,
        email: str | None,
        terms_version: str | None,
    ) -> None:
        self._by, self._cart, self._priced = by, cart, cart.priced
        self._method, self._phone, self._email = method, phone, email
        self._terms_version = terms_version
        self._number = new_number()
        self._is_cash = method is PaymentMethod.CASH_ON_DELIVERY
        self._frozen: dict[int, Any] = {}

    async def place(self) -> tuple[Order, Payment]:
        """The rows of the order and its payment."""
        by, lines = self._by, self._priced.lines
        # What can be made but was promised from the shelf has to be on it, like anything else.
        from_shelf = [line for line in lines if not line.piece.is_to_be_made]
        short = await stock.reserve(
            stock.Wanted(line.product_id, line.variant_id, line.piece.quantity)
            for line in from_shelf
        )
        if short:
            raise Refusals([await self._out_of_stock(each) for each in short])
        rows = await fetch(FROZEN, [line.variant_id for line in lines], day(by.now))
        self._frozen = {row["id"]: row for row in rows}
        order = await self._write_order()
        order_id = order.id
        line_ids = await self._write_lines(order_id)
        reserved = [
            {
                "line_id": line_ids[line.variant_id],
                "order_id": order_id,
                "variant_id": line.variant_id,
                "quantity": line.piece.quantity,
                "status": (
                    ReservationStatus.KEPT if self._is_cash else ReservationStatus.HELD
                ).value,
            }
            for line in from_shelf
        ]
        await _write(Reservation, reserved)
        used = {each.promotion.id for line in lines for each in line.discounts}
        await uses.claim(sorted(used), order_id, order.account_id, self._phone)
        payment = await self._write_payment(order_id)
        await self._begin(order_id, payment.id)
        return order, payment

    async def _out_of_stock(self, each: stock.Wanted) -> Refusal:
        left = await fetch_value(
            "SELECT available FROM stock WHERE variant_id = $1", each.variant_id
        )
        return Refusal(
            Reason.OUT_OF_STOCK, "cartId", variant_id=each.variant_id, available=left or 0
        )

    async def _write_order(self) -> Order:
        by, cart, address = self._by, self._priced, self._cart.address
        assert address is not None  # a cart without one is not ready
        tax = cart.tax
        status = OrderStatus.PLACED if self._is_cash else OrderStatus.AWAITING_PAYMENT
        sealed = access_keys.seal_for_order(self._number, access_keys.new_key())
        row = {
            "number": self._number,
            # As JSON has bytes for PostgreSQL.
            "access_key_sealed": f"\\x{sealed.hex()}",
            "account_id": self._cart.buyer.account_id,
            "phone": self._phone,
            "email": self._email,
            "marks": self._cart.buyer.marks,
            "client_mark": next(iter(unpaid.address_marks(by)), None),
            "language": by.language.value,
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
            "placed_at": by.now.isoformat(),
            "pay_before": None if self._is_cash else (by.now + PAY_WITHIN).isoformat(),
            "updated_at": by.now.isoformat(),
        }
        return (await _write(Order, [row]))[0]

    async def _write_lines(self, order_id: int) -> dict[int, int]:
        """The id of each line by its variant's."""
        groups = self._priced.groups
        taken = [self._commission(group) for group in groups]
        suborders = [
            self._suborder(order_id, place, group, charged)
            for place, (group, (charged, _)) in enumerate(zip(groups, taken, strict=True), 1)
        ]
        written = {row.vendor_id: row.id for row in await _write(Suborder, suborders)}
        lines = [
            self._line(order_id, written[group.vendor_id], line, rule, paise)
            for group, (charged, rules) in zip(groups, taken, strict=True)
            for line, rule, paise in zip(group.lines, rules, charged.lines, strict=True)
        ]
        ids = {row.variant_id: row.id for row in await _write(OrderLine, lines)}
        discounts = [
            {
                "line_id": ids[line.variant_id],
                "promotion_id": discount.promotion.id,
                "code": discount.promotion.code,
                "funder": funder.value,
                "paise": paise,
            }
            for line in self._priced.lines
            for discount in line.discounts
            for funder, paise in discount.by_funder().items()
        ]
        await _write(LineDiscount, discounts)
        return ids

    def _commission(self, group: Group) -> tuple[Commission, list[CommissionRule]]:
        terms, today = self._cart.terms, day(self._by.now)
        rules = [
            terms.commission(group.vendor_id, line.piece.category_id, today) for line in group.lines
        ]
        charged = commission(
            [line.parts.taxable for line in group.lines],
            [rule.rate_bp for rule in rules],
            terms.by_law(TaxKind.COMMISSION_GST, today).rate_bp,
            is_intra=group.lines[0].piece.vendor_state == MART_STATE,
        )
        return charged, rules

    def _suborder(
        self, order_id: int, place: int, group: Group, charged: Commission
    ) -> dict[str, Any]:
        first = group.lines[0].piece
        frozen = self._frozen[first.variant_id]
        tax = Parts.total(line.parts.plus(line.delivery_parts) for line in group.lines)
        goods = sum(line.listed for line in group.lines)
        discount = sum(line.discount for line in group.lines)
        assert group.chosen is not None  # what cannot be delivered is not ready
        status = SuborderStatus.PLACED if self._is_cash else SuborderStatus.AWAITING_PAYMENT
        supply = Supply.INTRA if is_intra(first, self._priced.place) else Supply.INTER
        return {
            "order_id": order_id,
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
        self, order_id: int, suborder_id: int, line: PricedLine, rule: CommissionRule, paise: int
    ) -> dict[str, Any]:
        piece, frozen = line.piece, self._frozen[line.variant_id]
        return {
            "order_id": order_id,
            "suborder_id": suborder_id,
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
            "gross_paise": line.gross,
            "paid_paise": line.total,
            "hsn": piece.hsn,
            "hsn_rate_id": line.rate.id if line.rate else None,
            "rate_bp": line.rate.bp if line.rate else 0,
            **_columns("", line.parts),
            "delivery_paise": line.delivery,
            **_columns("delivery_", line.delivery_parts),
            "commission_rule_id": rule.id,
            "commission_bp": rule.rate_bp,
            "commission_paise": paise,
        }

    async def _write_payment(self, order_id: int) -> Payment:
        status = PaymentStatus.PENDING_COLLECTION if self._is_cash else PaymentStatus.CREATED
        row = {
            "order_id": order_id,
            "gateway": None if self._is_cash else self._by.gateway.name,
            "method": self._method.value,
            "amount_paise": self._priced.total,
            "currency": "INR",
            "status": status.value,
            "refunded_paise": 0,
            "attempts": 0,
            "created_at": self._by.now.isoformat(),
            "updated_at": self._by.now.isoformat(),
        }
        return (await _write(Payment, [row]))[0]

    async def _begin(self, order_id: int, payment_id: int) -> None:
        """What follows, and what is told of it."""
        by = self._by
        if self._is_cash:
            await timeline.tell(order_id, OrderEventKind.PLACED, by.now)
            await payments.tell_buyer(order_id, "placed", by.client)
        else:
            await timeline.tell(order_id, OrderEventKind.ORDERED, by.now)
            await enqueue_each(
                (Job.ORDER_EXPIRE, PAY_WITHIN, {"order": order_id}),
                (Job.PAYMENT_RECONCILE, RECONCILE_AFTER, {"payment": payment_id, "tried": 0}),
            )
        after = {
            "number": self._number,
            "total_paise": self._priced.total,
            "method": self._method.value,
        }
        await audit.record(by, "order.create", f"order:{order_id}", after=after)


def _transfer(price_paise: int, frozen: Any) -> int | None:
    """What the artisan gets for a piece; null where the vendor made it or has no agreement."""
    if frozen["agreement_id"] is None:
        return None
    if frozen["transfer_kind"] == TransferKind.FIXED:
        fixed: int = frozen["transfer_paise"]
        return fixed
    return part_of(price_paise, frozen["transfer_basis_points"])


def _columns(stem: str, parts: Parts) -> dict[str, int]:
    return {f"{stem}{name}_paise": paise for name, paise in parts._asdict().items()}


async def _write(model: type[Row], rows: Sequence[dict[str, Any]]) -> Sequence[Row]:
    """Insert rows that have the same columns, in one statement; the rows as they were written."""
    if not rows:
        return []
    names, table = ", ".join(rows[0]), model._meta.db_table
    return await fetch_rows(
        model,
        f"INSERT INTO {table} ({names}) SELECT {names}"
        f" FROM json_populate_recordset(NULL::{table}, $1::json) RETURNING {columns(model)}",
        orjson.dumps(rows).decode(),
    )
