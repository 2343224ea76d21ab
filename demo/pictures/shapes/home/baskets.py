"""Coiled of moonj, woven of cane and bamboo."""

from math import cos, pi, sin

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import (
    IVORY,
    LEAF,
    STEEL,
    Colour,
    darker,
    lighter,
    mix,
)  # fmt: skip
from demo.pictures.geometry import Points, along, box_points, round_points, smooth
from demo.pictures.ornament import border, border_cloth, flower, motif, weave
from demo.pictures.shapes.shape import lies, stands


def coil(pen: Pen, x: float, y: float, across: float, down: float, colour: Colour) -> None:
    """A disc coiled of grass, its rings bound in the piece's colours."""
    pen.ellipse(x + 0.6, y + 1.4, across, down, darker(colour, 0.5))
    rings = max(5, round(across / 3.4))
    for ring in range(rings):
        share = 1 - ring / rings
        tone = pen.ink.accent if ring in (1, 2) else pen.ink.second if ring == 4 else colour
        pen.ellipse(x, y, across * share, down * share, darker(tone, 0.3))
        inner = share - 0.22 / rings
        pen.ellipse(x, y - 0.2, across * inner, down * inner, lighter(tone, 0.08))
        edge = round_points(x, y, across * (share - 0.5 / rings), down * (share - 0.5 / rings))
        for (px, py), turn in along(edge, max(10, round(across * share * 1.5))):
            with pen.moved(turn=turn + 68, about=(px, py)):
                reach = across / rings * 0.42
                pen.line([(px - reach, py), (px + reach, py)], 0.4, darker(tone, 0.34), 190)


def _coiled_wall(pen: Pen, x: float, profile: Points, colour: Colour, marks: bool = True) -> Lathe:
    """A wall of coils laid one on another, with a zigzag bound into it."""
    wall = Lathe(pen, x, profile, soft=False)
    wall.body(colour, "clay")
    top, low = profile[0][0], profile[-1][0]
    rows = round((low - top) / 3.4)
    for row in range(rows):
        y = top + (low - top) * (row + 1) / rows
        wall.band(y - 0.7, y, darker(colour, 0.34), 190)
        for step in range(34):
            u = sin(pi * ((step + 0.5) / 34 - 0.5))
            pen.line([wall.at(y - 3, u), wall.at(y - 1, min(1, u + 0.03))], 0.4,
                     darker(colour, 0.3), 150)  # fmt: skip
    if marks:
        middle, deep = (top + low) / 2, (low - top) * 0.2
        for shift, tone in ((-1.6, pen.ink.accent), (1.8, pen.ink.second)):
            zigzag = [wall.at(middle + shift + (deep if step % 2 else -deep) * 0.7,
                              sin(pi * (step / 14 - 0.5))) for step in range(15)]  # fmt: skip
            pen.line(zigzag, 2, tone)
    return wall


@stands("roti-box", "#d8b063", (46, 82))
def roti_box(pen: Pen) -> None:
    """A coiled box with rotis in it, its lid leaning against it."""
    base = pen.ink.base
    with pen.moved(turn=14, about=(72, 74)):
        coil(pen, 72, 72, 25, 27, base)
        pen.ellipse(72, 72, 4.4, 4.8, darker(pen.ink.accent, 0.3))
        pen.ellipse(71.6, 71.4, 3.6, 4, pen.ink.accent)
    wall = _coiled_wall(pen, 42, [(76, 33), (104, 31)], base)
    pen.ellipse(42, 76, 33, 6.6, lighter(base, 0.12))
    pen.ellipse(42, 76.4, 30.4, 5.4, darker(base, 0.55))
    for step in range(5):
        x, y = 42 + (step % 2) * 1.6 - 0.8, 76 - step * 2.2
        pen.ellipse(x, y + 1.1, 27, 5.6, (150, 104, 60))
        pen.ellipse(x, y, 27, 5.4, (232, 200, 146))
    for step in range(18):
        far, turn = (step * 7 % 24), step * 2.4
        pen.ellipse(42 + far * cos(turn), 67 + far * 0.19 * sin(turn), 1.9, 0.8, (150, 96, 52), 190)
    pen.line(round_points(42, 76, 32, 6.4, start=2, end=178), 2.6, pen.ink.accent)
    wall.light(-0.7, 0.1, 60)


