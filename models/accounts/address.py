"""Saved delivery addresses."""

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.accounts.account import Account
from models.base import optional_char
from models.reference.pincode import State


class Address(Model):
    """An entry of a person's address book. Orders keep their own copy."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, on_delete=fields.CASCADE
    )
    account_id: int
    name = fields.CharField(80, description="who takes the parcel")
    phone = fields.CharField(16)
    line1 = fields.CharField(160)
    line2 = optional_char(160)
    landmark = optional_char(120)
    city = fields.CharField(80)
    pincode = fields.CharField(6)
    state: fields.ForeignKeyRelation[State] = fields.ForeignKeyField(
        "models.State", related_name=False, on_delete=fields.RESTRICT
    )
    state_id: str
    is_default = fields.BooleanField(default=False)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "address"
        indexes = [PostgreSQLIndex(fields=("account_id", "id"), name="address_account")]  # noqa: RUF012
        constraints = [  # noqa: RUF012
            CheckConstraint(check="pincode ~ '^[1-9][0-9]{5}$'", name="address_pincode"),
            UniqueConstraint(
                fields=("account_id",), name="address_one_default", condition="is_default"
            ),
        ]
