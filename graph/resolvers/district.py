"""Districts."""

import models
from commerce.catalogue import catalogue
from database.select import Select
from graph.connection import Connection, connect
from graph.context import Info
from graph.types.arguments import After, Before, First, Last, Slug
from graph.types.catalogue.district import District


async def find_district(slug: Slug) -> District | None:
    row = await catalogue.find(Select(models.District, catalogue.BY_NAME), slug)
    return District.of(row) if row else None


async def list_districts(
    info: Info,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> Connection[District]:
    select = Select(models.District, catalogue.BY_NAME)
    page: Connection[District] = await connect(
        info, "District", select, first, after, last, before, tables=("district",)
    )
    return page
