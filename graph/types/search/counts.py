"""Numbers of products."""

from typing import Any

from commerce.catalogue import catalogue
from graph.context import Info


async def published_products(info: Info, column: str, row_id: int) -> int:
    """The number of products on sale with `row_id` in `column`, batched."""

    async def batch(ids: list[int]) -> list[Any]:
        counts = await catalogue.products_per(column, ids)
        return [counts.get(key, 0) for key in ids]

    return int(await info.context.loaders.of(("products per", column), batch).load(row_id))
