"""Worn: sarees and shawls, kurtas and shirts, caps and scarves."""

from collections.abc import Sequence
from math import cos, pi, sin

from demo.pictures.canvas import (
    Pen,
    Point,
    Points,
    Tile,
    along,
    box_points,
    mirror,
    round_points,
    smooth,
    star_points,
)
from demo.pictures.colour import IVORY, STEEL, WOOD, darker, lighter, mix
from demo.pictures.ornament import (
    border,
    border_cloth,
    cloth,
    dots,
    flower,
    lining,
    motif,
    paisley,
    speckle,
)  # fmt: skip
from demo.pictures.shapes.cloth import crease, fringe, hem, ribbon, rod, sewn, tassel
from demo.pictures.shapes.shape import hangs, lies, stands


def _hanger(pen: Pen, y: float = 18) -> None:
    """A wooden hanger, its bar at the height of the neck."""
    hook = [(50, y), (50, y - 6), (53.4, y - 8.4), (53, y - 12), (49.6, y - 13), (47.4, y - 10.6)]
    pen.curve(hook, 1.1, STEEL)
    pen.line([(34, y + 6), (50, y), (66, y + 6)], 2.8, darker(WOOD, 0.15))


def _top(
    pen: Pen, half: Points, sleeve: Points, tile: Tile, cuff: Tile | None = None
) -> list[Point]:
    """A body with sleeves; answers the body's outline.

    `half` is its right half from the front of the neck (its second point is the side of the
    neck) to the middle of the hem. `sleeve` goes from the shoulder around to the armpit; its last
    points but one are the mouth's outer and inner corner.
    """
    side, top = half[1]
    pen.ellipse(50, top + 0.6, side - 50, 2.6, pen.ink.deep)
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            sewn(pen, sleeve, tile)
            pen.shade([sleeve[-1], sleeve[-2], _between(sleeve[-2], sleeve[-3], 0.4)], 44)
            if cuff:
                upper = _between(sleeve[-3], sleeve[-4], 0.14)
                lower = _between(sleeve[-2], sleeve[-1], 0.16)
                pen.cloth([sleeve[-3], upper, lower, sleeve[-2]], cuff)
                pen.line([upper, lower], 0.8, pen.ink.second)
    body = mirror(half)
    sewn(pen, body, tile)
    return body


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _falls(pen: Pen, top: float, foot: float, spread: float, count: int = 3) -> None:
    """Folds falling towards a hem, away from the middle."""
    for step in range(count):
        for side in (-1, 1):
            share = (step + 0.6) / count
            path = [
                (50 + side * spread * share * 0.62, top + 5 * (step % 2)),
                (50 + side * spread * share * 0.74, (top + foot) / 2),
                (50 + side * spread * share * 0.92, foot),
            ]
            crease(pen, path, 2.4, 40, opens=True)


def _buttons(pen: Pen, ys: Sequence[float], size: float = 1.1) -> None:
    for y in ys:
        pen.ellipse(50, y, size, size, darker(pen.ink.second, 0.25))
        pen.ellipse(49.8, y - 0.2, size * 0.7, size * 0.7, lighter(pen.ink.second, 0.25))


def _collar(pen: Pen, side: float, y: float, drop: float, tile: Tile) -> None:
    """Two collar points meeting at the middle."""
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            wing: Points = [
                (side - 0.5, y - 2), (side + 3, y + 3), (54, y + drop + 5), (50, y + drop),
            ]  # fmt: skip
            sewn(pen, wing, tile)
            pen.glow([wing[0], wing[1], _between(wing[1], wing[2], 0.5)], 50)


