"""Locks and what else is on a door."""

from math import cos, pi, sin

from demo.pictures.canvas import Pen
from demo.pictures.colour import BRASS, IRON, STEEL, WOOD, Colour, darker, lighter
from demo.pictures.geometry import Points, box_points, round_points, smooth
from demo.pictures.ornament import border, grain, motif
from demo.pictures.shapes.shape import hangs, lies


def _metal(pen: Pen, points: Points, colour: Colour) -> None:
    """A plate of metal: its edge in shade, light across it."""
    pen.poly([(x + 0.9, y + 1.2) for x, y in points], darker(colour, 0.5))
    pen.poly(points, darker(colour, 0.14))
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, right, top, low = min(xs), max(xs), min(ys), max(ys)
    wide = right - left
    pen.poly(
        [
            (x + (left + wide * 0.46 - x) * 0.06, y + ((top + low) / 2 - y) * 0.06)
            for x, y in points
        ],
        colour,
    )
    pen.glow(
        [
            (left + wide * 0.16, top + 3),
            (left + wide * 0.3, top + 3),
            (left + wide * 0.2, low - 3),
            (left + wide * 0.08, low - 3),
        ],
        70,
    )


def _bar(pen: Pen, points: Points, width: float, colour: Colour) -> None:
    pen.curve(points, width, darker(colour, 0.42))
    pen.curve([(x - 0.3, y - 0.4) for x, y in points], width * 0.74, colour)
    pen.curve(
        [(x - width * 0.16, y - width * 0.16) for x, y in points],
        width * 0.22,
        lighter(colour, 0.55),
    )


def _screw(pen: Pen, x: float, y: float, size: float = 2) -> None:
    pen.ellipse(x, y, size, size, darker(STEEL, 0.3))
    pen.ellipse(x - 0.2, y - 0.3, size * 0.8, size * 0.8, lighter(STEEL, 0.2))
    pen.line(
        [(x - size * 0.6, y + size * 0.4), (x + size * 0.6, y - size * 0.4)],
        0.5,
        darker(STEEL, 0.5),
    )


def _keyhole(pen: Pen, x: float, y: float) -> None:
    pen.ellipse(x, y, 2.4, 2.4, (34, 30, 34))
    pen.poly([(x - 1, y), (x + 1, y), (x + 2, y + 7), (x - 2, y + 7)], (34, 30, 34))


def _key(pen: Pen, x: float, y: float, turn: float, colour: Colour = BRASS) -> None:
    with pen.moved(turn=turn, about=(x, y)):
        pen.ring(x, y, 5, 5, 2.2, darker(colour, 0.2))
        pen.ring(x - 0.3, y - 0.3, 5, 5, 1, lighter(colour, 0.3))
        pen.rect(x - 1, y + 5, x + 1, y + 26, colour, 0.5)
        for at, wide in ((20, 4.4), (24, 3.4)):
            pen.rect(x + 0.6, y + at - 1.4, x + wide, y + at + 1.2, colour)


@lies("disc-padlock", "#b9bec6", (50, 66))
def disc_padlock(pen: Pen) -> None:
    """A round lock whose bow is hidden in its body."""
    base = pen.ink.base
    pen.ellipse(51, 68, 33, 33, darker(base, 0.5))
    for share, tone in ((33, 0.2), (31, -0.1), (27, 0.08)):
        pen.ellipse(50, 66, share, share, darker(base, tone) if tone > 0 else lighter(base, -tone))
    pen.ellipse(50, 66, 24, 24, lighter(base, 0.16))
    pen.poly([(36, 32), (64, 32), (60, 46), (40, 46)], (58, 54, 60))
    _bar(pen, [(36, 40), (50, 37), (64, 40)], 6, STEEL)
    _keyhole(pen, 50, 68)
    border(pen, [(50 + 20 * cos(a * pi / 12), 66 + 20 * sin(a * pi / 12)) for a in range(3, 10)], 4)
    pen.glow(smooth([(26, 56), (36, 42), (48, 39), (36, 50), (30, 66)]), 80)
    _key(pen, 84, 84, 24)


