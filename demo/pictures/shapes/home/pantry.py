"""Sweets in syrup and leaf, syrups, pastes and mixes."""

from math import cos, pi, sin
from random import Random

from demo.pictures.canvas import Pen
from demo.pictures.colour import (
    BRASS,
    GOLD,
    IVORY,
    MAROON,
    RANI,
    STEEL,
    Colour,
    darker,
    lighter,
    mix,
)  # fmt: skip
from demo.pictures.geometry import Points, box_points, round_points, smooth
from demo.pictures.ornament import border, motif, speckle
from demo.pictures.shapes.home.scents import brass_plate
from demo.pictures.shapes.parts.turning import label, turned
from demo.pictures.shapes.shape import stands

_SYRUP: Colour = (236, 196, 110)
_PISTACHIO: Colour = (132, 160, 72)
_SAFFRON: Colour = (206, 92, 30)


@stands("petha-in-syrup", "#f0e6c6", (50, 80))
def petha_in_syrup(pen: Pen) -> None:
    """Small round petha, swimming in a glass bowl of syrup with saffron."""
    base = pen.ink.base
    glass = mix(_SYRUP, IVORY, 0.2)
    bowl = turned(pen, [(70, 39), (76, 39), (94, 30), (103, 17), (107, 19)], glass, "glass", 215)
    bowl.mouth(lighter(_SYRUP, 0.5), 1.4, _SYRUP)
    for row, (y, count) in enumerate(((65, 5), (69, 6), (74, 5))):
        for step in range(count):
            x = 50 + (step - (count - 1) / 2) * (12.6 + row * 0.6)
            tone = mix(base, _SYRUP, 0.1 + 0.08 * ((step + row) % 3))
            pen.ellipse(x, y + 1.2, 6.6, 5, darker(_SYRUP, 0.3), 150)
            pen.ellipse(x, y, 6.4, 5.2, darker(tone, 0.14))
            pen.ellipse(x - 0.5, y - 0.6, 5.6, 4.3, lighter(tone, 0.18))
            pen.ellipse(x - 2, y - 2.2, 1.7, 1, (255, 255, 255), 210)
    chance = Random("saffron")
    for _ in range(16):
        left, low, turn = chance.uniform(24, 76), chance.uniform(63, 77), chance.uniform(0, pi)
        tip = left + 2.4 * cos(turn), low + 1.2 * sin(turn)
        pen.line([(left, low), tip], 0.5, _SAFFRON)
    front = round_points(50, 70, 38, 6.2, start=10, end=170)
    pen.line(front, 1.2, lighter(_SYRUP, 0.6))
    for y, count in ((84, 6), (92, 4)):
        for step in range(count):
            x, at = bowl.at(y, (step + 0.5) / count * 1.5 - 0.75)
            pen.ellipse(x, at - 2, 5.6, 4.4, lighter(mix(base, _SYRUP, 0.5), 0.2), 130)
    bowl.light(-0.76, 0.12, 170)


@stands("petha-gilori", "#dfe6b4", (50, 76))
def petha_gilori(pen: Pen) -> None:
    """Sheets of petha folded as a paan around nuts, each pinned with a clove."""
    brass_plate(pen)
    for x, y in ((30, 78), (50, 76), (70, 78), (22, 94), (41, 96), (60, 96), (79, 94)):
        _folded(pen, x, y, pen.ink.base)


def _folded(pen: Pen, x: float, y: float, colour: Colour) -> None:
    """A cone of a sheet, open at the top; its foot at the height."""
    for dx, tone in ((-5, _PISTACHIO), (0, (214, 160, 96)), (4.6, _PISTACHIO), (-2, IVORY),
                     (2.4, (186, 120, 66))):  # fmt: skip
        pen.ellipse(x + dx, y - 22 - (2 - abs(dx) * 0.3), 3, 2.4, darker(tone, 0.2), turn=dx * 12)
        pen.ellipse(x + dx - 0.3, y - 22.5 - (2 - abs(dx) * 0.3), 2.2, 1.6, tone, turn=dx * 12)
    right = [(x + 12, y - 20), (x + 1, y - 19), (x - 1.5, y), (x + 2, y)]
    left = [(x - 12, y - 20), (x + 3, y - 21.6), (x + 4, y - 8), (x + 2, y), (x - 1.5, y)]
    pen.poly(smooth(right, steps=4), darker(colour, 0.22))
    pen.poly(right, darker(colour, 0.18))
    pen.poly(left, colour)
    pen.glow([(x - 10.6, y - 19), (x - 5, y - 19.6), (x - 0.5, y - 2), (x - 1.2, y - 2)], 110)
    pen.line([(x - 12, y - 20), (x + 3, y - 21.6), (x + 4, y - 8), (x + 2, y)], 0.5,
             darker(colour, 0.35))  # fmt: skip
    pen.line([(x + 1.4, y - 13), (x + 5.6, y - 10.4)], 1, (82, 50, 36))
    pen.ellipse(x + 1.2, y - 13.2, 1.3, 1.3, (96, 58, 40))


