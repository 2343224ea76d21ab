"""Of grass, cane, straw and rope; and what is sat on and put under cups."""

from math import cos, pi, sin

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import GOLD, IVORY, WOOD, Colour, darker, lighter, mix
from demo.pictures.geometry import Points, along, round_points, smooth, star_points
from demo.pictures.ornament import (
    MOTIFS,
    border,
    border_cloth,
    cloth,
    flower,
    grain,
    leaf,
    motif,
    weave,
)  # fmt: skip
from demo.pictures.shapes.shape import hangs, lies, stands

_STRAW: Colour = (222, 184, 104)


@stands("basket", "#d09a4c", (50, 82))
def basket(pen: Pen) -> None:
    base = pen.ink.base
    arch = smooth([(22, 64), (25, 40), (38, 22), (62, 22), (75, 40), (78, 64)], closed=False)
    pen.line(arch, 4.6, darker(base, 0.4))
    pen.line(arch, 3.2, base)
    for (x, y), turn in along(arch, 34):
        with pen.moved(turn=turn + 62, about=(x, y)):
            pen.line([(x - 1.7, y), (x + 1.7, y)], 0.8, darker(base, 0.3))
    rim, floor = round_points(50, 62, 33, 7), round_points(50, 101, 23, 6)
    pen.poly(rim, darker(base, 0.55))
    body = [*round_points(50, 62, 33, 7, start=180, end=0), *round_points(50, 101, 23, 6, end=180)]
    pen.cloth(body, weave(base, 9))
    for top, bottom, colour in ((70, 76, pen.ink.accent), (86, 90, pen.ink.second)):
        band: list[tuple[float, float]] = []
        for y, way in ((top, 1), (bottom, -1)):
            r = 33 - (y - 62) * 10 / 39
            arc = [(50 + r * cos(a * pi / 20), y + 6.6 * sin(a * pi / 20)) for a in range(21)]
            band.extend(arc[::way])
        pen.poly(band, colour, 215)
    border(pen, smooth([(24, 76), (37, 79), (50, 79.8), (63, 79), (76, 76)], closed=False), 6, 9)
    pen.shade([(78, 64), (84, 62), (74, 101), (64, 108), (66, 84)], 70)
    pen.glow(smooth([(26, 70), (31, 72), (35, 96), (31, 94)]), 60)
    pen.line([*rim[:29]], 3.6, darker(base, 0.15))
    pen.line([*rim[:29]], 1.4, lighter(base, 0.35))
    pen.line(rim[28:], 2.4, base)
    for (x, y), _turn in along(rim[:29], 22):
        pen.line([(x - 1, y - 1.5), (x + 1, y + 1.5)], 0.7, darker(base, 0.4))
    pen.line(floor[2:27], 2, darker(base, 0.3))


@lies("mat", "#d8b877", (50, 70))
def mat(pen: Pen) -> None:
    """A woven mat, one end still rolled."""
    base = pen.ink.base
    pen.poly([(18, 24), (82, 24), (84, 111), (16, 111)], darker(base, 0.4))
    sheet: Points = [(18, 24), (82, 24), (84, 110), (16, 110)]
    pen.cloth(sheet, weave(base, 5))
    for y0, y1 in ((36, 47), (93, 104)):
        pen.cloth([(17, y0), (83, y0), (83.6, y1), (16.6, y1)], border_cloth(pen, 11))
        for y in (y0 - 1.6, y1 + 1.6):
            pen.line([(17, y), (83.4, y)], 0.9, pen.ink.second)
    for x, y in ((50, 70), (30, 60), (70, 60), (30, 80), (70, 80)):
        motif(pen)(pen, x, y, 22 if x == 50 else 10, pen.ink.accent, pen.ink.second)
    for step in range(35):
        knot = 17 + step * 1.95
        pen.line([(knot, 110), (knot + 0.3 * (step % 3 - 1), 115)], 0.5, base)
    for low, shown in ((25, 0.42), (22.4, 0.2), (19.5, 0.0), (16, -0.2)):
        lit = darker(base, shown) if shown > 0 else lighter(base, -shown)
        pen.rect(14, low - 4, 86, low + 2, lit, 3)
    for step in range(24):
        reed = 16 + step * 3
        pen.line([(reed, 13), (reed + 1.6, 26)], 0.45, darker(base, 0.35), 150)
    for end in (14.6, 85.4):
        pen.ellipse(end, 19.5, 2, 7, darker(base, 0.3))
        pen.ring(end, 19.5, 1, 4, 0.5, darker(base, 0.6))


