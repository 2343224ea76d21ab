"""Team members of vendors."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.accounts.account import Account
from models.catalogue.vendor import Vendor


class MemberRole(StrEnum):
    OWNER = "owner"
    CATALOGUER = "cataloguer"
    DISPATCHER = "dispatcher"
    ACCOUNTANT = "accountant"


class VendorMember(Model):
    """A role of a person at a vendor. A person may have several roles and several vendors."""

    id = fields.IntField(primary_key=True)
    vendor: fields.ForeignKeyRelation[Vendor] = fields.ForeignKeyField(
        "models.Vendor", related_name=False, on_delete=fields.CASCADE
    )
    vendor_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, on_delete=fields.CASCADE
    )
    account_id: int
    role = fields.CharEnumField(MemberRole, max_length=12)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "vendor_member"
        constraints = [  # noqa: RUF012
            UniqueConstraint(fields=("account_id", "vendor_id", "role"), name="vendor_member_once")
        ]
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("vendor_id", "id"), name="vendor_member_vendor")
        ]
