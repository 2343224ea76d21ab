"""Crafts and geographical indications."""

import models
from commerce.catalogue import catalogue
from database.select import Select
from graph.connection import Connection, connect
from graph.context import Info
from graph.types.arguments import After, Before, First, Last, Slug
from graph.types.catalogue.craft import Craft, GiRegistration


async def find_craft(slug: Slug) -> Craft | None:
    row = await catalogue.find(Select(models.Craft, catalogue.BY_ID), slug)
    return Craft.of(row) if row else None


async def list_crafts(
    info: Info,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> Connection[Craft]:
    select = Select(models.Craft, catalogue.BY_ID)
    page: Connection[Craft] = await connect(
        info, "Craft", select, first, after, last, before, tables=("craft",)
    )
    return page


async def list_gi_registrations(
    info: Info,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> Connection[GiRegistration]:
    select = catalogue.seen_registrations()
    page: Connection[GiRegistration] = await connect(
        info, "GiRegistration", select, first, after, last, before
    )
    return page
