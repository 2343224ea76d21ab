"""Jewellery of silver with shazar: its stones show their ferns."""

from math import cos, pi, sin

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import darker, lighter
from demo.pictures.geometry import along, round_points, smooth
from demo.pictures.shapes.shape import lies
from demo.pictures.shapes.wear.adornment import bead
from demo.pictures.shapes.wear.ornaments import linked
from demo.pictures.shapes.wear.stones import SILVER, agate, in_silver, oval


@lies("stone-pendant", "#e6e0d2", (50, 80))
def stone_pendant(pen: Pen) -> None:
    """An oval stone on a chain."""
    loop = smooth([(50, 50), (33, 34), (27, 16), (40, 5), (60, 5), (73, 16), (67, 34), (50, 50)],
                  closed=False)  # fmt: skip
    linked(pen, loop, 46, SILVER)
    pen.ring(50, 51, 3, 4.4, 1.8, darker(SILVER, 0.2))
    in_silver(pen, 50, 82, 19, 25)


@lies("stone-ring", "#e6e0d2", (50, 48))
def stone_ring(pen: Pen) -> None:
    """A band of silver under a large stone."""
    for width, colour in ((9, darker(SILVER, 0.45)), (7.2, SILVER)):
        pen.ring(50, 78, 25, 29, width, colour)
    pen.ring(49, 77, 26.4, 30.4, 1.4, lighter(SILVER, 0.6))
    pen.ring(50.6, 78.6, 22.6, 26.6, 0.9, darker(SILVER, 0.4))
    for side in (-1, 1):
        shoulder = smooth([(50 + side * 12, 58), (50 + side * 24, 62), (50 + side * 22, 50)])
        pen.poly(shoulder, darker(SILVER, 0.2))
        for step in range(3):
            bead(pen, 50 + side * (17 + step * 2.4), 57 + step * 3, 1.5, SILVER)
    in_silver(pen, 50, 40, 25, 19)


@lies("stone-bracelet", "#e6e0d2", (50, 86))
def stone_bracelet(pen: Pen) -> None:
    """Small stones joined by links, its clasp open."""
    path = smooth([(34, 14), (16, 36), (14, 66), (30, 90), (50, 98), (70, 90), (86, 66), (84, 36),
                   (66, 14)], closed=False)  # fmt: skip
    linked(pen, path, 60, SILVER)
    for (x, y), _turn in along(path, 7):
        in_silver(pen, x, y, 8.4, 7.4)
    pen.ring(64, 13, 3, 3, 1.3, SILVER)
    pen.curve([(36, 13), (40, 9), (44, 12), (41, 16), (37, 15)], 1.4, SILVER)


@lies("stone-kada", "#e6e0d2", (50, 66))
def stone_kada(pen: Pen) -> None:
    """A round bracelet of silver, one stone in front."""
    top, low, across, down = 52.0, 66.0, 38.0, 22.0
    cuff = Lathe(pen, 50, [(top, across), (low, across)], tilt=down / across, soft=False)
    cuff.body(SILVER, "metal")
    pen.ellipse(50, top, across, down, darker(SILVER, 0.42))
    # What is seen through it lies within both its rims.
    rims = round_points(50, top, across - 1, down - 1, start=24, end=156)
    pen.cut([*rims, *round_points(50, low, across - 1, down - 1, start=204, end=336)])
    pen.ring(50, top, across, down, 2, lighter(SILVER, 0.3))
    cuff.row(59, 24, lambda x, y, wide, _turn: bead(pen, x, y, 0.5 + 1.3 * wide, SILVER))
    cuff.light(-0.5, 0.08, 120)
    in_silver(pen, 50, 81, 19, 14)


@lies("stone-necklace", "#e6e0d2", (50, 80))
def stone_necklace(pen: Pen) -> None:
    """Stones in a row along a chain, the largest in the middle."""
    arc = smooth([(24, 8), (17, 34), (26, 62), (50, 76), (74, 62), (83, 34), (76, 8)], closed=False)
    linked(pen, arc, 70, SILVER)
    for index, ((x, y), _turn) in enumerate(along(arc, 13)[2:-2]):
        size = 5.4 - abs(index - 4) * 0.5
        if index != 4:
            in_silver(pen, x, y + 3, size, size * 1.25)
            bead(pen, x, y + 8 + size * 1.25, 1.7, SILVER)
    in_silver(pen, 50, 90, 12, 16)
    for step in (-1, 0, 1):
        bead(pen, 50 + step * 5, 114 - abs(step) * 2.4, 2, SILVER)


@lies("stone-brooch", "#e6e0d2", (50, 62))
def stone_brooch(pen: Pen) -> None:
    """An oval stone within a wreath of silver leaves, the pin behind."""
    pen.line([(16, 76), (88, 50)], 1.8, darker(SILVER, 0.3))
    pen.ellipse(88.6, 49.8, 2.6, 2.6, SILVER)
    for step in range(26):
        angle = step * 2 * pi / 26
        x, y = 50 + 31 * cos(angle), 62 + 26 * sin(angle)
        leaf = round_points(x, y, 5.4, 2.4, turn=step * 360 / 26 + 50)
        pen.poly([(px + 0.5, py + 0.8) for px, py in leaf], darker(SILVER, 0.5))
        pen.poly(leaf, lighter(SILVER, 0.1 if step % 2 else 0.3))
    in_silver(pen, 50, 62, 23, 18)


@lies("stone-beads", "#e6e0d2", (50, 62))
def stone_beads(pen: Pen) -> None:
    """Round beads of the stone on one string, silver between them."""
    path = smooth([(50, 16), (24, 24), (13, 52), (22, 86), (50, 102), (78, 86), (87, 52), (76, 24),
                   (50, 16)], closed=False)  # fmt: skip
    pen.line(path, 1, darker(SILVER, 0.3))
    for index, ((x, y), _turn) in enumerate(along(path, 40)):
        if index % 2:
            bead(pen, x, y, 1.7, SILVER)
        else:
            pen.shade(round_points(x + 0.8, y + 1.4, 5, 5), 80)
            agate(pen, oval(x, y, 5, 5), 1)
    in_silver(pen, 50, 104, 9, 11)
