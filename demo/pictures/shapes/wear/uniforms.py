"""Trousers and shorts, leggings, night clothes and what is worn to school."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import BRASS, Colour, darker, lighter, mix
from demo.pictures.geometry import Points, box_points, mirror, smooth, star_points
from demo.pictures.ornament import border, cloth, speckle
from demo.pictures.shapes.parts.sewing import crease, sewn, stitched, tassel
from demo.pictures.shapes.parts.tailoring import collar, hanger
from demo.pictures.shapes.shape import hangs
from demo.pictures.shapes.wear.western import _shirt, uniform


def _slacks(pen: Pen, base: Colour, low: float, half: float) -> None:
    """Trousers with a pressed crease down to `low`; `half` is where a leg's outer side ends."""
    deep = darker(base, 0.5)
    inner = 50 + (half - 50) * 0.14
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            leg = [(50, 16), (69, 16), *smooth([(70, 30), (72, 52), (half, low)], closed=False),
                   (inner, low), (50, 52)]  # fmt: skip
            pen.cloth(leg, speckle(base, 4))
            pen.line([*leg, leg[0]], 0.6, deep, 150)
            middle = (half + inner) / 2
            pen.line([(60, 26), (61, 54), (middle, low)], 0.7, lighter(base, 0.4), 170)
            pen.shade(
                [(60.6, 26), (61.6, 54), (middle + 0.8, low), (middle + 4, low), (65, 54)], 34
            )
            pen.shade([(50, 50), (54, 54), (inner + 3, low), (inner, low)], 60)
            pen.line([(inner, low - 4), (half - 0.3, low - 4)], 0.5, deep, 150)
            pen.line([(64, 22), (70.4, 34)], 1, deep, 190)
            crease(pen, [(51, 48), (58, 50), (66, 47)], 1.4, 40)
            pen.rect(61, 14.6, 63, 23, darker(base, 0.3), 0.6)
    pen.rect(31, 15.4, 69, 22, darker(base, 0.12), 0.8)
    pen.line([(31.4, 22), (68.6, 22)], 0.6, deep, 190)
    for x in (38, 62):
        pen.rect(x - 1, 14.6, x + 1, 23, darker(base, 0.3), 0.6)
    pen.curve([(54, 22), (54, 36), (50.4, 43)], 0.5, deep, 190)
    pen.line([(50, 22), (50, 52)], 0.6, deep, 190)
    pen.ellipse(50, 18.8, 1.4, 1.4, BRASS)


@hangs("pants", "#5d5a52", (50, 40))
def pants(pen: Pen) -> None:
    """Trousers with loops for a belt, pockets and a crease."""
    _slacks(pen, pen.ink.base, 114, 73)


@hangs("shorts", "#39496f", (50, 50))
def shorts(pen: Pen) -> None:
    """A schoolboy's, to the knee."""
    with pen.moved(0, 12, 1.2, about=(50, 50)):
        _slacks(pen, pen.ink.base, 70, 75)


@hangs("leggings", "#7a2f4a", (50, 60))
def leggings(pen: Pen) -> None:
    """Close to the leg, an elastic waist, folds at the ankle."""
    base, deep = pen.ink.base, pen.ink.deep
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            leg = smooth([(50, 14), (66, 14), (71, 32), (69, 54), (65, 74), (64.6, 88), (63, 104),
                          (63.4, 115), (55, 115), (54.4, 104), (53, 86), (51.4, 60),
                          (50, 46)])  # fmt: skip
            pen.poly(leg, deep)
            pen.cloth([(50 + (x - 50) * 0.99, y) for x, y in leg], speckle(base, 3))
            pen.shade(
                smooth([(66, 20), (71, 32), (69, 54), (65, 74), (63.6, 104), (61, 92), (63, 60)]),
                60,
            )
            pen.glow(smooth([(58, 26), (61, 40), (59, 66), (57, 90), (56, 66), (56, 40)]), 60)
            for step in range(6):
                y = 92 + step * 4
                pen.curve([(54, y), (58, y + 2.4), (63.6, y + 0.6)], 0.8, deep, 150)
                pen.curve(
                    [(54.4, y + 1), (58, y + 3.2), (63, y + 1.6)], 0.5, lighter(base, 0.4), 150
                )
            pen.line([(55, 115), (63.4, 115)], 1.2, deep)
    pen.rect(33.4, 12, 66.6, 20, darker(base, 0.16), 1.6)
    for step in range(21):
        x = 34.8 + step * 1.52
        pen.line([(x, 12.8), (x, 19.4)], 0.6, deep, 120)
    pen.line([(50, 20), (50, 46)], 0.6, deep, 170)
    border(pen, [(36, 24.4), (64, 24.4)], 3.4, 9)


