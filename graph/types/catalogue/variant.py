"""A variant: what is put into the cart."""

from typing import Any

import strawberry

import models
from commerce.catalogue.declarations import COUNTED, quantity_label, unit_price
from commerce.catalogue.variants import OptionRow, VariantRow, variants_of_carts
from commerce.core.visibility import ON_SALE
from graph.access import public_type
from graph.context import Context, Info
from graph.fields.field_types import column, computed, reads, text, to_one
from graph.fields.row_types import Node, RowType
from graph.types.lazy import LazyProduct
from graph.types.money import Money


@public_type(description="Option value of a variant, for example size M.")
class SelectedOption(RowType[OptionRow]):
    name: str = text("name", description="Name of the option, for example size.")
    value: str = text("label", description="Value of the option, for example M.")
    slug: str = column("option_slug", description="Slug of the option.")
    value_slug: str = column("value_slug", description="Slug of the value.")


@public_type(
    description="Price per gram, kilogram, millilitre, litre, metre or item, including taxes."
)
class UnitPrice:
    price: Money = strawberry.field(description="Price of the unit.")
    mrp: Money = strawberry.field(description="Maximum retail price (MRP) of the unit.")
    per: str = strawberry.field(description='Unit, as display text, for example "g" or "m".')


def _unit_price(row: Any, context: Context) -> UnitPrice | None:
    found = unit_price(row.price_paise, row.mrp_paise, row.net_quantity, row.net_unit)
    if found is None:
        return None
    return UnitPrice(
        price=Money.of(found.paise),
        mrp=Money.of(found.mrp_paise),
        per=context.choose(*found.per),
    )


@public_type(
    description="A variant of a product, for example a size, with its own price and stock."
)
class Variant(Node[VariantRow]):
    sku: str = column("sku", description="Stock keeping unit (SKU).")
    price: Money = column(
        "price_paise", as_type="Money", description="Price of one unit, including taxes."
    )
    compare_at_price: Money | None = computed(
        lambda row, _: Money.of(row.mrp_paise) if row.mrp_paise > row.price_paise else None,
        "mrp_paise",
        "price_paise",
        description="Maximum retail price, to show as a struck-through price. Null unless"
        " higher than the price.",
    )
    mrp: Money = column(
        "mrp_paise", as_type="Money", description="Maximum retail price (MRP), including taxes."
    )
    available_quantity: int = computed(
        lambda row, _: row.available_quantity,
        "available_quantity",
        description="Quantity available immediately.",
    )
    is_available: bool = computed(
        lambda row, _: row.is_made_to_order or row.available_quantity > 0,
        "available_quantity",
        "is_made_to_order",
        description="Whether the variant can be ordered.",
    )
    is_made_to_order: bool = column(
        "is_made_to_order", description="Whether the variant is made to order."
    )
    lead_time_days: int | None = column(
        "lead_time_days",
        description="Production time in days for a made-to-order variant. Null if not made to"
        " order.",
    )
    weight_grams: int = column("weight_grams", description="Weight in grams, including packaging.")
    hsn: str = column("hsn", description="HSN code of the GST tariff.")
    net_quantity: str | None = computed(
        lambda row, context: (
            None
            if row.net_quantity is None
            else context.choose(*quantity_label(row.net_quantity, row.net_unit))
        ),
        "net_quantity",
        "net_unit",
        description='Net quantity of one package, as display text, for example "500 g". Null if'
        " not declared.",
    )
    unit_price: UnitPrice | None = computed(
        lambda row, context: _unit_price(row, context),
        "price_paise",
        "mrp_paise",
        "net_quantity",
        "net_unit",
        description="Price per unit of the net quantity. Null if the package contains one item.",
    )
    options: list[SelectedOption] = computed(
        lambda row, _: [SelectedOption.of(option) for option in row.options],
        "options",
        description="Option values that distinguish this variant.",
    )

    product: LazyProduct = to_one(
        "Product",
        models.Product,
        "product_id",
        visible=ON_SALE,
        description="The product.",
    )

    @strawberry.field(
        description="Display name: the option values; if there are none, the net quantity of goods"
        " sold by weight, volume or length, else the SKU."
    )
    @reads("options", "sku", "net_quantity", "net_unit")
    def name(self, info: Info) -> str:
        labels = [info.context.text(option, "label") or "" for option in self.row.options]
        quantity, unit = self.row.net_quantity, self.row.net_unit
        if not labels and quantity is not None and unit is not None and unit not in COUNTED:
            labels = [info.context.choose(*quantity_label(quantity, unit))]
        return " / ".join(labels) or str(self.row.sku)


async def variant_of_cart(info: Info, variant_id: int) -> Variant:
    """A variant in a cart or an order, on sale or not."""
    loader = info.context.loaders.of("variant of a cart", variants_of_carts)
    row = await loader.load(variant_id)
    # Carts and orders point at variants, which are not deleted.
    assert row is not None
    return Variant.of(row)
