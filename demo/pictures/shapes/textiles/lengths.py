"""Cloth by the length: a suit to be sewn, a border; what lies on a table."""

from math import cos, pi, sin

from demo.pictures.canvas import Lathe, Pen, Tile
from demo.pictures.colour import BRASS, IVORY, STEEL, WOOD, darker, lighter, mix
from demo.pictures.geometry import Points, box_points, mirror, round_points, smooth, star_points
from demo.pictures.ornament import (
    border,
    border_cloth,
    cloth,
    flower,
    grain,
    lining,
    lotus,
    motif,
    speckle,
)
from demo.pictures.shapes.parts.sewing import crease, fringe, hem, ribbon, sewn, tassel
from demo.pictures.shapes.shape import lies, stands

_CHINA = (244, 240, 232)


def folded(
    pen: Pen, x0: float, y0: float, x1: float, y1: float, tile: Tile, folds: int = 4
) -> None:
    """A folded length: the edges of its layers show below and on the right."""
    pen.shade(box_points(x0 + 2, y0 + 3, x1 + 4, y1 + 5, 2), 90)
    for layer in range(folds, 0, -1):
        shift = layer * 0.9
        tone = darker(tile.ground, 0.3 if layer % 2 else 0.12)
        pen.poly(box_points(x0 + shift * 0.3, y0 + shift, x1 + shift, y1 + shift, 1.6), tone)
    sewn(pen, box_points(x0, y0, x1, y1, 1.6), tile)
    pen.glow(box_points(x0, y0, x0 + 3, y1, 1), 60)
    pen.shade(box_points(x1 - 4, y0, x1, y1, 1), 34)


@lies("suit-piece", "#b03f6f", (46, 56))
def suit_piece(pen: Pen) -> None:
    """Three folded lengths: for the shirt with its worked neck, for the trousers, a dupatta."""
    second = mix(pen.ink.second, IVORY, 0.25)
    plain = Tile(speckle(pen.ink.dark, 5).draw, 5, speckle(pen.ink.dark, 5).ink, pen.ink.dark)
    with pen.moved(turn=7, about=(70, 40)):
        folded(pen, 46, 10, 89, 66, speckle(second, 4))
        for x in (80, 85):
            pen.line([(x, 10), (x, 66)], 1.6, pen.ink.accent)
        hem(pen, [(46, 55), (89, 55), (89, 63), (46, 63)], 7)
        fringe(pen, [(47, 68), (90, 68)], 30, 5, pen.ink.accent)
        border(pen, [(52, 16), (52, 52)], 6, 4)
    with pen.moved(turn=-5, about=(66, 96)):
        folded(pen, 44, 76, 91, 112, plain)
        crease(pen, [(60, 80), (62, 94), (60, 110)], 1.8, 40)
        crease(pen, [(80, 78), (78, 92), (80, 111)], 1.8, 40)
    with pen.moved(turn=-4, about=(36, 60)):
        folded(pen, 6, 20, 64, 102, cloth(pen, 11), 5)
        hem(pen, [(6, 89), (64, 89), (64, 99), (6, 99)], 8)
        yoke = mirror(smooth([(35, 34), (43, 33), (52, 28), (55, 40), (50, 54), (41, 64), (35, 76)],
                             closed=False), 35)  # fmt: skip
        pen.cloth([(15, 20), (55, 20), *yoke[3:-3]], border_cloth(pen, 7))
        pen.line([*yoke[3:-3]], 1.1, pen.ink.second)
        neck = mirror(smooth([(35, 44), (40, 40), (44, 30), (44.6, 20)], closed=False)[::-1], 35)
        pen.cloth(neck, lining(pen, 6))
        pen.line(neck, 1.6, pen.ink.accent)
        pen.line([(35, 44), (35, 60)], 1.4, pen.ink.accent)
        for y in (49, 54, 59):
            pen.ellipse(35, y, 1.3, 1.3, pen.ink.second)
        flower(pen, 35, 70, 8, pen.ink.accent, pen.ink.second)


