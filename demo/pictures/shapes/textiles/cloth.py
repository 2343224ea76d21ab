"""Cloth for the house: what is spread, hung and folded."""

from math import cos, pi, sin

from demo.pictures.canvas import Lathe, Pen, Tile
from demo.pictures.colour import BRASS, darker, lighter, mix
from demo.pictures.geometry import (
    Points,
    along,
    box_points,
    mirror,
    round_points,
    smooth,
    star_points,
)
from demo.pictures.ornament import border, border_cloth, cloth, flower, leaf, lining, motif
from demo.pictures.shapes.parts.sewing import crease, fringe, hem, rod, sewn, tassel
from demo.pictures.shapes.shape import hangs, lies, stands


def _pillow(pen: Pen, x: float, y: float, across: float, down: float, tile: Tile) -> None:
    """A soft square: pointed corners, sides drawn in a little, full in the middle."""
    half: Points = [
        (x, y - down * 0.93), (x + across * 0.6, y - down * 0.94), (x + across, y - down),
        (x + across * 0.95, y - down * 0.5), (x + across * 0.93, y),
        (x + across * 0.95, y + down * 0.5), (x + across, y + down),
        (x + across * 0.6, y + down * 0.94), (x, y + down * 0.93),
    ]  # fmt: skip
    outline = mirror(half, x)
    sewn(pen, outline, tile)
    pen.shade([*half[2:8], (x + across * 0.5, y + down * 0.7), (x + across * 0.76, y)], 40)
    pen.shade([half[7], half[8], (x - across * 0.6, y + down * 0.94), (x, y + down * 0.74)], 34)
    pen.glow(round_points(x - across * 0.3, y - down * 0.35, across * 0.42, down * 0.3, -20), 38)
    for corner in (half[2], half[6], (x - across, y - down), (x - across, y + down)):
        inner = (corner[0] * 0.78 + x * 0.22, corner[1] * 0.8 + y * 0.2)
        pen.line([corner, inner], 0.8, pen.ink.deep, 90)


@lies("bedsheet", "#d9c3a5", (50, 40))
def bedsheet(pen: Pen) -> None:
    """A bed seen from above: the sheet and its two pillows."""
    base = pen.ink.base
    sheet: Points = [(11, 12), (89, 12), (91, 60), (90, 114), (10, 114), (9, 60)]
    sewn(pen, sheet, cloth(pen, 13))
    hem(pen, [(10.4, 102), (89.6, 102), (90, 110), (10, 110)])
    hem(pen, [(10, 42), (90, 42), (90, 48), (10, 48)])
    for x in (30.5, 69.5):
        pen.shade(round_points(x + 1, 28, 19, 13), 70)
        _pillow(pen, x, 25, 18, 11.5, lining(pen))
        border(pen, [(x - 14, 25), (x + 14, 25)], 6.4)
    for path in ([(20, 56), (26, 76), (22, 98)], [(62, 54), (58, 74), (66, 96)]):
        crease(pen, path, 2.6, 30)
    pen.poly([(90, 114), (90, 92), (72, 114)], darker(base, 0.3))
    pen.cloth([(72, 114), (90, 92), (73, 95)], lining(pen))
    pen.shade([(72, 114), (90, 92), (84, 93)], 40)


