"""Jewellery: for wrist, neck, ear, brow and hair."""

from collections.abc import Callable
from math import cos, pi, sin

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import (
    GOLD,
    INDIGO,
    IVORY,
    LEAF,
    MAROON,
    RANI,
    Colour,
    darker,
    lighter,
    mix,
)  # fmt: skip
from demo.pictures.geometry import (  # fmt: skip
    Points,
    along,
    mirror,
    round_points,
    smooth,
    star_points,
)
from demo.pictures.ornament import border, flower, grain, motif
from demo.pictures.shapes.shape import hangs, lies

_THREAD: Colour = (150, 52, 60)


def bead(pen: Pen, x: float, y: float, r: float, colour: Colour) -> None:
    """A round bead, lit from above."""
    pen.ellipse(x, y, r, r, darker(colour, 0.28))
    pen.ellipse(x - r * 0.08, y - r * 0.1, r * 0.86, r * 0.86, colour)
    pen.ellipse(x - r * 0.3, y - r * 0.35, r * 0.3, r * 0.24, lighter(colour, 0.7))


def stone(pen: Pen, x: float, y: float, r: float, colour: Colour, metal: Colour = GOLD) -> None:
    """A cut stone in its setting."""
    pen.ellipse(x, y, r, r, darker(metal, 0.2))
    pen.ellipse(x, y, r * 0.9, r * 0.9, lighter(metal, 0.2))
    cut = star_points(x, y, r * 0.74, r * 0.7, 8)
    pen.poly(cut, colour)
    pen.poly(star_points(x, y, r * 0.42, r * 0.4, 8), lighter(colour, 0.35))
    pen.poly([(x, y), cut[0], cut[1], cut[2]], lighter(colour, 0.55))
    pen.poly([(x, y), cut[8], cut[9], cut[10]], darker(colour, 0.3))


def _strung(pen: Pen, path: Points, count: int, r: float, colours: tuple[Colour, ...]) -> None:
    for index, ((x, y), _turn) in enumerate(along(path, count)):
        bead(pen, x, y, r, colours[index % len(colours)])


@lies("bangle", "#b3203f", (50, 62))
def bangle(pen: Pen) -> None:
    """Five bangles, slipped over each other."""
    places: tuple[tuple[float, float], ...] = ((36, 40), (64, 42), (33, 74), (67, 78), (50, 60))
    for index, (x, y) in enumerate(places):
        shown = pen.ink.base if index % 2 == 0 else mix(pen.ink.base, pen.ink.accent, 0.45)
        pen.ring(x, y, 24, 24, 5.6, darker(shown, 0.35))
        pen.ring(x, y, 24, 24, 4.4, shown)
        pen.ring(x, y, 25.4, 25.4, 0.7, pen.ink.accent)
        pen.ring(x, y, 22.6, 22.6, 0.7, pen.ink.accent)
        for step in range(24):
            angle = (step + 0.5) * pi / 12
            at = x + 24 * cos(angle), y + 24 * sin(angle)
            if pen.pattern % 2:
                pen.ellipse(*at, 1, 1, pen.ink.second if step % 2 else pen.ink.accent)
            else:
                turn = angle * 180 / pi
                pen.ellipse(*at, 1.6, 0.8, pen.ink.second, turn=turn + 45)
        glint = round_points(x, y, 24, 24, start=200, end=250)
        pen.line(glint, 1.3, lighter(shown, 0.7), 190)


@lies("beads", "#3f6fa8", (50, 66))
def beads(pen: Pen) -> None:
    """Two strings of glass beads, coiled."""
    outer = round_points(50, 60, 37, 40)
    inner = round_points(52, 66, 22, 22, start=0, end=358)
    base, accent, second = pen.ink.base, pen.ink.accent, pen.ink.second
    pen.line(outer, 0.8, _THREAD)
    _strung(pen, outer, 34, 4.1, (base, base, lighter(base, 0.3), accent))
    pen.line(inner, 0.8, _THREAD)
    _strung(pen, inner, 30, 2.8, (second, base, accent))
    for (x, y), _turn in along(round_points(52, 66, 9, 9), 7):
        bead(pen, x, y, 3.6, lighter(base, 0.2))
    bead(pen, 52, 66, 5, accent)
    for x, y in ((50, 19), (50, 101)):
        stone(pen, x, y, 6, second)


