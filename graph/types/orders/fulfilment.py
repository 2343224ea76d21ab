"""Shipments, invoices and certificates: always empty so far, as nothing is packed in the mart."""

from enum import Enum

import strawberry

from graph.access import inherited_type
from graph.types.enums import described_enum


@described_enum("Type of invoice document.")
class InvoiceKind(Enum):
    TAX_INVOICE = "Tax invoice of a GST-registered supplier."
    BILL_OF_SUPPLY = "Bill of supply of a supplier under the composition scheme. No tax is charged."
    RECEIPT = "Receipt of an unregistered supplier. No tax is charged."


@described_enum("Status of a shipment.")
class ShipmentStatus(Enum):
    HANDED_OVER = "Handed over to the carrier."
    IN_TRANSIT = "In transit."
    DELIVERED = "Delivered."
    RETURNED = "Returned to the sender."


@inherited_type(description="Certificate of authenticity for an item.")
class Certificate:
    code: str = strawberry.field(description="Code printed on the certificate.")
    verify_url: str = strawberry.field(description="Public URL to verify the certificate.")
    qr_svg: str = strawberry.field(description="QR code of the verification URL, as SVG.")


@inherited_type(description="A shipment of an order.")
class Shipment:
    carrier: str = strawberry.field(description="Carrier of the shipment.")
    tracking_number: str | None = strawberry.field(
        description="Tracking number. Null if not known."
    )
    tracking_url: str | None = strawberry.field(
        description="URL of the carrier's tracking page. Null if not known."
    )
    status: ShipmentStatus = strawberry.field(description="Status of the shipment.")


@inherited_type(description="An invoice, bill of supply or receipt of a supplier.")
class Invoice:
    number: str = strawberry.field(description="Document number of the supplier.")
    kind: InvoiceKind = strawberry.field(description="Type of document.")
    url: str = strawberry.field(description="URL of the document.")
