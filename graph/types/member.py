"""Who works for a vendor."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

import models
from graph.context import Info
from graph.fields import Node, derived, one
from graph.types.lazy import LazyVendor
from graph.types.named import named
from graph.types.scalars import DateTime, iso

if TYPE_CHECKING:
    from graph.types.account import Account

LazyAccount = Annotated["Account", strawberry.lazy("graph.types.account")]


@strawberry.enum(description="What a person does for a vendor.")
class MemberRole(Enum):
    OWNER = strawberry.enum_value(
        models.MemberRole.OWNER, description="Everything, and who else may do what."
    )
    CATALOGUER = strawberry.enum_value(
        models.MemberRole.CATALOGUER, description="Products, texts, pictures and prices."
    )
    DISPATCHER = strawberry.enum_value(
        models.MemberRole.DISPATCHER, description="Orders, packing and parcels."
    )
    ACCOUNTANT = strawberry.enum_value(
        models.MemberRole.ACCOUNTANT, description="Invoices, statements and payouts."
    )


@strawberry.type(description="A person's role with a vendor.")
class VendorMember(Node):
    @strawberry.field(description="What the person is called; null until they have given a name.")
    async def name(self, info: Info) -> str | None:
        return await named(info, self.row.account_id)

    role: MemberRole = derived(
        lambda row, _: MemberRole(models.MemberRole(row.role)),
        "role",
        description="What the person does there.",
    )
    vendor: LazyVendor | None = one("Vendor", models.Vendor, "vendor_id", description="For whom.")
    account: LazyAccount | None = one(
        "Account", models.Account, "account_id", description="Who it is."
    )
    created_at: DateTime = derived(
        lambda row, _: iso(row.created_at), "created_at", description="Since when."
    )