@lies("rim-lock", "#9aa0a8", (48, 62))
def rim_lock(pen: Pen) -> None:
    """A lock in a case for a door or a drawer, its bolt out, with its keys."""
    base = pen.ink.base
    for y in (50, 72):
        pen.rect(66, y, 84, y + 10, darker(STEEL, 0.35), 1)
        pen.rect(66, y, 83, y + 8, lighter(STEEL, 0.12), 1)
    _metal(pen, box_points(22, 36, 68, 94, 2), base)
    pen.rect(68, 32, 72, 98, darker(base, 0.34), 1)
    for x, y in ((28, 42), (62, 42), (28, 88), (62, 88)):
        _screw(pen, x, y)
    pen.ellipse(45, 60, 11, 11, darker(base, 0.2))
    pen.ellipse(44.6, 59.6, 9.4, 9.4, lighter(BRASS, 0.1))
    _keyhole(pen, 45, 58)
    motif(pen)(pen, 45, 80, 11, pen.ink.accent, pen.ink.second)
    _key(pen, 24, 104, -68)
    _key(pen, 66, 108, -96)


@lies("shutter-lock", "#8d939c", (50, 66))
def shutter_lock(pen: Pen) -> None:
    """A heavy straight bar through a body, as on a shop's shutter."""
    base = pen.ink.base
    _bar(pen, [(14, 52), (86, 52)], 9, STEEL)
    _metal(pen, box_points(28, 40, 72, 96, 5), base)
    for y in (48, 90):
        pen.rect(30, y, 70, y + 2.4, pen.ink.accent)
    _keyhole(pen, 50, 66)
    for x, y in ((34, 60), (66, 60), (34, 82), (66, 82)):
        pen.ellipse(x, y, 2.4, 2.4, darker(base, 0.3))
        pen.ellipse(x - 0.4, y - 0.4, 1.6, 1.6, lighter(base, 0.3))
    _key(pen, 82, 82, 12)


@lies("cycle-lock", "#30343c", (50, 60))
def cycle_lock(pen: Pen) -> None:
    """A ring in a sleeve that closes through the spokes."""
    path = round_points(50, 58, 30, 32, start=110, end=430)
    _bar(pen, path, 9, pen.ink.base)
    for step in range(4, len(path) - 4, 5):
        pen.ellipse(*path[step], 1.6, 1.6, pen.ink.accent)
    _metal(pen, box_points(34, 82, 66, 106, 4), IRON)
    _keyhole(pen, 50, 92)
    _key(pen, 80, 92, 20, STEEL)


@lies("tower-bolt", "#b9bec6", (50, 62))
def tower_bolt(pen: Pen) -> None:
    """A bolt that slides in its barrels on a plate."""
    base = pen.ink.base
    with pen.moved(turn=-18, about=(50, 62)):
        _metal(pen, box_points(36, 20, 64, 92, 2), base)
        _metal(pen, box_points(38, 97, 62, 112, 2), base)
        _bar(pen, [(50, 24), (50, 108)], 7, lighter(base, 0.1))
        for y in (30, 58, 84, 104):
            pen.rect(42, y - 4, 58, y + 4, darker(base, 0.3), 2)
            pen.rect(42.6, y - 4, 57.4, y + 2.6, lighter(base, 0.08), 2)
        _bar(pen, [(50, 44), (66, 42), (70, 48)], 4.4, base)
        for x, y in ((40, 25), (60, 25), (40, 87), (60, 87)):
            _screw(pen, x, y, 1.7)