@stands("liquid-jaggery", "#7a3e14", (46, 80))
def liquid_jaggery(pen: Pen) -> None:
    """A jar of raab, a wooden dipper over it from which it runs."""
    base = pen.ink.base
    profile: Points = [(58, 17), (63, 19), (70, 24), (98, 24.6), (106, 21)]
    jar = turned(pen, profile, mix(base, (255, 236, 200), 0.12), "glass", 246, 42)
    jar.band(60, 66, mix(base, IVORY, 0.55), 190)
    label(pen, jar, 76, 99)
    jar.light(-0.8, 0.1, 150)
    jar.mouth(lighter(base, 0.6), 1.6, darker(base, 0.1))
    thread = smooth([(52, 36), (53.4, 44), (52.6, 57), (55, 59), (49, 59), (51.4, 57), (50.6, 44)])
    pen.poly(thread, lighter(base, 0.16))
    pen.line([(51.4, 42), (51.6, 56)], 0.6, lighter(base, 0.65))
    pen.line([(58, 24), (88, 6)], 2.8, darker(BRASS, 0.35))
    pen.line([(58, 23.4), (88, 5.4)], 1.3, lighter((190, 134, 80), 0.2))
    with pen.moved(turn=-31, about=(55, 27)):
        for step in range(5):
            x = 47 + step * 3.4
            tall = (3.6, 5.4, 6.2, 5.4, 3.6)[step]
            pen.ellipse(x, 28, 1.9, tall + 0.8, darker((176, 120, 70), 0.3))
            pen.ellipse(x - 0.3, 27.6, 1.4, tall, (196, 142, 88))
    coat = smooth([(46, 29), (51, 33), (57, 31), (60, 27), (58, 33), (54, 38), (49, 38), (45, 34)])
    pen.poly(coat, lighter(base, 0.08), 255)
    pen.glow(smooth([(48, 33), (52, 35), (56, 33), (52, 36.6)]), 120)
    for x, y, size in ((76, 104, 1.0), (88, 106, 0.8), (83, 97, 0.9)):
        with pen.moved(x, y, size):
            pen.poly([(-8, -4), (-4, -9), (6, -8), (8, -1), (4, 3), (-6, 3)], darker(base, 0.02))
            pen.poly([(-8, -4), (-4, -9), (6, -8), (2, -3)], lighter((180, 110, 50), 0.2))
            pen.poly([(-8, -4), (2, -3), (4, 3), (-6, 3)], (164, 96, 42))


@stands("kheer-mix", "#7d4a78", (46, 76))
def kheer_mix(pen: Pen) -> None:
    """A pouch of the mix, before it a bowl of the purple kheer made of it."""
    base = pen.ink.base
    pouch: Points = [
        (40, 22),
        (86, 22),
        (87, 60),
        (89, 98),
        (85, 104),
        (41, 104),
        (37, 98),
        (39, 60),
    ]
    pen.poly([(x + 1, y + 1.4) for x, y in pouch], darker(base, 0.5))
    pen.poly(pouch, base)
    pen.poly([(40, 22), (86, 22), (86.4, 31), (39.8, 31)], darker(base, 0.18))
    pen.line([(40, 28), (86, 28)], 0.5, lighter(base, 0.4))
    pen.rect(45, 36, 81, 66, IVORY, 2)
    motif(pen)(pen, 63, 46, 14, base, darker(base, 0.4))
    for y, half in ((56, 12), (60, 8)):
        pen.line([(63 - half, y), (63 + half, y)], 1.2, darker(base, 0.2))
    pen.glow([(42, 32), (45, 32), (42, 100), (39, 98)], 70)
    pen.shade([(82, 31), (86.4, 31), (88, 100), (80, 103)], 50)
    milk = mix(base, (238, 214, 226), 0.55)
    bowl = turned(pen, [(80, 27), (84, 27.4), (94, 22), (102, 13), (107, 14)], lighter(IVORY, 0.2),
                  "glaze", x=36)  # fmt: skip
    bowl.band(86, 89, pen.ink.accent)
    bowl.mouth(lighter(IVORY, 0.3), 1.4, milk)
    chance = Random("kheer")
    for _ in range(60):
        angle, share = chance.uniform(0, 2 * pi), chance.random() ** 0.5
        at = 36 + 24 * share * cos(angle), 80.2 + 3.6 * share * sin(angle)
        pen.ellipse(*at, 1.4, 0.6, mix(darker(base, 0.35), milk, chance.uniform(0, 0.4)),
                    turn=chance.uniform(0, 180))  # fmt: skip
    almond: Colour = (240, 214, 168)
    nuts = (
        (28, 79, _PISTACHIO),
        (35, 81.4, almond),
        (43, 79.4, _PISTACHIO),
        (38, 78, (206, 150, 90)),
        (47, 81, almond),
        (30, 82, RANI),
    )
    for left, low, tone in nuts:
        pen.ellipse(left, low, 2.4, 1.1, darker(tone, 0.2), turn=left * 9)
        pen.ellipse(left - 0.2, low - 0.3, 2, 0.8, tone, turn=left * 9)
    bowl.light(-0.72, 0.12, 110)


