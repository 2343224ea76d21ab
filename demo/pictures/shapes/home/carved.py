"""Figures carved of one block of stone."""

from math import pi, sin

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import Colour, darker, lighter
from demo.pictures.geometry import Points, box_points, mirror, round_points, smooth
from demo.pictures.ornament import border, speckle
from demo.pictures.shapes.parts.turning import turned
from demo.pictures.shapes.shape import stands


@stands("stone-figure", "#d3bd98", (50, 48))
def stone_figure(pen: Pen) -> None:
    """A woman carrying a water pot on her head, on a plinth: all of one stone."""
    base = pen.ink.base
    pen.cloth(box_points(24, 98, 76, 108, 1), speckle(darker(base, 0.12), 10))
    pen.cloth(box_points(28, 94, 72, 99, 1), speckle(base, 10))
    pen.shade(box_points(24, 105, 76, 108), 60)
    border(pen, [(28, 102), (72, 102)], 3.6, 12)
    _arm(pen, 1, darker(base, 0.14))
    skirt = _skirt(pen, base)
    for y in (89, 91.4):
        skirt.band(y, y + 1, darker(base, 0.3))
    skirt.light(-0.6, 0.14, 60)
    torso: Points = [
        (50, 36), (54, 37), (59, 40), (58, 46), (57, 51), (54.6, 57), (55, 62), (50, 63),
    ]  # fmt: skip
    pen.poly(mirror(smooth(torso, closed=False)), base)
    pen.shade(smooth([(54, 38), (59, 40), (57, 50), (55, 62), (52, 62), (54, 50)]), 46)
    veil = smooth([(42, 22), (40, 34), (37, 46), (34, 62), (36, 78), (42, 80), (43, 62), (45, 46),
                   (46, 36)])  # fmt: skip
    pen.poly([(x + 0.8, y + 1) for x, y in veil], darker(base, 0.42))
    pen.poly(veil, darker(base, 0.05))
    for shift in (0, 3):
        pen.curve([(42 + shift, 34), (39.4 + shift, 50), (38 + shift, 76)], 0.6, darker(base, 0.34))
    sash = [(43, 60), (50, 62.4), (57, 60)]
    pen.curve(sash, 2.4, darker(base, 0.3))
    pen.curve([(x, y - 0.5) for x, y in sash], 1, lighter(base, 0.25))
    pen.curve([(45, 40), (50, 45.6), (55, 40)], 1.1, darker(base, 0.38))
    pen.ellipse(50, 46.4, 1.5, 1.7, darker(base, 0.34))
    _head(pen, base)
    _arm(pen, -1, base)
    pot = turned(pen, [(3, 4), (5, 2.8), (8, 4), (12, 8.4), (17, 8), (21, 4)], base, "clay")
    pot.band(10.4, 11.6, darker(base, 0.3))
    pot.light(-0.6, 0.2, 80)
    pen.ellipse(50, 21, 5, 1.6, darker(base, 0.36))


def _skirt(pen: Pen, base: Colour) -> Lathe:
    """A wide skirt with its folds."""
    skirt = turned(pen, [(60, 5.4), (66, 9), (78, 14), (88, 17.6), (94, 18.6)], base, "clay")
    for step in range(9):
        u = 0.95 * sin(pi * ((step + 0.5) / 9 - 0.5))
        fold = [skirt.at(y, u * (0.7 + 0.3 * (y - 62) / 32)) for y in (63, 72, 82, 93)]
        pen.curve(fold, 0.9, darker(base, 0.36))
        pen.curve([(x - 0.8, y) for x, y in fold], 0.5, lighter(base, 0.3))
    return skirt


def _arm(pen: Pen, side: int, colour: Colour) -> None:
    """An arm bent upwards; its hand steadies the pot."""
    path = smooth([(50 + side * 8, 41), (50 + side * 19, 36), (50 + side * 16, 26),
                   (50 + side * 8, 16)], closed=False)  # fmt: skip
    pen.line(path, 4.6, darker(colour, 0.4))
    pen.line([(x - 0.4, y - 0.3) for x, y in path], 3.4, colour)
    for x, y in ((50 + side * 11.4, 20.4), (50 + side * 12.4, 22)):
        pen.line([(x - 2, y - side * 1.2), (x + 2, y + side * 1.2)], 0.8, darker(colour, 0.45))


def _head(pen: Pen, base: Colour) -> None:
    """A face with its eyes lowered, the veil drawn over the hair."""
    pen.rect(47.6, 33, 52.4, 39, darker(base, 0.2))
    pen.ellipse(50, 28.4, 7.4, 8, darker(base, 0.3))
    pen.ellipse(50, 29, 5.4, 6.8, lighter(base, 0.08))
    pen.line(round_points(50, 28, 6.2, 6.6, start=190, end=350), 1, lighter(base, 0.2))
    for side in (-1, 1):
        x = 50 + side * 2.4
        pen.curve([(x - 1.5, 28.4), (x, 29.2), (x + 1.5, 28.4)], 0.5, darker(base, 0.55))
        pen.curve([(x - 1.6, 26.6), (x, 26), (x + 1.6, 26.6)], 0.4, darker(base, 0.45))
        pen.ellipse(50 + side * 6, 31.6, 1.1, 1.6, darker(base, 0.35))
    pen.line([(50, 28.4), (49.5, 31), (50.3, 31.2)], 0.4, darker(base, 0.4))
    pen.curve([(48.4, 33.2), (50, 33.9), (51.6, 33.2)], 0.6, darker(base, 0.5))
    pen.ellipse(50, 25.2, 0.6, 0.6, darker(base, 0.5))
