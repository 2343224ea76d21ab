"""Rights that were offered to a telephone or an e-mail."""

from datetime import datetime
from enum import Enum
from typing import Any

import strawberry

import models
from auth.permissions import Action
from commerce.accounts.contacts import proved_contacts
from database.keyset import SortOrder as By
from database.select import Select
from database.sql import Sql
from graph.access import inherited_type
from graph.context import Context, Info
from graph.fields.field_types import column, computed, to_one
from graph.fields.row_types import RowType
from graph.ids import global_id
from graph.types.enums import described_enum
from graph.types.lazy import LazyArtisan, LazyDistrict, LazyVendor
from graph.types.roles.member import MemberRole
from graph.types.scalars import DateTime, iso

NEWEST = By("newest", ("t.id",), ("int",), True)
Kind, Outcome = models.InvitationKind, models.InvitationOutcome


@described_enum("Type of invitation.", of=Kind)
class InvitationKind(Enum):
    VENDOR_MEMBER = "Membership of a vendor."
    STAFF = "Membership of a staff group."
    OFFICER = "Office of district officer."
    FACILITATOR = "Facilitation for an artisan."


@described_enum("Status of an invitation.")
class InvitationStatus(Enum):
    OPEN = "Awaiting an answer."
    ACCEPTED = "Accepted. The role has been granted."
    DECLINED = "Declined."
    REVOKED = "Withdrawn before it was answered."
    EXPIRED = "Expired after seven days without an answer."


def _status(row: Any, context: Context) -> InvitationStatus:
    if row.outcome is not None:
        return InvitationStatus(str(row.outcome))
    is_open = row.expires_at > context.now
    return InvitationStatus.OPEN if is_open else InvitationStatus.EXPIRED


@inherited_type(
    description="An invitation to a role, sent to a phone number or e-mail address. The"
    " role is granted when an account with that verified contact accepts.",
)
class Invitation(RowType[models.Invitation]):
    id: strawberry.ID = strawberry.field(
        resolver=lambda root: global_id("Invitation", root.row.id),
        description="Identifier for `invitationAccept`, `invitationDecline` and"
        " `invitationRevoke`.",
    )
    kind: InvitationKind = computed(
        lambda row, _: InvitationKind(Kind(row.kind)), "kind", description="Type of invitation."
    )
    status: InvitationStatus = computed(
        _status, "outcome", "expires_at", description="Status of the invitation."
    )
    contact: str | None = column(
        "contact",
        description="Invited phone number or e-mail address. Null if the person's data was erased.",
        allow=Action.READ_INVITED,
    )
    role: MemberRole | None = computed(
        lambda row, _: row.role and MemberRole(models.MemberRole(row.role)),
        "role",
        description="Offered role with the vendor. Null for other types.",
    )
    vendor: LazyVendor | None = to_one(
        "Vendor",
        models.Vendor,
        "vendor_id",
        description="Vendor of the offered role. Null for other types.",
    )
    district: LazyDistrict | None = to_one(
        "District",
        models.District,
        "district_id",
        description="District of the offered office. Null for other types.",
    )
    artisan: LazyArtisan | None = to_one(
        "Artisan",
        models.Artisan,
        "artisan_id",
        description="Artisan of the offered facilitation. Null for other types.",
    )
    created_at: DateTime = computed(
        lambda row, _: iso(row.created_at),
        "created_at",
        description="Date and time the invitation was created.",
    )
    sent_at: DateTime = computed(
        lambda row, _: iso(row.sent_at),
        "sent_at",
        description="Date and time the invitation was last sent.",
    )
    sent_count: int = column(
        "sent_count", description="Number of times the invitation was sent, at most 5."
    )
    expires_at: DateTime = computed(
        lambda row, _: iso(row.expires_at),
        "expires_at",
        description="Date and time the invitation expires.",
    )
    ended_at: DateTime | None = computed(
        lambda row, _: row.ended_at and iso(row.ended_at),
        "ended_at",
        description="Date and time the invitation was answered or withdrawn. Null if it is open.",
    )

    @strawberry.field(description="Name of the offered staff group. Null for other types.")
    async def group_name(self, info: Info) -> str | None:
        if self.row.group_id is None:
            return None
        group = await info.context.loaders.row(models.StaffGroup).load(self.row.group_id)
        return info.context.text(group, "name")


def select_invitations(where: tuple[Sql, ...]) -> Select[models.Invitation]:
    """Invitations, newest first."""
    return Select(models.Invitation, NEWEST, where)


def open_for(account: models.Account, now: datetime) -> tuple[Sql, ...]:
    """Open invitations to an account's verified contacts."""
    return (
        Sql("t.contact = ANY({}::text[])", (proved_contacts(account),)),
        Sql("t.outcome IS NULL AND t.expires_at > {}", (now,)),
    )
