"""Of wood, for the house: furniture, boxes and trays, frames and panels."""

from demo.pictures.canvas import Lathe, Pen, Tile
from demo.pictures.colour import BRASS, IVORY, LEAF, WOOD, Colour, Ink, darker, lighter, mix
from demo.pictures.geometry import Points, box_points, mirror, round_points, smooth, star_points
from demo.pictures.ornament import (
    border,
    border_cloth,
    cloth,
    flower,
    grain,
    jali,
    leaf,
    lotus,
    motif,
)  # fmt: skip
from demo.pictures.scenes import arch_points
from demo.pictures.shapes.parts.sewing import crease, fringe, hem, sewn
from demo.pictures.shapes.shape import hangs, lies, stands


def _board(pen: Pen, outline: Points, colour: Colour) -> None:
    """A board with its grain and its edges."""
    pen.cloth(outline, grain(colour))
    pen.line([*outline, outline[0]], 0.6, darker(colour, 0.45))


def _leg(pen: Pen, x: float, top: float, foot: float, size: float, colour: Colour) -> None:
    """A turned leg, ringed."""
    tall = foot - top
    profile: Points = [
        (top, size), (top + tall * 0.12, size), (top + tall * 0.18, size * 0.6),
        (top + tall * 0.34, size * 1.05), (top + tall * 0.6, size * 0.62),
        (top + tall * 0.82, size * 0.5), (top + tall * 0.9, size * 0.95), (foot - 1, size * 0.6),
    ]  # fmt: skip
    leg = Lathe(pen, x, profile)
    leg.body(colour, "glaze")
    for share in (0.16, 0.84):
        leg.band(top + tall * share, top + tall * share + 1.2, pen.ink.accent)


def _inlaid(pen: Pen, x0: float, y0: float, x1: float, y1: float, size: float) -> None:
    """A frame of small motifs along the four sides of a field."""
    frame = box_points(x0, y0, x1, y1)
    for start, end in zip(frame, [*frame[1:], frame[0]], strict=True):
        border(pen, [start, end], size)


@stands("box", "#8a5430", (44, 78))
def box(pen: Pen) -> None:
    """Carved and inlaid, seen from a corner."""
    base = pen.ink.base
    for x in (12, 68, 84):
        pen.poly([(x, 100), (x + 7, 100), (x + 5, 108 - (x > 80) * 8), (x + 1, 108 - (x > 80) * 8)],
                 darker(base, 0.4))  # fmt: skip
    _board(pen, [(74, 62), (92, 50), (92, 90), (74, 104)], darker(base, 0.32))
    _board(pen, [(10, 62), (74, 62), (74, 104), (10, 104)], base)
    pen.rect(15, 68, 69, 99, darker(base, 0.28))
    pen.cloth(box_points(16, 69, 68, 98), border_cloth(pen, 10))
    pen.poly(star_points(42, 83.5, 14, 11.6, 12), base)
    motif(pen)(pen, 42, 83.5, 20, pen.ink.accent, pen.ink.second)
    pen.poly(
        [(78, 66), (88.4, 59), (88.4, 86), (78, 94)], darker(mix(base, pen.ink.accent, 0.5), 0.2)
    )
    pen.ellipse(83.2, 76, 3.4, 7, darker(pen.ink.second, 0.2))
    _board(pen, [(73.6, 52), (93, 40), (93, 50.4), (75, 62.6)], darker(base, 0.26))
    _board(pen, [(8, 52), (75.4, 52), (75.4, 62.6), (8, 62.6)], lighter(base, 0.06))
    border(pen, [(10, 57.4), (38, 57.4)], 5)
    border(pen, [(47, 57.4), (74, 57.4)], 5)
    _board(pen, [(8, 52), (75.4, 52), (93, 40), (28, 40)], lighter(base, 0.2))
    pen.poly([(19, 50), (71, 50), (85, 42), (35, 42)], pen.ink.accent)
    pen.poly([(22, 49), (70, 49), (81.4, 43), (37, 43)], lighter(base, 0.2))
    with pen.moved(turn=0, about=(52, 46)):
        for x in (34, 43, 52, 61, 70):
            pen.ellipse(x, 46, 3, 1.3, pen.ink.second)
            pen.ellipse(x, 46, 1.2, 0.6, pen.ink.accent)
    pen.rect(39, 55, 46, 69, BRASS, 1.4)
    pen.rect(39.8, 55.8, 45.2, 59, lighter(BRASS, 0.45), 1)
    pen.ellipse(42.5, 64.4, 1.2, 1.6, darker(BRASS, 0.6))
    pen.glow([(10, 62.6), (30, 62.6), (14, 104), (10, 104)], 30)


