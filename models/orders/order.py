"""Orders."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.contrib.postgres.indexes import GinIndex, PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.accounts.account import Account
from models.base import optional_char
from models.reference.pincode import State


class OrderStatus(StrEnum):
    """Status of an order, as shown to its buyer."""

    AWAITING_PAYMENT = "awaiting_payment"
    PLACED = "placed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class Order(Model):
    """An order. It is kept when its buyer's account is erased.

    Amounts are in paise, frozen when the order is placed: goods, discounts, delivery and the total
    to pay. Taxes are included in the value of supply: the total plus the discounts funded by the
    mart or a scheme.
    """

    id = fields.IntField(primary_key=True)
    number = fields.CharField(24, unique=True, description="as people say it; nobody guesses it")
    access_key_sealed = fields.BinaryField(
        null=True, description="opens it to whoever has no account, see commerce.access_keys"
    )
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "models.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    account_id: int | None
    phone = fields.CharField(16, null=True, description="whom to tell; null once erased")
    email = fields.CharField(254, null=True)
    language = fields.CharField(2, default="en", description="to write to the buyer in")
    status = fields.CharEnumField(OrderStatus, max_length=20)
    review = fields.CharField(200, null=True, description="why staff should look at it")
    name = optional_char(80)
    line1 = optional_char(160)
    line2 = optional_char(160)
    landmark = optional_char(120)
    city = optional_char(80)
    pincode = optional_char(6)
    delivery_phone = optional_char(16)
    state: fields.ForeignKeyNullableRelation[State] = fields.ForeignKeyField(
        "models.State",
        related_name=False,
        null=True,
        on_delete=fields.RESTRICT,
        description="of delivery: the place of supply",
    )
    state_id: str | None
    cart_id = fields.IntField(null=True, description="it was made of; open again if it is not paid")
    marks = ArrayField("bigint", null=True, description="keyed hashes of who its buyer is")
    client_mark = fields.BigIntField(null=True, description="keyed hash of the buyer's address")
    terms_version = fields.CharField(20, null=True)
    goods_paise = fields.BigIntField(default=0)
    discount_paise = fields.BigIntField(default=0)
    delivery_paise = fields.BigIntField(default=0)
    taxable_paise = fields.BigIntField(default=0)
    cgst_paise = fields.BigIntField(default=0)
    sgst_paise = fields.BigIntField(default=0)
    igst_paise = fields.BigIntField(default=0)
    total_paise = fields.BigIntField()
    placed_at = fields.DatetimeField()
    pay_before = fields.DatetimeField(null=True, description="its stock is kept until then")
    updated_at = fields.DatetimeField(null=True)

    class Meta:
        table = "orders"
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("account_id", "id"), name="orders_account"),
            PostgreSQLIndex(fields=("phone",), name="orders_phone"),
            GinIndex(fields=("marks",), name="orders_marks"),
            PostgreSQLIndex(
                fields=("pay_before",),
                name="orders_unpaid",
                condition={"status": "awaiting_payment"},
            ),
        ]
        constraints = [  # noqa: RUF012
            CheckConstraint(check="number ~ '^[A-Z0-9-]{8,24}$'", name="orders_number"),
            CheckConstraint(check="total_paise >= 0", name="orders_total"),
            CheckConstraint(
                check="total_paise = goods_paise - discount_paise + delivery_paise"
                " OR goods_paise = 0",
                name="orders_sum",
            ),
            CheckConstraint(check="language IN ('en', 'hi')", name="orders_language"),
        ]
