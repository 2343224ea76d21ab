"""A cart: what somebody means to buy, priced at each reading."""

from enum import Enum

import strawberry

import models
from commerce.cart import carts
from graph.context import Info
from graph.fields import RowType, column, derived, one, part
from graph.ids import global_id
from graph.loaders import TRUE
from graph.selection import selects
from graph.types.delivery import DayRange
from graph.types.delivery_address import DeliveryAddress
from graph.types.lazy import LazyProduct, LazyVendor
from graph.types.money import Money
from graph.types.problem import CartProblem
from graph.types.scalars import DateTime, Decimal, iso
from graph.types.tax import Tax
from graph.types.variant import Variant


@strawberry.enum(description="How a parcel is sent.")
class DeliveryService(Enum):
    STANDARD = strawberry.enum_value(
        models.DeliveryService.STANDARD, description="The usual way; some vendors give it free."
    )
    EXPRESS = strawberry.enum_value(
        models.DeliveryService.EXPRESS, description="Faster, where a carrier offers it."
    )


@strawberry.type(description="A line of a cart: pieces of one variant.")
class CartLine(RowType):
    """Its row is a PricedLine."""

    id: strawberry.ID = derived(
        lambda row, _: global_id("CartLine", row.piece.line_id),
        "piece",
        description="For `cartLinesUpdate`.",
    )
    quantity: int = derived(
        lambda row, _: row.piece.quantity, "piece", description="Pieces, 1 to 99."
    )
    product: LazyProduct = one(
        "Product",
        models.Product,
        "product_id",
        visible=TRUE,
        description="The page it is sold on.",
    )
    unit_price: Money = derived(
        lambda row, _: Money.of(row.piece.price_paise),
        "piece",
        description="What one costs now, all taxes included.",
    )
    subtotal: Money = part("Money", "listed", description="The price of all pieces.")
    discount: Money = part("Money", "discount", description="What offers and coupons take off.")
    total: Money = part(
        "Money", "total", description="What the buyer pays for them, without delivery."
    )
    problems: list[CartProblem] = derived(
        lambda row, _: [CartProblem.of(each) for each in row.problems],
        "problems",
        description="What the buyer should know of it; empty when all is well.",
    )
    variant: Variant = part("Variant", "variant", description="What was chosen.")


@strawberry.type(description="A way to send a vendor's parcel.")
class DeliveryOption(RowType):
    """Its row is an Offer."""

    service: DeliveryService = derived(
        lambda row, _: DeliveryService(row.service), "service", description="How."
    )
    charge: Money = part(
        "Money", "charge", description="What it costs, all taxes included; 0.00 when it is free."
    )
    estimated_days: DayRange = derived(
        lambda row, _: DayRange(min=row.days_min, max=row.days_max),
        "days_min",
        "days_max",
        description="Days from the order to the door, making included.",
    )


@strawberry.type(description="One vendor's lines: they come in one parcel, with one invoice.")
class CartGroup(RowType):
    """Its row is a Group."""

    vendor: LazyVendor = one(
        "Vendor", models.Vendor, "vendor_id", visible=TRUE, description="Who sells and sends them."
    )
    lines: list[CartLine] = derived(
        lambda row, _: [CartLine.of(line) for line in row.lines],
        "lines",
        description="What is in it, in the order it was put in.",
    )
    delivery_options: list[DeliveryOption] = derived(
        lambda row, _: [DeliveryOption.of(each) for each in row.offers],
        "offers",
        description="How the parcel can be sent; empty without an address.",
    )
    delivery_service: DeliveryService | None = derived(
        lambda row, _: DeliveryService(row.chosen.service) if row.chosen else None,
        "chosen",
        description="How it will be sent; null while that is not known.",
    )
    delivery_charge: Money = part(
        "Money", "delivery", description="What sending it costs, all taxes included."
    )