@lies("necklace", "#d3a13c", (50, 80))
def necklace(pen: Pen) -> None:
    base, accent, second = pen.ink.base, pen.ink.accent, pen.ink.second
    arc = smooth(
        [(20, 12), (17, 40), (28, 66), (50, 78), (72, 66), (83, 40), (80, 12)], closed=False
    )
    pen.curve([(20, 12), (32, 5), (50, 3), (68, 5), (80, 12)], 1.2, _THREAD)
    _strung(pen, arc, 44, 2, (base,))
    low = smooth([(19, 32), (27, 62), (50, 76), (73, 62), (81, 32)], closed=False)
    for index, ((x, y), turn) in enumerate(along(low, 13)):
        size = 5.2 - abs(index - 6) * 0.3
        with pen.moved(turn=turn, about=(x, y)):
            pen.poly(smooth([(x, y - 1), (x + size, y + 5), (x, y + 11 + size), (x - size, y + 5)]),
                     darker(base, 0.25))  # fmt: skip
            pen.poly(
                smooth([(x, y), (x + size - 1, y + 5), (x, y + 10 + size), (x - size + 1, y + 5)]),
                base,
            )
            stone(pen, x, y + 5.2, size * 0.6, accent if index % 2 else second, base)
            bead(pen, x, y + 12.5 + size, 1.5, IVORY)
    drop: Points = [(50, 84), (60, 96), (50, 112), (40, 96)]
    pen.poly(smooth(drop), darker(base, 0.25))
    pen.poly(smooth([(50, 86), (58.4, 96), (50, 110), (41.6, 96)]), base)
    motif(pen)(pen, 50, 97.5, 13, accent, second)
    for x in (44, 50, 56):
        bead(pen, x, 115 - abs(x - 50) * 0.5, 1.8, IVORY)


def _pair(pen: Pen, draw: Callable[[float], None]) -> None:
    """A pair on a card of the piece's ornament colour."""
    card = lighter(pen.ink.accent, 0.72)
    pen.rect(14, 10, 86, 116, card, 4)
    pen.line([(18, 14), (82, 14), (82, 112), (18, 112), (18, 14)], 0.5, darker(card, 0.25))
    for x in (33.0, 67.0):
        draw(x)


@hangs("earrings", "#d3a13c", (33, 70))
def earrings(pen: Pen) -> None:
    """Jhumkas."""
    base, accent, second = pen.ink.base, pen.ink.accent, pen.ink.second

    def jhumka(x: float) -> None:
        pen.curve([(x, 28), (x + 2.6, 22), (x, 19), (x - 1.4, 22)], 0.8, darker(base, 0.3))
        pen.poly(star_points(x, 37, 10, 8.4, 12), darker(base, 0.2))
        pen.poly(star_points(x, 37, 8.8, 7.6, 12), base)
        motif(pen)(pen, x, 37, 12, accent, second)
        bead(pen, x, 49, 2.2, second)
        right: Points = [(x, 51), (x + 5, 53), (x + 10.6, 62), (x + 13, 75)]
        bell = mirror(smooth(right, closed=False), x)
        pen.poly(bell, darker(base, 0.12))
        pen.poly([(x + (px - x) * 0.8 - 1.4, py) for px, py in bell], base)
        pen.glow(smooth([(x - 6.5, 60), (x - 4, 57), (x - 6, 71), (x - 8.6, 72)]), 120)
        border(pen, [(x - 9.6, 66), (x, 68), (x + 9.6, 66)], 4.4, 5)
        pen.ellipse(x, 75, 13.2, 2.6, darker(base, 0.35))
        pen.ellipse(x, 74.5, 13.2, 2.2, lighter(base, 0.15))
        for step in range(9):
            at = x + (step - 4) * 3
            low = 79.5 + 1.4 * cos((step - 4) / 4)
            pen.line([(at, 76), (at, low)], 0.4, base)
            bead(pen, at, low + 1.4, 1.6, IVORY if step % 2 else accent)

    _pair(pen, jhumka)


