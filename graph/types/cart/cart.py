"""Carts, priced at each read."""

from enum import Enum

import strawberry

import models
from commerce.cart import carts
from commerce.cart.pricing.priced_cart import Coupon, Group, PricedLine
from commerce.cart.pricing.promotions import Promotion
from commerce.cart.pricing.shipping_rates import ShippingOffer
from graph.access import inherited_type
from graph.context import Info
from graph.execution.selection import selects
from graph.fields.field_types import column, computed, to_one
from graph.fields.row_types import RowType
from graph.ids import global_id
from graph.loaders import TRUE
from graph.types.cart.delivery import DayRange
from graph.types.cart.problem import CartProblem
from graph.types.catalogue.variant import Variant
from graph.types.enums import described_enum
from graph.types.lazy import LazyProduct, LazyVendor
from graph.types.money import Money
from graph.types.orders.delivery_address import DeliveryAddress
from graph.types.scalars import DateTime, Decimal, iso
from graph.types.tax import Tax


@described_enum("Delivery service.", of=models.DeliveryService)
class DeliveryService(Enum):
    STANDARD = "Standard delivery. Free with some vendors."
    EXPRESS = "Express delivery, where available."


@inherited_type(description="A cart line: a quantity of one variant.")
class CartLine(RowType[PricedLine]):
    """Its row is a PricedLine."""

    id: strawberry.ID = computed(
        lambda row, _: global_id("CartLine", row.item.line_id),
        "item",
        description="Identifier for `cartLinesUpdate`.",
    )
    quantity: int = computed(
        lambda row, _: row.item.quantity, "item", description="Quantity, 1 to 99."
    )
    product: LazyProduct = to_one(
        "Product",
        models.Product,
        "product_id",
        visible=TRUE,
        description="Product of the variant.",
    )
    unit_price: Money = computed(
        lambda row, _: Money.of(row.item.price_paise),
        "item",
        description="Current price of one unit, including taxes.",
    )
    subtotal: Money = column(
        "listed", as_type="Money", description="Price of all units before discounts."
    )
    discount: Money = column(
        "discount", as_type="Money", description="Discount from offers and coupons."
    )
    total: Money = column(
        "total",
        as_type="Money",
        description="Price of all units after discounts, without delivery.",
    )
    problems: list[CartProblem] = computed(
        lambda row, _: [CartProblem.of(each) for each in row.problems],
        "problems",
        description="Problems with this line. Empty if there are none.",
    )
    variant: Variant = column("variant", as_type="Variant", description="Selected variant.")


@inherited_type(description="A delivery option for a vendor's shipment.")
class DeliveryOption(RowType[ShippingOffer]):
    """Its row is an Offer."""

    service: DeliveryService = computed(
        lambda row, _: DeliveryService(row.service), "service", description="Delivery service."
    )
    charge: Money = column(
        "charge",
        as_type="Money",
        description="Delivery charge, including taxes. 0.00 if delivery is free.",
    )
    estimated_days: DayRange = computed(
        lambda row, _: DayRange(min=row.days_min, max=row.days_max),
        "days_min",
        "days_max",
        description="Estimated days from order to delivery, including production time. Null"
        " if not known.",
    )


@inherited_type(
    description="Cart lines of one vendor. They are shipped and invoiced together.",
)
class CartGroup(RowType[Group]):
    """Its row is a Group."""

    vendor: LazyVendor = to_one(
        "Vendor",
        models.Vendor,
        "vendor_id",
        visible=TRUE,
        description="Vendor that sells and ships the items.",
    )
    lines: list[CartLine] = computed(
        lambda row, _: [CartLine.of(line) for line in row.lines],
        "lines",
        description="Lines of the group, in the order they were added.",
    )
    delivery_options: list[DeliveryOption] = computed(
        lambda row, _: [DeliveryOption.of(each) for each in row.offers],
        "offers",
        description="Available delivery options. Empty if the cart has no delivery address.",
    )
    delivery_service: DeliveryService | None = computed(
        lambda row, _: DeliveryService(row.chosen.service) if row.chosen else None,
        "chosen",
        description="Selected delivery service. Null without an address or an available service.",
    )
    delivery_charge: Money = column(
        "delivery", as_type="Money", description="Delivery charge of the shipment, including taxes."
    )


@inherited_type(description="Benefit and conditions of a coupon.")
class CouponTerms(RowType[Promotion]):
    """Its row is a Promotion."""

    percent: Decimal | None = computed(
        lambda row, _: _percent(row.basis_points),
        "basis_points",
        description="Discount in percent. Null for a fixed discount.",
    )
    amount: Money | None = computed(
        lambda row, _: _money(row.amount_paise),
        "amount_paise",
        description="Fixed discount. Null for a discount in percent.",
    )
    max_discount: Money | None = computed(
        lambda row, _: _money(row.most_paise),
        "most_paise",
        description="Maximum discount per order. Null if unlimited.",
    )
    minimum: Money | None = computed(
        lambda row, _: _money(row.least_paise or None),
        "least_paise",
        description="Minimum value of eligible items. Null if there is no minimum.",
    )
    ends_at: DateTime | None = computed(
        lambda row, _: row.ends_at and iso(row.ends_at),
        "ends_at",
        description="Date and time the coupon expires. Null if it has no end date.",
    )
    is_for_first_order: bool = column(
        "is_first_order", description="Whether the coupon is valid only for a first order."
    )
    is_exclusive: bool = column(
        "is_exclusive", description="Whether the coupon cannot be combined with other coupons."
    )
    max_uses_each: int | None = column(
        "most_uses_each", description="Maximum uses per buyer. Null if unlimited."
    )


