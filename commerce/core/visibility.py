"""Which rows the public may see, as conditions on `t`."""

from database.sql import Sql

# Whether a product may be sold is worked out by the database alone (`may_be_sold`):
# listings, search, carts, checkout and wishlists all read the column. Its status stands beside it
# for the indexes, which have published products only.
ON_SALE = Sql("t.status = 'published' AND t.is_on_sale")
PUBLIC_ARTISAN = Sql("t.status = 'active' AND t.profile_consented_at IS NOT NULL")
OPEN_VENDOR = Sql("t.status = 'approved'")
PUBLISHED_REVIEW = Sql("t.status = 'published'")
# Part of a product: by its own id it is seen while the product is.
REVIEW_ON_SALE = PUBLISHED_REVIEW & Sql(
    "EXISTS (SELECT FROM product p WHERE p.id = t.product_id AND p.is_on_sale)"
)
# Whoever put a product on a wishlist still sees it there when it is not on sale for now.
ON_WISHLIST = Sql("(t.is_on_sale OR t.status IN ('published', 'paused'))")
