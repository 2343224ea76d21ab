"""BlurHash placeholders of pictures, shown while the picture loads.

A product's is computed from its colours, without drawing: a catalogue needs tens of thousands.
"""

from functools import cache
from math import hypot

from blurhash_rs import blurhash_encode
from PIL import Image

from demo.pictures.colour import Colour, darker, lighter, mix
from demo.pictures.drawing import EVENING, draw
from demo.pictures.recipe import ProductRecipe, parse
from demo.pictures.scenes import FLOOR, wall_colour
from demo.pictures.shapes import SHAPES, Rest

_ACROSS, _DOWN = 12, 15  # samples: with fewer, the encoder is biased to one side
_DETAIL = 3, 3  # components across and down
_CLOSE = 1


def blurhash_of(public_id: str) -> str:
    """The BlurHash of a picture."""
    recipe = parse(public_id)
    if isinstance(recipe, ProductRecipe):
        shape, view = SHAPES[recipe.shape], recipe.view
        tint, standing = shape.colour(recipe.tint), shape.rest is Rest.STANDS
        return _product(tint, recipe.scene, standing, view == _CLOSE, view == EVENING)
    return _drawn(public_id)


@cache
def _product(tint: Colour, scene: int, standing: bool, close: bool, evening: bool) -> str:
    wall = wall_colour(scene, tint, evening)
    table = mix(wall, (150, 90, 60), 0.28)
    pixels: list[Colour] = []
    for y, cover in _oval(close):
        shown = mix(lighter(wall, 0.3), darker(wall, 0.06), y / 125)
        ground = table if standing and y > FLOOR else shown
        pixels += [mix(ground, tint, share) for share in cover]
    picture = Image.new("RGB", (_ACROSS, _DOWN))
    picture.putdata(pixels)
    return blurhash_encode(picture, *_DETAIL)


@cache
def _oval(close: bool) -> list[tuple[float, list[float]]]:
    """How much of each sample the piece covers, a soft oval in the middle: by row, with its y."""
    rows = []
    for row in range(_DOWN):
        y = (row + 0.5) * 125 / _DOWN
        cover = []
        for column in range(_ACROSS):
            x = (column + 0.5) * 100 / _ACROSS
            away = hypot((x - 50) / (80 if close else 42), (y - 68) / (96 if close else 54))
            cover.append(min(0.8, max(0.0, 1.3 - 1.3 * away)))
        rows.append((y, cover))
    return rows


@cache
def _drawn(public_id: str) -> str:
    return blurhash_encode(draw(public_id, 2 * _ACROSS).resize((_ACROSS, _DOWN)), *_DETAIL)