@lies("ring", "#d3a13c", (50, 48))
def ring(pen: Pen) -> None:
    base = pen.ink.base
    pen.ring(50, 74, 27, 30, 9, darker(base, 0.4))
    pen.ring(50, 74, 27, 30, 7.4, base)
    pen.ring(49, 73, 28.6, 31.6, 1.6, lighter(base, 0.6))
    pen.ring(50.6, 74.6, 24.4, 27.4, 1, darker(base, 0.3))
    for turn in (25, 45, 135, 155, 65, 115):
        x, y = round_points(50, 74, 27, 30, start=turn, end=turn + 1)[0]
        pen.ellipse(x, y, 1.5, 1.5, pen.ink.second)
    pen.poly(star_points(50, 38, 23, 20.5, 14), darker(base, 0.35))
    pen.poly(star_points(50, 37.4, 21.5, 19.4, 14), base)
    for step in range(14):
        angle = step * pi / 7
        bead(pen, 50 + 17 * cos(angle), 37.4 + 17 * sin(angle), 2.4, pen.ink.second)
    stone(pen, 50, 37.4, 13, pen.ink.accent, base)
    if pen.pattern % 2:
        flower(pen, 50, 37.4, 11, lighter(pen.ink.accent, 0.6), base)


@lies("pendant", "#d3a13c", (50, 78))
def pendant(pen: Pen) -> None:
    base = pen.ink.base
    loop = smooth([(50, 52), (32, 34), (26, 14), (42, 4), (58, 4), (74, 14), (68, 34), (50, 52)],
                  closed=False)  # fmt: skip
    pen.line(loop, 1.6, _THREAD)
    pen.line(loop, 0.5, lighter(_THREAD, 0.4))
    pen.ring(50, 53, 3.4, 4, 1.6, base)
    outlines: tuple[Points, ...] = (
        round_points(50, 82, 25, 25),
        smooth([(50, 56), (70, 72), (66, 96), (50, 110), (34, 96), (30, 72)]),
        star_points(50, 82, 27, 23, 8),
        smooth([(50, 57), (74, 80), (50, 108), (26, 80)]),
    )
    edge = outlines[pen.pattern % 4]
    pen.poly([(x + 0.7, y + 1.2) for x, y in edge], darker(base, 0.4))
    pen.poly(edge, base)
    inner = [(50 + (x - 50) * 0.86, 82 + (y - 82) * 0.86) for x, y in edge]
    pen.poly(inner, darker(base, 0.22))
    pen.poly(
        [(50 + (x - 50) * 0.97, 82 + (y - 82) * 0.97) for x, y in inner],
        lighter(pen.ink.second, 0.1),
    )
    motif(pen)(pen, 50, 82, 32, pen.ink.accent, base)
    for (x, y), _turn in along([*edge, edge[0]], 28):
        bead(pen, x, y, 1.5, lighter(base, 0.25))