@hangs("kurta", "#3f7f6f", (50, 42))
def kurta(pen: Pen) -> None:
    _hanger(pen)
    half = [(50, 25), (57.6, 18), (69, 22.6),
            *smooth([(69, 40), (67, 60), (70.4, 88), (74, 110)], closed=False),
            (50, 113)]  # fmt: skip
    sleeve = [(68, 22), (77, 31), (92, 76), (81, 80), (67, 47)]
    _top(pen, half, sleeve, cloth(pen, 11), border_cloth(pen, 7))
    hem(pen, [(27, 103), (73, 103), (74, 109.6), (26, 109.6)])
    _falls(pen, 58, 111, 20)
    for x, way in ((70, 1), (30, -1)):
        pen.shade([(x - way, 72), (x + way * 3.6, 110), (x - way * 0.4, 110)], 110)
    pen.cloth(box_points(46.2, 24, 53.8, 60), border_cloth(pen, 7))
    pen.poly([(46.2, 60), (53.8, 60), (50, 65)], pen.ink.accent)
    pen.line([(46.2, 24), (46.2, 60), (50, 65), (53.8, 60), (53.8, 24)], 0.8, pen.ink.second)
    pen.line(smooth([(42.4, 18), (45, 23), (50, 25.4), (55, 23), (57.6, 18)], closed=False), 2.6,
             pen.ink.accent)  # fmt: skip
    _buttons(pen, range(29, 58, 7))


@lies("saree", "#b01f4f", (50, 76))
def saree(pen: Pen) -> None:
    """Folded, its pallu laid over it and its pleats spread out below."""
    for index in range(7):
        x0, x1 = 27 + index * 6.6, 27 + index * 6.6 + 6.6
        f0, f1 = 5 + index * 12.9, 5 + index * 12.9 + 12.9
        y0, y1 = 112 - abs(index - 3.4) ** 2 * 0.9, 112 - abs(index - 2.6) ** 2 * 0.9
        pen.cloth([(x0, 52), (x1, 52), (f1, y1), (f0, y0)], cloth(pen, 11))
        band = [(f0, y0), _between((f0, y0), (x0, 52), 0.22), _between((f1, y1), (x1, 52), 0.22),
                (f1, y1)]  # fmt: skip
        pen.cloth(band, border_cloth(pen, 9))
        pen.line([band[1], band[2]], 1, pen.ink.second)
        pen.line([band[0], band[3]], 1, pen.ink.second)
        pen.shade([((x0 + x1) / 2, 52), (x1, 52), (f1, y1), ((f0 + f1) / 2 + 2, (y0 + y1) / 2)], 74)
        pen.glow([(x0, 52), (x0 + 1.4, 52), (f0 + 4, y0), (f0, y0)], 50)
    for y in (16, 13.6):
        pen.rect(17, y, 83, y + 50, darker(pen.ink.base, 0.3 if y > 14 else 0.12), 2)
    sewn(pen, box_points(17, 11, 83, 61, 2), cloth(pen, 11))
    hem(pen, [(17, 13), (24.6, 13), (24.6, 61), (17, 61)], 7)
    pen.shade([(17, 61), (83, 61), (78, 67), (22, 67)], 90)
    pallu: Points = [(36, 11), (83, 11), (83, 66), (36, 66)]
    pen.shade([(33, 12), (38, 12), (38, 69), (33, 66)], 80)
    sewn(pen, pallu, border_cloth(pen, 12))
    for y in (14, 55):
        pen.rect(36, y, 83, y + 1.4, pen.ink.second)
        border(pen, [(37, y + 5), (82, y + 5)], 6)
        pen.rect(36, y + 8.6, 83, y + 9.6, pen.ink.second)
    for x in (47.8, 59.5, 71.2):
        motif(pen)(pen, x, 39, 19, pen.ink.base, pen.ink.second)
    fringe(pen, [(36, 66), (83, 66)], 36, 5, pen.ink.second)
    pen.glow(box_points(17, 11, 83, 14, 1), 80)


