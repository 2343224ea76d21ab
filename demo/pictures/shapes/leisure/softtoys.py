"""Soft animals to hug, a cushion like a cat, puppets for the fingers."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import IVORY, Colour, darker, lighter, mix
from demo.pictures.geometry import Point, Points, mirror, round_points, smooth
from demo.pictures.ornament import border, cloth, flower, motif
from demo.pictures.shapes.leisure.figures import _body, _eye
from demo.pictures.shapes.parts.sewing import crease, sewn
from demo.pictures.shapes.shape import stands

_NOSE: Colour = (58, 42, 46)
_ROSE: Colour = (232, 178, 172)


def _sides(points: Points) -> tuple[list[Point], list[Point]]:
    """Points of a part on the left and on the right; x is the distance from the middle."""
    return [(50 - x, y) for x, y in points], [(50 + x, y) for x, y in points]


def _sitting(pen: Pen, sole: Colour) -> None:
    """The body of a soft animal that sits: belly, arms, feet."""
    base = pen.ink.base
    for arm in _sides([(15, 60), (26, 66), (30, 80), (24, 86), (14, 76)]):
        _body(pen, arm, base)
    _body(pen, mirror([(50, 54), (63, 57), (72, 76), (70, 96), (60, 106), (50, 107)]), base)
    pen.blob(mirror([(50, 66), (60, 71), (63, 86), (59, 98), (50, 101)]), lighter(base, 0.4))
    pen.line([(50, 68), (50, 99)], 0.5, darker(base, 0.3), 120)
    for foot in _sides([(16, 88), (30, 87), (36, 97), (30, 107), (16, 107), (12, 97)]):
        _body(pen, foot, base)
    for side in (-1, 1):
        pen.ellipse(50 + side * 25, 98, 7.2, 7, sole)
        pen.ring(50 + side * 25, 98, 7.2, 7, 0.5, darker(base, 0.35))


@stands("plush-elephant", "#8a8f9c", (50, 52))
def plush_elephant(pen: Pen) -> None:
    """Sitting: great ears, the trunk hanging over its belly."""
    base = pen.ink.base
    _sitting(pen, lighter(base, 0.5))
    for ear in _sides([(12, 24), (24, 14), (38, 20), (42, 38), (34, 54), (20, 54), (12, 44)]):
        _body(pen, ear, base)
        pen.blob([(50 + (x - 50) * 0.9 + (1.6 if x > 50 else -1.6), 35 + (y - 35) * 0.68)
                  for x, y in ear], _ROSE)  # fmt: skip
    _body(pen, mirror([(50, 12), (64, 16), (70, 32), (66, 48), (58, 56), (50, 58)]), base)
    pen.blob(mirror([(50, 16), (58, 18), (56, 25), (50, 27)]), pen.ink.accent)
    flower(pen, 50, 21, 8, pen.ink.second, IVORY)
    for tusk in _sides([(9, 52), (15, 54), (17, 62), (13, 60)]):
        pen.blob(tusk, IVORY)
    trunk = smooth([(50, 36), (50, 56), (47, 72), (52, 84), (63, 84), (67, 76)], closed=False)
    for width, colour in ((15, darker(base, 0.32)), (13, base)):
        pen.line(trunk, width, colour)
    pen.line([(x - 3, y - 1) for x, y in trunk[4:34]], 2.6, lighter(base, 0.24))
    for y in (50, 57, 64, 71, 78):
        pen.curve([(43.6, y), (49, y + 2.2), (55, y + 0.6)], 0.8, darker(base, 0.3))
    pen.ellipse(67, 74.6, 5.4, 4, lighter(base, 0.2), turn=-20)
    for side in (-1, 1):
        _eye(pen, 50 + side * 10, 34, 1.9)
        pen.curve([(50 + side * 7, 28.6), (50 + side * 11, 27), (50 + side * 14, 29)], 0.8, _NOSE)


@stands("plush-puppy", "#c79a62", (50, 50))
def plush_puppy(pen: Pen) -> None:
    """Sitting: hanging ears, a patch around one eye, its tongue out."""
    base = pen.ink.base
    dark = darker(base, 0.42)
    pen.curve([(64, 96), (82, 90), (88, 74)], 6, darker(base, 0.3))
    pen.curve([(64, 95.4), (81.4, 89.4), (87.4, 74)], 4, base)
    _sitting(pen, _ROSE)
    _body(pen, mirror([(50, 13), (64, 15), (73, 30), (71, 44), (61, 56), (50, 58)]), base)
    pen.blob([(53, 22), (64, 20), (69, 32), (64, 41), (55, 38)], dark)
    for ear in _sides([(14, 15), (24, 16), (33, 30), (35, 48), (29, 58), (22, 50), (19, 32)]):
        _body(pen, ear, dark)
    pen.blob(mirror([(50, 32), (59, 36), (65, 45), (60, 54), (50, 54)]), lighter(base, 0.62))
    pen.blob([(46, 51), (54, 51), (54.6, 59), (50, 62.6), (45.4, 59)], (222, 106, 112))
    pen.line([(50, 52), (50, 59)], 0.6, (176, 64, 76))
    pen.blob([(44.6, 39), (50, 37.6), (55.4, 39), (53, 44), (50, 45.4), (47, 44)], _NOSE)
    pen.ellipse(48.4, 39.8, 1.4, 0.9, lighter(_NOSE, 0.5))
    pen.curve([(50, 45), (50, 50), (44, 52), (40.6, 49)], 0.9, _NOSE)
    pen.curve([(50, 50), (56, 52), (59.4, 49)], 0.9, _NOSE)
    for side in (-1, 1):
        _eye(pen, 50 + side * 10.4, 31, 2)
        for dx, y in ((9, 47), (12, 45.6), (11, 50)):
            pen.ellipse(50 + side * dx, y, 0.6, 0.6, dark)
    collar = smooth([(36, 58), (50, 63.4), (64, 58)], closed=False)
    pen.line(collar, 4.4, pen.ink.accent)
    pen.ellipse(50, 66.6, 3.8, 3.8, pen.ink.second)


@stands("plush-horse", "#a8743f", (44, 50))
def plush_horse(pen: Pen) -> None:
    """On four stuffed legs, its mane and tail of wool."""
    base = pen.ink.base
    wool = mix(pen.ink.accent, IVORY, 0.12)
    for step in range(5):
        tail = [(84, 60), (93 - step, 68), (94 - step * 1.8, 84), (90 - step * 2, 96)]
        pen.curve(tail, 2.6, wool if step % 2 else darker(wool, 0.25))
    for x, tone in ((45, 0.16), (80, 0.16), (36, 0.0), (71, 0.0)):
        leg: Points = [
            (x - 7, 70),
            (x + 8, 70),
            (x + 7, 92),
            (x + 8, 107),
            (x - 8, 107),
            (x - 7, 92),
        ]
        _body(pen, leg, darker(base, tone))
        pen.blob([(x - 7.6, 98), (x, 96.6), (x + 7.4, 98), (x + 8, 107.4), (x - 8, 107.4)],
                 darker(base, 0.5))  # fmt: skip
    _body(
        pen, [(30, 62), (44, 53), (66, 53), (82, 57), (89, 70), (82, 84), (60, 87), (36, 84)], base
    )
    _body(pen, [(32, 28), (46, 26), (56, 40), (60, 62), (46, 74), (32, 66), (30, 46)], base)
    for step in range(9):
        with pen.moved(41 + step * 2.5, 17 + step * 5.4):
            lock = [(-3, 0), (4, -3), (9, 5), (4, 9), (-1, 6)]
            pen.blob(lock, wool if step % 2 else darker(wool, 0.22))
    for ear in ([(33, 22), (32, 9), (40, 15), (41, 24)], [(41, 22), (44, 8), (50, 16), (48, 25)]):
        _body(pen, ear, base)
        pen.blob([(x * 0.5 + 20, y * 0.5 + 9.6) for x, y in ear], _ROSE)
    _body(
        pen, [(30, 22), (42, 18), (50, 26), (48, 40), (34, 52), (20, 56), (11, 50), (14, 38)], base
    )
    pen.blob([(24, 36), (28, 50), (19, 56.6), (10, 52), (11, 43), (17, 36)], lighter(base, 0.5))
    pen.ellipse(15, 44, 1.3, 1.9, _NOSE, turn=20)
    pen.curve([(14, 52), (19, 53), (24, 50)], 0.9, _NOSE)
    _eye(pen, 33, 32, 2.1)
    pen.blob([(36, 14), (34, 22), (29, 27), (32, 18)], wool)
    pen.curve([(26, 34), (30, 44), (29, 51)], 1.8, pen.ink.second)
    pen.curve([(28, 40), (38, 40), (48, 34)], 1.8, pen.ink.second)
    saddle = smooth([(52, 53), (74, 53), (76, 66), (70, 76), (57, 76), (50, 66)])
    sewn(pen, saddle, cloth(pen, 9))
    pen.line([*saddle, saddle[0]], 1.2, pen.ink.accent)


@stands("toy-cushion", "#d98a5a", (50, 66))
def toy_cushion(pen: Pen) -> None:
    """A flat stuffed cushion with the face of a cat."""
    base = pen.ink.base
    for ear in _sides([(37, 52), (35, 22), (27, 24), (9, 42), (20, 56)]):
        sewn(pen, smooth(ear), cloth(pen, 9))
        pen.blob([(50 + (x - 50) * 0.86, 38 + (y - 38) * 0.56 + 4) for x, y in ear], _ROSE)
    face = mirror(smooth([(50, 40), (72, 41), (90, 54), (94, 76), (86, 98), (66, 107), (50, 108)],
                         closed=False))  # fmt: skip
    sewn(pen, face, cloth(pen, 10))
    pen.shade(smooth([(84, 56), (94, 76), (86, 98), (62, 108), (50, 108), (74, 96)]), 46)
    pen.glow(round_points(30, 56, 15, 7, -26), 46)
    inner = [(50 + (x - 50) * 0.95, 74 + (y - 74) * 0.94) for x, y in face]
    pen.line([*inner, inner[0]], 0.6, darker(base, 0.35), 170)
    pen.blob(mirror([(50, 58), (68, 60), (78, 76), (70, 94), (50, 98)]), lighter(base, 0.6))
    for side in (-1, 1):
        pen.curve([(50 + side * 10, 72), (50 + side * 16, 67), (50 + side * 22, 72)], 1.9, _NOSE)
        pen.ellipse(50 + side * 20, 83, 4.4, 3, _ROSE)
        for y in (78, 82):
            pen.line([(50 + side * 24, y), (50 + side * 38, y - 3 + (y - 78))], 0.8, _NOSE)
        crease(pen, [(50 + side * 42, 62), (50 + side * 36, 70), (50 + side * 34, 78)], 1.6, 40)
    pen.blob([(45, 78), (50, 77), (55, 78), (50, 83)], (196, 88, 96))
    pen.curve([(50, 83), (49, 88), (43, 88.6), (40, 86)], 1.2, _NOSE)
    pen.curve([(50, 83), (51, 88), (57, 88.6), (60, 86)], 1.2, _NOSE)


@stands("finger-puppets", "#d2603c", (50, 74))
def finger_puppets(pen: Pen) -> None:
    """Six small figures of cloth in two rows: a king, a queen and four beasts."""
    coats = (pen.ink.base, pen.ink.accent, pen.ink.second)
    for index in range(6):
        x, low = 20 + index % 3 * 30, 61 + index // 3 * 47
        coat = coats[(index + index // 3) % 3]
        skin = (
            (226, 176, 132) if index < 2 else (lighter(coat, 0.3) if index % 2 else (214, 196, 170))
        )
        body = mirror(smooth([(x, low - 34), (x + 9, low - 31), (x + 11, low - 14), (x + 12, low),
                              (x, low - 1.4)], closed=False), x)  # fmt: skip
        pen.shade([(px + 1.4, py + 1) for px, py in body], 60)
        pen.ellipse(x, low, 12, 2.2, darker(coat, 0.65))
        pen.poly(body, darker(coat, 0.25))
        pen.poly([(x + (px - x) * 0.93, py - 0.4) for px, py in body], coat)
        for side in (-1, 1):
            pen.blob([(x + side * 8, low - 20), (x + side * 15, low - 17),
                      (x + side * 14, low - 11),
                      (x + side * 9, low - 13)], darker(coat, 0.12))  # fmt: skip
            if index >= 2:
                ear = ((6, -41, 3.4, 4.4), (7, -43, 2.8, 7))[index % 2]
                pen.ellipse(x + side * ear[0], low + ear[1], ear[2], ear[3], skin)
                pen.ellipse(x + side * ear[0], low + ear[1], ear[2] * 0.5, ear[3] * 0.6, _ROSE)
        pen.ellipse(x, low - 31, 10, 10, darker(skin, 0.25))
        pen.ellipse(x - 0.3, low - 31.4, 9.2, 9.2, skin)
        for side in (-1, 1):
            pen.ellipse(x + side * 3.6, low - 32.4, 1, 1.3, _NOSE)
        if index < 2:
            pen.curve([(x - 3, low - 27.4), (x, low - 26), (x + 3, low - 27.4)], 0.8, (170, 60, 62))
            _crown(pen, x, low - 38, index == 1)
        else:
            pen.ellipse(x, low - 28.6, 4.4, 3.4, lighter(skin, 0.5))
            pen.ellipse(x, low - 29.8, 1.6, 1.2, _NOSE)
        border(pen, [(x - 10, low - 3.6), (x + 10, low - 3.6)], 3.6, 5)
        motif(pen)(pen, x, low - 12, 8, lighter(coat, 0.6), darker(coat, 0.35))


def _crown(pen: Pen, x: float, y: float, veiled: bool) -> None:
    """A king's pointed crown, or a queen's veil."""
    if veiled:
        veil = [(x - 10, y + 10), (x - 10, y - 1), (x, y - 5), (x + 10, y - 1), (x + 10, y + 10),
                (x + 7, y + 3), (x, y + 1), (x - 7, y + 3)]  # fmt: skip
        pen.poly(smooth(veil), pen.ink.second)
        pen.ellipse(x, y + 4, 1, 1, (190, 40, 60))
        return
    gold = (222, 178, 66)
    pen.poly([(x - 8, y + 2), (x - 9, y - 7), (x - 4, y - 2), (x, y - 9), (x + 4, y - 2),
              (x + 9, y - 7),
              (x + 8, y + 2)], gold)  # fmt: skip
    pen.curve([(x - 4, y + 13), (x, y + 11.6), (x + 4, y + 13)], 1.4, (54, 38, 36))
