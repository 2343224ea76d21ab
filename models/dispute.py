"""A buyer's bank asks for a payment back."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.charge import Charge


class DisputeStatus(StrEnum):
    """As it stands for the mart."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class Dispute(Model):
    id = fields.IntField(primary_key=True)
    charge: fields.ForeignKeyRelation[Charge] = fields.ForeignKeyField(
        "models.Charge", related_name=False, on_delete=fields.RESTRICT
    )
    charge_id: int
    gateway_dispute_id = fields.CharField(40, unique=True)
    amount_paise = fields.BigIntField()
    status = fields.CharEnumField(DisputeStatus, max_length=4)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "dispute"
        constraints = [CheckConstraint(check="amount_paise > 0", name="dispute_amount")]  # noqa: RUF012
        indexes = [PostgreSQLIndex(fields=("charge_id",), name="dispute_charge")]  # noqa: RUF012