@lies("moonj-tray", "#d8b063", (50, 62))
def moonj_tray(pen: Pen) -> None:
    """A round tray of coils, a star bound into its middle, two ears to hold it by."""
    base = pen.ink.base
    for side in (-1, 1):
        ear = round_points(50 + side * 41, 62.5, 7.4, 10)
        pen.line([*ear, ear[1]], 4, darker(base, 0.4))
        pen.line([*ear, ear[1]], 2.4, pen.ink.accent)
    coil(pen, 50, 62.5, 41, 41, base)
    for step in range(12):
        turn = step * 30
        with pen.moved(turn=turn, about=(50, 62.5)):
            tone = pen.ink.accent if step % 2 else pen.ink.second
            pen.poly([(50, 42), (54.4, 52), (50, 57), (45.6, 52)], darker(tone, 0.25))
            pen.poly([(50, 43), (53.4, 52), (50, 56), (46.6, 52)], tone)
    pen.ring(50, 62.5, 40, 40, 2.6, darker(base, 0.22))
    pen.ring(49.7, 62, 40, 40, 1, lighter(base, 0.4))
    flower(pen, 50, 62.5, 12, pen.ink.accent, pen.ink.second)
    pen.shade(round_points(52, 66, 36, 36, start=-20, end=100), 26)
    pen.glow(round_points(34, 40, 13, 5, -40), 40)


@lies("hand-fan", "#d8b063", (54, 48))
def hand_fan(pen: Pen) -> None:
    """A bena: a woven blade with a frill, fixed to a stick at its side."""
    base = pen.ink.base
    with pen.moved(turn=12, about=(50, 62)):
        frill = pen.ink.accent
        edge = [(26, 12), (84, 12), (84, 68), (26, 68)]
        for (x, y), turn in along(edge, 34):
            with pen.moved(turn=turn, about=(x, y)):
                pen.ellipse(x, y - 1.6, 3.4, 4.6, darker(frill, 0.28))
                pen.ellipse(x - 0.3, y - 1.4, 2.8, 4, frill)
                pen.line([(x, y - 4.6), (x, y + 1)], 0.5, darker(frill, 0.4))
        blade = box_points(25, 13, 83, 67, 1)
        pen.cloth(blade, weave(base, 4.6))
        inner = box_points(31, 19, 77, 61)
        pen.line([*inner, inner[0]], 1.8, pen.ink.second)
        with pen.moved(turn=45, about=(54, 40)):
            pen.cloth(box_points(41, 27, 67, 53), border_cloth(pen, 7))
            diamond = box_points(41, 27, 67, 53)
            pen.line([*diamond, diamond[0]], 1.2, pen.ink.second)
        motif(pen)(pen, 54, 40, 15, base, pen.ink.second)
        for x, y in ((36, 24), (72, 24), (36, 56), (72, 56)):
            flower(pen, x, y, 7, pen.ink.accent, pen.ink.second)
        wood = darker(mix(base, (130, 80, 44), 0.6), 0.1)
        pen.line([(25, 8), (25, 116)], 4.6, darker(wood, 0.45))
        pen.line([(24.6, 8), (24.6, 116)], 3, wood)
        pen.line([(24, 9), (24, 115)], 0.8, lighter(wood, 0.45))
        for y in (16, 28, 40, 52, 64):
            pen.rect(22, y, 28.6, y + 2, pen.ink.second, 0.8)
        pen.rect(21.8, 78, 28, 104, darker(frill, 0.25), 1.6)
        pen.rect(22, 78, 27.2, 103.6, frill, 1.6)
        for y in (81, 100):
            pen.rect(21.8, y, 28, y + 1.6, pen.ink.second)


