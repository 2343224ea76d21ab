"""What happened to an order."""

from enum import Enum
from typing import Any

import orjson
import strawberry

from commerce.fulfilment import timeline
from graph.context import Context
from graph.fields import RowType, derived
from graph.types.scalars import DateTime, iso
from models import OrderEventKind as Kind


@strawberry.enum(description="What happened. Show the message of one you do not know.")
class OrderEventKind(Enum):
    ORDERED = strawberry.enum_value(Kind.ORDERED, description="It waits for its payment.")
    PLACED = strawberry.enum_value(Kind.PLACED, description="The sellers know of it.")
    PAID = strawberry.enum_value(Kind.PAID, description="The money came.")
    PAYMENT_FAILED = strawberry.enum_value(Kind.PAYMENT_FAILED, description="A try to pay failed.")
    PAYMENT_EXPIRED = strawberry.enum_value(
        Kind.PAYMENT_EXPIRED, description="No payment came in time."
    )
    PAYMENT_REFUSED = strawberry.enum_value(
        Kind.PAYMENT_REFUSED, description="The payment gateway will never take the payment."
    )
    PAID_TOO_LATE = strawberry.enum_value(
        Kind.PAID_TOO_LATE,
        description="The money came after the order was cancelled, or had expired and was"
        " sold out since.",
    )
    UNDER_REVIEW = strawberry.enum_value(
        Kind.UNDER_REVIEW, description="The payment does not fit the order."
    )
    ADDRESS_CHANGED = strawberry.enum_value(
        Kind.ADDRESS_CHANGED, description="The delivery address was changed."
    )
    CANCELLED = strawberry.enum_value(
        Kind.CANCELLED, description="The order, or a part of it, was cancelled."
    )
    REFUND_STARTED = strawberry.enum_value(
        Kind.REFUND_STARTED, description="Money is on its way back."
    )
    REFUNDED = strawberry.enum_value(Kind.REFUNDED, description="Money was paid back.")
    REFUND_FAILED = strawberry.enum_value(
        Kind.REFUND_FAILED, description="Money could not be paid back yet."
    )
    PAYMENT_DISPUTED = strawberry.enum_value(
        Kind.PAYMENT_DISPUTED, description="The buyer's bank asks for the money back."
    )
    REFUND_DISPUTED = strawberry.enum_value(
        Kind.REFUND_DISPUTED, description="The bank asks for what was refunded already."
    )
    DISPUTE_WON = strawberry.enum_value(
        Kind.DISPUTE_WON, description="The bank closed its claim; the payment stands."
    )
    CHARGED_BACK = strawberry.enum_value(
        Kind.CHARGED_BACK, description="The bank took the money back."
    )


def _message(row: Any, context: Context) -> str:
    facts = orjson.loads(row.facts) if isinstance(row.facts, str) else row.facts
    return context.choose(*timeline.event_text(Kind(row.kind), facts))


@strawberry.type(description="Something that happened to an order.")
class OrderEvent(RowType):
    """Its row is an order_event's."""

    at: DateTime = derived(lambda row, _: iso(row.at), "at", description="When.")
    event: OrderEventKind = derived(
        lambda row, _: OrderEventKind(Kind(row.kind)), "kind", description="What happened."
    )
    message: str = derived(
        _message, "kind", "facts", description="For a person, in the request's language."
    )
