"""What stands on the horizon: domes, temples, forts, works, villages."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import (
    IVORY,
    Colour,
    darker,
    lighter,
    mix,
)  # fmt: skip
from demo.pictures.geometry import Point, Points, mirror, round_points, smooth
from demo.pictures.landscapes.view import DYES, HORIZON, View
from demo.pictures.scenes import arch_points


def lit(view: View, share: float = 0.3) -> Colour:
    """The colour of sunlit walls."""
    return mix(mix(view.haze, (206, 140, 96), 0.55), view.haze, share)


def _dome(pen: Pen, x: float, y: float, r: float, colour: Colour) -> None:
    """An onion dome standing on y, with its finial."""
    right: Points = [(x, y - r * 1.75), (x + r * 0.28, y - r * 1.4), (x + r * 0.9, y - r * 0.95),
                     (x + r * 1.06, y - r * 0.5), (x + r * 0.9, y)]  # fmt: skip
    shape = mirror(smooth(right, closed=False), x)
    pen.poly(shape, colour)
    pen.poly([(px, py) for px, py in smooth(right, closed=False)] + [(x + r * 0.3, y)],
             darker(colour, 0.12))  # fmt: skip
    pen.rect(x - r * 0.95, y - r * 0.1, x + r * 0.95, y + r * 0.2, lighter(colour, 0.3))
    pen.line([(x, y - r * 1.7), (x, y - r * 2.2)], r * 0.09, darker(colour, 0.35))


def domes(pen: Pen, view: View) -> None:
    stone = mix((248, 240, 226), view.haze, 0.2) if view.slug == "agra" else lit(view, 0.25)
    x = view.chance.uniform(38, 62)
    for side in (-1, 1):
        for out in (15, 21):
            at, top = x + side * out, HORIZON - (15 if out == 21 else 12)
            pen.rect(at - 0.9, top, at + 0.9, HORIZON + 1, lighter(stone, 0.1))
            for y in (top + 4, top + 8):
                pen.rect(at - 1.3, y, at + 1.3, y + 0.5, darker(stone, 0.2))
            _dome(pen, at, top, 1.25, stone)
    pen.rect(x - 12, HORIZON - 7, x + 12, HORIZON + 1, stone)
    pen.rect(x - 4.5, HORIZON - 9, x + 4.5, HORIZON + 1, lighter(stone, 0.2))
    dark = darker(stone, 0.38)
    pen.poly(arch_points(x, HORIZON - 7.6, 2.8, HORIZON + 1), dark)
    for at in (x - 9.6, x - 6.6, x + 6.6, x + 9.6):
        pen.poly(arch_points(at, HORIZON - 5, 1.1, HORIZON + 1), dark)
    pen.rect(x - 3, HORIZON - 10.4, x + 3, HORIZON - 9, stone)
    _dome(pen, x, HORIZON - 10, 4.6, stone)
    for at in (x - 8.4, x + 8.4):
        _dome(pen, at, HORIZON - 7, 2.2, stone)
    _houses(pen, view, (x - 24, x + 24))


def _shikhara(pen: Pen, x: float, high: float, wide: float, colour: Colour) -> None:
    """A temple's tower with its flag."""
    top = HORIZON - high
    right: Points = [
        (x + wide * 0.16, top),
        (x + wide * 0.3, top + high * 0.2),
        (x + wide * 0.46, top + high * 0.55),
        (x + wide * 0.5, HORIZON + 1),
    ]
    edge = smooth(right, closed=False)
    pen.poly(mirror(edge, x), colour)
    pen.poly([*edge, (x + wide * 0.16, HORIZON + 1)], darker(colour, 0.14))
    for step in range(1, 6):
        y = top + high * step / 6.5
        half = wide * (0.18 + 0.052 * step)
        pen.line([(x - half, y), (x + half, y)], 0.22, darker(colour, 0.3), 150)
    pen.ellipse(x, top, wide * 0.22, 0.7, lighter(colour, 0.25))
    pen.line([(x, top), (x, top - 4)], 0.25, darker(colour, 0.5))
    pen.poly([(x, top - 4), (x + 2.6, top - 3.2), (x, top - 2.4)], (222, 96, 40))
    pen.poly(arch_points(x, HORIZON - 4, wide * 0.16, HORIZON + 1), darker(colour, 0.45))