@stands("mudda", "#c89b58", (50, 66))
def mudda(pen: Pen) -> None:
    """A stool of reeds: they cross at its waist, between bound rings and a woven seat."""
    base = pen.ink.base
    floor, waist, top = 103.0, 82.0, 60.0
    for behind in (True, False):
        for step in range(17):
            u, v = sin(pi * (step / 16 - 0.5)), sin(pi * (((step + 5) % 17) / 16 - 0.5))
            for a, b in ((u, v), (-u, -v)):
                way = -0.7 if behind else 1
                foot = 50 + 32 * a, floor + way * 5.4 * (1 - a * a) ** 0.5
                middle = 50 + 19 * (a + b) / 2, waist + way * 2.4
                head = 50 + 33 * b, top + way * 5.4 * (1 - b * b) ** 0.5
                tone = darker(base, 0.5) if behind else mix(base, darker(base, 0.2), step % 3 / 2)
                reed = smooth([head, middle, foot], closed=False)
                pen.line(reed, 2.4, darker(tone, 0.4))
                pen.line([(x - 0.3, y) for x, y in reed], 1.4, lighter(tone, 0.1))
    for y, wide in ((waist, 18.6), (floor, 33)):
        hoop = round_points(50, y, wide, wide * 0.17, start=-4, end=184)
        pen.line(hoop, 4.4, darker(pen.ink.accent, 0.35))
        pen.line([(x, at - 0.4) for x, at in hoop], 2.9, pen.ink.accent)
        for (x, at), _ in along(hoop, round(wide * 0.9)):
            pen.line([(x - 0.8, at - 1.8), (x + 0.8, at + 1.4)], 0.6, darker(pen.ink.accent, 0.4))
    rim = Lathe(pen, 50, [(53, 36), (57, 37.4), (61, 36)], tilt=0.2)
    rim.body(base, "clay")
    for step in range(30):
        u = sin(pi * ((step + 0.5) / 30 - 0.5))
        pen.line([rim.at(54, u), rim.at(61, min(1, u + 0.06))], 0.7, darker(base, 0.35))
    pen.ellipse(50, 53, 36, 7.4, lighter(base, 0.15))
    pen.cloth(round_points(50, 52.6, 33, 6.6), weave(lighter(base, 0.12), 4))
    for share, tone in ((0.72, pen.ink.accent), (0.36, pen.ink.second)):
        pen.ring(50, 52.6, 33 * share, 6.6 * share, 1.3, tone)
    pen.glow(round_points(36, 50.4, 14, 2.2, -4), 60)


@stands("plant-basket", "#d8b063", (50, 80))
def plant_basket(pen: Pen) -> None:
    """A coiled basket with ears, a plant in it."""
    base = pen.ink.base
    for turn, tall in ((-58, 38), (58, 38), (-34, 48), (34, 47), (-12, 54), (14, 52), (-78, 28),
                       (78, 28)):  # fmt: skip
        broad_leaf(pen, 50, 68, turn, tall)
    for side in (-1, 1):
        ear = round_points(50 + side * 30, 73, 6, 7.4)
        pen.line([*ear, ear[1]], 3.6, darker(base, 0.4))
        pen.line([*ear, ear[1]], 2.1, pen.ink.accent)
    wall = _coiled_wall(pen, 50, [(66, 30), (76, 31), (94, 28), (104, 23)], base)
    lip = round_points(50, 66, 30, 5, start=-2, end=182)
    pen.line(lip, 3.2, darker(base, 0.28))
    pen.line([(x, y - 0.6) for x, y in lip], 1.4, lighter(base, 0.4))
    wall.light(-0.7, 0.1, 60)


def broad_leaf(pen: Pen, x: float, y: float, turn: float, tall: float) -> None:
    """A long leaf growing from a place, leaning by an angle."""
    tone = mix(LEAF, (40, 92, 60), abs(turn) % 30 / 30)
    with pen.moved(turn=turn, about=(x, y)):
        shares = ((0.0, 0.0), (0.1, 0.35), (0.13, 0.62), (0.0, 1.0))
        half = [(x + tall * across, y - tall * up) for across, up in shares]
        side = smooth(half, closed=False)
        pen.poly([*side, (x, y)], darker(tone, 0.2))
        pen.poly([*((2 * x - px, py) for px, py in side), (x, y)], lighter(tone, 0.12))
        pen.line([(x, y), (x, y - tall * 0.94)], 0.7, lighter(tone, 0.45))


