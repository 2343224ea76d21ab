"""Ironwork for walls and shelves."""

from math import cos, pi, sin

from demo.pictures.canvas import Pen
from demo.pictures.colour import (
    BRASS,
    IVORY,
    LEAF,
    MAROON,
    STEEL,
    TEAL,
    Colour,
    darker,
    lighter,
    mix,
)
from demo.pictures.geometry import Points, box_points, mirror, round_points, smooth
from demo.pictures.ornament import border, leaf, motif
from demo.pictures.shapes.household.tableware import potted_plant
from demo.pictures.shapes.parts.metal import bar, hoop, plate, screw
from demo.pictures.shapes.shape import hangs, stands

_CLAY: Colour = (181, 101, 60)


def _hook(pen: Pen, x: float, y: float, size: float, colour: Colour) -> None:
    """A hook that comes down from y and turns up to a ball."""
    with pen.moved(scale=size, about=(x, y)):
        plate(pen, box_points(x - 5, y - 9, x + 5, y + 7, 3), colour)
        bar(
            pen,
            [(x, y), (x, y + 16), (x + 3, y + 23), (x + 10, y + 22), (x + 12, y + 14)],
            4,
            colour,
        )
        pen.ellipse(x + 12, y + 13, 3.4, 3.4, darker(colour, 0.3))
        pen.ellipse(x + 11.6, y + 12.5, 2.7, 2.7, lighter(colour, 0.25))
        screw(pen, x, y - 5, 1.8, STEEL)


@hangs("hook-rail", "#4a4038", (50, 62))
def wall_hooks(pen: Pen) -> None:
    """A rail with five hooks."""
    base = pen.ink.base
    right: Points = [
        (50, 40),
        (58, 46),
        (72, 46),
        (84, 45),
        (91, 48),
        (95, 56),
        (91, 64),
        (84, 67),
        (50, 67),
    ]
    rail = mirror(right)
    plate(pen, smooth(rail, steps=3), base)
    border(pen, [(16, 50.4), (40, 51.6)], 5)
    border(pen, [(60, 51.6), (84, 50.4)], 5)
    motif(pen)(pen, 50, 50, 12, pen.ink.accent, pen.ink.second)
    for x in (10, 90):
        screw(pen, x, 56, 2.2, STEEL)
    for step in range(5):
        _hook(pen, 18 + step * 15, 64, 0.86, lighter(base, 0.08))


def _key(pen: Pen, x: float, y: float, turn: float, colour: Colour) -> None:
    with pen.moved(turn=turn, about=(x, y)):
        pen.ring(x, y + 3, 3.4, 3.4, 1.8, colour)
        pen.rect(x - 0.9, y + 6, x + 0.9, y + 24, colour, 0.5)
        for at, wide in ((17, 4), (21, 3.2)):
            pen.rect(x + 0.5, y + at, x + wide, y + at + 2.2, colour)
        pen.line([(x - 0.5, y + 7), (x - 0.5, y + 22)], 0.5, lighter(colour, 0.6))


@hangs("metal-key-holder", "#4a4038", (50, 60))
def key_holder(pen: Pen) -> None:
    """A plaque in the shape of a key's bow, its hooks below with keys on them."""
    base = pen.ink.base
    right: Points = [
        (50, 16),
        (60, 20),
        (66, 30),
        (66, 42),
        (78, 47),
        (90, 50),
        (92, 60),
        (88, 68),
        (50, 68),
    ]
    plate(pen, smooth(mirror(right), steps=4), base)
    pen.ring(50, 36, 12.6, 12.6, 1, pen.ink.accent)
    motif(pen)(pen, 50, 36, 18, pen.ink.accent, pen.ink.second)
    border(pen, [(14, 57), (86, 57)], 4.4, 13)
    for x in (13, 87):
        screw(pen, x, 63, 1.8, STEEL)
    for x, turns, colour in (
        (20, (), BRASS), (35, (-10, 12), BRASS), (50, (4,), STEEL), (65, (), STEEL),
        (80, (-8, 9), BRASS),
    ):  # fmt: skip
        bar(
            pen,
            [(x, 66), (x, 73), (x + 2, 76.4), (x + 5, 75), (x + 5.4, 71.4)],
            2,
            lighter(base, 0.2),
        )
        if turns:
            pen.ring(x + 1.6, 79, 4, 4, 1, lighter(STEEL, 0.2))
        for turn in turns:
            _key(pen, x + 1.6, 81, turn, colour)


