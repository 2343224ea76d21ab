"""Vendors."""

import models
from commerce.catalogue import catalogue
from database.select import Select
from graph.connection import Connection
from graph.types.arguments import Slug
from graph.types.catalogue.vendor import Vendor
from graph.types.paging import paged


async def find_vendor(slug: Slug) -> Vendor | None:
    row = await catalogue.find(catalogue.open_vendors(), slug)
    return Vendor.of(row) if row else None


@paged(Connection[Vendor])
def list_vendors() -> Select[models.Vendor]:
    return catalogue.open_vendors()
