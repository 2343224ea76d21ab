"""A category."""

import strawberry

import models
from graph.context import Info
from graph.fields import Node, column, many, text
from graph.types.attribute import AttributeDefinition
from graph.types.counts import published_products
from graph.types.language import Translation, translation
from graph.types.lazy import LazyCraft, LazyProducts
from graph.types.listing import products_of


@strawberry.type(description="One of the fifteen categories a shopper browses.")
class Category(Node):
    slug: str = column("slug", description="The human key, as in the page's address.")
    name: str = text("name", description="The category's name.")
    description: str | None = text("description", description="What belongs to it.")
    attributes: list[AttributeDefinition] = many(
        "AttributeDefinition",
        models.Attribute,
        "category_id",
        "t.position",
        description="What buyers compare in this category.",
    )
    crafts: list[LazyCraft] = many(
        "Craft",
        models.Craft,
        "category_id",
        "t.slug",
        description="The crafts whose goods stand in this category.",
    )
    products: LazyProducts = products_of(
        "category_id", description="What can be bought in this category today."
    )
    translation: Translation = translation()

    @strawberry.field(description="How many products of it are on sale.")
    async def product_count(self, info: Info) -> int:
        return await published_products(info, "category_id", self.row.id)
