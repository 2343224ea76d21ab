"""Shoes without laces, canvas shoes and riding boots."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import BRASS, IVORY, STEEL, darker, lighter, mix
from demo.pictures.geometry import box_points, round_points, smooth
from demo.pictures.shapes.leatherwork.leather import SOLE, pair_standing
from demo.pictures.shapes.parts.sewing import crease, ribbon, stitched
from demo.pictures.shapes.shape import stands


@stands("loafer", "#6f4528", (60, 88))
def loafer(pen: Pen) -> None:
    pair_standing(pen, _loafer)


def _loafer(pen: Pen) -> None:
    """A penny loafer from its outer side, toe to the right."""
    base, deep = pen.ink.base, pen.ink.deep
    pen.poly([(9, 98), (34, 98), (33, 108), (10, 108)], darker(SOLE, 0.45))
    pen.poly(smooth([(8, 97), (50, 99), (92, 98), (97, 101), (92, 105), (60, 105.4), (34, 101.6),
                     (9, 101.6)]), SOLE)  # fmt: skip
    pen.poly(smooth([(13, 70), (32, 68), (54, 70), (52, 84), (30, 88), (15, 84)]), deep)
    pen.poly(smooth([(15, 72), (30, 70.6), (50, 72), (42, 78), (20, 77)]), mix(deep, SOLE, 0.5))
    upper = [*smooth([(9, 98), (8.6, 84), (12, 69)], closed=False),
             *smooth([(12, 69), (17, 78), (32, 82.4), (46, 80), (53, 70)], closed=False),
             *smooth([(56, 68.6), (66, 73), (80, 80), (92, 86), (97, 93), (96, 98)],
                     closed=False)]  # fmt: skip
    pen.poly(upper, base)
    pen.shade([(9, 93), (97, 93), (96, 99), (9, 98)], 60)
    pen.shade(smooth([(9, 98), (8.6, 84), (12, 71), (17, 80), (15, 88), (18, 98)]), 60)
    apron = smooth([(58, 84), (66, 87), (80, 88.6), (90, 88), (91, 84.6)], closed=False)
    pen.line(apron, 2.4, pen.ink.dark)
    pen.line([(x, y - 0.7) for x, y in apron], 0.7, lighter(base, 0.3))
    pen.glow(smooth([(66, 75.4), (78, 81), (86, 84.6), (80, 85.6), (70, 81)]), 80)
    strap = smooth([(46, 81), (52, 72), (60, 70.4), (66, 76), (62, 86), (57, 98), (41, 97)])
    pen.shade([(x + 1.2, y + 0.6) for x, y in strap], 70)
    pen.poly(strap, mix(base, deep, 0.35))
    pen.line([*strap, strap[0]], 0.5, deep)
    for x in (44.6, 54):
        stitched(pen, smooth([(x + 8, 74), (x + 4, 84), (x, 96)], closed=False), lighter(base, 0.5))
    pen.poly(smooth([(52, 81), (57, 76), (61, 76.6), (60, 80), (55, 85)]), deep)
    pen.curve([(53.4, 81.4), (57.4, 77.6), (60, 77.6)], 0.7, lighter(base, 0.4))
    rim = smooth([(12.4, 71), (17.4, 79.4), (32, 84), (43, 82.4)], closed=False)
    stitched(pen, rim, lighter(base, 0.5))
    heel = smooth([(17, 81), (23, 88), (24, 97)], closed=False)
    pen.line(heel, 0.7, deep)
    stitched(pen, smooth([(10, 98), (50, 100), (93, 99)], closed=False), IVORY, 2)


@stands("sneaker", "#2f3d63", (58, 88))
def sneaker(pen: Pen) -> None:
    pair_standing(pen, _sneaker)


def _sneaker(pen: Pen) -> None:
    """A laced shoe of canvas on a white sole, its toe capped with rubber."""
    base, deep = pen.ink.base, pen.ink.deep
    white = (242, 238, 228)
    pen.poly([(15, 58), (42, 60), (42, 72), (17, 74)], deep)
    upper = [*smooth([(10, 99), (10, 82), (15, 58)], closed=False),
             *smooth([(15, 58), (25, 66), (38, 65), (47, 56)], closed=False),
             *smooth([(55, 58), (64, 70), (78, 80), (92, 86), (97, 93), (96, 99)],
                     closed=False)]  # fmt: skip
    pen.poly(upper, base)
    for step in range(34):
        x = 10 + step * 2.6
        pen.line([(x, 100), (x + 12, 60)], 0.35, lighter(base, 0.35), 60)
    pen.shade([(10, 90), (97, 90), (96, 99), (10, 99)], 50)
    pen.poly(smooth([(47, 56), (55, 58), (64, 70), (71, 76), (62, 84), (48, 80), (43, 67)]),
             lighter(base, 0.16))  # fmt: skip
    stitched(pen, smooth([(45, 60), (44, 68), (49, 79), (62, 83)], closed=False), IVORY)
    pen.poly(smooth([(74, 79), (84, 81), (93, 86), (98, 93), (97, 100), (76, 100), (72, 90)]),
             darker(white, 0.1))  # fmt: skip
    pen.glow(smooth([(79, 83), (88, 86), (92, 90), (84, 89)]), 150)
    pen.poly(smooth([(10, 80), (20, 80), (25, 90), (25, 100), (10, 100)]), pen.ink.dark)
    pen.line([(12, 64), (20, 69), (20, 80)], 0.6, deep, 150)
    pen.curve([(36, 76), (33, 86), (44, 94), (58, 92)], 2.2, white)
    for x, y in ((48.6, 64), (53.6, 69), (58.8, 73.6), (64, 77.6)):
        pen.line([(x - 4.6, y + 4), (x + 4, y - 3.4)], 2, darker(white, 0.3))
        pen.line([(x - 4.8, y + 3.8), (x + 3.8, y - 3.6)], 1.4, white)
        pen.ellipse(x - 5, y + 4.2, 1.3, 1.3, STEEL)
    bow = [(48, 62), (38, 56), (37, 63), (48, 63), (55, 54), (59, 58), (49, 63)]
    pen.curve(bow, 1.3, white)
    pen.curve([(48, 63), (42, 70), (40, 77)], 1.2, white)
    pen.poly(smooth([(8, 96), (50, 98), (96, 97), (98.6, 101), (96, 107.4), (50, 108), (12, 107.6),
                     (7.6, 102)]), white)  # fmt: skip
    pen.shade([(8, 104), (98, 104), (96, 108), (12, 108)], 46)
    pen.line(smooth([(8, 99.6), (50, 101.4), (98, 100)], closed=False), 1.3, pen.ink.accent)
    pen.line(smooth([(9, 104.4), (50, 105.4), (97, 104.2)], closed=False), 0.5, darker(white, 0.3))


@stands("riding-boot", "#4a3226", (44, 60))
def riding_boot(pen: Pen) -> None:
    pair_standing(pen, _riding_boot)


def _riding_boot(pen: Pen) -> None:
    """A boot to the knee, plain and close to the leg, with its spur rest."""
    base, deep = pen.ink.base, pen.ink.deep
    pen.poly([(22, 98), (43, 98), (42, 108), (24, 108)], darker(SOLE, 0.5))
    pen.poly(smooth([(21, 97), (50, 99), (80, 98), (84, 101), (79, 104.6), (56, 104), (43, 101),
                     (22, 101)]), SOLE)  # fmt: skip
    pen.poly(smooth([(19, 10), (34, 5), (49, 9), (50, 15), (34, 18), (19, 16)]), deep)
    upper = [*smooth([(18.6, 11), (19.4, 34), (24, 66), (24.6, 82), (21, 90), (21.6, 99)],
                     closed=False),
             *smooth([(82, 99), (83, 92), (75, 86), (60, 82), (50, 74), (48, 58), (52, 34),
                      (50, 8)], closed=False),
             *smooth([(50, 8), (42, 11.6), (32, 14), (18.6, 11)], closed=False)]  # fmt: skip
    pen.poly(upper, base)
    pen.shade([(46, 14), (50, 10), (52, 34), (48, 58), (50, 74), (60, 82), (82, 94), (82, 99),
               (56, 97), (42, 80), (42, 56)], 56)  # fmt: skip
    pen.glow(smooth([(25, 18), (30, 18), (32, 56), (30, 70), (27, 56)]), 76)
    pen.glow(smooth([(60, 84), (72, 87), (79, 92), (68, 91)]), 80)
    for path in ([(25, 76), (36, 79), (49, 73)], [(24, 82), (38, 87), (53, 79)],
                 [(26, 68), (34, 71), (48, 66)]):  # fmt: skip
        crease(pen, [(x, y) for x, y in path], 1.1, 60)
        pen.curve(path, 0.5, deep, 130)
    cuff = smooth([(18.8, 17), (33, 20.4), (42, 17.6), (51, 14)], closed=False)
    pen.line(cuff, 0.7, deep)
    stitched(pen, [(x, y + 1.4) for x, y in cuff], lighter(base, 0.45))
    seam = smooth([(42, 20), (41, 46), (38, 70), (37, 90)], closed=False)
    pen.line(seam, 0.6, deep)
    stitched(pen, [(x + 1.2, y) for x, y in seam], lighter(base, 0.4))
    strap = smooth([(22, 87), (36, 90), (52, 82)], closed=False)
    pen.poly(ribbon(strap, 4.4), pen.ink.dark)
    stitched(pen, [(x, y - 1.2) for x, y in strap], lighter(base, 0.45))
    pen.line([*box_points(35.6, 86, 42.6, 93, 1), (41.6, 86)], 1.1, BRASS)
    pen.poly(round_points(26, 87.6, 2, 1.6), darker(BRASS, 0.2))
    cap = smooth([(69, 84.4), (66, 91), (67, 98)], closed=False)
    pen.line(cap, 0.6, deep)
    stitched(pen, [(x + 1.2, y) for x, y in cap], lighter(base, 0.4))
    for y in (12.6, 14.4):
        pen.line([(20, y), (23, y + 8)], 1.4, pen.ink.dark)
    stitched(pen, smooth([(22, 98), (50, 100), (80, 99)], closed=False), IVORY, 2)
