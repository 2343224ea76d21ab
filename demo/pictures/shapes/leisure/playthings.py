"""Toys to stack, shake and hug, and more drums."""

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import IVORY, WOOD, darker, lighter
from demo.pictures.geometry import Points, mirror, round_points, smooth
from demo.pictures.ornament import border, motif
from demo.pictures.shapes.leisure.figures import _body, _eye
from demo.pictures.shapes.parts.turning import ringed, turned
from demo.pictures.shapes.shape import lies, stands


@stands("stacking-rings", "#c8463c", (50, 80))
def stacking_rings(pen: Pen) -> None:
    """Rings of falling size on a peg."""
    base = pen.ink.base
    colours = (
        base,
        pen.ink.accent,
        pen.ink.second,
        lighter(base, 0.3),
        darker(pen.ink.accent, 0.2),
    )
    foot = Lathe(pen, 50, [(100, 34), (104, 34), (107, 32)])
    foot.body(WOOD, "clay")
    for step, colour in enumerate(colours):
        low, half = 101 - step * 11, 31 - step * 4.6
        ring = Lathe(pen, 50, [(low - 10, half - 4), (low - 5, half), (low, half - 4)])
        ring.body(colour, "glaze")
        pen.ellipse(50, low - 10, half - 4, (half - 4) * 0.16, lighter(colour, 0.24))
    peg = Lathe(pen, 50, [(34, 2), (37, 6), (42, 6), (46, 3)])
    peg.body(WOOD, "clay")


@stands("nesting-dolls", "#c8463c", (50, 70))
def nesting_dolls(pen: Pen) -> None:
    """Five dolls, each of a size to fit in the next."""
    base = pen.ink.base
    for x, size in ((24, 1.0), (46, 0.8), (63, 0.64), (77, 0.5), (88, 0.38)):
        low = 106
        profile: Points = [
            (low - 66 * size, 4 * size), (low - 62 * size, 11 * size), (low - 50 * size, 14 * size),
            (low - 42 * size, 12 * size), (low - 26 * size, 18 * size), (low - 6 * size, 16 * size),
            (low, 14 * size),
        ]  # fmt: skip
        doll = Lathe(pen, x, profile)
        doll.body(base, "glaze")
        pen.ellipse(x, low - 51 * size, 8.6 * size, 9 * size, (238, 206, 172))
        pen.ellipse(x, low - 58 * size, 8 * size, 3.4 * size, (44, 30, 30))
        for side in (-1, 1):
            pen.ellipse(
                x + side * 3.2 * size, low - 51 * size, 0.9 * size, 1.2 * size, (34, 26, 30)
            )
        lips = ((-2.4, -46.6), (0, -45.4), (2.4, -46.6))
        smile = [(x + dx * size, low + dy * size) for dx, dy in lips]
        pen.curve(smile, 0.8 * size, (180, 50, 60))
        motif(pen)(pen, x, low - 20 * size, 18 * size, pen.ink.accent, pen.ink.second)


@lies("rattle", "#c8463c", (50, 50))
def rattle(pen: Pen) -> None:
    """A head with beads in it, on a handle."""
    base = pen.ink.base
    with pen.moved(turn=24, about=(50, 62)):
        pen.rect(46.6, 58, 53.4, 104, darker(pen.ink.accent, 0.3), 3)
        pen.rect(46.8, 58, 52.2, 104, pen.ink.accent, 3)
        for y in (66, 72, 94):
            pen.rect(46.4, y, 53.6, y + 2.4, pen.ink.second)
        pen.ellipse(50, 106, 5.6, 4.6, base)
        pen.ellipse(51, 41, 22, 20, darker(base, 0.4))
        pen.ellipse(50, 40, 22, 20, base)
        pen.ellipse(46, 35, 14, 11, lighter(base, 0.18))
        border(pen, [(30, 42), (50, 46), (70, 42)], 6)
        for x, y in ((38, 30), (50, 25), (62, 30)):
            pen.ellipse(x, y, 2.4, 2.4, pen.ink.second)