@stands("chair", "#7a4a2c", (50, 46))
def chair(pen: Pen) -> None:
    """A carved back, a seat of cloth, turned legs."""
    base = pen.ink.base
    for x in (32, 68):
        pen.poly([(x - 2, 70), (x + 2, 70), (x + 1.4, 98), (x - 1.4, 98)], darker(base, 0.4))
    pen.line([(33, 88), (67, 88)], 1.8, darker(base, 0.4))
    for side in (-1, 1):
        x = 50 + side * 22
        _board(pen, [(x - 2.4, 18), (x + 2.4, 18), (x + 2.6, 74), (x - 2.6, 74)], base)
        pen.ellipse(x, 15.4, 3.2, 3.6, base)
        pen.glow(round_points(x - 1, 14.4, 1, 1.2), 120)
    crest = [(50, 7), (55, 10), (62, 12), (70, 19), (70, 26), (50, 24)]
    _board(pen, mirror(crest), lighter(base, 0.06))
    lotus(pen, 50, 16.4, 11, pen.ink.accent, pen.ink.second)
    for step in (0, 1):
        leaf(pen, 37 + step * 26, 19.6, 7, pen.ink.accent, pen.ink.second)
    pen.rect(30, 60, 70, 65, base)
    _board(pen, [(33, 25), (67, 25), (67, 61), (33, 61)], darker(base, 0.12))
    for x0 in (34.4, 50):
        for y0 in (27, 43):
            for hole in jali(2 + pen.pattern % 2, x0, y0, 15.6):
                pen.cut(hole)
    pen.rect(43, 33, 57, 53, base, 3)
    motif(pen)(pen, 50, 43, 14, pen.ink.accent, pen.ink.second)
    seat: Points = [(29, 64), (71, 64), (80, 77), (20, 77)]
    for x in (24, 76):
        _leg(pen, x, 79, 107, 3.6, base)
    pen.line([(26, 96), (74, 96)], 2, darker(base, 0.2))
    _board(pen, [(19, 77), (81, 77), (80, 84), (20, 84)], lighter(base, 0.05))
    border(pen, [(22, 80.5), (78, 80.5)], 4.6)
    pen.blob([(29, 63), (50, 61), (71, 63), (81, 76), (50, 79), (19, 76)], pen.ink.deep)
    sewn(pen, seat, cloth(pen, 9))
    pen.glow(round_points(42, 68, 14, 3), 60)


@stands("table", "#8a5230", (50, 56))
def table(pen: Pen) -> None:
    """Round, its top inlaid, on a folding stand of arches."""
    base = pen.ink.base
    panels = ((11, 32, 0.34), (68, 89, 0.34), (31, 69, 0.0))
    for x0, x1, dark in panels:
        rise = 5 if dark else 0
        inner = x1 if x0 < 30 else x0
        outer = x0 if x0 < 30 else x1
        if dark:
            outline: Points = [(inner, 56), (outer, 54), (outer, 108 - rise * 1.6), (inner, 107)]
        else:
            outline = box_points(x0, 55, x1, 107)
        _board(pen, outline, darker(base, dark))
        middle, half = (x0 + x1) / 2, (x1 - x0) / 2 - 3.4
        pen.cut(arch_points(middle, 74, half, 109))
        edge = arch_points(middle, 73, half + 0.8, 106 - rise)
        pen.line(edge, 1, pen.ink.accent if not dark else darker(pen.ink.accent, 0.25))
    for x in (36.6, 63.4):
        motif(pen)(pen, x, 72, 8, pen.ink.accent, pen.ink.second)
    border(pen, [(32, 64.6), (68, 64.6)], 5)
    pen.shade([(12, 54), (88, 54), (88, 61), (12, 61)], 90)
    top = Lathe(pen, 50, [(46, 43.6), (51, 43.6)], tilt=0.26, soft=False)
    top.body(base, "glaze")
    pen.cloth(round_points(50, 46, 43.4, 11.6), grain(lighter(base, 0.2)))
    pen.ring(50, 46, 39.4, 10.4, 0.7, pen.ink.accent)
    pen.ring(50, 46, 31, 8, 0.7, pen.ink.accent)
    border(pen, [(50 + (x - 50) * 0.82, 46 + (y - 46) * 0.82)
                 for x, y in round_points(50, 46, 43, 11.3)], 3.6, 26)  # fmt: skip
    lobes = star_points(0, 0, 22, 18, 12)
    pen.poly([(50 + x, 46 + y * 0.27) for x, y in lobes], pen.ink.accent)
    pen.ellipse(50, 46, 15.6, 4.2, lighter(base, 0.15))
    pen.ellipse(50, 46, 9, 2.4, pen.ink.second)
    pen.ellipse(50, 46, 4, 1.1, pen.ink.accent)
    pen.glow(round_points(30, 42.6, 15, 2.6, -8), 60)