@lies("zari-border", "#8a2238", (40, 60))
def zari_border(pen: Pen) -> None:
    """A worked strip with a scalloped edge, part of it still on its roll."""
    turns = [(64, 40), (88, 50), (84, 68), (50, 70), (16, 78), (16, 97), (54, 104), (98, 96)]
    path = smooth(turns, closed=False)
    pen.shade(ribbon([(x + 1.6, y + 3) for x, y in path], 17), 90)
    strip = ribbon(path, 17)
    half = len(path)
    for x, y in strip[half + 1 :: 2]:
        pen.ellipse(x, y, 2.6, 2.6, pen.ink.second)
    sewn(pen, strip, cloth(pen, 9))
    for shift in (-13.6, 13.6):
        edge = ribbon(path, shift)[:half]
        pen.line(edge, 2.6, pen.ink.accent)
        border(pen, edge, 2.2)
    for x, y in path[6:-3:7]:
        flower(pen, x, y, 8, pen.ink.accent, pen.ink.second)
    pen.shade(round_points(44, 40, 32, 27), 100)
    wall = [
        *round_points(42, 40, 31, 25, start=0, end=180),
        *round_points(42, 28, 31, 25, start=180, end=0),
    ]
    sewn(pen, wall, cloth(pen, 9))
    for y in (30, 38):
        pen.line(round_points(42, y, 31, 25, start=6, end=174), 2.2, pen.ink.accent)
    pen.shade(
        [
            *round_points(42, 40, 31, 25, start=0, end=60),
            *round_points(42, 28, 31, 25, start=60, end=0),
        ],
        70,
    )
    pen.ellipse(42, 28, 31, 25, pen.ink.deep)
    for step in range(9):
        share = 0.97 - step * 0.072
        tone = (pen.ink.base, pen.ink.accent, pen.ink.dark)[step % 3]
        pen.ring(42, 28, 31 * share, 25 * share, 1.5, tone)
    pen.ellipse(42, 28, 10, 8, (214, 190, 150))
    pen.ellipse(42, 28, 7, 5.6, darker((214, 190, 150), 0.55))


@stands("table-runner", "#8a2238", (50, 70))
def table_runner(pen: Pen) -> None:
    """A long strip down the middle of a table, its worked end hanging over the edge."""
    for x in (12, 88):
        pen.rect(x - 3.4, 72, x + 3.4, 108, darker(WOOD, 0.35))
        pen.glow(box_points(x - 2.4, 76, x - 1, 108), 40)
    top: Points = [(22, 38), (78, 38), (97, 68), (3, 68)]
    pen.cloth(top, grain(WOOD))
    pen.poly([(3, 68), (97, 68), (97, 74), (3, 74)], darker(WOOD, 0.3))
    pen.glow([(22, 38), (78, 38), (80, 41), (20, 41)], 60)
    along_table: Points = [(39, 38), (61, 38), (68, 68), (32, 68)]
    pen.shade([(41, 38), (63, 38), (70.6, 68), (34, 68)], 70)
    sewn(pen, along_table, cloth(pen, 9))
    for side in (-1, 1):
        pen.line([(50 + side * 10.2, 38), (50 + side * 16.8, 68)], 1.8, pen.ink.accent)
    drop: Points = [(32, 68), (68, 68), (69, 90), (50, 103), (31, 90)]
    pen.shade([(x + 2, y + 1) for x, y in drop], 80)
    sewn(pen, drop, cloth(pen, 11))
    pen.line([(33, 68), (32.4, 89), (50, 101.4), (67.6, 89), (67, 68)], 2.6, pen.ink.accent)
    border(pen, [(35, 86), (50, 96.4)], 4, 4)
    border(pen, [(50, 96.4), (65, 86)], 4, 4)
    motif(pen)(pen, 50, 81, 18, pen.ink.accent, pen.ink.second)
    pen.shade([(32, 68), (68, 68), (68, 72), (32, 72)], 60)
    for across, low in ((50, 102), (31.4, 89.6), (68.6, 89.6)):
        tassel(pen, across, low, 7, pen.ink.second)
    vase = Lathe(pen, 50, [(30, 7), (34, 6), (40, 10), (48, 11), (54, 7)])
    pen.shade(round_points(54, 56, 12, 3), 90)
    vase.body(mix(pen.ink.accent, _CHINA, 0.6), "glaze")
    vase.mouth(pen.ink.accent, 0.7)
    for x, y in ((42, 20), (50, 14), (58, 19), (46, 26), (55, 27)):
        pen.line([(50, 31), (x, y)], 0.7, (84, 124, 66))
        flower(pen, x, y, 9, pen.ink.base, pen.ink.second)


