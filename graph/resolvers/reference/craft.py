"""Crafts and geographical indications."""

import models
from commerce.catalogue import catalogue
from database.select import Select
from graph.connection import Connection
from graph.types.arguments import Slug
from graph.types.paging import paged
from graph.types.reference.craft import Craft, GiRegistration


async def find_craft(slug: Slug) -> Craft | None:
    row = await catalogue.find(Select(models.Craft, catalogue.BY_ID), slug)
    return Craft.of(row) if row else None


@paged(Connection[Craft], tables=("craft",))
def list_crafts() -> Select[models.Craft]:
    return Select(models.Craft, catalogue.BY_ID)


@paged(Connection[GiRegistration])
def list_gi_registrations() -> Select[models.GiRegistration]:
    return catalogue.seen_registrations()