def _percent(basis_points: int | None) -> str | None:
    return None if basis_points is None else f"{basis_points / 100:.2f}"


def _money(paise: int | None) -> Money | None:
    return None if paise is None else Money.of(paise)


@inherited_type(description="A coupon applied to the cart.")
class CartCoupon(RowType[Coupon]):
    """Its row is a Coupon."""

    code: str = computed(lambda row, _: row.promotion.code, "promotion", description="Coupon code.")
    name: str = computed(
        lambda row, context: context.text(row.promotion, "name"),
        "promotion",
        description="Name of the coupon.",
    )
    terms: CouponTerms = computed(
        lambda row, _: CouponTerms.of(row.promotion),
        "promotion",
        description="Benefit and conditions of the coupon.",
    )
    discount: Money = column("discount", as_type="Money", description="Discount from the coupon.")
    problem: CartProblem | None = column(
        "problem",
        as_type="CartProblem",
        description="Why the coupon gives no discount. Null if it does.",
    )


@inherited_type(
    description="A shopping cart. Prices, taxes, delivery charges and problems are"
    " calculated each time it is read.",
)
class Cart(RowType[carts.Cart]):
    """Its row is a `commerce.cart.carts.Cart`."""

    id: strawberry.ID = computed(
        lambda row, _: strawberry.ID(row.token),
        "token",
        description="Unique identifier, impossible to guess. Anyone with the id can open a"
        " guest cart.",
    )
    item_count: int = computed(
        lambda row, _: row.priced.item_count, "priced", description="Total quantity of all lines."
    )
    groups: list[CartGroup] = computed(
        lambda row, _: [CartGroup.of(group) for group in row.priced.groups],
        "priced",
        description="Lines grouped by vendor.",
    )
    coupons: list[CartCoupon] = computed(
        lambda row, _: [CartCoupon.of(each) for each in row.priced.coupons],
        "priced",
        description="Applied coupons, at most three.",
    )
    delivery_address: DeliveryAddress | None = computed(
        lambda row, _: DeliveryAddress.of(row.address) if row.address else None,
        "address",
        description="Delivery address. Null if not yet set.",
    )
    subtotal: Money = computed(
        lambda row, _: Money.of(row.priced.subtotal),
        "priced",
        description="Price of all items before discounts, including taxes.",
    )
    discount: Money = computed(
        lambda row, _: Money.of(row.priced.discount),
        "priced",
        description="Discount from offers and coupons.",
    )
    delivery: Money = computed(
        lambda row, _: Money.of(row.priced.delivery),
        "priced",
        description="Delivery charge, including taxes. 0.00 if the cart has no delivery address.",
    )
    tax: Tax = computed(
        lambda row, _: Tax.of(row.priced.tax),
        "priced",
        description="Tax included in the total. Without a delivery address, delivery within"
        " the vendors' States is assumed.",
    )
    total: Money = computed(
        lambda row, _: Money.of(row.priced.total),
        "priced",
        description="Total to pay: items minus discounts plus delivery.",
    )
    problems: list[CartProblem] = computed(
        lambda row, _: [CartProblem.of(each) for each in row.priced.all_problems],
        "priced",
        description="Problems with the cart, including all line problems that prevent checkout.",
    )
    is_ready_for_checkout: bool = computed(
        lambda row, _: row.priced.is_ready,
        "priced",
        description="Whether the cart can be ordered as it is.",
    )
    is_cash_on_delivery_available: bool = computed(
        lambda row, _: row.priced.takes_cod and row.priced.place is not None,
        "priced",
        description="Whether cash on delivery is available.",
    )
    expires_at: DateTime = computed(
        lambda row, _: iso(row.expires_at),
        "expires_at",
        description="Date and time the cart expires. Each change to the cart extends it.",
    )


async def cart_of(info: Info, token: str, *path: str) -> Cart | None:
    """The cart as the viewer may see it; `path` leads to it from the field that is resolved."""
    context = info.context
    return await cart_shown(info, await carts.find(context.viewer, token, context.now), *path)


# Of these one of a total makes it a total that was shown.
FIGURES = ("amount", "formatted")


async def cart_shown(info: Info, found: carts.Cart | None, *path: str) -> Cart | None:
    """A cart as the answer has it. Checkout holds the mart to its total, if it is shown."""
    if found is None:
        return None
    if is_total_shown(info, *path):
        await carts.show(found)
    return Cart.of(found)


def is_total_shown(info: Info, *path: str) -> bool:
    """Whether the answer has the total of the cart that `path` leads to."""
    return any(selects(info, *path, "total", figure) for figure in FIGURES)


def has_variants(info: Info, *path: str) -> bool:
    """Whether the answer has the variants in the cart that `path` leads to."""
    return selects(info, *path, "groups", "lines", "variant")