@strawberry.type(description="What a coupon gives, and under which conditions.")
class CouponTerms(RowType):
    """Its row is a Promotion."""

    percent: Decimal | None = derived(
        lambda row, _: _percent(row.basis_points),
        "basis_points",
        description="Percent it takes off; null when it takes off an amount.",
    )
    amount: Money | None = derived(
        lambda row, _: _money(row.amount_paise),
        "amount_paise",
        description="Rupees it takes off; null when it takes off a share.",
    )
    max_discount: Money | None = derived(
        lambda row, _: _money(row.most_paise),
        "most_paise",
        description="The most it takes off an order; null for any.",
    )
    minimum: Money | None = derived(
        lambda row, _: _money(row.least_paise or None),
        "least_paise",
        description="What the goods it is for have to come to; null when that does not matter.",
    )
    ends_at: DateTime | None = derived(
        lambda row, _: row.ends_at and iso(row.ends_at),
        "ends_at",
        description="When it ends; null when that is not set.",
    )
    is_for_first_order: bool = column(
        "is_first_order", description="Whether it is only for a first order."
    )
    is_exclusive: bool = column(
        "is_exclusive", description="Whether it cannot be used with another coupon."
    )
    max_uses_each: int | None = column(
        "most_uses_each", description="How often one buyer may use it; null for any number."
    )


def _percent(basis_points: int | None) -> str | None:
    return None if basis_points is None else f"{basis_points / 100:.2f}"


def _money(paise: int | None) -> Money | None:
    return None if paise is None else Money.of(paise)


@strawberry.type(description="A coupon that was entered.")
class CartCoupon(RowType):
    """Its row is a Coupon."""

    code: str = derived(
        lambda row, _: row.promotion.code, "promotion", description="As it is entered."
    )
    name: str = derived(
        lambda row, context: context.text(row.promotion, "name"),
        "promotion",
        description="What it is for.",
    )
    terms: CouponTerms = derived(
        lambda row, _: CouponTerms.of(row.promotion),
        "promotion",
        description="What it gives, and when.",
    )
    discount: Money = part("Money", "discount", description="What it takes off.")
    problem: CartProblem | None = part(
        "CartProblem", "problem", description="Why it takes nothing off; null when it does."
    )


@strawberry.type(
    description="What somebody means to buy. Prices, taxes, delivery and problems are those of the"
    " moment it is read."
)
class Cart(RowType):
    """Its row is a `commerce.cart.carts.Cart`."""

    id: strawberry.ID = derived(
        lambda row, _: strawberry.ID(row.token),
        "token",
        description="Nobody guesses it: a guest's cart opens to whoever has it.",
    )
    item_count: int = derived(
        lambda row, _: row.priced.item_count, "priced", description="Pieces in it."
    )
    groups: list[CartGroup] = derived(
        lambda row, _: [CartGroup.of(group) for group in row.priced.groups],
        "priced",
        description="Its lines by vendor.",
    )
    coupons: list[CartCoupon] = derived(
        lambda row, _: [CartCoupon.of(each) for each in row.priced.coupons],
        "priced",
        description="Coupons that were entered, at most three.",
    )
    delivery_address: DeliveryAddress | None = derived(
        lambda row, _: DeliveryAddress.of(row.address) if row.address else None,
        "address",
        description="Where it goes; null until that is told.",
    )
    subtotal: Money = derived(
        lambda row, _: Money.of(row.priced.subtotal),
        "priced",
        description="The goods at their prices, all taxes included.",
    )
    discount: Money = derived(
        lambda row, _: Money.of(row.priced.discount),
        "priced",
        description="What offers and coupons take off.",
    )
    delivery: Money = derived(
        lambda row, _: Money.of(row.priced.delivery),
        "priced",
        description="What sending it costs; 0.00 without an address.",
    )
    tax: Tax = derived(
        lambda row, _: Tax.of(row.priced.tax),
        "priced",
        description="The tax in it; without an address as if it stayed in the vendors' States.",
    )
    total: Money = derived(
        lambda row, _: Money.of(row.priced.total),
        "priced",
        description="What the buyer pays: goods, less discounts, and delivery.",
    )
    problems: list[CartProblem] = derived(
        lambda row, _: [CartProblem.of(each) for each in row.priced.all_problems],
        "priced",
        description="What the buyer should know of the cart, and everything of its lines that has"
        " to be put right before it can be ordered.",
    )
    is_ready_for_checkout: bool = derived(
        lambda row, _: row.priced.is_ready,
        "priced",
        description="Whether nothing stands between it and an order.",
    )
    is_cash_on_delivery_available: bool = derived(
        lambda row, _: row.priced.takes_cod and row.priced.place is not None,
        "priced",
        description="Whether it can be paid at the door.",
    )
    expires_at: DateTime = derived(
        lambda row, _: iso(row.expires_at),
        "expires_at",
        description="When it is thrown away unless it is touched.",
    )


async def cart_of(info: Info, token: str, *path: str) -> Cart | None:
    """The cart as the viewer may see it; `path` leads to it from the field that is resolved."""
    context = info.context
    context.is_personal = True
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
