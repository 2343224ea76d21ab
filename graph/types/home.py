"""The sections of the home page."""

from datetime import date
from typing import Annotated

import strawberry

from commerce.catalogue import home
from graph.context import Info
from graph.types.artisan import Artisan
from graph.types.district import District
from graph.types.product import Product


@strawberry.input(description="Where the reader is: both or neither. Never kept.")
class NearInput:
    latitude: float | None = strawberry.field(default=None, description="Degrees north, -90 to 90.")
    longitude: float | None = strawberry.field(
        default=None, description="Degrees east, -180 to 180."
    )

    def place(self) -> home.GeoPoint | None:
        return home.place(self.latitude, self.longitude)


Near = Annotated[
    NearInput | None,
    strawberry.argument(description="Where the reader is; without it there is no rail of near by."),
]


@strawberry.interface(description="A section of the home page, in the order to show them.")
class HomeSection:
    key: strawberry.Private[str]
    heading: strawberry.Private[tuple[str, str]]

    @strawberry.field(description="The same on every day; tells the sections apart.")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.key)

    @strawberry.field(description="Its heading.")
    def title(self, info: Info) -> str:
        return info.context.choose(*self.heading)


@strawberry.type(description="One district a day by Indian time, each before any comes again.")
class DistrictOfTheDaySection(HomeSection):
    district: District = strawberry.field(description="The district.")


@strawberry.type(description="A row of products.")
class ProductRailSection(HomeSection):
    rail: strawberry.Private[home.Rail]
    near: strawberry.Private[home.GeoPoint | None]

    @strawberry.field(description="At most 12, all of them to be had.")
    async def products(self) -> list[Product]:
        return [Product.of(row) for row in await home.rail(self.rail, self.near)]


@strawberry.type(description="A row of artisans, others each day.")
class ArtisanRailSection(HomeSection):
    day: strawberry.Private[date]

    @strawberry.field(description="At most 12, who agreed to be shown.")
    async def artisans(self) -> list[Artisan]:
        return [Artisan.of(row) for row in await home.artisans_of_the_day(self.day)]