@lies("quilt", "#b8506a", (44, 56))
def quilt(pen: Pen) -> None:
    """A razai: stitched in lozenges, one corner turned to its lining."""
    bumps = [(50 + 38 * (step / 6 - 1), 14.0 + (step % 2)) for step in range(13)]
    right = [(88.0 + (step % 2), 14 + step * 8.0) for step in range(13)]
    low = [(x, 124.5 - y) for x, y in reversed(bumps)]
    sewn(pen, [*bumps, *right, *low, *((100 - x, y) for x, y in reversed(right))], cloth(pen, 14))
    for row in range(19):
        for column in range(8):
            # The middle of a lozenge between the lines of stitches drawn next.
            x, y = 18.5 + column * 10.5 - 5.25 * (row % 2), 15.5 + row * 5.25
            pen.glow([(x - 5, y), (x, y - 5), (x + 1.4, y - 1), (x - 1, y + 1.4)], 44)
            pen.shade([(x + 5, y), (x, y + 5), (x - 1.4, y + 2), (x + 2, y - 1.4)], 44)
    for step in range(-9, 9):
        for way in (1, -1):
            x0 = 50 + step * 10.5
            pen.line([(x0 - way * 51, 11.5), (x0 + way * 51, 114)], 0.45, pen.ink.deep, 110)
    for outline in (box_points(12, 14, 88, 19), box_points(12, 105.6, 88, 110.6)):
        hem(pen, outline, 7)
    corner: Points = [(89, 74), (90, 112), (54, 111.5)]
    pen.shade([(89, 70), (50, 112), (54, 116), (92, 80)], 80)
    pen.poly(corner, darker(pen.ink.accent, 0.5))
    pen.cut([(89, 74), (95, 74), (95, 118), (54, 118), (54, 111.5)])
    flap = smooth([(54, 112), (56, 88), (62, 80), (74, 75), (89, 74), (72, 92)])
    pen.cloth(flap, Tile(lining(pen).draw, 6, lining(pen).ink, lighter(pen.ink.base, 0.4)))
    crease(pen, [(60, 104), (66, 92), (80, 80)], 3, 40)
    pen.line([*flap, flap[0]], 0.8, pen.ink.accent)


@stands("cushion", "#c8752f", (50, 66))
def cushion(pen: Pen) -> None:
    base = pen.ink.base
    for x, y in ((13, 103), (87, 103)):
        tassel(pen, x, y - 4, 9, pen.ink.accent)
    _pillow(pen, 50, 67, 40, 39, cloth(pen, 15))
    frame = mirror([(50, 41.4), (75, 40.6), (76.4, 67), (75, 93.4), (50, 92.6)])
    pen.line([*frame, frame[0]], 4.6, pen.ink.accent)
    border(pen, [(27, 41), (73, 41)], 4.4)
    border(pen, [(27, 93), (73, 93)], 4.4)
    pen.poly(star_points(50, 67, 21, 18, 12), mix(base, pen.ink.second, 0.25))
    pen.poly(star_points(50, 67, 18.5, 16, 12), base)
    motif(pen)(pen, 50, 67, 27, pen.ink.accent, pen.ink.second)
    pen.shade([(64, 104), (91, 105), (88, 60), (90, 30), (82, 62), (80, 96)], 40)
    pen.glow(round_points(36, 50, 20, 14, -25), 36)
    for x in (10, 90):
        tassel(pen, x, 28.5, 8, pen.ink.accent)


@hangs("curtain", "#4f7f86", (34, 70))
def curtain(pen: Pen) -> None:
    """A pair, tied back."""
    rod(pen, 13, 7, 93, BRASS)
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            outer = smooth([(10, 14), (10.4, 40), (12, 74), (9, 114)], closed=False)
            inner = smooth([(38, 114), (34, 98), (25, 76), (40, 56), (49.4, 34), (49.5, 14)],
                           closed=False)  # fmt: skip
            pen.cloth([*outer, *inner], cloth(pen, 12))
            hem(pen, [(9.4, 105), (36.4, 105), (38, 112), (9, 112)], 8)
            edge = smooth([(48, 14), (47.6, 34), (38, 55), (24, 75)], closed=False)
            pen.line(edge, 2.4, pen.ink.accent)
            for top, foot in ((15, 13), (22, 19), (29, 25), (36, 31)):
                waist = 13 + (top - 10) * 0.3
                crease(pen, [(top, 15), (top - 1, 48), (waist, 75)], 2.2, 52)
                crease(pen, [(waist, 76), (foot - 1, 96), (foot, 114)], 2.2, 56, opens=True)
            pen.line([*outer, *inner], 0.5, pen.ink.deep, 110)
            hem(pen, [(10, 71), (26, 74), (26, 79), (10, 77)], 6)
            tassel(pen, 24, 78, 11, pen.ink.second)
            for step in range(5):
                pen.ring(13 + step * 8.3, 14.5, 1.6, 3, 0.9, BRASS)


