"""Of leather: shoes and boots, bags and belts, a saddle."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import BRASS, IVORY, STEEL, WOOD, Colour, darker, lighter, mix
from demo.pictures.geometry import Points, along, box_points, mirror, round_points, smooth
from demo.pictures.ornament import border, border_cloth, cloth, dots, motif, speckle
from demo.pictures.shapes.parts.sewing import crease, hem, ribbon, sewn, stitched, tassel
from demo.pictures.shapes.shape import Draw, lies, stands

SOLE: Colour = (92, 62, 44)
INSOLE: Colour = (214, 172, 120)


def pair_standing(pen: Pen, draw: Draw) -> None:
    """A pair standing: the other one behind."""
    with pen.moved(9, -17, 0.88, about=(50, 108)):
        draw(pen)
    pen.shade([(8, 108), (94, 108), (94, 100), (30, 96)], 40)
    with pen.moved(-3, 0, 0.94, about=(50, 108)):
        draw(pen)


@stands("shoe", "#6f4528", (60, 88))
def shoe(pen: Pen) -> None:
    pair_standing(pen, _shoe)


def _shoe(pen: Pen) -> None:
    """A laced shoe from its outer side, toe to the right."""
    base, deep = pen.ink.base, pen.ink.deep
    pen.poly([(9, 98), (36, 98), (35, 108), (10, 108)], darker(SOLE, 0.45))
    pen.poly(smooth([(8, 97), (50, 99), (92, 98), (97, 101), (92, 105), (60, 105.4), (36, 101.6),
                     (9, 101.6)]), SOLE)  # fmt: skip
    pen.poly([(14, 60), (42, 62), (40, 70), (16, 70)], deep)
    upper = [*smooth([(9, 98), (9, 82), (14, 60)], closed=False),
             *smooth([(14, 60), (24, 67), (40, 65), (49, 56)], closed=False),
             *smooth([(54, 57), (62, 69), (76, 79), (91, 85), (96, 93), (95, 98)],
                     closed=False)]  # fmt: skip
    pen.poly(upper, base)
    pen.glow(smooth([(58, 68), (72, 79), (86, 85), (80, 86), (66, 80)]), 80)
    pen.shade([(9, 92), (96, 93), (95, 99), (9, 98)], 60)
    pen.shade(smooth([(9, 98), (9, 82), (14, 62), (17, 70), (15, 84), (18, 98)]), 60)
    pen.poly(smooth([(49, 56), (55, 58), (62, 69), (70, 75), (60, 85), (46, 80), (42, 67)]),
             pen.ink.dark)  # fmt: skip
    cap = smooth([(76, 79), (73, 87), (75, 98)], closed=False)
    pen.line(cap, 0.7, deep)
    heel = smooth([(13, 78), (24, 82), (26, 97)], closed=False)
    pen.line(heel, 0.7, deep)
    side = smooth([(46, 81), (60, 86), (70, 77)], closed=False)
    for path in (cap, heel, side):
        stitched(pen, [(x + 1.3, y) for x, y in path], lighter(base, 0.45))
    for x, y in ((50, 65), (55.4, 69.6), (60.8, 74)):
        pen.line([(x - 5, y + 3.6), (x + 4.4, y - 3.2)], 1.3, lighter(base, 0.5))
        pen.ellipse(x - 5.4, y + 4, 1.1, 1.1, BRASS)
    pen.curve([(49, 63), (40, 58), (43, 66), (50, 64), (56, 55), (58, 63)], 0.9, lighter(base, 0.5))
    if pen.pattern % 2:
        for step in range(8):
            pen.ellipse(28 + step * 2.6, 88 + step * 0.8, 0.7, 0.7, deep)
        motif(pen)(pen, 84, 91, 8, darker(base, 0.35), deep)
    stitched(pen, smooth([(10, 98), (50, 100), (93, 99)], closed=False), IVORY, 2)


@stands("boot", "#4a3226", (46, 70))
def boot(pen: Pen) -> None:
    pair_standing(pen, _boot)


def _boot(pen: Pen) -> None:
    base, deep = pen.ink.base, pen.ink.deep
    pen.poly([(15, 97), (40, 97), (39, 108), (17, 108)], darker(SOLE, 0.45))
    pen.poly(smooth([(14, 96), (50, 98), (86, 97), (90, 101), (85, 105), (58, 105), (40, 101),
                     (15, 101)]), SOLE)  # fmt: skip
    pen.ellipse(32.4, 27, 18, 4, deep)
    upper = [*smooth([(14.4, 27), (15, 50), (18, 72), (14, 86), (15, 98)], closed=False),
             *smooth([(88, 98), (89, 90), (82, 83), (66, 78), (54, 68), (50, 52), (50.4, 27)],
                     closed=False)]  # fmt: skip
    pen.poly([*upper, *round_points(32.4, 27, 18, 4, start=0, end=180)], base)
    pen.shade([(44, 31), (50, 28), (50, 52), (55, 70), (66, 79), (88, 90), (88, 98), (60, 96),
               (46, 80), (44, 56)], 50)  # fmt: skip
    pen.glow(smooth([(20, 34), (25, 35), (26, 60), (22, 62)]), 60)
    pen.glow(smooth([(64, 80), (80, 84), (86, 90), (76, 88)]), 70)
    for path in ([(20, 72), (32, 76), (46, 71)], [(19, 78), (34, 82), (52, 76)]):
        crease(pen, [(x, y) for x, y in path], 1.2, 60)
        pen.curve(path, 0.6, deep, 130)
    strap = smooth([(15.6, 60), (32, 65), (50.4, 60)], closed=False)
    pen.poly(ribbon(strap, 5), pen.ink.dark)
    stitched(pen, [(x, y - 1.6) for x, y in strap], lighter(base, 0.4))
    pen.line(box_points(33, 59.6, 41, 68), 1.3, BRASS)
    pen.line([(33, 68), (33, 59.6)], 1.3, BRASS)
    pen.line([(37, 64), (42, 64)], 1, lighter(BRASS, 0.4))
    top = smooth([(14.6, 33), (32, 37.4), (50.4, 33)], closed=False)
    pen.poly(ribbon(top, 4.4), mix(base, pen.ink.accent, 0.3))
    border(pen, top, 3.4)
    motif(pen)(pen, 32, 48, 13, mix(base, pen.ink.accent, 0.75), lighter(base, 0.4))
    cap = smooth([(72, 80), (69, 89), (71, 97)], closed=False)
    pen.line(cap, 0.7, deep)
    stitched(pen, [(x + 1.3, y) for x, y in cap], lighter(base, 0.4))
    stitched(pen, smooth([(16, 97), (50, 99), (86, 98)], closed=False), IVORY, 2)


@lies("jutti", "#b8433f", (50, 50))
def jutti(pen: Pen) -> None:
    """A pair seen from above: pointed, worked all over, the tips curled back."""
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            sole: Points = [
                (72, 12), (77, 24), (87, 40), (90, 56), (85, 78), (84, 98), (79, 108), (71, 110),
                (63, 108), (58, 98), (58, 78), (54, 56), (58, 40), (68, 24),
            ]  # fmt: skip
            outline = smooth(sole)
            pen.poly([(x + 1, y + 1.4) for x, y in outline], darker(SOLE, 0.3))
            pen.cloth(outline, cloth(pen, 9))
            pen.line([*outline, outline[0]], 1.2, pen.ink.accent)
            mouth = smooth([(71, 57), (80, 62), (82, 78), (80.6, 96), (77, 104), (71, 106),
                            (65, 104), (61.4, 96), (60.4, 78), (62, 62)])  # fmt: skip
            pen.poly(mouth, INSOLE)
            pen.shade([*mouth[56:], *mouth[:26], (74, 74), (68, 68), (64, 78)], 70)
            pen.line([*mouth, mouth[0]], 2, pen.ink.accent)
            stitched(pen, [*mouth, mouth[0]], pen.ink.second, 1.8)
            motif(pen)(pen, 71.4, 92, 10, darker(INSOLE, 0.25), darker(INSOLE, 0.4))
            motif(pen)(pen, 72, 43, 17, pen.ink.accent, pen.ink.second)
            border(pen, smooth([(60.6, 55), (72, 52), (84.4, 56)], closed=False), 4.6, 6)
            dots(pen, 72, 27, 7, pen.ink.second, pen.ink.accent)
            pen.curve([(72, 20), (74, 12), (71, 8), (68.6, 12), (71, 15)], 2.6, pen.ink.accent)
            tassel(pen, 70.8, 13, 8, pen.ink.second)
            pen.glow(smooth([(62, 44), (67, 34), (66, 46), (62, 54)]), 60)


@lies("sandal", "#9a5f34", (50, 54))
def sandal(pen: Pen) -> None:
    """A pair of Kolhapuri sandals: a broad band, a braid to the toe."""
    base = pen.ink.base
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            sole: Points = [
                (66, 16), (76, 15), (86, 24), (89, 40), (85, 60), (83, 78), (84, 96), (78, 108),
                (70, 110), (62, 106), (58, 94), (59, 76), (56, 56), (55, 36), (59, 22),
            ]  # fmt: skip
            outline = smooth(sole)
            pen.poly([(x + 1, y + 1.8) for x, y in outline], darker(SOLE, 0.3))
            pen.cloth(outline, speckle(mix(INSOLE, base, 0.3), 7))
            pen.line([*outline, outline[0]], 1, darker(base, 0.25))
            inner = [(71.5 + (x - 71.5) * 0.88, 62.5 + (y - 62.5) * 0.94) for x, y in outline]
            stitched(pen, [*inner, inner[0]], darker(INSOLE, 0.5), 2)
            motif(pen)(pen, 71, 94, 13, darker(base, 0.1), darker(base, 0.35))
            pen.shade([(56, 58), (88, 58), (86, 65), (57, 66)], 70)
            band: Points = [(53.6, 44), (63, 38), (80, 38), (90, 43), (88, 61), (78, 56), (64, 56),
                            (55, 62)]  # fmt: skip
            sewn(pen, smooth(band), speckle(base, 6))
            pen.line(smooth([(54.6, 46), (71, 40), (89, 45.4)], closed=False), 1.2, pen.ink.accent)
            pen.line(smooth([(55.6, 60), (71, 54), (87.4, 59)], closed=False), 1.2, pen.ink.accent)
            border(pen, smooth([(57, 51.6), (71, 47), (87, 51)], closed=False), 7, 4)
            thong = smooth([(66, 42), (65, 34), (66, 26)], closed=False)
            pen.line(thong, 4.4, pen.ink.dark)
            for (x, y), turn in along(thong, 7):
                with pen.moved(turn=turn + 60, about=(x, y)):
                    pen.line([(x - 2, y), (x + 2, y)], 0.8, pen.ink.accent)
            pen.ring(64, 27, 6, 4.2, 2.6, base)
            pen.glow(smooth([(60, 41), (72, 39), (70, 43), (61, 46)]), 50)
            pen.ellipse(71.5, 48, 3.6, 3.6, pen.ink.second)
            tassel(pen, 71.5, 49, 10, pen.ink.accent)


@stands("bag", "#8a5a34", (50, 80))
def bag(pen: Pen) -> None:
    """A tote for the shoulder, a bordered flap of ornament across it."""
    base = pen.ink.base
    for shift, colour in ((-2.6, pen.ink.deep), (0, pen.ink.dark)):
        arch = [(31, 52), (32, 30), (40, 17 + shift), (60, 17 + shift), (68, 30), (69, 52)]
        pen.curve(arch, 4, colour)
        if not shift:
            stitched(pen, smooth(arch, closed=False), lighter(base, 0.4))
    body = mirror([(50, 47), (80, 46), *smooth([(82, 60), (87, 88), (86, 104)], closed=False),
                   (82, 108), (50, 108)])  # fmt: skip
    pen.poly([(20, 46), (80, 46), (78, 43), (22, 43)], pen.ink.deep)
    sewn(pen, body, cloth(pen, 13))
    pen.rect(19.6, 46, 80.4, 53, pen.ink.dark)
    pen.poly([(14.4, 92), (85.6, 92), (86, 104), (82, 108), (18, 108), (14, 104)], pen.ink.dark)
    hem(pen, [(18, 54), (82, 54), (83, 64), (17, 64)], 9)
    for y in (52, 93.4):
        stitched(pen, [(16 + (y < 60) * 4, y), (84 - (y < 60) * 4, y)], lighter(base, 0.45), 1.8)
    for x in (31, 69):
        pen.rect(x - 3.4, 44, x + 3.4, 60, pen.ink.dark, 1.6)
        pen.line([(x - 2, 45), (x - 2, 58)], 0.5, lighter(base, 0.4))
        pen.ellipse(x, 56, 1.5, 1.5, BRASS)
        pen.ellipse(x - 0.4, 55.6, 0.6, 0.6, lighter(BRASS, 0.6))
    pen.shade([(80, 46), (82, 60), (87, 88), (86, 108), (72, 108), (74, 60)], 50)
    for side in (-1, 1):
        crease(pen, [(50 + side * 14, 65), (50 + side * 17, 78), (50 + side * 16, 92)], 2.4, 36)
    pen.curve([(69, 56), (73, 62), (75, 68)], 0.8, pen.ink.accent)
    tassel(pen, 75, 67, 13, pen.ink.accent)


@stands("handbag", "#a8324a", (50, 74))
def handbag(pen: Pen) -> None:
    base = pen.ink.base
    arch = [(34, 52), (33, 32), (42, 19), (58, 19), (67, 32), (66, 52)]
    pen.curve(arch, 4.4, pen.ink.deep)
    pen.curve([(x - 0.4, y - 0.5) for x, y in arch], 2.2, base)
    for x in (34, 66):
        pen.ring(x, 50.6, 2.6, 3.6, 1.2, BRASS)
    body = mirror([(50, 49), (76, 50), *smooth([(80, 54), (86, 84), (86, 102)], closed=False),
                   (81, 108), (50, 108)])  # fmt: skip
    pen.poly(body, pen.ink.dark)
    pen.cloth([(20, 54), (80, 54), (85, 102), (80, 106.6), (20, 106.6), (15, 102)],
              speckle(base, 6))  # fmt: skip
    pen.shade([(76, 52), (86, 84), (86, 104), (81, 108), (70, 108)], 60)
    stitched(pen, [(16.6, 92), (17.6, 102), (22, 105), (78, 105), (82.4, 102), (83.4, 92)],
              lighter(base, 0.45))  # fmt: skip
    flap = mirror([(50, 48), (78, 49), *smooth([(82, 56), (82, 70), (70, 82), (50, 87)],
                                               closed=False)])  # fmt: skip
    pen.shade([(x, y + 2.4) for x, y in flap], 80)
    sewn(pen, flap, cloth(pen, 11))
    edge = smooth([(19, 56), (18.6, 70), (30, 81), (50, 86), (70, 81), (81.4, 70), (81, 56)],
                  closed=False)  # fmt: skip
    pen.line(edge, 3, pen.ink.dark)
    stitched(pen, edge, lighter(base, 0.5))
    pen.poly([(20, 48), (80, 48), (80, 53), (20, 53)], pen.ink.dark)
    pen.glow([(20, 48), (80, 48), (80, 49.6), (20, 49.6)], 90)
    pen.glow(round_points(36, 61, 15, 5, -12), 44)
    pen.poly(round_points(50, 67, 9.6, 9.6), pen.ink.dark)
    motif(pen)(pen, 50, 67, 15, pen.ink.accent, pen.ink.second)
    pen.rect(44, 80, 56, 91, BRASS, 2)
    pen.rect(45, 81, 55, 85, lighter(BRASS, 0.45), 1.4)
    pen.ellipse(50, 87.6, 1.6, 1.6, darker(BRASS, 0.5))
    tassel(pen, 29, 54, 15, pen.ink.accent)


@lies("wallet", "#5f3a28", (50, 68))
def wallet(pen: Pen) -> None:
    """Closed, lying on another that is open to its cards."""
    base = pen.ink.base
    with pen.moved(turn=-9, about=(50, 62)):
        pen.rect(14, 18, 88, 66, darker(base, 0.45), 4)
        pen.rect(17, 21, 85, 63, mix(base, INSOLE, 0.35), 3)
        for index, colour in enumerate((pen.ink.accent, pen.ink.second, IVORY)):
            y = 24 + index * 7.0
            pen.rect(22, y, 80, y + 22, colour, 2)
            pen.rect(24, y + 1.6, 30, y + 4, darker(colour, 0.25), 0.6)
            pen.rect(17, y + 5.4, 85, y + 20, mix(base, INSOLE, 0.2), 2)
            stitched(pen, [(19, y + 6.6), (83, y + 6.6)], lighter(base, 0.4))
    with pen.moved(turn=6, about=(50, 80)):
        pen.shade(box_points(13, 51, 90, 112, 4), 110)
        pen.rect(12, 48, 87, 107, darker(base, 0.4), 4)
        pen.cloth(box_points(12, 47, 87, 105, 4), speckle(base, 6))
        pen.line([(12.6, 52), (12.6, 100)], 1.4, pen.ink.deep)
        stitched(pen, [*box_points(15.4, 50, 84, 102, 3), (81, 50)], lighter(base, 0.5))
        pen.shade([(12, 90), (87, 84), (87, 105), (12, 105)], 34)
        pen.glow([(18, 48), (44, 48), (26, 104), (14, 104)], 30)
        frame = box_points(23, 57, 71, 95, 2)
        pen.line([*frame, frame[0]], 0.8, pen.ink.accent)
        pen.cloth(box_points(25, 59, 69, 93), border_cloth(pen, 9))
        pen.ellipse(47, 76, 14, 14, base)
        motif(pen)(pen, 47, 76, 22, pen.ink.accent, pen.ink.second)
        pen.rect(73, 70, 92, 82, pen.ink.dark, 3)
        stitched(pen, box_points(74.4, 71.4, 90.6, 80.6, 2), lighter(base, 0.4))
        pen.ellipse(80, 76, 2.6, 2.6, BRASS)
        pen.ellipse(79.3, 75.2, 1, 1, lighter(BRASS, 0.6))


@lies("belt", "#6a4428", (46, 88))
def belt(pen: Pen) -> None:
    """Coiled once, its end drawn through the buckle."""
    base = pen.ink.base
    outer = round_points(50, 52, 36, 35, start=60, end=420)
    inner = round_points(51, 51, 22, 21, start=-70, end=250)
    inner = [*inner, *smooth([inner[-1], (58, 26.6), (72, 24), (83, 40)], closed=False)]
    for path in (inner, outer):
        _strap(pen, path, 10.4)
    tail = smooth([(68, 82), (50, 92), (30, 96), (12, 92)], closed=False)
    _strap(pen, [(86, 52), (81, 69), *tail], 10.4)
    pen.poly(round_points(12, 92, 5.2, 5.2), base)
    for (x, y), _turn in along(tail[9:], 5):
        pen.ellipse(x, y, 0.9, 0.9, pen.ink.deep)
    with pen.moved(turn=-27, about=(61, 87)):
        pen.line([*box_points(52, 78.6, 68, 96.4, 3), (65, 78.6)], 2.6, darker(BRASS, 0.2))
        pen.line([*box_points(51.6, 78, 67.6, 95.8, 3), (64.6, 78)], 1.4, lighter(BRASS, 0.35))
        pen.line([(67, 87), (50.6, 87)], 1.8, STEEL)
        pen.line([(67, 86.6), (51, 86.6)], 0.7, lighter(STEEL, 0.6))
    with pen.moved(turn=-20, about=(44, 93)):
        pen.rect(42, 86.6, 46.4, 100, pen.ink.dark, 1)
        pen.line([(42.8, 87.6), (42.8, 99)], 0.5, lighter(base, 0.4))


def _strap(pen: Pen, path: Points, width: float) -> None:
    """A leather strap, stitched and tooled along its length."""
    pen.shade(ribbon([(x + 1.2, y + 2) for x, y in path], width), 90)
    pen.poly(ribbon(path, width), pen.ink.deep)
    pen.poly(ribbon(path, width - 1.2), pen.ink.base)
    strip = ribbon(path, width - 3)
    half = len(path)
    stitched(pen, strip[:half], lighter(pen.ink.base, 0.5))
    stitched(pen, strip[half:], lighter(pen.ink.base, 0.5))
    border(pen, path, width * 0.36)


@stands("saddle", "#7a4a2a", (52, 56))
def saddle(pen: Pen) -> None:
    """On its trestle, seen from the side."""
    base = pen.ink.base
    for x0, x1 in ((34, 24), (66, 76)):
        pen.line([(x0, 56), (x1, 106)], 3.6, darker(WOOD, 0.15))
    pen.line([(27, 92), (73, 92)], 2.8, darker(WOOD, 0.3))
    cloth_edge: Points = [(14, 50), (20, 42), (80, 38), (88, 46), (82, 72), (56, 84), (26, 76)]
    sewn(pen, smooth(cloth_edge), border_cloth(pen, 9))
    inner = [(51 + (x - 51) * 0.92, 58 + (y - 58) * 0.88) for x, y in smooth(cloth_edge)]
    pen.line([*inner, inner[0]], 0.9, pen.ink.second)
    flap = smooth([(36, 44), (66, 40), (72, 52), (68, 74), (58, 88), (46, 87), (38, 72)])
    pen.shade([(x + 1.6, y + 2) for x, y in flap], 80)
    sewn(pen, flap, speckle(base, 7))
    flap_in = [(54 + (x - 54) * 0.88, 64 + (y - 64) * 0.9) for x, y in flap]
    stitched(pen, [*flap_in, flap_in[0]], lighter(base, 0.5))
    motif(pen)(pen, 53, 66, 17, mix(base, pen.ink.accent, 0.7), lighter(base, 0.4))
    seat = smooth([(12, 34), (17, 27), (26, 33), (40, 40), (56, 38), (66, 29), (75, 19), (82, 21),
                   (82, 32), (76, 46), (62, 53), (40, 54), (20, 50)])  # fmt: skip
    pen.poly(seat, base)
    pen.shade(smooth([(20, 46), (40, 50), (62, 48), (80, 34), (76, 46), (62, 53), (40, 54),
                      (20, 51)]), 90)  # fmt: skip
    pen.glow(smooth([(18, 31), (30, 37), (44, 41), (58, 40), (48, 44), (30, 42)]), 80)
    pen.glow(smooth([(70, 30), (76, 22), (80, 23), (76, 32)]), 70)
    stitched(
        pen, smooth([(20, 44), (42, 48), (60, 46), (76, 34)], closed=False), lighter(base, 0.5)
    )
    pen.line([(57, 50), (60, 94)], 2.6, pen.ink.dark)
    pen.rect(54.6, 56, 61.6, 62, BRASS, 1)
    pen.rect(56, 57.4, 60.2, 60.6, pen.ink.dark)
    iron = smooth([(60, 91), (66, 97), (67, 104), (60, 105), (53, 104), (54, 97)])
    pen.line([*iron, iron[0]], 2, STEEL)
    pen.line([(53.6, 104), (66.6, 104)], 2.8, darker(STEEL, 0.25))
    pen.ring(80, 44, 2.4, 2.4, 0.9, BRASS)
