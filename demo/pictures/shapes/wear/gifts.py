"""Silver for a child's first meal, a tumbler, and bindis by the book and the box."""

from math import pi, sin

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import GOLD, Colour, darker, lighter, mix
from demo.pictures.geometry import box_points, round_points, smooth, star_points
from demo.pictures.ornament import border, border_cloth, flower, motif
from demo.pictures.shapes.parts.sewing import tassel
from demo.pictures.shapes.parts.turning import ringed, turned
from demo.pictures.shapes.shape import lies, stands
from demo.pictures.shapes.wear.adornment import bead, stone


@stands("baby-bowl", "#c3c9d0", (46, 84))
def baby_bowl(pen: Pen) -> None:
    """A small bowl and its spoon of silver."""
    base = pen.ink.base
    body = Lathe(pen, 42, [(72, 30), (76, 30), (88, 26), (98, 16), (102, 11), (105, 14)], tilt=0.26)
    body.body(base, "metal")
    body.mouth(base, 1.8, darker(base, 0.18))
    pen.poly(round_points(42, 74.6, 25, 5.4), darker(base, 0.32))
    pen.glow(smooth([(20, 72), (36, 68), (46, 68.4), (28, 73)]), 150)
    for step in range(9):
        u = sin(pi * ((step + 0.5) / 9 - 0.5))
        x, y = body.at(84, u)
        pen.poly(star_points(x, y, 3.2 * max(0.4, 1 - abs(u) * 0.5), 1.3, 6), darker(base, 0.42))
    for y in (78.4, 90):
        body.band(y, y + 0.9, darker(base, 0.4))
    with pen.moved(turn=-24, about=(78, 96)):
        pen.line([(78, 40), (78, 88)], 3.4, darker(base, 0.4))
        pen.line([(77.5, 40), (77.5, 88)], 1.8, lighter(base, 0.4))
        pen.ellipse(78, 40, 4.6, 5.6, darker(base, 0.25))
        pen.ellipse(77.6, 39.4, 3.6, 4.6, lighter(base, 0.2))
        flower(pen, 77.6, 39.4, 6, pen.ink.accent, pen.ink.second)
        pen.ellipse(78, 96, 8.6, 11.6, darker(base, 0.45))
        pen.ellipse(77.6, 95.4, 7.6, 10.6, base)
        pen.ellipse(78.4, 97, 5.4, 7.8, darker(base, 0.22))
        pen.glow(round_points(75.4, 91, 1.6, 4.6, 12), 150)


@stands("tumbler", "#c3c9d0", (50, 76))
def tumbler(pen: Pen) -> None:
    """A plain-sided tumbler of metal with a chased band."""
    base = pen.ink.base
    body = turned(pen, [(40, 22), (60, 20), (90, 16.6), (104, 15.6), (106, 17)], base, "metal")
    for y in (44, 46, 98):
        body.band(y, y + 0.8, darker(base, 0.4))
    ringed(pen, body, 68, 12, 6)
    for step in range(11):
        u = sin(pi * ((step + 0.5) / 11 - 0.5))
        x, low = body.at(88, u)
        pen.curve([(x - 2, low - 5), (x, low + 3), (x + 2, low - 5)], 0.6, darker(base, 0.45))
    body.mouth(base, 1.3, darker(base, 0.3))
    body.light(-0.6, 0.1, 140)


def _dot(pen: Pen, x: float, y: float, size: float, colour: Colour, kind: int) -> None:
    """A bindi: round, drop, set with a stone, or ringed."""
    if kind == 0:
        pen.ellipse(x, y, size, size, darker(colour, 0.2))
        pen.ellipse(x - size * 0.06, y - size * 0.08, size * 0.86, size * 0.86, colour)
    elif kind == 1:
        pen.poly(smooth([(x, y - size * 1.7), (x + size * 0.7, y), (x, y + size),
                         (x - size * 0.7, y)]),
                 colour)  # fmt: skip
        bead(pen, x, y + size * 1.6, size * 0.34, GOLD)
    elif kind == 2:
        pen.poly(star_points(x, y, size * 1.3, size, 9), GOLD)
        stone(pen, x, y, size * 0.9, colour)
    else:
        pen.ring(x, y, size, size * 1.1, size * 0.34, colour)
        bead(pen, x, y, size * 0.36, colour)


def _tones(pen: Pen) -> tuple[Colour, ...]:
    base = pen.ink.base
    return base, darker(base, 0.34), mix(base, pen.ink.second, 0.6), lighter(base, 0.2)


