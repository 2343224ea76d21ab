"""Pictures of the demo catalogue, drawn on demand from what their public id says."""

from demo.pictures.recipe import artisan_picture, district_picture, known, product_picture, size

__all__ = ["artisan_picture", "district_picture", "known", "product_picture", "size"]
