"""For the house: lights, incense, marble and stone, masks."""

from math import cos, pi, sin

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import (
    BRASS,
    GOLD,
    IVORY,
    LEAF,
    MAROON,
    ORANGE,
    RANI,
    TEAL,
    Colour,
    darker,
    lighter,
    mix,
)  # fmt: skip
from demo.pictures.geometry import Points, box_points, mirror, round_points, smooth, star_points
from demo.pictures.ornament import border, cloth, flower, jali, leaf, motif, speckle
from demo.pictures.shapes.shape import hangs, lies, stands

_INLAY = (MAROON, LEAF, TEAL, ORANGE, (60, 84, 150))


@hangs("chandelier", "#e8d9b0", (50, 66))
def chandelier(pen: Pen) -> None:
    """Arms of glass, each with its light and its drops."""
    base, glass = pen.ink.base, mix(pen.ink.base, (252, 250, 244), 0.45)
    for step in range(5):
        pen.ring(50, 4 + step * 4.4, 1.2, 2.4, 0.7, BRASS)
    for reach, y in ((20, 62), (36, 70)):
        for side in (-1, 1):
            arm = [
                (50, 74),
                (50 + side * reach * 0.5, 86 if reach > 30 else 82),
                (50 + side * reach, y + 6),
            ]
            pen.curve(arm, 2.2, darker(BRASS, 0.2))
            pen.curve([(x, at - 0.5) for x, at in arm], 0.9, lighter(BRASS, 0.4))
            _light(pen, 50 + side * reach, y, glass)
            for shift, low in ((-5, 0), (0, 3), (5, 0)):
                _drop(
                    pen,
                    50 + side * reach + shift,
                    y + 11 + low,
                    2,
                    base if shift else pen.ink.accent,
                )
    column = Lathe(
        pen, 50, [(24, 2), (28, 5), (33, 3), (40, 9), (50, 4), (62, 8), (74, 12), (82, 4)]
    )
    column.body(base, "glass", 240)
    column.band(38, 41, pen.ink.accent)
    column.band(72, 75, pen.ink.accent)
    column.light(-0.6, 0.2, 130)
    for top, wide, count in ((41, 13, 9), (76, 17, 11)):
        for step in range(count):
            share = step / (count - 1) * 2 - 1
            hangs_at = top + 8 * (1 - share * share)
            for bead in range(3):
                pen.ellipse(50 + share * wide, hangs_at + bead * 2.4, 0.9, 1.1, lighter(base, 0.35))
            _drop(pen, 50 + share * wide, hangs_at + 8, 1.7, pen.ink.second if step % 2 else base)
    _light(pen, 50, 58, glass)
    _drop(pen, 50, 100, 4.2, pen.ink.accent)


def _light(pen: Pen, x: float, y: float, glass: Colour) -> None:
    """A lit cup of glass, its foot at y + 8."""
    pen.ellipse(x, y - 1, 7, 9, (255, 226, 150), 255, body=70)
    cup: Points = [(x + 5.4, y - 5), (x + 5, y + 2), (x + 1.6, y + 6)]
    pen.poly(mirror(smooth(cup, closed=False), x), glass, body=225)
    pen.poly(smooth([(x, y - 10), (x + 2, y - 4), (x, y), (x - 2, y - 4)]), (255, 214, 110))
    pen.poly(
        smooth([(x, y - 7), (x + 0.9, y - 4), (x, y - 1.4), (x - 0.9, y - 4)]), (255, 248, 220)
    )
    pen.ellipse(x, y + 6, 4.4, 1.2, BRASS)


def _drop(pen: Pen, x: float, y: float, r: float, colour: Colour) -> None:
    shape = [(x, y - r * 2), (x + r, y + r * 0.4), (x, y + r * 1.3), (x - r, y + r * 0.4)]
    pen.poly(shape, mix(colour, IVORY, 0.25))
    pen.poly([shape[0], shape[1], (x, y + r * 0.2)], darker(colour, 0.15))
    pen.poly([shape[0], (x, y + r * 0.2), shape[3]], lighter(colour, 0.6))


@stands("lampshade", "#d98a4a", (50, 46))
def lampshade(pen: Pen) -> None:
    base = pen.ink.base
    foot = Lathe(
        pen, 50, [(66, 2.2), (74, 2.4), (78, 6), (84, 9.5), (92, 5), (97, 4), (101, 14), (105, 16)]
    )
    foot.body(darker(BRASS, 0.05), "metal")
    foot.band(83, 85.6, pen.ink.accent)
    top, bottom = round_points(50, 24, 21, 4), round_points(50, 68, 36, 7)
    pen.poly(top, darker(base, 0.45))
    drum = [*round_points(50, 24, 21, 4, start=180, end=0), *round_points(50, 68, 36, 7, end=180)]
    pen.cloth(drum, cloth(pen, 13))
    for half, alpha in ((15, 40), (10, 40), (5, 45)):
        beam = [(50 - half, 28), (50 + half, 28), (50 + half * 1.7, 75), (50 - half * 1.7, 75)]
        pen.poly(beam, (255, 236, 170), alpha)
    pen.shade([(64, 27), (72, 25), (88, 68), (76, 74)], 55)
    pen.shade([(30, 27), (28, 25), (13, 68), (22, 74)], 35)
    pen.line(bottom[:29], 2.6, pen.ink.accent)
    pen.line(top[:29], 2.2, pen.ink.accent)
    pen.line(top[28:], 1.4, darker(pen.ink.accent, 0.2))
    for step in range(17):
        x = 50 + 35 * cos(pi * (step + 0.5) / 17)
        y = 69.5 + 7 * sin(pi * (step + 0.5) / 17)
        pen.line([(x, y), (x, y + 3.6)], 0.5, pen.ink.second)
        pen.ellipse(x, y + 4.4, 1, 1.3, pen.ink.second)