@hangs("dupatta", "#d9822b", (44, 78))
def dupatta(pen: Pen) -> None:
    """Over a rod, its two ends hanging."""
    ends = (([(44, 16), (78, 16), (81, 60), (79, 86), (46, 84)], 84, 46, 79),
            ([(20, 13), (57, 13), (56, 60), (59, 101), (17, 103)], 102, 17, 59))  # fmt: skip
    for index, (outline, foot, left, right) in enumerate(ends):
        sewn(pen, outline, cloth(pen, 12))
        hem(pen, [(left + 0.4, foot - 16), (right - 0.6, foot - 16), (right, foot - 3),
                  (left, foot - 2)], 10)  # fmt: skip
        for step in range(7):
            x = left + (right - left) * (step + 0.5) / 7
            tassel(pen, x, foot - 2 + index * 0.5, 9, pen.ink.second)
        for share in (0.22, 0.5, 0.78):
            x = left + (right - left) * share
            crease(pen, [(x + 2, 15), (x + 1, 50), (x, foot)], 2.8, 50, opens=True)
        if not index:
            pen.shade(outline, 50)
            pen.shade([(56, 16), (62, 16), (63, 98), (58, 98)], 60)
    rod(pen, 12, 9, 91)
    pen.cloth([(20, 10.4), (78, 10.4), (78, 17), (20, 17)], cloth(pen, 12))
    pen.glow([(20, 10.6), (78, 10.6), (78, 12.8), (20, 12.8)], 110)
    pen.shade([(57, 13), (78, 13), (78, 17), (57, 17)], 50)


@lies("shawl", "#6f2f4f", (50, 80))
def shawl(pen: Pen) -> None:
    """Folded, its worked end uppermost: a row of tall mangoes and a fringe."""
    base = pen.ink.base
    for shift in (4.6, 2.4):
        pen.rect(13 + shift / 2, 20 + shift, 87 + shift / 2, 100 + shift, darker(base, 0.34), 2)
    sewn(pen, box_points(13, 18, 87, 100, 2), cloth(pen, 12))
    fringe(pen, [(13, 100), (87, 100)], 56, 9, lighter(base, 0.12))
    pen.rect(13, 64, 87, 100, base)
    hem(pen, [(13, 60), (87, 60), (87, 66), (13, 66)], 6)
    hem(pen, [(13, 94), (87, 94), (87, 100), (13, 100)], 6)
    for step in range(5):
        x = 21.6 + step * 14.2
        paisley(pen, x, 80, 23, pen.ink.accent, pen.ink.second)
        flower(pen, x - 0.4, 83.6, 7, base, pen.ink.accent)
        if step < 4:
            dots(pen, x + 7, 70, 5, pen.ink.second, pen.ink.accent)
            dots(pen, x + 7, 90, 5, pen.ink.second, pen.ink.accent)
    back: Points = [(13, 18), (87, 18), (87, 22), (44, 47), (13, 36)]
    pen.shade([(13, 36), (44, 47), (87, 22), (87, 28), (45, 53), (13, 42)], 70)
    pen.poly(back, darker(base, 0.1))
    pen.cloth(back, lining(pen))
    pen.line(back[2:], 2.6, pen.ink.accent)
    border(pen, [(80, 26), (46, 45)], 4.4)
    border(pen, [(40, 45.4), (16, 37)], 4.4)
    crease(pen, [(30, 48), (28, 62), (31, 98)], 2, 34)
    crease(pen, [(66, 42), (69, 66), (66, 98)], 2, 34)