@stands("towel", "#e4d8c6", (50, 80))
def towel(pen: Pen) -> None:
    """A stack of three, folded, and one hanging over them."""
    shades = (pen.ink.base, mix(pen.ink.base, pen.ink.accent, 0.35), pen.ink.base)
    for index, colour in enumerate(shades):
        y = 88 - index * 19.0
        left = 12 + index % 2 * 2
        pen.rect(left, y, 88 - index, y + 19.4, darker(colour, 0.12), 7)
        pen.rect(left, y, 88 - index, y + 10.6, lighter(colour, 0.16), 5.2)
        pen.line([(left + 6, y + 10.4), (88 - index, y + 10.4)], 0.9, darker(colour, 0.45))
        for step in range(60):
            x, at = left + 3 + step * 1.22, y + 2 + (step * 5.3) % 15
            pen.line([(x, at), (x + 0.7, at)], 0.5, darker(colour, 0.25), 90)
        pen.ring(left + 6.6, y + 5.4, 3.4, 2.6, 0.6, darker(colour, 0.35))
        for x in (66, 72, 78):
            pen.rect(x, y + 0.4, x + 2.4, y + 19, pen.ink.accent if x != 72 else pen.ink.second)
    front: Points = [(24, 49), (57, 49), (58, 84), (57, 97), (24, 97), (23, 84)]
    pen.shade([(57, 52), (61, 54), (61, 98), (28, 101), (28, 96), (57, 96)], 80)
    sewn(pen, front, cloth(pen, 11))
    hem(pen, [(23.4, 83), (57.8, 83), (57.2, 92), (23.8, 92)], 8)
    fringe(pen, [(24, 97), (57, 97)], 26, 4.6, lighter(pen.ink.base, 0.2))
    pen.glow([(24, 49), (57, 49), (57, 54), (24, 54)], 110)
    crease(pen, [(46, 54), (45, 74), (47, 96)], 2, 40, opens=True)


@stands("tablecloth", "#c9506a", (50, 70))
def tablecloth(pen: Pen) -> None:
    """A round table laid, the cloth falling in folds."""
    drop = [
        (50 - 44 * cos(pi * step / 14), 101 + 5 * sin(pi * step / 14) + (2.4 if step % 2 else -1.4))
        for step in range(15)
    ]
    skirt = [(11, 43), (8, 70), *smooth(drop, closed=False), (92, 70), (89, 43)]
    sewn(pen, skirt, cloth(pen, 13))
    band = [(x, y - 9) for x, y in drop]
    pen.cloth([*smooth(band, closed=False), *reversed(smooth(drop, closed=False))],
              border_cloth(pen, 8))  # fmt: skip
    pen.curve(band, 0.9, pen.ink.second)
    for step in range(1, 14, 2):
        foot = drop[step]
        top = 50 - 38 * cos(pi * step / 14)
        crease(pen, [(top, 50), ((top + foot[0]) / 2 - 0.6, 76), (foot[0], foot[1])], 3.4, 54, True)
    pen.shade([(76, 48), (89, 43), (93, 104), (78, 110)], 46)
    pen.poly(round_points(50, 43, 39.4, 10), pen.ink.light)
    pen.cloth(round_points(50, 43, 39, 9.6), cloth(pen, 9))
    pen.ring(50, 43, 31, 7.2, 1.6, pen.ink.accent)
    pen.ellipse(50, 43, 12, 3, pen.ink.second, 160)
    pen.glow(round_points(36, 40, 19, 4.4, -4), 70)
    jug = Lathe(pen, 50, [(22, 3.4), (25, 2.6), (31, 6), (37, 6.4), (42, 3.6)])
    jug.body(mix(pen.ink.accent, (240, 232, 214), 0.5), "glaze")
    jug.mouth(pen.ink.accent, 0.6)
    for x, y, way in ((46, 13, -8), (50, 9, 0), (54.5, 13, 9)):
        pen.line([(50, 22), (x, y)], 0.6, (80, 122, 64))
        with pen.moved(turn=way, about=(x, y)):
            flower(pen, x, y, 8, pen.ink.base, pen.ink.second)


