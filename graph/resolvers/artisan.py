"""Artisans."""

from typing import Annotated

import strawberry

from commerce.catalogue import catalogue
from commerce.catalogue.product_filter import choices
from graph.connection import Connection, connect
from graph.context import Info
from graph.types.arguments import After, Before, First, Last, Slug
from graph.types.catalogue.artisan import Artisan

Slugs = list[str] | None


async def find_artisan(slug: Slug) -> Artisan | None:
    row = await catalogue.find(catalogue.public_artisans(), slug)
    return Artisan.of(row) if row else None


async def list_artisans(
    info: Info,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
    districts: Annotated[
        Slugs,
        strawberry.argument(
            description="Slugs of districts. If omitted, artisans of all districts are returned."
        ),
    ] = None,
    crafts: Annotated[
        Slugs,
        strawberry.argument(
            description="Slugs of crafts. If omitted, artisans of all crafts are returned."
        ),
    ] = None,
) -> Connection[Artisan]:
    select = catalogue.public_artisans().filter(
        *catalogue.artisans_of(
            choices(tuple(districts or ()), ("districts",)),
            choices(tuple(crafts or ()), ("crafts",)),
        )
    )
    page: Connection[Artisan] = await connect(info, "Artisan", select, first, after, last, before)
    return page