def temples(pen: Pen, view: View) -> None:
    _houses(pen, view, (-3, -3))
    for index in range(5):
        x = 10 + index * 19 + view.chance.uniform(-4, 4)
        high = view.chance.uniform(9, 17)
        tone = mix(lit(view), (190, 90, 60), view.chance.uniform(0, 0.35))
        _shikhara(pen, x, high, high * 0.52, tone)
        _shikhara(pen, x + high * 0.36, high * 0.55, high * 0.3, lighter(tone, 0.12))


def _houses(pen: Pen, view: View, spared: Point) -> None:
    """Flat roofs along the horizon, but for the spared stretch."""
    x = -2.0
    while x < 101:
        wide, high = view.chance.uniform(3.5, 7), view.chance.uniform(2, 6)
        if x + wide < spared[0] or x > spared[1]:
            wall = mix(lit(view, 0.4), view.chance.choice(DYES), 0.09)
            pen.rect(x, HORIZON - high, x + wide, HORIZON + 1, wall)
            pen.rect(x, HORIZON - high, x + wide, HORIZON - high + 0.4, lighter(wall, 0.35))
            for step in range(int(wide // 1.8)):
                at = x + 0.7 + step * 1.8
                pen.rect(at, HORIZON - high + 1.2, at + 0.7, HORIZON - high + 2.3,
                         darker(wall, 0.4))  # fmt: skip
        x += wide + view.chance.uniform(0, 1.5)


def fort(pen: Pen, view: View) -> None:
    stone, rock = lit(view, 0.15), view.far(0.3)
    x = view.chance.uniform(40, 62)
    mound: Points = [
        (x - 44, 32),
        (x - 27, 26),
        (x - 10, 22),
        (x + 12, 22),
        (x + 28, 26),
        (x + 42, 32),
    ]
    pen.poly(smooth(mound, closed=False), rock)
    pen.rect(x - 21, 17.5, x + 21, 24.5, stone)
    for step in range(21):
        pen.rect(x - 21 + step * 2, 16.7, x - 19.8 + step * 2, 17.6, stone)
    for at, wide, top in (
        (x - 21, 3.4, 14.5),
        (x - 7, 2.6, 15),
        (x + 7, 2.6, 15),
        (x + 21, 3.4, 14.5),
    ):
        pen.rect(at - wide, top, at + wide, 26, lighter(stone, 0.12))
        pen.rect(at + wide * 0.3, top, at + wide, 26, stone)
        pen.rect(at - wide - 0.4, top, at + wide + 0.4, top + 0.7, darker(stone, 0.2))
        _dome(pen, at, top, wide * 0.5, stone)
    pen.poly(arch_points(x, 17.8, 2.6, 25), darker(stone, 0.42))
    pen.poly(
        smooth([(x - 30, 30), (x - 12, 25), (x, 24.4), (x + 14, 25), (x + 32, 30)], closed=False),
        darker(rock, 0.1),
    )


def works(pen: Pen, view: View) -> None:
    """Kilns and sheds under tall chimneys."""
    _houses(pen, view, (30, 74))
    brick = mix((176, 92, 66), view.haze, 0.22)
    for index in range(4):
        x = 16 + index * 21 + view.chance.uniform(-4, 4)
        high = view.chance.uniform(14, 21)
        top = HORIZON - high
        for puff in range(5):
            pen.ellipse(x + 1 + puff * 2.6, top - 1 - puff * 1.1, 1.2 + puff * 0.55,
                        0.9 + puff * 0.34, lighter(view.haze, 0.45), 120 - puff * 18)  # fmt: skip
        pen.poly([(x - 0.9, top), (x + 0.9, top), (x + 1.7, 32), (x - 1.7, 32)], brick)
        pen.poly(
            [(x + 0.2, top), (x + 0.9, top), (x + 1.7, 32), (x + 0.4, 32)], darker(brick, 0.18)
        )
        for y in (top + 0.4, top + 2.2):
            pen.rect(x - 1.2, y, x + 1.2, y + 0.7, IVORY)
        shed = mix(lit(view, 0.2), brick, 0.3)
        for step in range(3):
            at = x + 2.5 + step * 4
            pen.poly([(at, 28 - 2.6), (at + 4, 28), (at + 4, 32), (at, 32)], shed)
            pen.poly([(at, 28 - 2.6), (at + 4, 28), (at, 28)], lighter(shed, 0.35))
            pen.rect(at + 1, 29, at + 3, 30.2, darker(shed, 0.4))


def village(pen: Pen, view: View) -> None:
    """Mud houses under thatch, a small white shrine, great trees."""
    for index in range(6):
        x = 4 + index * 17 + view.chance.uniform(-4, 4)
        if index % 3 == 1:
            tree(pen, x + 9, 31.5, view.chance.uniform(6.5, 9), view.far(0.2))
        _hut(pen, view, x, view.chance.uniform(0.85, 1.25))
    at = view.chance.uniform(25, 75)
    white = mix((250, 244, 232), view.haze, 0.2)
    pen.rect(at - 2.6, 26.5, at + 2.6, 32, white)
    pen.poly(arch_points(at, 28, 1, 32), darker(white, 0.4))
    _dome(pen, at, 26.5, 2.1, white)


def _hut(pen: Pen, view: View, x: float, size: float) -> None:
    wall = mix((204, 146, 100), view.haze, view.chance.uniform(0.15, 0.4))
    with pen.moved(x, HORIZON + 1, size):
        pen.rect(-4, -4, 4, 0, wall)
        pen.rect(1.6, -4, 4, 0, darker(wall, 0.1))
        pen.rect(-1, -3, 1, 0, darker(wall, 0.5))
        pen.rect(-4, -0.7, 4, 0, lighter(wall, 0.4))
        thatch = mix((150, 112, 62), view.haze, 0.2)
        pen.poly([(-5.2, -3.4), (-2.6, -7), (2.6, -7), (5.2, -3.4)], thatch)
        for step in range(-4, 5):
            pen.line([(step * 0.6, -6.9), (step * 1.1, -3.5)], 0.16, darker(thatch, 0.3))


def tree(pen: Pen, x: float, y: float, size: float, colour: Colour) -> None:
    """A mango or a banyan: a wide crown on a short stem."""
    stem = darker(mix(colour, (110, 70, 50), 0.6), 0.2)
    pen.poly(
        [
            (x - size * 0.09, y),
            (x - size * 0.06, y - size * 0.6),
            (x + size * 0.06, y - size * 0.6),
            (x + size * 0.09, y),
        ],
        stem,
    )
    for dx, dy, r in (
        (-0.42, -0.66, 0.36),
        (0.42, -0.64, 0.36),
        (0, -0.9, 0.46),
        (-0.1, -0.6, 0.4),
    ):
        pen.ellipse(x + dx * size, y + dy * size, r * size, r * size * 0.78, colour)
    for dx, dy, r in ((-0.3, -0.85, 0.2), (0.12, -1.05, 0.22), (0.42, -0.76, 0.16)):
        pen.ellipse(x + dx * size, y + dy * size, r * size, r * size * 0.6, lighter(colour, 0.16))


def palm(pen: Pen, x: float, y: float, size: float, colour: Colour) -> None:
    pen.curve([(x, y), (x + size * 0.06, y - size * 0.5), (x, y - size)], size * 0.06,
              darker(mix(colour, (130, 90, 60), 0.6), 0.1))  # fmt: skip
    for turn in (-160, -125, -90, -55, -20, 12, 168):
        pen.poly(_frond(x, y - size, size * 0.46, turn), colour)


def _frond(x: float, y: float, long: float, turn: float) -> Points:
    tip = round_points(x, y, long, long * 0.8, start=turn, end=turn + 1)[0]
    bend = (x + tip[0]) / 2, (y + tip[1]) / 2 - long * 0.22
    return smooth([(x, y), bend, (tip[0], tip[1] + long * 0.16), (bend[0], bend[1] + long * 0.16)])
