"""Deities, drawn with care: Ganesha with his trunk, and a lotus in the place of others."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import IVORY, darker, lighter, mix
from demo.pictures.geometry import Points, mirror, round_points, smooth
from demo.pictures.ornament import border, cloth, motif
from demo.pictures.shapes.leisure.figures import _EYE, _body, _plinth
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
