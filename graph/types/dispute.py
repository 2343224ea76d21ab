"""A payment its buyer's bank asks back."""

from enum import Enum

import strawberry

import models
from graph.fields import RowType, column, derived, part
from graph.types.money import Money
from graph.types.scalars import DateTime, iso


@strawberry.enum(description="How far a dispute is, as it stands for the mart.")
class DisputeStatus(Enum):
    OPEN = strawberry.enum_value(
        models.DisputeStatus.OPEN, description="To be answered at the payment gateway."
    )
    WON = strawberry.enum_value(models.DisputeStatus.WON, description="The payment stands.")
    LOST = strawberry.enum_value(
        models.DisputeStatus.LOST, description="The bank took the money back."
    )


@strawberry.type(description="A payment, or a part of one, that its buyer's bank asks back.")
class Dispute(RowType):
    """Its row is a dispute's."""

    gateway_reference: str = column(
        "gateway_dispute_id", description="Its id at the payment gateway."
    )
    status: DisputeStatus = derived(
        lambda row, _: DisputeStatus(models.DisputeStatus(row.status)),
        "status",
        description="How far it is.",
    )
    amount: Money = part("Money", "amount_paise", description="What the bank asks for.")
    paid_twice: Money = part(
        "Money",
        "paid_twice_paise",
        description="What of it was refunded already, beyond what was paid. Contest it with the"
        " refunds' `bankReference`; if it is lost, the mart bears this, and no seller.",
    )
    opened_at: DateTime = derived(
        lambda row, _: iso(row.created_at), "created_at", description="When the mart heard of it."
    )
