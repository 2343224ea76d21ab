"""Wheels of trolleys, and what they run on and are drawn by."""

from math import cos, pi, sin

from demo.pictures.canvas import Pen
from demo.pictures.colour import IRON, STEEL, darker, lighter, mix
from demo.pictures.geometry import Points, box_points, round_points, smooth
from demo.pictures.ornament import motif
from demo.pictures.shapes.parts.metal import bar, plate, screw, spindle, thread
from demo.pictures.shapes.shape import lies, stands
from demo.pictures.shapes.trades.machines import BORE, disc, facing, holes


@stands("steel-rim", "#7f868e", (54, 66), has_mirrored_pair=False)
def steel_rim(pen: Pen) -> None:
    """A pressed disc wheel without its tyre."""
    base, tilt = pen.ink.base, 0.8
    profile = [(0, 39), (2, 39), (5, 34), (16, 34), (19, 38), (22, 39)]
    with facing(pen, 60, 67, profile, darker(base, 0.1), tilt):
        disc(pen, 60, 67, 39, lighter(base, 0.1), tilt)
        pen.ring(60, 67, 37, 37 * tilt, 0.8, darker(base, 0.3))
        pen.ellipse(60, 67, 34.6, 34.6 * tilt, darker(base, 0.5))
        pen.ellipse(60, 69, 33.6, 33 * tilt, darker(base, 0.3))
        pen.ellipse(60, 69, 27, 27 * tilt, darker(base, 0.06))
        pen.ellipse(60, 68.6, 25, 25 * tilt, lighter(base, 0.12))
        for at in holes(60, 69, 29.4, 8, tilt):
            pen.ellipse(*at, 3.6, 3 * tilt, darker(base, 0.75))
        for at in holes(60, 68.6, 17.6, 6, tilt):
            pen.ellipse(*at, 3, 3 * tilt, lighter(base, 0.4))
            pen.ellipse(*at, 2.4, 2.4 * tilt, BORE)
        pen.ring(60, 68.6, 22, 22 * tilt, 0.9, pen.ink.accent)
        pen.ellipse(60, 68.6, 11, 11 * tilt, lighter(base, 0.4))
        pen.ellipse(60, 69.2, 10, 10 * tilt, BORE)
    pen.glow(round_points(42, 44, 12, 3, -44), 90)


@stands("wheel-hub", "#7f868e", (58, 70), has_mirrored_pair=False)
def wheel_hub(pen: Pen) -> None:
    """A barrel with a flange of studs for the wheel."""
    base, tilt = pen.ink.base, 0.4
    back = [(0, 34), (7, 34), (8, 20), (14, 18), (26, 18), (28, 22), (36, 22)]
    with facing(pen, 58, 70, back, base, tilt) as body:
        body.band(70 + 29, 70 + 30.4, darker(base, 0.4))
        disc(pen, 58, 70, 34, lighter(base, 0.1), tilt)
        pen.ring(58, 70, 31.6, 31.6 * tilt, 0.8, pen.ink.accent)
    # The studs above and below the nose, which hides the others.
    for across, deep in (at for at in holes(0, 0, 26, 6, tilt) if abs(at[0]) > 20):
        x, y = 58 - deep, 70 + across
        spindle(pen, (x, y), (x + 13, y), [(0, 4), (4, 4), (4, 2.4), (13, 2.4)],
                lighter(STEEL, 0.1), thread(5, 12, STEEL, 1.8), tilt=0.36)  # fmt: skip
    nose = [(0, 14), (3, 15), (14, 16), (18, 18)]
    with facing(pen, 75, 70, nose, base, tilt):
        disc(pen, 75, 70, 14, lighter(base, 0.3), tilt)
        pen.ellipse(75, 70.4, 10.6, 10.4 * tilt, darker(base, 0.3))
        pen.ellipse(75, 71, 8, 7.6 * tilt, BORE)


@stands("stub-axle", "#7f868e", (56, 76), has_mirrored_pair=False)
def stub_axle(pen: Pen) -> None:
    """A short square beam that ends in a turned spindle with its nut."""
    base = pen.ink.base
    beam = box_points(4, 66, 46, 90)
    pen.fade(beam, lighter(base, 0.2), darker(base, 0.3))
    pen.poly([(4, 66), (46, 66), (49, 62), (8, 62)], lighter(base, 0.45))
    pen.line([(4, 66), (46, 66)], 0.7, lighter(base, 0.6))
    for x in (14, 30):
        pen.ellipse(x, 78, 3.4, 3.4, lighter(base, 0.4))
        pen.ellipse(x + 0.3, 78.4, 3, 3, BORE)
    parts = [(0, 18), (6, 18), (7, 12), (20, 12), (21, 9), (32, 8.6), (32, 5.4), (48, 5.4)]
    bands = [
        (6.6, 7.6, darker(base, 0.5)),
        (20, 21, darker(base, 0.45)),
        (12, 13.4, pen.ink.accent),
    ]
    spindle(pen, (46, 77), (94, 77), parts, base, [*bands, *thread(33, 36, base, 1.9)], tilt=0.24)
    spindle(pen, (82, 77), (88, 77), [(0, 11.4), (6, 11.4)], lighter(base, 0.05), tilt=0.24)
    for y in (72, 82):
        pen.line([(83, y), (89, y)], 0.7, darker(base, 0.5))
    spindle(pen, (88, 77), (95, 77), [(0, 5.4), (7, 5.4)], base, thread(1, 6, base, 1.9), tilt=0.24)
    for x in (16, 62):
        pen.poly([(x - 6, 108), (x + 6, 108), (x + 4, 90), (x - 4, 90)], (120, 84, 56))
        pen.poly([(x - 6, 108), (x - 3, 108), (x - 2, 90), (x - 4, 90)], (156, 112, 76))


