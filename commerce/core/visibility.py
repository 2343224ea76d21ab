"""SQL conditions on `t` for rows that the public may see."""

import re

from database.sql import Sql

# The database alone decides whether a product may be sold (SQL function `may_be_sold`): listings,
# search, carts, checkout and wishlists all read the column. The status is repeated for the partial
# indexes, which only have published products.
ON_SALE = Sql("t.status = 'published' AND t.is_on_sale")
PUBLIC_ARTISAN = Sql("t.status = 'active' AND t.profile_consented_at IS NOT NULL")
OPEN_VENDOR = Sql("t.status = 'approved'")
PUBLISHED_REVIEW = Sql("t.status = 'published'")
# A review looked up by its id is visible while its product is.
REVIEW_ON_SALE = PUBLISHED_REVIEW & Sql(
    "EXISTS (SELECT FROM product p WHERE p.id = t.product_id AND p.is_on_sale)"
)
# A wishlist still shows products that are not on sale at the moment.
ON_WISHLIST = Sql("(t.is_on_sale OR t.status IN ('published', 'paused'))")


def of_alias(condition: Sql, alias: str) -> str:
    """The text of a condition without arguments, on rows with another alias than `t`."""
    return re.sub(r"\bt\.", f"{alias}.", condition.text)
