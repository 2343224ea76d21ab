"""Money."""

import strawberry

from commerce.core import money
from graph.fields import RowType, part, plain


@strawberry.type(description="An amount of money.")
class Money(RowType):
    """Its row is a number of paise."""

    amount: str = plain(
        money.rupees,
        description='Rupees as an exact decimal string, as in "1499.00".',
    )
    currency: str = plain(lambda paise: money.CURRENCY, description="ISO 4217 code; always INR.")
    formatted: str = plain(
        money.formatted,
        description='For a reader, with lakh grouping, as in "₹1,49,900.00".',
    )


@strawberry.type(description="The least and the greatest price of a product's variants.")
class PriceRange(RowType):
    """Its row is a product's."""

    min: Money = part(
        "Money", "min_price_paise", description="The least price, all taxes included."
    )
    max: Money = part(
        "Money", "max_price_paise", description="The greatest price, all taxes included."
    )
