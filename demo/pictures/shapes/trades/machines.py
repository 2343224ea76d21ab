"""Parts of machines, and the vice they are made in."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import cos, pi, sin

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import STEEL, Colour, darker, lighter
from demo.pictures.geometry import Point, Points, box_points, round_points, smooth
from demo.pictures.shapes.parts.metal import bar, plate, screw, spindle, turned_part
from demo.pictures.shapes.shape import stands

BORE: Colour = (46, 40, 46)


@contextmanager
def facing(
    pen: Pen, x: float, y: float, profile: Points, colour: Colour, tilt: float = 0.42
) -> Iterator[Lathe]:
    """A turned part on a level axis, its face towards the right; draw on the face around (x, y).

    There the first radius is the second one of an ellipse, which is `tilt` of it wide. The profile
    is (distance behind the face, radius).
    """
    with pen.moved(turn=90, about=(x, y)):
        yield turned_part(pen, x, [(y + at, radius) for at, radius in profile], colour, tilt)


def disc(pen: Pen, x: float, y: float, radius: float, colour: Colour, tilt: float) -> None:
    """The face of a turned part, with its lit edge."""
    pen.ellipse(x, y, radius, radius * tilt, lighter(colour, 0.5))
    pen.ellipse(x, y + 0.5, radius - 0.8, (radius - 0.8) * tilt, colour)


def holes(x: float, y: float, ring: float, count: int, tilt: float) -> Iterator[Point]:
    """Places around the middle of a face."""
    for step in range(count):
        angle = 2 * pi * (step + 0.5) / count
        yield x + ring * cos(angle), y + ring * tilt * sin(angle)


@stands("pulley", "#8f959e", (54, 70), has_mirrored_pair=False)
def pulley(pen: Pen) -> None:
    """A wheel with two grooves for belts."""
    base, tilt = pen.ink.base, 0.42
    profile = [(0, 36), (4, 36), (9, 28), (11, 28), (16, 36), (19, 36), (24, 28), (26, 28),
               (31, 36), (35, 36)]  # fmt: skip
    with facing(pen, 62, 70, profile, base, tilt) as body:
        for top in (4, 19):
            body.band(70 + top + 0.5, 70 + top + 11.5, darker(base, 0.55), 150)
            body.band(70 + top + 4.4, 70 + top + 7.6, darker(base, 0.7), 160)
        disc(pen, 62, 70, 36, lighter(base, 0.12), tilt)
        pen.ellipse(62, 71, 29, 29 * tilt, darker(base, 0.4))
        pen.ellipse(62, 72.4, 28, 27 * tilt, darker(base, 0.12))
        for at in holes(62, 72, 19.6, 5, tilt):
            pen.ellipse(*at, 5, 5 * tilt, darker(base, 0.7))
        disc(pen, 62, 70, 12, lighter(base, 0.25), tilt)
        pen.ring(62, 70.2, 10.4, 10.4 * tilt, 0.7, pen.ink.accent)
        pen.rect(51.6, 69.2, 60, 71.4, BORE)
        pen.ellipse(62, 70.4, 7, 7 * tilt, BORE)


@stands("coupling", "#9aa0a8", (50, 72), has_mirrored_pair=False)
def coupling(pen: Pen) -> None:
    """Two hubs whose claws meet in a coloured cushion."""
    base, soft = pen.ink.base, pen.ink.accent
    profile = [(0, 15), (16, 15), (19, 26), (65, 26), (66, 15), (78, 15)]
    with facing(pen, 88, 78, profile, base, 0.22) as body:
        body.band(78 + 33, 78 + 53, darker(soft, 0.1))
        # The claws reach by turns from the one side and the other.
        for index, (first, last) in enumerate(
            ((-0.98, -0.72), (-0.6, -0.16), (-0.02, 0.42), (0.54, 0.86))
        ):
            near, far = (78 + 33, 78 + 49) if index % 2 else (78 + 37, 78 + 53)
            us = [first + (last - first) * step / 6 for step in range(7)]
            claw = [*(body.at(near, u) for u in us), *(body.at(far, u) for u in reversed(us))]
            lit = (0.1, 0.35, -0.06, -0.34)[index]
            pen.poly(claw, lighter(base, lit) if lit > 0 else darker(base, -lit))
            pen.line([*claw, claw[0]], 0.6, darker(base, 0.55))
        body.light(-0.55, 0.1, 90)
        disc(pen, 88, 78, 15, lighter(base, 0.2), 0.22)
        pen.rect(77.4, 77, 86, 79, BORE)
        pen.ellipse(88, 78, 8.4, 1.9, BORE)
    for x in (80, 14):
        screw(pen, x, 70, 2.2, base)


@stands("sprocket", "#7f868e", (50, 70))
def sprocket(pen: Pen) -> None:
    """A wheel with pointed teeth for a chain, its hub in front."""
    base = pen.ink.base
    x, y, teeth = 50.0, 66.0, 18
    outline: list[Point] = []
    for step in range(teeth):
        for share, reach in ((0.0, 33.0), (0.16, 33.6), (0.36, 39), (0.46, 41.6), (0.54, 41.6),
                             (0.64, 39), (0.84, 33.6)):  # fmt: skip
            angle = 2 * pi * (step + share) / teeth
            outline.append((x + reach * cos(angle), y + reach * sin(angle)))
    pen.poly([(px + 1.8, py + 1.4) for px, py in outline], darker(base, 0.6))
    pen.poly(outline, lighter(base, 0.1))
    pen.fade(round_points(x, y, 33, 33), lighter(base, 0.34), darker(base, 0.2))
    pen.ring(x, y, 31, 31, 0.8, darker(base, 0.4))
    for turn in range(0, 360, 72):
        with pen.moved(turn=turn, about=(x, y)):
            hole = smooth(
                [
                    (x - 8.6, y - 26),
                    (x, y - 28),
                    (x + 8.6, y - 26),
                    (x + 5.4, y - 18),
                    (x - 5.4, y - 18),
                ]
            )
            pen.cut(hole)
            pen.line([*hole, hole[0]], 0.9, darker(base, 0.5))
    pen.ellipse(x + 1, y + 1, 14, 14, darker(base, 0.55))
    pen.ellipse(x, y, 14, 14, lighter(base, 0.1))
    pen.ellipse(x - 0.4, y - 0.4, 12.6, 12.6, lighter(base, 0.3))
    pen.ring(x, y, 10.8, 10.8, 0.9, pen.ink.accent)
    pen.rect(x - 1.8, y - 9, x + 1.8, y, BORE)
    pen.ellipse(x, y, 6.8, 6.8, BORE)
    pen.glow(round_points(x - 17, y - 24, 9, 3, -36), 90)


@stands("flange", "#8f959e", (50, 78))
def flange(pen: Pen) -> None:
    """A thick ring with bolt holes, and the neck that goes on a pipe."""
    base, tilt = pen.ink.base, 0.5
    rim = Lathe(pen, 50, [(76, 42), (86, 42)], tilt, soft=False)
    rim.body(base, "metal")
    rim.band(76, 77, lighter(base, 0.4))
    disc(pen, 50, 76, 42, lighter(base, 0.16), tilt)
    for at in holes(50, 76.4, 33.6, 8, tilt):
        pen.ellipse(*at, 4.8, 4.8 * tilt, lighter(base, 0.5))
        pen.ellipse(at[0], at[1] - 0.3, 4.5, 4.4 * tilt, BORE)
        pen.ellipse(at[0], at[1] + 0.6, 3.6, 3 * tilt, darker(base, 0.55))
    neck = Lathe(pen, 50, [(52, 19), (58, 19.4), (68, 22), (76, 25)], tilt)
    neck.body(base, "metal")
    neck.light(-0.6, 0.12, 100)
    disc(pen, 50, 52, 19, lighter(base, 0.3), tilt)
    pen.ellipse(50, 52.4, 14, 14 * tilt, BORE)
    pen.poly([*round_points(50, 52.4, 14, 14 * tilt, start=20, end=160), (38, 58), (50, 60),
             (62, 58)], darker(base, 0.5), 200)  # fmt: skip
    pen.ring(50, 52.2, 16.4, 16.4 * tilt, 0.8, pen.ink.accent)


@stands("bench-vice", "#5f7f9a", (50, 70), has_mirrored_pair=False)
def bench_vice(pen: Pen) -> None:
    """A vice: its jaws a little open, its base bolted down."""
    base = pen.ink.base
    foot: Points = [(40, 94), (82, 94), (92, 100), (94, 108), (30, 108), (32, 100)]
    plate(pen, foot, darker(base, 0.12))
    for x in (38, 86):
        spindle(pen, (x, 97), (x, 104), [(0, 4), (4, 4), (4, 5.4), (7, 5.4)], STEEL)
    spindle(pen, (61, 84), (61, 97), [(0, 16), (8, 20), (13, 21)], darker(base, 0.2), tilt=0.1)
    # The screw below the sliding bar, seen between the jaws, and its handle.
    slide = box_points(22, 66, 58, 78, 2)
    pen.fade(slide, lighter(STEEL, 0.2), darker(STEEL, 0.3))
    spindle(pen, (8, 76), (58, 76), [(0, 4.6), (6, 4.6), (6, 3.4), (50, 3.4)], STEEL)
    bar(pen, [(8, 52), (8, 98)], 3.4, STEEL)
    for y in (51, 99):
        pen.ellipse(8, y, 3.6, 3.4, pen.ink.accent)
    fixed: Points = [(48, 44), (62, 44), (66, 56), (92, 57), (96, 60), (95, 68), (82, 74), (80, 88),
                     (46, 88), (44, 80), (48, 70)]  # fmt: skip
    plate(pen, fixed, base)
    pen.rect(66, 54, 96, 60, lighter(STEEL, 0.2), 1)
    pen.glow(box_points(68, 55, 94, 56.6), 120)
    moving: Points = [
        (38, 44),
        (24, 44),
        (20, 56),
        (14, 62),
        (12, 86),
        (26, 90),
        (36, 84),
        (36, 70),
        (38, 62),
    ]
    plate(pen, moving, base)
    for x0, x1 in ((37, 42), (45, 50)):
        pen.rect(x0, 40, x1, 56, darker(STEEL, 0.3), 0.6)
        pen.rect(x0, 40, x1 - 1, 55, lighter(STEEL, 0.25), 0.6)
        for y in range(42, 55, 2):
            pen.line([(x0 + 0.4, y + 1), (x1 - 1.4, y)], 0.5, darker(STEEL, 0.45))
    pen.line([(52, 64), (78, 64)], 1, lighter(base, 0.4), 160)
    pen.rect(54, 70, 76, 80, darker(base, 0.3), 1.4)
    pen.rect(54, 69.4, 76, 79, pen.ink.accent, 1.4)
    for line in (72.4, 75.6):
        pen.line([(58, line), (72, line)], 0.9, lighter(pen.ink.accent, 0.6))