@stands("shelf", "#94603a", (50, 62))
def shelf(pen: Pen) -> None:
    """Four boards between two sides, with a few things on them."""
    base = pen.ink.base
    pen.rect(18, 18, 82, 104, darker(base, 0.5), body=150)
    crest = [(50, 9), (56, 12), (66, 13), (74, 17), (84, 17), (84, 21), (50, 21)]
    _board(pen, mirror(crest), lighter(base, 0.06))
    motif(pen)(pen, 50, 15.6, 8, pen.ink.accent, pen.ink.second)
    for y in (42, 64, 86, 104):
        pen.poly([(19, y - 4), (81, y - 4), (84, y), (16, y)], lighter(base, 0.14))
        _board(pen, box_points(16, y, 84, y + 3.4), base)
        pen.shade(box_points(19, y + 3.4, 81, y + 7), 70)
        border(pen, [(20, y + 1.7), (80, y + 1.7)], 2.6)
    tints = (pen.ink.accent, pen.ink.second, mix(base, IVORY, 0.6), pen.ink.accent)
    for index in range(7):
        tall = 12 + index * 5 % 4
        pen.rect(23 + index * 3.6, 62 - tall, 26.2 + index * 3.6, 62, tints[index % 4])
        pen.line([(23.6 + index * 3.6, 59), (25.6 + index * 3.6, 59)], 0.6, darker(base, 0.4))
    for x, y, size, colour in ((33, 40, 1.0, pen.ink.accent), (66, 84, 1.1, pen.ink.second),
                               (68, 62, 0.8, mix(pen.ink.accent, IVORY, 0.3))):  # fmt: skip
        with pen.moved(x, y, size):
            pot = Lathe(pen, 0, [(-15, 2.4), (-13, 2), (-10, 4.4), (-6, 6), (-2, 5), (0, 3.4)])
            pot.body(colour, "glaze")
            pot.mouth(colour, 0.6)
    for step in range(3):
        pen.rect(56, 37 - step * 3.2, 76 - step * 2, 40 - step * 3.2, tints[step], 0.6)
    pen.rect(25, 72, 49, 84, mix(base, WOOD, 0.4), 1)
    pen.rect(27, 74, 47, 82, lighter(base, 0.45))
    motif(pen)(pen, 37, 78, 7, pen.ink.accent, pen.ink.second)
    for x in (28, 50, 70):
        pen.rect(x - 6, 91, x + 6, 102, darker(tints[x % 3], 0.1), 1)
        pen.ring(x, 95.4, 2, 1.4, 0.7, BRASS)
    for x in (14, 82):
        _board(pen, box_points(x, 17, x + 4.4, 108), darker(base, 0.1 if x < 50 else 0.22))
        pen.ellipse(x + 2.2, 15.4, 2.6, 2.8, base)


