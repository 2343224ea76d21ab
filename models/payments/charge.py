"""Payment attempts at the gateway."""

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.base import optional_char
from models.payments.payment import Payment, PaymentStatus


class Charge(Model):
    """A payment attempt at the gateway.

    An order may have several, even two that succeed; `is_settling` marks the one that pays it.
    Stored of a card: only its network and last four digits; of a UPI address: only its hash.
    """

    id = fields.IntField(primary_key=True)
    payment: fields.ForeignKeyRelation[Payment] = fields.ForeignKeyField(
        "models.Payment", related_name=False, on_delete=fields.RESTRICT
    )
    payment_id: int
    gateway_payment_id = fields.CharField(40, unique=True)
    method = optional_char(20)
    amount_paise = fields.BigIntField()
    currency = fields.CharField(3)
    status = fields.CharEnumField(PaymentStatus, max_length=20)
    rank = fields.SmallIntField()
    refunded_paise = fields.BigIntField(default=0, description="as the gateway last said")
    fee_paise = fields.BigIntField(null=True, description="what the gateway keeps, tax included")
    fee_tax_paise = fields.BigIntField(null=True)
    is_settling = fields.BooleanField(default=False)
    network = optional_char(20)
    last4 = optional_char(4)
    error = optional_char(200)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "charge"
        constraints = [  # noqa: RUF012
            UniqueConstraint(
                fields=("payment_id",), name="charge_one_settles", condition="is_settling"
            ),
            CheckConstraint(
                check="refunded_paise BETWEEN 0 AND amount_paise", name="charge_refunded"
            ),
            CheckConstraint(check="last4 ~ '^[0-9]{4}$'", name="charge_last4"),
        ]
        indexes = [PostgreSQLIndex(fields=("payment_id",), name="charge_payment")]  # noqa: RUF012
