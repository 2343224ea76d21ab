"""Sets for the table, vessels for water, and lamps that hang."""

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import GOLD, LEAF, Colour, darker, lighter
from demo.pictures.geometry import Points, mirror, smooth
from demo.pictures.ornament import border, leaf
from demo.pictures.shapes.household.vessels import _loop as loop
from demo.pictures.shapes.parts.turning import ringed, turned
from demo.pictures.shapes.shape import hangs, stands


def _cup(pen: Pen, x: float, low: float, size: float) -> None:
    base = pen.ink.base
    saucer = Lathe(pen, x, [(low - 3 * size, 15 * size), (low, 8 * size)])
    saucer.body(base, "glaze")
    pen.ellipse(x, low - 3 * size, 15 * size, 2.6 * size, lighter(base, 0.24))
    loop(pen, [(x + 7 * size, low - 16 * size), (x + 14 * size, low - 15 * size),
               (x + 8 * size, low - 7 * size)], 1.8 * size, base)  # fmt: skip
    body = Lathe(
        pen,
        x,
        [(low - 20 * size, 10 * size), (low - 10 * size, 9 * size), (low - 3 * size, 5 * size)],
    )
    body.body(base, "glaze")
    body.band(low - 17 * size, low - 15.6 * size, pen.ink.accent)
    body.mouth(base, 1, (112, 62, 34))


@stands("tea-set", "#dfe6ea", (50, 78))
def tea_set(pen: Pen) -> None:
    """A pot and two cups on saucers."""
    base = pen.ink.base
    loop(pen, [(64, 58), (80, 56), (80, 76), (66, 80)], 4, base)
    pen.blob([(36, 66), (24, 58), (20, 50), (26, 50), (31, 60), (38, 78)], darker(base, 0.08))
    body = turned(pen, [(52, 12), (56, 17), (70, 22), (84, 18), (90, 13)], base, "glaze")
    ringed(pen, body, 71, 9, 7)
    lid = Lathe(pen, 50, [(44, 2.6), (47, 8), (52, 12.6)])
    lid.body(lighter(base, 0.06), "glaze")
    pen.ellipse(50, 43, 2.8, 2.6, pen.ink.accent)
    body.light(-0.6, 0.12, 90)
    _cup(pen, 22, 107, 0.92)
    _cup(pen, 76, 108, 0.92)


def _dish(pen: Pen, x: float, y: float, across: float) -> None:
    """A plate leaning, seen from the front."""
    base = pen.ink.base
    for share, colour in (
        (1.0, darker(base, 0.3)), (0.97, base), (0.72, darker(base, 0.12)),
        (0.69, lighter(base, 0.14)),
    ):  # fmt: skip
        pen.ellipse(x, y, across * share, across * share, colour)
    path = [(x + across * 0.84 * dx, y + across * 0.84 * dy) for dx, dy in _AROUND]
    border(pen, path, across * 0.2, 18)


_AROUND: Points = smooth(
    [(0, -1), (0.71, -0.71), (1, 0), (0.71, 0.71), (0, 1), (-0.71, 0.71), (-1, 0), (-0.71, -0.71)]
)


@stands("dinner-set", "#e6e1d6", (50, 66))
def dinner_set(pen: Pen) -> None:
    """A plate behind, a smaller one, a bowl and a cup before it."""
    base = pen.ink.base
    _dish(pen, 46, 62, 36)
    _dish(pen, 72, 82, 21)
    bowl = turned(pen, [(84, 19), (88, 18.4), (100, 11), (107, 8)], base, "glaze", x=30)
    ringed(pen, bowl, 93, 6, 7)
    bowl.mouth(base, 1.4, darker(base, 0.28))
    cup = turned(pen, [(92, 9), (100, 8.4), (108, 6.4)], base, "glaze", x=60)
    cup.band(95, 96.4, pen.ink.accent)
    cup.mouth(base, 1, darker(base, 0.3))


@stands("bowl-set", "#cfdfe3", (50, 84))
def bowl_set(pen: Pen) -> None:
    """Four bowls, two of them stacked."""
    base = pen.ink.base
    for x, low in ((50, 84), (27, 106), (73, 106), (50, 72)):
        bowl = turned(
            pen, [(low - 20, 20), (low - 16, 20), (low - 6, 13), (low, 8)], base, "glaze", x=x
        )
        ringed(pen, bowl, low - 12, 5, 7)
        bowl.mouth(base, 1.4, darker(base, 0.26))
        bowl.light(-0.6, 0.12, 80)