@lies("fabric", "#3f6f8f", (50, 72))
def fabric(pen: Pen) -> None:
    """A length drawn off its roll."""
    base = pen.ink.base
    foot = [(86, 108), (74, 111), (62, 107.5), (50, 111), (38, 108), (26, 111), (14, 108)]
    sewn(pen, [(15, 28), (85, 28), (87, 70), *smooth(foot, closed=False), (13, 70)],
         cloth(pen, 13))  # fmt: skip
    for x, width in ((19, 7), (74, 7)):
        hem(pen, [(x, 28), (x, 109), (x + width, 109), (x + width, 28)], 7)
    for x, low in ((38, 108), (62, 107)):
        crease(pen, [(x + 2, 42), (x - 1, 74), (x, low)], 3.2, 42, opens=True)
    pen.shade([(14, 30), (86, 30), (86, 46), (14, 42)], 60)
    for y0, y1, tint in ((12, 35, darker(base, 0.1)), (12, 29, base), (12, 21, base)):
        pen.cloth(box_points(13, y0, 87, y1, 3), cloth(pen, 13))
        pen.rect(13, y0, 87, y1, tint, 3, 30)
    pen.shade(box_points(13, 27, 87, 35, 3), 90)
    pen.shade(box_points(13, 23, 87, 27), 40)
    pen.glow(box_points(13, 14, 87, 19, 2), 80)
    pen.ellipse(88, 23.5, 4.4, 11.6, lighter(base, 0.3))
    for share in (0.82, 0.6, 0.4):
        pen.ring(88, 23.5, 4.4 * share, 11.6 * share, 0.5, pen.ink.deep)
    pen.ellipse(88, 23.5, 1.3, 3.4, (196, 150, 96))
    pen.ellipse(12.6, 23.5, 2, 11.2, pen.ink.dark)


@lies("patch", "#2f4f7f", (50, 60))
def patch(pen: Pen) -> None:
    """An embroidered badge: satin-stitched edge, a wreath and a motif."""
    base = pen.ink.base
    shield: Points = [(50, 14), (70, 20), (86, 18), (88, 56), (80, 84), (50, 110)]
    forms = (
        mirror(smooth(shield, closed=False)),
        round_points(50, 62, 42, 42),
        star_points(50, 62, 44, 40, 16),
        mirror([(50, 16), (84, 34), (84, 86), (50, 110)]),
    )
    outline = forms[pen.pattern % 4]
    pen.poly(outline, base)
    for shift in range(-60, 60, 2):
        pen.line([(50 + shift - 30, 120), (50 + shift + 30, 10)], 0.4, lighter(base, 0.3), 50)
    closed = [*outline, outline[0]]
    pen.line(closed, 5, darker(pen.ink.accent, 0.3))
    for (x, y), turn in along(closed, 190):
        with pen.moved(turn=turn + 75, about=(x, y)):
            pen.line([(x - 2.3, y), (x + 2.3, y)], 0.8, lighter(pen.ink.accent, 0.16))
    for side in (-1, 1):
        for step in range(6):
            angle = (90 - side * (22 + step * 22)) * pi / 180
            x, y = 50 + 28 * cos(angle), 62 + 28 * sin(angle)
            with pen.moved(turn=-side * (22 + step * 22) + side * 62, about=(x, y)):
                leaf(pen, x, y, 11, pen.ink.second, darker(pen.ink.second, 0.35))
    pen.ring(50, 62, 20.5, 20.5, 0.9, pen.ink.accent)
    motif(pen)(pen, 50, 62, 34, pen.ink.accent, pen.ink.second)
    pen.poly(star_points(50, 30, 4.4, 1.9, 5), pen.ink.accent)
