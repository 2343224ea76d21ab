"""Deities, drawn with care: Ganesha, Krishna, and a lotus in the place of others."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import IVORY, darker, lighter, mix
from demo.pictures.geometry import Points, along, mirror, round_points, smooth
from demo.pictures.ornament import border, cloth, lining, motif
from demo.pictures.shapes.leisure.figures import _EYE, _body, _plinth
from demo.pictures.shapes.parts.sewing import tassel
from demo.pictures.shapes.shape import stands


@stands("ganesha", "#b08a52", (50, 52))
def ganesha(pen: Pen) -> None:
    """Seated, wide ears, the trunk curled to his left over a modak, a crown, four arms."""
    base = pen.ink.base
    gilt = mix(base, pen.ink.accent, 0.5)
    _plinth(pen, 18, 82)
    pen.ring(50, 36, 27, 27, 1.6, pen.ink.accent)
    pen.ellipse(50, 36, 25.6, 25.6, mix(base, IVORY, 0.55), 150)
    for step in range(9):
        x = 22 + step * 7
        _body(pen, [(x, 92), (x + 5, 98), (x, 104), (x - 5, 98)], lighter(base, 0.14))
    # Legs folded, a round belly, a cloth over the knees.
    _body(pen, mirror([(50, 78), (68, 80), (86, 88), (85, 96), (66, 98), (50, 97)]), base)
    _body(pen, mirror([(50, 52), (64, 55), (72, 68), (68, 86), (50, 90)]), lighter(base, 0.05))
    pen.cloth(smooth(mirror([(50, 83), (66, 82), (80, 91), (70, 96), (50, 95)])), cloth(pen, 9))
    pen.curve([(36, 62), (44, 76), (58, 82), (66, 80)], 1.4, gilt)
    pen.ellipse(50, 79, 1.4, 1, darker(base, 0.4))
    # Two arms raised with lotus and noose, two in front with blessing and sweet.
    for side in (-1, 1):
        for path in (
            [(50 + side * 16, 58), (50 + side * 27, 54), (50 + side * 29, 44)],
            [(50 + side * 17, 62), (50 + side * 27, 72), (50 + side * 20, 78)],
        ):
            pen.curve(path, 6, darker(base, 0.28))
            pen.curve([(x - 0.6, y - 0.5) for x, y in path], 4.2, lighter(base, 0.04))
        pen.ellipse(50 + side * 29, 42.6, 3.2, 3.4, lighter(base, 0.08))
    for turn in (-40, -15, 15, 40):
        with pen.moved(turn=turn, about=(21, 40)):
            pen.ellipse(21, 35, 1.5, 4, pen.ink.accent)
    pen.ring(79, 36, 3, 4.4, 1.2, pen.ink.accent)
    pen.ellipse(30, 78, 4, 4.2, lighter(base, 0.1))
    pen.poly(smooth([(70, 70), (73.6, 76), (70, 79.4), (66.4, 76)]), lighter(pen.ink.second, 0.2))
    # Ears, head, tusks, and the trunk.
    for side in (-1, 1):
        ear: Points = [
            (50 + side * 11, 28), (50 + side * 23, 25), (50 + side * 27, 36),
            (50 + side * 21, 47), (50 + side * 12, 44),
        ]  # fmt: skip
        _body(pen, ear, darker(base, 0.08))
        pen.blob([(x + (50 + side * 17 - x) * 0.34, y + (36 - y) * 0.34) for x, y in ear],
                 mix(lighter(base, 0.25), (214, 120, 110), 0.3))  # fmt: skip
    _body(pen, mirror([(50, 22), (60, 24), (64, 34), (60, 46), (50, 50)]), lighter(base, 0.05))
    trunk = [(50, 42), (50, 54), (47, 63), (53, 71), (62, 72), (66, 67)]
    pen.curve(trunk, 9, darker(base, 0.34))
    pen.curve([(x - 0.7, y - 0.4) for x, y in trunk], 7, lighter(base, 0.06))
    folds = ((49.6, 49.0), (49.0, 54.0), (47.8, 59.0), (49.0, 64.0), (52.6, 68.6))
    for step, (left, top) in enumerate(folds):
        wide = 3.2 - step * 0.2
        fold = [(left - wide, top), (left, top + 1.2), (left + wide, top - 0.2)]
        pen.curve(fold, 0.6, darker(base, 0.35))
    for side in (-1, 1):
        pen.curve([(50 + side * 5, 45), (50 + side * 8, 49), (50 + side * 10, 48)], 2, IVORY)
        pen.curve([(50 + side * 4, 35), (50 + side * 7, 33.6), (50 + side * 9.6, 35.4)], 1, _EYE)
        pen.ellipse(50 + side * 7, 36, 1.7, 1.2, IVORY)
        pen.ellipse(50 + side * 7, 36, 0.9, 1, _EYE)
    pen.line([(48, 27), (48, 31)], 0.8, (206, 62, 40))
    pen.line([(52, 27), (52, 31)], 0.8, (206, 62, 40))
    pen.ellipse(50, 30.6, 1, 1.5, (206, 62, 40))
    crown: Points = [(50, 4), (54, 9), (56.6, 15), (61, 19), (62, 25), (50, 26)]
    pen.poly(mirror(crown), gilt)
    pen.glow(smooth([(43, 22), (46, 10), (50, 5), (48, 14), (47, 23)]), 80)
    motif(pen)(pen, 50, 18.4, 8, pen.ink.second, pen.ink.accent)
    border(pen, [(39, 56), (50, 61), (61, 56)], 3, 7)


@stands("krishna", "#e0a52e", (50, 44))
def krishna(pen: Pen) -> None:
    """Standing with his ankles crossed, the flute at his lips, a peacock's feather in his crown."""
    base, gold, hair = pen.ink.base, (226, 178, 62), (38, 32, 44)
    skin = (112, 146, 196)
    edge, pale = darker(skin, 0.32), lighter(skin, 0.12)
    _plinth(pen, 24, 76)
    pen.ring(50, 33, 23, 23, 1.6, pen.ink.accent)
    pen.ellipse(50, 33, 21.6, 21.6, mix(base, IVORY, 0.6), 150)
    pen.blob([(38, 22), (50, 17), (62, 22), (66, 38), (63, 52), (50, 54), (37, 52), (34, 38)], hair)
    # Feet, the right one crossed over the left and resting on its toes.
    for foot in ([(50, 99), (57, 98), (63, 102), (61, 104), (51, 104)],
                 [(44, 97), (49, 98), (46, 104), (40, 104), (40, 101)]):  # fmt: skip
        pen.blob(foot, edge)
        pen.blob([(x - 0.4, y - 0.5) for x, y in foot], skin)
    # The dhoti: one leg straight, the other bent across it.
    straight = smooth([(42, 64), (56, 64), (61, 78), (58, 99), (50, 100), (46, 82)])
    bent = smooth([(42, 64), (56, 65), (60, 76), (54, 88), (48, 99), (41, 97), (45, 86), (41, 74)])
    for part, tone in ((straight, 0.22), (bent, 0.0)):
        pen.poly(part, darker(base, tone + 0.3))
        pen.cloth([(50 + (x - 50) * 0.96, 82 + (y - 82) * 0.98) for x, y in part],
                  lining(pen, 5) if tone else cloth(pen, 9))  # fmt: skip
    for path in ([(46, 70), (53, 78), (51, 90)], [(55, 70), (57, 80), (53, 90)]):
        pen.curve(path, 0.7, darker(base, 0.4))
    pen.line([(41, 96.6), (48.4, 98.6)], 1.8, pen.ink.accent)
    pen.line([(50.4, 98.4), (58, 97.4)], 1.8, pen.ink.accent)
    sash = smooth([(41, 63), (36, 74), (34, 90), (39, 91), (42, 78), (46, 66)])
    pen.poly(sash, pen.ink.accent)
    pen.line([(34.4, 88), (39, 89)], 1.4, pen.ink.second)
    _body(pen, mirror([(50, 46), (60, 48), (62, 55), (57, 66), (50, 68)]), skin)
    pen.rect(41.4, 63.4, 57.6, 67.4, gold, 1.6)
    for x in (44, 47.6, 51.2, 54.8):
        pen.ellipse(x, 65.4, 1, 1, pen.ink.second)
    garland = smooth([(42, 48), (40, 64), (45, 80), (50, 84), (55, 80), (60, 64), (58, 48)],
                     closed=False)  # fmt: skip
    for index, ((x, y), _turn) in enumerate(along(garland, 26)):
        pen.ellipse(x, y, 1.7, 1.7, (pen.ink.second, lighter(gold, 0.2))[index % 2])
    for row, sag in ((49.4, 4), (48.6, 7.4)):
        pen.curve([(44, row), (50, row + sag), (56, row)], 1.1, gold)
    # Head, leaning to the flute; the crown and its feather.
    with pen.moved(turn=-7, about=(50, 46)):
        pen.poly([(46, 42), (54, 42), (54.6, 50), (45.4, 50)], darker(skin, 0.16))
        _body(pen, mirror([(50, 22), (58, 24), (60.6, 34), (57, 42), (50, 46.4)]), skin)
        for side in (-1, 1):
            pen.curve(
                [(50 + side * 9, 25), (50 + side * 11.4, 34), (50 + side * 9.6, 40)], 2.2, hair
            )
            pen.ellipse(50 + side * 10.6, 40.4, 1.9, 2.2, gold)
            pen.curve(
                [(50 + side * 2.4, 29.4), (50 + side * 4.8, 28.6), (50 + side * 7.4, 30.4)],
                0.8,
                hair,
            )
            pen.poly(smooth([(50 + side * 2.2, 34), (50 + side * 4.6, 32.6),
                             (50 + side * 7.2, 33.6),
                             (50 + side * 4.6, 35.2)]), IVORY)  # fmt: skip
            pen.ellipse(50 + side * 4.6, 34, 1.3, 1.2, _EYE)
        pen.curve([(50, 32), (49.4, 37), (50.8, 37.6)], 0.6, edge)
        pen.curve([(47.8, 40.6), (50, 41.6), (52.2, 40.6)], 1.1, (176, 62, 76))
        pen.curve([(48.6, 25.4), (49, 30), (50, 31), (51, 30), (51.4, 25.4)], 0.7, (238, 196, 90))
        crown = mirror([(50, 8), (53, 12), (56, 16), (61, 18), (60.6, 25), (50, 23.6)])
        pen.poly(crown, gold)
        pen.line([*crown, crown[0]], 0.5, darker(gold, 0.4))
        motif(pen)(pen, 50, 17, 8, pen.ink.second, darker(gold, 0.4))
        border(pen, [(41, 23), (50, 21.6), (59, 23)], 2.6, 7)
        with pen.moved(-0.6, 4, 0.84, 24, (54, 12)):
            pen.blob([(54, -3), (58.6, 2), (57, 9), (54, 13), (51, 9), (49.4, 2)], (44, 116, 84))
            pen.ellipse(54, 3, 3, 3.6, (198, 160, 60))
            pen.ellipse(54, 3.4, 2, 2.5, (36, 92, 170))
            pen.ellipse(54, 3.9, 1, 1.3, (30, 34, 84))
    # Arms lifted to the flute, which points to his right.
    flute = [(67, 43.4), (22, 38.4)]
    pen.line(flute, 2.6, darker(gold, 0.45))
    pen.line([(x, y - 0.4) for x, y in flute], 1.5, lighter(gold, 0.15))
    for x in (30, 34, 38, 42):
        pen.ellipse(x, 38.4 + (x - 22) * 0.11, 0.6, 0.6, darker(gold, 0.7))
    for arm in ([(59, 51), (69, 57), (61.4, 45)], [(41, 51), (30, 57), (34.6, 42)]):
        pen.line(arm, 5.4, edge)
        pen.line([(x - 0.5, y - 0.5) for x, y in arm], 4, pale)
        for place, (x, y) in ((0.34, arm[0]), (0.8, arm[1])):
            end = arm[1] if place < 0.5 else arm[2]
            at = x + (end[0] - x) * place, y + (end[1] - y) * place
            pen.ellipse(*at, 3, 2.4, gold)
        pen.ellipse(*arm[2], 3, 2.6, edge)
        pen.ellipse(arm[2][0] - 0.3, arm[2][1] - 0.4, 2.4, 2.1, pale)
    tassel(pen, 23, 39, 8, pen.ink.accent)


