"""Bank details of payouts, masked."""

import strawberry

import models
from graph.access import inherited_type
from graph.context import Info
from graph.fields.field_types import column, computed
from graph.fields.row_types import RowType
from graph.ids import global_id
from graph.types.display_name import named
from graph.types.scalars import DateTime, iso


@inherited_type(
    description="Bank details and PAN of a vendor or artisan. Numbers are always masked.",
)
class Payee(RowType[models.Payee]):
    holder: str = column(
        "holder", description="Name of the account holder, as registered with the bank."
    )
    pan_masked: str | None = computed(
        lambda row, _: row.pan_end and f"••••••{row.pan_end}",
        "pan_end",
        description="Last four characters of the PAN. Null if there is none.",
    )
    bank_account_masked: str | None = computed(
        lambda row, _: row.bank_account_end and f"••••{row.bank_account_end}",
        "bank_account_end",
        description="Last four digits of the bank account number. Null if there is none.",
    )
    ifsc: str | None = column("ifsc", description="IFSC of the bank branch. Null if there is none.")
    held_until: DateTime | None = computed(
        lambda row, context: (
            iso(row.held_until) if row.held_until and row.held_until > context.now else None
        ),
        "held_until",
        description="Date and time until which payouts are paused after a change. Null if"
        " payouts are not paused.",
    )
    updated_at: DateTime = computed(
        lambda row, _: iso(row.updated_at),
        "updated_at",
        description="Date and time of the last change.",
    )


@inherited_type(
    description="Bank details that another person entered for an artisan. They take"
    " effect when the artisan confirms them.",
)
class PayeeProposal(RowType[models.PayeeProposal]):
    id: strawberry.ID = strawberry.field(
        resolver=lambda root: global_id("PayeeProposal", root.row.id),
        description="Identifier for `artisanPayeeConfirm` and `artisanPayeeDecline`.",
    )
    holder: str = column(
        "holder", description="Name of the account holder, as registered with the bank."
    )
    pan_masked: str | None = computed(
        lambda row, _: row.pan_end and f"••••••{row.pan_end}",
        "pan_end",
        description="Last four characters of the PAN. Null if unchanged.",
    )
    bank_account_masked: str | None = computed(
        lambda row, _: row.bank_account_end and f"••••{row.bank_account_end}",
        "bank_account_end",
        description="Last four digits of the bank account number. Null if unchanged.",
    )
    ifsc: str | None = column("ifsc", description="IFSC of the bank branch. Null if unchanged.")
    proposed_at: DateTime = computed(
        lambda row, _: iso(row.proposed_at),
        "proposed_at",
        description="Date and time the details were entered.",
    )

    @strawberry.field(description="Name of the person who entered the details. Null if not known.")
    async def proposed_by_name(self, info: Info) -> str | None:
        account_id = self.row.proposed_by_id
        return None if account_id is None else await named(info, account_id)
