"""Settings: eight backgrounds for standing and eight for lying pieces, drawn small and soft.

Walls take their colour from the piece: pale goods stand before a deep wall, dark ones before a
pale one, so every colour of the palette shows.
"""

from collections.abc import Callable
from functools import lru_cache
from math import cos, pi, sin

from PIL import Image

from demo.pictures.canvas import Pen
from demo.pictures.colour import Colour, Ink, brightness, darker, hex_colour, lighter, mix
from demo.pictures.geometry import Points, box_points, mirror, round_points, smooth, star_points
from demo.pictures.ornament import flower, jali, leaf, paisley

_PALE = ("#f4e8d8", "#efd2b8", "#dfe3cb", "#cfe0dc", "#f8e1ae", "#f3d9d0", "#ead8ba", "#e2dae4")
_DEEP = ("#c58e6b", "#b5694c", "#7f8f6a", "#5f8f8c", "#cf9a45", "#b4707a", "#a98a63", "#7f7596")
_PALE_GOODS = 0.74
FLOOR = 90.0  # where the wall meets the table


def wall_colour(scene: int, tint: Colour, evening: bool) -> Colour:
    """The colour most of the background has."""
    pale = brightness(tint) < _PALE_GOODS
    wall = hex_colour((_PALE if pale else _DEEP)[scene])
    near = sum(abs(a - b) for a, b in zip(wall, tint, strict=True)) < 90
    if near:
        wall = hex_colour((_PALE if pale else _DEEP)[(scene + 3) % 8])
    return mix(darker(wall, 0.2), (214, 120, 60), 0.12) if evening else wall


@lru_cache(maxsize=128)
def background(
    scene: int, tint: Colour, standing: bool, evening: bool, width: int, height: int
) -> Image.Image:
    """The setting without its piece. Copy it before drawing on it."""
    wall = wall_colour(scene, tint, evening)
    accent = mix(wall, darker(tint, 0.1), 0.35)
    pen = Pen(width, height, width / 100, Ink(wall, accent, lighter(wall, 0.45)), 0, wall)
    pen.fade(box_points(-1, -1, 101, 126), lighter(wall, 0.3), darker(wall, 0.06))
    (_WALLS if standing else _SURFACES)[scene](pen)
    if standing:
        _table(pen, scene, mix(wall, (150, 90, 60), 0.28))
    return _vignette(pen.colours)