@lies("rope", "#c9a46a", (50, 66))
def rope(pen: Pen) -> None:
    """A coil, its end bound with thread."""
    base = pen.ink.base
    tail = smooth([(20, 92), (30, 108), (52, 113), (74, 108), (86, 114)], closed=False)
    _twisted(pen, tail, base, 6, 22)
    pen.line([(78, 109), (84, 112.6)], 7, pen.ink.accent)
    for index, r in enumerate((37.0, 31.0, 25.0, 19.0, 13.5)):
        ring = round_points(50 + (index % 2), 58, r, r)
        _twisted(pen, [*ring, ring[1]], base, 6.4, round(r * 1.7))
    for turn in (200, 340):
        x, y = round_points(50, 58, 28, 28, start=turn, end=turn + 1)[0]
        with pen.moved(turn=turn, about=(x, y)):
            for shift in (-2.4, 0, 2.4):
                pen.line([(x - 13, y + shift), (x + 12, y + shift)], 2,
                         pen.ink.accent if shift else pen.ink.second)  # fmt: skip


def _twisted(pen: Pen, path: Points, colour: Colour, width: float, count: int) -> None:
    pen.line(path, width, darker(colour, 0.42))
    pen.line(path, width * 0.84, colour)
    for (x, y), turn in along(path, count):
        with pen.moved(turn=turn, about=(x, y)):
            reach = width * 0.36
            pen.curve([(x - reach, y + reach), (x, y - 0.2), (x + reach, y - reach)], 0.8,
                      darker(colour, 0.38))  # fmt: skip
            pen.line([(x - reach * 0.2, y - reach), (x + reach * 0.4, y - reach)], 0.9,
                     lighter(colour, 0.4))  # fmt: skip


@stands("hat", "#dcbb74", (50, 78))
def hat(pen: Pen) -> None:
    base = pen.ink.base
    brim = round_points(50, 96, 43, 12)
    pen.poly([(x, y + 1.2) for x, y in brim], darker(base, 0.45))
    pen.cloth(brim, weave(base, 4))
    for share in (0.97, 0.84, 0.7):
        pen.ring(50, 96, 43 * share, 12 * share, 0.7, darker(base, 0.3))
    right: Points = [(50, 54), (64, 56), (74, 66), (76.5, 82), (77, 93)]
    half = smooth(right, closed=False)
    crown = [*half, *round_points(50, 93, 27, 7, end=180), *((100 - x, y) for x, y in half[::-1])]
    pen.cloth(crown, weave(base, 4))
    band = [
        *round_points(50, 91.5, 27, 7, end=180),
        *round_points(50, 82, 26.6, 6.6, start=180, end=0),
    ]
    pen.cloth(band, border_cloth(pen, 10))
    pen.shade([(62, 56), (76, 66), (79, 94), (66, 100), (70, 80)], 60)
    pen.glow(smooth([(30, 66), (38, 58), (36, 78), (29, 80)]), 70)
    pen.shade(
        [*round_points(50, 93, 27, 7, end=180), *round_points(52, 97, 30, 8, start=180, end=0)], 60
    )
    flower(pen, 68, 89, 11, pen.ink.second, GOLD)
    leaf(pen, 74.5, 85, 8, mix(pen.ink.accent, (80, 130, 70), 0.7), pen.ink.second)


@stands("stool", "#a5683a", (50, 62))
def stool(pen: Pen) -> None:
    """Turned legs under a woven seat."""
    base = pen.ink.base
    for x, top, foot in ((36, 66, 100), (64, 66, 100), (22, 68, 107), (78, 68, 107)):
        back = darker(base, 0.3) if foot < 105 else base
        profile: Points = [
            (top, 2.6), (top + 8, 3.4), (top + 11, 2), (top + 16, 3.8), (foot - 10, 2.2),
            (foot - 6, 3.2), (foot, 1.8),
        ]  # fmt: skip
        leg = Lathe(pen, x, profile)
        leg.body(back, "glaze")
        leg.band(top + 12, top + 14, pen.ink.accent)
    for y, x0, x1 in ((88, 37, 63), (94, 23, 77)):
        pen.line([(x0, y), (x1, y)], 2.4, darker(base, 0.35))
        pen.line([(x0, y - 0.4), (x1, y - 0.4)], 1.1, lighter(base, 0.15))
    pen.ellipse(50, 66.5, 40, 11, darker(base, 0.5))
    seat = Lathe(pen, 50, [(57, 39), (63, 40)], tilt=0.27, soft=False)
    seat.body(base, "glaze")
    seat.band(59, 61.4, pen.ink.accent)
    pen.ellipse(50, 57, 39, 10.6, lighter(base, 0.22))
    pen.cloth(round_points(50, 56.6, 35, 9), cloth(pen, 8))
    pen.ring(50, 56.6, 35, 9, 0.9, darker(base, 0.4))
    pen.glow(smooth([(22, 54), (44, 48.6), (40, 52), (26, 57)]), 60)


