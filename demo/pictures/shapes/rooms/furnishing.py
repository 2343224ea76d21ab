"""Furniture, and what stands on it or hangs above it."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import BRASS, IVORY, Colour, darker, lighter
from demo.pictures.geometry import Points, box_points, mirror, round_points, smooth
from demo.pictures.ornament import border, cloth, grain, jali, motif
from demo.pictures.scenes import arch_points
from demo.pictures.shapes.shape import hangs, stands


def _board(pen: Pen, points: Points, colour: Colour) -> None:
    """A board of wood with its edge in shade."""
    pen.poly([(x + 0.8, y + 1.2) for x, y in points], darker(colour, 0.5))
    pen.cloth(points, grain(colour))


def _leg(pen: Pen, x: float, top: float, low: float, wide: float = 3) -> None:
    base = pen.ink.base
    pen.rect(x - wide, top, x + wide, low, darker(base, 0.36), 1)
    pen.rect(x - wide, top, x + wide * 0.5, low, lighter(base, 0.06), 1)
    for y in (top + 6, low - 8):
        pen.ellipse(x, y, wide + 1.2, 1.6, darker(base, 0.14))


@stands("dining-table", "#a8713f", (50, 80))
def dining_table(pen: Pen) -> None:
    """A long table with a runner on it."""
    base = pen.ink.base
    for x in (22, 78):
        _leg(pen, x, 66, 98, 2.4)
    _board(pen, [(20, 58), (80, 58), (92, 70), (8, 70)], lighter(base, 0.08))
    pen.cloth([(42, 58), (58, 58), (61, 70), (39, 70)], cloth(pen, 6))
    pen.rect(8, 70, 92, 76, darker(base, 0.2))
    border(pen, [(14, 73), (86, 73)], 4)
    for x in (13, 87):
        _leg(pen, x, 76, 108)


@stands("desk", "#a8713f", (50, 80))
def desk(pen: Pen) -> None:
    """A desk with three drawers on one side."""
    base = pen.ink.base
    _board(pen, box_points(12, 58, 88, 64, 1), lighter(base, 0.1))
    _leg(pen, 17, 64, 108)
    _board(pen, box_points(56, 64, 86, 100, 1), base)
    for y in (67, 78, 89):
        pen.rect(59, y, 83, y + 9, darker(base, 0.26), 1)
        pen.rect(59.6, y + 0.4, 82.6, y + 8.2, lighter(base, 0.06), 1)
        pen.ellipse(71, y + 4.4, 2, 1.4, BRASS)
    for x in (58, 84):
        _leg(pen, x, 100, 108, 2)
    pen.rect(20, 52, 36, 58, pen.ink.accent, 1)
    pen.rect(21, 48, 35, 52, lighter(pen.ink.second, 0.1), 1)


@stands("wardrobe", "#9a6638", (50, 62))
def wardrobe(pen: Pen) -> None:
    """Two carved doors between a cornice and feet."""
    base = pen.ink.base
    _board(pen, box_points(22, 18, 78, 103, 1), base)
    _board(pen, box_points(18, 12, 82, 19, 2), lighter(base, 0.08))
    border(pen, [(24, 15.6), (76, 15.6)], 4)
    for x in (25, 51.5):
        pen.rect(x, 24, x + 23.5, 98, darker(base, 0.3), 1)
        pen.cloth(box_points(x + 1, 24.6, x + 22.8, 97, 1), grain(lighter(base, 0.06)))
        for y in (42, 78):
            pen.rect(x + 4, y - 14, x + 19.6, y + 14, darker(base, 0.2), 2)
            motif(pen)(pen, x + 11.8, y, 19, pen.ink.accent, darker(base, 0.36))
    for x in (47, 53):
        pen.ellipse(x, 62, 1.2, 3, BRASS)
    for x in (26, 74):
        _leg(pen, x, 103, 108, 3)


@stands("daybed", "#a8713f", (50, 84))
def daybed(pen: Pen) -> None:
    """A takht: a low broad seat with a mattress and bolsters."""
    base = pen.ink.base
    for x in (16, 84):
        _leg(pen, x, 88, 108)
    pen.cloth(box_points(12, 74, 88, 84, 3), cloth(pen, 9))
    _board(pen, box_points(9, 84, 91, 92, 1), base)
    border(pen, [(14, 88), (86, 88)], 5)
    for x in (22, 78):
        pen.cloth(round_points(x, 70, 11, 6.4), cloth(pen, 7))
        pen.ellipse(x + (9 if x > 50 else -9), 70, 2.4, 6, pen.ink.accent)


@stands("swing", "#a8713f", (50, 84))
def swing(pen: Pen) -> None:
    """A seat on four chains."""
    base = pen.ink.base
    for x, foot in ((24, 16), (30, 26), (70, 74), (76, 84)):
        for step in range(20):
            share = step / 20
            pen.ring(x + (foot - x) * share, 8 + 76 * share, 1.1, 2.2, 0.8, darker(BRASS, 0.1))
    _board(pen, [(22, 62), (78, 62), (80, 82), (20, 82)], darker(base, 0.1))
    for x in range(28, 78, 8):
        pen.rect(x, 64, x + 3, 82, lighter(base, 0.1), 1)
    _board(pen, [(16, 84), (84, 84), (90, 92), (10, 92)], lighter(base, 0.08))
    pen.rect(10, 92, 90, 97, darker(base, 0.2), 1)
    border(pen, [(14, 94.6), (86, 94.6)], 4)


@stands("room-screen", "#9a6638", (50, 62))
def room_screen(pen: Pen) -> None:
    """Three leaves of pierced wood, set at an angle."""
    base = pen.ink.base
    for x0, x1, lean in ((10, 36, 4), (36, 64, -3), (64, 90, 4)):
        leaf: Points = [(x0, 18 + lean), (x1, 18 - lean), (x1, 106 - lean), (x0, 106 + lean)]
        _board(pen, leaf, base if lean > 0 else darker(base, 0.12))
        middle, half = (x0 + x1) / 2, (x1 - x0) / 2 - 3
        pen.poly(arch_points(middle, 24, half, 84), darker(base, 0.4))
        for row in range(5):
            for column in range(2):
                at = middle - half + column * half, 34 + row * 10
                for hole in jali(1, *at, half):
                    pen.line([*hole, hole[0]], 0.8, lighter(base, 0.24))
        motif(pen)(pen, middle, 95, 12, pen.ink.accent, darker(base, 0.3))


@hangs("mirror", "#9a6638", (50, 62))
def mirror_frame(pen: Pen) -> None:
    """A carved frame around a mirror."""
    base = pen.ink.base
    _board(pen, arch_points(50, 8, 36, 116), base)
    pen.poly(arch_points(50, 24, 24, 104), darker(base, 0.5))
    pen.fade(arch_points(50, 26, 22.6, 102.6), (226, 234, 238), (168, 186, 196))
    pen.glow([(36, 44), (48, 36), (34, 92), (29, 92)], 120)
    pen.glow([(56, 40), (60, 42), (48, 94), (44, 94)], 80)
    for side in (-1, 1):
        border(pen, [(50 + side * 30, 44), (50 + side * 30, 106)], 7)
    border(pen, [(24, 110), (76, 110)], 6)
    motif(pen)(pen, 50, 18, 11, pen.ink.accent, pen.ink.second)


@stands("home-temple", "#a8713f", (50, 66))
def home_temple(pen: Pen) -> None:
    """A small temple of wood: a dome, pillars, a lamp before the seat."""
    base = pen.ink.base
    dome = smooth(mirror([(50, 10), (53, 16), (62, 24), (66, 34), (50, 36)]))
    pen.cloth(dome, grain(lighter(base, 0.08)))
    pen.ellipse(50, 9, 1.6, 4, BRASS)
    _board(pen, box_points(16, 36, 84, 44, 1), lighter(base, 0.06))
    border(pen, [(20, 40), (80, 40)], 5)
    pen.rect(22, 44, 78, 92, darker(base, 0.45))
    pen.poly(arch_points(50, 48, 22, 92), darker(base, 0.25))
    for x in (20, 80):
        _leg(pen, x, 44, 94, 3.4)
    pen.ellipse(50, 86, 12, 4, lighter(BRASS, 0.1))
    pen.poly(smooth([(50, 70), (53, 78), (50, 82), (47, 78)]), (255, 214, 110))
    _board(pen, box_points(12, 92, 88, 100, 1), base)
    _board(pen, box_points(8, 100, 92, 108, 1), darker(base, 0.08))
    for x in (30, 50, 70):
        pen.rect(x - 8, 102, x + 8, 106, darker(base, 0.3), 1)
        pen.ellipse(x, 104, 1.2, 1, BRASS)


@stands("book-rest", "#a8713f", (50, 80))
def book_rest(pen: Pen) -> None:
    """A rehal: two boards crossed, a book open on them."""
    base = pen.ink.base
    for side in (1, -1):
        board = [
            (50 - side * 30, 106),
            (50 - side * 24, 106),
            (50 + side * 32, 52),
            (50 + side * 26, 48),
        ]
        _board(pen, board, base if side > 0 else darker(base, 0.14))
        border(pen, [(50 - side * 22, 100), (50 + side * 2, 78)], 5)
    for side in (1, -1):
        page = smooth([(50, 66), (50 + side * 14, 56), (50 + side * 32, 50), (50 + side * 33, 46),
                       (50 + side * 16, 50), (50, 60)])  # fmt: skip
        pen.poly(page, lighter(IVORY, 0.4))
        for step in range(3):
            pen.line(
                [(50 + side * 6, 60 - step * 2), (50 + side * 26, 51 - step * 1.4)],
                0.4,
                (120, 110, 100),
            )


@stands("walking-stick", "#8a5a32", (50, 60))
def walking_stick(pen: Pen) -> None:
    """A stick with a curved handle and a carved neck."""
    base = pen.ink.base
    path = [(38, 106), (44, 70), (50, 34), (54, 20), (64, 14), (72, 22), (70, 32)]
    pen.curve(path, 5.6, darker(base, 0.42))
    pen.curve([(x - 0.5, y - 0.4) for x, y in path], 3.8, lighter(base, 0.05))
    pen.curve([(x - 1.2, y - 0.8) for x, y in path], 1, lighter(base, 0.5))
    for y, x in ((40, 49), (44, 48.4), (48, 47.8)):
        pen.ellipse(x, y, 3.4, 1.4, pen.ink.accent, turn=-12)
    pen.rect(36, 100, 41, 108, BRASS, 1)
