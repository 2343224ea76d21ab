"""An order."""

from enum import Enum

import strawberry

import models
from graph.fields import Node, column, derived, part
from graph.types.money import Money
from graph.types.scalars import DateTime, iso


@strawberry.enum(description="How far an order is, as its buyer sees it.")
class OrderStatus(Enum):
    AWAITING_PAYMENT = strawberry.enum_value(
        models.OrderStatus.AWAITING_PAYMENT, description="Waits for the payment."
    )
    PLACED = strawberry.enum_value(models.OrderStatus.PLACED, description="Is being made ready.")
    SHIPPED = strawberry.enum_value(models.OrderStatus.SHIPPED, description="Is on its way.")
    DELIVERED = strawberry.enum_value(models.OrderStatus.DELIVERED, description="Has arrived.")
    CANCELLED = strawberry.enum_value(models.OrderStatus.CANCELLED, description="Will not come.")


@strawberry.type(description="What was bought at once.")
class Order(Node):
    number: str = column("number", description="As people say it; nobody guesses it.")
    status: OrderStatus = derived(
        lambda row, _: OrderStatus(models.OrderStatus(row.status)),
        "status",
        description="How far it is.",
    )
    placed_at: DateTime = derived(
        lambda row, _: iso(row.placed_at), "placed_at", description="When it was placed."
    )
    total: Money = part("Money", "total_paise", description="All of it, taxes included.")
