"""Of shazar, the agate of Banda with ferns grown in it."""

from math import cos, pi, sin

from demo.pictures.canvas import Pen
from demo.pictures.colour import STEEL, WOOD, Colour, darker, lighter, mix
from demo.pictures.geometry import Points, box_points, round_points, smooth, star_points
from demo.pictures.ornament import grain
from demo.pictures.shapes.parts.metal import split_ring
from demo.pictures.shapes.shape import hangs, lies, stands
from demo.pictures.shapes.wear.adornment import bead

_FERN: Colour = (58, 44, 44)
SILVER = lighter(STEEL, 0.2)


def _branch(pen: Pen, x: float, y: float, long: float, angle: float, order: int) -> None:
    """A twig of the fern in a stone, and the smaller ones on both its sides."""
    tip = x + long * cos(angle), y + long * sin(angle)
    pen.line([(x, y), tip], max(0.35, long * 0.06), _FERN, 220)
    if order == 0:
        pen.ellipse(*tip, 0.5, 0.5, _FERN, 220)
        return
    for step in range(1, 5):
        share = 0.16 + step * 0.2
        at = x + (tip[0] - x) * share, y + (tip[1] - y) * share
        for side in (-1, 1):
            spread = side * (0.6 + 0.12 * ((pen.pattern + step) % 4))
            _branch(pen, *at, long * (0.52 - share * 0.28), angle + spread, order - 1)


