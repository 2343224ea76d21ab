"""What comes with a parcel. None is packed through the mart yet: nothing of this is given out."""

from enum import Enum

import strawberry

from auth.permissions import Action
from graph.access import private_type


@strawberry.enum(description="Type of invoice document.")
class InvoiceKind(Enum):
    TAX_INVOICE = strawberry.enum_value(
        "tax_invoice", description="Tax invoice of a GST-registered supplier."
    )
    BILL_OF_SUPPLY = strawberry.enum_value(
        "bill_of_supply",
        description="Bill of supply of a supplier under the composition scheme. No tax is charged.",
    )
    RECEIPT = strawberry.enum_value(
        "receipt", description="Receipt of an unregistered supplier. No tax is charged."
    )


@strawberry.enum(description="Status of a shipment.")
class ShipmentStatus(Enum):
    HANDED_OVER = strawberry.enum_value("handed_over", description="Handed over to the carrier.")
    IN_TRANSIT = strawberry.enum_value("in_transit", description="In transit.")
    DELIVERED = strawberry.enum_value("delivered", description="Delivered.")
    RETURNED = strawberry.enum_value("returned", description="Returned to the sender.")


@private_type(Action.INHERITED, description="Certificate of authenticity for an item.")
class Certificate:
    code: str = strawberry.field(description="Code printed on the certificate.")
    verify_url: str = strawberry.field(description="Public URL to verify the certificate.")
    qr_svg: str = strawberry.field(description="QR code of the verification URL, as SVG.")


@private_type(Action.INHERITED, description="A shipment of an order.")
class Shipment:
    carrier: str = strawberry.field(description="Carrier of the shipment.")
    tracking_number: str | None = strawberry.field(
        description="Tracking number. Null if not known."
    )
    tracking_url: str | None = strawberry.field(
        description="URL of the carrier's tracking page. Null if not known."
    )
    status: ShipmentStatus = strawberry.field(description="Status of the shipment.")


@private_type(Action.INHERITED, description="An invoice, bill of supply or receipt of a supplier.")
class Invoice:
    number: str = strawberry.field(description="Document number of the supplier.")
    kind: InvoiceKind = strawberry.field(description="Type of document.")
    url: str = strawberry.field(description="URL of the document.")
