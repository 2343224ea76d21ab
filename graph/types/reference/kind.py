"""A kind of goods."""

import strawberry

import models
from graph.access import public_type
from graph.context import Info
from graph.fields.field_types import column, text, to_one
from graph.fields.row_types import Node
from graph.loaders import TRUE
from graph.types.language import Translation, translation
from graph.types.lazy import LazyCategory, LazyProducts
from graph.types.search.counts import published_products
from graph.types.search.product_list import products_of


@public_type(description="A kind of goods, for example padlock or papad.")
class Kind(Node[models.Kind], by_id=TRUE):
    slug: str = column("slug", description="Slug for the page URL and for filters.")
    name: str = text("name", description="Name of the kind, for example Padlock.")
    category: LazyCategory = to_one(
        "Category", models.Category, "category_id", description="Category of the kind."
    )
    products: LazyProducts = products_of(
        "kind_id", description="Products of this kind that are on sale."
    )
    translation: Translation = translation(description="")

    @strawberry.field(description="Number of products of this kind on sale.")
    async def product_count(self, info: Info) -> int:
        return await published_products(info, "kind_id", self.row.id)
