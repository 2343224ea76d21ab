"""Delivery to a PIN code."""

from enum import Enum

import strawberry

from commerce.core.texts.input_texts import ARMY_POST_OFFICE
from commerce.pricing import serviceability
from graph.context import Info
from graph.types.money import Money


@strawberry.enum(description="Why a piece cannot be sent somewhere.")
class DeliveryRefusalCode(Enum):
    UNKNOWN_PINCODE = strawberry.enum_value(
        serviceability.NoDelivery.UNKNOWN_PINCODE,
        description="It is no PIN code, none that post is delivered to, or an army post office's.",
    )
    SUPPLIER_INTRA_STATE_ONLY = strawberry.enum_value(
        serviceability.NoDelivery.SUPPLIER_INTRA_STATE_ONLY,
        description="The seller may sell only inside its own State.",
    )
    TOO_HEAVY = strawberry.enum_value(
        serviceability.NoDelivery.TOO_HEAVY, description="No carrier takes the weight."
    )
    UNAVAILABLE = strawberry.enum_value(
        serviceability.NoDelivery.UNAVAILABLE, description="It cannot be bought at present."
    )


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
        "यह पिन कोड हमें नहीं मिला। जाँचकर फिर लिखें।",
    ),
    serviceability.NoDelivery.ARMY_POST_OFFICE: ARMY_POST_OFFICE,
    serviceability.NoDelivery.SUPPLIER_INTRA_STATE_ONLY: (
        "This seller delivers only within its own State.",
        "यह विक्रेता केवल अपने राज्य के भीतर भेजता है।",
    ),
    serviceability.NoDelivery.TOO_HEAVY: (
        "This piece is too heavy for delivery there.",
        "यह वस्तु वहाँ भेजने के लिए बहुत भारी है।",
    ),
    serviceability.NoDelivery.UNAVAILABLE: (
        "This piece is out of stock.",
        "यह वस्तु अभी उपलब्ध नहीं है।",
    ),
}


@strawberry.type(description="Why a piece cannot be sent somewhere.")
class DeliveryRefusal:
    code: DeliveryRefusalCode = strawberry.field(description="For programs.")
    message: str = strawberry.field(description="For a person to read.")


@strawberry.type(description="A span of days.")
class DayRange:
    min: int = strawberry.field(description="The earliest.")
    max: int = strawberry.field(description="The latest.")


@strawberry.type(description="What sending one piece of the cheapest variant at hand takes.")
class Delivery:
    quote: strawberry.Private[serviceability.Quote]

    @strawberry.field(description="Whether it can be sent there.")
    def is_serviceable(self) -> bool:
        return self.quote.refusal is None

    @strawberry.field(description="Why it cannot; null when it can.")
    def reason(self, info: Info) -> DeliveryRefusal | None:
        refusal = self.quote.refusal
        if refusal is None:
            return None
        message = info.context.choose(*MESSAGES[refusal])
        code = CODES.get(refusal) or DeliveryRefusalCode(refusal)
        return DeliveryRefusal(code=code, message=message)

    @strawberry.field(description="Days from the order to the door, making included.")
    def estimated_days(self) -> DayRange | None:
        low, high = self.quote.days_min, self.quote.days_max
        return None if low is None or high is None else DayRange(min=low, max=high)

    @strawberry.field(description="What delivery costs, all taxes included; 0.00 when it is free.")
    def charge(self) -> Money | None:
        paise = self.quote.charge_paise
        return None if paise is None else Money.of(paise)

    @strawberry.field(description="Whether it can be paid at the door.")
    def is_cash_on_delivery_available(self) -> bool:
        return self.quote.takes_cod


async def quote(info: Info, product_id: int, pincode: str) -> Delivery:
    """The quote for a product; one statement for all products asked about the same PIN code."""

    async def batch(ids: list[int]) -> list[serviceability.Quote]:
        return await serviceability.quotes(ids, pincode)

    found = await info.context.loaders.of(("delivery", pincode), batch).load(product_id)
    return Delivery(quote=found)