@stands("bamboo-tray", "#cfa45c", (50, 82))
def bamboo_tray(pen: Pen) -> None:
    """A woven tray with bent handles, seen from in front; two cups would fit."""
    base = pen.ink.base
    far: Points = [(20, 66), (80, 66)]
    near: Points = [(93, 98), (7, 98)]
    pen.cloth([*far, *near], weave(base, 5))
    pen.shade([(20, 66), (80, 66), (82, 71), (18, 71)], 60)
    pen.shade([(7, 98), (20, 66), (22, 71), (14, 97)], 40)
    frame_wood = darker(mix(base, (120, 72, 36), 0.4), 0.05)
    pen.line([(20, 64), (80, 64)], 4, darker(frame_wood, 0.3))
    pen.line([(20, 63.4), (80, 63.4)], 2, lighter(frame_wood, 0.2))
    for side in (-1, 1):
        x0, x1 = 50 + side * 31, 50 + side * 45
        arch = [
            (50 + side * 34, 72),
            (50 + side * 38, 54),
            (50 + side * 45, 60),
            (50 + side * 43, 91),
        ]
        pen.line([(x0, 64), (x1, 97)], 4.4, darker(frame_wood, 0.35))
        pen.line([(x0 - 0.6, 63.4), (x1 - 0.6, 96.4)], 2.2, lighter(frame_wood, 0.16))
        pen.curve(arch, 3.8, darker(frame_wood, 0.45))
        pen.curve([(x - 0.4, y - 0.5) for x, y in arch], 2.1, lighter(frame_wood, 0.2))
        for at in (0.3, 0.7):
            x, y = x0 + (x1 - x0) * at, 64 + 33 * at
            for shift in (-1.4, 0, 1.4):
                pen.line([(x - 3, y + shift), (x + 3, y + shift - 1)], 0.8, pen.ink.accent)
    pen.rect(5, 97, 95, 105, darker(frame_wood, 0.4), 1.4)
    pen.rect(5, 96.4, 95, 104, frame_wood, 1.4)
    pen.line([(7, 97.6), (93, 97.6)], 1, lighter(frame_wood, 0.5))
    for x in (24, 50, 76):
        pen.ellipse(x, 100.4, 0.8, 3.4, darker(frame_wood, 0.35))
    border(pen, [(10, 100.8), (90, 100.8)], 3.6, 18)


@lies("table-mats", "#cfae74", (50, 66))
def table_mats(pen: Pen) -> None:
    """Four woven mats with fringes, one on another, a fork and a spoon on the topmost."""
    base = pen.ink.base
    for step, turn in enumerate((-15, -8, 7, 0)):
        with pen.moved(0, -5 + step * 2.4, turn=turn, about=(50, 62)):
            _fringed_mat(pen, mix(base, pen.ink.accent, 0.0 if step == 3 else 0.12 * (3 - step)))
    for x in (73, 80):
        pen.line([(x + 0.7, 46), (x + 0.7, 84)], 2.2, darker(STEEL, 0.6), 110)
        pen.line([(x, 46), (x, 84)], 1.7, darker(STEEL, 0.1))
        pen.line([(x - 0.4, 50), (x - 0.4, 84)], 0.6, lighter(STEEL, 0.6))
    pen.ellipse(80, 43, 2.9, 5, darker(STEEL, 0.1))
    pen.ellipse(79.6, 42.6, 1.9, 3.6, lighter(STEEL, 0.5))
    pen.rect(70.4, 44, 75.6, 48, darker(STEEL, 0.1), 1)
    for tine in range(4):
        pen.line([(70.9 + tine * 1.4, 37), (70.9 + tine * 1.4, 46)], 0.8, darker(STEEL, 0.05))


def _fringed_mat(pen: Pen, colour: Colour) -> None:
    pen.rect(13.6, 34.6, 87.6, 90.4, darker(colour, 0.5))
    for side in (-1, 1):
        for step in range(28):
            y, edge = 35.4 + step * 1.95, 50 + side * 37
            pen.line([(edge, y), (edge + side * 5, y + step % 3 - 1)], 0.8, lighter(colour, 0.2))
    pen.cloth(box_points(13, 34, 87, 89), weave(colour, 3.4))
    for side in (-1, 1):
        for at, wide, tone in ((31, 2.4, pen.ink.accent), (26.5, 1, pen.ink.second)):
            x = 50 + side * at
            pen.rect(x - wide, 34, x + wide, 89, tone, alpha=215)
    motif(pen)(pen, 50, 61.5, 17, pen.ink.accent, pen.ink.second)
    pen.line([(13, 34.3), (87, 34.3)], 0.6, lighter(IVORY, 0.2), 120)
