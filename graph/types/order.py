"""An order."""

from enum import Enum

import strawberry

import models
from auth.permissions import Action, may
from commerce.core import access_keys
from commerce.payments import disputes
from commerce.tax.gst import Parts
from graph.context import Info
from graph.fields import Node, RowType, column, derived, many, part
from graph.types.delivery_address import DeliveryAddress
from graph.types.dispute import Dispute
from graph.types.money import Money
from graph.types.order_event import OrderEvent
from graph.types.payment import Payment, PaymentStatus
from graph.types.refund import Refund
from graph.types.scalars import DateTime, iso
from graph.types.suborder import OrderAction, Suborder, order_actions
from graph.types.tax import Tax


@strawberry.enum(description="How far an order is, as its buyer sees it.")
class OrderStatus(Enum):
    AWAITING_PAYMENT = strawberry.enum_value(
        models.OrderStatus.AWAITING_PAYMENT, description="Waits for the payment."
    )
    PLACED = strawberry.enum_value(models.OrderStatus.PLACED, description="Is being made ready.")
    SHIPPED = strawberry.enum_value(models.OrderStatus.SHIPPED, description="Is on its way.")
    DELIVERED = strawberry.enum_value(models.OrderStatus.DELIVERED, description="Has arrived.")
    CANCELLED = strawberry.enum_value(models.OrderStatus.CANCELLED, description="Will not come.")


class _Address:
    """An order's address under the names an address has."""

    __slots__ = ("_row",)

    def __init__(self, row: models.Order) -> None:
        self._row = row

    def __getattr__(self, name: str) -> object:
        named = {"state": "state_id", "phone": "delivery_phone"}
        return getattr(self._row, named.get(name, name))


@strawberry.type(description="What was bought at once.")
class Order(Node):
    number: str = column("number", description="As people say it; nobody guesses it.")

    @strawberry.field(
        description="Opens the order, with its number, to whoever has no account; null for staff."
    )
    def access_key(self, info: Info) -> str | None:
        row, viewer = self.row, info.context.viewer
        is_staffs = viewer.is_staff and not may(viewer, Action.CHANGE_ORDER, row)
        if is_staffs:
            return None
        return access_keys.open_for_order(row.number, row.access_key_sealed)

    status: OrderStatus = derived(
        lambda row, _: OrderStatus(models.OrderStatus(row.status)),
        "status",
        description="How far it is.",
    )
    placed_at: DateTime = derived(
        lambda row, _: iso(row.placed_at), "placed_at", description="When it was ordered."
    )
    review: str | None = column(
        "review", description="Why staff should look at it; null when nothing is the matter."
    )
    pay_before: DateTime | None = derived(
        lambda row, _: row.pay_before and iso(row.pay_before),
        "pay_before",
        description="Until when its pieces are kept for the payment; null once that is settled.",
    )
    subtotal: Money = part("Money", "goods_paise", description="The goods at their prices.")
    discount: Money = part("Money", "discount_paise", description="What was taken off.")
    delivery: Money = part("Money", "delivery_paise", description="What sending it cost.")
    total: Money = part("Money", "total_paise", description="All of it, taxes included.")
    tax: Tax = derived(
        lambda row, _: Tax.of(
            Parts(row.taxable_paise, row.cgst_paise, row.sgst_paise, row.igst_paise)
        ),
        "taxable_paise",
        "cgst_paise",
        "sgst_paise",
        "igst_paise",
        description="The tax in it.",
    )
    delivery_address: DeliveryAddress | None = derived(
        lambda row, _: DeliveryAddress.of(_Address(row)) if row.pincode else None,
        "name",
        "delivery_phone",
        "line1",
        "line2",
        "landmark",
        "city",
        "pincode",
        "state_id",
        description="Where it goes.",
    )
    suborders: list[Suborder] = many(
        "Suborder", models.Suborder, "order_id", "t.id", description="Its parts, by supplier."
    )
    timeline: list[OrderEvent] = many(
        "OrderEvent",
        models.OrderEvent,
        "order_id",
        "t.id",
        description="What happened to it, the first first.",
    )
    refunds: list[Refund] = many(
        "Refund", models.Refund, "order_id", "t.id", description="Money that goes back."
    )

    @strawberry.field(description="What its buyer's bank asks back, the first first.")
    async def disputes(self, info: Info) -> list[Dispute]:
        loader = info.context.loaders.of("disputes of orders", disputes.of_orders)
        return [Dispute.of(row) for row in await loader.load(self.row.id)]

    @strawberry.field(description="What its buyer may do with all of it now; empty for staff.")
    async def allowed_actions(self, info: Info) -> list[OrderAction]:
        return await order_actions(info, self.row.id)

    @strawberry.field(description="What it asks of its buyer; null for one of before the till.")
    async def payment(self, info: Info) -> Payment | None:
        row = await info.context.loaders.row(models.Payment, by="order_id").load(self.row.id)
        return None if row is None else Payment.of(row)

    @strawberry.field(description="How far its payment is.")
    async def payment_status(self, info: Info) -> PaymentStatus | None:
        row = await info.context.loaders.row(models.Payment, by="order_id").load(self.row.id)
        return None if row is None else PaymentStatus(models.PaymentStatus(row.status))


@strawberry.type(
    description="An order that a guest placed with the person's telephone. Of whose it is nothing"
    " more is shown until it is claimed."
)
class ClaimableOrder(RowType):
    number: str = column("number", description="For `orderClaim`.")
    placed_at: DateTime = derived(
        lambda row, _: iso(row.placed_at), "placed_at", description="When it was ordered."
    )
    total: Money = part("Money", "total_paise", description="All of it, taxes included.")
