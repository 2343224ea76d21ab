"""Shirts, uniforms, trousers and frocks; caps and scarves."""

from math import cos, pi, sin

from demo.pictures.canvas import Pen, Tile
from demo.pictures.colour import IVORY, darker, lighter, mix
from demo.pictures.geometry import (
    Points,
    along,
    box_points,
    mirror,
    round_points,
    smooth,
    star_points,
)
from demo.pictures.ornament import (
    border,
    border_cloth,
    cloth,
    lining,
    motif,
    speckle,
)  # fmt: skip
from demo.pictures.shapes.parts.sewing import crease, fringe, hem, ribbon, sewn, tassel
from demo.pictures.shapes.parts.tailoring import between, buttons, collar, falls, hanger, torso
from demo.pictures.shapes.shape import hangs, lies, stands


def _shirt(pen: Pen, tile: Tile, long: bool) -> None:
    """A buttoned body with a collar and a pocket, sleeves long or short."""
    half = [(50, 27), (58.6, 18), (71, 22), *smooth([(73, 44), (71, 72), (72, 98)], closed=False),
            (67, 106), (50, 108)]  # fmt: skip
    short: Points = [(70, 21.6), (79, 29), (91, 52), (78, 59), (72, 47)]
    full: Points = [(70, 21.6), (79, 29), (86, 56), (91, 92), (81.6, 94), (77, 66), (72, 47)]
    pen.rect(42, 17, 58, 22, pen.ink.deep)
    torso(pen, half, full if long else short, tile, speckle(pen.ink.dark, 4) if long else tile)
    pen.shade([(71, 24), (73, 46), (71, 72), (72, 98), (67, 106), (65, 60)], 36)
    pen.rect(47.4, 27, 52.6, 107.6, mix(pen.ink.light, pen.ink.base, 0.5), alpha=140)
    for x in (47.4, 52.6):
        pen.line([(x, 28), (x, 107.6)], 0.4, pen.ink.deep, 150)
    buttons(pen, range(38, 104, 11), 1.2)
    sewn(pen, [(56, 42), (66.6, 42), (66.6, 53), (61.3, 56), (56, 53)], tile)
    pen.line([(56, 44.4), (66.6, 44.4)], 0.7, pen.ink.deep, 160)
    for side in (-1, 1):
        crease(pen, [(50 + side * 17, 62), (50 + side * 12, 76), (50 + side * 14, 104)], 2, 34)


@hangs("shirt", "#5f86b8", (50, 42))
def shirt(pen: Pen) -> None:
    hanger(pen)
    tile = cloth(pen, 8)
    _shirt(pen, tile, long=True)
    collar(pen, 58, 18, 10, speckle(lighter(pen.ink.base, 0.15), 5))


@hangs("uniform", "#e8ecf0", (50, 42))
def uniform(pen: Pen) -> None:
    """A school shirt with its tie and badge."""
    hanger(pen)
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
    collar(pen, 58, 18, 9, speckle(lighter(pen.ink.base, 0.3), 5))
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
    hanger(pen, 17)
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
    falls(pen, 57, 108, 36, 4)
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
    buttons(pen, (36, 42, 48))


@hangs("tshirt", "#d9d2c4", (50, 56))
def tshirt(pen: Pen) -> None:
    base = pen.ink.base
    half = [(50, 26), (55, 25), (60.6, 18), (74, 22),
            *smooth([(75, 44), (73.4, 76), (74.6, 110)], closed=False), (50, 112)]  # fmt: skip
    pen.poly(round_points(50, 20, 12, 6), pen.ink.deep)
    tile = speckle(base, 4)
    torso(pen, [half[0], *half[2:]], [(73, 21.6), (83, 29), (97, 56), (83, 63), (75, 48)], tile,
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
        top, foot = between(a, b, share), between(d, c, share)
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
