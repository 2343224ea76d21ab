"""The middle of a landscape: a river with its boat, or fields."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import (
    IVORY,
    LEAF,
    darker,
    lighter,
    mix,
)  # fmt: skip
from demo.pictures.geometry import Points, round_points, smooth
from demo.pictures.landscapes.skylines import lit, tree
from demo.pictures.landscapes.view import DYES, HORIZON, View


def river(pen: Pen, view: View) -> None:
    steps = lit(view, 0.1)
    for step in range(5):
        y = HORIZON + step * 1.25
        pen.rect(-1, y, 101, y + 1.3, darker(steps, 0.05 * step))
        pen.rect(-1, y, 101, y + 0.35, lighter(steps, 0.3))
    for pier in range(6, 100, 23):
        pen.poly(
            [(pier, 30), (pier + 4.5, 30), (pier + 5.5, 37.4), (pier - 1, 37.4)],
            darker(steps, 0.12),
        )
        pen.ellipse(pier + 2.2, 30, 2.4, 0.5, lighter(steps, 0.3))
        umbrella = view.chance.choice(DYES[:5])
        pen.line([(pier + 10, 31), (pier + 10, 35)], 0.25, darker(steps, 0.5))
        pen.poly(round_points(pier + 10, 32, 3, 1.9, start=180, end=360), umbrella)
    water = mix(view.sky, (70, 130, 140), 0.5)
    pen.fade([(-1, 37.2), (101, 37.2), (101, 58), (-1, 58)], mix(water, view.haze, 0.45), water)
    for _ in range(46):
        x, y = view.chance.uniform(-4, 100), view.chance.uniform(38, 56)
        wide = view.chance.uniform(1, 2) * (y - 34) / 6
        pen.ellipse(x, y, wide, 0.16, lighter(water, 0.45), 120)
    for x, y, size in (
        (view.chance.uniform(14, 34), 42.5, 1.0),
        (view.chance.uniform(58, 84), 47, 1.5),
    ):
        _boat(pen, view, x, y, size)


def _boat(pen: Pen, view: View, x: float, y: float, size: float) -> None:
    wood = view.chance.choice(((120, 70, 46), (58, 88, 120), (150, 60, 50)))
    with pen.moved(x, y, size):
        pen.ellipse(0, 1.6, 8, 0.6, darker(view.sky, 0.45), 90)
        hull: Points = [(-8.4, -1.6), (-4, 0), (4, 0), (8.4, -1.6), (5.6, 1.6), (-5.6, 1.6)]
        pen.poly(smooth(hull), wood)
        pen.curve([(-7.6, -1.1), (-3, 0.4), (3, 0.4), (7.6, -1.1)], 0.4, lighter(wood, 0.45))
        pen.poly([(-2.4, 0), (-2, -3), (2.8, -3), (3.2, 0)], IVORY)
        pen.poly(
            smooth([(-3, -2.6), (0.4, -4), (3.8, -2.6)], closed=False),
            view.chance.choice(DYES[:5]),
        )
        pen.line([(-4.8, 0.2), (-5, -4.2)], 0.5, darker(wood, 0.5))
        pen.ellipse(-5, -4.8, 0.65, 0.75, (120, 76, 52))
        pen.line([(-4.6, -3), (-8.5, 2.2)], 0.2, darker(wood, 0.4))


def fields(pen: Pen, view: View) -> None:
    """Strips of crops that widen towards us, and a path between them."""
    pen.rect(-1, HORIZON, 101, 58, view.land)
    vanish = view.chance.uniform(35, 65)
    crops = (LEAF, (214, 178, 62), (120, 150, 70), (186, 150, 84), (94, 132, 74))
    edges = [-130 + 36 * step + view.chance.uniform(-9, 9) for step in range(11)]
    start = view.chance.randrange(5)
    for index, edge in enumerate(edges[:-1]):
        crop = mix(crops[(index + start) % 5], view.land, 0.45)
        near = edges[index + 1]
        top = vanish + edge * 0.12 - 6, vanish + near * 0.12 - 6
        pen.fade([(top[0], HORIZON), (top[1], HORIZON), (near, 58), (edge, 58)],
                 mix(crop, view.haze, 0.35), crop)  # fmt: skip
        for row in range(1, 7):
            share = row / 7
            line = [
                (top[0] + (top[1] - top[0]) * share, HORIZON),
                (edge + (near - edge) * share, 58),
            ]
            pen.line(line, 0.22, darker(crop, 0.22), 110)
    pen.poly(
        [(vanish - 0.5, HORIZON), (vanish + 0.5, HORIZON), (vanish + 12, 58), (vanish - 6, 58)],
        mix((226, 190, 140), view.haze, 0.25),
    )
    for step in range(6):
        tree(pen, step * 20 + view.chance.uniform(-5, 5), 33 + step % 2, 3.4, view.far(0.15))