@stands("incense", "#8a5a3c", (46, 88))
def incense(pen: Pen) -> None:
    """Sticks in a carved holder, and their box."""
    base = pen.ink.base
    box = mix(pen.ink.accent, IVORY, 0.12)
    pen.rect(62, 44, 86, 104, darker(box, 0.25))
    pen.rect(62, 44, 82, 104, box)
    pen.rect(64, 48, 80, 86, lighter(box, 0.72), 1)
    motif(pen)(pen, 72, 62, 15, darker(box, 0.2), pen.ink.second)
    for y in (74, 78, 82):
        pen.line([(67.5, y), (76.5, y)], 0.8, darker(box, 0.3))
    border(pen, [(64, 95), (80, 95)], 5, 3)
    pen.poly([(62, 44), (66, 41.4), (86, 41.4), (82, 44)], lighter(box, 0.3))
    smoke: Points = [(31, 28), (27, 20), (34, 12), (29, 2), (32, 2), (37.5, 12), (31, 20), (33, 28)]
    pen.poly(smooth(smoke), IVORY, body=120)
    for lean, tall in ((-11, 28.0), (0, 32.0), (11, 30.0)):
        tip = 41 + lean, tall
        pen.line([(41 + lean * 0.12, 92), tip], 0.6, (196, 156, 104))
        pen.line([(41 + lean * 0.6, 60), tip], 1.5, (92, 62, 48))
        pen.ellipse(*tip, 1.1, 1.3, (236, 92, 40))
        pen.ellipse(tip[0], tip[1] - 0.3, 0.5, 0.6, (255, 220, 130))
    bowl = Lathe(pen, 41, [(86, 9), (89, 17), (95, 20), (100, 12), (102, 9), (105, 15)])
    bowl.body(base, "glaze")
    bowl.mouth(base, 2, mix(base, (190, 180, 170), 0.5))
    bowl.band(91.5, 92.6, pen.ink.second)

    def stamp(x: float, y: float, wide: float, turn: float) -> None:
        with pen.moved(turn=turn, about=(x, y)):
            leaf(pen, x, y, 2 + 4.4 * wide, pen.ink.accent, pen.ink.second)

    bowl.row(95.6, 9, stamp)


