"""Parts of clothes: hangers, bodies, folds, buttons, collars."""

from collections.abc import Sequence

from demo.pictures.canvas import Pen, Tile
from demo.pictures.colour import STEEL, WOOD, darker, lighter
from demo.pictures.geometry import (
    Point,
    Points,
    mirror,
)
from demo.pictures.shapes.parts.sewing import crease, sewn


def hanger(pen: Pen, y: float = 18) -> None:
    """A wooden hanger, its bar at the height of the neck."""
    hook = [(50, y), (50, y - 6), (53.4, y - 8.4), (53, y - 12), (49.6, y - 13), (47.4, y - 10.6)]
    pen.curve(hook, 1.1, STEEL)
    pen.line([(34, y + 6), (50, y), (66, y + 6)], 2.8, darker(WOOD, 0.15))


def torso(
    pen: Pen, half: Points, sleeve: Points, tile: Tile, cuff: Tile | None = None
) -> list[Point]:
    """A body with sleeves; answers the body's outline.

    `half` is its right half from the front of the neck (its second point is the side of the
    neck) to the middle of the hem. `sleeve` goes from the shoulder around to the armpit; its last
    points but one are the mouth's outer and inner corner.
    """
    side, top = half[1]
    pen.ellipse(50, top + 0.6, side - 50, 2.6, pen.ink.deep)
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            sewn(pen, sleeve, tile)
            pen.shade([sleeve[-1], sleeve[-2], between(sleeve[-2], sleeve[-3], 0.4)], 44)
            if cuff:
                upper = between(sleeve[-3], sleeve[-4], 0.14)
                lower = between(sleeve[-2], sleeve[-1], 0.16)
                pen.cloth([sleeve[-3], upper, lower, sleeve[-2]], cuff)
                pen.line([upper, lower], 0.8, pen.ink.second)
    body = mirror(half)
    sewn(pen, body, tile)
    return body


def between(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def falls(pen: Pen, top: float, foot: float, spread: float, count: int = 3) -> None:
    """Folds falling towards a hem, away from the middle."""
    for step in range(count):
        for side in (-1, 1):
            share = (step + 0.6) / count
            path = [
                (50 + side * spread * share * 0.62, top + 5 * (step % 2)),
                (50 + side * spread * share * 0.74, (top + foot) / 2),
                (50 + side * spread * share * 0.92, foot),
            ]
            crease(pen, path, 2.4, 40, opens=True)


def buttons(pen: Pen, ys: Sequence[float], size: float = 1.1) -> None:
    for y in ys:
        pen.ellipse(50, y, size, size, darker(pen.ink.second, 0.25))
        pen.ellipse(49.8, y - 0.2, size * 0.7, size * 0.7, lighter(pen.ink.second, 0.25))


def collar(pen: Pen, side: float, y: float, drop: float, tile: Tile) -> None:
    """Two collar points meeting at the middle."""
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            wing: Points = [
                (side - 0.5, y - 2), (side + 3, y + 3), (54, y + drop + 5), (50, y + drop),
            ]  # fmt: skip
            sewn(pen, wing, tile)
            pen.glow([wing[0], wing[1], between(wing[1], wing[2], 0.5)], 50)
