"""A person's face."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import (
    GOLD,
    MAROON,
    RANI,
    darker,
    lighter,
    mix,
)  # fmt: skip
from demo.pictures.geometry import Point, Points, mirror, round_points, smooth
from demo.pictures.portraits.look import HAIR, LIP, WHITE, Look


def _cheek(look: Look) -> Points:
    """The right half of the face's outline, from the brow to the chin."""
    w, chin = look.wide, 65.5 if look.woman else 67.0
    jaw = 0.7 if look.woman else 0.8
    right: Points = [
        (50, 23), (50 + w * 0.7, 26.5), (50 + w, 38), (50 + w * 0.96, 49),
        (50 + w * jaw, 58.5), (50 + w * 0.38, chin - 1.2), (50, chin),
    ]  # fmt: skip
    return smooth(right, closed=False)


def face(pen: Pen, look: Look) -> None:
    skin, w = look.skin, look.wide
    for side in (-1, 1):
        x = 50 + side * (w + 0.6) - look.turn * 0.4
        pen.ellipse(x, 46, 2.4, 4, darker(skin, 0.12), turn=side * 8)
        pen.ellipse(x, 46.4, 1.2, 2.3, darker(skin, 0.26), turn=side * 8)
    cheek = _cheek(look)
    pen.poly(mirror(cheek), skin)
    lit = [(50 + (x - 50) * 0.84, y - (y - 44) * 0.03) for x, y in reversed(cheek)]
    pen.shade([*cheek, *lit], 22)
    for side in (-1, 1):
        pen.ellipse(50 + side * w * 0.58 + look.turn, 53, 3.6, 2.6, (206, 88, 70), 38)


def features(pen: Pen, look: Look) -> None:
    x, brow = 50 + look.turn, mix(look.hair, HAIR, 0.4)
    thick = 0.8 if look.woman else 1.25
    for side in (-1, 1):
        eye = x + side * look.wide * 0.44
        _eye(pen, look, eye, side)
        arch = [(eye - 3.6, 41.3), (eye, 39.7 - 0.4 * look.woman), (eye + 3.6, 41.3)]
        pen.curve(arch, thick, brow)
    line = darker(look.skin, 0.38)
    pen.curve([(x + 0.9, 43.5), (x + 1.5, 49), (x + 2.7, 52), (x + 1, 53.4), (x - 1.4, 53)],
              0.7, line)  # fmt: skip
    pen.glow(round_points(x - 0.3, 49, 0.8, 3.4), 50)
    if look.age > 45:
        _lines(pen, look, x)
    if look.woman:
        if look.pattern % 5:
            pen.ellipse(x, 36.4, 1, 1.1, MAROON if look.pattern % 2 else RANI)
        if look.pattern % 3:
            pen.ellipse(x - 2.7, 52.2, 0.6, 0.6, GOLD)


def _eye(pen: Pen, look: Look, x: float, side: int) -> None:
    almond = smooth([(x - 3, 45.5), (x, 43.6), (x + 3, 45.3), (x, 46.9)])
    pen.poly(almond, WHITE)
    pen.ellipse(x + look.turn * 0.3, 45.2, 1.45, 1.5, (58, 34, 26))
    pen.ellipse(x + look.turn * 0.3 + 0.45, 44.7, 0.45, 0.45, WHITE)
    lash = [(x - 3.2, 45.6), (x, 43.5), (x + 3.2, 45.2)]
    if look.woman:
        lash = [*lash, (x + 4, 44.4)] if side > 0 else [(x - 4, 44.6), *lash]
    pen.curve(lash, 0.75, (36, 24, 26))


def _lines(pen: Pen, look: Look, x: float) -> None:
    """Draw the wrinkles of age."""
    alpha = min(150, 40 + (look.age - 45) * 4)
    line = darker(look.skin, 0.4)
    for side in (-1, 1):
        eye = x + side * look.wide * 0.44
        pen.curve([(eye - 2.4, 48.4), (eye, 49.1), (eye + 2.4, 48.4)], 0.4, line, alpha)
        pen.curve([(x + side * 4.6, 53), (x + side * 6.6, 57.5)], 0.5, line, alpha)
        for y in (44.4, 46.6):
            tip = x + side * look.wide * 0.86
            pen.line([(x + side * look.wide * 0.74, y), (tip, y + (y - 45.5) * 0.5)],
                     0.35, line, alpha)  # fmt: skip
    if look.age > 55:
        for y in (31.5, 34.2):
            pen.curve([(x - 6, y), (x, y - 0.7), (x + 6, y)], 0.4, line, alpha)


