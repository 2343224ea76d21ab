"""What was bought."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.account import Account


class OrderStatus(StrEnum):
    """How far an order is, as its buyer sees it."""

    AWAITING_PAYMENT = "awaiting_payment"
    PLACED = "placed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class Order(Model):
    """An order. It stays when its buyer's account is erased."""

    id = fields.IntField(primary_key=True)
    number = fields.CharField(24, unique=True, description="as people say it; nobody guesses it")
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    account_id: int | None
    guest_phone = fields.CharField(16, null=True, description="of who bought without an account")
    guest_email = fields.CharField(254, null=True)
    status = fields.CharEnumField(OrderStatus, max_length=20)
    total_paise = fields.BigIntField()
    placed_at = fields.DatetimeField()

    class Meta:
        table = "orders"
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("account_id", "id"), name="orders_account"),
            PostgreSQLIndex(fields=("guest_phone",), name="orders_guest_phone"),
            PostgreSQLIndex(fields=("guest_email",), name="orders_guest_email"),
        ]
        constraints = [  # noqa: RUF012
            CheckConstraint(check="number ~ '^[A-Z0-9-]{8,24}$'", name="orders_number"),
            CheckConstraint(check="total_paise >= 0", name="orders_total"),
        ]
