"""The timeline of an order, as shown to its buyer. Rows are never changed."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.models import Model

from models.orders.order import Order
from models.orders.suborder import Suborder


class OrderEventKind(StrEnum):
    ORDERED = "ordered"
    PLACED = "placed"
    PAID = "paid"
    PAYMENT_FAILED = "payment_failed"
    PAYMENT_EXPIRED = "payment_expired"
    PAYMENT_REFUSED = "payment_refused"
    PAID_TOO_LATE = "paid_too_late"
    UNDER_REVIEW = "under_review"
    ADDRESS_CHANGED = "address_changed"
    CANCELLED = "cancelled"
    REFUND_STARTED = "refund_started"
    REFUNDED = "refunded"
    REFUND_FAILED = "refund_failed"
    PAYMENT_DISPUTED = "payment_disputed"
    REFUND_DISPUTED = "refund_disputed"
    DISPUTE_WON = "dispute_won"
    CHARGED_BACK = "charged_back"


class OrderEvent(Model):
    id = fields.IntField(primary_key=True)
    order: fields.ForeignKeyRelation[Order] = fields.ForeignKeyField(
        "models.Order", related_name=False, on_delete=fields.RESTRICT
    )
    order_id: int
    suborder: fields.ForeignKeyNullableRelation[Suborder] = fields.ForeignKeyField(
        "models.Suborder", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    suborder_id: int | None
    at = fields.DatetimeField()
    kind = fields.CharEnumField(OrderEventKind, max_length=24)
    facts: Any = fields.JSONField(default=dict)

    class Meta:
        table = "order_event"
        indexes = [PostgreSQLIndex(fields=("order_id", "id"), name="order_event_order")]  # noqa: RUF012
