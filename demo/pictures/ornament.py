"""Indian ornament: small motifs to stamp, and the cloths woven, printed and embroidered of them.

A motif is drawn around (x, y), `size` units high. Cloths are written for a square of ten units.
"""

import itertools
from collections.abc import Callable, Sequence
from functools import cache
from math import cos, pi, sin

from demo.pictures.canvas import Pen, Tile
from demo.pictures.colour import Colour, Ink, darker, lighter, mix
from demo.pictures.geometry import Points, along, box_points, round_points, smooth

Motif = Callable[[Pen, float, float, float, Colour, Colour], None]


def flower(pen: Pen, x: float, y: float, size: float, colour: Colour, heart: Colour) -> None:
    """Eight petals around a heart."""
    for petal in range(8):
        angle = petal * pi / 4
        px, py = x + size * 0.3 * cos(angle), y + size * 0.3 * sin(angle)
        pen.ellipse(px, py, size * 0.21, size * 0.12, colour, turn=petal * 45)
    pen.ellipse(x, y, size * 0.15, size * 0.15, heart)


def buti(pen: Pen, x: float, y: float, size: float, colour: Colour, heart: Colour) -> None:
    """A sprig: a flower on a bent stem with two leaves."""
    stem = [
        (x, y - size * 0.1),
        (x + size * 0.06, y + size * 0.2),
        (x - size * 0.04, y + size * 0.5),
    ]
    pen.curve(stem, size * 0.06, heart)
    for side in (-1, 1):
        at = x + side * size * 0.17
        pen.ellipse(at, y + size * 0.22, size * 0.17, size * 0.07, heart, turn=side * -35)
    flower(pen, x, y - size * 0.2, size * 0.62, colour, heart)


def paisley(pen: Pen, x: float, y: float, size: float, colour: Colour, heart: Colour) -> None:
    """A mango (kairi) with its tip bent over."""
    pen.poly(_paisley(x, y, size), colour)
    pen.poly(_paisley(x - size * 0.02, y + size * 0.06, size * 0.66), heart)
    pen.poly(_paisley(x - size * 0.03, y + size * 0.1, size * 0.36), colour)


def leaf(pen: Pen, x: float, y: float, size: float, colour: Colour, heart: Colour) -> None:
    """A leaf standing upright."""
    side = [(x, y - size * 0.5), (x + size * 0.24, y), (x, y + size * 0.5), (x - size * 0.24, y)]
    pen.blob(side, colour)
    pen.line([(x, y - size * 0.3), (x, y + size * 0.45)], size * 0.06, heart)


def lotus(pen: Pen, x: float, y: float, size: float, colour: Colour, heart: Colour) -> None:
    """A lotus seen from the side."""
    for turn, long in ((-58, 0.42), (58, 0.42), (-30, 0.5), (30, 0.5), (0, 0.55)):
        angle = (turn - 90) * pi / 180
        tip = x + size * long * cos(angle), y + size * 0.25 + size * long * sin(angle) * 1.2
        middle = (x + tip[0]) / 2, (y + size * 0.25 + tip[1]) / 2
        shown = mix(colour, heart, abs(turn) / 150)
        pen.ellipse(*middle, size * 0.31, size * 0.11, shown, turn=turn - 90)
    pen.ellipse(x, y + size * 0.27, size * 0.3, size * 0.06, heart)


def diamond(pen: Pen, x: float, y: float, size: float, colour: Colour, heart: Colour) -> None:
    """A lozenge within a lozenge."""
    for share, fill in ((0.5, colour), (0.3, heart), (0.12, colour)):
        r = size * share
        pen.poly([(x, y - r), (x + r * 0.75, y), (x, y + r), (x - r * 0.75, y)], fill)


def dots(pen: Pen, x: float, y: float, size: float, colour: Colour, heart: Colour) -> None:
    """Dots around a dot."""
    for dot in range(7):
        angle = dot * 2 * pi / 7
        at = x + size * 0.36 * cos(angle), y + size * 0.36 * sin(angle)
        pen.ellipse(*at, size * 0.09, size * 0.09, colour)
    pen.ellipse(x, y, size * 0.14, size * 0.14, heart)


