"""Attar and what is burnt for its scent."""

from math import cos, pi, sin

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import (
    BRASS,
    GOLD,
    IVORY,
    MAROON,
    STEEL,
    TEAL,
    WOOD,
    Colour,
    darker,
    lighter,
    mix,
)  # fmt: skip
from demo.pictures.geometry import Points, box_points, round_points, smooth
from demo.pictures.ornament import border, border_cloth, cloth, grain, motif
from demo.pictures.shapes.parts.turning import label, turned
from demo.pictures.shapes.shape import stands

_GLASS: Colour = (250, 246, 236)
_EMBER: Colour = (236, 92, 40)


def smoke(pen: Pen, x: float, y: float, size: float = 1) -> None:
    """Smoke rising from a place."""
    wisp: Points = [(0, 0), (-4, -9), (4, -18), (-2, -29), (1, -29), (7.5, -18), (0, -9), (2, 0)]
    pen.poly(smooth([(x + a * size, y + b * size) for a, b in wisp]), IVORY, body=120)


def brass_plate(pen: Pen, y: float = 97, wide: float = 42) -> None:
    """A low brass plate, its rim at a height."""
    plate = Lathe(pen, 50, [(y, wide), (y + 3, wide - 2), (y + 7, wide * 0.7)])
    plate.body(BRASS, "metal")
    pen.ellipse(50, y, wide, 7.6, lighter(BRASS, 0.3))
    pen.ellipse(50, y + 0.6, wide - 4, 6.2, darker(BRASS, 0.24))


@stands("attar-roll-on", "#d8a24a", (46, 66))
def attar_roll_on(pen: Pen) -> None:
    """A slim bottle with its ball, the cap beside it."""
    base = pen.ink.base
    oil = turned(pen, [(48, 9.6), (53, 12.4), (101, 12.4), (106, 11.6)], mix(base, _GLASS, 0.25),
                 "glass", 232, 42)  # fmt: skip
    oil.band(50, 57, mix(base, _GLASS, 0.72))
    label(pen, oil, 66, 96)
    oil.light(-0.78, 0.14, 140)
    neck = turned(pen, [(38, 8.4), (48, 9.4)], GOLD, "metal", x=42, soft=False)
    neck.band(45, 46, darker(GOLD, 0.4))
    pen.ellipse(42, 38, 8.4, 1.8, lighter(GOLD, 0.4))
    pen.ellipse(42, 35, 5.8, 6, darker(STEEL, 0.35))
    pen.ellipse(41.6, 34.4, 5, 5.2, lighter(STEEL, 0.25))
    pen.ellipse(40, 32.4, 1.8, 1.5, (255, 255, 255))
    pen.ellipse(46.4, 30, 1, 1.5, mix(base, GOLD, 0.4))
    cap = turned(pen, [(71, 9.6), (74, 11.4), (106, 11.4)], GOLD, "metal", x=74, soft=False)
    pen.ellipse(74, 71, 9.6, 2, lighter(GOLD, 0.45))
    for y in (77, 101):
        cap.band(y, y + 1.4, darker(GOLD, 0.3))
    motif(pen)(pen, *cap.at(88, -0.1), 12, darker(GOLD, 0.45), darker(GOLD, 0.2))


@stands("attar-room-spray", "#7fae8c", (50, 68))
def attar_room_spray(pen: Pen) -> None:
    """A bottle with a trigger, a fine mist before it."""
    base = pen.ink.base
    for step in range(70):
        far = 3 + (step * 7.3) % 18
        angle = ((step * 37) % 44 - 22) * pi / 180
        size = 0.35 + step % 3 * 0.15
        pen.ellipse(24 - far * cos(angle), 27 + far * sin(angle), size, size, IVORY, body=170)
    body = turned(pen, [(48, 8), (53, 14), (60, 18.4), (98, 18.4), (106, 16.4)], base, "glass",
                  235, 54)  # fmt: skip
    body.light(-0.78, 0.12, 130)
    label(pen, body, 64, 96)
    head = darker(IVORY, 0.04)
    turned(pen, [(39, 8), (48, 8.6)], head, "clay", x=54, soft=False)
    trigger = smooth([(38, 32), (44, 32), (42, 42), (37, 52), (33, 51), (37, 42)])
    pen.poly([(x + 0.7, y + 0.9) for x, y in trigger], darker(pen.ink.accent, 0.4))
    pen.poly(trigger, pen.ink.accent)
    pump: Points = [(27, 22), (58, 20), (66, 25), (68, 34), (62, 40), (47, 40), (44, 33), (27, 31)]
    pen.poly([(x + 0.8, y + 1.2) for x, y in pump], darker(head, 0.35))
    pen.poly(pump, head)
    pen.shade([(62, 23), (66, 25), (68, 34), (62, 40), (56, 40)], 40)
    pen.glow([(30, 23.4), (57, 21.6), (60, 24), (30, 25.6)], 150)
    pen.rect(24, 23, 29, 30.4, pen.ink.accent, 1)
    pen.ellipse(24.4, 26.7, 1, 1.4, darker(pen.ink.accent, 0.6))


