"""Where somebody's money goes, masked."""

import strawberry

from graph.context import Info
from graph.fields import RowType, column, derived
from graph.ids import global_id
from graph.types.named import named
from graph.types.scalars import DateTime, iso


@strawberry.type(description="PAN and bank account of a vendor or an artisan; never shown whole.")
class Payee(RowType):
    holder: str = column("holder", description="The account's holder as the bank has it.")
    pan_masked: str | None = derived(
        lambda row, _: row.pan_end and f"••••••{row.pan_end}",
        "pan_end",
        description="The PAN's last four characters.",
    )
    bank_account_masked: str | None = derived(
        lambda row, _: row.bank_account_end and f"••••{row.bank_account_end}",
        "bank_account_end",
        description="The account number's last four digits.",
    )
    ifsc: str | None = column("ifsc", description="The branch, by its IFSC.")
    held_until: DateTime | None = derived(
        lambda row, context: (
            iso(row.held_until) if row.held_until and row.held_until > context.now else None
        ),
        "held_until",
        description="Payouts are paused until then, after a change; null when they are not.",
    )
    updated_at: DateTime = derived(
        lambda row, _: iso(row.updated_at), "updated_at", description="When it was last written."
    )


@strawberry.type(
    description="Bank details that somebody entered for an artisan. They count once the artisan"
    " confirms them."
)
class PayeeProposal(RowType):
    id: strawberry.ID = strawberry.field(
        resolver=lambda root: global_id("PayeeProposal", root.row.id),
        description="For `artisanPayeeConfirm` and `artisanPayeeDecline`.",
    )
    holder: str = column("holder", description="The account's holder as the bank has it.")
    pan_masked: str | None = derived(
        lambda row, _: row.pan_end and f"••••••{row.pan_end}",
        "pan_end",
        description="The PAN's last four characters; null when it stays as it is.",
    )
    bank_account_masked: str | None = derived(
        lambda row, _: row.bank_account_end and f"••••{row.bank_account_end}",
        "bank_account_end",
        description="The account's last four digits; null when it stays as it is.",
    )
    ifsc: str | None = column("ifsc", description="The branch, by its IFSC.")
    proposed_at: DateTime = derived(
        lambda row, _: iso(row.proposed_at), "proposed_at", description="When it was entered."
    )

    @strawberry.field(description="Who entered it, by name.")
    async def proposed_by_name(self, info: Info) -> str | None:
        account_id = self.row.proposed_by_id
        return None if account_id is None else await named(info, account_id)
