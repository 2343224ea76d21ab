"""What happened to an order."""

from enum import Enum
from typing import Any

import orjson
import strawberry

import models
from auth.permissions import Action
from commerce.fulfilment import timeline
from graph.access import private_type
from graph.context import Context
from graph.field_types import RowType, derived
from graph.types.scalars import DateTime, iso
from models import OrderEventKind as Kind


@strawberry.enum(description="Type of order event. For unknown types, show the message.")
class OrderEventKind(Enum):
    ORDERED = strawberry.enum_value(Kind.ORDERED, description="Order received, awaiting payment.")
    PLACED = strawberry.enum_value(
        Kind.PLACED, description="Order confirmed and passed on to the sellers."
    )
    PAID = strawberry.enum_value(Kind.PAID, description="Payment received.")
    PAYMENT_FAILED = strawberry.enum_value(
        Kind.PAYMENT_FAILED, description="A payment attempt failed."
    )
    PAYMENT_EXPIRED = strawberry.enum_value(
        Kind.PAYMENT_EXPIRED, description="The time to pay expired."
    )
    PAYMENT_REFUSED = strawberry.enum_value(
        Kind.PAYMENT_REFUSED, description="The payment gateway rejected the payment permanently."
    )
    PAID_TOO_LATE = strawberry.enum_value(
        Kind.PAID_TOO_LATE,
        description="Payment received after the order was cancelled, or after it expired and"
        " sold out.",
    )
    UNDER_REVIEW = strawberry.enum_value(
        Kind.UNDER_REVIEW, description="The payment does not match the order and is under review."
    )
    ADDRESS_CHANGED = strawberry.enum_value(
        Kind.ADDRESS_CHANGED, description="Delivery address changed."
    )
    CANCELLED = strawberry.enum_value(Kind.CANCELLED, description="Order or suborder cancelled.")
    REFUND_STARTED = strawberry.enum_value(Kind.REFUND_STARTED, description="Refund started.")
    REFUNDED = strawberry.enum_value(Kind.REFUNDED, description="Refund completed.")
    REFUND_FAILED = strawberry.enum_value(Kind.REFUND_FAILED, description="Refund failed for now.")
    PAYMENT_DISPUTED = strawberry.enum_value(
        Kind.PAYMENT_DISPUTED, description="The buyer's bank disputed the payment."
    )
    REFUND_DISPUTED = strawberry.enum_value(
        Kind.REFUND_DISPUTED,
        description="The buyer's bank disputed an amount that was already refunded.",
    )
    DISPUTE_WON = strawberry.enum_value(
        Kind.DISPUTE_WON, description="Dispute won. The payment was kept."
    )
    CHARGED_BACK = strawberry.enum_value(
        Kind.CHARGED_BACK, description="Dispute lost. The bank took the money back."
    )


def _message(row: Any, context: Context) -> str:
    facts = orjson.loads(row.facts) if isinstance(row.facts, str) else row.facts
    return context.choose(*timeline.event_text(Kind(row.kind), facts))


@private_type(Action.INHERITED, description="An event in the history of an order.")
class OrderEvent(RowType, row=models.OrderEvent):
    """Its row is an order_event's."""

    at: DateTime = derived(
        lambda row, _: iso(row.at), "at", description="Date and time of the event."
    )
    event: OrderEventKind = derived(
        lambda row, _: OrderEventKind(Kind(row.kind)), "kind", description="Type of event."
    )
    message: str = derived(
        _message,
        "kind",
        "facts",
        description="Message for the user, in the language of the request.",
    )