def _phial(pen: Pen, x: float, y: float, oil: Colour) -> None:
    """A small bottle of attar, its foot at a height."""
    profile: Points = [(-25, 3.2), (-22, 3.4), (-19, 7), (-9, 7.6), (0, 6.6)]
    body = turned(pen, [(y + at, wide) for at, wide in profile], mix(oil, _GLASS, 0.2), "glass",
                  245, x)  # fmt: skip
    body.band(y - 24, y - 17, mix(oil, _GLASS, 0.7))
    body.light(-0.7, 0.2, 150)
    cap = turned(pen, [(y - 37, 0.6), (y - 34, 3.8), (y - 29, 2.6), (y - 25, 4)], GOLD, "metal",
                 x=x)  # fmt: skip
    cap.band(y - 27, y - 26, darker(GOLD, 0.4))
    pen.ellipse(x, y - 9, 3.6, 4.4, IVORY)
    motif(pen)(pen, x, y - 9, 5.4, darker(oil, 0.3), darker(oil, 0.55))


@stands("attar-gift-set", "#8a2233", (50, 72))
def attar_gift_set(pen: Pen) -> None:
    """An open case lined with velvet, four bottles standing in it."""
    base = pen.ink.base
    pen.rect(10, 32, 90, 80, darker(base, 0.45), 2)
    pen.cloth(box_points(12, 34, 88, 79, 1), border_cloth(pen, 9))
    pen.rect(17, 39, 83, 79, lighter(IVORY, 0.1), 1)
    motif(pen)(pen, 50, 47, 10, base if pen.ink.accent == IVORY else pen.ink.accent, base)
    pen.poly([(10, 80), (90, 80), (94, 91), (6, 91)], darker(base, 0.5))
    pen.poly([(13, 81), (87, 81), (90, 91), (10, 91)], mix(IVORY, GOLD, 0.25))
    oils: tuple[Colour, ...] = ((214, 150, 50), (196, 92, 110), (110, 140, 84), (150, 92, 46))
    for step, oil in enumerate(oils):
        x = 22 + step * 18.7
        pen.ellipse(x, 89, 8.8, 2, darker(IVORY, 0.4))
        _phial(pen, x, 88, oil)
    pen.rect(6, 91, 94, 108, darker(base, 0.2), 1)
    pen.cloth(box_points(6.6, 91.6, 93.4, 107.2, 1), cloth(pen, 10))
    pen.line([(6, 91.6), (94, 91.6)], 1.4, GOLD)
    pen.rect(44, 90, 56, 97, darker(GOLD, 0.3), 1)
    pen.rect(44.6, 90, 55.4, 96, GOLD, 1)
    pen.ellipse(50, 94, 1.6, 1.6, darker(GOLD, 0.5))


@stands("dhoop-sticks", "#4a3428", (48, 84))
def dhoop_sticks(pen: Pen) -> None:
    """Thick sticks without a core: one burning on a stand, more in a bundle and their box."""
    stick = pen.ink.base
    box = mix(pen.ink.accent, IVORY, 0.1)
    pen.poly([(56, 44), (60, 40), (90, 40), (86, 44)], darker(box, 0.5))
    for step in range(6):
        x = 61 + step * 4.5
        _log(pen, [(x, 34 - step % 2 * 3), (x, 58)], stick)
    pen.rect(56, 44, 86, 106, box, 0.6)
    pen.poly([(86, 44), (90, 40), (90, 103), (86, 106)], darker(box, 0.3))
    pen.rect(59, 52, 83, 90, lighter(box, 0.72), 1)
    motif(pen)(pen, 71, 66, 17, darker(box, 0.2), pen.ink.second)
    for y in (79, 83):
        pen.line([(64, y), (78, y)], 0.9, darker(box, 0.3))
    border(pen, [(60, 98), (82, 98)], 5, 4)
    stand = Lathe(pen, 28, [(96, 12), (99, 16), (103, 14), (106, 17)])
    stand.body(BRASS, "metal")
    stand.mouth(BRASS, 2)
    smoke(pen, 28, 52, 1.2)
    _log(pen, [(28, 55), (28, 97)], stick)
    pen.ellipse(28, 55.4, 2.4, 2.6, _EMBER)
    pen.ellipse(28, 54.4, 1.3, 1.1, (255, 214, 120))
    for row, count in ((105, 3), (101, 2)):
        for step in range(count):
            high = row - step * 0.8
            _log(pen, [(38 + step * 4, high - 2 + step), (57 + step * 4, high + step)], stick)


def _log(pen: Pen, path: Points, colour: Colour) -> None:
    """A thick round stick, lit from the left or above."""
    pen.line(path, 4.2, darker(colour, 0.45))
    pen.line([(x - 0.4, y - 0.2) for x, y in path], 2.9, lighter(colour, 0.1))
    pen.line([(x - 0.9, y - 0.6) for x, y in path], 0.9, lighter(colour, 0.4))


