"""For a wedding and for prayer: sherwani, waist belt, cap."""

import itertools
from math import cos, pi, sin, sqrt

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import GOLD, darker, lighter
from demo.pictures.geometry import Points, along, mirror, smooth
from demo.pictures.ornament import border, border_cloth, cloth, flower, lining, motif
from demo.pictures.shapes.parts.sewing import crease, ribbon, sewn, tassel
from demo.pictures.shapes.parts.tailoring import buttons, falls, hanger, torso
from demo.pictures.shapes.shape import hangs, lies, stands


@hangs("sherwani", "#8a2238", (50, 46))
def sherwani(pen: Pen) -> None:
    """A coat below the knee: standing collar, worked front and cuffs, a stole on one shoulder."""
    hanger(pen, 15)
    tile = cloth(pen, 8) if pen.pattern % 2 else lining(pen, 5)
    half = [(50, 23), (57.4, 15), (69, 19), *smooth([(70, 36), (67, 56), (69, 84), (71, 114)],
                                                    closed=False), (50, 116)]  # fmt: skip
    sleeve: Points = [(68, 18.6), (77, 25), (84, 52), (90, 84), (80, 87), (75, 60), (70, 42)]
    body = torso(pen, half, sleeve, tile, border_cloth(pen, 6))
    pen.shade([(69, 20), (70, 36), (66, 54), (70, 84), (73, 114), (66, 115), (62, 60)], 44)
    falls(pen, 66, 114, 22, 1)
    yoke = mirror(
        [(50, 23), (57.4, 16), (62, 18), (62, 30), (58, 40), (54, 46), (54, 74), (50, 78)]
    )
    pen.cloth(yoke, border_cloth(pen, 7))
    pen.line([*yoke, yoke[0]], 0.9, pen.ink.second)
    pen.poly([(49.4, 76), (50.8, 76), (52, 116), (49, 116)], pen.ink.deep)
    pen.line([(50, 24), (50, 77)], 0.6, pen.ink.deep)
    buttons(pen, range(28, 76, 7), 1.4)
    band: Points = [(41.4, 13.4), (45, 18), (50, 20.4), (55, 18), (58.6, 13.4), (59.6, 18),
                    (55, 24),
                    (50, 26), (45, 24), (40.4, 18)]  # fmt: skip
    pen.cloth(band, border_cloth(pen, 5))
    pen.line([*band, band[0]], 0.7, pen.ink.second)
    for side in (-1, 1):
        pen.line([(50 + side * 3, 111), (50 + side * 18.6, 109.6)], 3.2, pen.ink.accent)
        border(pen, [(50 + side * 4, 110.9), (50 + side * 18, 109.7)], 2.8, 4)
    stole = [*smooth([(34, 18), (30, 40), (33, 70), (31, 104)], closed=False), (21, 104),
             *smooth([(22, 70), (20, 40), (25, 19)], closed=False)]  # fmt: skip
    pen.shade([(x + 1.6, y + 1) for x, y in stole], 70)
    pen.poly(stole, pen.ink.second)
    pen.line(stole[:25], 1.2, pen.ink.accent)
    pen.line(stole[26:], 1.2, pen.ink.accent)
    for y in (86, 92, 98):
        border(pen, [(22.6, y), (31, y)], 3.4, 3)
    crease(pen, [(29, 24), (26, 56), (27, 84)], 1.8, 44)
    for step in range(5):
        tassel(pen, 22 + step * 2.1, 103.4, 5, pen.ink.accent)
    pen.line([*body, body[0]], 0.5, pen.ink.deep, 90)


