"""Small things of silver and gold, laid on cloth."""

from math import cos, pi, sin

from demo.pictures.canvas import Pen
from demo.pictures.colour import Colour, darker, lighter
from demo.pictures.geometry import Points, along, round_points, smooth
from demo.pictures.ornament import flower, motif
from demo.pictures.shapes.shape import hangs, lies


def _wire(pen: Pen, points: Points, width: float, colour: Colour) -> None:
    pen.line(points, width, darker(colour, 0.42))
    pen.line([(x - 0.25, y - 0.3) for x, y in points], width * 0.7, colour)
    pen.line(
        [(x - width * 0.16, y - width * 0.2) for x, y in points], width * 0.2, lighter(colour, 0.6)
    )


def _bead(pen: Pen, x: float, y: float, size: float, colour: Colour) -> None:
    pen.ellipse(x, y, size, size, darker(colour, 0.4))
    pen.ellipse(x - size * 0.1, y - size * 0.1, size * 0.82, size * 0.82, colour)
    pen.ellipse(x - size * 0.3, y - size * 0.34, size * 0.3, size * 0.24, lighter(colour, 0.7))


def linked(pen: Pen, path: Points, count: int, metal: Colour, size: float = 1.7) -> None:
    """A chain along a path: links seen flat and on edge in turn."""
    for index, ((x, y), turn) in enumerate(along(path, count)):
        with pen.moved(turn=turn, about=(x, y)):
            if index % 2:
                pen.line([(x - size, y), (x + size, y)], size * 0.7, darker(metal, 0.35))
                pen.line(
                    [(x - size, y - 0.2), (x + size, y - 0.2)], size * 0.3, lighter(metal, 0.4)
                )
            else:
                pen.ring(x, y + 0.3, size * 1.3, size * 0.8, size * 0.5, darker(metal, 0.45))
                pen.ring(x, y, size * 1.3, size * 0.8, size * 0.36, lighter(metal, 0.2))


@lies("hoops", "#c3c9d0", (50, 64))
def hoops(pen: Pen) -> None:
    """A pair of round earrings with beads along the foot."""
    base = pen.ink.base
    for x in (30, 70):
        _wire(pen, round_points(x, 62, 16, 18), 4, base)
        for step in range(7):
            angle = (40 + step * 16.6) * pi / 180
            _bead(pen, x + 19 * cos(angle), 62 + 21.6 * sin(angle), 2.4, base)
        pen.ellipse(x, 43, 2.6, 2, lighter(base, 0.2))
        flower(pen, x, 80, 7, pen.ink.accent, pen.ink.second)


@lies("anklets", "#c3c9d0", (50, 64))
def anklets(pen: Pen) -> None:
    """A pair of payal with small bells."""
    base = pen.ink.base
    for y, turn in ((44, -8), (84, 8)):
        with pen.moved(turn=turn, about=(50, y)):
            ring = round_points(50, y, 32, 13)
            for step in range(len(ring)):
                if step % 2 == 0:
                    _bead(pen, *ring[step], 1.7, base)
            for step in range(9):
                angle = (14 + step * 19) * pi / 180
                at = 50 + 33 * cos(angle), y + 14 * sin(angle)
                pen.line([at, (at[0], at[1] + 4)], 0.7, darker(base, 0.2))
                _bead(pen, at[0], at[1] + 6, 2.3, lighter(base, 0.06))
            flower(pen, 50, y + 13, 8, pen.ink.accent, pen.ink.second)


@lies("chain", "#c3c9d0", (50, 70))
def chain(pen: Pen) -> None:
    """A chain of links in a curve, with its clasp."""
    base = pen.ink.base
    path = smooth([(22, 20), (17, 50), (30, 88), (50, 102), (70, 88), (83, 50), (78, 20)],
                  closed=False)  # fmt: skip
    linked(pen, path, 68, base, 2.2)
    pen.rect(17, 10, 27, 17, darker(base, 0.3), 3)
    pen.rect(17.4, 10, 26, 15.6, lighter(base, 0.2), 2.6)
    _wire(pen, round_points(78, 14, 4.4, 4.4), 1.8, base)


@lies("nose-pin", "#d9ab3f", (50, 62))
def nose_pin(pen: Pen) -> None:
    """A flower with a stone on a short post, large."""
    base = pen.ink.base
    _wire(pen, [(50, 66), (50, 98), (56, 102)], 3.4, base)
    for step in range(8):
        angle = step * pi / 4
        _bead(pen, 50 + 15 * cos(angle), 50 + 15 * sin(angle), 7.4, base)
    pen.ellipse(50, 50, 11, 11, darker(base, 0.3))
    pen.ellipse(50, 50, 9, 9, pen.ink.accent)
    pen.poly([(44, 46), (50, 42), (56, 46), (50, 50)], lighter(pen.ink.accent, 0.5))
    pen.ellipse(46, 46, 1.6, 1.2, (255, 255, 255))


@lies("brooch", "#c3c9d0", (50, 62))
def brooch(pen: Pen) -> None:
    """A round piece with its motif, a rim of beads."""
    base = pen.ink.base
    pen.ellipse(51, 64, 30, 30, darker(base, 0.5))
    pen.ellipse(50, 62, 30, 30, darker(base, 0.1))
    pen.ellipse(50, 62, 24, 24, lighter(pen.ink.second, 0.25))
    motif(pen)(pen, 50, 62, 36, pen.ink.accent, darker(pen.ink.accent, 0.35))
    for step in range(26):
        angle = step * 2 * pi / 26
        _bead(pen, 50 + 27 * cos(angle), 62 + 27 * sin(angle), 2.8, base)


@lies("toe-rings", "#c3c9d0", (50, 62))
def toe_rings(pen: Pen) -> None:
    """A pair of open rings, a flower on each."""
    base = pen.ink.base
    for x in (32, 68):
        _wire(pen, round_points(x, 68, 13, 13, start=-50, end=230), 4.4, base)
        pen.ellipse(x, 52, 9, 7, darker(base, 0.3))
        pen.ellipse(x - 0.4, 51.4, 8, 6, lighter(base, 0.1))
        flower(pen, x, 51.4, 10, pen.ink.accent, pen.ink.second)


@hangs("forehead-jewel", "#c3c9d0", (50, 80))
def forehead_jewel(pen: Pen) -> None:
    """A maang tikka: a chain and a round pendant with drops."""
    base = pen.ink.base
    for step in range(18):
        _bead(pen, 50, 14 + step * 2.9, 1.5, base)
    pen.ring(50, 11, 3, 3, 1.2, base)
    pen.ellipse(50, 80, 17, 17, darker(base, 0.3))
    pen.ellipse(49.6, 79.4, 15.4, 15.4, lighter(pen.ink.second, 0.2))
    motif(pen)(pen, 50, 80, 22, pen.ink.accent, darker(pen.ink.accent, 0.3))
    for step in range(7):
        angle = (30 + step * 20) * pi / 180
        _bead(pen, 50 + 20 * cos(angle), 80 + 20 * sin(angle), 2.4, base)
    _bead(pen, 50, 105, 3.4, pen.ink.accent)
