"""District officers."""

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.accounts.account import Account
from models.reference.district import District


class OfficerDistrict(Model):
    """A district assigned to a district officer."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, on_delete=fields.CASCADE
    )
    account_id: int
    district: fields.ForeignKeyRelation[District] = fields.ForeignKeyField(
        "models.District", related_name=False, on_delete=fields.CASCADE
    )
    district_id: int
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "officer_district"
        constraints = [  # noqa: RUF012
            UniqueConstraint(fields=("account_id", "district_id"), name="officer_district_once")
        ]