@lies("kamarband", "#8a2238", (50, 56))
def kamarband(pen: Pen) -> None:
    """A worked belt for the waist, wide in front, tied behind with cords."""
    ring = [(50 + 41 * cos(a * pi / 24), 44 - 22 * sin(a * pi / 24)) for a in range(-3, 28)]
    pen.shade(ribbon([(x + 1.4, y + 2) for x, y in ring], 9), 80)
    pen.poly(ribbon(ring, 9), pen.ink.deep)
    pen.poly(ribbon(ring, 7.6), lighter(pen.ink.deep, 0.1))
    upper = smooth(
        [(7, 44), (20, 56), (36, 60), (50, 58), (64, 60), (80, 56), (93, 44)], closed=False
    )
    lower = smooth(
        [(94, 54), (84, 72), (64, 80), (50, 86), (36, 80), (16, 72), (6, 54)], closed=False
    )
    front = [*upper, *lower]
    pen.shade([(x + 1.6, y + 2.6) for x, y in front], 100)
    sewn(pen, front, cloth(pen, 10))
    for edge, shift in ((upper, 2.6), (lower, -2.6)):
        path = [(x, y + shift) for x, y in edge]
        pen.line(path, 3.6, pen.ink.accent)
        for (x, y), _turn in along(path, 34):
            pen.ellipse(x, y, 0.9, 0.9, pen.ink.second)
    pen.ellipse(50, 71, 12, 11.4, pen.ink.deep)
    pen.ellipse(50, 71, 11, 10.4, pen.ink.base)
    pen.ring(50, 71, 10.4, 9.8, 1, GOLD)
    motif(pen)(pen, 50, 71, 17, pen.ink.accent, pen.ink.second)
    for side in (-1, 1):
        for far, size in ((20, 10), (32, 8)):
            flower(
                pen, 50 + side * far, 69.4 - (far - 20) * 0.4, size, pen.ink.accent, pen.ink.second
            )
    for step in range(15):
        x, y = lower[4 + step * 3]
        pen.line([(x, y), (x, y + 4)], 0.6, GOLD)
        pen.ellipse(x, y + 5.4, 1.7, 1.7, darker(GOLD, 0.25))
        pen.ellipse(x - 0.3, y + 5, 1.1, 1.1, lighter(GOLD, 0.35))
    for side in (-1, 1):
        cord = [
            (50 + side * 6, 22),
            (50 + side * 16, 12),
            (50 + side * 2, 30),
            (50 + side * 12, 38),
        ]
        pen.curve(cord, 1.6, pen.ink.second)
        tassel(pen, 50 + side * 12, 37, 9, pen.ink.accent)
    pen.ellipse(50, 21.6, 3, 3, pen.ink.second)


@stands("topi", "#f0e8d8", (50, 84))
def topi(pen: Pen) -> None:
    """A close round cap of worked panels, a band about its rim."""
    base = pen.ink.base
    profile = [(56, 2), (57, 12), (61, 22), (68, 30), (78, 35), (90, 37), (104, 37.6)]
    # Seen a little from below, so that it is hollow.
    pen.ellipse(50, 104, 38.4, 8.4, pen.ink.accent)
    pen.ellipse(50, 104.4, 37, 7.4, darker(base, 0.5))
    pen.ellipse(50, 106, 30, 5, darker(base, 0.66))
    cap = Lathe(pen, 50, profile, tilt=-0.2)
    cap.body(base, "clay")
    seams = (-0.94, -0.62, -0.22, 0.22, 0.62, 0.94)
    for u in seams:
        seam = [cap.at(y, u) for y in range(57, 92, 2)]
        pen.line(seam, 1.6, pen.ink.accent)
        pen.line(seam, 0.5, darker(pen.ink.accent, 0.4))
    for left, right in itertools.pairwise(seams):
        u = (left + right) / 2
        for y, size in ((66, 6), (79, 12)):
            x, at = cap.at(y, u)
            with pen.moved(turn=u * 26, about=(x, at)):
                narrow = size * (0.25 + 0.75 * sqrt(1 - u * u))
                motif(pen)(pen, x, at, narrow, pen.ink.accent, pen.ink.second)
    cap.band(90, 104, darker(base, 0.14))
    for edge in (90, 101.4):
        cap.band(edge, edge + 2.4, pen.ink.accent)
    cap.row(96.4, 15, lambda x, y, wide, _turn: flower(
        pen, x, y, 6.4 * (0.3 + 0.7 * wide), pen.ink.second, pen.ink.accent))  # fmt: skip
    pen.ellipse(50, 55.6, 3.4, 2, darker(pen.ink.accent, 0.3))
    cap.light(-0.6, 0.14, 50)
