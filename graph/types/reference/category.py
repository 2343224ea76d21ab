"""A category."""

import strawberry

import models
from graph.access import public_type
from graph.context import Info
from graph.fields.field_types import column, text, to_many
from graph.fields.row_types import Node
from graph.loaders import TRUE
from graph.types.catalogue.attribute import AttributeDefinition
from graph.types.language import Translation, translation
from graph.types.lazy import LazyCraft, LazyProducts
from graph.types.search.counts import published_products
from graph.types.search.product_list import products_of


@public_type(description="One of the 15 product categories.")
class Category(Node[models.Category], by_id=TRUE):
    slug: str = column("slug", description="Slug for the page URL.")
    name: str = text("name", description="Name of the category.")
    description: str | None = text(
        "description", description="Description of the category. Null if there is none."
    )
    attributes: list[AttributeDefinition] = to_many(
        "AttributeDefinition",
        models.Attribute,
        "category_id",
        "t.position",
        description="Product attributes that shoppers compare in this category.",
    )
    crafts: list[LazyCraft] = to_many(
        "Craft",
        models.Craft,
        "category_id",
        "t.slug",
        description="Crafts of this category.",
    )
    products: LazyProducts = products_of(
        "category_id", description="Products of this category that are on sale."
    )
    translation: Translation = translation()

    @strawberry.field(description="Number of products of this category on sale.")
    async def product_count(self, info: Info) -> int:
        return await published_products(info, "category_id", self.row.id)
