"""The lines of a cart with their prices."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from commerce.cart.pricing.problems import Problem
from commerce.cart.pricing.promotions import Discount, Promotion, PromotionTarget
from commerce.cart.pricing.shipping_rates import Destination, ShippingOffer
from commerce.cart.pricing.unpaid import NOTHING_UNPAID, Unpaid
from commerce.catalogue.variants import VariantRow, read_options
from commerce.tax.gst import Parts, TaxRate
from models import VendorKind

COD_LIMIT_PAISE = 10_000_00


class CartItem(NamedTuple):
    """A line of a cart with the current data it is priced by."""

    line_id: int
    quantity: int
    seen_paise: int
    requested_quantity: int | None
    variant_id: int
    product_id: int
    sku: str
    price_paise: int
    mrp_paise: int
    hsn: str
    rate_condition: str | None
    weight_grams: int
    net_quantity: Decimal | None
    net_unit: str | None
    is_fragile: bool
    is_made_to_order: bool
    lead_time_days: int | None
    available: int
    is_sold: bool
    district_id: int
    craft_id: int
    category_id: int
    artisan_id: int | None
    vendor_id: int
    vendor_kind: VendorKind
    vendor_state: str
    vendor_district: int | None
    free_above: int | None
    accepts_cod: bool
    position: int = 0
    is_active: bool = True
    is_past_sell_by: bool = False
    options: Sequence[tuple[Any, ...]] | None = None
    name_en: str | None = None
    name_hi: str | None = None

    @property
    def name(self) -> tuple[str, str]:
        """The product's name in English and in Hindi; one language stands in for the other."""
        return self.name_en or self.name_hi or self.sku, self.name_hi or self.name_en or self.sku

    @property
    def variant(self) -> VariantRow:
        """The variant as its product's page shows it."""
        return VariantRow(
            id=self.variant_id,
            product_id=self.product_id,
            position=self.position,
            sku=self.sku,
            price_paise=self.price_paise,
            mrp_paise=self.mrp_paise,
            hsn=self.hsn,
            weight_grams=self.weight_grams,
            net_quantity=self.net_quantity,
            net_unit=self.net_unit,
            is_made_to_order=self.is_made_to_order,
            lead_time_days=self.lead_time_days,
            is_active=self.is_active,
            available_quantity=self.available,
            options=read_options(self.options),
        )

    @property
    def promotion_target(self) -> PromotionTarget:
        return PromotionTarget(self.vendor_id, self.district_id, self.craft_id, self.category_id)

    @property
    def is_to_be_made(self) -> bool:
        """Whether it has to be made after the order."""
        return self.is_made_to_order and self.available < self.quantity


@dataclass(slots=True)
class PricedLine:
    """A line with its price, in paise without delivery.

    `listed` is price times quantity, `gross` the value supplied, `total` what the buyer pays.
    `is_nil` is whether such goods bear no tax, whoever sells them.
    """

    item: CartItem
    listed: int = 0
    discounts: list[Discount] = field(default_factory=list)
    rate: TaxRate | None = None
    is_nil: bool = False
    parts: Parts = field(default_factory=Parts)
    delivery: int = 0
    delivery_parts: Parts = field(default_factory=Parts)
    problems: list[Problem] = field(default_factory=list)

    @property
    def product_id(self) -> int:
        return self.item.product_id

    @property
    def variant_id(self) -> int:
        return self.item.variant_id

    @property
    def variant(self) -> VariantRow:
        return self.item.variant

    @property
    def vendor_discount(self) -> int:
        return sum([each.vendor for each in self.discounts]) if self.discounts else 0

    @property
    def discount(self) -> int:
        return sum([each.total for each in self.discounts]) if self.discounts else 0

    @property
    def gross(self) -> int:
        if not self.discounts:
            return self.listed
        return self.listed - sum([each.off_value for each in self.discounts])

    @property
    def total(self) -> int:
        return self.listed - self.discount

    @property
    def is_counted(self) -> bool:
        """Whether it is part of the totals: an item no longer on sale is not."""
        return self.item.is_sold


@dataclass(slots=True)
class Group:
    """One vendor's lines: a parcel."""

    vendor_id: int
    lines: list[PricedLine]
    offers: list[ShippingOffer] = field(default_factory=list)
    chosen: ShippingOffer | None = None

    @property
    def delivery(self) -> int:
        return self.chosen.charge if self.chosen else 0


@dataclass(slots=True)
class Coupon:
    """A coupon of the cart, with its discount or the problem that prevents one."""

    promotion: Promotion
    discount: int = 0
    problem: Problem | None = None


@dataclass(slots=True)
class Priced:
    """A priced cart. Its totals include the counted lines only."""

    place: Destination | None
    groups: list[Group]
    coupons: list[Coupon]
    unpaid: Unpaid = NOTHING_UNPAID
    problems: list[Problem] = field(default_factory=list)
    lines: list[PricedLine] = field(init=False)
    # The lines that are part of the totals.
    counted: list[PricedLine] = field(init=False)
    subtotal: int = field(init=False, default=0)
    discount: int = field(init=False, default=0)
    delivery: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.lines = [line for group in self.groups for line in group.lines]
        self.counted = [line for line in self.lines if line.is_counted]

    @property
    def item_count(self) -> int:
        return sum(line.item.quantity for line in self.lines)

    def add_up(self) -> None:
        """Compute the totals, once all discounts and delivery charges are set."""
        self.subtotal = sum([line.listed for line in self.counted])
        self.discount = sum([line.discount for line in self.counted])
        self.delivery = sum([group.delivery for group in self.groups])

    @property
    def total(self) -> int:
        return self.subtotal - self.discount + self.delivery

    @property
    def tax(self) -> Parts:
        """The tax on everything supplied, delivery included."""
        return Parts.total(line.parts.plus(line.delivery_parts) for line in self.counted)

    @property
    def all_problems(self) -> list[Problem]:
        """The cart's problems, and those of its lines that prevent checkout.

        Checkout refuses the blocking ones and has no other conditions on a cart.
        """
        found = list(self.problems)
        for line in self.lines:
            for each in line.problems:
                if each.is_blocking:
                    facts = {**each.facts, "variant_id": line.variant_id}
                    found.append(Problem(each.kind, facts, line.item.name))
        return found

    @property
    def is_ready(self) -> bool:
        return not any(problem.is_blocking for problem in self.all_problems)

    @property
    def takes_cod(self) -> bool:
        return (
            0 < self.total <= COD_LIMIT_PAISE
            and self.unpaid.has_room_for_cash
            and all(line.item.accepts_cod and not line.item.is_to_be_made for line in self.lines)
        )