@hangs("suit", "#b03f6f", (50, 44))
def suit(pen: Pen) -> None:
    """Kameez and salwar on one hanger, the dupatta over a shoulder."""
    _hanger(pen)
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            leg = smooth([(66, 70), (69, 92), (63, 114)], closed=False)
            pen.poly([(50, 70), *leg, (53.6, 114), (50.4, 92)], darker(pen.ink.accent, 0.12))
            pen.rect(53.6, 110, 63.4, 114, pen.ink.second)
            crease(pen, [(56, 82), (59, 96), (57, 111)], 2, 60)
    half = [(50, 29), (58, 18), (67, 22),
            *smooth([(67, 38), (63, 54), (68, 74), (75, 94)], closed=False), (50, 97)]  # fmt: skip
    sleeve = [(66, 21.6), (74.6, 29), (84.6, 62), (75, 65), (65, 44)]
    _top(pen, half, sleeve, cloth(pen, 11), border_cloth(pen, 6))
    hem(pen, [(26.6, 88), (73.4, 88), (75, 94.6), (25, 94.6)], 8)
    _falls(pen, 52, 95, 22)
    neck = smooth([(42, 18), (43.4, 26), (50, 34), (56.6, 26), (58, 18)], closed=False)
    pen.poly([*neck, (55, 18), (50, 29), (45, 18)], pen.ink.accent)
    pen.line(neck, 1, pen.ink.second)
    motif(pen)(pen, 50, 44, 12, pen.ink.accent, pen.ink.second)
    drape = smooth([(37, 20), (33, 46), (31, 80), (29, 106)], closed=False)
    shown = mix(pen.ink.second, pen.ink.base, 0.1)
    pen.shade(ribbon([(x + 1.6, y + 1) for x, y in drape], 12), 60)
    pen.poly(ribbon(drape, 11), shown)
    for step in (0.3, 0.55, 0.8):
        dots(pen, 38 - step * 9, 20 + step * 82, 5, pen.ink.accent, pen.ink.base)
    crease(pen, [(35, 22), (31, 60), (27, 106)], 1.6, 46)
    hem(pen, [(23.8, 98), (35, 98.6), (34.6, 106), (23.4, 105.4)], 6)
    fringe(pen, [(23.4, 105.4), (34.6, 106)], 10, 5, pen.ink.accent)


@hangs("blouse", "#7f2f8f", (50, 50))
def blouse(pen: Pen) -> None:
    """A choli: short, close, bordered, tied at the back with tassels."""
    half = [(50, 50), (60, 44), (64, 24), (76, 30),
            *smooth([(76, 56), (73, 72), (74, 92)], closed=False), (50, 96)]  # fmt: skip
    back = mirror([(50, 34), (58, 31), (64, 24), (74, 30), (72, 60), (50, 62)])
    pen.poly(back, pen.ink.deep)
    tile = cloth(pen, 12)
    _top(pen, half, [(75, 29), (84, 38), (96, 68), (81, 75), (75, 56)], tile, border_cloth(pen, 9))
    hem(pen, [(26.8, 87), (73.2, 87), (74, 94), (26, 94)], 8)
    neck = [(36, 24), (40, 44), (50, 50), (60, 44), (64, 24)]
    pen.line(neck, 3, pen.ink.accent)
    border(pen, [(61, 40), (64.6, 25)], 3)
    border(pen, [(35.4, 25), (39, 40)], 3)
    pen.line([(50, 51), (50, 94)], 0.6, pen.ink.deep)
    _buttons(pen, range(57, 86, 7), 1.2)
    for side in (-1, 1):
        crease(pen, [(50 + side * 14, 86), (50 + side * 17, 74), (50 + side * 15, 64)], 2.6, 50)
        crease(pen, [(50 + side * 24, 66), (50 + side * 18, 62), (50 + side * 12, 58)], 2, 36)
        cord = [(50 + side * 9, 28), (50 + side * 5, 20), (50 + side * 2, 16), (50 + side * 6, 12)]
        pen.curve(cord, 0.9, pen.ink.accent)
        tassel(pen, 50 + side * 6, 11, 9, pen.ink.second)


