"""For horse and dog: bridle, halter, girth, reins, collar."""

from math import cos, pi, sin

from demo.pictures.canvas import Pen
from demo.pictures.colour import BRASS, IVORY, STEEL, WOOD, Colour, darker, lighter, mix
from demo.pictures.geometry import Points, along, box_points, round_points, smooth
from demo.pictures.ornament import border, dots, motif
from demo.pictures.shapes.leatherwork.bags import buckle
from demo.pictures.shapes.parts.sewing import ribbon, stitched
from demo.pictures.shapes.shape import lies, stands

_LINEN: Colour = (226, 214, 192)  # of the head that the straps are shown on


def strap(pen: Pen, points: Points, width: float, bent: bool = True) -> None:
    """A stitched strap along a path, its shadow beside it."""
    path = smooth(points, closed=False) if bent else list(points)
    pen.shade(ribbon([(x + 0.9, y + 1.4) for x, y in path], width), 80)
    pen.poly(ribbon(path, width), pen.ink.deep)
    pen.poly(ribbon(path, width - 0.9), pen.ink.base)
    sides = (0,) if width < 4 else (1.6 - width, width - 1.6)
    for shift in sides:
        edge = ribbon(path, shift)[: len(path)] if shift else path
        stitched(pen, edge, lighter(pen.ink.base, 0.5), 1.7)


def _ring(pen: Pen, x: float, y: float, radius: float, metal: Colour, width: float = 1.6) -> None:
    pen.ring(x + 0.3, y + 0.5, radius, radius, width, darker(metal, 0.4))
    pen.ring(x - 0.2, y - 0.2, radius, radius, width * 0.5, lighter(metal, 0.4))


def _horse_head(pen: Pen) -> None:
    """A padded head of linen on a foot, looking to the left."""
    pen.poly([(58, 100), (98, 100), (98, 108), (56, 108)], darker(WOOD, 0.2))
    pen.glow([(58, 100), (98, 100), (98, 102), (58, 102)], 70)
    for ear in ([(52, 25), (50, 9), (58, 17), (62, 24)], [(60, 24), (62, 7), (69, 17), (70, 26)]):
        pen.blob(ear, darker(_LINEN, 0.16))
        pen.line([ear[1], ((ear[0][0] + ear[3][0]) / 2, 23)], 1.4, darker(_LINEN, 0.4))
    outline = smooth([
        (54, 22), (45, 32), (36, 50), (25, 70), (12, 86), (9, 94), (13, 101), (22, 104), (30, 101),
        (36, 95), (50, 90), (60, 84), (62, 92), (61, 101), (97, 101), (97, 74), (92, 48), (82, 28),
        (68, 20),
    ])  # fmt: skip
    pen.poly(outline, _LINEN)
    pen.shade(smooth([(30, 101), (40, 94), (56, 88), (64, 76), (70, 84), (66, 101), (60, 101),
                      (60, 85), (50, 91)]), 50)  # fmt: skip
    pen.shade(smooth([(84, 34), (94, 60), (97, 100), (84, 101), (88, 66)]), 44)
    pen.glow(smooth([(48, 33), (40, 48), (30, 66), (20, 80), (34, 70), (44, 52)]), 90)
    for step in range(9):
        x, y = 64 + step * 4.1, 19 + step * step * 0.62 + step * 0.4
        lock = [(x, y), (x + 3, y + 6), (x - 3 - step * 0.2, y + 15), (x - 4, y + 8)]
        pen.blob(lock, darker(_LINEN, 0.34 if step % 2 else 0.26))
    pen.ellipse(45, 46, 3, 2.4, (52, 40, 40), turn=-40)
    pen.ellipse(44.4, 45.4, 0.9, 0.8, IVORY)
    pen.curve([(41, 44), (45, 42), (49, 44)], 0.9, darker(_LINEN, 0.4))
    pen.ellipse(15, 91, 1.6, 2.4, darker(_LINEN, 0.55), turn=30)
    pen.curve([(11, 98), (17, 97), (23, 95)], 0.8, darker(_LINEN, 0.45))


