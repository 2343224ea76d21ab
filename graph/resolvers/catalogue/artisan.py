"""Artisans."""

from typing import Annotated

import strawberry

import models
from commerce.catalogue import catalogue
from commerce.catalogue.product_filter import choices
from database.select import Select
from graph.connection import Connection
from graph.types.arguments import Slug
from graph.types.catalogue.artisan import Artisan
from graph.types.paging import paged

Slugs = list[str] | None


async def find_artisan(slug: Slug) -> Artisan | None:
    row = await catalogue.find(catalogue.public_artisans(), slug)
    return Artisan.of(row) if row else None


@paged(Connection[Artisan])
def list_artisans(
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
) -> Select[models.Artisan]:
    return catalogue.public_artisans().filter(
        *catalogue.artisans_of(
            choices(tuple(districts or ()), ("districts",)),
            choices(tuple(crafts or ()), ("crafts",)),
        )
    )
