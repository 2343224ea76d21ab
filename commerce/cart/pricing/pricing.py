"""Pricing of a cart, at each read, from prices, rates and promotions.

The result is a `Priced` of `priced_cart.py`. Nothing here uses the database. Amounts are paise,
taxes included unless named taxable.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from commerce.cart.pricing.commercial_rules import Terms
from commerce.cart.pricing.priced_cart import CartItem, Coupon, Group, Priced, PricedLine
from commerce.cart.pricing.problems import Problem, ProblemKind
from commerce.cart.pricing.promotions import Promotion, discount_for, split_by_funder
from commerce.cart.pricing.shipping_rates import Destination, ShippingOffer, zone_of
from commerce.cart.pricing.unpaid import NOTHING_UNPAID, Unpaid
from commerce.core.calendar import day, day_text
from commerce.core.money import formatted, split_by_weight
from commerce.tax.gst import INTRA_STATE_KINDS, InTaxGap, NoRate, Parts, TaxRate, extract
from models import DeliveryService
from settings import settings

# The minimum that a gateway accepts.
MIN_TOTAL_PAISE = 1_00


class PromotionUsage(NamedTuple):
    """Usage counts of limited promotions: in total, and by this buyer."""

    by_all: Mapping[int, int] = {}
    by_buyer: Mapping[int, int] = {}
    is_first_order: bool = True

    def is_exhausted(self, promotion: Promotion) -> bool:
        each = promotion.most_uses_each
        return self.is_exhausted_for_all(promotion) or (
            each is not None and self.by_buyer.get(promotion.id, 0) >= each
        )

    def is_exhausted_for_all(self, promotion: Promotion) -> bool:
        most = promotion.most_uses
        return most is not None and self.by_all.get(promotion.id, 0) >= most


def price(
    pieces: Iterable[CartItem],
    place: Destination | None,
    terms: Terms,
    now: datetime,
    *,
    coupons: Sequence[Promotion] = (),
    services: Mapping[int, DeliveryService] | None = None,
    uses: PromotionUsage = PromotionUsage(),  # noqa: B008 -- it is never changed
    unpaid: Unpaid = NOTHING_UNPAID,
) -> Priced:
    """Price a cart. `coupons` are in the order they were entered, `services` by vendor."""
    groups: dict[int, Group] = {}
    for piece in pieces:
        line = PricedLine(piece, listed=piece.price_paise * piece.quantity if piece.is_sold else 0)
        _check_line(line, unpaid.by_variant.get(piece.variant_id, 0))
        groups.setdefault(piece.vendor_id, Group(piece.vendor_id, [])).lines.append(line)
    found = Priced(place, list(groups.values()), [Coupon(each) for each in coupons], unpaid)
    lines = found.counted
    _take_offers(lines, terms.offers(now), uses)
    for coupon in found.coupons:
        _take_coupon(coupon, found, lines, now, uses)
    for line in lines:
        _tax(line, terms, now, place)
    for coupon in found.coupons:
        coupon.discount = sum(
            each.total
            for line in lines
            for each in line.discounts
            if each.promotion.id == coupon.promotion.id
        )
    for group in found.groups:
        _price_shipping(group, place, terms, (services or {}).get(group.vendor_id))
    found.add_up()
    _check_cart(found)
    return found


def _check_line(line: PricedLine, unpaid: int) -> None:
    """Add the problems of the line itself; `unpaid` pieces of its variant are ordered already."""
    piece, problems = line.item, line.problems
    if not piece.is_sold:
        problems.append(Problem(ProblemKind.NOT_ON_SALE))
        return
    if not piece.is_made_to_order and piece.is_past_sell_by:
        problems.append(Problem(ProblemKind.NEAR_BEST_BEFORE))
    elif not piece.is_made_to_order and piece.available < piece.quantity:
        problems.append(Problem(ProblemKind.OUT_OF_STOCK, {"available": piece.available}))
    most = settings().max_unpaid_pieces_of_variant
    if most and piece.quantity + unpaid > most and not piece.is_to_be_made:
        problems.append(Problem(ProblemKind.TOO_MANY_AT_ONCE, {"most": most, "unpaid": unpaid}))
    if piece.price_paise != piece.seen_paise:
        rose = piece.price_paise > piece.seen_paise
        facts = {"before": formatted(piece.seen_paise), "now": formatted(piece.price_paise)}
        problems.append(Problem(ProblemKind.PRICE_ROSE if rose else ProblemKind.PRICE_FELL, facts))
    if piece.requested_quantity is not None:
        facts = {"wished": str(piece.requested_quantity), "quantity": str(piece.quantity)}
        problems.append(Problem(ProblemKind.QUANTITY_CAPPED, facts))


def _take_offers(
    lines: Sequence[PricedLine], offers: Collection[Promotion], uses: PromotionUsage
) -> None:
    """Apply the offer with the highest discount to each line; the older one of equals."""
    best: dict[int, tuple[int, Promotion]] = {}
    for offer in offers:
        if uses.is_exhausted(offer) or (offer.is_first_order and not uses.is_first_order):
            continue
        fitting = [line for line in lines if offer.is_for(line.item.promotion_target)]
        amounts = [line.listed for line in fitting]
        if not amounts or sum(amounts) < offer.least_paise:
            continue
        for line, paise in zip(fitting, discount_for(offer, amounts), strict=True):
            other = best.get(line.item.line_id)
            if paise and (other is None or paise > other[0]):
                best[line.item.line_id] = (paise, offer)
    for line in lines:
        if (taken := best.get(line.item.line_id)) is not None:
            line.discounts.append(split_by_funder(taken[1], taken[0]))


def _take_coupon(
    coupon: Coupon, cart: Priced, lines: Sequence[PricedLine], now: datetime, uses: PromotionUsage
) -> None:
    promotion = coupon.promotion
    fitting = [line for line in lines if promotion.is_for(line.item.promotion_target)]
    coupon.problem = _problem_of(promotion, cart, fitting, now, uses)
    if coupon.problem is not None:
        return
    amounts = [line.total for line in fitting]
    for line, paise in zip(fitting, discount_for(promotion, amounts), strict=True):
        if paise:
            line.discounts.append(split_by_funder(promotion, paise))


def _problem_of(
    promotion: Promotion,
    cart: Priced,
    fitting: Sequence[PricedLine],
    now: datetime,
    uses: PromotionUsage,
) -> Problem | None:
    if not promotion.is_on(now):
        on, on_hi = day_text(promotion.ends_at or now)
        return Problem(ProblemKind.COUPON_ENDED, {"on": on, "on_hi": on_hi})
    if uses.is_exhausted(promotion):
        return Problem(
            ProblemKind.COUPON_USED_UP, {"by_buyer": not uses.is_exhausted_for_all(promotion)}
        )
    if promotion.is_first_order and not uses.is_first_order:
        return Problem(ProblemKind.COUPON_FOR_FIRST_ORDER)
    if len(cart.coupons) > 1 and promotion.is_exclusive:
        return Problem(ProblemKind.COUPON_STANDS_ALONE)
    if not fitting:
        return Problem(ProblemKind.COUPON_FITS_NOTHING)
    if sum(line.listed for line in fitting) < promotion.least_paise:
        return Problem(ProblemKind.COUPON_NEEDS_MORE, {"least": formatted(promotion.least_paise)})
    return None


def _tax(line: PricedLine, terms: Terms, now: datetime, place: Destination | None) -> None:
    """The rate for the price that the vendor is paid, and the tax in it.

    If a vendor's own discount or a Government's subsidy moves a price into the gap between two
    rates, the vendor lowers it further to the highest of the lower rate: the buyer pays less, and
    the vendor keeps no less than at the higher rate (`docs/decisions/tax.md`).
    """
    piece, today = line.item, day(now)
    if piece.vendor_kind in INTRA_STATE_KINDS:
        line.is_nil = terms.rates.is_nil(piece.hsn, piece.rate_condition, today)
        line.parts = Parts(line.gross)
        return

    def rate() -> TaxRate:
        return terms.rates.find(piece.hsn, piece.rate_condition, line.gross, piece.quantity, today)

    try:
        line.rate = rate()
    except NoRate:
        line.problems.append(Problem(ProblemKind.NO_TAX_RATE))
    except InTaxGap as gap:
        own = next((d for d in reversed(line.discounts) if d.off_value), None)
        if own is None:
            line.problems.append(Problem(ProblemKind.PRICE_IN_TAX_GAP))
        else:
            more = line.gross - gap.ceiling * piece.quantity
            own.vendor += more
            facts = {"more": formatted(more), "price": formatted(gap.ceiling)}
            line.problems.append(Problem(ProblemKind.PRICE_LOWERED_FOR_TAX, facts))
            line.rate = rate()
    bp = line.rate.bp if line.rate else 0
    line.is_nil = line.rate is not None and not bp
    line.parts = extract(line.gross, bp, is_intra=is_intra(piece, place))


def is_intra(piece: CartItem, place: Destination | None) -> bool:
    """Whether the supply stays in the supplier's State; assumed without an address.

    The place of supply is where goods are delivered: IGST Act, section 10(1)(ca).
    """
    return place is None or place.state == piece.vendor_state


def _price_shipping(
    group: Group, place: Destination | None, terms: Terms, wanted: DeliveryService | None
) -> None:
    """Set the offers for the vendor's parcel, the chosen one, and its charge on the lines."""
    if place is None:
        return
    first = group.lines[0].item
    zone = zone_of(place, first.vendor_state, first.vendor_district)
    sent = []
    for line in group.lines:
        if not line.is_counted:
            continue
        if first.vendor_kind in INTRA_STATE_KINDS and place.state != first.vendor_state:
            line.problems.append(Problem(ProblemKind.SUPPLIER_INTRA_STATE_ONLY))
        elif not terms.tariff.reaches(group.vendor_id, zone):
            line.problems.append(Problem(ProblemKind.NOT_DELIVERED_THERE))
        elif not terms.tariff.takes(group.vendor_id, zone, line.item.weight_grams):
            line.problems.append(Problem(ProblemKind.TOO_HEAVY))
        else:
            sent.append(line)
    if not sent:
        return
    weights: dict[int, int] = {}
    for line in sent:
        grams = line.item.weight_grams
        weights[grams] = weights.get(grams, 0) + line.item.quantity
    is_fragile = any(line.item.is_fragile for line in sent)
    to_make = [line.item.lead_time_days or 0 for line in sent if line.item.is_to_be_made]
    making = max(to_make, default=0)
    # Before discounts: a coupon must not cost the free delivery.
    worth = sum(line.listed for line in sent)
    is_free = first.free_above is not None and worth >= first.free_above
    for offer in terms.tariff.offers(group.vendor_id, zone, weights, is_fragile=is_fragile):
        is_gift = is_free and offer.service is DeliveryService.STANDARD
        group.offers.append(
            ShippingOffer(
                offer.service,
                0 if is_gift else offer.charge,
                making + offer.days_min,
                making + offer.days_max,
            )
        )
    if not group.offers:
        for line in sent:
            line.problems.append(Problem(ProblemKind.NOT_DELIVERED_THERE))
        return
    group.chosen = next((o for o in group.offers if o.service is wanted), group.offers[0])
    # Delivery is one supply with the goods and has their rates (section 4).
    charges = split_by_weight(group.chosen.charge, [line.parts.taxable for line in sent])
    for line, charge in zip(sent, charges, strict=True):
        line.delivery = charge
        if first.vendor_kind in INTRA_STATE_KINDS:
            line.delivery_parts = Parts(charge)
        else:
            bp = line.rate.bp if line.rate else 0
            line.delivery_parts = extract(charge, bp, is_intra=is_intra(line.item, place))


