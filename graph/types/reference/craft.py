"""A craft and its geographical indication."""

import strawberry

import models
from commerce.catalogue import catalogue
from database.select import Select
from graph.access import public_type
from graph.connection import Connection
from graph.context import Info
from graph.fields.field_types import column, text, to_many, to_one
from graph.fields.row_types import Node
from graph.loaders import TRUE
from graph.types.language import Translation, translation
from graph.types.lazy import (
    LazyArtisan,
    LazyCategory,
    LazyCraft,
    LazyDistrict,
    LazyProducts,
)
from graph.types.paging import paged
from graph.types.search.counts import published_products
from graph.types.search.product_list import products_of


@public_type(description="A registered geographical indication (GI).")
class GiRegistration(Node[models.GiRegistration], by_id=catalogue.IS_VERIFIED):
    name: str = text("name", description="Registered name.")
    number: str | None = column("number", description="Application number. Null if not known.")
    gi_class: str | None = column("gi_class", description="Class of goods. Null if not known.")
    goods_type: str = column(
        "goods_type",
        description="Type of goods: handicraft, manufactured, agricultural, food or natural.",
    )
    districts: list[LazyDistrict] = to_many(
        "District",
        models.District,
        "link.gi_registration_id",
        "t.name_en",
        join="JOIN gi_district link ON link.district_id = t.id",
        description="Districts covered by the registration.",
    )
    crafts: list[LazyCraft] = to_many(
        "Craft",
        models.Craft,
        "gi_registration_id",
        "t.slug",
        description="Crafts covered by the registration, at least in part.",
    )


@public_type(description="A traditional craft of a district.")
class Craft(Node[models.Craft], by_id=TRUE):
    slug: str = column("slug", description="Slug for the page URL.")
    name: str = text("name", description="Name of the craft.")
    description: str | None = text(
        "description",
        description="Description of the craft and its production. Null if there is none.",
    )
    is_primary: bool = column(
        "is_primary", description="Whether this is the district's original ODOP product of 2018."
    )
    listed_in: int = column(
        "listed_in", description="Year the craft was added to the district's list."
    )
    district: LazyDistrict = to_one(
        "District", models.District, "district_id", description="District of the craft."
    )
    category: LazyCategory = to_one(
        "Category", models.Category, "category_id", description="Category of the craft's products."
    )
    gi_registration: GiRegistration | None = to_one(
        "GiRegistration",
        models.GiRegistration,
        "gi_registration_id",
        description="Geographical indication (GI) of the district for this craft. Not every product"
        " of the craft bears it: see `Product.giClaim`. Null if none was confirmed by a source.",
    )
    products: LazyProducts = products_of(
        "craft_id", description="Products of this craft that are on sale."
    )
    translation: Translation = translation()

    @strawberry.field(description="Number of products of this craft on sale.")
    async def product_count(self, info: Info) -> int:
        return await published_products(info, "craft_id", self.row.id)

    @strawberry.field(description="Artisans of this craft with a public profile.")
    @paged(Connection[LazyArtisan], link=catalogue.PRACTISES)
    def artisans(self) -> Select[models.Artisan]:
        return catalogue.public_artisans()