@lies("bindi-book", "#b01f3c", (50, 64))
def bindi_book(pen: Pen) -> None:
    """Open: a sheet of bindis on either side, further leaves below."""
    tones, page = _tones(pen), (250, 243, 228)
    pen.shade(box_points(5, 24, 98, 108, 2), 100)
    pen.rect(3, 20, 97, 104, darker(pen.ink.accent, 0.25), 3)
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            for shift in (2.2, 1.1, 0):
                leaf = smooth([(50, 26 + shift), (60, 22 + shift), (78, 22 + shift),
                               (93 + shift * 0.5, 25)],
                              closed=False)  # fmt: skip
                low = smooth([(93 + shift * 0.5, 98 + shift), (78, 95 + shift), (60, 95 + shift),
                              (50, 99 + shift)], closed=False)  # fmt: skip
                pen.poly([*leaf, *low], darker(page, 0.06 * shift))
            pen.shade([(50, 27), (58, 23), (55, 96), (50, 99)], 50)
    for side in (0, 1):
        for row in range(5):
            for column in range(3):
                x, y = 17 + side * 47 + column * 9.4, 34 + row * 12.6
                size = 3.6 - row * 0.36
                kind = (row + side * 2 + pen.pattern) % 4
                _dot(pen, x, y, size, tones[(row + column + side) % 4], kind)
    pen.line([(50, 27), (50, 99)], 0.7, darker(page, 0.4))
    pen.poly([(46, 98), (54, 98), (53, 116), (50, 112), (47, 116)], pen.ink.accent)


@lies("bindi-box", "#b01f3c", (50, 74))
def bindi_box(pen: Pen) -> None:
    """An open gift box: bindis in their cells, the lid behind, a ribbon."""
    tones, base = _tones(pen), pen.ink.base
    pen.shade(box_points(12, 12, 94, 54, 3), 90)
    pen.rect(10, 8, 90, 52, darker(base, 0.45), 3)
    pen.cloth(box_points(13, 11, 87, 49, 2), border_cloth(pen, 9))
    pen.ellipse(50, 30, 17, 15, base)
    pen.ring(50, 30, 17, 15, 1, GOLD)
    motif(pen)(pen, 50, 30, 22, pen.ink.accent, pen.ink.second)
    pen.shade(box_points(10, 54, 96, 120, 3), 100)
    pen.rect(6, 50, 94, 116, darker(base, 0.5), 3)
    pen.rect(7, 50, 93, 113, base, 3)
    border(pen, [(10, 53.4), (90, 53.4)], 3.6)
    border(pen, [(10, 109.6), (90, 109.6)], 3.6)
    for row in range(3):
        for column in range(4):
            x0, y0 = 11 + column * 19.8, 56.6 + row * 17
            pen.rect(x0, y0, x0 + 18.4, y0 + 15.6, darker(base, 0.6), 1)
            pen.rect(x0 + 0.8, y0 + 1.6, x0 + 17.8, y0 + 15, (250, 240, 222), 1)
            kind, tone = (row + column + pen.pattern) % 4, tones[(row * 2 + column) % 4]
            for index in range(3):
                _dot(pen, x0 + 4.4 + index * 4.9, y0 + 8, 2.2 if kind < 3 else 2, tone, kind)
    for side in (-1, 1):
        pen.poly(smooth([(50, 50), (50 + side * 14, 43), (50 + side * 16, 55)]), GOLD)
        pen.shade(smooth([(50, 50), (50 + side * 12, 47), (50 + side * 13, 53)]), 60)
        tassel(pen, 50 + side * 5, 51, 10, GOLD)
    pen.ellipse(50, 50, 3, 3, darker(GOLD, 0.2))


@lies("bangle-box", "#b3203f", (50, 80))
def bangle_box(pen: Pen) -> None:
    """An open gift box: rows of bangles on edge, the lid behind."""
    base, card = pen.ink.base, (120, 34, 58)
    pen.shade(box_points(12, 12, 94, 50, 3), 90)
    pen.rect(10, 8, 90, 48, darker(card, 0.35), 3)
    pen.cloth(box_points(13, 11, 87, 45, 2), border_cloth(pen, 9))
    pen.ellipse(50, 28, 15, 13, card)
    pen.ring(50, 28, 15, 13, 1, GOLD)
    motif(pen)(pen, 50, 28, 19, GOLD, pen.ink.accent)
    pen.shade(box_points(8, 50, 98, 118, 3), 100)
    pen.rect(4, 46, 96, 114, darker(card, 0.5), 3)
    pen.rect(5, 46, 95, 111, card, 3)
    for top in (51, 81):
        pen.rect(10, top, 90, top + 26, (246, 236, 220), 2)
        pen.shade(box_points(10, top, 90, top + 3, 1), 60)
        for place in range(14):
            x = 14.2 + place * 5.5
            tone = (base, lighter(base, 0.3), mix(base, pen.ink.accent, 0.5))[place % 3]
            pen.rect(x - 2.4, top + 2, x + 2.4, top + 24, darker(tone, 0.4), 2)
            pen.rect(x - 1.9, top + 2, x + 1.7, top + 24, tone, 2)
            pen.line([(x - 0.8, top + 4), (x - 0.8, top + 22)], 0.7, lighter(tone, 0.6), 200)
            for step in range(4):
                pen.ellipse(x, top + 5 + step * 5.3, 0.9, 0.9, GOLD if step % 2 else pen.ink.second)