@stands("bridle", "#5a3a24", (40, 64))
def bridle(pen: Pen) -> None:
    """On a head: the bit in the mouth, brow and nose bands, reins on the neck."""
    _horse_head(pen)
    strap(pen, [(27, 94), (46, 101), (68, 92), (84, 66), (92, 56)], 3.4)
    strap(pen, [(63, 23), (68, 46), (62, 68), (54, 88)], 2.6)
    strap(pen, [(27, 66), (37, 73), (42, 84), (41, 93)], 4.4)
    strap(pen, [(62, 21), (56, 46), (44, 70), (27, 92)], 4)
    strap(pen, [(46, 31), (54, 36), (66, 35)], 5)
    border(pen, [(48, 33), (55, 36.4), (65, 35.4)], 3.4, 4)
    dots(pen, 62, 36, 5, pen.ink.accent, BRASS)
    with pen.moved(turn=24, about=(51, 58)):
        buckle(pen, 51, 58, 2.8)
    _ring(pen, 25, 95, 5.4, STEEL, 2)
    pen.line([(25, 95), (15, 97)], 1.8, STEEL)
    pen.ellipse(21, 96, 1.4, 1.4, lighter(STEEL, 0.4))


@stands("halter", "#8a5a30", (42, 64))
def halter(pen: Pen) -> None:
    """On a head: broad straps in brass squares, a rope below the chin, no bit."""
    _horse_head(pen)
    cord = smooth([(40, 94), (34, 106), (46, 112), (54, 100), (70, 92), (80, 104), (88, 94),
                   (80, 84), (70, 90)], closed=False)  # fmt: skip
    pen.line(cord, 3, darker(pen.ink.accent, 0.4))
    for (x, y), turn in along(cord, 46):
        with pen.moved(turn=turn - 50, about=(x, y)):
            pen.line([(x - 1.2, y), (x + 1.2, y)], 1, lighter(pen.ink.accent, 0.2))
    strap(pen, [(28, 62), (38, 70), (45, 82), (42, 92)], 6)
    strap(pen, [(63, 22), (60, 48), (49, 70)], 6)
    strap(pen, [(57, 56), (64, 68), (62, 82), (56, 88)], 5)
    strap(pen, [(49, 70), (46, 80)], 5, bent=False)
    for x, y in ((46, 76), (58, 54)):
        with pen.moved(turn=24, about=(x, y)):
            frame = box_points(x - 4, y - 4, x + 4, y + 4, 1)
            pen.line([*frame, frame[0], frame[1]], 2, darker(BRASS, 0.3))
            pen.line([*frame, frame[0], frame[1]], 1, lighter(BRASS, 0.3))
    with pen.moved(turn=14, about=(61, 37)):
        buckle(pen, 61, 37, 4)
    _ring(pen, 42, 94, 3.6, BRASS)


@lies("girth", "#6a4428", (50, 62))
def girth(pen: Pen) -> None:
    """A padded strap, two buckles at either end."""
    base = pen.ink.base
    with pen.moved(turn=-52, about=(50, 62)):
        for mirrored in (False, True):
            with pen.moved(about=(50, 0), mirrored=mirrored):
                for y in (56, 68):
                    pen.rect(82, y - 3, 104, y + 3, darker(IVORY, 0.2), 1)
                    for rib in (-1.6, 0, 1.6):
                        pen.line([(83, y + rib), (98, y + rib)], 0.5, darker(IVORY, 0.42))
                    with pen.moved(turn=-90, about=(104, y)):
                        buckle(pen, 104, y, 4.4, STEEL)
        pad: Points = [
            (8, 55), (16, 52.4), (34, 53.6), (50, 47), (66, 53.6), (84, 52.4), (92, 55), (94, 62),
            (92, 69), (84, 71.6), (66, 70.4), (50, 77), (34, 70.4), (16, 71.6), (8, 69), (6, 62),
        ]  # fmt: skip
        outline = smooth(pad)
        pen.shade([(x + 2, y + 1) for x, y in outline], 90)
        pen.poly(outline, pen.ink.deep)
        inner = [(50 + (x - 50) * 0.985, 62 + (y - 62) * 0.93) for x, y in outline]
        pen.poly(inner, base)
        for share in (0.8, 0.38):
            line = [
                (50 + (x - 50) * (0.9 + share * 0.08), 62 + (y - 62) * share) for x, y in outline
            ]
            stitched(pen, [*line, line[0]], lighter(base, 0.5), 1.8)
        pen.glow(smooth([(14, 55), (34, 56), (50, 50), (66, 56), (80, 55), (50, 54)]), 70)
        motif(pen)(pen, 50, 62, 13, mix(base, pen.ink.accent, 0.75), lighter(base, 0.4))
        _ring(pen, 50, 79, 3.4, STEEL)


