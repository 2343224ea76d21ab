"""Transfers of sale proceeds to vendors and artisans."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.base import optional_char
from models.catalogue.artisan import Artisan
from models.catalogue.vendor import Vendor
from models.orders.suborder import Suborder
from models.payments.charge import Charge


class TransferStatus(StrEnum):
    REQUESTED = "requested"
    PENDING = "pending"
    FAILED = "failed"
    PROCESSED = "processed"


class Transfer(Model):
    """A transfer from a charge to a linked account at the gateway.

    Each suborder has one to its vendor and one to each of its artisans. `due` is the share of the
    sale, `amount` the sum sent, after adjustments. `reversing` is the amount to be reversed,
    `reversed` the amount that has been. All in paise.
    """

    id = fields.IntField(primary_key=True)
    charge: fields.ForeignKeyRelation[Charge] = fields.ForeignKeyField(
        "models.Charge", related_name=False, on_delete=fields.RESTRICT
    )
    charge_id: int
    suborder: fields.ForeignKeyRelation[Suborder] = fields.ForeignKeyField(
        "models.Suborder", related_name=False, on_delete=fields.RESTRICT
    )
    suborder_id: int
    vendor: fields.ForeignKeyRelation[Vendor] = fields.ForeignKeyField(
        "models.Vendor", related_name=False, on_delete=fields.RESTRICT
    )
    vendor_id: int
    artisan: fields.ForeignKeyNullableRelation[Artisan] = fields.ForeignKeyField(
        "models.Artisan",
        related_name=False,
        null=True,
        on_delete=fields.RESTRICT,
        description="null where it is the vendor's own",
    )
    artisan_id: int | None
    account = fields.CharField(40, description="linked account at the gateway")
    key = fields.CharField(40, unique=True)
    due_paise = fields.BigIntField()
    amount_paise = fields.BigIntField()
    reversing_paise = fields.BigIntField(default=0)
    reversed_paise = fields.BigIntField(default=0)
    status = fields.CharEnumField(TransferStatus, max_length=10)
    gateway_transfer_id = fields.CharField(40, null=True, unique=True)
    attempts = fields.SmallIntField(default=0)
    asked_at = fields.DatetimeField(null=True, description="somebody asks the gateway since then")
    error = optional_char(200)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "transfer"
        constraints = [  # noqa: RUF012
            CheckConstraint(
                check="due_paise > 0 AND amount_paise >= 0"
                " AND reversing_paise BETWEEN 0 AND amount_paise"
                " AND reversed_paise BETWEEN 0 AND reversing_paise",
                name="transfer_amounts",
            ),
            CheckConstraint(
                check="artisan_id IS NULL OR amount_paise = due_paise", name="transfer_artisan"
            ),
        ]
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("suborder_id",), name="transfer_suborder"),
            PostgreSQLIndex(fields=("vendor_id", "id"), name="transfer_vendor"),
            PostgreSQLIndex(fields=("artisan_id",), name="transfer_artisan_id"),
        ]
