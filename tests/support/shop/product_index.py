"""The product index beside what the database answers."""

from dataclasses import replace

import models
from commerce.catalogue.catalogue import ProductSort, products
from commerce.catalogue.facet_specs import Facet
from commerce.catalogue.facets import counted
from commerce.catalogue.index.product_index import INDEX
from commerce.catalogue.product_filter import ProductFilter
from commerce.search.query import SearchQuery
from commerce.search.term import Kind, Term
from database.keyset import Page, Window
from database.select import PageRead

SOON = 20.0


def seen(page: Page[models.Product]) -> tuple[object, ...]:
    rows = [(row.id, page.position(number)) for number, row in enumerate(page.rows)]
    return rows, page.has_next, page.has_previous, page.total


def term(*keys: str) -> SearchQuery:
    kinds = [Kind(worth, (((key,),),)) for worth, key in zip((10, 9, 8), keys, strict=False)]
    return SearchQuery((Term(keys[0], 300, tuple(kinds)),))


ASKED = (
    (ProductFilter(), None),
    (ProductFilter(is_available=True), term("mela")),
    (ProductFilter(price_min=40_000), term("kurt", "sari")),
    (ProductFilter(), term("diya")),
)


async def agrees() -> bool:
    """Whether the index says what the database says, of several lists."""
    for wanted, search in ASKED:
        if await INDEX.facets(wanted, search, list(Facet), None) != await counted(
            wanted, search, list(Facet), None
        ):
            return False
        for sort in ProductSort:
            select = products(wanted, sort, search)
            for window in (Window(3), Window(20, backward=True)):
                page = await select.page(window, PageRead(total=True))
                if seen(page) != seen(
                    await replace(select, index=None).page(window, PageRead(total=True))
                ):
                    return False
    return INDEX.ready
