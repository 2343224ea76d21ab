"""Of wood and horn: for the kitchen and the floor, to walk and to sit on; and buttons."""

from math import cos, pi, sin
from random import Random

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import (
    IVORY,
    Colour,
    darker,
    lighter,
    mix,
)  # fmt: skip
from demo.pictures.geometry import Points, round_points, smooth
from demo.pictures.ornament import border, flower, grain, motif, speckle
from demo.pictures.shapes.shape import lies, stands

_SPICES: tuple[Colour, ...] = (
    (214, 156, 40), (178, 50, 34), (122, 92, 52), (92, 108, 52), (62, 44, 40), (206, 170, 112),
    (152, 86, 42),
)  # fmt: skip


@lies("masala-box", "#9a6236", (44, 66))
def masala_box(pen: Pen) -> None:
    """A round box with seven cups of spices, its lid drawn aside."""
    base = pen.ink.base
    pen.ellipse(73.6, 37, 24.6, 24.6, darker(base, 0.55))
    pen.cloth(round_points(73, 35, 24.4, 24.4), grain(lighter(base, 0.1), 14))
    pen.ring(73, 35, 21, 21, 0.9, pen.ink.accent)
    motif(pen)(pen, 78, 28, 14, pen.ink.accent, pen.ink.second)
    pen.ellipse(43, 74, 38.4, 38.4, darker(base, 0.6))
    pen.cloth(round_points(42, 72, 38, 38), grain(base, 14))
    pen.ring(42, 72, 37.2, 37.2, 1, lighter(base, 0.35))
    pen.ellipse(42, 72, 33.6, 33.6, darker(base, 0.45))
    places = [(42.0, 72.0), *((42 + 22 * cos(k * pi / 3), 72 + 22 * sin(k * pi / 3))
                              for k in range(6))]  # fmt: skip
    chance = Random("spices")
    for step, ((x, y), spice) in enumerate(zip(places, _SPICES, strict=True)):
        pen.ellipse(x + 0.5, y + 0.8, 10.2, 10.2, darker(base, 0.65))
        pen.ellipse(x, y, 10, 10, lighter(base, 0.16))
        pen.cloth(round_points(x, y, 8.4, 8.4), speckle(spice, 2.4 + step % 3))
        pen.shade([*round_points(x, y, 8.4, 8.4, start=170, end=370),
                   *round_points(x + 0.6, y + 1.8, 8, 7.6, start=370, end=170)], 70)  # fmt: skip
        for _ in range(14):
            far, turn = 7 * chance.random() ** 0.5, chance.uniform(0, 2 * pi)
            pen.ellipse(x + far * cos(turn), y + far * sin(turn), 1.1, 0.6,
                        lighter(spice, 0.3), turn=turn * 57)  # fmt: skip
    pen.line([(46, 68), (66, 48)], 2.6, darker(base, 0.4))
    pen.line([(45.6, 67.4), (65.6, 47.4)], 1.4, lighter(base, 0.3))
    pen.ellipse(44, 70, 4.4, 3.2, lighter(base, 0.2), turn=-45)


@lies("horn-spoons", "#7a4c28", (69, 36))
def horn_spoons(pen: Pen) -> None:
    """Two serving spoons of polished horn, clouded light and dark."""
    for turn, tone in ((-17, pen.ink.base), (17, darker(pen.ink.base, 0.3))):
        with pen.moved(turn=turn, about=(50, 122)):
            handle = smooth([(47.4, 46), (52.6, 46), (52, 84), (54, 112), (50, 117), (46, 112),
                             (48, 84)])  # fmt: skip
            _horn(pen, handle, tone, [(49, 60), (50, 92), (49, 108)])
            bowl = round_points(50, 29, 13, 19)
            _horn(pen, bowl, tone, [(44, 22), (56, 36), (48, 42)])
            pen.ellipse(50, 29.6, 10.4, 16, darker(tone, 0.3))
            pen.ellipse(50.6, 31, 9, 13.6, lighter(mix(tone, (206, 150, 84), 0.4), 0.06))
            pen.glow(round_points(46, 24, 2.6, 6, 14), 150)
            pen.line([(48.8, 50), (49, 84), (48, 110)], 0.9, lighter(tone, 0.6), 170)


def _horn(pen: Pen, outline: Points, tone: Colour, clouds: Points) -> None:
    pen.poly([(x + 0.8, y + 1.2) for x, y in outline], darker(tone, 0.6))
    pen.poly(outline, tone)
    for x, y in clouds:
        pen.ellipse(x, y, 1.6, 6, lighter(mix(tone, (226, 180, 116), 0.5), 0.1), 190, turn=12)


@lies("buttons", "#6a4228", (50, 62))
def buttons(pen: Pen) -> None:
    """A set of buttons with four holes, one of them sewn to its card of thread."""
    for step in range(9):
        x, y = 22 + step % 3 * 28, 34 + step // 3 * 28
        tone = mix(pen.ink.base, (196, 146, 92), (step * 4 % 9) / 14)
        pen.ellipse(x + 0.8, y + 1.6, 12, 12, darker(tone, 0.6))
        pen.ellipse(x, y, 12, 12, tone)
        for cloud in range(5):
            turn = cloud * 1.3 + step
            pen.ellipse(x + 5 * cos(turn), y + 5 * sin(turn), 4.4, 1.5,
                        lighter(tone, 0.32) if cloud % 2 else darker(tone, 0.25), 170,
                        turn=turn * 57)  # fmt: skip
        pen.ring(x, y, 11.2, 11.2, 0.9, lighter(tone, 0.4))
        pen.ring(x, y, 8, 8, 1, darker(tone, 0.38))
        pen.ring(x - 0.2, y - 0.4, 7.6, 7.6, 0.5, lighter(tone, 0.4))
        for dx in (-2.2, 2.2):
            for dy in (-2.2, 2.2):
                pen.ellipse(x + dx, y + dy, 1.25, 1.25, darker(tone, 0.75))
                pen.cut(round_points(x + dx, y + dy, 0.8, 0.8))
        pen.glow(round_points(x - 6, y - 6, 3.4, 1.5, -45), 130)


