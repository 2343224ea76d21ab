"""Payments of orders."""

from enum import StrEnum

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

from models.orders.order import Order


class PaymentMethod(StrEnum):
    UPI = "upi"
    CARD = "card"
    NETBANKING = "netbanking"
    CASH_ON_DELIVERY = "cash_on_delivery"


class PaymentStatus(StrEnum):
    """States of a payment, in the terms of Razorpay (`docs/decisions/payments.md`)."""

    CREATED = "created"
    PENDING = "pending"
    FAILED = "failed"
    AUTHORIZED = "authorized"
    CAPTURED = "captured"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    AUTO_REFUNDED = "auto_refunded"
    DISPUTED = "disputed"
    CHARGED_BACK = "charged_back"
    PENDING_COLLECTION = "pending_collection"
    COLLECTED = "collected"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class Payment(Model):
    """The payment of an order, exactly one for each. Cash on delivery has no gateway.

    `refunded_paise` includes refunds under way and never exceeds the captured amount.
    """

    id = fields.IntField(primary_key=True)
    order: fields.ForeignKeyRelation[Order] = fields.ForeignKeyField(
        "models.Order", related_name=False, on_delete=fields.RESTRICT
    )
    order_id: int
    gateway = fields.CharField(12, null=True)
    gateway_order_id = fields.CharField(40, null=True, unique=True)
    attempts = fields.SmallIntField(default=0, description="to open it at the gateway")
    asked_at = fields.DatetimeField(null=True, description="somebody is opening it since then")
    method = fields.CharEnumField(PaymentMethod, max_length=20)
    amount_paise = fields.BigIntField()
    currency = fields.CharField(3, default="INR")
    status = fields.CharEnumField(PaymentStatus, max_length=20)
    refunded_paise = fields.BigIntField(default=0)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "payment"
        constraints = [  # noqa: RUF012
            UniqueConstraint(fields=("order_id",), name="payment_once"),
            CheckConstraint(check="amount_paise > 0", name="payment_amount"),
            CheckConstraint(
                check="refunded_paise BETWEEN 0 AND amount_paise", name="payment_refunded"
            ),
            CheckConstraint(
                check="(method = 'cash_on_delivery') = (gateway IS NULL)"
                " AND (gateway IS NOT NULL OR gateway_order_id IS NULL)",
                name="payment_gateway",
            ),
        ]
