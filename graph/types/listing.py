"""The field under which a noun's products are paged."""

from typing import Annotated, Any

import strawberry

from commerce import catalog
from database.select import Sql
from graph.connection import connect
from graph.context import Info
from graph.types.arguments import After, Before, First, Last
from graph.types.lazy import LazyFilter, LazyProducts, LazySort
from graph.types.scalars import meant

Filter = Annotated[
    LazyFilter | None, strawberry.argument(description="What the products must be like.")
]
Sort = Annotated[
    LazySort | None, strawberry.argument(description="Their order; most popular first by default.")
]


def products_of(parent_column: str, *, description: str) -> Any:
    """A page of the products on sale whose `parent_column` is the row's id."""

    async def resolve(
        root: Any,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Filter = None,
        sort: Sort = None,
    ) -> LazyProducts:
        from graph.types.product_connection import ProductConnection

        wanted = filter.decoded() if filter else catalog.NO_FILTER
        select = catalog.products(wanted, meant(sort) if sort else None)
        connection: ProductConnection = await connect(
            info,
            "Product",
            select,
            first,
            after,
            last,
            before,
            parent=(parent_column, root.row.id),
            kind=ProductConnection,
            wanted=wanted,
            scope=Sql(f"t.{parent_column} = {{}}::int", (root.row.id,)),
        )
        return connection

    return strawberry.field(resolver=resolve, description=description)