@hangs("metal-wall-art", "#4a4038", (50, 60))
def wall_art(pen: Pen) -> None:
    """A tree of cut and bent metal in a ring, leaves and birds on it."""
    base = mix(pen.ink.base, STEEL, 0.1)
    hoop(pen, 50, 60, 41, 41, 3.6, base)
    for root in (-16, -6, 6, 16):
        bar(pen, [(50 + root * 0.14, 84), (50 + root * 0.5, 94), (50 + root, 98.4)], 2.6, base)
    trunk = mirror([(52, 44), (53, 66), (54.6, 84), (58, 97)])
    plate(pen, trunk, base)
    branches: tuple[tuple[float, float, float, float], ...] = (
        (50, 76, 24, 78), (50, 68, 16, 58), (50, 60, 24, 40), (50, 54, 36, 26), (50, 50, 54, 22),
        (50, 76, 77, 78), (50, 68, 84, 58), (50, 60, 77, 38), (50, 54, 66, 26),
    )  # fmt: skip
    for index, (x0, y0, x1, y1) in enumerate(branches):
        branch = [(x0, y0), ((x0 + x1) / 2, y0 - (y0 - y1) * 0.3 - 3), (x1, y1)]
        bar(pen, branch, 2.2, base)
        path = smooth(branch, closed=False)
        for step, (x, y) in enumerate(path[5::3]):
            for side in (-1, 1):
                colour = (pen.ink.accent, lighter(base, 0.3), pen.ink.second)[(step + index) % 3]
                with pen.moved(turn=side * 48 + (x - 50) * 1.2, about=(x, y)):
                    leaf(pen, x, y - 5, 9, darker(colour, 0.25), darker(colour, 0.5))
                    leaf(pen, x - 0.4, y - 5.4, 8.2, colour, darker(colour, 0.35))
    for x, y, mirrored in ((31, 88, False), (70, 88, True)):
        with pen.moved(about=(x, y), mirrored=mirrored):
            pen.blob(
                [
                    (x - 7, y + 2),
                    (x - 2, y - 3),
                    (x + 3, y - 5),
                    (x + 6, y - 3),
                    (x + 3, y + 2),
                    (x - 2, y + 3),
                ],
                lighter(base, 0.2),
            )
            pen.poly([(x + 5.4, y - 4), (x + 8.6, y - 2.4), (x + 5.6, y - 2)], pen.ink.accent)
            pen.ellipse(x + 3.8, y - 3.2, 0.6, 0.6, IVORY)
            pen.line([(x, y + 2), (x, y + 6.6)], 0.8, base)


@stands("iron-planter-stand", "#4a4038", (50, 84))
def planter_stand(pen: Pen) -> None:
    """A stand of bent iron with a pot in its ring."""
    base = pen.ink.base
    bar(pen, round_points(50, 72, 23, 5, start=180, end=360), 2.6, darker(base, 0.2))
    bar(pen, [(50, 67), (50, 84), (51, 100)], 2.8, darker(base, 0.25))
    with pen.moved(0, -31, 0.68, 0, (50, 107)):
        potted_plant(pen, _CLAY)
    bar(pen, round_points(50, 72, 23, 5, start=0, end=180), 3, base)
    hoop(pen, 50, 94, 21, 4, 2, base)
    for side in (-1, 1):
        x = 50 + side * 23
        leg = ((1, 56), (0, 66), (-2, 84), (0, 98), (6, 107), (10, 103), (6, 100))
        bar(pen, [(x + side * out, y) for out, y in leg], 3.4, base)
        pen.ellipse(x + side, 55, 2.6, 2.6, pen.ink.accent)
        # A scroll between leg and ring.
        bar(
            pen,
            [
                (x - side * 3, 90),
                (x - side * 13, 88),
                (x - side * 14, 79),
                (x - side * 8, 79),
                (x - side * 9, 84),
            ],
            1.8,
            base,
        )
    bar(pen, [(50, 77), (50, 92), (50, 108)], 3.2, base)
    pen.ellipse(50, 84, 3, 3, pen.ink.accent)


@stands("metal-bookends", "#4a4038", (50, 80))
def bookends(pen: Pen) -> None:
    """A pair that holds up a row of books."""
    base = pen.ink.base
    at = 30.0
    for wide, top, colour in (
        (9, 50, MAROON), (7, 44, TEAL), (10, 54, pen.ink.accent), (6, 47, (206, 160, 84)),
        (8, 52, LEAF),
    ):  # fmt: skip
        pen.fade(
            box_points(at, top, at + wide, 105, 0.8), lighter(colour, 0.15), darker(colour, 0.2)
        )
        pen.rect(at, top, at + 1.2, 105, lighter(colour, 0.35), alpha=150)
        for y in (top + 6, top + 9, 97):
            pen.rect(at, y, at + wide, y + 1.2, lighter(BRASS, 0.3))
        pen.rect(at + wide * 0.28, top + 16, at + wide * 0.72, top + 30, lighter(colour, 0.55))
        at += wide
    for side in (-1, 1):
        with pen.moved(about=(50, 60), mirrored=side > 0):
            # A quarter of a wheel: it stands against the books on a foot that lies outwards.
            rays = [
                (30 - 26 * sin(pi * step / 32), 105 - 62 * cos(pi * step / 32))
                for step in range(17)
            ]
            outline = [(30.0, 105.0), *rays]
            plate(pen, outline, base)
            for ring in (0.86, 0.52):
                pen.curve(
                    [(30 + (x - 30) * ring, 105 + (y - 105) * ring) for x, y in rays],
                    1,
                    pen.ink.accent,
                )
            for step in (3, 8, 13):
                ray, high = rays[step]
                x, at_y = 30 + (ray - 30) * 0.69, 105 + (high - 105) * 0.69
                hole = smooth([(x, at_y - 6), (x + 2.6, at_y), (x, at_y + 6), (x - 2.6, at_y)])
                pen.cut(hole)
                pen.line([*hole, hole[0]], 0.7, darker(base, 0.5))
            pen.ellipse(24.6, 94, 3, 4.6, pen.ink.second)
            pen.rect(27.4, 40, 30.4, 106, darker(base, 0.2), 0.6)
            pen.line([(27.8, 41), (27.8, 105)], 0.8, lighter(base, 0.5))
            pen.rect(2, 104, 31, 107.6, darker(base, 0.25), 0.8)
            pen.line([(3, 104.6), (30, 104.6)], 0.8, lighter(base, 0.5))
