"""Pictures of the demo catalogue, drawn on demand from their public id."""

from typing import TYPE_CHECKING

from demo.pictures.recipe import (
    artisan_picture,
    district_picture,
    is_recipe,
    product_picture,
    size,
)
from settings import Settings

if TYPE_CHECKING:
    from PIL import Image

__all__ = [
    "artisan_picture",
    "district_picture",
    "is_recipe",
    "product_picture",
    "size",
    "source",
]


class Drawings:
    """The demo's pictures as a source of the mart's own."""

    def has(self, public_id: str) -> bool:
        return is_recipe(public_id)

    def picture(self, public_id: str, width: int) -> "Image.Image":
        # Drawing takes 8 MB, only in a process that draws.
        from demo.pictures.drawing import draw

        return draw(public_id, width)


def source(current: Settings) -> Drawings:
    return Drawings()
