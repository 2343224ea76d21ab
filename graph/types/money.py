"""Money."""

import strawberry

from commerce import money


@strawberry.type(description="An amount of money.")
class Money:
    paise: strawberry.Private[int]

    @strawberry.field(description='Rupees as an exact decimal string, as in "1499.00".')
    def amount(self) -> str:
        return money.rupees(self.paise)

    @strawberry.field(description="ISO 4217 code; always INR.")
    def currency(self) -> str:
        return money.CURRENCY

    @strawberry.field(description='For a reader, with lakh grouping, as in "₹1,49,900.00".')
    def formatted(self) -> str:
        return money.formatted(self.paise)


@strawberry.type(description="The least and the greatest price of a product's variants.")
class PriceRange:
    min: Money = strawberry.field(description="The least price, all taxes included.")
    max: Money = strawberry.field(description="The greatest price, all taxes included.")