def sun(pen: Pen, x: float, y: float, size: float, colour: Colour, heart: Colour) -> None:
    """A disc with pointed rays."""
    for ray in range(12):
        angle = ray * pi / 6
        tip = x + size * 0.5 * cos(angle), y + size * 0.5 * sin(angle)
        sides = [
            (x + size * 0.3 * cos(angle + turn), y + size * 0.3 * sin(angle + turn))
            for turn in (-0.22, 0.22)
        ]
        pen.poly([tip, *sides], colour)
    pen.ellipse(x, y, size * 0.27, size * 0.27, colour)
    pen.ellipse(x, y, size * 0.16, size * 0.16, heart)


MOTIFS: tuple[Motif, ...] = (buti, paisley, flower, lotus, leaf, diamond, dots, sun)


def motif(pen: Pen) -> Motif:
    """The motif of the piece being drawn."""
    return MOTIFS[pen.pattern % len(MOTIFS)]


def border(pen: Pen, path: Points, size: float, count: int | None = None) -> None:
    """A line of small motifs along a path, in the piece's ornament colours."""
    length = sum(abs(b[0] - a[0]) + abs(b[1] - a[1]) for a, b in itertools.pairwise(path))
    places = along(path, count or max(3, round(length / (size * 1.25))))
    kind = (flower, diamond, leaf, dots)[pen.pattern % 4]
    for (x, y), turn in places:
        with pen.moved(turn=turn, about=(x, y)):
            kind(pen, x, y, size, pen.ink.accent, pen.ink.second)


@cache
def _paisley_unit() -> list[tuple[float, float]]:
    return smooth(
        [(0.1, -0.5), (0.28, -0.36), (0.12, -0.26), (0.3, -0.02), (0.32, 0.22), (0.12, 0.46),
         (-0.14, 0.46), (-0.32, 0.24), (-0.28, -0.06), (-0.1, -0.36)],
        steps=4,
    )  # fmt: skip


def _paisley(x: float, y: float, size: float) -> list[tuple[float, float]]:
    return [(x + px * size, y + py * size) for px, py in _paisley_unit()]


# ---- cloths: each fills a square of ten units that joins itself on every side


def _butis(pen: Pen) -> None:
    for x, y in ((2.5, 2.5), (7.5, 7.5)):
        buti(pen, x, y, 3.6, pen.ink.accent, pen.ink.second)


def _paisleys(pen: Pen) -> None:
    paisley(pen, 2.5, 2.5, 4.2, pen.ink.accent, pen.ink.second)
    with pen.moved(about=(7.5, 7.5), mirrored=True):
        paisley(pen, 7.5, 7.5, 4.2, pen.ink.accent, pen.ink.second)
    for x, y in ((7.5, 2.5), (2.5, 7.5)):
        dots(pen, x, y, 2, pen.ink.second, pen.ink.accent)


def _jaal(pen: Pen) -> None:
    ogee = [(5, 0), (7, 1.6), (9.2, 3.4), (10, 5), (9.2, 6.6), (7, 8.4), (5, 10)]
    for side in (ogee, [(10 - x, y) for x, y in ogee]):
        pen.curve(side, 0.42, pen.ink.accent)
    flower(pen, 5, 5, 4.4, pen.ink.accent, pen.ink.second)
    for x in (0, 10):
        for y in (0, 10):
            flower(pen, x, y, 4.4, pen.ink.second, pen.ink.accent)


def _stripes(pen: Pen) -> None:
    pen.rect(0, 0, 2.4, 10, pen.ink.accent)
    pen.rect(3, 0, 3.4, 10, pen.ink.second)
    pen.rect(6.2, 0, 7.2, 10, pen.ink.second)
    pen.rect(8.4, 0, 8.7, 10, pen.ink.accent)


def _checks(pen: Pen) -> None:
    for at, wide, colour in (
        (1, 3, pen.ink.accent),
        (6, 0.8, pen.ink.second),
        (8, 0.4, pen.ink.accent),
    ):
        pen.rect(at, 0, at + wide, 10, colour, alpha=150)
        pen.rect(0, at, 10, at + wide, colour, alpha=150)