def _vignette(picture: Image.Image) -> Image.Image:
    """Corners a little darker, as a lens shows them."""
    edge = Image.radial_gradient("L").resize(picture.size).point(lambda level: level // 6)
    picture.paste((60, 30, 30), (0, 0), edge)
    return picture


def _table(pen: Pen, scene: int, colour: Colour) -> None:
    top = darker(colour, 0.04 * (scene % 3))
    pen.fade(box_points(-1, FLOOR, 101, 126), lighter(top, 0.22), darker(top, 0.12))
    pen.rect(-1, FLOOR, 101, FLOOR + 0.7, lighter(top, 0.45))
    if scene % 2:
        for y in (98, 107, 117):
            pen.line([(-1, y), (101, y)], 0.35, darker(top, 0.3), 70)


def _sun(pen: Pen) -> None:
    pen.ellipse(50, 56, 40, 40, pen.ink.second, 150)
    pen.ellipse(50, 56, 31, 31, pen.ink.second, 150)


def _arch(pen: Pen) -> None:
    pen.poly(arch_points(50, 10, 34, 118), darker(pen.ink.base, 0.13))
    pen.poly(arch_points(50, 14, 30.5, 118), lighter(pen.ink.base, 0.25))
    for side in (-1, 1):
        flower(pen, 50 + side * 37, 15, 9, pen.ink.accent, pen.ink.second)


def _screen(pen: Pen) -> None:
    dark = darker(pen.ink.base, 0.16)
    for column in range(5):
        for row in range(5):
            for hole in jali(1, column * 20, row * 20 - 9, 20):
                pen.poly(hole, dark)


def _window(pen: Pen) -> None:
    """Light that falls slanting through a window of six panes."""
    for row in range(3):
        for column in range(2):
            x, y = 44 + column * 24 - row * 8, 4 + row * 25
            pen.poly(
                [(x, y), (x + 20, y + 3), (x + 13, y + 26), (x - 7, y + 22)], pen.ink.second, 130
            )


def _frieze(pen: Pen) -> None:
    base = pen.ink.base
    pen.rect(-1, 58, 101, 91, darker(base, 0.14))
    pen.rect(-1, 56, 101, 58, pen.ink.second)
    for step in range(9):
        paisley(pen, 6 + step * 11, 48, 9, pen.ink.accent, lighter(base, 0.5))


def _rangoli(pen: Pen) -> None:
    _mandala(pen, 50, 52, 38)


def _curtains(pen: Pen) -> None:
    for side in (0, 1):
        with pen.moved(about=(50, 0), mirrored=bool(side)):
            for fold in range(4):
                x = fold * 7 - 6
                edge: Points = [
                    (x, -2),
                    (x + 9, -2),
                    (x + 6 - fold, 60),
                    (x + 3 - fold, 95),
                    (x - 4, 95),
                ]
                pen.blob(edge, darker(pen.ink.accent, 0.05 + 0.07 * (fold % 2)))


def _alcove(pen: Pen) -> None:
    base = pen.ink.base
    pen.rect(12, -2, 88, 92, darker(base, 0.1))
    pen.rect(16, -2, 84, 92, lighter(base, 0.15))
    for x in (5.5, 94.5):
        for y in range(8, 90, 14):
            leaf(pen, x, y, 9, pen.ink.accent, pen.ink.second)


def _plain_paper(pen: Pen) -> None:
    pen.poly([(8, -2), (102, -2), (102, 104), (22, 112)], pen.ink.second, 90)


def _tiles(pen: Pen) -> None:
    for x in range(0, 101, 25):
        for y in range(0, 126, 25):
            pen.rect(x + 0.5, y + 0.5, x + 24.5, y + 24.5, lighter(pen.ink.base, 0.2), corner=1)
            flower(pen, x, y, 8, darker(pen.ink.base, 0.12), pen.ink.second)


def _planks(pen: Pen) -> None:
    for index, x in enumerate(range(-5, 101, 21)):
        shown = darker(mix(pen.ink.base, (170, 110, 70), 0.25), 0.05 * (index % 3))
        pen.rect(x, -2, x + 20.6, 127, shown)
        pen.curve(
            [(x + 7, -2), (x + 9, 40), (x + 6, 80), (x + 8, 127)], 0.5, darker(shown, 0.3), 60
        )


def _cloth(pen: Pen) -> None:
    for y in range(-2, 130, 8):
        for x in range(0, 108, 8):
            pen.ellipse(x + (4 if y % 16 else 0), y, 0.9, 0.9, darker(pen.ink.base, 0.14))


def _shadows_of_leaves(pen: Pen) -> None:
    """The shadow of a neem branch across the surface."""
    dark = darker(pen.ink.base, 0.16)
    pen.curve([(104, 4), (80, 20), (66, 44)], 1.2, dark)
    pen.curve([(-4, 96), (16, 106), (28, 122)], 1.2, dark)
    for step in range(9):
        x, y = 100 - step * 4.2, 6 + step * 4.4
        pen.ellipse(x - 8, y - 2, 9, 2.4, dark, turn=-15)
        pen.ellipse(x + 5, y + 8, 9, 2.4, dark, turn=75)
    for step in range(5):
        pen.ellipse(2 + step * 7, 94 + step * 5, 8, 2.2, dark, turn=-40)


# Standing and lying pieces each have eight settings.
_WALLS: tuple[Callable[[Pen], None], ...] = (
    _sun, _arch, _screen, _window, _frieze, _rangoli, _curtains, _alcove,
)  # fmt: skip
_SURFACES: tuple[Callable[[Pen], None], ...] = (
    _plain_paper, _tiles, _planks, _window, _cloth, _rangoli, _shadows_of_leaves, _sun,
)  # fmt: skip


def arch_points(x: float, top: float, half: float, bottom: float) -> Points:
    """A Mughal arch of five cusps, pointed at the top."""
    right: Points = [
        (x, top), (x + half * 0.14, top + half * 0.16), (x + half * 0.36, top + half * 0.2),
        (x + half * 0.4, top + half * 0.36), (x + half * 0.66, top + half * 0.44),
        (x + half * 0.7, top + half * 0.66), (x + half * 0.94, top + half * 0.8),
        (x + half, top + half * 1.15), (x + half, bottom),
    ]  # fmt: skip
    return mirror(right, x)


def _mandala(pen: Pen, x: float, y: float, radius: float) -> None:
    base, accent, pale = pen.ink.base, pen.ink.accent, pen.ink.second
    pen.poly(star_points(x, y, radius, radius * 0.9, 24), mix(base, accent, 0.45))
    pen.ellipse(x, y, radius * 0.84, radius * 0.84, pale, 190)
    for ring, count, long in ((0.66, 16, 0.17), (0.36, 8, 0.18)):
        for petal in range(count):
            angle = petal * 2 * pi / count
            at = x + radius * ring * cos(angle), y + radius * ring * sin(angle)
            turn = petal * 360 / count
            pen.ellipse(*at, radius * long, radius * long * 0.45, mix(base, accent, 0.6), turn=turn)
    pen.poly(smooth(round_points(x, y, radius * 0.14, radius * 0.14)), mix(base, accent, 0.7))