@lies("bracelet", "#d3a13c", (50, 80))
def bracelet(pen: Pen) -> None:
    """A broad kada, seen from above and in front."""
    base, top, low, across, down = pen.ink.base, 46.0, 68.0, 38.0, 24.0
    cuff = Lathe(pen, 50, [(top, across), (low, across)], tilt=down / across, soft=False)
    cuff.body(base, "metal")
    pen.ellipse(50, top, across, down, darker(base, 0.42))
    # What is seen through it lies within both its rims.
    rims = round_points(50, top, across - 1, down - 1, start=28, end=152)
    pen.cut([*rims, *round_points(50, low, across - 1, down - 1, start=208, end=332)])
    pen.ring(50, top, across, down, 2, lighter(base, 0.3))
    for y in (top + 2.5, low - 3):
        cuff.band(y, y + 1.4, pen.ink.accent)

    def stamp(x: float, y: float, wide: float, turn: float) -> None:
        with pen.moved(turn=turn * 0.7, about=(x, y)):
            motif(pen)(pen, x, y, 3 + 8 * wide, pen.ink.accent, pen.ink.second)

    cuff.row((top + low) / 2, 9, stamp)
    cuff.light(-0.5, 0.08, 120)


@lies("bindi", "#b01f3c", (50, 60))
def bindi(pen: Pen) -> None:
    """A card of bindis, plain and set with stones."""
    card = lighter(pen.ink.second, 0.7)
    pen.rect(16, 8, 84, 116, card, 3)
    pen.rect(16, 8, 84, 27, pen.ink.accent, 3)
    motif(pen)(pen, 50, 17.6, 14, card, pen.ink.second)
    for side in (30, 70):
        flower(pen, side, 17.6, 8, card, pen.ink.second)
    base = pen.ink.base
    tones = (
        base,
        darker(base, 0.3),
        mix(base, RANI, 0.5),
        mix(base, INDIGO, 0.6),
        mix(base, LEAF, 0.6),
    )
    for row in range(4):
        y = 41 + row * 20
        for column in range(4):
            x, shown = 26.5 + column * 15.6, tones[(row + column + pen.pattern) % 5]
            kind = (row + pen.pattern) % 4
            if kind == 0:
                pen.ellipse(x, y, 5, 5, shown)
                pen.ellipse(x - 1.4, y - 1.6, 1.4, 1.1, lighter(shown, 0.5))
            elif kind == 1:
                pen.poly(
                    smooth([(x, y - 8), (x + 3.4, y + 1), (x, y + 6), (x - 3.4, y + 1)]), shown
                )
                bead(pen, x, y + 8, 1.3, GOLD)
            elif kind == 2:
                pen.poly(star_points(x, y, 6, 4.8, 9), GOLD)
                stone(pen, x, y, 4.6, shown)
            else:
                pen.ring(x, y, 4.6, 5.4, 1.6, shown)
                bead(pen, x, y, 1.6, IVORY)


@lies("comb", "#a5683a", (50, 46))
def comb(pen: Pen) -> None:
    """Carved of one piece of wood."""
    base = pen.ink.base
    for step in range(21):
        x = 14.5 + step * 3.5
        long = 101 - abs(step - 10) * 0.7
        pen.poly([(x, 56), (x + 2.2, 56), (x + 1.6, long), (x + 0.6, long)], darker(base, 0.12))
        pen.line([(x + 0.6, 58), (x + 0.9, long - 2)], 0.4, lighter(base, 0.3))
    for x in (8, 87.5):
        pen.rect(x, 54, x + 5, 104, darker(base, 0.12), 2)
    right: Points = [(50, 14), (58, 18), (66, 15), (76, 24), (88, 30), (93, 44), (92.6, 60)]
    back = mirror(smooth(right, closed=False))
    pen.poly([(x, y + 1.2) for x, y in back], darker(base, 0.4))
    pen.cloth(back, grain(base))
    rim = smooth(
        [(12, 56), (13, 44), (24, 32), (34, 26), (50, 22), (66, 26), (76, 32), (87, 44), (88, 56)],
        closed=False,
    )
    pen.line(rim, 0.9, darker(base, 0.45))
    pen.line([(11, 56), (89, 56)], 0.9, darker(base, 0.45))
    border(pen, [(15, 51.5), (85, 51.5)], 5)
    motif(pen)(pen, 50, 38, 19, pen.ink.accent, pen.ink.second)
    for side in (-1, 1):
        flower(pen, 50 + side * 20, 41, 11, pen.ink.second, MAROON)