@lies("marble-plate", "#f1ece2", (50, 62))
def marble_plate(pen: Pen) -> None:
    """White marble, flowers of coloured stone laid into it."""
    base = pen.ink.base
    pen.ellipse(50.8, 64.6, 43, 43, darker(base, 0.35))
    pen.cloth(round_points(50, 62.5, 43, 43), speckle(base, 22))
    for bend in (-20, 4, 26):
        vein = [(14, 50 + bend), (36, 60 + bend * 0.6), (58, 54 + bend), (84, 66 + bend * 0.7)]
        pen.curve(vein, 0.4, darker(base, 0.2), 110)
    pen.ring(50, 62.5, 42.2, 42.2, 1.2, lighter(base, 0.6))
    for r in (39, 27.5):
        pen.ring(50, 62.5, r, r, 0.8, pen.ink.accent)
    vine = [
        (50 + (33 + 2 * (1 if step % 2 else -1)) * cos(step * pi / 12),
         62.5 + (33 + 2 * (1 if step % 2 else -1)) * sin(step * pi / 12))
        for step in range(24)
    ]  # fmt: skip
    pen.line([*smooth(vine), vine[0]], 0.7, darker(LEAF, 0.15))
    for step in range(24):
        angle = step * pi / 12
        at = 50 + 33.2 * cos(angle), 62.5 + 33.2 * sin(angle)
        with pen.moved(turn=step * 15 + 90, about=at):
            if step % 3:
                leaf(pen, *at, 5.4, LEAF, darker(LEAF, 0.3))
            else:
                flower(pen, *at, 8.4, _INLAY[(step // 3 + pen.pattern) % 5], GOLD)
    petals = 6 + pen.pattern % 3 * 2
    for step in range(petals):
        turn = step * 360 / petals
        at = 50 + 15.5 * cos(turn * pi / 180), 62.5 + 15.5 * sin(turn * pi / 180)
        with pen.moved(turn=turn + 90, about=at):
            motif(pen)(pen, *at, 12, _INLAY[(step + pen.pattern) % 5], pen.ink.second)
    flower(pen, 50, 62.5, 15, pen.ink.accent, GOLD)
    pen.glow(round_points(36, 40, 14, 5, -35), 60)


@stands("stone-jali", "#e6d2b0", (50, 62))
def stone_jali(pen: Pen) -> None:
    """A pierced screen on its foot: the wall is seen through it."""
    base = pen.ink.base
    pen.rect(18, 16, 86, 103, darker(base, 0.42))
    pen.cloth(box_points(15, 17, 82, 104), speckle(base, 14))
    pen.cloth(box_points(11, 99, 88, 107), speckle(darker(base, 0.08), 14))
    pen.shade(box_points(11, 105, 88, 107), 60)
    pen.glow(box_points(11, 99, 88, 100), 90)
    for edge in ((17.5, 19.5, 79.5, 97.5), (25, 27, 72, 90)):
        frame = box_points(*edge)
        pen.line([*frame, frame[0]], 0.7, darker(base, 0.3))
    border(pen, [(21, 23.3), (76, 23.3)], 5)
    border(pen, [(21, 93.8), (76, 93.8)], 5)
    across = 4 + pen.pattern % 3
    side = 46 / across
    down = int(62 / side)
    top = 58.5 - down * side / 2
    for row in range(down):
        for column in range(across):
            x, y = 25.4 + column * side, top + row * side
            star, pinhole = jali(1, x, y, side)
            inner = column < across - 1 and row < down - 1
            for hole in (star, pinhole) if inner else (star,):
                pen.poly(hole, darker(base, 0.5))
                pen.cut([(hx + 0.9, hy + 0.9) for hx, hy in hole])


@hangs("mask", "#d8622e", (50, 62))
def mask(pen: Pen) -> None:
    """A painted face with a crown, for the stage and the wall."""
    base, accent, second = pen.ink.base, pen.ink.accent, pen.ink.second
    for step in range(9):
        turn = (step - 4) * 21 - 90
        x, y = 50 + 27 * cos(turn * pi / 180), 46 + 30 * sin(turn * pi / 180)
        with pen.moved(turn=turn + 90, about=(x, y)):
            leaf(pen, x, y, 27, accent if step % 2 else second, darker(base, 0.3))
    right: Points = [(50, 24), (68, 28), (79, 46), (78, 66), (70, 88), (59, 103), (50, 107)]
    face = mirror(smooth(right, closed=False))
    pen.poly([(x + 0.8, y + 1.4) for x, y in face], darker(base, 0.45))
    pen.poly(face, base)
    band: Points = [
        (22, 46),
        (28, 31),
        (50, 25),
        (72, 31),
        (78, 46),
        (64, 41),
        (50, 39.5),
        (36, 41),
    ]
    pen.poly(smooth(band), MAROON if accent != MAROON else TEAL)
    border(pen, smooth([(27, 41), (37, 35), (50, 33), (63, 35), (73, 41)], closed=False), 7, 7)
    pen.poly(smooth([(50, 44), (53, 52), (50, 56), (47, 52)]), (196, 36, 48))
    for side in (-1, 1):
        _mask_half(pen, side)
    pen.poly(
        smooth([(50, 60), (54, 74), (58, 80), (50, 84), (42, 80), (46, 74)]), lighter(base, 0.22)
    )
    pen.curve([(43, 80), (46, 83), (50, 84), (54, 83), (57, 80)], 0.9, darker(base, 0.5))
    pen.poly(smooth([(36, 90), (44, 88), (50, 89.4), (56, 88), (64, 90), (50, 99)]), (178, 32, 44))
    pen.poly(smooth([(40, 90.6), (50, 91.4), (60, 90.6), (50, 93.6)]), IVORY)
    pen.ring(50, 85.8, 2.4, 2.4, 0.8, GOLD)


def _mask_half(pen: Pen, side: int) -> None:
    base, x = pen.ink.base, 50 + side * 15
    dark = darker(base, 0.72)
    pen.poly(smooth([(x - 10, 63), (x, 55.6), (x + 10, 63), (x, 68.4)]), dark)
    pen.poly(smooth([(x - 8.4, 63), (x, 57.2), (x + 8.4, 63), (x, 67)]), IVORY)
    pen.ellipse(x, 62.2, 4, 4.4, dark)
    pen.ellipse(x + 1.2, 60.8, 1.2, 1.3, IVORY)
    brow = [(50 + side * 5, 53), (50 + side * 15, 47.6), (50 + side * 25, 53)]
    pen.curve(brow, 2.2, dark)
    flower(pen, 50 + side * 18, 78, 10, pen.ink.accent, pen.ink.second)
    curl = [(50 + side * 3, 86.4), (50 + side * 15, 83), (50 + side * 22, 87), (50 + side * 19, 91)]
    pen.curve(curl, 2, dark)
    ear = 50 + side * 30
    pen.poly(star_points(ear, 74, 6, 5, 10), GOLD)
    pen.ellipse(ear, 74, 3, 3, RANI)
    for step in range(3):
        pen.ellipse(ear, 82 + step * 4.6, 2.2 - step * 0.4, 2.2, (GOLD, pen.ink.accent, GOLD)[step])