@stands("bed", "#7f4c2c", (50, 60))
def bed(pen: Pen) -> None:
    """A carved headboard, pillows, a spread, turned posts."""
    base = pen.ink.base
    head = [(50, 14), (56, 20), (66, 21), (74, 29), (81, 31), (81, 74), (50, 74)]
    for x in (18, 82):
        _leg(pen, x, 26, 96, 3.6, darker(base, 0.2))
        pen.ellipse(x, 23.4, 3.2, 3.6, base)
    _board(pen, mirror(head), base)
    pen.line(mirror([(50, 18.6), (54.6, 23.6), (65, 24.6), (73, 32.6), (77, 34), (77, 60)]), 0.9,
             pen.ink.accent)  # fmt: skip
    lotus(pen, 50, 30, 15, pen.ink.accent, pen.ink.second)
    border(pen, [(26, 41), (74, 41)], 6)
    for x in (33, 67):
        motif(pen)(pen, x, 33.4, 9, pen.ink.accent, pen.ink.second)
    for at in (34.4, 65.6):
        pillow = smooth([(at - 13, 47), (at, 45), (at + 13, 47), (at + 12, 54), (at + 13, 61),
                         (at, 60), (at - 13, 61), (at - 12, 54)])  # fmt: skip
        pen.poly(pillow, lighter(IVORY, 0.4))
        pen.line([*pillow, pillow[0]], 0.9, pen.ink.accent)
        motif(pen)(pen, at, 53, 8, pen.ink.accent, pen.ink.second)
        pen.shade(round_points(at + 1, 59, 11, 2), 40)
    spread: Points = [(20, 60), (80, 60), (90, 86), (10, 86)]
    ink = Ink(pen.ink.accent, base, pen.ink.second)
    sewn(pen, spread, Tile(cloth(pen).draw, 12, ink, ink.base))
    pen.poly([(19.6, 61), (22, 57.6), (78, 57.6), (80.4, 61), (82, 65.4), (18, 65.4)],
             lighter(IVORY, 0.3))  # fmt: skip
    pen.line([(18, 65.4), (82, 65.4)], 1.2, pen.ink.accent)
    hem(pen, [(10, 86), (90, 86), (90, 95), (10, 95)], 8)
    fringe(pen, [(11, 95), (89, 95)], 60, 2.4, pen.ink.accent)
    for path in ([(34, 68), (31, 76), (26, 94)], [(66, 68), (70, 76), (76, 94)]):
        crease(pen, path, 2.4, 36)
    pen.glow([(30, 67), (48, 67), (40, 85), (24, 85)], 34)
    _board(pen, box_points(8, 96, 92, 102), lighter(base, 0.05))
    border(pen, [(14, 99), (86, 99)], 4)
    for x in (10, 90):
        _leg(pen, x, 78, 108, 4, base)
        pen.ellipse(x, 75.6, 3.4, 3.6, base)
        pen.glow(round_points(x - 1.2, 74.6, 1, 1.2), 120)


@stands("frame", "#8f5b34", (34, 40))
def frame(pen: Pen) -> None:
    """A picture frame, a river at evening in it."""
    base = pen.ink.base
    pen.poly([(70, 60), (90, 104), (86, 107), (64, 100)], darker(base, 0.5))
    outline = box_points(15, 14, 85, 107, 2)
    _board(pen, outline, base)
    for side, shade in (([(85, 14), (85, 107), (70, 92), (70, 29)], 60),
                        ([(15, 107), (85, 107), (70, 92), (30, 92)], 40)):  # fmt: skip
        pen.shade(side, shade)
    pen.glow([(15, 14), (85, 14), (70, 29), (30, 29)], 50)
    pen.rect(18.6, 17.6, 81.4, 103.4, pen.ink.accent)
    pen.rect(19.6, 18.6, 80.4, 102.4, darker(base, 0.15))
    _inlaid(pen, 24.4, 23.4, 75.6, 97.6, 6.6)
    pen.rect(29, 28, 71, 93, pen.ink.accent)
    pen.rect(30.4, 29.4, 69.6, 91.6, IVORY)
    pen.rect(34.4, 34, 65.6, 87, (120, 150, 160))
    pen.fade(box_points(35, 34.6, 65, 64), (238, 178, 120), (250, 222, 170))
    pen.ellipse(54, 55, 5.4, 5.4, (255, 244, 206))
    pen.poly(
        [(35, 64), (35, 56), (42, 52), (49, 58), (58, 60), (65, 57), (65, 64)], (146, 120, 140)
    )
    pen.fade(box_points(35, 64, 65, 86.4), (226, 172, 130), (98, 128, 146))
    for step in range(5):
        pen.line([(51 - step, 67 + step * 3.4), (57 + step, 67 + step * 3.4)], 0.7, (255, 238, 200))
    pen.poly(smooth([(38, 76), (50, 78), (49, 81), (41, 81)]), (88, 60, 52))
    pen.poly([(44, 76), (44, 66), (49, 75)], IVORY)
    pen.glow([(35, 34.6), (48, 34.6), (38, 86.4), (35, 86.4)], 50)