@hangs("night-suit", "#7f9fc4", (40, 50))
def night_suit(pen: Pen) -> None:
    """A loose shirt with piped edges, and pyjamas of the same cloth."""
    trim = pen.ink.second
    with pen.moved(19, 5, 0.8, about=(50, 62)):
        half = [(50, 20), (68, 20), *smooth([(71, 40), (72, 76), (74, 114)], closed=False),
                (54, 114),
                (50, 56)]  # fmt: skip
        sewn(pen, mirror(half), cloth(pen, 9))
        for mirrored in (False, True):
            with pen.moved(about=(50, 0), mirrored=mirrored):
                pen.line([(54, 108), (73.6, 108)], 1.4, trim)
                crease(pen, [(58, 30), (61, 70), (62, 113)], 2.4, 44, opens=True)
        pen.rect(31.6, 17, 68.4, 24, pen.ink.dark, 1.6)
        for side in (-1, 1):
            pen.curve([(50, 21), (50 + side * 4, 30), (50 + side * 3, 40)], 1, trim)
            tassel(pen, 50 + side * 3, 39, 6, trim)
    with pen.moved(-14, -14, 0.8, about=(50, 62)):
        pen.shade([(31, 28), (78, 28), (96, 94), (74, 112), (30, 110)], 50)
        hanger(pen)
        _shirt(pen, cloth(pen, 9), long=True)
        collar(pen, 58, 18, 10, speckle(lighter(pen.ink.base, 0.15), 5))
        pen.line([(47.4, 28), (47.4, 107.6)], 1.2, trim)
        pen.line([(56, 42.4), (66.6, 42.4)], 1.4, trim)
        for mirrored in (False, True):
            with pen.moved(about=(50, 0), mirrored=mirrored):
                pen.line([(81.8, 89), (90.6, 87)], 1.4, trim)
                pen.line([(57.6, 17), (61, 21), (54, 32.6), (50, 28)], 1, trim)
        pen.ellipse(61.3, 49, 3.4, 3.4, lighter(trim, 0.3))
        pen.ellipse(62.9, 48, 2.8, 2.8, pen.ink.base)
        pen.poly(star_points(64, 47.6, 1.5, 0.6, 5), lighter(trim, 0.3))


@hangs("school-tunic", "#39496f", (50, 54))
def school_tunic(pen: Pen) -> None:
    """Without sleeves, box pleats from the belt, a white shirt and tie below."""
    base, deep = pen.ink.base, pen.ink.deep
    white = (244, 242, 236)
    hanger(pen)
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            sleeve: Points = [(64, 21), (76, 27), (86, 48), (74, 54), (66, 44)]
            pen.poly(sleeve, white)
            pen.shade([(74, 54), (66, 44), (70, 40), (79, 51)], 40)
            pen.line([*sleeve, sleeve[0]], 0.6, deep, 110)
            pen.line([(73.6, 53.4), (85.6, 47.6)], 1.6, darker(white, 0.16))
    pen.poly([(40, 19), (60, 19), (64, 26), (58, 46), (42, 46), (36, 26)], white)
    blade: Points = [(48.4, 30), (51.6, 30), (53.4, 44), (50, 50), (46.6, 44)]
    pen.poly(blade, pen.ink.accent)
    half: Points = [
        (57, 46),
        (60, 24),
        (64, 19),
        (69, 21),
        (67, 38),
        (70, 50),
        (68, 62),
        (50, 62),
        (50, 46),
    ]
    bodice = mirror([(50, 46), *half[:-2], (50, 62)])
    sewn(pen, bodice, speckle(base, 4))
    collar(pen, 58, 18, 9, speckle(white, 5))
    for index in range(6):
        t0, t1 = 32 + index * 6, 38 + index * 6
        f0, f1 = 18 + index * 10.7, 28.7 + index * 10.7
        pen.poly([(t0, 64), (t1, 64), (f1, 112), (f0, 112)], base)
        pen.shade([(t1 - 1.4, 64), (t1, 64), (f1, 112), (f1 - 3.6, 112)], 110)
        pen.glow([(t0, 64), (t0 + 1, 64), (f0 + 2.4, 112), (f0, 112)], 44)
    pen.line([(18.4, 108), (82, 108)], 0.6, deep, 150)
    pen.rect(31, 60, 69, 66, darker(base, 0.34), 1)
    pen.line(box_points(46, 59.6, 54, 66.4, 0.8), 1.2, BRASS)
    pen.line([(46, 60.4), (46, 66)], 1.2, BRASS)
    pen.ellipse(61, 50, 3.4, 3.8, pen.ink.accent)
    pen.poly(star_points(61, 50, 2.4, 1, 5), pen.ink.second)
    for x in (42, 58):
        pen.line([(x, 47), (x + (x - 50) * 0.1, 60)], 0.5, deep, 150)


@hangs("uniform-set", "#e8ecf0", (44, 44))
def uniform_set(pen: Pen) -> None:
    """A shirt with its tie, trousers and a belt: the whole dress of a schoolchild."""
    below = darker(mix(pen.ink.base, (84, 96, 140), 0.7), 0.4)
    with pen.moved(20, 7, 0.82, about=(50, 62)):
        _slacks(pen, below, 114, 73)
        pen.rect(31, 16.4, 69, 21, pen.ink.accent, 1)
        pen.rect(45.4, 15, 54.6, 22.4, BRASS, 1)
        pen.rect(47, 16.8, 53, 20.6, darker(BRASS, 0.4), 0.6)
    with pen.moved(-13, -12, 0.82, about=(50, 62)):
        pen.shade([(31, 30), (78, 30), (80, 56), (74, 112), (30, 110)], 50)
        uniform(pen)
    with pen.moved(-30, 44, 0.5, about=(50, 62)):
        for x, turn in ((40, -4), (64, 6)):
            with pen.moved(turn=turn, about=(x, 76)):
                sock = smooth([(x - 8, 46), (x + 8, 46), (x + 8, 78), (x + 22, 90), (x + 20, 100),
                               (x + 4, 99), (x - 8, 88)])  # fmt: skip
                pen.poly(sock, darker(below, 0.2))
                pen.poly([(x - 8, 46), (x + 8, 46), (x + 8, 54), (x - 8, 54)], lighter(below, 0.2))
                stitched(pen, [(x - 8, 51), (x + 8, 51)], pen.ink.accent, 2)
