"""Declarations on the label of a product."""

import strawberry

import models
from commerce.catalogue.declarations import first_net_quantities
from graph.access import public_type
from graph.context import Info
from graph.fields.field_types import column, computed, reads, text
from graph.fields.row_types import RowType


@public_type(description="Manufacturer, packer or importer as printed on the label.")
class LabelParty:
    name: str = strawberry.field(description="Name.")
    address: str = strawberry.field(description="Full address.")


@public_type(description="Dimensions of a product.")
class Dimensions:
    length_cm: float = strawberry.field(description="Length in centimetres.")
    width_cm: float = strawberry.field(description="Width in centimetres.")
    height_cm: float = strawberry.field(description="Height in centimetres.")


@public_type(description="Legally required product information for pre-packed goods.")
class Declarations(RowType[models.Declaration]):
    generic_name: str = text("generic_name", description="Common name of the product.")
    best_before_months: int | None = column(
        "best_before_months",
        description="Best before, in months after packing. Null for non-perishable products.",
    )
    fssai_licence: str | None = column(
        "fssai_licence",
        description="Manufacturer's FSSAI food licence, 14 digits. Null for non-food products.",
    )
    is_vegetarian: bool | None = column(
        "is_vegetarian",
        description="Whether a food product is vegetarian (green mark) or not (brown mark)."
        " Null for non-food products.",
    )
    maker: LabelParty = computed(
        lambda row, _: LabelParty(name=row.maker_name, address=row.maker_address),
        "maker_name",
        "maker_address",
        description="Manufacturer.",
    )
    packer: LabelParty | None = computed(
        lambda row, _: _party(row.packer_name, row.packer_address),
        "packer_name",
        "packer_address",
        description="Packer. Null if packed by the manufacturer.",
    )
    importer: LabelParty | None = computed(
        lambda row, _: _party(row.importer_name, row.importer_address),
        "importer_name",
        "importer_address",
        description="Importer. Null for products that are not imported.",
    )
    dimensions: Dimensions | None = computed(
        lambda row, _: (
            None
            if row.length_cm is None
            else Dimensions(
                length_cm=float(row.length_cm),
                width_cm=float(row.width_cm or 0),
                height_cm=float(row.height_cm or 0),
            )
        ),
        "length_cm",
        "width_cm",
        "height_cm",
        description="Product dimensions. Null if not declared.",
    )

    @strawberry.field(
        description="Net quantity of one package of the first variant, as display text. Empty if"
        " not declared.",
        deprecation_reason="Each variant has its own. Use `Variant.netQuantity`.",
    )
    @reads("product_id")
    async def net_quantity(self, info: Info) -> str:
        loader = info.context.loaders.of("net quantity", first_net_quantities)
        found = await loader.load(self.row.product_id)
        return info.context.choose(*found) if found else ""


def _party(name: str | None, address: str | None) -> LabelParty | None:
    return None if name is None else LabelParty(name=name, address=address or "")
