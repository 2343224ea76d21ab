"""Money."""

import models
from commerce.core import money
from graph.access import public_type
from graph.fields.field_types import column, plain
from graph.fields.row_types import RowType


@public_type(description="An amount of money.")
class Money(RowType[int]):
    """Its row is a number of paise."""

    amount: str = plain(
        money.rupees,
        description='Amount in rupees as an exact decimal string, for example "1499.00".',
    )
    currency: str = plain(
        lambda paise: money.CURRENCY, description="ISO 4217 currency code. Always INR."
    )
    formatted: str = plain(
        money.formatted,
        description='Formatted amount with Indian digit grouping, for example "₹1,49,900.00".',
    )


@public_type(
    description="Lowest and highest price of the variants that can be bought now; of all variants"
    " if all are sold out."
)
class PriceRange(RowType[models.Product]):
    min: Money = column(
        "min_price_paise", as_type="Money", description="Lowest price, including taxes."
    )
    max: Money = column(
        "max_price_paise", as_type="Money", description="Highest price, including taxes."
    )
