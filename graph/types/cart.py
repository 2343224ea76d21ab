"""A cart: what somebody means to buy, priced at each reading."""

from enum import Enum

import strawberry

import models
from commerce import carts
from graph.context import Info
from graph.fields import Shape, derived, one, part
from graph.ids import global_id
from graph.loaders import TRUE
from graph.types.delivery import DayRange
from graph.types.delivery_address import DeliveryAddress
from graph.types.lazy import LazyProduct, LazyVendor
from graph.types.money import Money
from graph.types.problem import CartProblem
from graph.types.scalars import DateTime, iso
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
class CartLine(Shape):
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
class DeliveryOption(Shape):
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
class CartGroup(Shape):
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


@strawberry.type(description="A coupon that was entered.")
class CartCoupon(Shape):
    """Its row is a Coupon."""

    code: str = derived(
        lambda row, _: row.promotion.code, "promotion", description="As it is entered."
    )
    name: str = derived(
        lambda row, context: context.text(row.promotion, "name"),
        "promotion",
        description="What it is for.",
    )
    discount: Money = part("Money", "discount", description="What it takes off.")
    problem: CartProblem | None = part(
        "CartProblem", "problem", description="Why it takes nothing off; null when it does."
    )


@strawberry.type(
    description="What somebody means to buy. Prices, taxes, delivery and problems are those of the"
    " moment it is read."
)
class Cart(Shape):
    """Its row is a `commerce.carts.Cart`."""

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
        lambda row, _: [CartProblem.of(each) for each in row.priced.problems],
        "priced",
        description="What the buyer should know of the cart as a whole.",
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


async def cart_of(info: Info, token: str) -> Cart | None:
    """The cart as the viewer may see it."""
    context = info.context
    context.is_personal = True
    found = await carts.find(context.viewer, token, context.now)
    return None if found is None else Cart.of(await carts.show(found))
