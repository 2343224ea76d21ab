"""Delivery to a PIN code."""

from enum import Enum

import strawberry

from commerce.cart.pricing import serviceability
from commerce.core.texts.input_texts import ARMY_POST_OFFICE
from graph.access import public_type
from graph.context import Info
from graph.types.enums import described_enum
from graph.types.money import Money


@described_enum("Reason why delivery is not possible.", of=serviceability.NoDelivery)
class DeliveryRefusalCode(Enum):
    UNKNOWN_PINCODE = (
        "The PIN code does not exist, has no postal delivery or belongs to an army post office."
    )
    SUPPLIER_INTRA_STATE_ONLY = "The seller may sell only within its own State."
    TOO_HEAVY = "The weight exceeds the limit of all carriers."
    UNAVAILABLE = "The product is currently not available."


# A program does the same for all of them: it asks for another PIN code.
CODES = {
    serviceability.NoDelivery.MISTYPED_PINCODE: DeliveryRefusalCode.UNKNOWN_PINCODE,
    serviceability.NoDelivery.ARMY_POST_OFFICE: DeliveryRefusalCode.UNKNOWN_PINCODE,
}
MESSAGES = {
    serviceability.NoDelivery.MISTYPED_PINCODE: (
        "Enter a 6-digit PIN code, such as 226001.",
        "6 अंकों का पिन कोड लिखें, जैसे 226001।",
    ),
    serviceability.NoDelivery.UNKNOWN_PINCODE: (
        "We don't know this PIN code. Check it and try again.",
        "यह पिन कोड नहीं मिला। जाँचकर फिर से लिखें।",
    ),
    serviceability.NoDelivery.ARMY_POST_OFFICE: ARMY_POST_OFFICE,
    serviceability.NoDelivery.SUPPLIER_INTRA_STATE_ONLY: (
        "This seller delivers only within its own State.",
        "यह विक्रेता केवल अपने राज्य के भीतर भेजता है।",
    ),
    serviceability.NoDelivery.TOO_HEAVY: (
        "This item is too heavy to be delivered there.",
        "यह सामान इतना भारी है कि वहाँ नहीं पहुँचाया जा सकता।",
    ),
    serviceability.NoDelivery.UNAVAILABLE: (
        "This item is out of stock.",
        "यह अभी स्टॉक में नहीं है।",
    ),
}


@public_type(description="Why delivery is not possible.")
class DeliveryRefusal:
    code: DeliveryRefusalCode = strawberry.field(description="Machine-readable reason.")
    message: str = strawberry.field(description="Human-readable reason.")


@public_type(description="A range of days.")
class DayRange:
    min: int = strawberry.field(description="Minimum number of days.")
    max: int = strawberry.field(description="Maximum number of days.")


@public_type(description="Delivery of one unit of the cheapest available variant to a PIN code.")
class Delivery:
    quote: strawberry.Private[serviceability.Quote]

    @strawberry.field(description="Whether delivery to the PIN code is possible.")
    def is_serviceable(self) -> bool:
        return self.quote.refusal is None

    @strawberry.field(description="Why delivery is not possible. Null if it is possible.")
    def reason(self, info: Info) -> DeliveryRefusal | None:
        refusal = self.quote.refusal
        if refusal is None:
            return None
        message = info.context.choose(*MESSAGES[refusal])
        code = CODES.get(refusal) or DeliveryRefusalCode(refusal)
        return DeliveryRefusal(code=code, message=message)

    @strawberry.field(
        description="Estimated days from order to delivery, including production time. Null"
        " if delivery is not possible."
    )
    def estimated_days(self) -> DayRange | None:
        low, high = self.quote.days_min, self.quote.days_max
        return None if low is None or high is None else DayRange(min=low, max=high)

    @strawberry.field(
        description="Delivery charge, including taxes. 0.00 if delivery is free, null if not"
        " possible."
    )
    def charge(self) -> Money | None:
        paise = self.quote.charge_paise
        return None if paise is None else Money.of(paise)

    @strawberry.field(description="Whether cash on delivery is available.")
    def is_cash_on_delivery_available(self) -> bool:
        return self.quote.takes_cod


async def quote(info: Info, product_id: int, pincode: str) -> Delivery:
    """The quote for a product; one statement for all products asked about the same PIN code."""

    async def batch(ids: list[int]) -> list[serviceability.Quote]:
        return await serviceability.quotes(ids, pincode)

    found = await info.context.loaders.of(("delivery", pincode), batch).load(product_id)
    return Delivery(quote=found)