@lies("reins", "#5a3a24", (50, 60))
def reins(pen: Pen) -> None:
    """One long strap in loops: laced where it is gripped, a buckle at either end."""
    path: Points = [
        (20, 108), (14, 80), (24, 34), (48, 16), (72, 30), (72, 62), (50, 74), (36, 58), (46, 38),
        (66, 44), (84, 74), (80, 108),
    ]  # fmt: skip
    strap(pen, path, 6)
    line = smooth(path, closed=False)
    places = along(line, 60)
    for index in (*range(10, 22), *range(40, 51)):
        (x, y), turn = places[index]
        with pen.moved(turn=turn, about=(x, y)):
            for side in (-1, 1):
                pen.line([(x - 1.4, y), (x + 1, y + side * 2.6)], 1, lighter(pen.ink.base, 0.55))
    for x, y, turn in ((20, 107, -6), (80, 107, 2)):
        with pen.moved(turn=turn, about=(x, y)):
            pen.rect(x - 3, y - 9, x + 3, y - 6, pen.ink.dark, 1)
            buckle(pen, x, y, 4.6, STEEL)
            _ring(pen, x, y + 9, 4.4, STEEL)
    (x, y), turn = places[30]
    with pen.moved(turn=turn - 90, about=(x, y)):
        buckle(pen, x, y, 4.6, BRASS)


@stands("dog-collar", "#8a4a2a", (50, 86))
def dog_collar(pen: Pen) -> None:
    """Closed to a ring, its tag a bone."""
    base = pen.ink.base
    for low, share in ((0, 0.0), (-0.6, 0.2)):
        back = [*round_points(50, 70 + low, 38, 15, start=180, end=360),
                *reversed(round_points(50, 84 + low, 38, 15, start=180, end=360))]  # fmt: skip
        pen.poly(back, mix(pen.ink.deep, base, share))
    front = [*round_points(50, 70, 39, 16, start=0, end=180),
             *reversed(round_points(50, 84, 39, 16, start=0, end=180))]  # fmt: skip
    pen.poly(front, base)
    for step in range(6):
        y = 70 + step * 2.8
        if step in (0, 5):
            edge = round_points(50, y + (1.4 if step == 0 else -1.4), 38.6, 16, start=2, end=178)
            stitched(pen, edge, lighter(base, 0.5), 1.7)
    pen.shade([*round_points(50, 70, 39, 16, start=0, end=44),
               *reversed(round_points(50, 84, 39, 16, start=0, end=44))], 70)  # fmt: skip
    pen.glow([*round_points(50, 71, 39, 16, start=126, end=160),
              *reversed(round_points(50, 76, 39, 16, start=126, end=160))], 70)  # fmt: skip
    for step in range(11):
        angle = (18 + step * 14.4) * pi / 180
        x, y = 50 + 39 * cos(angle), 77 + 16 * sin(angle)
        if abs(x - 50) > 9 and abs(x - 70) > 9:
            pen.ellipse(x, y, 2.6 * max(0.4, sin(angle)), 2.8, darker(BRASS, 0.35))
            pen.ellipse(x - 0.3, y - 0.5, 1.8 * max(0.4, sin(angle)), 2, lighter(BRASS, 0.3))
    with pen.moved(turn=62, about=(70, 91)):
        buckle(pen, 70, 91, 7.4)
    pen.curve([(60, 92), (68, 90), (78, 86)], 5, pen.ink.dark)
    for x in (62, 66):
        pen.ellipse(x, 91.4, 0.8, 0.9, pen.ink.deep)
    _ring(pen, 47, 101, 4.4, STEEL, 1.8)
    pen.poly(smooth([(38, 103), (41, 101), (45, 104), (53, 104), (57, 101), (60, 103), (59, 106),
                     (60, 109), (57, 111), (53, 108), (45, 108), (41, 111), (38, 109), (39, 106)]),
             BRASS)  # fmt: skip
    pen.glow(round_points(44, 105, 4, 1, 0), 120)
