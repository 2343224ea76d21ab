"""Vendors."""

from commerce.catalogue import catalogue
from graph.connection import Connection, connect
from graph.context import Info
from graph.types.arguments import After, Before, First, Last, Slug
from graph.types.catalogue.vendor import Vendor


async def find_vendor(slug: Slug) -> Vendor | None:
    row = await catalogue.find(catalogue.open_vendors(), slug)
    return Vendor.of(row) if row else None


async def list_vendors(
    info: Info,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> Connection[Vendor]:
    page: Connection[Vendor] = await connect(
        info, "Vendor", catalogue.open_vendors(), first, after, last, before
    )
    return page
