"""Products that share words, and the counts of these."""

import models
from commerce.search.fold import fold_words
from commerce.search.follow import take_in
from database.connect import fetch, fetch_value
from tests.support.shop.factories import make_product


async def caught_up() -> None:
    while await take_in():
        pass


async def count_of(word: str) -> int:
    """The stored number of products with a word; 0 if it is unknown."""
    (folded,) = fold_words(word)
    counted = "SELECT products FROM search_term WHERE key = $1"
    return await fetch_value(counted, folded.k1[0]) or 0


async def make_many(number: int, **more: object) -> models.Product:
    """So many products like the one that is returned."""
    product = await make_product(**more)  # type: ignore[arg-type]
    await product.refresh_from_db()
    columns = {
        name: getattr(product, name)
        for name, field in models.Product._meta.fields_map.items()
        if name in models.Product._meta.db_fields and not field.generated
    }
    await models.Product.bulk_create(
        [models.Product(**columns | {"slug": f"{product.slug}-{n}"}) for n in range(1, number)]
    )
    return product


async def inexact() -> list[tuple[object, ...]]:
    """Words whose stored number is not that of products on sale, with both; the empty one counts
    all products.
    """
    rows = await fetch(
        "SELECT coalesce(word, key), ndoc, products FROM ("
        " SELECT word, ndoc FROM ts_stat($$SELECT keys FROM product_search WHERE is_on_sale$$)"
        " UNION ALL SELECT '', count(*) FROM product WHERE is_on_sale HAVING count(*) > 0"
        ") counted FULL JOIN search_term ON key = word WHERE ndoc IS DISTINCT FROM products"
    )
    return [tuple(row) for row in rows]
