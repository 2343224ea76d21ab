"""Members of vendors."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

import models
from auth.permissions import Action
from graph.access import private_type
from graph.context import Info
from graph.fields.field_types import computed, to_one
from graph.fields.row_types import Node
from graph.types.display_name import named
from graph.types.enums import described_enum
from graph.types.lazy import LazyVendor
from graph.types.scalars import DateTime, iso

if TYPE_CHECKING:
    from graph.types.accounts.account import Account

LazyAccount = Annotated["Account", strawberry.lazy("graph.types.accounts.account")]


@described_enum("Role of a vendor member.", of=models.MemberRole)
class MemberRole(Enum):
    OWNER = "Full access, including members and their roles."
    CATALOGUER = "Products, texts, pictures and prices."
    DISPATCHER = "Orders, packing and shipments."
    ACCOUNTANT = "Invoices, statements and payouts."


@private_type(Action.SEE_MEMBERS, description="A member of a vendor.")
class VendorMember(Node[models.VendorMember]):
    @strawberry.field(description="Name of the member. Null if none is set.")
    async def name(self, info: Info) -> str | None:
        return await named(info, self.row.account_id)

    role: MemberRole = computed(
        lambda row, _: MemberRole(models.MemberRole(row.role)),
        "role",
        description="Role of the member.",
    )
    vendor: LazyVendor | None = to_one(
        "Vendor", models.Vendor, "vendor_id", description="The vendor."
    )
    account: LazyAccount | None = to_one(
        "Account", models.Account, "account_id", description="Account of the member."
    )
    created_at: DateTime = computed(
        lambda row, _: iso(row.created_at),
        "created_at",
        description="Date and time the membership started.",
    )
