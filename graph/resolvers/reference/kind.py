"""Kinds of goods."""

import models
from commerce.catalogue import catalogue
from database.select import Select
from graph.connection import Connection
from graph.types.arguments import Slug
from graph.types.paging import paged
from graph.types.reference.kind import Kind


async def find_kind(slug: Slug) -> Kind | None:
    row = await catalogue.find(Select(models.Kind, catalogue.BY_ID), slug)
    return Kind.of(row) if row else None


@paged(Connection[Kind], tables=("kind",))
def list_kinds() -> Select[models.Kind]:
    return Select(models.Kind, catalogue.BY_ID)
