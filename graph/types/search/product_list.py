"""The field with a noun's products."""

from typing import Annotated, Any

import strawberry

from commerce.catalogue import catalogue
from commerce.catalogue.product_filter import NO_FILTER, ProductFilter
from database.select import Select
from graph.connection import PageArguments, connect, connect_each
from graph.context import Info
from graph.fields.field_kinds import Batched
from graph.fields.field_types import declared
from graph.types.lazy import LazyFilter, LazyProducts, LazySort
from graph.types.paging import takes_page
from graph.types.scalars import enum_value

Filter = Annotated[LazyFilter | None, strawberry.argument(description="Filter for the products.")]
Sort = Annotated[
    LazySort | None, strawberry.argument(description="Sort order. Defaults to most popular first.")
]


def products_of(parent_column: str, *, description: str) -> Any:
    """A page of the products on sale whose `parent_column` is the row's id."""

    @takes_page
    async def pages(
        info: Info,
        ids: list[int],
        page: PageArguments,
        filter: Filter = None,
        sort: Sort = None,
    ) -> list[Any]:
        from graph.types.search.product_connection import ProductConnection

        product_filter, select = _filter_and_select(filter, sort)
        return await connect_each(
            info,
            "Product",
            select,
            page,
            link=parent_column,
            parents=ids,
            kind=ProductConnection,
            filter=product_filter,
        )

    @declared(Batched(pages, needs_info=True))
    @takes_page
    async def resolve(
        root: Any,
        info: Info,
        page: PageArguments,
        filter: Filter = None,
        sort: Sort = None,
    ) -> LazyProducts:
        from graph.types.search.product_connection import ProductConnection

        product_filter, select = _filter_and_select(filter, sort)
        connection: ProductConnection = await connect(
            info,
            "Product",
            select,
            page,
            parent=(parent_column, root.row.id),
            kind=ProductConnection,
            filter=product_filter,
        )
        return connection

    return strawberry.field(resolver=resolve, description=description)


def _filter_and_select(filter: Any, sort: Any) -> tuple[ProductFilter, Select[Any]]:
    product_filter = filter.decoded() if filter else NO_FILTER
    return product_filter, catalogue.products_of_nouns(
        product_filter, enum_value(sort) if sort else None
    )
