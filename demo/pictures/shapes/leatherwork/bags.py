"""Bags with a strap or a handle, and what hangs on a ring of keys."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import BRASS, IVORY, STEEL, Colour, darker, lighter, mix
from demo.pictures.geometry import Points, box_points, mirror, round_points, smooth
from demo.pictures.ornament import border, border_cloth, cloth, motif, speckle
from demo.pictures.shapes.parts.metal import split_ring
from demo.pictures.shapes.parts.sewing import crease, ribbon, sewn, stitched, tassel
from demo.pictures.shapes.shape import lies, stands


def buckle(pen: Pen, x: float, y: float, half: float, metal: Colour = BRASS) -> None:
    """A square buckle, its tongue pointing down."""
    frame = box_points(x - half, y - half, x + half, y + half, half * 0.3)
    closed = [*frame, frame[0], frame[1]]
    pen.line(closed, half * 0.56, darker(metal, 0.3))
    pen.line([(px - 0.2, py - 0.3) for px, py in closed], half * 0.36, lighter(metal, 0.2))
    pen.line([(x, y - half), (x, y + half)], half * 0.3, lighter(metal, 0.35))


@stands("office-bag", "#5f3a26", (50, 74))
def office_bag(pen: Pen) -> None:
    """A wide case for papers and a laptop: a handle, a flap, two straps."""
    base, deep = pen.ink.base, pen.ink.deep
    arch = [(37, 50), (37, 40), (41, 34), (59, 34), (63, 40), (63, 50)]
    pen.curve(arch, 5, deep)
    pen.curve([(x, y - 0.6) for x, y in arch], 3, base)
    for x in (37, 63):
        pen.ring(x, 48, 2.8, 3.2, 1.2, BRASS)
    pen.poly(smooth([(6, 54), (5.4, 80), (6, 104), (12, 108), (50, 108), (88, 108), (94, 104),
                     (94.6, 80), (94, 54)]), deep)  # fmt: skip
    pen.cloth(box_points(8, 50, 92, 107, 4), speckle(base, 7))
    pen.shade([(84, 50), (92, 52), (92, 105), (88, 107), (78, 107)], 60)
    pocket = box_points(14, 84, 86, 104, 3)
    pen.line([*pocket, pocket[0]], 0.6, deep)
    stitched(pen, [*box_points(15.4, 85.4, 84.6, 102.6, 2), (82, 85.4)], lighter(base, 0.45), 2)
    flap = [(7, 50), (10, 47), (90, 47), (93, 50), (93, 74), (88, 80), (12, 80), (7, 74)]
    pen.shade([(x, y + 2.4) for x, y in flap], 90)
    pen.cloth(flap, speckle(mix(base, pen.ink.light, 0.12), 7))
    pen.glow([(10, 47), (90, 47), (91, 50), (9, 50)], 110)
    pen.glow([(16, 50), (36, 50), (28, 80), (14, 80)], 30)
    stitched(pen, [(9, 52), (9, 73), (13, 78), (87, 78), (91, 73), (91, 52)],
             lighter(base, 0.5), 2)  # fmt: skip
    for x in (27, 73):
        pen.shade(box_points(x - 3, 56, x + 5.4, 100, 2), 70)
        pen.rect(x - 4, 54, x + 4, 98, pen.ink.dark, 2.4)
        for side in (-2.6, 2.6):
            stitched(pen, [(x + side, 56), (x + side, 96)], lighter(base, 0.4))
        for y in (90, 94):
            pen.ellipse(x, y, 0.8, 0.8, deep)
        buckle(pen, x, 83, 5.2)
    pen.rect(43, 60, 57, 68, mix(base, pen.ink.dark, 0.6), 1.6)
    motif(pen)(pen, 50, 64, 6.4, lighter(base, 0.45), lighter(base, 0.2))


@stands("sling-bag", "#8a5a34", (50, 84))
def sling_bag(pen: Pen) -> None:
    """A small bag with a flap; its long strap stands up in a loop."""
    base, deep = pen.ink.base, pen.ink.deep
    strap = smooth([(21, 66), (10, 44), (12, 18), (34, 6), (62, 8), (84, 22), (90, 46), (79, 66)],
                   closed=False)  # fmt: skip
    pen.poly(ribbon(strap, 3.6), deep)
    pen.poly(ribbon(strap, 2.6), base)
    stitched(pen, strap, lighter(base, 0.45), 1.8)
    with pen.moved(turn=-22, about=(89, 38)):
        buckle(pen, 89, 38, 3.4)
    body = mirror([(50, 62), (80, 62), *smooth([(83, 70), (84, 94), (80, 105)], closed=False),
                   (72, 108), (50, 108)])  # fmt: skip
    pen.poly(body, deep)
    pen.cloth([(50 + (x - 50) * 0.96, y - 0.8) for x, y in body], speckle(pen.ink.dark, 6))
    for x in (21, 79):
        pen.ring(x, 64, 3, 3, 1.3, BRASS)
    flap = mirror([(50, 59), (80, 59), *smooth([(82, 64), (80, 82), (70, 95), (50, 100)],
                                               closed=False)])  # fmt: skip
    pen.shade([(x, y + 2.2) for x, y in flap], 80)
    sewn(pen, flap, speckle(base, 7))
    pen.glow([(21, 59), (79, 59), (80, 62), (20, 62)], 100)
    pen.glow(round_points(34, 70, 14, 6, -20), 40)
    pen.shade(smooth([(80, 62), (80, 82), (70, 95), (54, 99), (66, 88), (73, 74)]), 44)
    edge = smooth([(21, 64), (22, 80), (32, 91), (50, 96.4), (68, 91), (78, 80), (79, 64)],
                  closed=False)  # fmt: skip
    stitched(pen, edge, lighter(base, 0.5), 1.8)
    border(pen, [(x, y - 5) for x, y in edge[6:-6]], 5, 11)
    motif(pen)(pen, 50, 74, 19, mix(base, pen.ink.accent, 0.7), lighter(base, 0.4))
    pen.ellipse(50, 95, 3.4, 3.4, darker(BRASS, 0.2))
    pen.ellipse(49.6, 94.4, 2.4, 2.4, lighter(BRASS, 0.3))


@stands("kit-bag", "#2f3d63", (50, 86))
def kit_bag(pen: Pen) -> None:
    """A long cricket bag: a zip along its top, straps round it, a bat in the side."""
    base, deep = pen.ink.base, pen.ink.deep
    with pen.moved(turn=20, about=(80, 76)):
        pen.poly(smooth([(77, 58), (83, 58), (89, 66), (89, 84), (71, 84), (71, 66)]),
                 (206, 164, 104))  # fmt: skip
        pen.rect(76.4, 30, 83.6, 62, (52, 46, 54), 3)
        for step in range(8):
            pen.line([(76.8, 33 + step * 3.6), (83.2, 34.6 + step * 3.6)], 0.7, (116, 108, 116))
    ends = smooth([(3, 90), (5, 72), (14, 66), (50, 64), (86, 66), (95, 72), (97, 90), (94, 106),
                   (50, 108), (6, 106)])  # fmt: skip
    pen.cloth(ends, speckle(base, 4))
    pen.line([*ends, ends[0]], 0.7, deep)
    pen.shade(smooth([(4, 94), (50, 98), (96, 94), (94, 106), (50, 108), (6, 106)]), 70)
    pen.glow(smooth([(10, 70), (50, 67), (90, 70), (50, 74)]), 60)
    pen.line(smooth([(8, 73), (50, 69.4), (92, 73)], closed=False), 2.6, deep)
    stitched(pen, smooth([(8, 73), (50, 69.4), (92, 73)], closed=False), STEEL, 1.2)
    pen.poly([(64, 70), (70, 70.6), (70, 76), (66, 76)], pen.ink.accent)
    pen.cloth([(11, 84), (89, 84), (92, 98), (9, 98)], speckle(mix(base, pen.ink.light, 0.2), 4))
    pen.line([(11, 84), (89, 84)], 1.4, pen.ink.accent)
    stitched(pen, [(12, 96), (88, 96)], lighter(base, 0.5), 2)
    for x in (30, 70):
        pen.poly([(x - 3.4, 65), (x + 3.4, 65), (x + 4, 107.6), (x - 4, 107.6)], pen.ink.accent)
        for side in (-2.2, 2.2):
            stitched(pen, [(x + side, 67), (x + side, 106)], IVORY, 1.8)
    for shift, colour in ((-4, darker(pen.ink.accent, 0.3)), (0, pen.ink.accent)):
        arch = [(31, 70), (32, 54 + shift), (42, 45 + shift), (58, 45 + shift), (68, 54 + shift),
                (69, 70)]  # fmt: skip
        pen.curve(arch, 4, colour)
    pen.rect(42, 41, 58, 48.6, deep, 2.4)
    stitched(pen, [(44, 46), (56, 46)], lighter(base, 0.5))
    pen.ellipse(50, 91, 7, 6, IVORY)
    pen.ellipse(50, 91, 5, 5, (154, 38, 48))
    pen.curve([(47, 87.4), (50.4, 91), (50, 95.6)], 0.8, IVORY)
    for x in (8, 92):
        pen.ellipse(x, 104, 4.6, 4.6, (40, 38, 42))
        pen.ellipse(x, 104, 2, 2, STEEL)


@stands("clutch", "#8a2238", (50, 84))
def clutch(pen: Pen) -> None:
    """Held in the hand: worked all over, a clasp above, a chain."""
    base, deep = pen.ink.base, pen.ink.deep
    loop = smooth([(11, 62), (4, 36), (22, 20), (52, 22), (72, 34), (90, 52), (89, 62)],
                  closed=False)  # fmt: skip
    for step, (x, y) in enumerate(loop):
        if step % 2 == 0:
            pen.ring(x, y, 1.7, 1.3, 0.8, BRASS if step % 4 else darker(BRASS, 0.3))
    body = mirror([(50, 60), (88, 60), *smooth([(91, 66), (92, 90), (90, 104)], closed=False),
                   (86, 108), (50, 108)])  # fmt: skip
    sewn(pen, body, cloth(pen, 12))
    pen.shade([(88, 62), (92, 66), (90, 106), (78, 108), (82, 66)], 50)
    panel = mirror([(50, 70), (74, 72), (72, 88), (50, 102)])
    pen.poly(panel, deep)
    pen.cloth([(50 + (x - 50) * 0.95, 84 + (y - 84) * 0.95) for x, y in panel],
              border_cloth(pen, 9))  # fmt: skip
    pen.ellipse(50, 84, 11, 11, base)
    pen.ring(50, 84, 11, 11, 1, pen.ink.second)
    motif(pen)(pen, 50, 84, 18, pen.ink.accent, pen.ink.second)
    border(pen, [(12, 103.6), (88, 103.6)], 5)
    frame = box_points(9, 56.6, 91, 63, 2.6)
    pen.poly(frame, darker(BRASS, 0.25))
    pen.rect(9.4, 57, 90.4, 60.6, lighter(BRASS, 0.2), 2)
    pen.glow(box_points(14, 57.4, 50, 58.6), 140)
    for x, turn in ((46.6, -14), (53.4, 14)):
        with pen.moved(turn=turn, about=(x, 57)):
            pen.ellipse(x, 53.6, 3.4, 4.4, darker(BRASS, 0.3))
            pen.ellipse(x - 0.4, 53, 2.6, 3.4, lighter(BRASS, 0.3))
    tassel(pen, 11, 61, 16, pen.ink.accent)


@stands("potli", "#8a2238", (50, 84))
def potli(pen: Pen) -> None:
    """A pouch drawn shut by its cord, the frill standing above."""
    base = pen.ink.base
    frill = [(50 + 27 * (step / 6 - 1), 27 + 4 * (step % 2) + abs(step - 6) * 0.8)
             for step in range(13)]  # fmt: skip
    top = [*smooth(frill, closed=False), (58, 50), (42, 50)]
    pen.poly([(26, 33), (74, 33), (58, 50), (42, 50)], pen.ink.deep)
    sewn(pen, top, border_cloth(pen, 8))
    pen.curve([(x, y + 0.6) for x, y in frill], 1.2, pen.ink.second)
    for step in range(1, 12, 2):
        x, y = frill[step]
        crease(pen, [(x, y), (50 + (x - 50) * 0.55, 42), (50 + (x - 50) * 0.3, 50)], 1.6, 60)
    half: Points = [(50, 49), (58, 50), (74, 64), (85, 82), (82, 101), (66, 107.6), (50, 108)]
    body = mirror([*smooth(half, closed=False)])
    sewn(pen, body, cloth(pen, 13))
    for side in (-1, 1):
        for far, low in ((5, 76), (12, 80), (20, 78)):
            crease(pen, [(50 + side * far * 0.35, 51), (50 + side * far, 62),
                         (50 + side * far * 1.4, low)], 2, 50)  # fmt: skip
    pen.shade(smooth([(70, 60), (85, 82), (82, 101), (60, 108), (74, 96), (76, 78)]), 60)
    pen.glow(round_points(34, 74, 6, 13, 24), 44)
    band = smooth([(21, 97), (36, 102), (50, 103), (64, 102), (79, 97)], closed=False)
    pen.poly(ribbon(band, 7), mix(base, pen.ink.deep, 0.6))
    border(pen, band, 5.4)
    motif(pen)(pen, 50, 80, 25, pen.ink.accent, pen.ink.second)
    for side in (-1, 1):
        pen.curve([(50, 50), (50 + side * 14, 54), (50 + side * 34, 46), (50 + side * 40, 60)],
                  1.5, pen.ink.second)  # fmt: skip
        pen.ellipse(50 + side * 40, 61, 2.6, 2.6, pen.ink.accent)
        tassel(pen, 50 + side * 40, 62, 14, pen.ink.accent)
    pen.rect(41, 47.6, 59, 52.4, darker(pen.ink.second, 0.2), 2.2)
    for step in range(7):
        pen.line(
            [(42.4 + step * 2.5, 48), (43.8 + step * 2.5, 52)], 0.7, lighter(pen.ink.second, 0.3)
        )


@lies("jutti-key-ring", "#a8623a", (50, 80))
def jutti_key_ring(pen: Pen) -> None:
    """A small shoe with its curled toe, on a ring for keys."""
    base = pen.ink.base
    split_ring(pen, 50, 28, 16)
    pen.shade(box_points(47.6, 42, 55, 80, 2), 80)
    pen.rect(46, 39, 54, 80, pen.ink.dark, 3)
    for x in (47.6, 52.4):
        stitched(pen, [(x, 46), (x, 78)], lighter(base, 0.5))
    pen.ellipse(50, 44, 1.8, 1.8, BRASS)
    sole = smooth([(20, 104), (50, 107), (80, 103), (88, 92), (85, 99), (78, 108), (50, 111),
                   (20, 109)])  # fmt: skip
    pen.poly(sole, darker(base, 0.55))
    pen.poly(smooth([(22, 80), (38, 78), (56, 82), (52, 93), (24, 93)]), pen.ink.deep)
    upper = [*smooth([(19, 106), (18, 94), (20, 78)], closed=False),
             *smooth([(20, 78), (28, 89), (42, 92), (53, 79)], closed=False),
             *smooth([(53, 79), (66, 88), (78, 92), (86, 86), (86, 78), (80, 77), (79, 82)],
                     closed=False),
             *smooth([(90, 80), (90, 90), (80, 103), (50, 108), (19, 106)],
                     closed=False)]  # fmt: skip
    sewn(pen, upper, cloth(pen, 8))
    pen.line(smooth([(20, 78), (28, 89), (42, 92), (53, 79)], closed=False), 2, pen.ink.accent)
    pen.line(smooth([(19, 104), (50, 106), (80, 101)], closed=False), 1.6, pen.ink.second)
    motif(pen)(pen, 61, 95, 12, pen.ink.accent, pen.ink.second)
    pen.shade(smooth([(18, 94), (20, 80), (26, 90), (24, 105), (19, 106)]), 50)
    tassel(pen, 80.6, 77, 8, pen.ink.second)
    pen.ellipse(50, 76, 2.2, 2.2, STEEL)
