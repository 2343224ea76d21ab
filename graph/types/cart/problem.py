"""What stands between a cart and its order."""

from enum import Enum

import strawberry

from auth.permissions import Action
from commerce.pricing.problems import Problem, ProblemKind
from graph.access import private_type
from graph.field_types import RowType, column, derived


@strawberry.enum(description="Type of cart problem. For unknown types, show the message.")
class ProblemCode(Enum):
    OUT_OF_STOCK = strawberry.enum_value(
        ProblemKind.OUT_OF_STOCK, description="Not enough stock for the requested quantity."
    )
    NOT_ON_SALE = strawberry.enum_value(
        ProblemKind.NOT_ON_SALE, description="No longer on sale. Not included in the totals."
    )
    PRICE_ROSE = strawberry.enum_value(
        ProblemKind.PRICE_ROSE,
        description="The price has risen since the item was added. Accept it with"
        " `cartLinesUpdate`.",
    )
    PRICE_FELL = strawberry.enum_value(
        ProblemKind.PRICE_FELL, description="The price has fallen since the item was added."
    )
    QUANTITY_CAPPED = strawberry.enum_value(
        ProblemKind.QUANTITY_CAPPED,
        description="Quantity reduced to available stock when two carts were merged.",
    )
    PRICE_IN_TAX_GAP = strawberry.enum_value(
        ProblemKind.PRICE_IN_TAX_GAP, description="No tax rate applies at this price."
    )
    NO_TAX_RATE = strawberry.enum_value(
        ProblemKind.NO_TAX_RATE, description="The tax rate is not known."
    )
    SUPPLIER_INTRA_STATE_ONLY = strawberry.enum_value(
        ProblemKind.SUPPLIER_INTRA_STATE_ONLY,
        description="The seller may sell only within its own State.",
    )
    TOO_HEAVY = strawberry.enum_value(
        ProblemKind.TOO_HEAVY, description="The weight exceeds the limit of all carriers."
    )
    NOT_DELIVERED_THERE = strawberry.enum_value(
        ProblemKind.NOT_DELIVERED_THERE, description="Delivery to this PIN code is not available."
    )
    EMPTY = strawberry.enum_value(ProblemKind.EMPTY, description="The cart is empty.")
    ADDRESS_MISSING = strawberry.enum_value(
        ProblemKind.ADDRESS_MISSING, description="The delivery address is missing."
    )
    CASH_ON_DELIVERY_NOT_ALLOWED = strawberry.enum_value(
        ProblemKind.CASH_ON_DELIVERY_NOT_ALLOWED,
        description="Cash on delivery is not available. Choose another payment method.",
    )
    TOO_MANY_AT_ONCE = strawberry.enum_value(
        ProblemKind.TOO_MANY_AT_ONCE, description="Too many units for one unpaid order."
    )
    TOTAL_TOO_HIGH = strawberry.enum_value(
        ProblemKind.TOTAL_TOO_HIGH, description="The total exceeds the maximum payment amount."
    )
    TOTAL_TOO_LOW = strawberry.enum_value(
        ProblemKind.TOTAL_TOO_LOW, description="The total is below the minimum payment amount."
    )
    PRICE_LOWERED_FOR_TAX = strawberry.enum_value(
        ProblemKind.PRICE_LOWERED_FOR_TAX,
        description="The discount was increased so that the lower tax rate applies.",
    )
    COUPON_ENDED = strawberry.enum_value(
        ProblemKind.COUPON_ENDED, description="The coupon has expired."
    )
    COUPON_USED_UP = strawberry.enum_value(
        ProblemKind.COUPON_USED_UP, description="The coupon has reached its usage limit."
    )
    COUPON_NEEDS_MORE = strawberry.enum_value(
        ProblemKind.COUPON_NEEDS_MORE,
        description="The value of eligible items is below the coupon's minimum.",
    )
    COUPON_FITS_NOTHING = strawberry.enum_value(
        ProblemKind.COUPON_FITS_NOTHING,
        description="The coupon is not valid for any item in the cart.",
    )
    COUPON_FOR_FIRST_ORDER = strawberry.enum_value(
        ProblemKind.COUPON_FOR_FIRST_ORDER,
        description="The coupon is valid only for a first order.",
    )
    COUPON_STANDS_ALONE = strawberry.enum_value(
        ProblemKind.COUPON_STANDS_ALONE,
        description="The coupon cannot be combined with other coupons.",
    )


@private_type(
    Action.INHERITED, description="A problem or notice about a cart line, a coupon or the cart."
)
class CartProblem(RowType, row=Problem):
    """Its row is a Problem."""

    code: ProblemCode = derived(
        lambda row, _: ProblemCode(row.kind),
        "kind",
        description="Machine-readable type of problem.",
    )
    message: str = derived(
        lambda row, context: context.choose(*row.text()),
        "kind",
        "facts",
        description="Message for the user, in the language of the request.",
    )
    is_blocking: bool = column("is_blocking", description="Whether the problem prevents checkout.")