@hangs("jacket", "#4a4e58", (50, 46))
def jacket(pen: Pen) -> None:
    """A sadri: sleeveless, closed to the neck."""
    _hanger(pen, 17)
    tile = cloth(pen, 8) if pen.pattern % 2 else lining(pen, 5)
    half = [(50, 24), (58.4, 17), (71, 22), *smooth([(74, 30), (70, 42), (75, 54)], closed=False),
            *smooth([(76, 80), (77, 106)], closed=False), (70, 109), (50, 107)]  # fmt: skip
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            pen.poly([(71, 22), (75.6, 30), (73, 42), (76, 54), (70, 50), (68, 34)], pen.ink.deep)
    body = mirror(half)
    sewn(pen, body, tile)
    pen.shade([(71, 23), (70, 44), (75, 54), (77, 107), (68, 109), (66, 60)], 44)
    pen.line([(50.6, 24), (50.6, 107.4)], 0.8, pen.ink.deep)
    pen.line([(47.6, 26), (47.6, 107)], 0.4, pen.ink.light, 150)
    band: Points = [(41.6, 16), (45, 21), (50, 23.6), (55, 21), (58.4, 16), (59.4, 20), (55, 26),
                    (50, 28), (45, 26), (40.6, 20)]  # fmt: skip
    pen.poly(band, mix(pen.ink.dark, pen.ink.accent, 0.12))
    pen.line([*band[5:], band[0], *band[:6]], 0.6, pen.ink.accent)
    _buttons(pen, range(35, 92, 11), 1.7)
    for x0, x1 in ((30, 43), (57, 70)):
        pen.rect(x0, 80, x1, 84, pen.ink.dark)
        pen.line([(x0, 80), (x1, 80)], 0.7, pen.ink.accent)
    pen.poly([(58, 46), (60, 38), (62.6, 43), (65, 37), (69, 46)], pen.ink.accent)
    pen.poly([(60, 46), (61.6, 41), (65, 43), (66, 46)], pen.ink.second)
    pen.rect(57, 45.4, 70, 49, pen.ink.dark)
    for side in (-1, 1):
        crease(pen, [(50 + side * 12, 88), (50 + side * 13, 98), (50 + side * 12, 108)], 2, 40)


def _shirt(pen: Pen, tile: Tile, long: bool) -> None:
    """A buttoned body with a collar and a pocket, sleeves long or short."""
    half = [(50, 27), (58.6, 18), (71, 22), *smooth([(73, 44), (71, 72), (72, 98)], closed=False),
            (67, 106), (50, 108)]  # fmt: skip
    short: Points = [(70, 21.6), (79, 29), (91, 52), (78, 59), (72, 47)]
    full: Points = [(70, 21.6), (79, 29), (86, 56), (91, 92), (81.6, 94), (77, 66), (72, 47)]
    pen.rect(42, 17, 58, 22, pen.ink.deep)
    _top(pen, half, full if long else short, tile, speckle(pen.ink.dark, 4) if long else tile)
    pen.shade([(71, 24), (73, 46), (71, 72), (72, 98), (67, 106), (65, 60)], 36)
    pen.rect(47.4, 27, 52.6, 107.6, mix(pen.ink.light, pen.ink.base, 0.5), alpha=140)
    for x in (47.4, 52.6):
        pen.line([(x, 28), (x, 107.6)], 0.4, pen.ink.deep, 150)
    _buttons(pen, range(38, 104, 11), 1.2)
    sewn(pen, [(56, 42), (66.6, 42), (66.6, 53), (61.3, 56), (56, 53)], tile)
    pen.line([(56, 44.4), (66.6, 44.4)], 0.7, pen.ink.deep, 160)
    for side in (-1, 1):
        crease(pen, [(50 + side * 17, 62), (50 + side * 12, 76), (50 + side * 14, 104)], 2, 34)


@hangs("shirt", "#5f86b8", (50, 42))
def shirt(pen: Pen) -> None:
    _hanger(pen)
    tile = cloth(pen, 8)
    _shirt(pen, tile, long=True)
    _collar(pen, 58, 18, 10, speckle(lighter(pen.ink.base, 0.15), 5))