def _cone(pen: Pen, x: float, y: float, colour: Colour, size: float = 1) -> None:
    """A cone of incense, standing on a height."""
    cone = Lathe(pen, x, [(y - 22 * size, 0.7 * size), (y - 20 * size, 1.8 * size),
                          (y, 8.4 * size)], soft=False)  # fmt: skip
    cone.body(colour, "clay")
    for step in range(12):
        at = cone.at(y - (2 + step * 5 % 16) * size, sin(step * 2.6) * 0.8)
        pen.ellipse(*at, 0.6, 0.4, lighter(colour, 0.35), 150)
    cone.light(-0.6, 0.2, 60)


@stands("dhoop-cones", "#6a4432", (50, 84))
def dhoop_cones(pen: Pen) -> None:
    """Cones on a brass plate, one of them burning."""
    base = pen.ink.base
    brass_plate(pen)
    for x, y in ((33, 93), (67, 93)):
        _cone(pen, x, y, darker(base, 0.1))
    smoke(pen, 50, 61, 1.3)
    _cone(pen, 50, 93, base, 1.4)
    pen.ellipse(50, 62.6, 1.6, 2.2, _EMBER)
    pen.ellipse(50, 62, 0.9, 1, (255, 214, 120))
    for x, y in ((22, 98), (40, 100), (61, 100), (79, 98)):
        _cone(pen, x, y, base)


@stands("sambrani-cups", "#4b342a", (50, 84))
def sambrani_cups(pen: Pen) -> None:
    """Cups pressed of charcoal and herbs, resin in them; one smokes."""
    base = pen.ink.base
    brass_plate(pen)
    for x, y in ((35, 88), (65, 88)):
        _resin_cup(pen, x, y, darker(base, 0.12), 1)
    smoke(pen, 50, 76, 1.7)
    smoke(pen, 56, 77, 1.0)
    for x, y in ((24, 97), (76, 97)):
        _resin_cup(pen, x, y, base, 1)
    _resin_cup(pen, 50, 99, base, 1.25, glowing=True)


def _resin_cup(
    pen: Pen, x: float, y: float, colour: Colour, size: float, glowing: bool = False
) -> None:
    profile: Points = [(-17, 11.5), (-11, 10.6), (-4, 8), (0, 7.6)]
    cup = Lathe(pen, x, [(y + at * size, wide * size) for at, wide in profile], tilt=0.3)
    cup.body(colour, "clay")
    cup.mouth(colour, 1.9 * size, darker(colour, 0.6))
    top = y - 17 * size
    for step in range(16):
        angle, far = step * 2.4, (step % 4 + 1) * 1.8 * size
        tone = mix((226, 176, 92), IVORY, step % 3 * 0.2)
        pen.ellipse(
            x + far * cos(angle), top + far * 0.3 * sin(angle), 1.6 * size, 1.1 * size, tone
        )
    if glowing:
        edge = round_points(x, top, 10.4 * size, 3.2 * size, start=20, end=160)
        pen.line(edge, 1.5, _EMBER)
        pen.line(edge[10:40], 0.7, (255, 206, 110))
    cup.light(-0.6, 0.16, 70)


@stands("incense-holder", "#9a6236", (50, 88))
def incense_holder(pen: Pen) -> None:
    """A long boat of wood, a stick burning over it and its ash on it."""
    base = pen.ink.base
    tip = (78.0, 58.0)
    smoke(pen, *tip, 1.5)
    boat = smooth([(8, 86), (13, 84), (20, 92), (34, 97), (90, 99), (92, 103), (84, 106), (28, 105),
                   (14, 98)])  # fmt: skip
    pen.poly([(x + 0.6, y + 1.8) for x, y in boat], darker(base, 0.5))
    pen.cloth(boat, grain(base, 12))
    groove = smooth([(22, 95.4), (36, 98.6), (86, 100.2), (84, 101.8), (36, 101), (24, 98)])
    pen.poly(groove, darker(base, 0.42))
    pen.glow(smooth([(10, 86), (13, 85), (20, 93), (34, 98), (20, 95)]), 90)
    border(pen, [(30, 103.4), (86, 104.2)], 3.2, 12)
    for step in range(8):
        pen.ellipse(64 + step * 2.6, 100.2 + step % 2 * 0.5, 2, 0.7, (188, 182, 176))
    pen.line([(13.4, 88), (30, 80)], 0.8, (206, 168, 112))
    pen.line([(26, 82), tip], 2.1, (84, 58, 46))
    pen.line([(26, 81.6), (tip[0], tip[1] - 0.4)], 0.8, (130, 96, 76))
    pen.ellipse(*tip, 1.7, 1.5, _EMBER)
    pen.ellipse(tip[0] + 0.3, tip[1] - 0.3, 0.8, 0.7, (255, 214, 120))
    for mark, colour in ((16.4, MAROON), (19.6, TEAL)):
        pen.ellipse(mark, 91 + (mark - 16) * 0.9, 1.3, 1.3, mix(colour, WOOD, 0.1))
