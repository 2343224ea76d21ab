"""A product with everything that a page can show."""

from database.connect import fetch_value

SEEN = "p.is_on_sale"


async def a_full_product() -> str:
    """The slug of a product with everything a page can show."""
    slug: str = await fetch_value(
        f"SELECT p.slug FROM product p JOIN artisan a ON a.id = p.artisan_id WHERE {SEEN}"
        " AND a.status = 'active' AND a.profile_consented_at IS NOT NULL AND p.is_gi_tagged"
        " AND p.rating_count > 5"
        " AND (SELECT count(*) > 1 FROM product_image i WHERE i.product_id = p.id)"
        " ORDER BY p.popularity DESC LIMIT 1"
    )
    return slug
