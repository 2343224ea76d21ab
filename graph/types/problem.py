"""What stands between a cart and its order."""

from enum import Enum

import strawberry

from commerce.pricing.problems import ProblemKind
from graph.fields import RowType, column, derived


@strawberry.enum(
    description="What stands between a cart and its order. Show the message of one you do not know."
)
class ProblemCode(Enum):
    OUT_OF_STOCK = strawberry.enum_value(
        ProblemKind.OUT_OF_STOCK, description="There are fewer than are wanted."
    )
    NOT_ON_SALE = strawberry.enum_value(
        ProblemKind.NOT_ON_SALE, description="It is no longer sold; it does not count in the sums."
    )
    PRICE_ROSE = strawberry.enum_value(
        ProblemKind.PRICE_ROSE,
        description="It costs more than when it was put in; `cartLinesUpdate` agrees.",
    )
    PRICE_FELL = strawberry.enum_value(
        ProblemKind.PRICE_FELL, description="It costs less than when it was put in."
    )
    QUANTITY_CAPPED = strawberry.enum_value(
        ProblemKind.QUANTITY_CAPPED,
        description="Two carts became one, and there are not as many as both had.",
    )
    PRICE_IN_TAX_GAP = strawberry.enum_value(
        ProblemKind.PRICE_IN_TAX_GAP, description="At this price no rate of tax applies."
    )
    NO_TAX_RATE = strawberry.enum_value(
        ProblemKind.NO_TAX_RATE, description="No rate of tax is known for it."
    )
    SUPPLIER_INTRA_STATE_ONLY = strawberry.enum_value(
        ProblemKind.SUPPLIER_INTRA_STATE_ONLY,
        description="The seller may sell only inside its own State.",
    )
    TOO_HEAVY = strawberry.enum_value(
        ProblemKind.TOO_HEAVY, description="No carrier takes the weight."
    )
    NOT_DELIVERED_THERE = strawberry.enum_value(
        ProblemKind.NOT_DELIVERED_THERE, description="It cannot be delivered to this PIN code."
    )
    EMPTY = strawberry.enum_value(ProblemKind.EMPTY, description="There is nothing in the cart.")
    ADDRESS_MISSING = strawberry.enum_value(
        ProblemKind.ADDRESS_MISSING, description="There is no address yet."
    )
    CASH_ON_DELIVERY_NOT_ALLOWED = strawberry.enum_value(
        ProblemKind.CASH_ON_DELIVERY_NOT_ALLOWED,
        description="It cannot be paid at the door; other methods can be used.",
    )
    TOO_MANY_AT_ONCE = strawberry.enum_value(
        ProblemKind.TOO_MANY_AT_ONCE, description="More pieces than can wait for one payment."
    )
    TOTAL_TOO_HIGH = strawberry.enum_value(
        ProblemKind.TOTAL_TOO_HIGH, description="It comes to more than can be paid at once."
    )
    TOTAL_TOO_LOW = strawberry.enum_value(
        ProblemKind.TOTAL_TOO_LOW, description="It comes to less than can be paid."
    )
    PRICE_LOWERED_FOR_TAX = strawberry.enum_value(
        ProblemKind.PRICE_LOWERED_FOR_TAX,
        description="A discount takes off more than it says, so that the lower tax rate applies.",
    )
    COUPON_ENDED = strawberry.enum_value(
        ProblemKind.COUPON_ENDED, description="The coupon has ended."
    )
    COUPON_USED_UP = strawberry.enum_value(
        ProblemKind.COUPON_USED_UP, description="The coupon was used as often as it can be."
    )
    COUPON_NEEDS_MORE = strawberry.enum_value(
        ProblemKind.COUPON_NEEDS_MORE,
        description="The coupon is for dearer goods, or more of them.",
    )
    COUPON_FITS_NOTHING = strawberry.enum_value(
        ProblemKind.COUPON_FITS_NOTHING, description="The coupon is for other goods."
    )
    COUPON_FOR_FIRST_ORDER = strawberry.enum_value(
        ProblemKind.COUPON_FOR_FIRST_ORDER, description="The coupon is for a first order."
    )
    COUPON_STANDS_ALONE = strawberry.enum_value(
        ProblemKind.COUPON_STANDS_ALONE, description="The coupon cannot be used with another one."
    )


@strawberry.type(description="Something the buyer should know of a line, a coupon or the cart.")
class CartProblem(RowType):
    """Its row is a Problem."""

    code: ProblemCode = derived(
        lambda row, _: ProblemCode(row.trouble), "trouble", description="For programs to act on."
    )
    message: str = derived(
        lambda row, context: context.choose(*row.said()),
        "trouble",
        "facts",
        description="For a person, in the request's language.",
    )
    is_blocking: bool = column(
        "is_blocking", description="Whether it has to be put right before the cart can be ordered."
    )