@hangs("uniform", "#e8ecf0", (50, 42))
def uniform(pen: Pen) -> None:
    """A school shirt with its tie and badge."""
    _hanger(pen)
    _shirt(pen, speckle(pen.ink.base, 4), long=False)
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            pen.line([(79, 57.6), (90, 51.6)], 1.6, pen.ink.accent)
    blade: Points = [(48, 33), (52, 33), (55, 76), (50, 83), (45, 76)]
    pen.shade([(x + 1.4, y + 1) for x, y in blade], 60)
    pen.poly(blade, pen.ink.accent)
    for step in range(5):
        y = 40 + step * 9
        half = 2.3 + (y - 33) * 0.065
        pen.poly([(50 - half, y + 2), (50 + half, y - 2), (50 + half + 0.1, y + 0.4),
                  (50 - half - 0.1, y + 4.4)], pen.ink.second)  # fmt: skip
    pen.poly([(46.6, 26.4), (53.4, 26.4), (52, 33.4), (48, 33.4)], darker(pen.ink.accent, 0.15))
    _collar(pen, 58, 18, 9, speckle(lighter(pen.ink.base, 0.3), 5))
    pen.poly(mirror([(61.3, 45.6), (64.8, 46.6), (64.4, 51), (61.3, 54)], 61.3), pen.ink.accent)
    motif(pen)(pen, 61.3, 49.4, 5, pen.ink.second, pen.ink.base)


@hangs("trousers", "#5f4a7f", (50, 66))
def trousers(pen: Pen) -> None:
    """A palazzo: wide legs, bordered, tied with a cord."""
    half = [(50, 14), (68, 14), *smooth([(71, 34), (78, 70), (88, 108)], closed=False),
            (72, 112), (54, 110), (50, 48)]  # fmt: skip
    sewn(pen, mirror(half), cloth(pen, 12))
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            hem(pen, [(53.6, 98), (85.4, 97), (88, 107), (54, 109)], 9)
            pen.line([(54, 110), (72, 112), (88, 108)], 1.2, pen.ink.second)
            for top, foot, wide in ((56, 61, 2.4), (62, 71, 3), (67, 81, 2.4)):
                crease(pen, [(top - 2, 26), (top + 2, 64), (foot, 110)], wide, 46, opens=True)
            pen.shade([(50, 46), (51, 46), (58, 110), (53, 110)], 60)
    pen.line([(50, 22), (50, 48)], 0.5, pen.ink.deep, 170)
    pen.cloth(box_points(31.4, 12, 68.6, 21, 1), lining(pen, 5))
    pen.rect(31.4, 12, 68.6, 21, pen.ink.deep, 1, 40)
    for step in range(24):
        x = 32.6 + step * 1.54
        pen.line([(x, 12.6), (x, 20.6)], 0.5, pen.ink.deep, 110)
    for side in (-1, 1):
        pen.curve([(50, 17), (50 + side * 5, 26), (50 + side * 4, 36)], 0.9, pen.ink.accent)
        tassel(pen, 50 + side * 4, 35, 9, pen.ink.accent)
    pen.ellipse(50, 17, 1.6, 1.4, pen.ink.accent)


