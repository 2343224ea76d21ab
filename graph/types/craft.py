"""A craft and its geographical indication."""

import strawberry

import models
from commerce.catalogue import catalogue
from graph.connection import Connection, connect
from graph.context import Info
from graph.fields import Node, column, many, one, text
from graph.types.arguments import After, Before, First, Last
from graph.types.counts import published_products
from graph.types.language import Translation, translation
from graph.types.lazy import (
    LazyArtisan,
    LazyCategory,
    LazyCraft,
    LazyDistrict,
    LazyProducts,
)
from graph.types.listing import products_of


@strawberry.type(description="An entry of the register of geographical indications.")
class GiRegistration(Node):
    name: str = text("name", description="The registered name.")
    number: str | None = column(
        "number", description="The application number; null when it is not known to us."
    )
    gi_class: str | None = column("gi_class", description="The class of goods.")
    goods_type: str = column(
        "goods_type", description="handicraft, manufactured, agricultural, food or natural."
    )
    districts: list[LazyDistrict] = many(
        "District",
        models.District,
        "link.gi_registration_id",
        "t.name_en",
        join="JOIN gi_district link ON link.district_id = t.id",
        description="The districts it covers.",
    )
    crafts: list[LazyCraft] = many(
        "Craft",
        models.Craft,
        "gi_registration_id",
        "t.slug",
        description="The districts' products it covers, at least in part.",
    )


@strawberry.type(description="A traditional product of a district.")
class Craft(Node):
    slug: str = column("slug", description="The human key, as in the page's address.")
    name: str = text("name", description="The craft's name.")
    description: str | None = text("description", description="What it is and how it is made.")
    is_primary: bool = column(
        "is_primary", description="Whether it is the one product the district was given in 2018."
    )
    listed_in: int = column("listed_in", description="The year it was put on the district's list.")
    district: LazyDistrict = one(
        "District", models.District, "district_id", description="Where it is made."
    )
    category: LazyCategory = one(
        "Category", models.Category, "category_id", description="Where its goods are browsed."
    )
    gi_registration: GiRegistration | None = one(
        "GiRegistration",
        models.GiRegistration,
        "gi_registration_id",
        description="Its geographical indication, where a source for it was seen.",
    )
    products: LazyProducts = products_of(
        "craft_id", description="What can be bought of this craft today."
    )
    translation: Translation = translation()

    @strawberry.field(description="How many products of it are on sale.")
    async def product_count(self, info: Info) -> int:
        return await published_products(info, "craft_id", self.row.id)

    @strawberry.field(description="Artisans who practise it and agreed to be shown.")
    async def artisans(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[LazyArtisan]:
        page: Connection[LazyArtisan] = await connect(
            info,
            "Artisan",
            catalogue.public_artisans(),
            first,
            after,
            last,
            before,
            parent=(catalogue.PRACTISES, self.row.id),
        )
        return page
