"""Sarees and shawls, kurtas, suits, blouses and jackets."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import darker, lighter, mix
from demo.pictures.geometry import (
    Points,
    box_points,
    mirror,
    smooth,
)
from demo.pictures.ornament import (
    border,
    border_cloth,
    cloth,
    dots,
    flower,
    lining,
    motif,
    paisley,
)  # fmt: skip
from demo.pictures.shapes.parts.sewing import crease, fringe, hem, ribbon, rod, sewn, tassel
from demo.pictures.shapes.parts.tailoring import between, buttons, falls, hanger, torso
from demo.pictures.shapes.shape import hangs, lies


@hangs("kurta", "#3f7f6f", (50, 42))
def kurta(pen: Pen) -> None:
    hanger(pen)
    half = [(50, 25), (57.6, 18), (69, 22.6),
            *smooth([(69, 40), (67, 60), (70.4, 88), (74, 110)], closed=False),
            (50, 113)]  # fmt: skip
    sleeve = [(68, 22), (77, 31), (92, 76), (81, 80), (67, 47)]
    torso(pen, half, sleeve, cloth(pen, 11), border_cloth(pen, 7))
    hem(pen, [(27, 103), (73, 103), (74, 109.6), (26, 109.6)])
    falls(pen, 58, 111, 20)
    for x, way in ((70, 1), (30, -1)):
        pen.shade([(x - way, 72), (x + way * 3.6, 110), (x - way * 0.4, 110)], 110)
    pen.cloth(box_points(46.2, 24, 53.8, 60), border_cloth(pen, 7))
    pen.poly([(46.2, 60), (53.8, 60), (50, 65)], pen.ink.accent)
    pen.line([(46.2, 24), (46.2, 60), (50, 65), (53.8, 60), (53.8, 24)], 0.8, pen.ink.second)
    pen.line(smooth([(42.4, 18), (45, 23), (50, 25.4), (55, 23), (57.6, 18)], closed=False), 2.6,
             pen.ink.accent)  # fmt: skip
    buttons(pen, range(29, 58, 7))


@lies("saree", "#b01f4f", (50, 76))
def saree(pen: Pen) -> None:
    """Folded, its pallu laid over it and its pleats spread out below."""
    for index in range(7):
        x0, x1 = 27 + index * 6.6, 27 + index * 6.6 + 6.6
        f0, f1 = 5 + index * 12.9, 5 + index * 12.9 + 12.9
        y0, y1 = 112 - abs(index - 3.4) ** 2 * 0.9, 112 - abs(index - 2.6) ** 2 * 0.9
        pen.cloth([(x0, 52), (x1, 52), (f1, y1), (f0, y0)], cloth(pen, 11))
        band = [(f0, y0), between((f0, y0), (x0, 52), 0.22), between((f1, y1), (x1, 52), 0.22),
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
    hanger(pen)
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            leg = smooth([(66, 70), (69, 92), (63, 114)], closed=False)
            pen.poly([(50, 70), *leg, (53.6, 114), (50.4, 92)], darker(pen.ink.accent, 0.12))
            pen.rect(53.6, 110, 63.4, 114, pen.ink.second)
            crease(pen, [(56, 82), (59, 96), (57, 111)], 2, 60)
    half = [(50, 29), (58, 18), (67, 22),
            *smooth([(67, 38), (63, 54), (68, 74), (75, 94)], closed=False), (50, 97)]  # fmt: skip
    sleeve = [(66, 21.6), (74.6, 29), (84.6, 62), (75, 65), (65, 44)]
    torso(pen, half, sleeve, cloth(pen, 11), border_cloth(pen, 6))
    hem(pen, [(26.6, 88), (73.4, 88), (75, 94.6), (25, 94.6)], 8)
    falls(pen, 52, 95, 22)
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
    torso(pen, half, [(75, 29), (84, 38), (96, 68), (81, 75), (75, 56)], tile, border_cloth(pen, 9))
    hem(pen, [(26.8, 87), (73.2, 87), (74, 94), (26, 94)], 8)
    neck = [(36, 24), (40, 44), (50, 50), (60, 44), (64, 24)]
    pen.line(neck, 3, pen.ink.accent)
    border(pen, [(61, 40), (64.6, 25)], 3)
    border(pen, [(35.4, 25), (39, 40)], 3)
    pen.line([(50, 51), (50, 94)], 0.6, pen.ink.deep)
    buttons(pen, range(57, 86, 7), 1.2)
    for side in (-1, 1):
        crease(pen, [(50 + side * 14, 86), (50 + side * 17, 74), (50 + side * 15, 64)], 2.6, 50)
        crease(pen, [(50 + side * 24, 66), (50 + side * 18, 62), (50 + side * 12, 58)], 2, 36)
        cord = [(50 + side * 9, 28), (50 + side * 5, 20), (50 + side * 2, 16), (50 + side * 6, 12)]
        pen.curve(cord, 0.9, pen.ink.accent)
        tassel(pen, 50 + side * 6, 11, 9, pen.ink.second)


@hangs("jacket", "#4a4e58", (50, 46))
def jacket(pen: Pen) -> None:
    """A sadri: sleeveless, closed to the neck."""
    hanger(pen, 17)
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
    buttons(pen, range(35, 92, 11), 1.7)
    for x0, x1 in ((30, 43), (57, 70)):
        pen.rect(x0, 80, x1, 84, pen.ink.dark)
        pen.line([(x0, 80), (x1, 80)], 0.7, pen.ink.accent)
    pen.poly([(58, 46), (60, 38), (62.6, 43), (65, 37), (69, 46)], pen.ink.accent)
    pen.poly([(60, 46), (61.6, 41), (65, 43), (66, 46)], pen.ink.second)
    pen.rect(57, 45.4, 70, 49, pen.ink.dark)
    for side in (-1, 1):
        crease(pen, [(50 + side * 12, 88), (50 + side * 13, 98), (50 + side * 12, 108)], 2, 40)
