"""A district."""

import strawberry

import models
from commerce.catalogue import catalogue
from database.sql import Sql
from graph.connection import Connection, connect
from graph.context import Info
from graph.fields import Node, column, derived, many, one, text
from graph.types.arguments import After, Before, First, Last
from graph.types.image import Image, own_picture
from graph.types.language import Translation, translation
from graph.types.lazy import LazyArtisan, LazyCraft, LazyDistrict, LazyProducts
from graph.types.listing import products_of

PRIMARY = Sql("t.is_primary")


@strawberry.type(description="A point on the map.")
class Coordinates:
    latitude: float = strawberry.field(description="Degrees north.")
    longitude: float = strawberry.field(description="Degrees east.")


@strawberry.type(description="A district of Uttar Pradesh and the craft it is known for.")
class District(Node):
    slug: str = column("slug", description="The human key, as in the page's address.")
    name: str = text("name", description="The district's name.")
    division: str = text("division", description="The administrative division it belongs to.")
    headquarters: str = text("headquarters", description="The town it is administered from.")
    story: str | None = text("story", description="What the district makes, and who makes it.")
    aliases: list[str] = column("aliases", description="Old and other names, in both scripts.")
    lgd_code: int = column("lgd_code", description="Its code in the Local Government Directory.")
    coordinates: Coordinates = derived(
        lambda row, _: Coordinates(latitude=float(row.latitude), longitude=float(row.longitude)),
        "latitude",
        "longitude",
        description="A point in its main town, for a dot on a map.",
    )
    image: Image | None = own_picture("image", description="A picture of the district.")
    craft: LazyCraft | None = one(
        "Craft",
        models.Craft,
        "id",
        visible=PRIMARY,
        by="district_id",
        description="The one traditional product it was given in 2018.",
    )
    crafts: list[LazyCraft] = many(
        "Craft",
        models.Craft,
        "district_id",
        "t.is_primary DESC, t.listed_in, t.id",
        description="Its ODOP products, the primary one first.",
    )
    neighbours: list[LazyDistrict] = many(
        "District",
        models.District,
        "link.district_id",
        "link.position",
        join="JOIN district_neighbour link ON link.neighbour_id = t.id",
        description="The six nearest districts, nearest first.",
    )
    products: LazyProducts = products_of(
        "district_id", description="What can be bought from this district today."
    )
    translation: Translation = translation(description="story")

    @strawberry.field(description="Its artisans who agreed to be shown.")
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
            parent=("district_id", self.row.id),
        )
        return page
