"""Rights that were offered to a telephone or an e-mail."""

from datetime import datetime
from enum import Enum
from typing import Any

import strawberry

import models
from commerce.accounts.contacts import proved_contacts
from database.keyset import SortOrder as By
from database.select import Select
from database.sql import Sql
from graph.connection import Connection, connect
from graph.context import Context, Info
from graph.fields import RowType, column, derived, one
from graph.ids import global_id
from graph.types.lazy import LazyArtisan, LazyDistrict, LazyVendor
from graph.types.member import MemberRole
from graph.types.scalars import DateTime, iso

NEWEST = By("newest", ("t.id",), ("int",), True)
Kind, Outcome = models.InvitationKind, models.InvitationOutcome


@strawberry.enum(description="What an invitation offers.")
class InvitationKind(Enum):
    VENDOR_MEMBER = strawberry.enum_value(Kind.VENDOR_MEMBER, description="A role with a vendor.")
    STAFF = strawberry.enum_value(Kind.STAFF, description="A group of the corporation's staff.")
    OFFICER = strawberry.enum_value(Kind.OFFICER, description="A district's office.")
    FACILITATOR = strawberry.enum_value(Kind.FACILITATOR, description="Acting for an artisan.")


@strawberry.enum(description="How an invitation stands.")
class InvitationStatus(Enum):
    OPEN = strawberry.enum_value("open", description="Waiting for an answer.")
    ACCEPTED = strawberry.enum_value("accepted", description="Accepted: the right was given.")
    DECLINED = strawberry.enum_value("declined", description="Declined.")
    REVOKED = strawberry.enum_value("revoked", description="Withdrawn before it was answered.")
    EXPIRED = strawberry.enum_value("expired", description="Not answered within seven days.")


def _status(row: Any, context: Context) -> InvitationStatus:
    if row.outcome is not None:
        return InvitationStatus(str(row.outcome))
    is_open = row.expires_at > context.now
    return InvitationStatus.OPEN if is_open else InvitationStatus.EXPIRED


@strawberry.type(
    description="A right offered to a telephone or an e-mail. It gives nothing until whoever"
    " proves the contact accepts it."
)
class Invitation(RowType):
    id: strawberry.ID = strawberry.field(
        resolver=lambda root: global_id("Invitation", root.row.id),
        description="For `invitationAccept`, `invitationDecline` and `invitationRevoke`.",
    )
    kind: InvitationKind = derived(
        lambda row, _: InvitationKind(Kind(row.kind)), "kind", description="What is offered."
    )
    status: InvitationStatus = derived(
        _status, "outcome", "expires_at", description="How it stands."
    )
    contact: str | None = column(
        "contact", description="The telephone or e-mail; null once its person is erased."
    )
    role: MemberRole | None = derived(
        lambda row, _: row.role and MemberRole(models.MemberRole(row.role)),
        "role",
        description="The role with the vendor.",
    )
    vendor: LazyVendor | None = one(
        "Vendor", models.Vendor, "vendor_id", description="The vendor of a role."
    )
    district: LazyDistrict | None = one(
        "District", models.District, "district_id", description="The district of an office."
    )
    artisan: LazyArtisan | None = one(
        "Artisan", models.Artisan, "artisan_id", description="The artisan to act for."
    )
    created_at: DateTime = derived(
        lambda row, _: iso(row.created_at), "created_at", description="When it was made."
    )
    sent_at: DateTime = derived(
        lambda row, _: iso(row.sent_at), "sent_at", description="When it was last sent."
    )
    sent_count: int = column("sent_count", description="How often it was sent; at most 5 times.")
    expires_at: DateTime = derived(
        lambda row, _: iso(row.expires_at), "expires_at", description="Until when it is open."
    )
    ended_at: DateTime | None = derived(
        lambda row, _: row.ended_at and iso(row.ended_at),
        "ended_at",
        description="When it was answered or withdrawn; null while it is open.",
    )

    @strawberry.field(description="The name of the staff group that is offered.")
    async def group_name(self, info: Info) -> str | None:
        if self.row.group_id is None:
            return None
        group = await info.context.loaders.row(models.StaffGroup).load(self.row.group_id)
        return info.context.text(group, "name")


async def page_of(info: Info, *page: Any, where: tuple[Sql, ...]) -> Connection[Invitation]:
    """A page of invitations, newest first."""
    select = Select(models.Invitation, NEWEST, where)
    found: Connection[Invitation] = await connect(info, "Invitation", select, *page)
    return found


def open_for(account: models.Account, now: datetime) -> tuple[Sql, ...]:
    """What is offered to an account's proved contacts."""
    return (
        Sql("t.contact = ANY({}::text[])", (proved_contacts(account),)),
        Sql("t.outcome IS NULL AND t.expires_at > {}", (now,)),
    )
