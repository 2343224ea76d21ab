"""Refunds."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.base import optional_char
from models.orders.order import Order
from models.payments.charge import Charge


class RefundStatus(StrEnum):
    REQUESTED = "requested"
    PENDING = "pending"
    PROCESSED = "processed"
    FAILED = "failed"
    # Not needed any more: the gateway returned the money in another way.
    SUPERSEDED = "superseded"


class RefundReason(StrEnum):
    CANCELLED = "cancelled"
    PAID_TOO_LATE = "paid_too_late"
    PAID_TWICE = "paid_twice"
    WRONG_AMOUNT = "wrong_amount"
    STAFF = "staff"
    # Created on the gateway's own page.
    GATEWAY = "gateway"


class Refund(Model):
    """A refund of a charge, in whole or in part.

    `key` makes repeated requests to the gateway idempotent; a failed refund is retried with a new
    `attempt` and key.
    """

    id = fields.IntField(primary_key=True)
    charge: fields.ForeignKeyRelation[Charge] = fields.ForeignKeyField(
        "models.Charge", related_name=False, on_delete=fields.RESTRICT
    )
    charge_id: int
    order: fields.ForeignKeyRelation[Order] = fields.ForeignKeyField(
        "models.Order", related_name=False, on_delete=fields.RESTRICT
    )
    order_id: int
    key = fields.CharField(40, unique=True)
    attempt = fields.SmallIntField(default=1)
    amount_paise = fields.BigIntField()
    reason = fields.CharEnumField(RefundReason, max_length=16)
    lines: Any = fields.JSONField(default=list, description="ids of the lines it is for")
    status = fields.CharEnumField(RefundStatus, max_length=10)
    gateway_refund_id = fields.CharField(40, null=True, unique=True)
    error = optional_char(200)
    arn = optional_char(40)
    due_by = fields.DatetimeField(description="when the buyer should have it")
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "refund"
        constraints = [CheckConstraint(check="amount_paise > 0", name="refund_amount")]  # noqa: RUF012
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("order_id",), name="refund_order"),
            PostgreSQLIndex(fields=("charge_id",), name="refund_charge"),
            PostgreSQLIndex(fields=("status",), name="refund_status"),
        ]
