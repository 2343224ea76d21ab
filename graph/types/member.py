"""Who works for whom."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

import models
from auth.may import Action, may
from commerce import audit
from database.select import Sql
from graph.context import Info
from graph.fields import Node, column, derived, one
from graph.types.lazy import LazyArtisan, LazyVendor
from graph.types.scalars import DateTime, iso

if TYPE_CHECKING:
    from graph.types.account import Account

LASTING = Sql("t.ended_at IS NULL")
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


async def _named(info: Info, account_id: int) -> str | None:
    """What a person is called, for those who may know; for others the end of the contact.

    Whoever takes somebody on by a telephone shall not learn whose it is.
    """
    row = await info.context.loaders.row(models.Account).load(account_id)
    if row is None:
        return None
    is_known = row.name and may(info.context.viewer, Action.SEE_PERSON, row)
    return row.name if is_known else audit.masked(row.phone or row.email)


@strawberry.type(description="A person's role with a vendor.")
class VendorMember(Node):
    @strawberry.field(
        description="The end of the telephone or e-mail; the name, for oneself and staff."
    )
    async def name(self, info: Info) -> str | None:
        return await _named(info, self.row.account_id)

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


@strawberry.enum(description="How an artisan agreed that somebody acts for them.")
class FacilitationBasis(Enum):
    IN_APP = strawberry.enum_value(
        models.FacilitationBasis.IN_APP, description="By signing in and saying so."
    )
    SIGNED_FORM = strawberry.enum_value(
        models.FacilitationBasis.SIGNED_FORM, description="On paper, which an officer keeps."
    )


@strawberry.type(description="Somebody's acting for an artisan, by recorded consent.")
class Facilitation(Node):
    @strawberry.field(
        description="The end of a telephone or e-mail; the name, for oneself and staff."
    )
    async def facilitator_name(self, info: Info) -> str | None:
        return await _named(info, self.row.facilitator_id)

    artisan: LazyArtisan | None = one(
        "Artisan", models.Artisan, "artisan_id", description="For whom."
    )
    facilitator: LazyAccount | None = one(
        "Account", models.Account, "facilitator_id", description="Who acts."
    )
    basis: FacilitationBasis = derived(
        lambda row, _: FacilitationBasis(models.FacilitationBasis(row.basis)),
        "basis",
        description="How the artisan agreed.",
    )
    reference: str | None = column("reference", description="Where the signed paper is.")
    notice_version: str = column("notice_version", description="The text that was agreed to.")
    consented_at: DateTime = derived(
        lambda row, _: iso(row.consented_at), "consented_at", description="When the artisan agreed."
    )
    ended_at: DateTime | None = derived(
        lambda row, _: row.ended_at and iso(row.ended_at),
        "ended_at",
        description="When it ended; null while it lasts.",
    )