@stands("planter", "#b5653c", (50, 88))
def planter(pen: Pen) -> None:
    potted_plant(pen, pen.ink.base)


def potted_plant(pen: Pen, colour: Colour) -> None:
    """A pot with a plant in it."""
    for turn, long in ((-58, 34), (58, 34), (-34, 44), (34, 44), (-12, 50), (14, 48), (0, 40)):
        with pen.moved(turn=turn, about=(50, 70)):
            shown = lighter(LEAF, 0.14) if long % 4 else darker(LEAF, 0.1)
            leaf(pen, 50, 70 - long * 0.55, long, shown, darker(LEAF, 0.34))
    body = turned(pen, [(68, 27), (74, 27), (76, 24), (94, 20), (107, 17)], colour, "clay")
    ringed(pen, body, 90, 10, 7)
    body.mouth(colour, 2, (74, 50, 36))
    body.light(-0.62, 0.1, 60)


@stands("lota", "#c59a45", (50, 78))
def lota(pen: Pen) -> None:
    """A round water pot with a wide lip."""
    base = pen.ink.base
    profile: Points = [
        (44, 20), (47, 21), (53, 13), (57, 14), (70, 29), (86, 31), (98, 22), (104, 12), (107, 13),
    ]  # fmt: skip
    body = turned(pen, profile, base, "metal")
    ringed(pen, body, 80, 11, 7)
    body.mouth(base, 2.4, (120, 150, 160))
    body.light(-0.64, 0.1, 110)


@stands("surahi", "#b5653c", (50, 84))
def surahi(pen: Pen) -> None:
    """A long neck on a round body, with a lid."""
    base = pen.ink.base
    profile: Points = [
        (26, 8), (29, 9), (34, 6.4), (54, 6.6), (62, 12), (76, 27), (92, 27), (102, 16), (107, 17),
    ]  # fmt: skip
    body = turned(pen, profile, base, "glaze")
    ringed(pen, body, 84, 11, 7)
    for y in (40, 44, 56):
        body.band(y, y + 1, pen.ink.accent)
    lid = Lathe(pen, 50, [(14, 1.6), (18, 3.4), (22, 6), (26, 8.6)])
    lid.body(lighter(base, 0.06), "glaze")
    body.light(-0.62, 0.1, 90)


@stands("hand-bell", "#c59a45", (50, 80))
def hand_bell(pen: Pen) -> None:
    """A bell with an upright handle, as at puja."""
    base = pen.ink.base
    handle = turned(pen, [(18, 3), (22, 5), (28, 3), (36, 4.6), (44, 2.8), (52, 4)], base, "metal")
    handle.light(-0.5, 0.2, 90)
    pen.ellipse(50, 17, 5, 4.4, lighter(base, 0.1))
    body = turned(pen, [(52, 8), (58, 15), (74, 18), (92, 22), (102, 32), (106, 33)], base, "metal")
    ringed(pen, body, 84, 8, 7)
    for y in (62, 98):
        body.band(y, y + 1.6, pen.ink.accent)
    pen.ellipse(50, 109, 4, 3.4, darker(base, 0.3))
    body.light(-0.64, 0.1, 110)


@hangs("hanging-lamp", "#c59a45", (50, 70))
def hanging_lamp(pen: Pen) -> None:
    """A pierced lamp on its chain, lit from within."""
    base = pen.ink.base
    for step in range(8):
        pen.ring(50, 4 + step * 4, 1.6, 2.6, 0.9, darker(base, 0.1))
    glow = smooth(mirror([(50, 40), (74, 52), (84, 76), (74, 100), (50, 110)]))
    pen.poly(glow, (255, 226, 150), 60, 0)
    cap = turned(pen, [(36, 5), (42, 13), (48, 19)], base, "metal")
    cap.light(-0.5, 0.14, 90)
    body = turned(pen, [(48, 20), (58, 26), (74, 28), (88, 22), (96, 13)], base, "metal")
    for y, count, size in ((58, 6, 3), (68, 7, 3.4), (78, 6, 3), (87, 5, 2.4)):

        def hole(x: float, at: float, wide: float, turn: float, size: float = size) -> None:
            pen.ellipse(x, at, size * wide, size * 1.2, lighter(GOLD, 0.5))

        body.row(y, count, hole)
    for y in (52, 92):
        body.band(y, y + 1.4, pen.ink.accent)
    pen.line([(50, 99), (50, 108)], 1.4, darker(base, 0.2))
    pen.ellipse(50, 110, 3, 3.6, pen.ink.accent)
