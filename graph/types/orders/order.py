"""An order."""

from enum import Enum
from typing import Any

import strawberry

import models
from auth.permissions import Action, may
from commerce.core import access_keys
from commerce.payments import disputes
from commerce.tax.gst import Parts
from graph.access import field, inherited_type
from graph.context import Info
from graph.fields.field_types import column, computed, to_many
from graph.fields.row_types import Node, RowType
from graph.types.enums import described_enum
from graph.types.money import Money
from graph.types.orders.delivery_address import DeliveryAddress
from graph.types.orders.order_event import OrderEvent
from graph.types.orders.suborder import OrderAction, Suborder, order_actions
from graph.types.payments.dispute import Dispute
from graph.types.payments.payment import Payment, PaymentStatus
from graph.types.payments.refund import Refund
from graph.types.scalars import DateTime, iso
from graph.types.tax import Tax


@described_enum("Status of an order for the buyer.", of=models.OrderStatus)
class OrderStatus(Enum):
    AWAITING_PAYMENT = "Awaiting payment."
    PLACED = "Placed and being prepared."
    SHIPPED = "Shipped."
    DELIVERED = "Delivered."
    CANCELLED = "Cancelled."


class _Address:
    """An order's address under the names that `Written` has."""

    __slots__ = ("_row",)

    def __init__(self, row: models.Order) -> None:
        self._row = row

    def __getattr__(self, name: str) -> object:
        named = {"state": "state_id", "phone": "delivery_phone"}
        return getattr(self._row, named.get(name, name))


def _address_of(row: models.Order) -> DeliveryAddress:
    address: Any = _Address(row)
    return DeliveryAddress.of(address)


@inherited_type(description="An order of one or more products.")
class Order(Node[models.Order], by_id=Action.SEE_ORDER):
    number: str = column(
        "number", description="Order number to show to the buyer. Impossible to guess."
    )

    @strawberry.field(
        description="Access key. With the order number it opens the order without an account."
        " Null for staff."
    )
    def access_key(self, info: Info) -> str | None:
        row, viewer = self.row, info.context.viewer
        is_staffs = viewer.is_staff and not may(viewer, Action.CHANGE_ORDER, row)
        if is_staffs:
            return None
        return access_keys.open_for_order(row.number, row.access_key_sealed)

    status: OrderStatus = computed(
        lambda row, _: OrderStatus(models.OrderStatus(row.status)),
        "status",
        description="Status of the order.",
    )
    placed_at: DateTime = computed(
        lambda row, _: iso(row.placed_at),
        "placed_at",
        description="Date and time the order was placed.",
    )
    review: str | None = column(
        "review",
        description="Why staff should review the order. Null if no review is needed. Requires"
        " ORDERS_READ.",
        allow=Action.SEE_ORDERS,
    )
    pay_before: DateTime | None = computed(
        lambda row, _: row.pay_before and iso(row.pay_before),
        "pay_before",
        description="Date and time until which stock is reserved for payment. Null once"
        " payment is settled.",
    )
    subtotal: Money = column(
        "goods_paise",
        as_type="Money",
        description="Price of all items before discounts, including taxes.",
    )
    discount: Money = column("discount_paise", as_type="Money", description="Total discount.")
    delivery: Money = column(
        "delivery_paise", as_type="Money", description="Delivery charge, including taxes."
    )
    total: Money = column(
        "total_paise", as_type="Money", description="Order total, including taxes and delivery."
    )
    tax: Tax = computed(
        lambda row, _: Tax.of(
            Parts(row.taxable_paise, row.cgst_paise, row.sgst_paise, row.igst_paise)
        ),
        "taxable_paise",
        "cgst_paise",
        "sgst_paise",
        "igst_paise",
        description="Tax included in the total.",
    )
    delivery_address: DeliveryAddress | None = computed(
        lambda row, _: _address_of(row) if row.pincode else None,
        "name",
        "delivery_phone",
        "line1",
        "line2",
        "landmark",
        "city",
        "pincode",
        "state_id",
        description="Delivery address. Null once it has been erased.",
        allow=Action.READ_BUYER,
    )
    suborders: list[Suborder] = to_many(
        "Suborder", models.Suborder, "order_id", "t.id", description="Suborders, one per supplier."
    )
    timeline: list[OrderEvent] = to_many(
        "OrderEvent",
        models.OrderEvent,
        "order_id",
        "t.id",
        description="Events of the order, oldest first.",
    )
    refunds: list[Refund] = to_many(
        "Refund", models.Refund, "order_id", "t.id", description="Refunds of the order."
    )

    @field(
        description="Payment disputes of the order, oldest first. Requires ORDERS_READ.",
        allow=Action.SEE_ORDERS,
    )
    async def disputes(self, info: Info) -> list[Dispute]:
        loader = info.context.loaders.of("disputes of orders", disputes.of_orders)
        return [Dispute.of(row) for row in await loader.load(self.row.id)]

    @strawberry.field(
        description="Actions available to the buyer for the whole order. Empty for staff."
    )
    async def allowed_actions(self, info: Info) -> list[OrderAction]:
        return await order_actions(info, self.row.id)

    @strawberry.field(description="Payment of the order. Null if there is none.")
    async def payment(self, info: Info) -> Payment | None:
        row = await info.context.loaders.row(models.Payment, by="order_id").load(self.row.id)
        return None if row is None else Payment.of(row)

    @strawberry.field(description="Status of the payment. Null if the order has no payment.")
    async def payment_status(self, info: Info) -> PaymentStatus | None:
        row = await info.context.loaders.row(models.Payment, by="order_id").load(self.row.id)
        return None if row is None else PaymentStatus(models.PaymentStatus(row.status))


@inherited_type(
    description="A guest order placed with the account's verified phone number. Buyer"
    " details are hidden until it is claimed.",
)
class ClaimableOrder(RowType[models.Order]):
    number: str = column("number", description="Order number, for `orderClaim`.")
    placed_at: DateTime = computed(
        lambda row, _: iso(row.placed_at),
        "placed_at",
        description="Date and time the order was placed.",
    )
    total: Money = column(
        "total_paise", as_type="Money", description="Order total, including taxes and delivery."
    )
