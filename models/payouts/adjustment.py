"""Amounts deducted from or added to a vendor's next payouts. Rows are never changed."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.catalogue.vendor import Vendor
from models.orders.suborder import Suborder
from models.payments.dispute import Dispute
from models.payments.refund import Refund
from models.payouts.transfer import Transfer


class AdjustmentKind(StrEnum):
    """Reason: a refund that was not reversed from the vendor, a disputed payment, a dispute that
    was won, a payout that settled earlier adjustments.
    """

    REFUND = "refund"
    DISPUTE = "dispute"
    DISPUTE_WON = "dispute_won"
    PAYOUT = "payout"


class Adjustment(Model):
    """An amount in a vendor's balance, in paise; a negative balance is owed to the mart."""

    id = fields.IntField(primary_key=True)
    vendor: fields.ForeignKeyRelation[Vendor] = fields.ForeignKeyField(
        "models.Vendor", related_name=False, on_delete=fields.RESTRICT
    )
    vendor_id: int
    suborder: fields.ForeignKeyRelation[Suborder] = fields.ForeignKeyField(
        "models.Suborder", related_name=False, on_delete=fields.RESTRICT
    )
    suborder_id: int
    kind = fields.CharEnumField(AdjustmentKind, max_length=12)
    paise = fields.BigIntField()
    refund: fields.ForeignKeyNullableRelation[Refund] = fields.ForeignKeyField(
        "models.Refund", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    refund_id: int | None
    dispute: fields.ForeignKeyNullableRelation[Dispute] = fields.ForeignKeyField(
        "models.Dispute", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    dispute_id: int | None
    transfer: fields.ForeignKeyNullableRelation[Transfer] = fields.ForeignKeyField(
        "models.Transfer", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    transfer_id: int | None
    created_at = fields.DatetimeField()

    class Meta:
        table = "adjustment"
        constraints = [  # noqa: RUF012
            CheckConstraint(
                check="paise <> 0 AND (kind NOT IN ('refund', 'dispute') OR paise < 0)"
                " AND (kind <> 'dispute_won' OR paise > 0)",
                name="adjustment_sign",
            ),
        ]
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("vendor_id", "id"), name="adjustment_vendor"),
            PostgreSQLIndex(fields=("suborder_id",), name="adjustment_suborder"),
        ]
