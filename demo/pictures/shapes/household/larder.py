"""From field and kitchen: sweets, sacks, packets."""

from math import cos, pi, sin
from random import Random

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import (
    BRASS,
    GOLD,
    IVORY,
    LEAF,
    MAROON,
    Colour,
    darker,
    lighter,
    mix,
)
from demo.pictures.geometry import (  # fmt: skip
    Points,
    box_points,
    round_points,
    smooth,
    star_points,
)
from demo.pictures.ornament import border, border_cloth, flower, leaf, motif, speckle
from demo.pictures.shapes.shape import lies, stands

_JUTE: Colour = (196, 158, 104)


@stands("jaggery", "#b5702a", (48, 84))
def jaggery(pen: Pen) -> None:
    """Rounds of gur and broken pieces on a brass plate."""
    base = pen.ink.base
    plate = Lathe(pen, 50, [(97, 43), (101, 40), (104, 30)])
    plate.body(BRASS, "metal")
    pen.ellipse(50, 97, 43, 7.4, lighter(BRASS, 0.3))
    pen.ellipse(50, 97.6, 39, 6, darker(BRASS, 0.25))
    for x, y, size in ((36.0, 94.0, 1.0), (64.0, 95.0, 0.92), (50.0, 74.0, 0.86)):
        with pen.moved(x, y, size):
            profile: Points = [(-23, 3), (-21, 11), (-14, 18), (-5, 20), (0, 18)]
            dome = Lathe(pen, 0, profile)
            dome.body(base, "clay")
            for fleck in range(26):
                u = sin(fleck * 2.4) * 0.9
                at = dome.at(-20 + fleck * 0.76, u)
                pen.ellipse(
                    *at, 0.9, 0.5, lighter(base, 0.4) if fleck % 2 else darker(base, 0.3), 150
                )
            dome.light(-0.6, 0.2, 60)
    for x, y, turn in ((76, 97, 20), (84, 98.5, -15), (17, 97, 30), (24, 99.5, -8), (70, 101, 5)):
        with pen.moved(turn=turn, about=(x, y)):
            pen.rect(x - 4, y - 3.4, x + 4, y + 3, darker(base, 0.3), 1)
            pen.rect(x - 4, y - 3.8, x + 3.2, y + 1.6, lighter(base, 0.14), 1)
    leaf(pen, 89, 92, 12, LEAF, darker(LEAF, 0.3))