@lies("table-mat", "#8a2238", (24, 92))
def table_mat(pen: Pen) -> None:
    """A worked mat laid under a plate, a spoon and a fork."""
    mat = box_points(4, 26, 96, 104, 3)
    pen.shade([(x + 1.6, y + 2.6) for x, y in mat], 100)
    sewn(pen, mat, cloth(pen, 10))
    for outline in ([(4, 26), (96, 26), (96, 34), (4, 34)], [(4, 96), (96, 96), (96, 104),
                                                             (4, 104)],
                    [(4, 26), (4, 104), (12, 104), (12, 26)], [(96, 26), (96, 104), (88, 104),
                                                               (88, 26)]):  # fmt: skip
        hem(pen, outline, 7)
    for x in (8, 92):
        for y in (30, 100):
            pen.rect(x - 4, y - 4, x + 4, y + 4, pen.ink.accent)
            flower(pen, x, y, 7, pen.ink.base, pen.ink.second)
    pen.shade(round_points(52, 69, 29, 29), 110)
    pen.ellipse(50, 65, 28, 28, darker(_CHINA, 0.16))
    pen.ellipse(49.6, 64.6, 27.4, 27.4, _CHINA)
    pen.ellipse(50, 65, 19, 19, darker(_CHINA, 0.1))
    pen.ellipse(50.4, 65.6, 18, 18, lighter(_CHINA, 0.3))
    pen.ring(50, 65, 24.6, 24.6, 0.7, pen.ink.accent)
    pen.glow(round_points(38, 48, 9, 3, -34), 140)
    for x in (17, 83):
        pen.shade(box_points(x - 0.6, 48, x + 2.4, 92, 1), 90)
        pen.line([(x, 60), (x, 90)], 2.2, darker(STEEL, 0.3))
        pen.line([(x - 0.4, 60), (x - 0.4, 90)], 1, lighter(STEEL, 0.5))
    pen.ellipse(83, 51, 4.4, 7, darker(STEEL, 0.3))
    pen.ellipse(82.6, 50.6, 3.6, 6.2, lighter(STEEL, 0.2))
    pen.poly(smooth([(13, 50), (21, 50), (20, 60), (17, 63), (14, 60)]), STEEL)
    for step in range(4):
        pen.line([(13.4 + step * 2.4, 42), (13.4 + step * 2.4, 53)], 1.3, lighter(STEEL, 0.2))


@lies("puja-cloth", "#c8302f", (50, 62))
def puja_cloth(pen: Pen) -> None:
    """A square for the altar with a lotus in its ring, a lamp and marigolds laid upon it."""
    with pen.moved(scale=0.94, about=(50, 62)):
        square = box_points(5, 17, 95, 107)
        pen.shade([(x + 2, y + 3) for x, y in square], 100)
        for x in (5, 95):
            for y in (17, 107):
                with pen.moved(turn=(-45 if x > 50 else 45) * (1 if y > 50 else 3), about=(x, y)):
                    tassel(pen, x, y, 10, pen.ink.accent)
        fringe(pen, [(7, 107), (93, 107)], 46, 4, pen.ink.accent)
        sewn(pen, square, lining(pen, 6))
        for turn in range(4):
            with pen.moved(turn=turn * 90, about=(50, 62)):
                hem(pen, [(5, 17), (95, 17), (86, 26), (14, 26)], 8)
        for x in (20, 80):
            for y in (32, 92):
                flower(pen, x, y, 11, pen.ink.accent, pen.ink.second)
        pen.poly(star_points(50, 62, 33, 29, 20), pen.ink.accent)
        pen.ellipse(50, 62, 28, 28, darker(pen.ink.base, 0.2))
        pen.ring(50, 62, 25.4, 25.4, 0.9, pen.ink.second)
        for step in range(12):
            angle = step * pi / 6
            lotus_at = 50 + 21.4 * cos(angle), 62 + 21.4 * sin(angle)
            pen.ellipse(*lotus_at, 1.5, 1.5, pen.ink.second)
        lotus(pen, 50, 61, 31, lighter(pen.ink.accent, 0.2), pen.ink.second)
    pen.shade(round_points(82, 101, 11, 8), 110)
    pen.blob(
        [(69, 96), (78, 92), (90, 94), (94, 99), (88, 106), (76, 106), (70, 102)],
        darker(BRASS, 0.3),
    )
    pen.blob(
        [(71, 96), (78, 93.6), (89, 95), (92, 99), (87, 104), (76, 104), (72, 101)],
        lighter(BRASS, 0.1),
    )
    pen.ellipse(81, 98.6, 7.6, 3.8, (120, 84, 36))
    pen.poly(smooth([(76, 98), (73.6, 92), (76, 84), (79, 91)]), (248, 178, 58))
    pen.poly(smooth([(76, 97), (75, 93), (76, 88.6), (77.6, 93)]), (255, 240, 180))
    for x, y, size in ((20, 104, 8), (31, 100, 7), (24, 94, 6.4)):
        pen.shade(round_points(x + 1, y + 1.6, size, size), 90)
        for share, colour in ((1, (224, 118, 30)), (0.72, (242, 150, 44)), (0.4, (250, 184, 70))):
            pen.poly(star_points(x, y, size * share, size * share * 0.82, 13), colour)