@stands("sachets", "#8a5a34", (50, 74))
def sachets(pen: Pen) -> None:
    """A strip of sachets joined at their seams, one torn open, its powder before it."""
    base = pen.ink.base
    for column in range(3):
        for row in range(2):
            _sachet(pen, 14 + column * 25, 18 + row * 38, base)
    with pen.moved(turn=-14, about=(72, 96)):
        pen.rect(57, 79, 84, 107, darker(base, 0.3), 0.6)
        _sachet(pen, 58, 70, lighter(base, 0.06))
    heap = smooth([(22, 108), (28, 101), (38, 96), (46, 99), (54, 107), (38, 110)])
    pen.cloth(heap, speckle(mix(base, (92, 56, 30), 0.6), 3))
    pen.shade(smooth([(42, 98), (54, 107), (42, 109)]), 50)


def _sachet(pen: Pen, x: float, y: float, colour: Colour) -> None:
    """A flat sachet with crimped ends."""
    pen.rect(x, y, x + 24.4, y + 37.4, darker(colour, 0.4))
    pen.rect(x, y, x + 24, y + 37, colour)
    for end in (y, y + 32.4):
        pen.rect(x, end, x + 24, end + 4.6, darker(colour, 0.2))
        for step in range(12):
            pen.line([(x + 1 + step * 2, end + 0.6), (x + 1 + step * 2, end + 4)], 0.4,
                     lighter(colour, 0.3))  # fmt: skip
    pen.ellipse(x + 12, y + 14.4, 8.4, 7.4, IVORY)
    blue = (84, 112, 190)
    for petal in range(12):
        turn = petal * pi / 6
        pen.ellipse(x + 12 + 3.6 * cos(turn), y + 14.4 + 3.6 * sin(turn), 2.1, 0.8, blue,
                    turn=petal * 30)  # fmt: skip
    pen.ellipse(x + 12, y + 14.4, 1.5, 1.5, GOLD)
    for row, half in ((25, 7), (28.4, 4.6)):
        pen.line([(x + 12 - half, y + row), (x + 12 + half, y + row)], 1, IVORY)
    pen.glow([(x + 1, y + 5), (x + 4, y + 5), (x + 2.4, y + 32), (x + 1, y + 32)], 70)


@stands("hing-paste", "#c99a5a", (44, 84))
def hing_paste(pen: Pen) -> None:
    """A small jar open on thick paste, some of it on a spoon, lumps of raw hing beside it."""
    base = pen.ink.base
    jar = turned(pen, [(66, 22), (72, 24), (100, 24), (106, 21)], base, "glass", 248, 38)
    label(pen, jar, 77, 98)
    pen.line(round_points(38, 67.6, 23, 4.4, start=0, end=180), 1.6, lighter(base, 0.55))
    jar.mouth(lighter(base, 0.5), 1.6, darker(base, 0.12))
    paste = smooth([(18, 66), (26, 60), (36, 56), (46, 59), (58, 66), (38, 70)])
    pen.cloth(paste, speckle(darker(base, 0.06), 4))
    pen.glow(smooth([(24, 63), (34, 58), (40, 58.6), (30, 64)]), 110)
    pen.shade(smooth([(48, 61), (57, 66), (42, 69)]), 50)
    jar.light(-0.78, 0.1, 150)
    pen.line([(44, 60), (70, 28)], 2.6, darker(STEEL, 0.3))
    pen.line([(43.6, 59.4), (69.6, 27.4)], 1.1, lighter(STEEL, 0.5))
    lid = turned(pen, [(99, 19), (102, 20), (106.5, 20)], MAROON, "metal", x=79, soft=False)
    pen.ellipse(79, 99, 19, 3.4, lighter(MAROON, 0.22))
    border(pen, [lid.at(103.6, -0.8), lid.at(103.6, 0), lid.at(103.6, 0.8)], 2.6, 7)
    for x, y, size in ((70, 98, 1.0), (80, 99, 1.25), (89, 98, 0.9), (77, 91, 0.9)):
        with pen.moved(x, y, size):
            lump: Points = [(-6, -1), (-4.6, -6), (1, -8), (6, -5), (6.4, -0.6), (1, 1.4)]
            pen.blob(lump, darker(base, 0.36))
            pen.poly(smooth([(-5, -2), (-4, -6), (1, -7.6), (4.6, -5), (0, -3.4)]),
                     lighter(mix(base, (196, 120, 60), 0.4), 0.12))  # fmt: skip
            pen.ellipse(-1.6, -5.6, 1.5, 0.8, lighter(base, 0.6), 170)
    for x, y in ((64, 107), (61, 104)):
        pen.poly(box_points(x, y - 2, x + 3, y, 0.6), darker(base, 0.3))