@stands("sack", "#e2c27a", (50, 76))
def sack(pen: Pen) -> None:
    """Jute rolled open over grain, a motif printed on it."""
    grain = pen.ink.base
    right: Points = [(50, 50), (72, 52), (77, 62), (83, 84), (82, 100), (74, 107), (50, 108)]
    half = smooth(right, closed=False)
    body = [*half, *((100 - x, y) for x, y in half[::-1])]
    pen.cloth(body, speckle(_JUTE, 5))
    for x in range(18, 84, 3):
        pen.line([(x, 50), (x + (x - 50) * 0.1, 108)], 0.3, darker(_JUTE, 0.35), 70)
    for y in range(56, 108, 3):
        pen.line([(14, y), (86, y)], 0.3, lighter(_JUTE, 0.35), 70)
    pen.shade(smooth([(74, 56), (86, 84), (82, 108), (68, 108), (77, 84)]), 70)
    for x, bend in ((30, 3), (66, -3)):
        pen.curve([(x, 62), (x + bend, 78), (x - bend, 100)], 1.2, darker(_JUTE, 0.4), 70)
    pen.poly(star_points(50, 83, 16, 14.6, 18), pen.ink.accent)
    pen.ellipse(50, 83, 12.6, 12.6, lighter(_JUTE, 0.4))
    ink = pen.ink.accent if pen.ink.accent != IVORY else MAROON
    motif(pen)(pen, 50, 83, 19, ink, darker(ink, 0.35))
    heap = smooth([(25, 53), (34, 44), (50, 38), (66, 44), (75, 53), (50, 58)])
    pen.cloth(heap, speckle(grain, 5))
    chance = Random("grains")
    for _ in range(110):
        angle, share = chance.uniform(0, 2 * pi), chance.random() ** 0.6
        at = 50 + 22 * share * cos(angle), 49 + 7.4 * share * sin(angle)
        lit = lighter(grain, 0.4) if chance.random() < 0.5 else darker(grain, 0.22)
        pen.ellipse(*at, 1.3, 0.7, lit, turn=chance.uniform(0, 180))
    roll = round_points(50, 54, 27, 7, start=-10, end=190)
    pen.line(roll, 7.4, darker(_JUTE, 0.35))
    pen.line(roll, 6, lighter(_JUTE, 0.12))
    for step in range(22):
        left, low = roll[step * len(roll) // 22]
        pen.line([(left - 0.6, low - 2.6), (left + 0.6, low + 2.6)], 0.4, darker(_JUTE, 0.35))
    pen.line(round_points(50, 52.4, 27, 7, start=30, end=150), 0.9, lighter(_JUTE, 0.5))


@stands("packet", "#5f8f4a", (50, 70))
def packet(pen: Pen) -> None:
    """A pouch that stands, with a window."""
    base = pen.ink.base
    pouch: Points = [
        (24, 26), (76, 26), (77, 60), (80, 98), (76, 105), (50, 108), (24, 105), (20, 98), (23, 60),
    ]  # fmt: skip
    pen.poly(pouch, base)
    pen.cloth([(24, 26), (76, 26), (76.2, 37), (23.8, 37)], border_cloth(pen, 11))
    pen.line([(24, 38), (76, 38)], 0.8, darker(base, 0.4))
    for step in range(26):
        pen.poly(
            [(24 + step * 2, 26), (26 + step * 2, 26), (25 + step * 2, 24.8)], darker(base, 0.1)
        )
    pen.ellipse(50, 31, 3, 3, darker(base, 0.5))
    label = lighter(pen.ink.second, 0.72)
    pen.rect(29, 43, 71, 63, darker(label, 0.2), 2)
    pen.rect(29.6, 43.4, 70.4, 62.4, label, 2)
    ink = pen.ink.accent if pen.ink.accent not in (IVORY, GOLD) else MAROON
    motif(pen)(pen, 39, 53, 15, ink, darker(ink, 0.3))
    for y, wide in ((48.4, 17), (53, 13), (57.4, 15)):
        pen.line([(50, y), (50 + wide, y)], 1.3 if y < 50 else 0.8, darker(ink, 0.2))
    window = round_points(50, 81, 19, 14)
    pen.poly(round_points(50, 81, 20.6, 15.6), pen.ink.accent)
    inside = mix(GOLD, darker(base, 0.2), 0.25)
    pen.cloth(window, speckle(inside, 5))
    chance = Random("packet")
    for _ in range(90):
        angle, share = chance.uniform(0, 2 * pi), chance.random() ** 0.5 * 0.94
        at = 50 + 18 * share * cos(angle), 81 + 13 * share * sin(angle)
        lit = lighter(inside, chance.uniform(0, 0.5))
        pen.ellipse(*at, 1.5, 0.9, lit, turn=chance.uniform(0, 180))
    pen.glow(smooth([(36, 76), (44, 70), (50, 69.4), (42, 76), (38, 83)]), 90)
    pen.shade([(76, 38), (77, 60), (80, 98), (76, 105), (70, 106), (73, 70)], 60)
    pen.glow([(25, 39), (28, 39), (26, 80), (24, 98), (21.6, 97), (24, 60)], 80)
    pen.curve([(24, 103), (50, 98.6), (76, 103)], 0.8, darker(base, 0.4), 140)


@lies("sweets-box", "#b5304a", (50, 66))
def sweets_box(pen: Pen) -> None:
    """An open box: peda, barfi, laddu, petha, each in its place."""
    base = pen.ink.base
    pen.rect(11, 23, 89, 115, darker(base, 0.5), 2)
    pen.cloth(box_points(10, 21, 88, 113, 2), border_cloth(pen, 10))
    pen.rect(17, 28, 81, 106, darker(base, 0.4), 1)
    pen.rect(18, 30, 81, 106, lighter(IVORY, 0.3), 1)
    for row in range(4):
        for column in range(3):
            _sweet(pen, 28.6 + column * 21, 40 + row * 18.6, (row + pen.pattern) % 4)
    for x in (39, 60.3):
        pen.line([(x, 30), (x, 106)], 0.8, darker(IVORY, 0.25))
    pen.poly([(10, 21), (88, 21), (93, 8), (5, 8)], darker(base, 0.15))
    pen.poly([(12, 19.6), (86, 19.6), (90, 9.4), (8, 9.4)], base)
    border(pen, [(18, 14.6), (82, 14.6)], 7, 9)


def _sweet(pen: Pen, x: float, y: float, kind: int) -> None:
    pen.poly(star_points(x, y, 9.2, 8.2, 18), lighter(pen.ink.accent, 0.55))
    if kind == 0:  # peda
        pen.ellipse(x + 0.4, y + 0.8, 7, 7, (166, 120, 70))
        pen.ellipse(x, y, 7, 7, (226, 186, 126))
        flower(pen, x, y, 7.4, (206, 158, 96), LEAF)
    elif kind == 1:  # barfi under silver leaf
        cut = [(x, y - 8), (x + 7, y), (x, y + 8), (x - 7, y)]
        pen.poly([(px + 0.6, py + 1.2) for px, py in cut], (150, 170, 110))
        pen.poly(cut, (196, 210, 150))
        pen.poly([(x - 1, y - 5), (x + 4, y - 1), (x + 1, y + 4), (x - 4, y)], (236, 238, 234))
    elif kind == 2:  # laddu
        pen.ellipse(x + 0.4, y + 0.8, 7.4, 7.4, (176, 104, 24))
        pen.ellipse(x, y, 7.2, 7.2, (240, 172, 56))
        for step in range(16):
            angle, share = step * 2.4, (step / 16) ** 0.5 * 6
            tone: Colour = (252, 206, 104) if step % 3 else (206, 96, 40)
            pen.ellipse(x + share * cos(angle), y + share * sin(angle), 1, 0.9, tone)
    else:  # petha
        pen.rect(x - 5.8, y - 5, x + 6.6, y + 6.8, (196, 204, 190), 2)
        pen.rect(x - 6.4, y - 6, x + 6, y + 5.6, (246, 248, 238), 2)
        pen.ellipse(x - 2, y - 2.4, 2.4, 1.4, (255, 255, 252))
        pen.ellipse(x + 2.4, y + 2.6, 1.8, 1, (222, 228, 214))


@stands("chips", "#e6b64c", (50, 72))
def chips(pen: Pen) -> None:
    """A bowl heaped with chips, some beside it."""
    base, chance = pen.ink.base, Random("chips")
    for row, (y, half) in enumerate(((46, 8), (54, 17), (61, 24), (68, 29), (75, 31))):
        count = 2 + row
        for step in range(count):
            x = 50 + half * (2 * step / (count - 1) - 1) * 0.92 + chance.uniform(-1.5, 1.5)
            _chip(pen, x, y + chance.uniform(-2, 2), base, chance.uniform(-50, 50))
    clay = mix(pen.ink.accent, MAROON, 0.15) if pen.ink.accent != IVORY else pen.ink.second
    bowl = Lathe(pen, 50, [(74, 37), (82, 35), (93, 27), (101, 16), (104, 15)])
    bowl.body(clay, "glaze")
    bowl.band(77, 78.4, lighter(clay, 0.6))

    def stamp(x: float, y: float, wide: float, turn: float) -> None:
        x += (50 - x) * 0.07
        with pen.moved(turn=turn, about=(x, y)):
            motif(pen)(pen, x, y, 1 + 9 * wide, lighter(clay, 0.65), pen.ink.second)

    bowl.row(85.5, 9, stamp)
    bowl.light(-0.66, 0.12, 90)
    for x, y, turn in ((15, 104, 12), (84, 104, -20), (90, 100, 25)):
        _chip(pen, x, y, base, turn)


def _chip(pen: Pen, x: float, y: float, colour: Colour, turn: float) -> None:
    """A slice, curled in frying."""
    with pen.moved(turn=turn, about=(x, y)):
        edge = smooth([(x - 9, y - 2), (x - 3, y - 6), (x + 5, y - 5), (x + 9, y + 1),
                       (x + 3, y + 5), (x - 6, y + 4)])  # fmt: skip
        pen.poly([(px + 0.4, py + 1.1) for px, py in edge], darker(colour, 0.42))
        pen.poly(edge, colour)
        pen.blob([(x - 7, y - 1), (x, y - 4), (x + 6, y - 1), (x, y + 1)], lighter(colour, 0.4))
        for dx, dy in ((-3, 1), (2, -2), (4, 2), (-1, -3)):
            pen.ellipse(x + dx, y + dy, 0.7, 0.5, (170, 90, 40), 190)