def _chevrons(pen: Pen) -> None:
    for y, colour in (
        (0, pen.ink.accent),
        (3.4, pen.ink.second),
        (6.7, pen.ink.accent),
        (10, pen.ink.accent),
    ):
        zigzag = [(-1, y + 1), (2.5, y - 1.4), (5, y + 1), (7.5, y - 1.4), (11, y + 1.9)]
        pen.line([(0, y + 1), *zigzag[1:4], (10, y + 1)], 0.9, colour)


def _blooms(pen: Pen) -> None:
    flower(pen, 5, 5, 8.4, pen.ink.accent, pen.ink.second)
    for x in (0, 10):
        for y in (0, 10):
            flower(pen, x, y, 4, pen.ink.second, pen.ink.accent)


def _knots(pen: Pen) -> None:
    for row in range(4):
        for column in range(4):
            x, y = 1.25 + column * 2.5, 1.25 + row * 2.5
            colour = pen.ink.accent if (row + column) % 2 else pen.ink.second
            pen.ellipse(x, y, 0.55, 0.55, colour)
            pen.ellipse(x, y, 0.2, 0.2, pen.ink.base)


def _vines(pen: Pen) -> None:
    pen.curve([(5, 0), (6.6, 2.5), (5, 5), (3.4, 7.5), (5, 10)], 0.4, pen.ink.second)
    for x, y, turn in ((7.9, 2, 60), (2.1, 7, -60), (3.6, 3.6, -40), (6.4, 8.6, 40)):
        with pen.moved(turn=turn, about=(x, y)):
            leaf(pen, x, y, 3, pen.ink.accent, pen.ink.second)
    pen.rect(0, 0, 0.5, 10, pen.ink.accent)


def _lattice(pen: Pen) -> None:
    for line in ([(0, 5), (5, 0)], [(5, 0), (10, 5)], [(10, 5), (5, 10)], [(5, 10), (0, 5)]):
        pen.line(line, 0.35, pen.ink.accent)
    diamond(pen, 5, 5, 4.6, pen.ink.accent, pen.ink.second)
    for x in (0, 10):
        for y in (0, 10):
            dots(pen, x, y, 3.4, pen.ink.second, pen.ink.accent)


def _waves(pen: Pen) -> None:
    for shift, colour in (
        (-10, pen.ink.accent),
        (-5, pen.ink.second),
        (0, pen.ink.accent),
        (5, pen.ink.second),
        (10, pen.ink.accent),
    ):
        pen.line([(shift, 0), (shift + 10, 10)], 1.1, colour)
        pen.line([(shift + 1.7, 0), (shift + 11.7, 10)], 0.3, colour)


def _suns(pen: Pen) -> None:
    sun(pen, 5, 5, 6, pen.ink.accent, pen.ink.second)
    for x in (0, 10):
        for y in (0, 10):
            diamond(pen, x, y, 3.4, pen.ink.second, pen.ink.accent)


def _bands(pen: Pen) -> None:
    pen.rect(0, 0, 10, 0.5, pen.ink.accent)
    pen.rect(0, 4.2, 10, 4.7, pen.ink.accent)
    for x in (1.7, 5, 8.3):
        diamond(pen, x, 2.35, 2.8, pen.ink.accent, pen.ink.second)
        pen.ellipse(x, 7.2, 0.7, 0.7, pen.ink.second)


def _blocks(pen: Pen) -> None:
    pen.poly(box_points(0.5, 0.5, 4.7, 4.7), pen.ink.accent)
    pen.poly(box_points(5.5, 5.5, 9.7, 9.7), pen.ink.second)
    flower(pen, 2.6, 2.6, 3.8, pen.ink.base, pen.ink.second)
    flower(pen, 7.6, 7.6, 3.8, pen.ink.base, pen.ink.accent)
    leaf(pen, 7.6, 2.6, 3.4, pen.ink.second, pen.ink.accent)
    leaf(pen, 2.6, 7.6, 3.4, pen.ink.accent, pen.ink.second)


def _lotuses(pen: Pen) -> None:
    lotus(pen, 2.6, 2.4, 4.6, pen.ink.accent, pen.ink.second)
    lotus(pen, 7.4, 7.4, 4.6, pen.ink.second, pen.ink.accent)


