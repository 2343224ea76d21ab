"""Where somebody's money goes, masked."""

import strawberry

from graph.fields import Shape, column, derived
from graph.types.scalars import DateTime, iso


@strawberry.type(description="PAN and bank account of a vendor or an artisan; never shown whole.")
class Payee(Shape):
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
    updated_at: DateTime = derived(
        lambda row, _: iso(row.updated_at), "updated_at", description="When it was last written."
    )
