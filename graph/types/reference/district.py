"""A district."""

import strawberry

import models
from commerce.catalogue import catalogue
from database.select import Select
from database.sql import Sql
from graph.access import public_type
from graph.connection import Connection
from graph.fields.field_types import column, computed, text, to_many, to_one
from graph.fields.row_types import Node
from graph.loaders import TRUE
from graph.types.catalogue.image import Image, own_picture
from graph.types.language import Translation, translation
from graph.types.lazy import LazyArtisan, LazyCraft, LazyDistrict, LazyProducts
from graph.types.paging import paged
from graph.types.search.product_list import products_of

PRIMARY = Sql("t.is_primary")


@public_type(description="Geographic coordinates.")
class Coordinates:
    latitude: float = strawberry.field(description="Latitude in degrees north.")
    longitude: float = strawberry.field(description="Longitude in degrees east.")


@public_type(description="A district of Uttar Pradesh and its ODOP craft.")
class District(Node[models.District], by_id=TRUE):
    slug: str = column("slug", description="Slug for the page URL.")
    name: str = text("name", description="Name of the district.")
    division: str = text("division", description="Administrative division of the district.")
    headquarters: str = text(
        "headquarters", description="Administrative headquarters of the district."
    )
    story: str | None = text(
        "story", description="Story of the district's crafts and artisans. Null if there is none."
    )
    aliases: list[str] = column(
        "aliases", description="Former and alternative names, in both scripts."
    )
    lgd_code: int = column(
        "lgd_code", description="Code of the district in the Local Government Directory."
    )
    coordinates: Coordinates = computed(
        lambda row, _: Coordinates(latitude=float(row.latitude), longitude=float(row.longitude)),
        "latitude",
        "longitude",
        description="Coordinates of the main town, for a marker on a map.",
    )
    image: Image | None = own_picture(
        "image", description="Picture of the district. Null if there is none."
    )
    craft: LazyCraft | None = to_one(
        "Craft",
        models.Craft,
        "id",
        visible=PRIMARY,
        by="district_id",
        description="Original ODOP craft of the district (2018). Null if there is none.",
    )
    crafts: list[LazyCraft] = to_many(
        "Craft",
        models.Craft,
        "district_id",
        "t.is_primary DESC, t.listed_in, t.id",
        description="ODOP crafts of the district, primary craft first.",
    )
    neighbours: list[LazyDistrict] = to_many(
        "District",
        models.District,
        "link.district_id",
        "link.position",
        join="JOIN district_neighbour link ON link.neighbour_id = t.id",
        description="Districts of Uttar Pradesh that share a border with it, nearest first.",
    )
    products: LazyProducts = products_of(
        "district_id", description="Products from this district that are on sale."
    )
    translation: Translation = translation(description="story")

    @strawberry.field(description="Artisans of the district with a public profile.")
    @paged(Connection[LazyArtisan], link="district_id")
    def artisans(self) -> Select[models.Artisan]:
        return catalogue.public_artisans()
