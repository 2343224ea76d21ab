"""Invitations to a role, sent to a phone number or e-mail address."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.accounts.account import Account
from models.base import optional_char
from models.catalogue.artisan import Artisan
from models.catalogue.vendor import Vendor
from models.reference.district import District
from models.roles.facilitation import FacilitationBasis
from models.roles.member import MemberRole
from models.roles.staff import StaffGroup


class InvitationKind(StrEnum):
    VENDOR_MEMBER = "vendor_member"
    STAFF = "staff"
    OFFICER = "officer"
    FACILITATOR = "facilitator"


class InvitationOutcome(StrEnum):
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Invitation(Model):
    """A role offered to the owner of a contact; it takes effect when accepted.

    `scope` names the role, as in vendor:7:owner; a contact has one open invitation per scope.
    Erasure removes the contact and keeps the row.
    """

    id = fields.IntField(primary_key=True)
    contact = fields.CharField(254, null=True)
    kind = fields.CharEnumField(InvitationKind, max_length=14)
    scope = fields.CharField(80)
    vendor: fields.ForeignKeyNullableRelation[Vendor] = fields.ForeignKeyField(
        "models.Vendor", related_name=False, null=True, on_delete=fields.CASCADE
    )
    vendor_id: int | None
    role = fields.CharEnumField(MemberRole, max_length=12, null=True)
    group: fields.ForeignKeyNullableRelation[StaffGroup] = fields.ForeignKeyField(
        "models.StaffGroup", related_name=False, null=True, on_delete=fields.CASCADE
    )
    group_id: int | None
    district: fields.ForeignKeyNullableRelation[District] = fields.ForeignKeyField(
        "models.District", related_name=False, null=True, on_delete=fields.CASCADE
    )
    district_id: int | None
    artisan: fields.ForeignKeyNullableRelation[Artisan] = fields.ForeignKeyField(
        "models.Artisan", related_name=False, null=True, on_delete=fields.CASCADE
    )
    artisan_id: int | None
    basis = fields.CharEnumField(FacilitationBasis, max_length=12, null=True)
    reference = optional_char(120)
    notice_version = optional_char(20)
    invited_by: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    invited_by_id: int | None
    created_at = fields.DatetimeField()
    sent_at = fields.DatetimeField()
    sent_count = fields.SmallIntField(default=1)
    expires_at = fields.DatetimeField()
    outcome = fields.CharEnumField(InvitationOutcome, max_length=8, null=True)
    ended_at = fields.DatetimeField(null=True)
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account",
        related_name=False,
        null=True,
        on_delete=fields.SET_NULL,
        description="who accepted or declined",
    )
    account_id: int | None

    class Meta:
        table = "invitation"
        constraints = [  # noqa: RUF012
            UniqueConstraint(
                fields=("contact", "scope"),
                name="invitation_one_open",
                condition="outcome IS NULL",
            ),
            CheckConstraint(
                check="num_nonnulls(vendor_id, group_id, district_id, artisan_id) = 1",
                name="invitation_of_one",
            ),
            CheckConstraint(check="(vendor_id IS NULL) = (role IS NULL)", name="invitation_role"),
            CheckConstraint(
                check="(outcome IS NULL) = (ended_at IS NULL)", name="invitation_ended"
            ),
            CheckConstraint(
                check="outcome IS NOT NULL OR contact IS NOT NULL", name="invitation_contact"
            ),
        ]
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("contact",), name="invitation_contact_of"),
            PostgreSQLIndex(fields=("vendor_id", "id"), name="invitation_vendor"),
            PostgreSQLIndex(fields=("artisan_id", "id"), name="invitation_artisan"),
            PostgreSQLIndex(fields=("invited_by_id",), name="invitation_invited_by"),
            PostgreSQLIndex(fields=("account_id",), name="invitation_account"),
        ]
