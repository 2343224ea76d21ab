"Refunds of the order."

from enum import Enum

import strawberry

import models
from auth.permissions import Action, may
from commerce.payments import refunds
from graph.access import inherited_type
from graph.context import Info
from graph.fields.field_types import column, computed, to_one
from graph.fields.row_types import RowType
from graph.ids import global_id
from graph.types.enums import described_enum
from graph.types.lazy import LazyOrder
from graph.types.money import Money
from graph.types.scalars import DateTime, iso


@described_enum("Status of a refund.", of=models.RefundStatus)
class RefundStatus(Enum):
    REQUESTED = "Requested at the payment gateway."
    PENDING = "Being processed by the bank."
    PROCESSED = "Paid to the buyer."
    FAILED = "Failed. Staff will retry it."
    SUPERSEDED = "No longer needed: the money was returned another way."


@described_enum("Reason for a refund.", of=models.RefundReason)
class RefundReason(Enum):
    CANCELLED = "The order or a suborder was cancelled."
    PAID_TOO_LATE = (
        "Payment was received after the order was cancelled, or after it expired and sold out."
    )
    PAID_TWICE = "The order was already paid."
    WRONG_AMOUNT = "The paid amount did not match the order total."
    STAFF = "Decided by staff."
    GATEWAY = "Created directly at the payment gateway."


@described_enum("An action on a refund that is available to staff.")
class RefundAction(Enum):
    RETRY = "Retry the refund with `refundRetry`."


@inherited_type(description="A refund to the buyer.")
class Refund(RowType[models.Refund]):
    """Its row is a refund's."""

    id: strawberry.ID = computed(
        lambda row, _: global_id("Refund", row.id),
        "id",
        description="Identifier for `refundRetry`.",
    )
    status: RefundStatus = computed(
        lambda row, _: RefundStatus(models.RefundStatus(row.status)),
        "status",
        description="Status of the refund.",
    )
    reason: RefundReason = computed(
        lambda row, _: RefundReason(models.RefundReason(row.reason)),
        "reason",
        description="Reason for the refund.",
    )
    amount: Money = column("amount_paise", as_type="Money", description="Refunded amount.")
    order: LazyOrder = to_one("Order", models.Order, "order_id", description="Order of the refund.")
    requested_at: DateTime = computed(
        lambda row, _: iso(row.created_at),
        "created_at",
        description="Date and time the refund was requested.",
    )
    due_by: DateTime = computed(
        lambda row, _: iso(row.due_by),
        "due_by",
        description="Latest date and time the buyer should receive the refund.",
    )

    @strawberry.field(description="Actions currently available to staff.")
    async def allowed_actions(self, info: Info) -> list[RefundAction]:
        if not may(info.context.viewer, Action.MOVE_MONEY, self.row):
            return []
        loader = info.context.loaders.of("refunds to retry", refunds.retriable)
        return [RefundAction.RETRY] if await loader.load(self.row.id) else []

    bank_reference: str | None = column(
        "arn",
        description="Bank reference number (ARN, or RRN for UPI) to trace the refund at the"
        " bank. Null until assigned.",
    )
    attempt: int = column(
        "attempt", description="Number of attempts to send the refund, including the current one."
    )
