"""The sections of the home page."""

from datetime import date
from typing import Annotated

import strawberry

from commerce.catalogue import home
from graph.access import public_type
from graph.context import Info
from graph.types.catalogue.artisan import Artisan
from graph.types.catalogue.product import Product
from graph.types.reference.district import District


@strawberry.input(
    description="Location of the user. Give both coordinates or neither. Never stored."
)
class NearInput:
    latitude: float | None = strawberry.field(
        default=None, description="Latitude in degrees north, -90 to 90."
    )
    longitude: float | None = strawberry.field(
        default=None, description="Longitude in degrees east, -180 to 180."
    )

    def place(self) -> home.GeoPoint | None:
        return home.place(self.latitude, self.longitude)


Near = Annotated[
    NearInput | None,
    strawberry.argument(
        description="Location of the user. If omitted, the section with nearby products is"
        " left out."
    ),
]


@public_type(description="A section of the home page.", is_interface=True)
class HomeSection:
    key: strawberry.Private[str]
    heading: strawberry.Private[tuple[str, str]]

    @strawberry.field(description="Identifier of the section, the same every day.")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.key)

    @strawberry.field(description="Heading of the section.")
    def title(self, info: Info) -> str:
        return info.context.choose(*self.heading)


@public_type(
    description="District of the day, by Indian time. Every district appears once before"
    " any is repeated."
)
class DistrictOfTheDaySection(HomeSection):
    district: District = strawberry.field(description="The district.")


@public_type(description="A row of products.")
class ProductRailSection(HomeSection):
    rail: strawberry.Private[home.Rail]
    near: strawberry.Private[home.GeoPoint | None]

    @strawberry.field(
        description="At most 12 available products, none of which is in two sections."
    )
    async def products(self, info: Info) -> list[Product]:
        key = "rails of the home page", self.near
        rails = await info.context.loaders.once(key, lambda: home.rails(self.near))
        return [Product.of(row) for row in rails[self.rail]]


@public_type(description="A row of artisans that changes daily.")
class ArtisanRailSection(HomeSection):
    day: strawberry.Private[date]

    @strawberry.field(description="At most 12 artisans with a public profile.")
    async def artisans(self) -> list[Artisan]:
        return [Artisan.of(row) for row in await home.artisans_of_the_day(self.day)]
