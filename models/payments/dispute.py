"""Chargebacks: payments reclaimed by a buyer's bank."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.payments.charge import Charge


class DisputeStatus(StrEnum):
    """Outcome, as seen by the mart."""

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
    paid_twice_paise = fields.BigIntField(
        default=0, description="what of it went back by refunds too, beyond what came; none if won"
    )
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "dispute"
        constraints = [  # noqa: RUF012
            CheckConstraint(check="amount_paise > 0", name="dispute_amount"),
            CheckConstraint(
                check="paid_twice_paise BETWEEN 0 AND amount_paise", name="dispute_paid_twice"
            ),
        ]
        indexes = [PostgreSQLIndex(fields=("charge_id",), name="dispute_charge")]  # noqa: RUF012
