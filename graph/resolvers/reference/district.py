"""Districts."""

import models
from commerce.catalogue import catalogue
from database.select import Select
from graph.connection import Connection
from graph.types.arguments import Slug
from graph.types.paging import paged
from graph.types.reference.district import District


async def find_district(slug: Slug) -> District | None:
    row = await catalogue.find(Select(models.District, catalogue.BY_NAME), slug)
    return District.of(row) if row else None


@paged(Connection[District], tables=("district",))
def list_districts() -> Select[models.District]:
    return Select(models.District, catalogue.BY_NAME)