@stands("lotus", "#c78a9a", (50, 76))
def lotus(pen: Pen) -> None:
    """An open lotus on a base, in the place of a deity that is not drawn."""
    base, heart = pen.ink.base, lighter(pen.ink.second, 0.2)
    _plinth(pen, 26, 74)
    pen.rect(44, 94, 56, 104, darker(base, 0.3), 2)
    for turn, long, tone in (
        (-78, 34, -0.18), (78, 34, -0.18), (-56, 40, -0.1), (56, 40, -0.1), (-34, 46, 0),
        (34, 46, 0), (-14, 50, 0.1), (14, 50, 0.1), (0, 46, 0.2),
    ):  # fmt: skip
        with pen.moved(turn=turn, about=(50, 94)):
            petal = smooth(
                [(50, 94), (41, 94 - long * 0.5), (50, 94 - long), (59, 94 - long * 0.5)]
            )
            pen.poly(petal, darker(base, 0.34))
            inner = [(50 + (x - 50) * 0.9, 94 + (y - 94) * 0.97) for x, y in petal]
            pen.poly(
                inner, lighter(base, 0.1 + tone) if tone >= -0.1 else darker(base, -tone - 0.1)
            )
            pen.curve([(50, 92), (50, 94 - long * 0.8)], 0.6, darker(base, 0.2))
            pen.glow(smooth([(47, 90), (44.6, 94 - long * 0.5), (49, 94 - long * 0.86)]), 60)
    pen.ellipse(50, 90, 9, 4, heart)
    for x in (44, 47, 50, 53, 56):
        pen.ellipse(x, 89.6, 0.8, 0.6, darker(heart, 0.5))
    pen.glow(round_points(40, 66, 3, 8, -20), 40)