@lies("coaster", "#a5683a", (50, 78))
def coaster(pen: Pen) -> None:
    """A set, fanned out: each inlaid."""
    for index, (x, y) in enumerate(((30, 30), (70, 30), (26, 66), (74, 66), (50, 84))):
        wood = mix(pen.ink.base, darker(pen.ink.base, 0.3), 0.2 * (index % 3))
        pen.ellipse(x + 0.8, y + 1.8, 23, 23, darker(wood, 0.5))
        pen.cloth(round_points(x, y, 23, 23), grain(wood, 12))
        pen.ring(x, y, 22.4, 22.4, 0.9, lighter(wood, 0.3))
        pen.ring(x, y, 19, 19, 1.2, pen.ink.accent)
        pen.poly(star_points(x, y, 16, 14.2, 16), mix(wood, pen.ink.accent, 0.25))
        motif(pen)(pen, x, y, 22, pen.ink.accent, pen.ink.second)
        for step in range(16):
            angle = step * pi / 8
            pen.ellipse(x + 20.7 * cos(angle), y + 20.7 * sin(angle), 0.6, 0.6, pen.ink.second)


@hangs("picture-straw", "#2a2430", (50, 58))
def picture_straw(pen: Pen) -> None:
    """A village by a river, laid of split straw on dark cloth, in a frame."""
    base = pen.ink.base
    pen.curve([(38, 14), (50, 5), (62, 14)], 0.7, darker(WOOD, 0.4))
    pen.rect(12, 12, 88, 112, darker(WOOD, 0.35), 1)
    pen.cloth([(13, 13), (87, 13), (87, 111), (13, 111)], grain(WOOD))
    pen.rect(19, 19, 81, 105, darker(WOOD, 0.5))
    pen.rect(20, 20, 80, 104, base)
    straw = _STRAW if sum(base) < 420 else darker(_STRAW, 0.35)
    x, y = 34 + pen.pattern % 3 * 16, 38.0
    for ray in range(18):
        angle = ray * pi / 9
        pen.line(
            [(x + 7 * cos(angle), y + 7 * sin(angle)), (x + 10 * cos(angle), y + 10 * sin(angle))],
            0.7,
            pen.ink.accent,
        )
    pen.ellipse(x, y, 6, 6, lighter(straw, 0.2))
    for hut, size in ((36, 1.0), (64, 0.8)):
        with pen.moved(hut, 82, size):
            for step in range(7):
                pen.rect(
                    -7.4 + step * 2.1, -11, -5.6 + step * 2.1, 0, mix(straw, WOOD, 0.1 * (step % 3))
                )
            pen.rect(-2, -7, 2, 0, darker(WOOD, 0.4))
            for step in range(9):
                pen.line(
                    [(-5 + step * 1.25, -19), (-10 + step * 2.5, -10)],
                    1,
                    lighter(straw, 0.12 * (step % 2)),
                )
    trunk = 71 if x < 50 else 25
    pen.curve([(trunk, 84), (trunk + 1.6, 66), (trunk, 50)], 1.3, straw)
    for turn in (-160, -125, -90, -55, -20):
        tip = round_points(trunk, 50, 12, 9, start=turn, end=turn + 1)[0]
        pen.curve([(trunk, 50), ((trunk + tip[0]) / 2, tip[1] - 2), (tip[0], tip[1] + 3)], 1,
                  mix(straw, pen.ink.accent, 0.3))  # fmt: skip
    for row in range(5):
        for step in range(6):
            at = 23 + step * 10 + (row % 2) * 4
            pen.line(
                [(at, 86 + row * 2.6), (min(at + 6.5, 78), 86 + row * 2.6)],
                0.7,
                mix(straw, IVORY, 0.2),
            )
    MOTIFS[pen.pattern % 8](pen, 50, 93, 9, pen.ink.accent, pen.ink.second)
    border(pen, [(22, 100.6), (78, 100.6)], 4)
    border(pen, [(22, 23.4), (78, 23.4)], 4)
