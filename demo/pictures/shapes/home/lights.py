"""Lamps of glass, stone and wood, and what glass and marble else is made into."""

from math import cos, pi, sin

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import (
    BRASS,
    GOLD,
    IVORY,
    LEAF,
    MAROON,
    ORANGE,
    TEAL,
    Colour,
    darker,
    lighter,
    mix,
)  # fmt: skip
from demo.pictures.geometry import Points, mirror, round_points, smooth, star_points
from demo.pictures.ornament import border, flower, leaf, motif, speckle
from demo.pictures.shapes.parts.turning import ringed, turned
from demo.pictures.shapes.shape import hangs, lies, stands

_LIT: Colour = (255, 226, 150)
_COBALT: Colour = (38, 66, 148)
_INLAY = (MAROON, TEAL, ORANGE, (60, 84, 150))


def _halo(pen: Pen, x: float, y: float, size: float) -> None:
    for share, body in ((1.0, 40), (0.82, 70)):
        pen.ellipse(x, y, size * share, size * share, _LIT, body=body)


@stands("glass-lamp", "#3f7f96", (50, 52))
def glass_lamp(pen: Pen) -> None:
    """A globe of coloured glass pieces, lit from within, on a brass foot."""
    base = pen.ink.base
    _halo(pen, 50, 48, 42)
    foot = turned(pen, [(74, 7), (78, 3), (86, 4.6), (94, 3), (100, 14), (105, 19)], BRASS, "metal")
    foot.band(84, 86, pen.ink.accent)
    pen.ellipse(50, 48, 31, 31, darker(base, 0.55))
    tones = (base, pen.ink.accent, lighter(base, 0.35), pen.ink.second)
    for row in range(9):
        low, high = -pi / 2 + row * pi / 9, -pi / 2 + (row + 1) * pi / 9
        for column in range(10):
            sides = [sin(pi * (at / 10 - 0.5)) for at in (column + 0.06, column + 0.94)]
            corners = (
                (sides[0], low + 0.03),
                (sides[1], low + 0.03),
                (sides[1], high - 0.03),
                (sides[0], high - 0.03),
            )
            piece = [(50 + 30 * u * cos(at), 48 + 30 * sin(at)) for u, at in corners]
            tone = tones[(column + row * 3 + row // 2) % 4]
            near = max(0.0, 1 - abs(row - 4) / 5 - abs(column - 4.5) / 9)
            pen.poly(piece, mix(tone, _LIT, 0.12 + 0.5 * near))
    pen.glow(round_points(38, 32, 9, 4.6, -42), 120)
    cap = turned(pen, [(12, 1), (15, 3), (17, 7), (20, 9)], BRASS, "metal")
    cap.light(-0.5, 0.2, 100)
    pen.ellipse(50, 77, 10, 2.4, lighter(BRASS, 0.1))


@hangs("glass-balls", "#b23a5e", (50, 66))
def glass_balls(pen: Pen) -> None:
    """Three blown balls, each with a cap and a thread."""
    tones = (pen.ink.base, mix(pen.ink.accent, pen.ink.base, 0.1), mix(pen.ink.second, IVORY, 0.1))
    for x, y, size, tone in zip((28, 72, 50), (52, 62, 92), (19, 18, 20), tones, strict=True):
        pen.line([(x, 0), (x, y - size - 4)], 0.7, GOLD)
        angles = (0.2 - pi / 2 + step * (pi - 0.24) / 24 for step in range(25))
        profile = [(y + size * sin(angle), size * cos(angle)) for angle in angles]
        ball = Lathe(pen, x, profile, tilt=0.05, soft=False)
        ball.body(tone, "glass", 240)
        for shift in (-0.34, 0.34):
            ball.band(y + size * shift - 0.5, y + size * shift + 0.6, lighter(GOLD, 0.25))

        def stamp(
            at: float, high: float, wide: float, turn: float, tone: Colour = tone, middle: float = x
        ) -> None:
            at += (middle - at) * 0.12
            flower(pen, at, high, 1 + 7.4 * wide, lighter(GOLD, 0.45), darker(tone, 0.35))

        ball.row(y, 5, stamp)
        pen.glow(round_points(x - size * 0.42, y - size * 0.5, size * 0.28, size * 0.15, -42), 200)
        pen.glow(round_points(x + size * 0.5, y + size * 0.56, size * 0.16, size * 0.08, -42), 90)
        turned(pen, [(y - size - 3, 3.4), (y - size + 1.4, 4.2)], GOLD, "metal", x=x, soft=False)
        pen.ring(x, y - size - 5, 1.8, 2, 0.8, darker(GOLD, 0.15))


@lies("platter", "#f2ede0", (50, 62))
def platter(pen: Pen) -> None:
    """A long oval dish, its rim painted, a spray of flowers on its floor."""
    base = pen.ink.base
    blue = _COBALT if sum(base) > 420 else lighter(base, 0.75)
    with pen.moved(turn=-24, about=(50, 62)):
        pen.ellipse(50.6, 63.8, 46, 30, darker(base, 0.45))
        pen.ellipse(50, 62, 46, 30, base)
        pen.ring(50, 62, 45, 29, 1.3, blue)
        pen.ring(50, 61.7, 45.4, 29.4, 0.6, lighter(base, 0.7))
        for step in range(26):
            angle = step * 2 * pi / 26
            at = 50 + 40 * cos(angle), 62 + 24.6 * sin(angle)
            with pen.moved(turn=step * 360 / 26 + 90, about=at):
                if step % 2:
                    leaf(pen, *at, 6.4, pen.ink.accent, darker(pen.ink.accent, 0.3))
                else:
                    flower(pen, *at, 6.6, blue, pen.ink.second)
        pen.ellipse(50, 62, 34.6, 19.6, darker(base, 0.2))
        pen.ellipse(50, 62.5, 33.8, 18.8, lighter(base, 0.12))
        pen.shade([*round_points(50, 62, 34, 19, start=180, end=360),
                   *round_points(51, 64, 32.6, 17, start=360, end=180)], 44)  # fmt: skip
        for side in (-1, 1):
            vine = [(50, 62), (50 + side * 10, 57), (50 + side * 19, 64), (50 + side * 28, 60)]
            pen.curve(vine, 0.9, blue)
            for x, y, turn in ((10, 53.6, 60), (15, 66, 120), (21, 59, 60), (26, 66, 120)):
                with pen.moved(turn=side * turn, about=(50 + side * x, y)):
                    leaf(pen, 50 + side * x, y, 7, pen.ink.accent, blue)
            flower(pen, 50 + side * 28, 60, 8, blue, pen.ink.second)
        flower(pen, 50, 62, 17, blue, pen.ink.second)
        pen.glow(round_points(27, 48, 11, 3, -30), 130)


@stands("table-top", "#f1ece2", (50, 80))
def table_top(pen: Pen) -> None:
    """An octagonal slab of marble with flowers laid into it: the top alone, without legs."""
    base = pen.ink.base
    with pen.moved(0, 12):
        _slab(pen, base)


def _slab(pen: Pen, base: Colour) -> None:
    rim = [(50 + 47 * cos(pi * (step / 4 + 0.125)), 64 + 25 * sin(pi * (step / 4 + 0.125)))
           for step in range(8)]  # fmt: skip
    front = [(x, y) for x, y in rim if y > 64]
    front.sort()
    pen.poly([*front, *((x, y + 7) for x, y in front[::-1])], darker(base, 0.3))
    for first, last in ((0, 1), (2, 3)):
        side = [front[first], front[last], (front[last][0], front[last][1] + 7),
                (front[first][0], front[first][1] + 7)]  # fmt: skip
        pen.poly(side, darker(base, 0.18 if first == 0 else 0.42))
    pen.cloth(rim, speckle(base, 20))
    for share, wide in ((0.94, 0.7), (0.72, 0.7)):
        edge = [(50 + (x - 50) * share, 64 + (y - 64) * share) for x, y in rim]
        pen.line([*edge, edge[0]], wide, pen.ink.accent)
    for step in range(24):
        angle, tone = step * pi / 12, _INLAY[(step // 2 + pen.pattern) % 4]
        x, y = 50 + 37.6 * cos(angle), 64 + 20 * sin(angle)
        if step % 2:
            pen.ellipse(x, y, 3.4, 1.1, LEAF, turn=step * 15 + 60)
        else:
            _flat_flower(pen, x, y, 4.2, tone)
    for step in range(8):
        angle = step * pi / 4
        x, y = 50 + 19 * cos(angle), 64 + 10.2 * sin(angle)
        pen.line([(50, 64), (x, y)], 0.6, darker(LEAF, 0.1))
        _flat_flower(pen, x, y, 5, _INLAY[(step + pen.pattern) % 4])
    _flat_flower(pen, 50, 64, 8.4, pen.ink.accent)
    pen.glow([(18, 56), (30, 48), (46, 44), (24, 62)], 50)


def _flat_flower(pen: Pen, x: float, y: float, size: float, colour: Colour) -> None:
    """A flower as it lies on a table seen from the side."""
    petals = star_points(0, 0, size, size * 0.55, 8)
    pen.poly([(x + px, y + py * 0.54) for px, py in petals], colour)
    pen.ellipse(x, y, size * 0.3, size * 0.17, GOLD)


@stands("stone-lamp", "#eadfca", (50, 60))
def stone_lamp(pen: Pen) -> None:
    """A pierced egg of stone, lit from within, on a turned foot."""
    base = pen.ink.base
    _halo(pen, 50, 54, 44)
    foot = turned(pen, [(84, 12), (89, 8), (93, 9), (99, 18), (106, 22)], base, "clay")
    foot.band(97, 98.4, pen.ink.accent)
    profile: Points = [(20, 2), (26, 13), (38, 24), (56, 29), (72, 24), (84, 14)]
    egg = turned(pen, profile, mix(base, _LIT, 0.2), "clay")
    for row, y in enumerate((30, 38, 47, 56, 65, 74)):
        for column in range(9):
            u = 0.9 * sin(pi * ((column + 0.5 + row % 2 * 0.5) / 9.5 - 0.5))
            x, at = egg.at(y, u)
            wide = max(0.2, (1 - u * u) ** 0.5) * egg.radius(y) / 29
            hole = [(x + px * wide, at - egg.tilt * egg.radius(y) * 0.6 + py)
                    for px, py in star_points(0, 0, 4, 2.3, 8)]  # fmt: skip
            pen.poly([(px - 0.4, py - 0.4) for px, py in hole], darker(base, 0.4))
            pen.poly(hole, mix(_LIT, (255, 196, 90), abs(u)))
    for y in (22, 82):
        egg.band(y, y + 1.4, darker(base, 0.2))
    turned(pen, [(9, 1), (13, 3.4), (16, 2), (20, 5)], base, "clay")


@stands("lamp-base", "#9a6236", (50, 74))
def lamp_base(pen: Pen) -> None:
    """A turned foot of wood with its holder, a bulb in it and a cord: no shade."""
    base = pen.ink.base
    pen.curve([(66, 104), (80, 107), (90, 102), (97, 107)], 1.3, (60, 54, 56))
    _halo(pen, 50, 26, 18)
    pen.blob(mirror([(50, 13), (58, 17), (60, 25), (56, 33), (53, 39), (50, 40)]), _LIT, 255, 225)
    pen.curve([(47, 34), (46, 26), (49, 29), (51, 25), (54, 26), (53, 34)], 0.7, (226, 130, 40))
    pen.glow(round_points(46, 20, 2.4, 4, 24), 200)
    turned(pen, [(39, 4.4), (44, 5), (47, 5)], BRASS, "metal", soft=False)
    body = turned(pen, [(47, 4), (52, 6), (55, 4), (62, 10), (72, 14), (82, 9), (88, 5), (92, 6),
                        (97, 17), (101, 21), (106, 22)], base, "glaze")  # fmt: skip
    ringed(pen, body, 70, 9, 5)
    body.band(97, 98.4, pen.ink.accent)
    for y in (53, 87, 90):
        body.band(y, y + 0.8, darker(base, 0.4))
    body.light(-0.7, 0.14, 90)
    edge = smooth([body.at(103, u) for u in (-0.8, -0.4, 0, 0.4, 0.8)], closed=False)
    border(pen, edge, 3.4, 11)
    middle, low = body.at(103, 0)
    motif(pen)(pen, middle, low - 0.4, 4, pen.ink.second, pen.ink.accent)
