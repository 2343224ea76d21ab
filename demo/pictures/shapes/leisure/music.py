"""Instruments."""

from math import pi, sin
from random import Random

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import BRASS, IVORY, LEATHER, STEEL, WOOD, Colour, darker, lighter, mix
from demo.pictures.geometry import Points, round_points, smooth
from demo.pictures.ornament import border, grain, motif, speckle
from demo.pictures.shapes.parts.turning import ringed, turned
from demo.pictures.shapes.shape import hangs, lies, stands

_SKIN: Colour = (238, 222, 190)  # of a drum


_PASTE: Colour = (40, 34, 38)  # the black patch in its middle


@stands("tabla", "#b88a4a", (50, 74))
def tabla(pen: Pen) -> None:
    """The pair: the wooden dayan and the metal bayan, on their cushions."""
    for x, wide, colour, finish in ((70, 19, pen.ink.base, "clay"), (30, 24, STEEL, "metal")):
        cushion = Lathe(pen, x, [(98, wide * 0.8), (102, wide * 0.95), (106, wide * 0.8)])
        cushion.body(pen.ink.accent, "clay")
        cushion.band(101.4, 102.6, pen.ink.second)
        if wide < 20:
            profile: Points = [(50, wide - 4), (58, wide - 1.6), (80, wide), (100, wide - 3)]
        else:
            profile = [(58, wide - 3), (66, wide), (82, wide - 1), (100, wide * 0.5)]
        body = Lathe(pen, x, profile, tilt=0.24)
        body.body(colour, finish)
        head = profile[0][0]
        for step in range(8):
            u = sin(pi * ((step + 0.5) / 8 - 0.5))
            pen.line([body.at(head + 2, u), body.at(94, u * 0.9)], 1, (226, 200, 154))
            if wide < 20:
                at = body.at(76, u * 0.94)
                pen.rect(at[0] - 2, at[1] - 2.4, at[0] + 2, at[1] + 2.4, darker(WOOD, 0.1), 1)
        body.band(head, head + 5, darker(_SKIN, 0.3))
        for step in range(14):
            u = sin(pi * ((step + 0.5) / 14 - 0.5))
            pen.line([body.at(head + 0.6, u), body.at(head + 4.4, u)], 0.7, _SKIN)
        radius = profile[0][1]
        pen.ellipse(x, head, radius, radius * 0.26, darker(_SKIN, 0.12))
        pen.ellipse(x, head, radius * 0.86, radius * 0.22, _SKIN)
        pen.ellipse(x - (3 if wide > 20 else 0), head, radius * 0.42, radius * 0.11, _PASTE)


@stands("dholak", "#a8562f", (50, 76))
def dholak(pen: Pen) -> None:
    """A barrel drum on its side, laced with cord."""
    base = pen.ink.base
    barrel: Points = [
        (16, 62),
        (34, 54),
        (52, 52),
        (70, 54),
        (86, 62),
        (86, 94),
        (70, 102),
        (52, 104),
        (34, 102),
        (16, 94),
    ]
    path = smooth(barrel, steps=5)
    pen.cloth(path, grain(base))
    pen.shade([(x, y) for x, y in path if y > 84] + [(88, 86), (14, 86)], 60)
    pen.glow(smooth([(24, 61), (50, 56), (78, 61), (50, 62)]), 80)
    for x in (40, 62):
        border(pen, [(x, 55), (x, 102)], 6)
    motif(pen)(pen, 51, 78, 20, pen.ink.accent, pen.ink.second)
    for step in range(6):
        y = 60 + step * 7.2
        pen.line([(19, y), (52, y + 3.6), (84, y)], 0.9, IVORY)
        pen.ellipse(36 + step % 2 * 4, y + 1.8, 1.4, 1.8, BRASS)
    pen.ellipse(86, 78, 6, 16.4, darker(_SKIN, 0.25))
    pen.ellipse(16, 78, 7.4, 17, darker(base, 0.4))
    pen.ellipse(15.4, 78, 6.2, 15, _SKIN)
    pen.ellipse(15.4, 78, 2.6, 6.4, _PASTE)
    for x in (34, 68):
        pen.poly([(x - 4, 102), (x + 4, 102), (x + 6, 108), (x - 6, 108)], darker(base, 0.4))


