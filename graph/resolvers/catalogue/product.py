"""Products: one by its slug, and pages of them."""

from typing import Annotated

import strawberry

import models
from commerce.catalogue import catalogue
from commerce.catalogue.product_filter import NO_FILTER
from commerce.core.visibility import PUBLIC_ARTISAN
from commerce.search.query import understand
from database.caches.table_cache import TABLE_CACHE
from graph.connection import PageArguments, connect
from graph.context import Info
from graph.error_texts import SEARCH_TOO_LONG
from graph.errors import bad_input
from graph.execution.selection import read_columns
from graph.fields.row_types import for_viewer
from graph.limits.query_limits import MAX_SEARCH_CHARACTERS
from graph.types.arguments import Slug
from graph.types.catalogue.product import Product
from graph.types.paging import takes_page
from graph.types.scalars import enum_value
from graph.types.search.product_connection import ProductConnection
from graph.types.search.product_filter import ProductSort
from graph.types.search.product_list import Filter


def searchable(text: str, argument: str) -> str:
    """`text` when it can be searched. Raises BAD_USER_INPUT for far too much."""
    if len(text) > MAX_SEARCH_CHARACTERS:
        raise bad_input(SEARCH_TOO_LONG, argument, most=MAX_SEARCH_CHARACTERS)
    return text


Search = Annotated[
    str | None,
    strawberry.argument(
        description="Search text in Hindi, English or romanised Hindi. Tolerates misspellings."
    ),
]
Sort = Annotated[
    ProductSort | None,
    strawberry.argument(
        description="Sort order. Defaults to RELEVANCE with a search text, otherwise POPULAR."
    ),
]


async def find_product(info: Info, slug: Slug) -> Product | None:
    if TABLE_CACHE.listening.is_set() and (names := read_columns(info)) is not None:
        # What it points at is held, or asked for by the plan.
        select = for_viewer(catalogue.on_sale(), names, info.context)
        row = await catalogue.find(select, slug, names)
        return Product.of(row) if row else None
    rows = await catalogue.find_product(slug)
    if rows is None:
        return None
    loaders = info.context.loaders
    product, district, craft, registration, category, artisan, vendor, state = rows
    loaders.row(models.District).prime(district.id, district)
    loaders.row(models.Craft).prime(craft.id, craft)
    loaders.row(models.Category).prime(category.id, category)
    loaders.row(models.Vendor).prime(vendor.id, vendor)
    loaders.state().prime(state.code, state)
    if registration:
        loaders.row(models.GiRegistration).prime(registration.id, registration)
    if product.artisan_id:
        loaders.row(models.Artisan, PUBLIC_ARTISAN).prime(product.artisan_id, artisan)
    return Product.of(product)


@takes_page
async def list_products(
    info: Info,
    page: PageArguments,
    search: Search = None,
    filter: Filter = None,
    sort: Sort = None,
) -> ProductConnection:
    query = await understand(searchable(search, "search")) if search else None
    product_filter = filter.decoded() if filter else NO_FILTER
    select = catalogue.products(product_filter, enum_value(sort) if sort else None, query)
    found: ProductConnection = await connect(
        info,
        "Product",
        select,
        page,
        kind=ProductConnection,
        filter=product_filter,
        search=query,
    )
    return found
