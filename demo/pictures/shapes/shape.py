"""Properties of a shape: drawing function, placement, natural colour, centre of a close-up."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from demo.pictures.canvas import Pen
from demo.pictures.colour import Colour, tint_of
from demo.pictures.geometry import Point

Draw = Callable[[Pen], None]


class Rest(Enum):
    """Placement of a piece, which determines its shadow."""

    STANDS = "stands"  # upright on a table
    LIES = "lies"  # on a surface seen from above
    HANGS = "hangs"  # on a wall


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape is drawn in a field of 100 by 125 units, standing on y = 108.

    Of two side by side the smaller one is mirrored, unless they would look like one thing: two
    wheel hoes like a bicycle.
    """

    draw: Draw
    rest: Rest
    plain: str
    focus: Point
    has_mirrored_pair: bool = True

    def colour(self, tint: str) -> Colour:
        return tint_of(tint, self.plain)


SHAPES: dict[str, Shape] = {}


def stands(
    name: str, plain: str, focus: Point = (50, 70), has_mirrored_pair: bool = True
) -> Callable[[Draw], Draw]:
    """Register a drawing of something that stands upright."""
    return _registering(name, Rest.STANDS, plain, focus, has_mirrored_pair)


def lies(name: str, plain: str, focus: Point = (50, 60)) -> Callable[[Draw], Draw]:
    """Register a drawing of something laid out and seen from above."""
    return _registering(name, Rest.LIES, plain, focus)


def hangs(name: str, plain: str, focus: Point = (50, 55)) -> Callable[[Draw], Draw]:
    """Register a drawing of something that hangs."""
    return _registering(name, Rest.HANGS, plain, focus)


def _registering(
    name: str, rest: Rest, plain: str, focus: Point, has_mirrored_pair: bool = True
) -> Callable[[Draw], Draw]:
    def register(draw: Draw) -> Draw:
        if name in SHAPES:
            raise ValueError(f"two drawings are named {name}")
        SHAPES[name] = Shape(draw, rest, plain, focus, has_mirrored_pair)
        return draw

    return register
