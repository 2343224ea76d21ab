"""Figures and beasts, carved, cast, moulded or stuffed; they all look to the left."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import IVORY, Colour, darker, lighter, mix
from demo.pictures.geometry import Points, mirror, round_points, smooth
from demo.pictures.ornament import border, cloth, flower, leaf, motif
from demo.pictures.shapes.shape import stands

_EYE: Colour = (34, 26, 30)


def _body(pen: Pen, outline: Points, colour: Colour) -> None:
    """A rounded form: its edge in shade, its upper left lit."""
    pen.blob(outline, darker(colour, 0.3))
    middle = sum(x for x, _ in outline) / len(outline), sum(y for _, y in outline) / len(outline)
    for share, shift, tone in ((0.93, 0.6, 0.06), (0.74, 2.4, -0.08), (0.5, 4.2, -0.2)):
        inner = [
            (middle[0] + (x - middle[0]) * share - shift * 0.6,
             middle[1] + (y - middle[1]) * share - shift)
            for x, y in outline
        ]  # fmt: skip
        pen.blob(inner, darker(colour, tone) if tone > 0 else lighter(colour, -tone))


def _leg(pen: Pen, points: Points, width: float, colour: Colour) -> None:
    pen.curve(points, width, darker(colour, 0.3))
    pen.curve([(x - width * 0.1, y) for x, y in points], width * 0.62, colour)


def _eye(pen: Pen, x: float, y: float, size: float = 1.3) -> None:
    pen.ellipse(x, y, size * 1.7, size * 1.3, IVORY)
    pen.ellipse(x, y, size, size, _EYE)
    pen.ellipse(x - size * 0.3, y - size * 0.3, size * 0.35, size * 0.35, (255, 255, 255))


def _plinth(pen: Pen, x0: float, x1: float) -> None:
    pen.rect(x0, 103, x1, 108, darker(pen.ink.base, 0.4), 1)
    pen.rect(x0 + 1, 103, x1 - 1, 105, darker(pen.ink.base, 0.1), 1)
    border(pen, [(x0 + 3, 106), (x1 - 3, 106)], 2.6)


def _saddle(pen: Pen, outline: Points) -> None:
    """A cloth over the back with a hem of ornament."""
    path = smooth(outline)
    pen.cloth(path, cloth(pen, 10))
    pen.line([*path, path[0]], 1.1, pen.ink.accent)


@stands("elephant", "#6f6a72", (46, 66))
def elephant(pen: Pen) -> None:
    base = pen.ink.base
    _plinth(pen, 14, 90)
    for x in (44, 78):
        _leg(pen, [(x, 74), (x + 1, 90), (x, 101)], 12, darker(base, 0.2))
    pen.curve([(87, 60), (92, 70), (90, 82)], 2, darker(base, 0.3))
    _body(
        pen, [(40, 46), (58, 38), (78, 42), (89, 56), (88, 74), (74, 84), (52, 84), (38, 74)], base
    )
    for x in (52, 84):
        _leg(pen, [(x, 72), (x - 1, 90), (x - 1, 101)], 13, base)
        for toe in (-4, 0, 4):
            pen.ellipse(x - 1 + toe, 102, 1.6, 1.2, lighter(base, 0.6))
    _saddle(pen, [(50, 40), (64, 36), (76, 40), (79, 58), (74, 68), (56, 68), (51, 58)])
    motif(pen)(pen, 65, 54, 17, pen.ink.accent, pen.ink.second)
    trunk: Points = [(24, 56), (17, 66), (15, 80), (20, 92), (14, 96)]
    pen.curve(trunk, 9, darker(base, 0.3))
    pen.curve([(x - 1, y - 1) for x, y in trunk], 6, base)
    _body(pen, [(24, 36), (38, 34), (46, 46), (42, 62), (28, 66), (18, 54)], base)
    pen.poly(smooth([(22, 64), (14, 74), (8, 74), (16, 68), (20, 60)]), IVORY)
    _body(pen, [(38, 38), (50, 40), (56, 54), (50, 68), (42, 66), (37, 52)], darker(base, 0.06))
    border(pen, [(52, 44), (55, 54), (50, 65)], 4.4, 4)
    flower(pen, 29, 43, 10, pen.ink.accent, pen.ink.second)
    _eye(pen, 26, 53)


@stands("horse", "#9a5a34", (40, 56))
def horse(pen: Pen) -> None:
    base = pen.ink.base
    mane = darker(base, 0.55)
    _plinth(pen, 18, 90)
    for x, y in ((46, 74), (76, 72)):
        _leg(pen, [(x, y), (x - 2, 88), (x, 101)], 6, darker(base, 0.25))
    tail: Points = [(83, 56), (93, 60), (94, 76), (90, 90), (88, 76), (84, 66)]
    pen.poly(smooth(tail), mane)
    _body(
        pen, [(38, 56), (54, 52), (72, 50), (85, 56), (86, 70), (74, 76), (52, 78), (38, 72)], base
    )
    _leg(pen, [(42, 72), (36, 84), (42, 94), (40, 101)], 6.6, base)
    _leg(pen, [(81, 68), (84, 82), (80, 92), (82, 101)], 7, base)
    _body(pen, [(30, 28), (42, 34), (54, 54), (48, 68), (36, 66), (34, 48)], base)
    _body(pen, [(32, 22), (40, 28), (38, 38), (24, 48), (15, 50), (14, 43), (24, 32)], base)
    pen.poly(smooth([(34, 25), (36, 13), (40, 26)]), base)
    pen.poly(smooth([(36, 22), (46, 30), (58, 52), (50, 50), (42, 38)]), mane)
    for step in range(5):
        root = 40 + step * 3.6, 30 + step * 5.0
        lock = [root, (root[0] + 5, root[1] + 1), (root[0] + 8, root[1] + 5)]
        pen.curve(lock, 2.4, mane)
    _saddle(pen, [(54, 51), (72, 49), (75, 62), (70, 70), (56, 70), (52, 62)])
    motif(pen)(pen, 63, 60, 13, pen.ink.accent, pen.ink.second)
    for points in (
        [(19, 46), (25, 38), (33, 30)],
        [(24, 33), (30, 41)],
        [(46, 66), (38, 62), (34, 54)],
    ):
        pen.curve(points, 1.3, pen.ink.accent)
    _eye(pen, 28, 34, 1.2)
    pen.ellipse(17, 46, 0.8, 0.6, _EYE)


@stands("camel", "#c69a5e", (48, 62))
def camel(pen: Pen) -> None:
    base = pen.ink.base
    _plinth(pen, 16, 90)
    for x in (50, 78):
        _leg(pen, [(x, 74), (x + 2, 88), (x, 101)], 5, darker(base, 0.25))
    pen.curve([(86, 62), (91, 70), (90, 80)], 1.8, darker(base, 0.35))
    _body(pen, [(40, 64), (52, 54), (60, 38), (70, 40), (76, 54), (87, 60), (86, 74), (66, 80),
                (46, 78)], base)  # fmt: skip
    neck: Points = [(46, 70), (34, 68), (30, 52), (32, 34)]
    pen.curve(neck, 10, darker(base, 0.3))
    pen.curve([(x - 1, y - 1) for x, y in neck], 7, base)
    _body(pen, [(26, 26), (36, 26), (38, 34), (28, 39), (16, 42), (14, 36)], base)
    pen.poly(smooth([(33, 27), (35, 20), (38, 28)]), base)
    for x in (45, 83):
        _leg(pen, [(x, 72), (x - 2, 88), (x - 1, 101)], 5.6, base)
    _saddle(pen, [(58, 46), (64, 40), (71, 44), (77, 58), (75, 70), (56, 70), (53, 60)])
    motif(pen)(pen, 65, 59, 14, pen.ink.accent, pen.ink.second)
    for step in range(6):
        pen.ellipse(56 + step * 4, 72, 1, 2, pen.ink.second)
    for bead in ((28, 46), (29.4, 56), (33, 65)):
        pen.ellipse(bead[0], bead[1], 2, 2, pen.ink.accent)
    pen.curve([(20, 40), (27, 33), (30, 27)], 1.1, pen.ink.accent)
    _eye(pen, 27, 31, 1.1)


@stands("bird", "#4f8f57", (50, 62))
def bird(pen: Pen) -> None:
    """A parrot on a branch."""
    base = pen.ink.base
    pen.curve([(16, 92), (40, 90), (66, 94), (88, 90)], 4.4, (120, 80, 50))
    pen.curve([(16, 91), (40, 89), (66, 93)], 1.4, (166, 120, 80))
    for x, y in ((20, 85), (82, 84)):
        leaf(pen, x, y, 12, (79, 138, 69), (48, 96, 52))
    pen.rect(44, 92, 56, 108, (120, 80, 50))
    pen.rect(34, 104, 66, 108, (96, 62, 38), 1)
    pen.poly(smooth([(60, 74), (80, 96), (86, 106), (76, 104), (56, 86)]), darker(base, 0.35))
    _body(
        pen, [(40, 34), (56, 36), (66, 52), (68, 72), (58, 88), (44, 86), (34, 70), (34, 50)], base
    )
    _body(pen, [(38, 22), (50, 22), (56, 34), (50, 46), (38, 48), (30, 36)], lighter(base, 0.08))
    pen.poly(smooth([(32, 33), (23, 36), (24, 46), (30, 44), (34, 41)]), (206, 62, 48))
    pen.curve([(32, 47), (42, 51), (54, 46)], 2.4, pen.ink.accent)
    wing: Points = [(52, 50), (64, 56), (70, 76), (74, 90), (58, 80), (48, 66)]
    _body(pen, wing, darker(base, 0.16))
    for step in range(4):
        pen.curve(
            [
                (52 + step * 3, 58 + step * 5),
                (59 + step * 3, 64 + step * 5),
                (67 + step, 78 + step * 3),
            ],
            1.2,
            pen.ink.accent if step % 2 else pen.ink.second,
        )
    motif(pen)(pen, 43, 66, 13, pen.ink.accent, pen.ink.second)
    for x in (45, 52):
        pen.line([(x, 86), (x, 91)], 1.8, (216, 140, 60))
    _eye(pen, 40, 34, 1.6)


@stands("peacock", "#1f6f86", (52, 52))
def peacock(pen: Pen) -> None:
    """Its train spread behind it."""
    base = pen.ink.base
    for ring, count, long in ((2, 13, 48.0), (1, 10, 38.0), (0, 7, 28.0)):
        for step in range(count):
            turn = -84 + 168 * step / (count - 1)
            with pen.moved(turn=turn, about=(52, 76)):
                plume = mix(base, (79, 138, 69), 0.3 + ring * 0.18)
                pen.ellipse(52, 76 - long * 0.5, 4, long * 0.5, darker(plume, 0.14 * (step % 2)))
                pen.ellipse(52, 76 - long, 5.2, 6.4, darker(plume, 0.2))
                pen.ellipse(52, 76 - long, 3.6, 4.6, pen.ink.accent)
                pen.ellipse(52, 76 - long + 0.6, 2.2, 2.8, pen.ink.second)
                pen.ellipse(52, 76 - long + 1, 1.2, 1.5, (30, 40, 84))
    for x in (48, 56):
        pen.line([(x, 92), (x - 1, 105)], 1.8, (150, 104, 56))
        pen.line([(x - 1, 105), (x - 5, 107)], 1.6, (150, 104, 56))
    pen.rect(34, 106, 70, 108, darker(base, 0.5), 1)
    _body(pen, [(44, 66), (56, 64), (66, 76), (62, 92), (50, 96), (40, 86)], base)
    neck: Points = [(47, 78), (42, 66), (42, 52), (38, 44)]
    pen.curve(neck, 10, darker(base, 0.25))
    pen.curve([(x - 0.8, y) for x, y in neck], 7, base)
    _body(pen, [(32, 38), (40, 36), (45, 43), (40, 50), (32, 48)], base)
    pen.poly([(32, 41), (23, 45), (32, 46)], (222, 170, 80))
    for x, y in ((34, 24), (39, 22), (44, 24)):
        pen.line([(38, 37), (x, y)], 0.8, darker(base, 0.2))
        pen.ellipse(x, y, 1.8, 1.8, pen.ink.accent)
    border(pen, [(41, 60), (48, 62)], 3, 3)
    motif(pen)(pen, 52, 81, 12, pen.ink.accent, pen.ink.second)
    _eye(pen, 36, 42, 1.2)


@stands("owl", "#a87a4a", (50, 56))
def owl(pen: Pen) -> None:
    base = pen.ink.base
    _plinth(pen, 26, 74)
    body: Points = [(50, 26), (64, 26), (76, 44), (78, 72), (70, 96), (58, 104), (50, 104)]
    _body(pen, mirror(body), base)
    for side in (-1, 1):
        pen.poly(smooth([(50 + side * 10, 30), (50 + side * 26, 14), (50 + side * 24, 36)]), base)
        wing = [(50 + side * x, y) for x, y in ((22, 50), (30, 66), (25, 90), (18, 98), (16, 72))]
        _body(pen, wing, darker(base, 0.16))
        for y in (66, 76, 86):
            pen.curve([(50 + side * 19, y), (50 + side * 23, y + 3), (50 + side * 26, y - 1)], 1.1,
                      pen.ink.accent)  # fmt: skip
        pen.ellipse(50 + side * 12, 42, 12, 12, lighter(base, 0.55))
        pen.ring(50 + side * 12, 42, 11, 11, 1.2, pen.ink.accent)
        pen.ellipse(50 + side * 12, 42, 6.4, 6.4, (232, 176, 52))
        pen.ellipse(50 + side * 12, 42, 3.6, 3.6, _EYE)
        pen.ellipse(50 + side * 12 - 1.4, 40.6, 1.1, 1.1, (255, 255, 255))
        for toe in (-4, 0, 4):
            pen.ellipse(50 + side * 9 + toe, 103, 1.8, 2.4, (216, 150, 70))
    pen.poly(smooth([(46, 47), (54, 47), (50, 58)]), (216, 150, 70))
    for row in range(5):
        for step in range(4 - row % 2):
            leaf(pen, 50 + (step - 1.5 + row % 2 / 2) * 7, 66 + row * 7, 6, lighter(base, 0.4),
                 pen.ink.second)  # fmt: skip
    motif(pen)(pen, 50, 33, 9, pen.ink.accent, pen.ink.second)


@stands("statue", "#b08a52", (50, 50))
def statue(pen: Pen) -> None:
    """A seated figure with folded hands on a lotus."""
    base = pen.ink.base
    _plinth(pen, 20, 80)
    pen.ring(50, 34, 21, 21, 2, pen.ink.accent)
    pen.ellipse(50, 34, 19.4, 19.4, mix(base, IVORY, 0.5))
    for step in range(9):
        x = 22 + step * 7
        _body(pen, [(x, 90), (x + 5, 97), (x, 104), (x - 5, 97)], lighter(base, 0.12))
    _body(pen, mirror([(50, 72), (66, 74), (84, 84), (84, 92), (66, 95), (50, 94)]), base)
    _body(pen, mirror([(50, 48), (62, 50), (66, 60), (62, 80), (50, 84)]), base)
    pen.cloth(smooth(mirror([(50, 76), (64, 76), (78, 86), (70, 91), (50, 91)])), cloth(pen, 9))
    for side in (-1, 1):
        pen.curve(
            [(50 + side * 14, 54), (50 + side * 19, 66), (50 + side * 8, 70), (50 + side * 2, 62)],
            5.4,
            darker(base, 0.16),
        )
        pen.curve([(50 + side * 13.4, 54), (50 + side * 18, 66), (50 + side * 8, 69)], 3.2, base)
        pen.ellipse(50 + side * 11.4, 36, 2, 4.6, darker(base, 0.1))
    pen.poly(smooth(mirror([(50, 54), (53, 60), (53, 68), (50, 70)])), lighter(base, 0.15))
    _body(pen, mirror([(50, 22), (58, 24), (60.4, 34), (57, 43), (50, 47)]), lighter(base, 0.06))
    crown: Points = [(50, 6), (54, 12), (56, 20), (61, 26), (50, 27)]
    pen.poly(mirror(crown), mix(base, pen.ink.accent, 0.55))
    motif(pen)(pen, 50, 19, 8, pen.ink.second, pen.ink.accent)
    for side in (-1, 1):
        pen.curve([(50 + side * 2.4, 34), (50 + side * 4.6, 35), (50 + side * 6.6, 34)], 0.9, _EYE)
        pen.curve(
            [(50 + side * 2, 31.4), (50 + side * 5, 30.4), (50 + side * 7.4, 31.6)], 0.6, _EYE
        )
    pen.curve([(50, 33), (49.2, 37), (50.8, 37.6)], 0.7, darker(base, 0.4))
    pen.curve([(47.4, 41), (50, 42), (52.6, 41)], 0.9, darker(base, 0.5))
    pen.ellipse(50, 29, 0.8, 1.2, pen.ink.accent)
    border(pen, [(40, 50), (50, 55), (60, 50)], 3.2, 7)


@stands("doll", "#c4306b", (50, 60))
def doll(pen: Pen) -> None:
    """A bride of cloth in a wide skirt and veil."""
    base, skin, hair = pen.ink.base, (205, 150, 108), (44, 30, 30)
    veil: Points = [(50, 12), (62, 15), (68, 30), (72, 56), (76, 80), (50, 80)]
    pen.blob(mirror(veil), darker(mix(base, pen.ink.accent, 0.3), 0.2))
    skirt: Points = [(50, 58), (58, 58), (74, 84), (84, 104), (66, 107), (50, 108)]
    path = mirror(skirt)
    pen.cloth(path, cloth(pen, 11))
    for x in (30, 40, 60, 70):
        pen.shade([(50 + (x - 50) * 0.2, 60), (x - 1.4, 106), (x + 1.4, 106)], 70)
    border(pen, [(20, 102), (34, 105), (50, 105.6), (66, 105), (80, 102)], 5)
    for side in (-1, 1):
        arm = [(50 + side * 8, 44), (50 + side * 17, 54), (50 + side * 12, 64)]
        pen.curve(arm, 5, darker(skin, 0.15))
        pen.curve(arm[:2], 5.6, darker(base, 0.1))
        for y in (59, 61):
            pen.line([(50 + side * 13 - 2, y), (50 + side * 13 + 3, y)], 0.9, pen.ink.accent)
    _body(pen, mirror([(50, 40), (58, 42), (60, 50), (56, 60), (50, 61)]), base)
    border(pen, [(42, 59.6), (58, 59.6)], 3, 6)
    pen.ellipse(50, 28, 13, 14, hair)
    pen.ellipse(50, 29.6, 10.4, 11.6, skin)
    pen.poly(
        smooth([(50, 17), (60, 22), (61, 30), (54, 22), (50, 20), (46, 22), (39, 30), (40, 22)]),
        hair,
    )
    for side in (-1, 1):
        _eye(pen, 50 + side * 4.2, 29.6, 1.1)
        pen.curve(
            [(50 + side * 2, 26.6), (50 + side * 4.4, 25.8), (50 + side * 6.6, 26.8)], 0.6, hair
        )
        pen.ellipse(50 + side * 6.4, 34, 1.8, 1.2, (222, 120, 104), 150)
        pen.ellipse(50 + side * 10.6, 35, 1.1, 2, pen.ink.accent)
    pen.curve([(47.6, 36), (50, 37.4), (52.4, 36)], 1.1, (178, 48, 58))
    pen.ellipse(50, 24.6, 1, 1, (196, 40, 60))
    pen.curve([(42, 42), (50, 48), (58, 42)], 1.6, pen.ink.accent)
    pen.curve([(36, 20), (50, 12), (64, 20)], 2, pen.ink.accent)


@stands("soft-toy", "#b98552", (50, 56))
def soft_toy(pen: Pen) -> None:
    """A teddy bear, sitting."""
    base = pen.ink.base
    pale = lighter(base, 0.5)
    for side in (-1, 1):
        _body(pen, round_points(50 + side * 15, 22, 8, 8)[::3], base)
        pen.ellipse(50 + side * 15, 22.6, 4.4, 4.4, pale)
        _body(
            pen,
            [(50 + side * x, y) for x, y in ((16, 58), (27, 64), (31, 78), (24, 82), (15, 72))],
            base,
        )
    _body(pen, mirror([(50, 54), (64, 56), (72, 74), (70, 94), (60, 104), (50, 105)]), base)
    pen.ellipse(50, 80, 14, 17, pale)
    motif(pen)(pen, 50, 80, 18, pen.ink.accent, pen.ink.second)
    for side in (-1, 1):
        _body(pen, round_points(50 + side * 22, 96, 13, 11)[::4], base)
        pen.ellipse(50 + side * 23, 97, 7.6, 7, pale)
        pen.ellipse(50 + side * 23, 99, 3.6, 3, darker(pale, 0.25))
    _body(pen, mirror([(50, 16), (62, 18), (71, 32), (68, 46), (58, 55), (50, 56)]), base)
    pen.ellipse(50, 44, 10, 8, pale)
    pen.ellipse(50, 40, 3.6, 2.6, _EYE)
    pen.curve([(45, 47), (50, 49), (55, 47)], 1, _EYE)
    pen.line([(50, 42), (50, 48)], 0.9, _EYE)
    for side in (-1, 1):
        _eye(pen, 50 + side * 9, 34, 1.9)
    for side in (-1, 1):
        pen.poly(smooth([(50, 58), (50 + side * 11, 53), (50 + side * 12, 64)]), pen.ink.accent)
    pen.ellipse(50, 58.4, 2.6, 2.6, pen.ink.second)