@hangs("frock", "#e07a9a", (50, 60))
def frock(pen: Pen) -> None:
    """A child's: puffed sleeves, a sash with its bow, a wide skirt."""
    _hanger(pen, 17)
    drop = [(50 + 40 * (step / 5 - 1), 110 - abs(step - 5) ** 1.5 * 0.7) for step in range(11)]
    skirt = [(38, 55), *drop, (62, 55)]
    scallops = [
        point for x, y in drop for point in round_points(x, y - 1, 4.6, 4, start=180, end=0)
    ]
    pen.poly(scallops, pen.ink.second)
    sewn(pen, skirt, cloth(pen, 11))
    band = [(x * 0.97 + 1.5, y - 8) for x, y in drop]
    pen.cloth([*band, *reversed(drop)], border_cloth(pen, 8))
    pen.line(band, 0.9, pen.ink.second)
    _falls(pen, 57, 108, 36, 4)
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            puff = smooth([(63, 21), (74, 22), (82, 33), (80, 42), (70, 43), (63, 36)])
            sewn(pen, puff, cloth(pen, 11))
            crease(pen, [(66, 24), (72, 32), (74, 41)], 2, 50)
            pen.line([(68, 43.4), (80.6, 42)], 2.2, pen.ink.accent)
    half = [(50, 25), (57, 18), (66, 21), *smooth([(65, 36), (62, 56)], closed=False), (50, 57)]
    sewn(pen, mirror(half), lining(pen, 6))
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            pen.blob([(50, 25), (57.6, 18), (62, 22), (59, 31), (51, 30)], lighter(IVORY, 0.2))
            pen.curve([(61.6, 22), (59, 30.4), (51, 29.6)], 0.7, pen.ink.accent)
            pen.blob([(51, 57), (60, 51), (64, 55), (61, 62)], pen.ink.accent)
            pen.poly([(50, 57), (54, 58), (60, 78), (55, 80)], darker(pen.ink.accent, 0.12))
            pen.shade([(52, 57), (58, 55), (60, 57)], 60)
    pen.rect(38, 54, 62, 59, pen.ink.accent)
    pen.ellipse(50, 57, 3.2, 3, darker(pen.ink.accent, 0.18))
    _buttons(pen, (36, 42, 48))


@hangs("tshirt", "#d9d2c4", (50, 56))
def tshirt(pen: Pen) -> None:
    base = pen.ink.base
    half = [(50, 26), (55, 25), (60.6, 18), (74, 22),
            *smooth([(75, 44), (73.4, 76), (74.6, 110)], closed=False), (50, 112)]  # fmt: skip
    pen.poly(round_points(50, 20, 12, 6), pen.ink.deep)
    tile = speckle(base, 4)
    _top(pen, [half[0], *half[2:]], [(73, 21.6), (83, 29), (97, 56), (83, 63), (75, 48)], tile,
         speckle(pen.ink.accent, 4))  # fmt: skip
    neck = smooth([(39.4, 18), (43, 24), (50, 27), (57, 24), (60.6, 18)], closed=False)
    pen.line(neck, 3, darker(base, 0.12))
    pen.line([(x, y + 1.4) for x, y in neck], 0.6, pen.ink.accent)
    pen.shade([(74, 24), (75, 46), (73.4, 76), (74.6, 110), (68, 111), (67, 60)], 34)
    pen.poly(star_points(50, 58, 20, 17.6, 16), pen.ink.accent)
    pen.ellipse(50, 58, 15.6, 15.6, base)
    motif(pen)(pen, 50, 58, 26, pen.ink.accent, pen.ink.second)
    border(pen, [(32, 84), (68, 84)], 5, 7)
    pen.line([(25.6, 108), (74.4, 108)], 0.5, pen.ink.deep, 130)
    for side in (-1, 1):
        crease(pen, [(50 + side * 21, 54), (50 + side * 14, 82), (50 + side * 18, 110)], 2.4, 36)
        crease(pen, [(50 + side * 22, 34), (50 + side * 17, 44), (50 + side * 10, 50)], 1.8, 30)


def _knit(pen: Pen, points: Points, columns: int) -> None:
    """Ribs of knitting across a patch between four corners."""
    a, b, c, d = points
    for step in range(columns):
        share = (step + 0.5) / columns
        top, foot = _between(a, b, share), _between(d, c, share)
        pen.line([top, foot], 1, pen.ink.deep, 90)
        pen.line([(top[0] - 0.9, top[1]), (foot[0] - 0.9, foot[1])], 0.7, pen.ink.light, 90)