def mouth(pen: Pen, look: Look) -> None:
    x, wide, up = 50 + look.turn, 4.6, look.smile
    lip = mix(LIP, look.skin, 0.15 if look.woman else 0.5)
    corners: tuple[Point, Point] = ((x - wide, 58 - up * 0.5), (x + wide, 58 - up * 0.5))
    full = 1.9 if look.woman else 1.3
    pen.poly(
        smooth([corners[0], (x - 1.3, 57.2), (x, 57.6), (x + 1.3, 57.2), corners[1],
                (x, 58.6 + full + up * 0.3)]), lip)  # fmt: skip
    if up > 1.3:
        pen.poly(smooth([(x - 3.4, 57.9), (x, 58.2), (x + 3.4, 57.9), (x, 59.5)]), WHITE)
    pen.curve([corners[0], (x, 58.3 + up * 0.4), corners[1]], 0.5, darker(lip, 0.45))


def beard(pen: Pen, look: Look) -> None:
    x, w, hair = 50 + look.turn, look.wide, look.hair
    if look.beard in ("full", "long", "short"):
        low = {"full": 71.0, "long": 80.0, "short": 68.6}[look.beard]
        reach = 0.98 if look.beard != "short" else 0.93
        right: Points = [
            (50 + w * reach + 0.4, 45), (50 + w * reach, 54), (50 + w * 0.8, 62),
            (50 + w * 0.4, low - 2), (50, low),
        ]  # fmt: skip
        outer = smooth(right, closed=False)
        inner: Points = [(50 + w * 0.86, 46), (50 + w * 0.78, 53), (x + 6.4, 55.4), (x, 54.9)]
        half = smooth(inner, closed=False)
        whole = [*outer, *((100 - px, py) for px, py in reversed(outer))]
        back = [*((2 * x - px if px < 50 + w * 0.7 else 100 - px, py) for px, py in half)]
        pen.poly([*whole, *back, *reversed(half)], hair)
        pen.poly(smooth([(x - 5.4, 57.4), (x, 56.4), (x + 5.4, 57.4), (x, 61.4)]), look.skin)
        for step in (-6, -2, 2, 6):
            pen.curve([(x + step, 62.5), (x + step * 0.7, low - 3)], 0.4, lighter(hair, 0.3), 110)
    if look.beard == "stubble":
        jaw = [(50 + w * 0.96, 50), (50 + w * 0.8, 58.5), (50 + w * 0.38, 65.8), (50, 67)]
        rim = mirror(smooth(jaw, closed=False))
        pen.poly([*rim, (x - w * 0.7, 55), (x, 54.8), (x + w * 0.7, 55)], hair, 45)
    for side in (-1, 1):
        wing = [
            (x, 54.6),
            (x + side * 3.4, 54.5),
            (x + side * 6.8, 57.6),
            (x + side * 3, 57),
            (x, 56.6),
        ]
        pen.poly(smooth(wing), hair, 90 if look.beard == "stubble" else 255)


def glasses(pen: Pen, look: Look) -> None:
    x, frame = 50 + look.turn, (52, 40, 40) if look.pattern % 2 else (150, 110, 60)
    for side in (-1, 1):
        eye = x + side * look.wide * 0.44
        pen.glow(round_points(eye, 45.4, 4.7, 4), 40)
        pen.ring(eye, 45.4, 4.7, 4.0, 0.75, frame)
        pen.line([(eye + side * 4.7, 44.6), (50 + side * (look.wide + 0.4), 43.6)], 0.7, frame)
    gap = look.wide * 0.44 - 4.7
    pen.curve([(x - gap, 44.6), (x, 43.9), (x + gap, 44.6)], 0.7, frame)