def agate(pen: Pen, outline: Points, ferns: int = 3) -> None:
    """A polished stone: clouded at its edge, ferns standing in it, light across its top."""
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    wide, tall = max(xs) - min(xs), max(ys) - min(ys)
    base = pen.ink.base
    pen.poly(outline, darker(base, 0.34))
    for share, colour in ((0.95, darker(base, 0.1)), (0.84, base), (0.6, lighter(base, 0.35))):
        pen.poly([(x + (px - x) * share, y + (py - y) * share) for px, py in outline], colour)
    room = min(tall, wide)
    for index in range(ferns):
        place = index - (ferns - 1) / 2
        lean = place * 0.34 + (pen.pattern % 3 - 1) * 0.08
        size = room * (0.58 if index == ferns // 2 else 0.36)
        _branch(
            pen,
            x + place * wide * 0.19,
            y + room * 0.36,
            size,
            -pi / 2 + lean,
            2 if room > 16 else 1,
        )
    ground = [
        (x - wide * 0.34, y + room * 0.33),
        (x, y + room * 0.38),
        (x + wide * 0.34, y + room * 0.31),
    ]
    pen.curve(ground, room * 0.03, _FERN, 170)
    pen.glow(round_points(x - wide * 0.2, y - tall * 0.28, wide * 0.17, tall * 0.08, -24), 170)


def oval(x: float, y: float, across: float, down: float) -> Points:
    return round_points(x, y, across, down)


def in_silver(pen: Pen, x: float, y: float, across: float, down: float) -> None:
    """An oval stone in a rim of silver with a beaded edge."""
    pen.ellipse(x + 0.8, y + 1.2, across + 3, down + 3, darker(SILVER, 0.5))
    pen.ellipse(x, y, across + 3, down + 3, darker(SILVER, 0.12))
    count = round((across + down) * 1.5)
    for step in range(count):
        angle = step * 2 * pi / count
        bead(pen, x + (across + 2) * cos(angle), y + (down + 2) * sin(angle), 1.1, SILVER)
    agate(pen, oval(x, y, across, down), 3 if across > 7 else 1)


@hangs("stone-earrings", "#e6e0d2", (31, 74))
def stone_earrings(pen: Pen) -> None:
    """A pair: an oval stone on a hook, drops of silver below."""
    for x in (29, 71):
        hook = [(x, 42), (x - 1, 30), (x + 4, 22), (x + 11, 26), (x + 11, 38)]
        pen.curve([(px + 0.5, py + 0.6) for px, py in hook], 1.5, darker(SILVER, 0.45))
        pen.curve(hook, 0.9, lighter(SILVER, 0.3))
        bead(pen, x, 44, 2.6, SILVER)
        in_silver(pen, x, 68, 13, 18)
        for step in (-1, 0, 1):
            low = 94 + (1 - abs(step)) * 3
            pen.line([(x + step * 7, low - 5), (x + step * 7, low)], 0.7, darker(SILVER, 0.3))
            bead(pen, x + step * 7, low + 2, 2.6, SILVER)


@lies("cufflinks", "#e6e0d2", (34, 60))
def cufflinks(pen: Pen) -> None:
    """A pair: one shows its stone, the other its bar as well."""
    with pen.moved(turn=-18, about=(70, 80)):
        pen.shade(box_points(62, 78, 74, 112, 3), 90)
        pen.rect(66.4, 80, 73.6, 104, darker(SILVER, 0.3), 1.6)
        pen.rect(67, 80, 71.4, 104, lighter(SILVER, 0.2), 1.4)
        pen.rect(57, 102, 83, 110, darker(SILVER, 0.4), 4)
        pen.rect(57.4, 102, 82, 107.6, SILVER, 3.6)
        pen.glow(box_points(60, 103, 76, 104.4, 0.7), 150)
        in_silver(pen, 70, 74, 21, 15)
    with pen.moved(turn=10, about=(32, 42)):
        pen.shade(round_points(34, 45, 25, 20), 90)
        in_silver(pen, 32, 42, 21, 16)
        pen.rect(30, 60, 34, 72, darker(SILVER, 0.1), 1)
        pen.rect(22, 70, 42, 75, SILVER, 2.5)


@lies("cabochon", "#e6e0d2", (50, 62))
def cabochon(pen: Pen) -> None:
    """A loose stone, oval and domed."""
    pen.shade(round_points(53, 67, 35, 42), 110)
    agate(pen, oval(50, 62, 34, 42), 3)
    pen.shade(smooth([(80, 50), (82, 76), (64, 101), (46, 104), (66, 90), (76, 70)]), 36)
    pen.ring(50, 62, 32.6, 40.6, 0.6, lighter(pen.ink.base, 0.7))


@lies("cabochon-pair", "#e6e0d2", (34, 62))
def cabochon_pair(pen: Pen) -> None:
    """Two stones cut of one, each the mirror of the other, on a square of velvet."""
    pen.shade(box_points(8, 22, 96, 108, 3), 90)
    pen.rect(6, 18, 94, 104, darker(pen.ink.accent, 0.45), 3)
    pen.rect(9, 21, 91, 101, darker(pen.ink.accent, 0.3), 2)
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            pen.shade(round_points(70, 63, 16, 25), 120)
            agate(pen, smooth([(69, 36), (79, 46), (85, 64), (79, 80), (69, 85), (59, 80),
                               (53.6, 64),
                               (59, 46)]), 2)  # fmt: skip


@stands("stone-paperweight", "#e6e0d2", (50, 84))
def stone_paperweight(pen: Pen) -> None:
    """A dome of stone on written sheets."""
    for shift, turn in ((2, 3), (0, -2)):
        with pen.moved(shift, turn=turn, about=(50, 100)):
            sheet: Points = [(14, 92), (86, 92), (98, 108), (2, 108)]
            pen.poly(sheet, (244, 238, 224) if shift == 0 else (222, 214, 198))
    for row in range(4):
        pen.line([(16 - row * 2.6, 95 + row * 3.4), (84 + row * 2.6, 95 + row * 3.4)], 0.5,
                 (150, 142, 150))  # fmt: skip
    pen.shade(round_points(54, 102, 34, 5), 120)
    dome = [*round_points(50, 98, 32, 44, start=180, end=360),
            *round_points(50, 98, 32, 6, start=0, end=180)]  # fmt: skip
    agate(pen, dome, 3)
    pen.shade(smooth([(76, 72), (82, 94), (76, 102), (56, 104), (68, 96), (73, 84)]), 44)
    pen.line(round_points(50, 98, 32, 6, start=4, end=176), 0.8, lighter(pen.ink.base, 0.6))


def _slice(x: float, y: float, size: float) -> Points:
    """The outline of a stone sawn across, uneven as it grew."""
    return smooth([
        (x - size, y - size * 0.1), (x - size * 0.84, y - size * 0.62),
        (x - size * 0.3, y - size * 0.9),
        (x + size * 0.24, y - size), (x + size * 0.76, y - size * 0.66),
        (x + size, y - size * 0.06),
        (x + size * 0.86, y + size * 0.56), (x + size * 0.36, y + size * 0.86),
        (x - size * 0.28, y + size), (x - size * 0.8, y + size * 0.6),
    ])  # fmt: skip


def _banded(pen: Pen, outline: Points, x: float, y: float) -> None:
    """A slice: its dark skin, bands along it, the ferns in the clear middle."""
    base = pen.ink.base
    pen.poly(outline, darker(base, 0.62))
    tones = (darker(base, 0.36), lighter(base, 0.4), darker(base, 0.22), lighter(base, 0.5),
             mix(base, pen.ink.accent, 0.3))  # fmt: skip
    for index, colour in enumerate(tones):
        share = 0.95 - index * 0.065
        pen.poly([(x + (px - x) * share, y + (py - y) * share) for px, py in outline], colour)
    agate(pen, [(x + (px - x) * 0.62, y + (py - y) * 0.62) for px, py in outline], 2)


@lies("agate-coaster", "#d9d0c0", (46, 58))
def agate_coaster(pen: Pen) -> None:
    """A slice polished flat under a cup of tea, another one free beside it."""
    for x, y, size in ((66, 88, 24), (42, 48, 36)):
        outline = _slice(x, y, size)
        pen.shade([(px + 2, py + 3) for px, py in outline], 100)
        pen.poly([(px + 0.6, py + 1.6) for px, py in outline], darker(pen.ink.base, 0.7))
        _banded(pen, outline, x, y)
    white = (244, 240, 232)
    pen.shade(round_points(46, 52, 21, 20), 110)
    pen.ring(64, 50, 6.4, 5.6, 3, darker(white, 0.1))
    pen.ellipse(42, 48, 20, 20, darker(white, 0.16))
    pen.ellipse(41.6, 47.6, 19.4, 19.4, white)
    pen.ellipse(42, 48, 16.6, 16.6, (150, 88, 48))
    pen.ellipse(41, 46.6, 14.6, 14, (172, 106, 60))
    pen.glow(round_points(36, 40, 5, 2, -30), 120)


@lies("stone-key-ring", "#e6e0d2", (50, 84))
def stone_key_ring(pen: Pen) -> None:
    """An oval stone in silver on a short chain and a ring, a key beside it."""
    with pen.moved(turn=16, about=(44, 40)):
        pen.shade(box_points(40, 44, 46, 98, 2), 60)
        for dx, colour in ((0.8, darker(STEEL, 0.4)), (0.0, lighter(STEEL, 0.1))):
            pen.ring(40 + dx, 50 + dx, 6.6, 6.6, 3, colour)
            pen.line([(40 + dx, 57), (40 + dx, 92)], 3, colour)
            for y, long in ((84, 6), (90, 8)):
                pen.line([(40 + dx, y), (40 + dx - long, y)], 2.6, colour)
    split_ring(pen, 50, 30, 16)
    for step in range(5):
        pen.ring(
            53 + step * 1.2, 48 + step * 3.6, 1.9, 2.4, 0.9, darker(SILVER, 0.1 + step % 2 * 0.3)
        )
    in_silver(pen, 62, 88, 16, 21)
    pen.ring(60, 64.6, 2.4, 2.4, 1.2, SILVER)


@stands("stone-box", "#e6e0d2", (50, 78))
def stone_box(pen: Pen) -> None:
    """A round box of white metal, chased; a stone is set in its lid."""
    pen.poly(round_points(50, 98, 37, 9), darker(SILVER, 0.55))
    wall = [
        *round_points(50, 78, 36, 11, start=180, end=0),
        *round_points(50, 98, 36, 9.4, start=0, end=180),
    ]
    pen.fade(wall, lighter(SILVER, 0.2), darker(SILVER, 0.3))
    for x, wide, tone in ((20, 5, 0.5), (30, 3, 0.3), (62, 4, 0.3)):
        pen.glow([(x, 84), (x + wide, 86), (x + wide, 106), (x, 105)], round(tone * 200))
    pen.shade([(74, 84), (86, 80), (86, 98), (74, 105)], 80)
    for step in range(11):
        angle = (14 + step * 15.2) * pi / 180
        at = 50 + 36 * cos(angle), 93 + 9.4 * sin(angle)
        pen.poly(star_points(*at, 3.4 * max(0.4, sin(angle)), 1.5, 6), darker(SILVER, 0.4))
    pen.poly(round_points(50, 79, 39, 12.4), darker(SILVER, 0.45))
    rim = [*round_points(50, 72, 39, 13, start=180, end=360),
           *round_points(50, 78, 39, 12.4, start=0, end=180)]  # fmt: skip
    pen.poly(rim, darker(SILVER, 0.15))
    pen.poly(round_points(50, 72, 39, 12.6), lighter(SILVER, 0.25))
    pen.ring(50, 72, 34, 10.6, 0.7, darker(SILVER, 0.35))
    for step in range(28):
        angle = step * 2 * pi / 28
        bead(pen, 50 + 36.6 * cos(angle), 72 + 11.6 * sin(angle), 1.2, SILVER)
    dome = [
        *round_points(50, 70, 24, 17, start=180, end=360),
        *round_points(50, 70, 24, 6.4, start=0, end=180),
    ]
    pen.poly([(50 + (x - 50) * 1.12, 70 + (y - 70) * 1.1) for x, y in dome], darker(SILVER, 0.35))
    agate(pen, dome, 3)


@stands("slice-stand", "#d9d0c0", (50, 60))
def slice_stand(pen: Pen) -> None:
    """A slice of stone upright in a little easel of wood."""
    for x0, x1 in ((38, 24), (62, 76)):
        pen.line([(50 + (x0 - 50) * 0.4, 58), (x1, 107)], 4, darker(WOOD, 0.35))
        pen.line([(50 + (x0 - 50) * 0.4, 58), (x1 - 0.6, 106.6)], 2.6, WOOD)
    outline = _slice(50, 55, 39)
    pen.poly([(x + 1.6, y + 1) for x, y in outline], darker(pen.ink.base, 0.75))
    _banded(pen, outline, 50, 55)
    pen.glow(smooth([(20, 36), (34, 24), (44, 22), (30, 34), (22, 46)]), 90)
    ledge = box_points(18, 94, 82, 100, 1.6)
    pen.poly([(x, y + 1) for x, y in ledge], darker(WOOD, 0.5))
    pen.cloth(ledge, grain(WOOD))
    for x in (26, 74):
        pen.rect(x - 2.4, 86, x + 2.4, 97, darker(WOOD, 0.15), 2)
        pen.glow(box_points(x - 1.6, 87, x - 0.6, 96), 90)
