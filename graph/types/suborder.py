"""One supplier's part of an order."""

from enum import Enum

import strawberry

import models
from auth.permissions import Action, may
from commerce.catalogue.variants import variants_of_carts
from commerce.core.visibility import PUBLIC_ARTISAN
from commerce.orders import cancellable
from graph.context import Info
from graph.fields import RowType, column, derived, many, one, part, text
from graph.ids import global_id
from graph.loaders import TRUE
from graph.types.cart import DeliveryService
from graph.types.delivery import DayRange
from graph.types.fulfilment import Certificate, Invoice, Shipment
from graph.types.lazy import LazyArtisan, LazyProduct, LazyVendor
from graph.types.money import Money
from graph.types.variant import Variant


@strawberry.enum(description="How far one supplier's part of an order is.")
class SuborderStatus(Enum):
    AWAITING_PAYMENT = strawberry.enum_value(
        models.SuborderStatus.AWAITING_PAYMENT, description="Waits for the payment."
    )
    PLACED = strawberry.enum_value(
        models.SuborderStatus.PLACED, description="The supplier knows of it."
    )
    ACCEPTED = strawberry.enum_value(
        models.SuborderStatus.ACCEPTED, description="The supplier has begun."
    )
    PACKED = strawberry.enum_value(models.SuborderStatus.PACKED, description="It is packed.")
    SHIPPED = strawberry.enum_value(models.SuborderStatus.SHIPPED, description="It is on its way.")
    DELIVERED = strawberry.enum_value(
        models.SuborderStatus.DELIVERED, description="It has arrived."
    )
    COMPLETED = strawberry.enum_value(
        models.SuborderStatus.COMPLETED, description="It can no longer be returned."
    )
    CANCELLED = strawberry.enum_value(
        models.SuborderStatus.CANCELLED, description="It will not come."
    )


@strawberry.enum(description="What a buyer may do.")
class OrderAction(Enum):
    CANCEL = strawberry.enum_value("cancel", description="Call it off, by `orderCancel`.")
    CHANGE_ADDRESS = strawberry.enum_value(
        "change_address",
        description="Send all of it to another door of its PIN code, by `orderAddressSet`.",
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


@strawberry.type(description="What was bought, as it was on that day.")
class OrderLine(RowType):
    """Its row is an order_line's."""

    id: strawberry.ID = derived(
        lambda row, _: global_id("OrderLine", row.id), "id", description="The line's own."
    )
    name: str = text("name", description="What it was called.")
    sku: str = column("sku", description="The stock keeping unit.")
    product: LazyProduct = one(
        "Product",
        models.Product,
        "product_id",
        visible=TRUE,
        description="The page it was sold on, as it is today.",
    )
    artisan: LazyArtisan | None = one(
        "Artisan",
        models.Artisan,
        "artisan_id",
        visible=PUBLIC_ARTISAN,
        description="Who made it; null when that is the vendor, or an artisan who is not shown.",
    )
    quantity: int = column("quantity", description="Pieces.")
    unit_price: Money = part("Money", "price_paise", description="What one cost, taxes included.")
    subtotal: Money = part("Money", "list_paise", description="The price of all pieces.")
    total: Money = part(
        "Money", "paid_paise", description="What the buyer paid for them, without delivery."
    )
    return_days: int = column(
        "return_days", description="Days in which it may be returned; 0 when it may not."
    )

    @strawberry.field(description="What was chosen, as it is today.")
    async def variant(self, info: Info) -> Variant:
        loader = info.context.loaders.of("variant of a cart", variants_of_carts)
        return Variant.of(await loader.load(self.row.variant_id))

    @strawberry.field(
        description="Proofs that the pieces are genuine; empty until the parcel is packed."
    )
    def certificates(self) -> list[Certificate]:
        return []


@strawberry.type(description="One supplier's part of an order: a parcel and an invoice.")
class Suborder(RowType):
    """Its row is a suborder's."""

    id: strawberry.ID = derived(
        lambda row, _: global_id("Suborder", row.id), "id", description="For `orderCancel`."
    )
    number: str = column("number", description="The order's number and the part's.")
    status: SuborderStatus = derived(
        lambda row, _: SuborderStatus(models.SuborderStatus(row.status)),
        "status",
        description="How far it is.",
    )

    @strawberry.field(description="What its buyer may do with this part alone now.")
    async def allowed_actions(self, info: Info) -> list[OrderAction]:
        return await order_actions(info, self.row.order_id, self.row.id)

    vendor: LazyVendor = one(
        "Vendor", models.Vendor, "vendor_id", visible=TRUE, description="Who sells it."
    )
    supplier_name: str = column("supplier_name", description="The name on the invoice.")
    supplier_gstin: str | None = column(
        "supplier_gstin", description="The supplier's GST number; null for one without."
    )
    lines: list[OrderLine] = many(
        "OrderLine", models.OrderLine, "suborder_id", "t.id", description="What is in it."
    )
    delivery_service: DeliveryService = derived(
        lambda row, _: DeliveryService(models.DeliveryService(row.service)),
        "service",
        description="How it is sent.",
    )
    estimated_days: DayRange = derived(
        lambda row, _: DayRange(min=row.days_min, max=row.days_max),
        "days_min",
        "days_max",
        description="Days from the order to the door, as they were promised.",
    )
    delivery: Money = part("Money", "delivery_paise", description="What sending it cost.")
    total: Money = part("Money", "total_paise", description="What the buyer pays for it.")

    @strawberry.field(description="Its parcels; empty until one is handed to a carrier.")
    def shipments(self) -> list[Shipment]:
        return []

    @strawberry.field(description="Its invoice; null until it is packed.")
    def invoice(self) -> Invoice | None:
        return None