@hangs("aldrop", "#c59a45", (46, 62))
def aldrop(pen: Pen) -> None:
    """A round bolt across a door and its frame, its tongue over a staple for the padlock."""
    base = pen.ink.base
    for x0, x1 in ((6, 69), (71, 94)):
        pen.cloth(box_points(x0, 12, x1, 114, 1.5), grain(WOOD))
        pen.line([(x1, 13), (x1, 113)], 0.9, darker(WOOD, 0.45))
    for x in (27, 48):
        pen.line([(x, 12), (x, 114)], 0.7, darker(WOOD, 0.35))
    for x in (20, 59, 82):
        _metal(pen, box_points(x - 7, 34, x + 7, 64, 2), base)
        for y in (38, 60):
            for at in (-4, 4):
                _screw(pen, x + at, y, 1.5)
    _bar(pen, [(9, 49), (91, 49)], 7, lighter(base, 0.1))
    for x in (20, 59, 82):
        _metal(pen, box_points(x - 5, 44, x + 5, 54, 2), darker(base, 0.06))
    tongue: Points = [
        (33, 46),
        (45, 46),
        (46, 54),
        (45, 92),
        (42, 99),
        (36, 99),
        (33, 92),
        (32, 54),
    ]
    _metal(pen, smooth(tongue, steps=4), base)
    pen.ellipse(39, 49.4, 5, 5, darker(base, 0.2))
    motif(pen)(pen, 39, 64, 9, pen.ink.accent, pen.ink.second)
    pen.rect(36.4, 74, 41.6, 88, darker(WOOD, 0.6), 2.4)
    _bar(pen, round_points(39, 82, 8, 4.6, start=180, end=360), 3, STEEL)
    for x in (31, 47):
        pen.ellipse(x, 82, 2.6, 2.6, darker(STEEL, 0.35))


@hangs("pull-handle", "#c59a45", (50, 62))
def pull_handle(pen: Pen) -> None:
    """A long handle between two plates, on a board."""
    pen.cloth(box_points(20, 10, 80, 115, 2), grain(WOOD))
    base = pen.ink.base
    for y in (26, 92):
        _metal(pen, round_points(50, y, 11, 8), base)
        for x in (43, 57):
            _screw(pen, x, y, 1.4)
    _bar(pen, [(50, 28), (62, 36), (64, 60), (62, 82), (50, 90)], 6.4, base)
    for y in (46, 59, 72):
        pen.ellipse(63.4, y, 4.4, 1.6, pen.ink.accent)


@hangs("knocker", "#b98f45", (50, 62))
def knocker(pen: Pen) -> None:
    """A ring that hangs from a flower of metal, on a board."""
    pen.cloth(box_points(16, 12, 84, 114, 2), grain(WOOD))
    for x in (26, 50, 74):
        pen.line([(x, 12), (x, 114)], 0.7, darker(WOOD, 0.35))
    base = pen.ink.base
    for turn in range(0, 360, 45):
        with pen.moved(turn=turn, about=(50, 42)):
            pen.ellipse(50, 29, 5.4, 9, darker(base, 0.24))
            pen.ellipse(49.6, 28.6, 4.2, 7.8, lighter(base, 0.1))
    _metal(pen, round_points(50, 42, 11, 11), base)
    ring = round_points(50, 72, 22, 24, start=-80, end=260)
    _bar(pen, ring, 6, base)
    pen.ellipse(50, 46, 6, 5, darker(base, 0.1))
    pen.ellipse(50, 97, 5.4, 4.4, lighter(base, 0.12))


@lies("cabinet-knobs", "#c59a45", (50, 62))
def cabinet_knobs(pen: Pen) -> None:
    """Six knobs, with their ornament."""
    base = pen.ink.base
    for row in range(2):
        for column in range(3):
            x, y = 24 + column * 26, 42 + row * 40
            pen.ellipse(x + 1, y + 1.6, 11.4, 11.4, darker(base, 0.5))
            pen.ellipse(x, y, 11.4, 11.4, darker(base, 0.1))
            pen.ellipse(x - 0.5, y - 0.5, 9.6, 9.6, lighter(base, 0.12))
            motif(pen)(pen, x, y, 11, pen.ink.accent, pen.ink.second)
            pen.glow(round_points(x - 4.4, y - 5, 3, 2, -36), 110)
