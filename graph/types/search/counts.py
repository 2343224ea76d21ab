"""Numbers that stand beside a name."""

from typing import Any

from commerce.catalogue import catalogue
from graph.context import Info


async def published_products(info: Info, column: str, row_id: int) -> int:
    """How many products on sale have `row_id` in `column`; one statement for all that ask."""

    async def batch(ids: list[int]) -> list[Any]:
        counts = await catalogue.products_per(column, ids)
        return [counts.get(key, 0) for key in ids]

    return int(await info.context.loaders.of(("products per", column), batch).load(row_id))
