"""Pictures of the demo catalogue, drawn on demand from their public id."""

from demo.pictures.recipe import (
    artisan_picture,
    blurhash_of,
    district_picture,
    is_recipe,
    product_picture,
    size,
)

__all__ = [
    "artisan_picture",
    "blurhash_of",
    "district_picture",
    "is_recipe",
    "product_picture",
    "size",
]