@stands("churner", "#a8713f", (50, 84))
def churner(pen: Pen) -> None:
    """A mathani: a turned staff with a ribbed head in a pot, the cord wound around it."""
    base = pen.ink.base
    staff = Lathe(pen, 50, [(3, 1), (6, 3), (10, 2), (14, 3), (18, 2.2), (70, 2.4), (80, 3)])
    staff.body(base, "glaze")
    for y in (9, 13, 72):
        staff.band(y, y + 1.2, pen.ink.accent)
    cord = lighter(IVORY, 0.1)
    pen.curve([(47.4, 40), (30, 44), (18, 58), (12, 76)], 1.5, darker(cord, 0.3))
    pen.curve([(52.6, 48), (70, 50), (82, 62), (88, 78)], 1.5, darker(cord, 0.3))
    for step in range(4):
        pen.line(
            [(47, 41 + step * 2.4), (53, 39.6 + step * 2.4)], 1.7, darker(cord, 0.12 * (step % 2))
        )
    for x, y in ((12, 78), (88, 80)):
        pen.rect(x - 5, y - 1.6, x + 5, y + 1.6, darker(base, 0.25), 1.4)
    head = Lathe(pen, 50, [(80, 4), (84, 12), (92, 17), (100, 15), (106, 8)])
    head.body(darker(base, 0.06), "glaze")
    for step in range(8):
        u = sin(pi * ((step + 0.5) / 8 - 0.5))
        rib = [head.at(y, u) for y in (83, 88, 94, 100, 105)]
        pen.curve(rib, 1.7, darker(base, 0.58))
        pen.curve([(x - 0.9, y) for x, y in rib], 0.6, lighter(base, 0.3))
    pen.ellipse(50, 80.4, 4.6, 1.2, pen.ink.accent)


@stands("low-seat", "#9a6236", (50, 84))
def low_seat(pen: Pen) -> None:
    """A pata: a broad inlaid board, a hand above the floor."""
    with pen.moved(0, 9):
        _low_board(pen)


def _low_board(pen: Pen) -> None:
    base = pen.ink.base
    for x in (14, 80):
        pen.rect(x, 90, x + 8, 99, darker(base, 0.42), 1)
        pen.rect(x, 90, x + 6, 99, darker(base, 0.1), 1)
    pen.rect(24, 90, 30, 95, darker(base, 0.55))
    pen.rect(70, 90, 76, 95, darker(base, 0.55))
    top: Points = [(20, 62), (80, 62), (95, 85), (5, 85)]
    pen.cloth(top, grain(lighter(base, 0.1), 14))
    inner: Points = [(24, 65), (76, 65), (88, 82), (12, 82)]
    pen.line([*inner, inner[0]], 1, pen.ink.accent)
    border(pen, [(29, 68), (71, 68)], 3.4, 14)
    border(pen, [(20, 79), (80, 79)], 4.2, 17)
    pen.ellipse(50, 73.4, 19, 4.6, pen.ink.accent)
    pen.ellipse(50, 73.4, 17.4, 3.9, darker(base, 0.14))
    for step in range(7):
        flower(pen, 38 + step * 4, 73.4, 4 - abs(step - 3) * 0.3, pen.ink.accent, pen.ink.second)
    pen.rect(5, 85, 95, 92, darker(base, 0.12), 0.6)
    pen.line([(5, 85.4), (95, 85.4)], 1, lighter(base, 0.35))
    border(pen, [(12, 88.8), (88, 88.8)], 3.6, 18)
    pen.glow([(24, 63), (44, 63), (30, 84), (12, 84)], 36)


_SOLE: Points = (
    (17, 26), (25, 14), (37, 13), (44, 24), (45, 42), (41, 62), (42, 84), (41, 104), (33, 112),
    (24, 108), (20, 94), (21, 70), (17, 48),
)  # fmt: skip


@lies("khadaun", "#a8713f", (50, 62))
def khadaun(pen: Pen) -> None:
    """A pair of wooden sandals, a knob for the toes at the front of each."""
    base = pen.ink.base
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            sole = smooth(_SOLE)
            pen.poly([(x + 1.4, y + 3) for x, y in sole], darker(base, 0.55))
            pen.cloth(sole, grain(base, 14))
            pen.line([*sole, sole[0]], 0.9, lighter(base, 0.3))
            for y in (52, 88):
                pen.shade(round_points(31, y, 9.6, 1), 40)
            pen.poly(round_points(32, 96, 6.4, 9.4), darker(base, 0.07))
            motif(pen)(pen, 32, 96, 10, pen.ink.accent, pen.ink.second)
            border(pen, [(23, 50), (41, 50)], 4.6, 4)
            border(pen, [(24, 82), (40, 82)], 4.6, 4)
            pen.ellipse(32.6, 31.6, 5, 5, darker(base, 0.6), 150)
            pen.line([(31, 31), (31, 26)], 3.4, darker(base, 0.4))
            pen.ellipse(31, 24, 5, 5, darker(base, 0.45))
            pen.ellipse(30.6, 23.4, 4.2, 4.2, lighter(pen.ink.accent, 0.05))
            pen.ellipse(29.4, 22, 1.4, 1.2, lighter(pen.ink.accent, 0.6))