def _sprinkled(pen: Pen) -> None:
    for x, y in ((2.5, 2.5), (7.5, 7.5)):
        dots(pen, x, y, 2.6, pen.ink.accent, pen.ink.second)
    for x, y in ((7.5, 2.5), (2.5, 7.5)):
        pen.ellipse(x, y, 0.3, 0.3, pen.ink.accent)


_CLOTHS = (
    _butis, _paisleys, _jaal, _stripes, _checks, _chevrons, _blooms, _knots,
    _vines, _lattice, _waves, _suns, _bands, _blocks, _lotuses, _sprinkled,
)  # fmt: skip
# Stripes and checks would look machine-made on a shawl's end; these are made for borders.
_BORDERS = (_paisleys, _bands, _lattice, _lotuses, _blooms, _vines)


def cloth(pen: Pen, side: float = 12) -> Tile:
    """The piece's own cloth; one repeat is `side` units wide."""
    return Tile(_CLOTHS[pen.pattern], side, pen.ink, pen.ink.base)


def border_cloth(pen: Pen, side: float = 9) -> Tile:
    """The cloth of the piece's borders: the ornament's colour, figured in its own."""
    ink = Ink(pen.ink.accent, pen.ink.base, pen.ink.second)
    return Tile(_BORDERS[pen.pattern % len(_BORDERS)], side, ink, pen.ink.accent)


def lining(pen: Pen, side: float = 7) -> Tile:
    """A quiet cloth of the piece's colour: dots a shade darker or lighter."""
    base = pen.ink.base
    ink = Ink(base, darker(base, 0.16), lighter(base, 0.25))
    return Tile(_sprinkled, side, ink, base)


def _weave(pen: Pen) -> None:
    for x in (0, 5):
        for y in (0, 5):
            lit = pen.ink.accent if (x + y) % 10 else pen.ink.second
            pen.rect(x + 0.3, y + 0.3, x + 4.7, y + 4.7, lit, corner=1)
            for line in (1.6, 3.2):
                path = (
                    [(x + 0.5, y + line), (x + 4.5, y + line)]
                    if (x + y) % 10
                    else [(x + line, y + 0.5), (x + line, y + 4.5)]
                )
                pen.line(path, 0.25, pen.ink.base, 110)


def weave(colour: Colour, side: float = 6) -> Tile:
    """Strips of cane or bamboo, over and under."""
    return Tile(
        _weave, side, Ink(darker(colour, 0.4), colour, lighter(colour, 0.25)), darker(colour, 0.4)
    )


def _grain(pen: Pen) -> None:
    for y, bend in ((1, 0.5), (3.2, -0.4), (5.1, 0.6), (7.4, -0.5), (9, 0.3)):
        pen.curve([(0, y), (3.3, y + bend), (6.6, y - bend), (10, y)], 0.28, pen.ink.accent, 90)


def grain(colour: Colour, side: float = 16) -> Tile:
    """Wood, its grain lying level."""
    return Tile(_grain, side, Ink(colour, darker(colour, 0.45), colour), colour)


def _pile(pen: Pen) -> None:
    for index in range(16):
        x, y = (index * 3.7) % 10, (index * 6.1) % 10
        lit = pen.ink.accent if index % 2 else pen.ink.second
        pen.ellipse(x, y, 0.7, 0.4, lit, 120, turn=index * 40)


def speckle(colour: Colour, side: float = 8) -> Tile:
    """Stone, grain, plush: flecks a little lighter and darker."""
    return Tile(_pile, side, Ink(colour, lighter(colour, 0.3), darker(colour, 0.18)), colour)


def jali(count: int, x0: float, y0: float, side: float) -> Sequence[Points]:
    """The openings of a pierced screen of `count` by `count` stars."""
    step = side / count
    holes: list[Points] = []
    for row in range(count):
        for column in range(count):
            x, y = x0 + (column + 0.5) * step, y0 + (row + 0.5) * step
            holes.append(_eight_points(x, y, step * 0.42))
            holes.append(round_points(x + step / 2, y + step / 2, step * 0.1, step * 0.1))
    return holes


def _eight_points(x: float, y: float, radius: float) -> Points:
    return [
        (
            x + (radius if tip % 2 == 0 else radius * 0.62) * cos(tip * pi / 8),
            y + (radius if tip % 2 == 0 else radius * 0.62) * sin(tip * pi / 8),
        )
        for tip in range(16)
    ]
