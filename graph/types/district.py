"""A district."""

from typing import Any

import strawberry

import models
from commerce import catalog
from database.held import HELD
from database.select import Sql
from graph.connection import Connection, connect
from graph.context import Context, Info
from graph.fields import SHAPES, Node, batched, column, derived, loaded, many, text
from graph.loaders import TRUE, rows_by
from graph.types.arguments import After, Before, First, Last
from graph.types.image import Image, own_picture
from graph.types.language import Translation, translation
from graph.types.lazy import LazyArtisan, LazyCraft, LazyDistrict, LazyProducts
from graph.types.listing import products_of


@strawberry.type(description="A point on the map.")
class Coordinates:
    latitude: float = strawberry.field(description="Degrees north.")
    longitude: float = strawberry.field(description="Degrees east.")


async def primary_crafts(context: Context, ids: list[int]) -> list[Any]:
    """The primary craft of each district."""
    if held := await HELD.table(models.Craft, TRUE):
        rows = [row for row in held.rows.values() if row.is_primary]
    else:
        found = await rows_by(models.Craft, "district_id", ids, Sql("t.is_primary"), "t.id")
        rows = [row for each in found.values() for row in each]
    shape, primary = SHAPES["Craft"], {row.district_id: row for row in rows}
    return [shape.of(primary[key]) if key in primary else None for key in ids]


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

    @strawberry.field(description="The one traditional product it was given in 2018.")
    @batched(primary_crafts)
    async def craft(self, info: Info) -> LazyCraft | None:
        found: LazyCraft | None = await loaded(info, primary_crafts, self.row.id)
        return found

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
            catalog.public_artisans(),
            first,
            after,
            last,
            before,
            parent=("district_id", self.row.id),
        )
        return page
