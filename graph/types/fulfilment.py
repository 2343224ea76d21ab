"""What comes with a parcel. None is packed through the mart yet: nothing of this is given out."""

from enum import Enum

import strawberry


@strawberry.enum(description="What a supplier's document is.")
class InvoiceKind(Enum):
    TAX_INVOICE = strawberry.enum_value("tax_invoice", description="Of a registered supplier.")
    BILL_OF_SUPPLY = strawberry.enum_value(
        "bill_of_supply", description="Of a supplier under the composition scheme; no tax."
    )
    RECEIPT = strawberry.enum_value(
        "receipt", description="Of a supplier without registration; no tax."
    )


@strawberry.enum(description="How far a parcel is.")
class ShipmentStatus(Enum):
    HANDED_OVER = strawberry.enum_value("handed_over", description="The carrier has it.")
    IN_TRANSIT = strawberry.enum_value("in_transit", description="It is on its way.")
    DELIVERED = strawberry.enum_value("delivered", description="It has arrived.")
    RETURNED = strawberry.enum_value("returned", description="It went back.")


@strawberry.type(description="A proof that a piece is genuine.")
class Certificate:
    code: str = strawberry.field(description="As it is printed.")
    verify_url: str = strawberry.field(description="Where anybody can check it.")
    qr_svg: str = strawberry.field(description="The address as a QR code, an SVG picture.")


@strawberry.type(description="A parcel on its way.")
class Shipment:
    carrier: str = strawberry.field(description="Who carries it.")
    tracking_number: str | None = strawberry.field(description="The carrier's number for it.")
    tracking_url: str | None = strawberry.field(description="Where the carrier tells of it.")
    status: ShipmentStatus = strawberry.field(description="How far it is.")


@strawberry.type(description="A supplier's document.")
class Invoice:
    number: str = strawberry.field(description="The supplier's number for it.")
    kind: InvoiceKind = strawberry.field(description="What it is.")
    url: str = strawberry.field(description="Where it is read.")
