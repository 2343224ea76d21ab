"""Carpets, durries and what hangs on walls."""

from math import cos, pi, sin

from demo.pictures.canvas import Pen
from demo.pictures.colour import WOOD, Colour, darker, lighter, mix
from demo.pictures.geometry import (
    Points,
    box_points,
    mirror,
    round_points,
    smooth,
    star_points,
)
from demo.pictures.ornament import border_cloth, cloth, flower, leaf, lining, motif, paisley
from demo.pictures.shapes.parts.sewing import fringe, rod, sewn, tassel
from demo.pictures.shapes.shape import hangs, lies


@lies("carpet", "#9c2f35", (50, 62))
def carpet(pen: Pen) -> None:
    """Knotted: borders within borders, a medallion and its quarters in the corners."""
    base, ends = pen.ink.base, (238, 224, 194)
    fringe(pen, [(14, 12), (86, 12)], 52, -5, ends)
    fringe(pen, [(14, 113), (86, 113)], 52, 5, ends)
    pen.rect(13, 11, 87, 114, darker(base, 0.35))
    pen.rect(15, 13, 85, 112, pen.ink.second)
    pen.cloth(box_points(16.4, 14.4, 83.6, 110.6), border_cloth(pen, 9))
    pen.rect(25.4, 23.4, 74.6, 101.6, pen.ink.second)
    pen.rect(26.6, 24.6, 73.4, 100.4, darker(base, 0.45))
    pen.cloth(box_points(28, 26, 72, 99), cloth(pen, 11))
    for x, y, turn in ((28, 26, 0), (72, 26, 90), (72, 99, 180), (28, 99, 270)):
        with pen.moved(x, y, turn=turn):
            quarter = [(0, 0), (17, 0), (14, 5), (9, 6), (7.6, 9.6), (4, 12), (3, 18), (0, 20)]
            pen.poly(quarter, pen.ink.accent)
            flower(pen, 5, 5, 8, pen.ink.second, base)
    lobes = smooth(star_points(0, 0, 17, 13.6, 8))
    medallion = [(50 + x * 1.02, 62.5 + y * 1.45) for x, y in lobes]
    pen.poly(medallion, pen.ink.second)
    pen.poly([(50 + (x - 50) * 0.92, 62.5 + (y - 62.5) * 0.92) for x, y in medallion], base)
    pen.poly([(50 + (x - 50) * 0.6, 62.5 + (y - 62.5) * 0.6) for x, y in medallion], pen.ink.accent)
    for y in (35, 90):
        motif(pen)(pen, 50, y, 9, pen.ink.accent, pen.ink.second)
    flower(pen, 50, 62.5, 17, pen.ink.second, base)
    for y in (46, 79):
        leaf(pen, 50, y, 9, pen.ink.accent, pen.ink.second)
    for y in range(14, 114, 2):
        pen.line([(13, y), (87, y)], 0.3, (40, 20, 30), 30)


@lies("durrie", "#c4633a", (50, 62))
def durrie(pen: Pen) -> None:
    """Flat woven: bands of lozenges and steps, ends knotted."""
    base = pen.ink.base
    for y, way in ((16, -1), (109, 1)):
        for step in range(18):
            x = 17.5 + step * 3.83
            pen.line([(x, y), (x, y + way * 3)], 1.1, lighter(base, 0.45))
            fringe(pen, [(x - 0.9, y + way * 3), (x + 0.9, y + way * 3)], 3, way * 4,
                   lighter(base, 0.45))  # fmt: skip
    pen.rect(15, 14, 85, 111, base)
    tints = (pen.ink.accent, base, pen.ink.second, base, pen.ink.accent)
    for index, (y, tall) in enumerate(((14, 9), (27, 15), (47, 31), (83, 15), (102, 9))):
        pen.rect(15, y, 85, y + tall, tints[index] if index % 2 == 0 else mix(base, (0, 0, 0), 0.2))
        middle = y + tall / 2
        count = round(72 / tall)
        for step in range(count):
            x = 15 + 70 * (step + 0.5) / count
            _stepped(pen, x, middle, tall * 0.44, base if index % 2 == 0 else pen.ink.accent)
            _stepped(pen, x, middle, tall * 0.2, pen.ink.second if index != 2 else pen.ink.accent)
    for line in (24.4, 44, 80, 99.6):
        pen.rect(15, line - 0.9, 85, line + 1.1, pen.ink.second)
        if pen.pattern % 2:
            zigzag = [(15 + step * 2.5, line + (1.4 if step % 2 else -1.4)) for step in range(29)]
            pen.line(zigzag, 0.6, darker(pen.ink.accent, 0.2))
    for y in range(15, 111, 2):
        pen.line([(15, y), (85, y)], 0.45, (40, 20, 30), 34)
    pen.line([(15.4, 14), (15.4, 111)], 0.9, pen.ink.deep)
    pen.line([(84.6, 14), (84.6, 111)], 0.9, pen.ink.deep)


