"""Wide skirts, and what is knitted."""

from demo.pictures.canvas import Pen, Tile
from demo.pictures.colour import IVORY, Ink, darker, lighter
from demo.pictures.geometry import Point, Points, box_points, mirror, smooth
from demo.pictures.ornament import border, border_cloth, cloth, flower
from demo.pictures.shapes.parts.sewing import crease, fringe, hem, sewn, tassel
from demo.pictures.shapes.parts.tailoring import hanger, torso
from demo.pictures.shapes.shape import hangs, lies


def _flare(pen: Pen, top: float, waist: float, low: float, half: float) -> list[Point]:
    """A skirt from its waist to a wide hem, with its folds."""
    right = smooth(
        [(50 + waist, top), (50 + half * 0.56, top + (low - top) * 0.4), (50 + half, low - 3)],
        closed=False,
    )
    outline = [*right, (50, low + 3), *[(100 - x, y) for x, y in reversed(right)]]
    pen.cloth(outline, cloth(pen, 11))
    band = [
        (50 - half + 3, low - 14), (50 + half - 3, low - 14), (50 + half, low - 3), (50, low + 3),
        (50 - half, low - 3),
    ]  # fmt: skip
    pen.cloth(band, border_cloth(pen, 9))
    for share in (-0.7, -0.36, 0, 0.36, 0.7):
        foot = 50 + half * share
        knee = 50 + half * share * 0.7, (top + low) / 2
        crease(pen, [(50 + waist * share, top), knee, (foot, low)], 2.6, 40)
    pen.line([(50 - half + 3, low - 14), (50 + half - 3, low - 14)], 1, pen.ink.accent)
    return outline


@hangs("lehenga", "#a3234f", (46, 84))
def lehenga(pen: Pen) -> None:
    """A wide skirt tied with a cord, its short blouse apart above it, a veil at the side."""
    _flare(pen, 58, 13, 113, 43)
    pen.rect(36, 55, 64, 61, pen.ink.accent, 1)
    border(pen, [(38, 58), (62, 58)], 4)
    for x, low in ((36, 74), (40, 79)):
        pen.curve([(38, 59), (x - 2, 66), (x, low)], 0.9, pen.ink.second)
        tassel(pen, x, low - 1, 9, pen.ink.second)
    blouse: Points = [(50, 21), (58, 13), (66, 15), (67, 28), (63, 40), (50, 42)]
    for side in (1, -1):
        sleeve = [(50 + side * x, y) for x, y in ((15, 15), (26, 21), (27, 33), (16, 31))]
        sewn(pen, sleeve, cloth(pen, 8))
        pen.line([sleeve[1], sleeve[2]], 2, pen.ink.accent)
    sewn(pen, mirror(blouse), cloth(pen, 8))
    neck = smooth([(42, 13), (45, 20), (50, 23), (55, 20), (58, 13)], closed=False)
    pen.line(neck, 2, pen.ink.accent)
    hem(pen, [(36.6, 36.6), (63.4, 36.6), (62.8, 41.4), (37.2, 41.4)], 6)
    veil = [*smooth([(66, 9), (80, 40), (84, 76), (82, 108)], closed=False), (97, 106),
            *smooth([(97, 70), (90, 32), (74, 7)], closed=False)]  # fmt: skip
    pen.shade([(x - 1.6, y + 1.6) for x, y in veil], 70)
    pen.poly(veil, lighter(pen.ink.second, 0.12))
    for path in (veil[:25], veil[26:]):
        pen.line(path, 1.8, pen.ink.accent)
    for y in (92, 100):
        border(pen, [(83.4, y), (96.6, y - 1)], 5, 3)
    for x, y in ((78, 24), (84, 42), (88, 60), (90, 78)):
        flower(pen, x, y, 5, pen.ink.accent, pen.ink.base)
    fringe(pen, [(82.4, 108), (96.8, 106)], 12, 5, pen.ink.accent)
    crease(pen, [(74, 16), (86, 50), (89, 100)], 2, 44)


@hangs("anarkali", "#3d7d78", (50, 60))
def anarkali(pen: Pen) -> None:
    """A long dress: a fitted bodice and a flared skirt."""
    hanger(pen)
    _flare(pen, 52, 14, 112, 38)
    half = [(50, 25), (57.6, 18), (68, 22), (66, 38), (64, 54), (50, 55)]
    sleeve = [(67, 21), (76, 30), (90, 72), (80, 76), (66, 46)]
    torso(pen, half, sleeve, cloth(pen, 10), border_cloth(pen, 7))
    ribbon_path = smooth([(42.4, 18), (45, 23), (50, 25.4), (55, 23), (57.6, 18)], closed=False)
    pen.line(ribbon_path, 2.4, pen.ink.accent)
    pen.rect(36, 51, 64, 56, pen.ink.accent, 1)
    border(pen, [(38, 53.5), (62, 53.5)], 3.6)