def _caster(pen: Pen) -> None:
    """One caster around (50, 108): a plate, a swivel and a wheel in its fork."""
    base = pen.ink.base
    pen.poly([(24, 50), (76, 50), (84, 58), (16, 58)], lighter(base, 0.3))
    pen.poly([(16, 58), (84, 58), (84, 62), (16, 62)], darker(base, 0.35))
    for x, y in ((28, 52.4), (72, 52.4), (23, 56.4), (77, 56.4)):
        pen.ellipse(x, y, 3, 1, BORE)
    spindle(pen, (50, 61), (50, 71), [(0, 20), (4, 21), (10, 19)], darker(base, 0.05), tilt=0.1)
    pen.poly(
        smooth([(31, 70), (69, 70), (68, 80), (58, 92), (40, 94), (32, 82)]), darker(base, 0.5)
    )
    pen.ellipse(50, 88, 20, 20, darker(IRON, 0.5))
    pen.ellipse(49, 88, 19.4, 19.4, mix(IRON, base, 0.25))
    pen.ellipse(49, 88, 15.4, 15.4, lighter(IRON, 0.22))
    pen.ring(49, 88, 13, 13, 1, pen.ink.accent)
    fork: Points = [(32, 69), (68, 69), (66, 78), (56, 92), (49, 96), (43, 92), (34, 80)]
    plate(pen, smooth(fork, steps=4), base)
    pen.ellipse(49, 88, 5, 5, darker(STEEL, 0.3))
    screw(pen, 49, 88, 3.8, STEEL)


@lies("casters", "#6f767e", (50, 80))
def casters(pen: Pen) -> None:
    """Four casters."""
    for x, low, size in ((27, 58, 0.6), (73, 58, 0.6), (27, 108, 0.6), (73, 108, 0.6)):
        with pen.moved(x - 50, low - 108, size, 0, (50, 108)):
            _caster(pen)


@lies("trolley-hitch", "#6f767e", (46, 60))
def trolley_hitch(pen: Pen) -> None:
    """An eye on a shank with a plate to bolt on, and its pin."""
    base = pen.ink.base
    plate(pen, box_points(30, 90, 70, 112, 2), base)
    for x in (37, 63):
        for y in (96, 106):
            pen.ellipse(x, y, 2.8, 2.8, BORE)
            pen.ring(x, y, 3, 3, 0.6, lighter(base, 0.5))
    shank: Points = [(42, 96), (43, 64), (57, 64), (58, 96)]
    plate(pen, shank, base)
    pen.glow([(44.6, 68), (47.4, 68), (47, 94), (44, 94)], 80)
    for side in (-1, 1):
        plate(
            pen,
            [(50 + side * 8, 90), (50 + side * 8, 72), (50 + side * 17, 90)],
            darker(base, 0.14),
        )
    pen.ellipse(51, 43.6, 25, 25, darker(base, 0.55))
    pen.ellipse(50, 42, 25, 25, darker(base, 0.2))
    pen.ellipse(49.4, 41.2, 23.4, 23.4, base)
    pen.line(round_points(49.6, 41.4, 19.6, 19.6, start=170, end=290), 2.4, lighter(base, 0.5), 190)
    pen.cut(round_points(50, 42, 13.6, 13.6))
    pen.ring(50, 42, 13.6, 13.6, 1.2, darker(base, 0.55))
    pen.line(round_points(50, 42, 14, 14, start=20, end=140), 1, lighter(base, 0.4))
    with pen.moved(turn=14, about=(86, 60)):
        spindle(pen, (85, 34), (85, 92), [(0, 6), (5, 6), (5, 3.6), (54, 3.6), (58, 1.6)], STEEL,
                [(9, 10.4, pen.ink.accent)])  # fmt: skip
        bar(pen, round_points(85, 30, 5.4, 5.4, start=150, end=390), 2.2, STEEL)
        pen.ellipse(85, 86, 1, 1, BORE)


def _cap(pen: Pen, x: float, y: float, radius: float) -> None:
    """A pressed dome with a rim, seen from the front."""
    base = pen.ink.base
    pen.ellipse(x + 1.6, y + 2, radius, radius, darker(base, 0.6))
    for share, tone in ((1.0, 0.3), (0.96, -0.12), (0.82, 0.22), (0.78, -0.1), (0.7, -0.3)):
        fill = darker(base, tone) if tone > 0 else lighter(base, -tone)
        pen.ellipse(x, y, radius * share, radius * share, fill)
    for share, alpha in ((0.62, 70), (0.5, 70), (0.36, 80)):
        pen.ellipse(
            x - radius * 0.12,
            y - radius * 0.14,
            radius * share,
            radius * share,
            lighter(base, 0.5),
            alpha,
        )
    pen.ring(x, y, radius * 0.88, radius * 0.88, 1, pen.ink.accent)
    motif(pen)(pen, x, y, radius * 0.6, pen.ink.accent, pen.ink.second)
    pen.glow(
        round_points(x - radius * 0.4, y - radius * 0.46, radius * 0.3, radius * 0.12, -40), 150
    )
    for step in range(4):
        angle = pi * (step + 0.5) / 2
        pen.ellipse(
            x + radius * 0.89 * cos(angle),
            y + radius * 0.89 * sin(angle),
            1.4,
            1.4,
            darker(base, 0.6),
        )


@lies("hub-caps", "#aeb3b8", (40, 52))
def hub_caps(pen: Pen) -> None:
    """A pair of caps that close the middle of a wheel."""
    _cap(pen, 66, 82, 27)
    _cap(pen, 36, 42, 29)
