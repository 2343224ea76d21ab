"""The blurred promise of a picture (BlurHash), shown while the picture itself is on its way.

A product's is worked out from its colours, not drawn: a catalogue asks for tens of thousands.
"""

from functools import cache
from math import hypot

import blurhash

from demo.pictures.colour import Colour, darker, lighter, mix
from demo.pictures.drawing import EVENING, draw
from demo.pictures.recipe import ProductRecipe, parse
from demo.pictures.scenes import FLOOR, wall_colour
from demo.pictures.shapes import SHAPES, Rest

_ACROSS, _DOWN = 8, 10  # places looked at
_DETAIL = 3, 3  # waves kept, across and down
_CLOSE = 1
_DRAWN = 32  # pixels wide, for what is drawn


def blur(public_id: str) -> str:
    """The BlurHash of a picture. The id must be a recipe."""
    recipe = parse(public_id)
    if isinstance(recipe, ProductRecipe):
        shape = SHAPES[recipe.shape]
        return _product(shape.colour(recipe.tint), recipe.scene, shape.rest, recipe.view)
    return _drawn(public_id)


@cache
def _product(tint: Colour, scene: int, rest: Rest, view: int) -> str:
    wall = wall_colour(scene, tint, view == EVENING)
    rows = []
    for row in range(_DOWN):
        y = (row + 0.5) * 125 / _DOWN
        ground = mix(lighter(wall, 0.3), darker(wall, 0.06), y / 125)
        if rest is Rest.STANDS and y > FLOOR:
            ground = mix(wall, (150, 90, 60), 0.28)
        rows.append([_at(column, y, ground, tint, view) for column in range(_ACROSS)])
    return str(blurhash.encode(rows, *_DETAIL))


def _at(column: int, y: float, ground: Colour, tint: Colour, view: int) -> Colour:
    """The piece is taken for a soft oval in the middle of the picture."""
    x = (column + 0.5) * 100 / _ACROSS
    away = hypot((x - 50) / (52 if view == _CLOSE else 34), (y - 66) / 56)
    seen = mix(ground, tint, min(0.9, max(0.0, 1.5 - 1.5 * away)))
    return mix(seen, (120, 80, 60), 0.004 * x) if view == EVENING else seen


@cache
def _drawn(public_id: str) -> str:
    picture = draw(public_id, _DRAWN).resize((_ACROSS, _DOWN))
    pixels = list(picture.getdata())
    rows = [pixels[row * _ACROSS : (row + 1) * _ACROSS] for row in range(_DOWN)]
    return str(blurhash.encode(rows, *_DETAIL))
