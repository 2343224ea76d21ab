"""Events of an order."""

from enum import Enum
from typing import Any

import orjson

import models
from commerce.orders import timeline
from graph.access import inherited_type
from graph.context import Context
from graph.fields.field_types import computed
from graph.fields.row_types import RowType
from graph.types.enums import described_enum
from graph.types.scalars import DateTime, iso
from models import OrderEventKind as Kind


@described_enum("Type of order event. For unknown types, show the message.", of=Kind)
class OrderEventKind(Enum):
    ORDERED = "Order received, awaiting payment."
    PLACED = "Order confirmed and passed on to the sellers."
    PAID = "Payment received."
    PAYMENT_FAILED = "A payment attempt failed."
    PAYMENT_EXPIRED = "The time to pay expired."
    PAYMENT_REFUSED = "The payment gateway rejected the payment permanently."
    PAID_TOO_LATE = (
        "Payment received after the order was cancelled, or after it expired and sold out."
    )
    UNDER_REVIEW = "The payment does not match the order and is under review."
    ADDRESS_CHANGED = "Delivery address changed."
    CANCELLED = "Order or suborder cancelled."
    REFUND_STARTED = "Refund started."
    REFUNDED = "Refund completed."
    REFUND_FAILED = "Refund failed for now."
    PAYMENT_DISPUTED = "The buyer's bank disputed the payment."
    REFUND_DISPUTED = "The buyer's bank disputed an amount that was already refunded."
    DISPUTE_WON = "Dispute won. The payment was kept."
    CHARGED_BACK = "Dispute lost. The bank took the money back."


def _message(row: Any, context: Context) -> str:
    facts = orjson.loads(row.facts) if isinstance(row.facts, str) else row.facts
    return context.choose(*timeline.event_text(Kind(row.kind), facts))


@inherited_type(description="An event in the history of an order.")
class OrderEvent(RowType[models.OrderEvent]):
    """Its row is an order_event's."""

    at: DateTime = computed(
        lambda row, _: iso(row.at), "at", description="Date and time of the event."
    )
    event: OrderEventKind = computed(
        lambda row, _: OrderEventKind(Kind(row.kind)), "kind", description="Type of event."
    )
    message: str = computed(
        _message,
        "kind",
        "facts",
        description="Message for the user, in the language of the request.",
    )
