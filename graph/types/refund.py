"""Money that goes back."""

from enum import Enum

import strawberry

import models
from auth.permissions import Action, may
from commerce.payments import refunds
from graph.context import Info
from graph.fields import RowType, column, derived, one, part
from graph.ids import global_id
from graph.types.lazy import LazyOrder
from graph.types.money import Money
from graph.types.scalars import DateTime, iso


@strawberry.enum(description="How far a refund is.")
class RefundStatus(Enum):
    REQUESTED = strawberry.enum_value(
        models.RefundStatus.REQUESTED, description="The gateway is being asked."
    )
    PENDING = strawberry.enum_value(
        models.RefundStatus.PENDING, description="The bank has it in hand."
    )
    PROCESSED = strawberry.enum_value(models.RefundStatus.PROCESSED, description="It is paid back.")
    FAILED = strawberry.enum_value(
        models.RefundStatus.FAILED, description="It did not go; staff send it again."
    )
    SUPERSEDED = strawberry.enum_value(
        models.RefundStatus.SUPERSEDED,
        description="Not needed any more: the money went back another way.",
    )


@strawberry.enum(description="Why money goes back.")
class RefundReason(Enum):
    CANCELLED = strawberry.enum_value(
        models.RefundReason.CANCELLED, description="The order, or a part of it, was cancelled."
    )
    PAID_TOO_LATE = strawberry.enum_value(
        models.RefundReason.PAID_TOO_LATE,
        description="The money came after the order was cancelled, or had expired and was"
        " sold out since.",
    )
    PAID_TWICE = strawberry.enum_value(
        models.RefundReason.PAID_TWICE, description="The order was paid already."
    )
    WRONG_AMOUNT = strawberry.enum_value(
        models.RefundReason.WRONG_AMOUNT, description="It was not what the order comes to."
    )
    STAFF = strawberry.enum_value(models.RefundReason.STAFF, description="Staff decided so.")
    GATEWAY = strawberry.enum_value(
        models.RefundReason.GATEWAY, description="Made on the payment gateway's own page."
    )


@strawberry.enum(description="What staff may do with a refund.")
class RefundAction(Enum):
    RETRY = strawberry.enum_value("retry", description="Send it again, by `refundRetry`.")


@strawberry.type(description="Money that goes back to a buyer.")
class Refund(RowType):
    """Its row is a refund's."""

    id: strawberry.ID = derived(
        lambda row, _: global_id("Refund", row.id), "id", description="For `refundRetry`."
    )
    status: RefundStatus = derived(
        lambda row, _: RefundStatus(models.RefundStatus(row.status)),
        "status",
        description="How far it is.",
    )
    reason: RefundReason = derived(
        lambda row, _: RefundReason(models.RefundReason(row.reason)),
        "reason",
        description="Why it goes back.",
    )
    amount: Money = part("Money", "amount_paise", description="How much.")
    order: LazyOrder = one("Order", models.Order, "order_id", description="Of which order.")
    requested_at: DateTime = derived(
        lambda row, _: iso(row.created_at), "created_at", description="When it began."
    )
    due_by: DateTime = derived(
        lambda row, _: iso(row.due_by),
        "due_by",
        description="When the buyer should have it at the latest.",
    )

    @strawberry.field(description="What staff may do with it now.")
    async def allowed_actions(self, info: Info) -> list[RefundAction]:
        if not may(info.context.viewer, Action.MOVE_MONEY, self.row):
            return []
        loader = info.context.loaders.of("refunds to retry", refunds.retriable)
        return [RefundAction.RETRY] if await loader.load(self.row.id) else []

    bank_reference: str | None = column(
        "arn",
        description="The bank's number of it (ARN, or RRN of UPI), by which a bank finds it; null"
        " until it has one.",
    )
    attempt: int = column("attempt", description="How often it was sent, this time counted.")