@stands("cap", "#b0472f", (50, 74))
def cap(pen: Pen) -> None:
    """Knitted, with a turned brim and a bobble."""
    base = pen.ink.base
    dome = mirror(smooth([(50, 35), (66, 38), (79, 52), (84, 72), (85, 92)], closed=False))
    pen.poly(dome, base)
    for row in range(15):
        y = 37.5 + row * 3.7
        for step in range(24):
            u = (step + 0.5) / 12 - 1
            x = 50 + 35.4 * sin(u * pi / 2)
            pen.line([(x - 1, y - 1.4), (x, y + 0.6), (x + 1, y - 1.4)], 0.6, pen.ink.deep, 64)
    for top, size in ((56, 6.4), (71, 9)):
        arc = [(50 + 40 * (step / 8 - 1) * (0.86 if top < 60 else 0.98),
                top + 2.4 * sin(pi * step / 16)) for step in range(17)]  # fmt: skip
        for shift in (-size * 0.66, size * 0.66):
            pen.curve([(x, y + shift) for x, y in arc], 1.2, pen.ink.second, 230)
        border(pen, arc[2:15], size, 7)
    pen.shade(
        [*smooth([(66, 38), (79, 52), (84, 72), (85, 92)], closed=False), (68, 92), (72, 60)], 60
    )
    pen.glow(round_points(34, 54, 4, 13, 28), 34)
    brim = [(13, 84), *smooth([(13, 84), (50, 88), (87, 84)], closed=False), (88, 103),
            *smooth([(87, 103), (50, 108), (13, 103)], closed=False), (12, 103)]  # fmt: skip
    pen.poly(brim, mix(base, pen.ink.accent, 0.25))
    _knit(pen, [(13, 85), (87, 85), (88, 104), (12, 104)], 25)
    pen.shade([(74, 85), (87, 84), (88, 103), (74, 106)], 60)
    pen.ellipse(50, 27, 12.6, 12.2, darker(pen.ink.accent, 0.2))
    for step in range(90):
        angle, far = step * 2.4, (step / 90) ** 0.5 * 12
        x, y = 50 + far * cos(angle), 27 + far * sin(angle)
        tip = (x + 3 * cos(angle), y + 3 * sin(angle))
        lit = lighter(pen.ink.accent, 0.3 if x + y < 76 else 0.05)
        pen.line([(x, y), tip], 0.7, lit)


@lies("scarf", "#4f7f5f", (40, 70))
def scarf(pen: Pen) -> None:
    """A muffler laid in a loop, both ends fringed."""
    loop = smooth(
        [(63, 52), (76, 40), (74, 22), (50, 15), (26, 22), (24, 40), (40, 56)], closed=False
    )
    under = smooth([(40, 50), (56, 62), (66, 80), (70, 102)], closed=False)
    over = smooth([(64, 46), (50, 56), (38, 74), (32, 100)], closed=False)
    for path in (under, loop, over):
        pen.shade(ribbon([(x + 1.6, y + 2) for x, y in path], 19), 80)
        strip = ribbon(path, 18)
        sewn(pen, strip, cloth(pen, 9))
        for shift in (-6.6, 6.6):
            edge = ribbon(path, shift * 2)[: len(path)]
            pen.line(edge, 1, pen.ink.accent)
        crease(pen, [path[0], path[len(path) // 2], path[-1]], 1.6, 34)
        if path is not loop:
            places = along(path, 40)
            for index in (31, 33, 38):
                (x, y), turn = places[index]
                with pen.moved(turn=turn, about=(x, y)):
                    pen.rect(x - 1.3, y - 9, x + 1.3, y + 9, pen.ink.second)
            (x, y), turn = places[35]
            with pen.moved(turn=turn - 90, about=(x, y)):
                border(pen, [(x - 8, y), (x + 8, y)], 5, 3)
            x, y = path[-1]
            with pen.moved(turn=places[-1][1] - 90, about=(x, y)):
                fringe(pen, [(x - 9, y), (x + 9, y)], 15, 9, pen.ink.accent)
    arc = [(50 + 26 * cos(a * pi / 12), 31 - 14 * sin(a * pi / 12)) for a in range(1, 12)]
    border(pen, arc, 5, 9)