@lies("flute", "#c99a56", (50, 62))
def flute(pen: Pen) -> None:
    """Two bamboo flutes, tied with coloured thread."""
    base = pen.ink.base
    for shift, turn, tone in ((-9, -34, 0.0), (9, -26, 0.14)):
        with pen.moved(shift, turn=turn, about=(50, 62)):
            cane = darker(base, tone)
            pen.rect(46, 8, 54, 117, darker(cane, 0.35), 2)
            pen.rect(46.4, 8, 52.6, 117, cane, 2)
            pen.rect(47.4, 9, 49, 116, lighter(cane, 0.5), 1, 170)
            for y in (30, 78):
                pen.rect(45.6, y, 54.4, y + 2, darker(cane, 0.3), 1)
            for y in (22, 50, 58, 66, 86, 94, 102):
                pen.ellipse(50.6, y, 1.5, 1.9, (52, 32, 26))
            for y in (14, 36, 110):
                for step in range(3):
                    colour = (pen.ink.accent, pen.ink.second, pen.ink.accent)[step]
                    pen.rect(45.7, y + step * 1.7, 54.3, y + step * 1.7 + 1.5, colour)
    pen.curve([(40, 96), (34, 104), (38, 112)], 1, pen.ink.accent)
    pen.ellipse(38, 114, 2, 3.4, pen.ink.accent)


@stands("bell", "#c79a3e", (50, 74))
def bell(pen: Pen) -> None:
    pen.ring(50, 22, 7, 7, 2.4, darker(pen.ink.base, 0.15))
    pen.ring(49.6, 21.6, 7, 7, 0.9, lighter(pen.ink.base, 0.5))
    pen.line([(50, 96), (50, 104)], 2, darker(pen.ink.base, 0.5))
    pen.ellipse(50, 105, 4.6, 4.4, darker(pen.ink.base, 0.3))
    pen.glow(round_points(48.6, 103.6, 1.4, 1.2), 130)
    body = turned(
        pen,
        [(29, 4), (32, 9), (40, 16), (56, 19.4), (76, 22), (90, 29), (97, 32), (99, 32)],
        pen.ink.base,
        "metal",
    )
    ringed(pen, body, 70, 12, 6)
    for y in (37, 88, 93):
        body.band(y, y + 1.4, darker(pen.ink.base, 0.35))
    body.light(-0.62, 0.1, 110)


@stands("cattle-bell", "#c79a3e", (50, 78))
def cattle_bell(pen: Pen) -> None:
    """A bell of bent sheet, riveted, on the strap that goes round the neck."""
    base, strap = pen.ink.base, mix(LEATHER, pen.ink.accent, 0.15)
    pen.ring(50, 28, 28, 18, 8, darker(strap, 0.45))
    pen.line(round_points(50, 27, 28, 18, start=0, end=180), 8, strap)
    pen.line(round_points(50, 25, 28, 18, start=20, end=160), 1, lighter(strap, 0.4), 150)
    for x, y in ((25, 35), (33, 41), (67, 41), (75, 35)):
        pen.ellipse(x, y, 1.6, 1.6, BRASS)
    pen.rect(72, 12, 82, 26, BRASS, 2)
    pen.rect(74, 14.6, 80, 23.4, darker(strap, 0.45), 1)
    pen.line([(72, 19), (80, 19)], 1.4, lighter(BRASS, 0.3))
    pen.line([(50, 96), (50, 104)], 2.4, darker(base, 0.5))
    pen.ellipse(50, 106, 5, 4.4, darker(WOOD, 0.15))
    profile: Points = [(52, 15), (54, 19), (60, 22), (80, 25), (98, 29), (101, 30)]
    body = turned(pen, profile, base, "metal")
    ringed(pen, body, 82, 9, 6)
    body.band(58, 59.2, darker(base, 0.35))
    body.light(-0.6, 0.1, 110)
    pen.ellipse(50, 52, 15, 2.6, lighter(base, 0.3))
    pen.ring(50, 47, 7, 6, 3.4, darker(base, 0.3))
    pen.ring(49.6, 46.6, 7, 6, 1.4, lighter(base, 0.3))
    for x in (34, 66):
        for y in (66, 96):
            pen.ellipse(x + (x - 50) * (y - 60) * 0.006, y, 1.5, 1.5, darker(base, 0.4))


@lies("ghungroo", "#c9a23e", (50, 60))
def ghungroo(pen: Pen) -> None:
    """Ankle bells in rows on a padded band."""
    band: Points = [(14, 34), (50, 26), (86, 34), (88, 90), (50, 99), (12, 90)]
    path = smooth(band, steps=4)
    pen.cloth(path, speckle(pen.ink.accent))
    pen.line([*path, path[0]], 1.6, darker(pen.ink.accent, 0.4))
    for side in (-1, 1):
        for high in (44, 80):
            pen.curve(
                [(50 + side * 37, high), (50 + side * 46, high + 8), (50 + side * 43, high + 22)],
                2,
                pen.ink.second,
            )
    for row in range(5):
        for step in range(7):
            across = 20 + step * 10 + row % 2 * 1.4
            y = 38 + row * 12.6 - 5 * (1 - ((across - 50) / 36) ** 2)
            _jingle(pen, across, y, darker(pen.ink.accent, 0.5))


