"""A payment its buyer's bank asks back."""

from enum import Enum

import models
from graph.access import inherited_type
from graph.fields.field_types import column, computed
from graph.fields.row_types import RowType
from graph.types.enums import described_enum
from graph.types.money import Money
from graph.types.scalars import DateTime, iso


@described_enum("Status of a dispute.", of=models.DisputeStatus)
class DisputeStatus(Enum):
    OPEN = "Awaiting a response at the payment gateway."
    WON = "Won: the payment was kept."
    LOST = "Lost: the bank took the money back."


@inherited_type(description="A payment, or part of one, that the buyer's bank disputes.")
class Dispute(RowType[models.Dispute]):
    """Its row is a dispute's."""

    gateway_reference: str = column(
        "gateway_dispute_id", description="Id of the dispute at the payment gateway."
    )
    status: DisputeStatus = computed(
        lambda row, _: DisputeStatus(models.DisputeStatus(row.status)),
        "status",
        description="Status of the dispute.",
    )
    amount: Money = column("amount_paise", as_type="Money", description="Disputed amount.")
    paid_twice: Money = column(
        "paid_twice_paise",
        as_type="Money",
        description="Part of the disputed amount that was already refunded. Contest it with"
        " the `bankReference` of the refunds. If the dispute is lost, the shop"
        " pays this part, not the sellers.",
    )
    opened_at: DateTime = computed(
        lambda row, _: iso(row.created_at),
        "created_at",
        description="Date and time the dispute was received.",
    )