@stands("plush-animal", "#b9a58c", (50, 60))
def plush_animal(pen: Pen) -> None:
    """A seated soft animal with long ears."""
    base = pen.ink.base
    for side in (-1, 1):
        ear = [
            (50 + side * 8, 34),
            (50 + side * 15, 10),
            (50 + side * 22, 12),
            (50 + side * 18, 38),
        ]
        _body(pen, ear, base)
        pen.blob(
            [(50 + side * 11, 32), (50 + side * 16, 16), (50 + side * 17, 34)], (232, 178, 172)
        )
        _body(
            pen,
            [
                (50 + side * 14, 92),
                (50 + side * 32, 90),
                (50 + side * 34, 104),
                (50 + side * 14, 108),
            ],
            base,
        )
        pen.ellipse(50 + side * 26, 100, 5, 4.4, (232, 178, 172))
    _body(pen, mirror([(50, 58), (66, 62), (74, 84), (66, 104), (50, 107)]), base)
    pen.blob(mirror([(50, 68), (60, 72), (63, 88), (50, 98)]), lighter(base, 0.3))
    for side in (-1, 1):
        _body(
            pen,
            [
                (50 + side * 15, 64),
                (50 + side * 26, 72),
                (50 + side * 24, 86),
                (50 + side * 14, 80),
            ],
            base,
        )
    _body(pen, mirror([(50, 26), (66, 30), (72, 46), (62, 60), (50, 62)]), lighter(base, 0.04))
    pen.blob(mirror([(50, 44), (60, 46), (58, 56), (50, 58)]), IVORY)
    for side in (-1, 1):
        _eye(pen, 50 + side * 9, 42, 2)
    pen.blob([(47, 47), (53, 47), (50, 51)], (120, 70, 72))
    pen.curve([(46, 54), (50, 56), (54, 54)], 0.9, (90, 60, 60))
    bow = [(50, 62), (40, 58), (40, 68), (50, 64), (60, 68), (60, 58)]
    pen.poly(bow, pen.ink.accent)
    pen.ellipse(50, 63, 2.6, 2.4, pen.ink.second)


def _head(pen: Pen, lathe: Lathe) -> None:
    lathe.mouth(WOOD, 1.6, (238, 226, 200))


@stands("goblet-drum", "#9a6638", (50, 70))
def goblet_drum(pen: Pen) -> None:
    """A djembe: a cup of wood on a foot, laced with cord."""
    base = pen.ink.base
    body = turned(pen, [(30, 29), (36, 29), (58, 22), (74, 11), (92, 13), (107, 18)], base, "clay")
    for step in range(9):
        u0, u1 = -0.92 + step * 0.2, -0.82 + step * 0.2
        pen.line([body.at(38, u0), body.at(62, u1), body.at(38, u0 + 0.2)], 0.9, IVORY)
    for y in (37, 62):
        body.band(y, y + 2, pen.ink.accent)
    ringed(pen, body, 98, 6, 7)
    _head(pen, body)


@stands("hourglass-drum", "#9a6638", (50, 70))
def hourglass_drum(pen: Pen) -> None:
    """A damru: two heads, a narrow waist, and the beads that strike."""
    base = pen.ink.base
    with pen.moved(turn=-14, about=(50, 70)):
        body = turned(
            pen, [(40, 26), (46, 25), (68, 9), (72, 9), (96, 25), (102, 26)], base, "clay"
        )
        for step in range(7):
            u = -0.9 + step * 0.3
            pen.line([body.at(44, u), body.at(70, u * 0.9), body.at(98, u)], 0.7, IVORY)
        body.band(68, 73, pen.ink.accent)
        _head(pen, body)
        for side in (-1, 1):
            pen.curve(
                [(50, 70), (50 + side * 26, 66), (50 + side * 32, 58)], 0.8, darker(base, 0.4)
            )
            pen.ellipse(50 + side * 32, 57, 3, 3, pen.ink.second)


@stands("barrel-drum", "#a8713f", (50, 76))
def barrel_drum(pen: Pen) -> None:
    """A dhol lying on its side: a wide barrel, its laces, the sticks."""
    base = pen.ink.base
    barrel = smooth(
        [(20, 56), (50, 50), (80, 56), (84, 76), (80, 98), (50, 104), (20, 98), (16, 76)]
    )
    pen.poly([(x + 0.8, y + 1.2) for x, y in barrel], darker(base, 0.5))
    pen.poly(barrel, base)
    pen.glow(smooth([(24, 60), (50, 54), (76, 60), (50, 63)]), 70)
    pen.shade(smooth([(22, 94), (50, 100), (78, 94), (50, 92)]), 60)
    for step in range(7):
        y = 58 + step * 6
        pen.line([(22, y), (50, y + 3 * (-1) ** step), (78, y)], 0.8, IVORY)
    pen.ellipse(18, 77, 6, 22, darker(base, 0.3))
    pen.ellipse(17.4, 77, 5, 20, (240, 228, 204))
    pen.ellipse(17, 77, 2, 8, (70, 58, 54))
    pen.ellipse(82, 77, 6, 22, pen.ink.accent)
    border(pen, [(36, 77), (64, 77)], 8)
    for x, turn in ((66, 38), (76, 58)):
        with pen.moved(turn=turn, about=(x, 44)):
            pen.rect(x - 1.2, 20, x + 1.2, 52, darker(WOOD, 0.1), 1)
            pen.ellipse(x, 19, 2, 2.6, lighter(WOOD, 0.2))
    pen.glow(round_points(30, 64, 6, 2, -8), 60)