def _jingle(pen: Pen, x: float, y: float, shadow: Colour) -> None:
    """One small bell, slit below."""
    base = pen.ink.base
    pen.ellipse(x + 0.5, y + 1, 4.7, 4.9, shadow)
    pen.ellipse(x, y, 4.5, 4.7, darker(base, 0.25))
    pen.ellipse(x - 0.6, y - 0.7, 3.4, 3.6, base)
    pen.ellipse(x - 1.5, y - 1.9, 1.2, 1, lighter(base, 0.7))
    pen.line([(x - 2.6, y + 1.8), (x + 2.8, y + 1.8)], 0.8, darker(base, 0.7))
    pen.ellipse(x, y + 3.2, 0.9, 0.8, darker(base, 0.7))


@lies("loose-ghungroo", "#c9a23e", (50, 70))
def loose_ghungroo(pen: Pen) -> None:
    """A heap of small bells, a few of them rolled away."""
    chance = Random(5)
    heap = [(16.0, 34.0), (82, 26), (88, 100), (18, 104), (56, 112)]
    for row in range(9):
        y = 37 + row * 7.2
        half = 38 * (1 - ((y - 68) / 33) ** 2) ** 0.5
        count = round(half / 4.2)
        for step in range(count):
            across = 50 + half * (2 * (step + 0.5) / count - 1)
            heap.append((across + chance.uniform(-1.6, 1.6), y + chance.uniform(-2, 2)))
    for x, y in heap:
        with pen.moved(scale=1.42, turn=chance.uniform(-70, 70), about=(x, y)):
            pen.ring(x, y - 5, 1.6, 1.8, 0.9, darker(pen.ink.base, 0.35))
            _jingle(pen, x, y, darker(pen.ink.base, 0.55))


@hangs("bell-string", "#c79a3e", (50, 62))
def bell_string(pen: Pen) -> None:
    """Bells in pairs one below the other on a cord with beads, a last one at its end."""
    cord = darker(pen.ink.accent, 0.1)
    pen.ring(50, 7, 3.4, 3.4, 1.4, darker(pen.ink.base, 0.2))
    pen.line([(50, 10), (50, 96)], 1.4, cord)
    for knot in (14, 41, 68):
        for turn in (24, -24):
            with pen.moved(0, knot - 16, 0.3, turn, (50, 16)):
                bell(pen)
        for share, colour in ((-3, pen.ink.second), (0.6, pen.ink.accent), (4, pen.ink.second)):
            pen.ellipse(50, knot + share, 2.6, 2.2, darker(colour, 0.25))
            pen.ellipse(49.5, knot + share - 0.4, 1, 0.8, lighter(colour, 0.6))
    with pen.moved(0, 76, 0.3, 0, (50, 16)):
        bell(pen)


@lies("cymbals", "#d0a048", (50, 66))
def cymbals(pen: Pen) -> None:
    """Manjira: a pair of small cymbals on one cord."""
    cord = smooth([(33, 44), (40, 20), (62, 18), (66, 40), (60, 60), (66, 80)], closed=False)
    pen.line(cord, 2, darker(pen.ink.accent, 0.3))
    pen.line([(x - 0.3, y - 0.4) for x, y in cord], 1, lighter(pen.ink.accent, 0.2))
    for x, y in ((33, 48), (66, 82)):
        base = pen.ink.base
        pen.ellipse(x + 1, y + 2.2, 25, 25, darker(base, 0.6))
        pen.ellipse(x, y, 25, 25, base)
        for size in (24.4, 21, 18, 15):
            pen.ring(x, y, size, size, 0.5, darker(base, 0.25))
            pen.ring(x - 0.3, y - 0.4, size - 0.6, size - 0.6, 0.4, lighter(base, 0.4))
        pen.ellipse(x + 0.4, y + 0.8, 11, 11, darker(base, 0.35))
        pen.ellipse(x, y, 10.6, 10.6, lighter(base, 0.15))
        pen.ellipse(x - 2.6, y - 3, 4.6, 3.8, lighter(base, 0.6))
        pen.ellipse(x, y, 2, 2, darker(pen.ink.accent, 0.2))
        pen.glow(smooth([(x - 21, y - 6), (x - 12, y - 18), (x - 9, y - 15), (x - 17, y - 4)]), 110)