def _check_cart(cart: Priced) -> None:
    if not cart.lines:
        cart.problems.append(Problem(ProblemKind.EMPTY))
        return
    if cart.place is None:
        cart.problems.append(Problem(ProblemKind.ADDRESS_MISSING))
    if not cart.takes_cod:
        facts = {} if cart.unpaid.has_room_for_cash else {"open_orders": cart.unpaid.cash_orders}
        cart.problems.append(Problem(ProblemKind.CASH_ON_DELIVERY_NOT_ALLOWED, facts))
    pieces = sum(each.item.quantity for each in cart.counted if not each.item.is_to_be_made)
    max_pieces = settings().max_unpaid_pieces
    if max_pieces and 0 < pieces > max_pieces - cart.unpaid.pieces:
        facts = {"most": max_pieces, "unpaid": cart.unpaid.pieces}
        cart.problems.append(Problem(ProblemKind.TOO_MANY_AT_ONCE, facts))
    most = settings().max_payment_rupees * 100
    if cart.total > most:
        cart.problems.append(Problem(ProblemKind.TOTAL_TOO_HIGH, {"most": formatted(most)}))
    elif cart.counted and cart.total < MIN_TOTAL_PAISE:
        least = formatted(MIN_TOTAL_PAISE)
        cart.problems.append(Problem(ProblemKind.TOTAL_TOO_LOW, {"least": least}))
    cart.problems.extend(each.problem for each in cart.coupons if each.problem is not None)