def _stepped(pen: Pen, x: float, y: float, r: float, colour: Colour) -> None:
    """A lozenge with stepped sides, as a flat weave makes it."""
    for step in range(4):
        high, wide = r * (4 - step) / 4, r * 1.05 * (step + 1) / 4
        pen.rect(x - wide, y - high, x + wide, y + high, colour)


@lies("rug-round", "#7f3f5f", (50, 62))
def rug_round(pen: Pen) -> None:
    base, x, y = pen.ink.base, 50.0, 62.5
    for step in range(110):
        angle = step * 2 * pi / 110
        far = 45.5 + step % 2
        pen.line(
            [
                (x + 41 * cos(angle), y + 41 * sin(angle)),
                (x + far * cos(angle), y + far * sin(angle)),
            ],
            0.7,
            (238, 224, 194),
        )
    pen.ellipse(x, y, 42, 42, darker(base, 0.35))
    pen.ellipse(x, y, 40.6, 40.6, pen.ink.second)
    pen.cloth(round_points(x, y, 39.4, 39.4), border_cloth(pen, 9))
    pen.ellipse(x, y, 31, 31, pen.ink.second)
    pen.cloth(round_points(x, y, 30, 30), cloth(pen, 10))
    pen.poly(smooth(star_points(x, y, 22, 18, 12)), pen.ink.second)
    pen.poly(smooth(star_points(x, y, 20.6, 16.8, 12)), base)
    for step in range(12):
        with pen.moved(turn=step * 30, about=(x, y)):
            leaf(pen, x, y - 13, 10, pen.ink.accent, pen.ink.second)
    pen.ellipse(x, y, 8.4, 8.4, pen.ink.second)
    motif(pen)(pen, x, y, 14, darker(base, 0.1), pen.ink.accent)
    for r in range(4, 42, 2):
        pen.ring(x, y, r, r, 0.3, (40, 20, 30), 40)


@hangs("wall-hanging", "#8a3048", (50, 62))
def wall_hanging(pen: Pen) -> None:
    """A panel on its rod: an arch with a tree in it, tassels below."""
    base = pen.ink.base
    pen.line([(18, 18), (50, 4), (82, 18)], 0.9, pen.ink.accent)
    panel: Points = [(16, 17), (84, 17), (84, 92), (67, 98), (50, 108), (33, 98), (16, 92)]
    for x, y in panel[2:]:
        tassel(pen, x, y - 1, 12, pen.ink.accent)
    sewn(pen, panel, border_cloth(pen, 9))
    pen.poly([(23, 24), (77, 24), (77, 86), (50, 98), (23, 86)], pen.ink.second)
    pen.cloth([(24.4, 25.4), (75.6, 25.4), (75.6, 85.2), (50, 96.4), (24.4, 85.2)], lining(pen, 6))
    arch = smooth([(50, 30), (58, 35), (67, 38), (70, 48), (71, 62), (71, 82)], closed=False)
    pen.line(mirror(arch), 1.2, pen.ink.accent)
    trunk = darker(mix(pen.ink.second, WOOD, 0.5), 0.1)
    pen.poly([(47, 88), (48.6, 56), (51.4, 56), (53, 88)], trunk)
    for step in range(5):
        for side in (-1, 1):
            y = 80 - step * 8
            tip = (50 + side * (17 - step * 2.2), y - 12)
            pen.curve([(50, y), (50 + side * 9, y - 3), tip], 0.9, trunk)
            with pen.moved(turn=side * 30, about=tip):
                leaf(pen, *tip, 8, mix(base, (86, 140, 74), 0.75), pen.ink.second)
            motif(pen)(pen, 50 + side * (9 - step), y - 9, 8, pen.ink.accent, pen.ink.second)
    motif(pen)(pen, 50, 41, 14, pen.ink.accent, pen.ink.second)
    for side in (-1, 1):
        with pen.moved(about=(50, 0), mirrored=side > 0):
            paisley(pen, 29.6, 32, 9, pen.ink.accent, pen.ink.second)
    for x in (20, 35, 50, 65, 80):
        pen.rect(x - 2.2, 11, x + 2.2, 19, pen.ink.accent)
    rod(pen, 14.4, 11, 89)
