"""Stock reserved for order lines."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from models.orders.order import Order


class ReservationStatus(StrEnum):
    """HELD while the order awaits payment, KEPT once it is placed, RELEASED when returned."""

    HELD = "held"
    KEPT = "kept"
    RELEASED = "released"


class Reservation(Model):
    """Reserved pieces of an order line, part of `stock.reserved` until released."""

    line_id = fields.IntField(primary_key=True, generated=False)
    order: fields.ForeignKeyRelation[Order] = fields.ForeignKeyField(
        "models.Order", related_name=False, on_delete=fields.RESTRICT
    )
    order_id: int
    variant_id = fields.IntField()
    quantity = fields.SmallIntField()
    status = fields.CharEnumField(ReservationStatus, max_length=8)

    class Meta:
        table = "reservation"
        constraints = [  # noqa: RUF012
            CheckConstraint(check="quantity > 0", name="reservation_quantity")
        ]
        indexes = [  # noqa: RUF012
            PostgreSQLIndex(fields=("order_id",), name="reservation_order"),
            PostgreSQLIndex(fields=("variant_id",), name="reservation_variant"),
        ]
