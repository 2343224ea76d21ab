"""Parts of sewn pieces: seams, hems, folds, fringes, tassels."""

import itertools
from math import hypot, pi, sin

from demo.pictures.canvas import Pen, Tile
from demo.pictures.colour import WOOD, Colour, darker, lighter
from demo.pictures.geometry import (
    Point,
    Points,
    along,
    smooth,
)
from demo.pictures.ornament import border_cloth


def sewn(pen: Pen, outline: Points, tile: Tile) -> None:
    """Cloth cut to an outline, its edge turned under."""
    pen.cloth(outline, tile)
    pen.line([*outline, outline[0]], 0.6, pen.ink.deep, 120)


def hem(pen: Pen, outline: Points, side: float = 9) -> None:
    """A border of four corners, piped along its first and its third edge."""
    pen.cloth(outline, border_cloth(pen, side))
    for start in (0, 2):
        pen.line([outline[start], outline[start + 1]], 0.9, pen.ink.second)


def crease(pen: Pen, path: Points, width: float, alpha: int = 46, opens: bool = False) -> None:
    """A fold falling along a path: dark in the valley, light beside it. May open to its end."""
    line = smooth(path, closed=False)
    last = len(line) - 1
    wide = [width * (i / last if opens else sin(pi * i / last)) for i in range(last + 1)]
    shaded = [(x + w, y) for (x, y), w in zip(line, wide, strict=True)]
    lit = [(x - w * 0.9, y) for (x, y), w in zip(line, wide, strict=True)]
    pen.shade([*line, *reversed(shaded)], alpha)
    pen.glow([*line, *reversed(lit)], alpha)


def fringe(pen: Pen, path: Points, count: int, long: float, colour: Colour) -> None:
    """Threads hanging from a path (standing up from it, when `long` is below 0)."""
    for index, ((x, y), _turn) in enumerate(along(path, count)):
        sway = 0.5 * (index % 3 - 1)
        pen.line([(x, y), (x + sway, y + long)], 0.6, darker(colour, 0.12 * (index % 2)))


def tassel(pen: Pen, x: float, y: float, size: float, colour: Colour) -> None:
    """A tassel of `size` units hanging from (x, y)."""
    skirt: Points = [(x, y + size * 0.2), (x + size * 0.26, y + size), (x - size * 0.26, y + size)]
    pen.poly(skirt, colour)
    for step in (-1, 0, 1):
        foot = (x + step * size * 0.13, y + size)
        pen.line([(x, y + size * 0.35), foot], size * 0.05, darker(colour, 0.35))
    pen.ellipse(x, y + size * 0.16, size * 0.17, size * 0.17, lighter(colour, 0.2))


def ribbon(path: Points, width: float) -> list[Point]:
    """The outline of a strip along a path."""
    left: list[Point] = []
    right: list[Point] = []
    for index, (x, y) in enumerate(path):
        x0, y0 = path[max(index - 1, 0)]
        x1, y1 = path[min(index + 1, len(path) - 1)]
        long = hypot(x1 - x0, y1 - y0) or 1
        across, down = (y0 - y1) / long * width / 2, (x1 - x0) / long * width / 2
        left.append((x + across, y + down))
        right.append((x - across, y - down))
    return [*left, *reversed(right)]


def rod(pen: Pen, y: float, x0: float, x1: float, colour: Colour = WOOD) -> None:
    """A rod with a knob at either end."""
    pen.line([(x0, y), (x1, y)], 2.6, darker(colour, 0.25))
    pen.line([(x0, y - 0.5), (x1, y - 0.5)], 0.9, lighter(colour, 0.35))
    for x in (x0, x1):
        pen.ellipse(x, y, 2.6, 2.6, colour)
        pen.ellipse(x - 0.7, y - 0.8, 0.9, 0.9, lighter(colour, 0.5))


def stitched(pen: Pen, path: Points, colour: Colour, gap: float = 1.5) -> None:
    """A line of stitches."""
    long = sum(abs(b[0] - a[0]) + abs(b[1] - a[1]) for a, b in itertools.pairwise(path))
    for (x, y), turn in along(path, max(4, round(long / gap))):
        with pen.moved(turn=turn, about=(x, y)):
            pen.line([(x - gap * 0.3, y), (x + gap * 0.3, y)], 0.45, colour)
