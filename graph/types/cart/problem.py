"""Problems of a cart."""

from enum import Enum

from commerce.cart.pricing.problems import Problem, ProblemKind
from graph.access import inherited_type
from graph.fields.field_types import column, computed
from graph.fields.row_types import RowType
from graph.types.enums import described_enum


@described_enum("Type of cart problem. For unknown types, show the message.", of=ProblemKind)
class ProblemCode(Enum):
    OUT_OF_STOCK = "Not enough stock for the requested quantity."
    NEAR_BEST_BEFORE = "Food too close to its best-before date to be sold."
    NOT_ON_SALE = "No longer on sale. Not included in the totals."
    PRICE_ROSE = "The price has risen since the item was added. Accept it with `cartLinesUpdate`."
    PRICE_FELL = "The price has fallen since the item was added."
    QUANTITY_CAPPED = "Quantity reduced to available stock when two carts were merged."
    PRICE_IN_TAX_GAP = "The item cannot be sold at this price: it lies between two GST rates."
    NO_TAX_RATE = "The tax rate is not known."
    SUPPLIER_INTRA_STATE_ONLY = "The seller may sell only within its own State."
    TOO_HEAVY = "The weight exceeds the limit of all carriers."
    NOT_DELIVERED_THERE = "Delivery to this PIN code is not available."
    EMPTY = "The cart is empty."
    ADDRESS_MISSING = "The delivery address is missing."
    CASH_ON_DELIVERY_NOT_ALLOWED = (
        "Cash on delivery is not available. Choose another payment method."
    )
    TOO_MANY_AT_ONCE = "Too many units for one unpaid order."
    TOTAL_TOO_HIGH = "The total exceeds the maximum payment amount."
    TOTAL_TOO_LOW = "The total is below the minimum payment amount."
    PRICE_LOWERED_FOR_TAX = "The discount was increased so that the lower tax rate applies."
    COUPON_ENDED = "The coupon has expired."
    COUPON_USED_UP = "The coupon has reached its usage limit."
    COUPON_NEEDS_MORE = "The value of eligible items is below the coupon's minimum."
    COUPON_FITS_NOTHING = "The coupon is not valid for any item in the cart."
    COUPON_FOR_FIRST_ORDER = "The coupon is valid only for a first order."
    COUPON_STANDS_ALONE = "The coupon cannot be combined with other coupons."


@inherited_type(description="A problem or notice about a cart line, a coupon or the cart.")
class CartProblem(RowType[Problem]):
    """Its row is a Problem."""

    code: ProblemCode = computed(
        lambda row, _: ProblemCode(row.kind),
        "kind",
        description="Machine-readable type of problem.",
    )
    message: str = computed(
        lambda row, context: context.choose(*row.text()),
        "kind",
        "facts",
        description="Message for the user, in the language of the request.",
    )
    is_blocking: bool = column("is_blocking", description="Whether the problem prevents checkout.")