@hangs("panel", "#86502e", (50, 60))
def panel(pen: Pen) -> None:
    """Carved: a tree in flower beneath an arch."""
    base = pen.ink.base
    _board(pen, box_points(14, 10, 86, 114, 1), base)
    pen.rect(17, 13, 83, 111, darker(base, 0.3))
    pen.rect(18, 14, 82, 110, lighter(base, 0.08))
    _inlaid(pen, 21.6, 17.6, 78.4, 106.4, 5.6)
    pen.rect(25.4, 21.4, 74.6, 102.6, pen.ink.accent)
    ground = darker(base, 0.34)
    pen.cloth(box_points(26.4, 22.4, 73.6, 101.6), grain(ground))
    arch = arch_points(50, 27, 20.6, 98)
    pen.poly([(x + 0.8, y + 1) for x, y in arch], darker(base, 0.62))
    pen.poly(arch, mix(ground, pen.ink.second, 0.16))
    pen.line([*arch, arch[0]], 1.2, pen.ink.accent)
    for side in (-1, 1):
        flower(pen, 50 + side * 17.6, 29, 9, pen.ink.accent, pen.ink.second)
    wood = lighter(base, 0.3)
    vase: Points = [(50, 84), (53, 84), (52.4, 86.4), (57, 90), (55, 95), (52, 97), (50, 97)]
    pen.poly(mirror(vase), pen.ink.accent)
    pen.line([(50, 84), (50, 50)], 1.2, wood)
    foliage = mix(lighter(base, 0.3), LEAF, 0.4 if pen.pattern % 2 else 0.0)
    for step in range(4):
        for side in (-1, 1):
            y = 80 - step * 8.6
            reach = 13 - step * 1.2
            tip = (50 + side * reach, y - 7)
            pen.curve([(50, y), (50 + side * reach * 0.6, y - 1), tip], 1, wood)
            motif(pen)(pen, *tip, 9, pen.ink.accent, pen.ink.second)
            with pen.moved(turn=side * 70, about=(50 + side * 6, y - 5)):
                leaf(pen, 50 + side * 6, y - 5, 6.4, foliage, darker(base, 0.4))
    motif(pen)(pen, 50, 43, 13, pen.ink.accent, pen.ink.second)
    pen.glow([(14, 10), (86, 10), (82, 14), (18, 14), (18, 110), (14, 114)], 60)
    pen.shade([(86, 10), (86, 114), (14, 114), (18, 110), (82, 110), (82, 14)], 60)


@lies("tray", "#8f5a34", (50, 62))
def tray(pen: Pen) -> None:
    """With handles, its floor inlaid."""
    base = pen.ink.base
    forms = (
        box_points(12, 26, 88, 99, 8),
        mirror([(50, 22), (72, 24), (88, 40), (88, 85), (72, 101), (50, 103)]),
        round_points(50, 62.5, 39, 39),
    )
    rim = forms[pen.pattern % 3]
    for y, way in ((25, -1), (100, 1)):
        handle = [(35, y - way * 5), (38, y + way * 6), (62, y + way * 6), (65, y - way * 5)]
        pen.curve(handle, 3.6, darker(BRASS, 0.3))
        pen.curve([(x - 0.3, at - 0.5) for x, at in handle], 1.6, lighter(BRASS, 0.3))
    _board(pen, rim, lighter(base, 0.1))
    for share, colour in ((0.95, darker(base, 0.2)), (0.9, darker(base, 0.45))):
        pen.poly(_shrunk(rim, share), colour)
    floor = _shrunk(rim, 0.86)
    pen.cloth(floor, grain(mix(base, IVORY, 0.12)))
    pen.shade([*floor[: len(floor) // 2], *reversed(_shrunk(floor, 0.94)[: len(floor) // 2])], 30)
    inner = _shrunk(floor, 0.86)
    border(pen, [*inner, inner[0]], 5.4)
    edge = _shrunk(floor, 0.73)
    pen.line([*edge, edge[0]], 0.8, pen.ink.accent)
    field = _shrunk(floor, 0.7)
    pen.cloth(field, Tile(cloth(pen).draw, 10, pen.ink, darker(base, 0.12)))
    pen.poly(smooth(star_points(50, 62.5, 16, 13, 12)), pen.ink.accent)
    pen.poly(smooth(star_points(50, 62.5, 14.4, 11.6, 12)), base)
    motif(pen)(pen, 50, 62.5, 19, pen.ink.accent, pen.ink.second)
    pen.glow([(30, 30), (44, 30), (26, 94), (20, 94)], 26)


def _shrunk(points: Points, share: float) -> list[tuple[float, float]]:
    """An outline drawn in towards the middle of the field."""
    return [(50 + (x - 50) * share, 62.5 + (y - 62.5) * share) for x, y in points]
