"""One supplier's part of an order."""

from enum import Enum

import strawberry

import models
from auth.permissions import Action, may
from commerce.core.visibility import PUBLIC_ARTISAN
from commerce.orders import cancellable
from graph.access import inherited_type
from graph.context import Info
from graph.fields.field_types import column, computed, text, to_many, to_one
from graph.fields.row_types import RowType
from graph.ids import global_id
from graph.loaders import TRUE
from graph.types.cart.cart import DeliveryService
from graph.types.cart.delivery import DayRange
from graph.types.catalogue.variant import Variant, variant_of_cart
from graph.types.enums import described_enum
from graph.types.lazy import LazyArtisan, LazyProduct, LazyVendor
from graph.types.money import Money
from graph.types.orders.fulfilment import Certificate, Invoice, Shipment


@described_enum("Status of a suborder.", of=models.SuborderStatus)
class SuborderStatus(Enum):
    AWAITING_PAYMENT = "Awaiting payment."
    PLACED = "Passed on to the supplier."
    ACCEPTED = "Accepted by the supplier."
    PACKED = "Packed."
    SHIPPED = "Shipped."
    DELIVERED = "Delivered."
    COMPLETED = "Completed. The return period has ended."
    CANCELLED = "Cancelled."


@described_enum("An action available to the buyer.")
class OrderAction(Enum):
    CANCEL = "Cancel with `orderCancel`."
    CHANGE_ADDRESS = (
        "Change the delivery address of the whole order with `orderAddressSet`. The PIN code"
        " must stay the same."
    )


async def order_actions(
    info: Info, order_id: int, suborder_id: int | None = None
) -> list[OrderAction]:
    """What the rule would not refuse of an order, or of a part of it. Who only looks at orders may
    do nothing; whoever is let in otherwise may do what its buyer may.
    """
    viewer, loaders = info.context.viewer, info.context.loaders
    if viewer.is_staff:
        order = await loaders.row(models.Order).load(order_id)
        if not may(viewer, Action.CHANGE_ORDER, order):
            return []
    rows = await loaders.children(models.Suborder, "order_id", "t.id").load(order_id)
    payment = await loaders.row(models.Payment, by="order_id").load(order_id)
    state = payment.status if payment is not None else None
    parts = cancellable.Parts(
        [{"id": row.id, "status": row.status, "payment": state} for row in rows]
    )
    allowed = [OrderAction.CANCEL] if parts.can_cancel(suborder_id) else []
    if suborder_id is None and parts.can_redirect:
        allowed.append(OrderAction.CHANGE_ADDRESS)
    return allowed


@inherited_type(description="An order line, as it was when the order was placed.")
class OrderLine(RowType[models.OrderLine]):
    """Its row is an order_line's."""

    id: strawberry.ID = computed(
        lambda row, _: global_id("OrderLine", row.id),
        "id",
        description="Identifier of the order line.",
    )
    name: str = text("name", description="Name of the product when it was ordered.")
    sku: str = column("sku", description="Stock keeping unit (SKU).")
    product: LazyProduct = to_one(
        "Product",
        models.Product,
        "product_id",
        visible=TRUE,
        description="The product in its current state.",
    )
    artisan: LazyArtisan | None = to_one(
        "Artisan",
        models.Artisan,
        "artisan_id",
        visible=PUBLIC_ARTISAN,
        description="Artisan who made the product. Null if made by the vendor or if the"
        " artisan has no public profile.",
    )
    quantity: int = column("quantity", description="Ordered quantity.")
    unit_price: Money = column(
        "price_paise",
        as_type="Money",
        description="Price of one unit when ordered, including taxes.",
    )
    subtotal: Money = column(
        "list_paise",
        as_type="Money",
        description="Price of all units before discounts, including taxes.",
    )
    total: Money = column(
        "paid_paise",
        as_type="Money",
        description="Price of all units after discounts, without delivery.",
    )
    return_days: int = column(
        "return_days",
        description="Days after delivery in which returns are accepted. 0 if not returnable.",
    )

    @strawberry.field(description="The variant in its current state.")
    async def variant(self, info: Info) -> Variant:
        return await variant_of_cart(info, self.row.variant_id)

    @strawberry.field(
        description="Certificates of authenticity. Empty until the shipment is packed."
    )
    def certificates(self) -> list[Certificate]:
        return []


@inherited_type(
    description="One supplier's part of an order, with its own shipment and invoice.",
)
class Suborder(RowType[models.Suborder]):
    """Its row is a suborder's."""

    id: strawberry.ID = computed(
        lambda row, _: global_id("Suborder", row.id),
        "id",
        description="Identifier for `orderCancel`.",
    )
    number: str = column(
        "number", description="Suborder number: the order number and the number of the suborder."
    )
    status: SuborderStatus = computed(
        lambda row, _: SuborderStatus(models.SuborderStatus(row.status)),
        "status",
        description="Status of the suborder.",
    )

    @strawberry.field(description="Actions currently available to the buyer for this suborder.")
    async def allowed_actions(self, info: Info) -> list[OrderAction]:
        return await order_actions(info, self.row.order_id, self.row.id)

    vendor: LazyVendor = to_one(
        "Vendor", models.Vendor, "vendor_id", visible=TRUE, description="Vendor of the suborder."
    )
    supplier_name: str = column("supplier_name", description="Name of the supplier on the invoice.")
    supplier_gstin: str | None = column(
        "supplier_gstin", description="GSTIN of the supplier. Null if not registered."
    )
    lines: list[OrderLine] = to_many(
        "OrderLine",
        models.OrderLine,
        "suborder_id",
        "t.id",
        description="Order lines of the suborder.",
    )
    delivery_service: DeliveryService = computed(
        lambda row, _: DeliveryService(models.DeliveryService(row.service)),
        "service",
        description="Delivery service.",
    )
    estimated_days: DayRange = computed(
        lambda row, _: DayRange(min=row.days_min, max=row.days_max),
        "days_min",
        "days_max",
        description="Estimated days from order to delivery, as promised when the order was placed.",
    )
    delivery: Money = column(
        "delivery_paise", as_type="Money", description="Delivery charge, including taxes."
    )
    total: Money = column(
        "total_paise", as_type="Money", description="Suborder total, including taxes and delivery."
    )

    @strawberry.field(description="Shipments. Empty until handed over to a carrier.")
    def shipments(self) -> list[Shipment]:
        return []

    @strawberry.field(description="Invoice. Null until the suborder is packed.")
    def invoice(self) -> Invoice | None:
        return None
