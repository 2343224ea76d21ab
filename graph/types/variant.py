"""A variant: what is put into the cart."""

import strawberry

import models
from commerce.core.visibility import ON_SALE
from graph.context import Info
from graph.fields import Node, RowType, column, derived, one, part, reads, text
from graph.types.lazy import LazyProduct
from graph.types.money import Money


@strawberry.type(description="The value a variant has for an option, such as size M.")
class SelectedOption(RowType):
    name: str = text("name", description="The option, such as size.")
    value: str = text("label", description="The value, such as M.")
    slug: str = column("option_slug", description="The option's slug.")
    value_slug: str = column("value_slug", description="The value's slug.")


@strawberry.type(description="A size, pack or make of a product, with its price and stock.")
class Variant(Node):
    sku: str = column("sku", description="The stock keeping unit.")
    price: Money = part("Money", "price_paise", description="What one costs, all taxes included.")
    compare_at_price: Money | None = derived(
        lambda row, _: Money.of(row.mrp_paise) if row.mrp_paise > row.price_paise else None,
        "mrp_paise",
        "price_paise",
        description="The maximum retail price, when it is above the price.",
    )
    mrp: Money = part(
        "Money", "mrp_paise", description="The maximum retail price, all taxes included."
    )
    available_quantity: int = derived(
        lambda row, _: row.available_quantity,
        "available_quantity",
        description="Pieces that can be had at once.",
    )
    is_available: bool = derived(
        lambda row, _: row.is_made_to_order or row.available_quantity > 0,
        "available_quantity",
        "is_made_to_order",
        description="Whether it can be ordered.",
    )
    is_made_to_order: bool = column(
        "is_made_to_order", description="Whether it is made after it is ordered."
    )
    lead_time_days: int | None = column(
        "lead_time_days", description="Days to make one, when it is made to order."
    )
    weight_grams: int = column("weight_grams", description="Grams, packed.")
    hsn: str = column("hsn", description="The code of the goods in the GST tariff.")
    options: list[SelectedOption] = derived(
        lambda row, _: [SelectedOption.of(option) for option in row.options],
        "options",
        description="What sets it apart from the other variants.",
    )

    product: LazyProduct = one(
        "Product",
        models.Product,
        "product_id",
        visible=ON_SALE,
        description="The page it is sold on.",
    )

    @strawberry.field(description="Its options for a person to read; the SKU when it has none.")
    @reads("options", "sku")
    def name(self, info: Info) -> str:
        labels = [info.context.text(option, "label") or "" for option in self.row.options]
        return " / ".join(labels) or str(self.row.sku)