def _rib(pen: Pen) -> None:
    for x in (1, 3.5, 6, 8.5):
        pen.line([(x, 0), (x, 10)], 1, pen.ink.accent, 120)
    for y in (2.5, 7.5):
        pen.line([(0, y), (10, y)], 0.5, pen.ink.second, 70)


def _knit(pen: Pen) -> Tile:
    base = pen.ink.base
    return Tile(_rib, 4, Ink(base, darker(base, 0.16), lighter(base, 0.3)), base)


def _ribbed(pen: Pen, points: Points) -> None:
    pen.poly(points, darker(pen.ink.base, 0.2))
    xs, ys = [x for x, _ in points], [y for _, y in points]
    for step in range(int((max(xs) - min(xs)) // 2.2)):
        x = min(xs) + 1.4 + step * 2.2
        pen.line([(x, min(ys) + 0.6), (x, max(ys) - 0.6)], 0.8, lighter(pen.ink.base, 0.14))


@hangs("sweater", "#7a3b46", (50, 50))
def sweater(pen: Pen) -> None:
    """Knitted, with a round neck and long sleeves."""
    hanger(pen)
    half = [(50, 27), (57, 20), (70, 24), (71, 60), (71, 98), (50, 99)]
    sleeve = [(69, 23), (79, 33), (91, 88), (80, 92), (69, 50)]
    torso(pen, half, sleeve, _knit(pen), _knit(pen))
    _ribbed(pen, box_points(29, 95, 71, 104, 1))
    for side in (1, -1):
        _ribbed(pen, box_points(*((78, 86, 93, 94) if side > 0 else (7, 86, 22, 94)), 1))
    neck = smooth([(42.6, 20), (45, 26), (50, 28), (55, 26), (57.4, 20)], closed=False)
    pen.line(neck, 4, darker(pen.ink.base, 0.2))
    pen.line(neck, 2, lighter(pen.ink.base, 0.1))
    border(pen, [(34, 48), (66, 48)], 7)


@hangs("vest", "#f1efe8", (50, 50))
def vest(pen: Pen) -> None:
    """Without sleeves, cut low at the neck."""
    hanger(pen)
    half: Points = [
        (50, 42),
        (54, 38),
        (57, 19),
        (64, 19),
        (66, 34),
        (71, 46),
        (71, 106),
        (50, 107),
    ]
    pen.cloth(mirror(half), _knit(pen))
    neck = smooth([(43, 19), (46, 36), (50, 42), (54, 36), (57, 19)], closed=False)
    pen.line(neck, 1.8, pen.ink.accent)
    for side in (1, -1):
        arm = [(50 + side * 14, 19), (50 + side * 16, 34), (50 + side * 21, 46)]
        pen.curve(arm, 1.8, pen.ink.accent)
    hem(pen, box_points(29, 102, 71, 107))


@lies("socks", "#46506e", (50, 60))
def socks(pen: Pen) -> None:
    """A pair, heel and toe of another colour."""
    base = pen.ink.base
    for x, y in ((34, 0), (58, 6)):
        sock = smooth(
            [(x - 9, 18 + y), (x + 9, 18 + y), (x + 9, 66 + y), (x + 24, 84 + y), (x + 26, 96 + y),
             (x + 14, 102 + y), (x - 4, 92 + y), (x - 10, 76 + y)],
            steps=6,
        )  # fmt: skip
        pen.poly([(px + 0.8, py + 1) for px, py in sock], darker(base, 0.4))
        pen.cloth(sock, _knit(pen))
        pen.blob(
            [(x + 15, 90 + y), (x + 25, 86 + y), (x + 26, 97 + y), (x + 14, 102 + y)],
            pen.ink.accent,
        )
        pen.blob([(x - 9, 78 + y), (x, 82 + y), (x - 1, 92 + y), (x - 7, 88 + y)], pen.ink.accent)
        _ribbed(pen, box_points(x - 9.6, 15 + y, x + 9.6, 25 + y, 1))
        for line in (30, 34):
            pen.line([(x - 9, line + y), (x + 9, line + y)], 1.4, pen.ink.second)


@hangs("skirt", "#34466e", (50, 64))
def skirt(pen: Pen) -> None:
    """A pleated skirt on its waistband."""
    base = pen.ink.base
    for index in range(8):
        t0, t1 = 30 + index * 5, 35 + index * 5
        f0, f1 = 14 + index * 9, 23 + index * 9
        pen.poly(
            [(t0, 30), (t1, 30), (f1, 100), (f0, 100)], base if index % 2 else darker(base, 0.08)
        )
        pen.shade([(t1 - 1.6, 30), (t1, 30), (f1, 100), (f1 - 3, 100)], 90)
        pen.glow([(t0, 30), (t0 + 1, 30), (f0 + 2, 100), (f0, 100)], 40)
    pen.rect(29, 22, 71, 31, darker(base, 0.2), 1)
    pen.ellipse(50, 26.5, 1.8, 1.8, IVORY)
    pen.line([(15, 96), (85, 96)], 1.6, pen.ink.accent)
