"""Of brass and aluminium: what is cooked and kneaded in, and what holds a light."""

from math import cos, pi, sin

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import STEEL, WOOD, Colour, darker, lighter, mix
from demo.pictures.geometry import box_points, mirror, round_points, smooth
from demo.pictures.ornament import border, motif
from demo.pictures.shapes.household.vessels import flame
from demo.pictures.shapes.parts.metal import bar, spindle
from demo.pictures.shapes.parts.turning import ringed, turned
from demo.pictures.shapes.shape import stands

_GLOW: Colour = (255, 220, 132)
_WAX: Colour = (246, 234, 208)


def _pot(pen: Pen, x: float, foot: float, size: float) -> None:
    """A straight-sided pot with a broad rim; `size` 1 is 76 units wide."""
    base = pen.ink.base
    with pen.moved(x - 50, foot - 108, size, 0, (50, 108)):
        body = Lathe(pen, 50, [(60, 33), (96, 33), (102, 31), (107, 24)], tilt=0.2)
        body.body(base, "metal")
        for y in (66, 68.4):
            body.band(y, y + 0.9, darker(base, 0.3))
        ringed(pen, body, 82, 8, 9)
        body.light(-0.62, 0.1, 120)
        rim = Lathe(pen, 50, [(57, 38), (58.6, 38), (62, 33)], tilt=0.2, soft=False)
        rim.body(base, "metal")
        pen.ellipse(50, 57, 38, 7.6, lighter(base, 0.45))
        pen.ellipse(50, 57.4, 36.6, 7, lighter(base, 0.1))
        pen.ellipse(50, 57.8, 31.6, 5.6, darker(base, 0.5))
        pen.ellipse(50, 59.4, 28, 3.8, darker(base, 0.28))
        pen.glow(smooth([(26, 60), (34, 56.6), (44, 55.8), (34, 59)]), 90)


@stands("bhagona", "#b9bdc2", (50, 80))
def bhagona(pen: Pen) -> None:
    """A deep cooking pot with a flat rim and no handles."""
    _pot(pen, 50, 106, 1.08)


@stands("patila-set", "#b9bdc2", (50, 80))
def patila_set(pen: Pen) -> None:
    """Five pots, each smaller than the last."""
    for x, foot, size in (
        (29, 84, 0.66),
        (74, 84, 0.56),
        (20, 108, 0.44),
        (53, 108, 0.5),
        (83, 109, 0.38),
    ):
        _pot(pen, x, foot, size)


@stands("idli-stand", "#b9bdc2", (50, 70))
def idli_stand(pen: Pen) -> None:
    """Plates one above the other on a stem, idlis in their hollows."""
    base = pen.ink.base
    for x in (36, 64):
        bar(pen, [(50, 98), (x, 102), (50 + (x - 50) * 1.5, 107)], 3, base)
    for level in range(4):
        y = 94 - level * 19
        spindle(pen, (50, y - 18), (50, y), [(0, 1.8), (18, 1.8)], base)
        plate = Lathe(pen, 50, [(y, 37), (y + 3, 36.4), (y + 5, 33)], tilt=0.26)
        plate.body(base, "metal")
        pen.ellipse(50, y, 37, 9.6, lighter(base, 0.5))
        pen.ellipse(50, y + 0.3, 35.8, 9, lighter(base, 0.12))
        for x, deep in ((50, -5), (27, -0.4), (73, -0.4), (50, 4.4)):
            pen.ellipse(x, y + deep, 9.6, 3.4, darker(base, 0.35))
            pen.ellipse(x, y + deep - 0.8, 8.8, 3.2, (226, 220, 206))
            pen.ellipse(x, y + deep - 1.6, 8.4, 2.9, (252, 249, 240))
    nut = [(0, 1.8), (6, 1.8), (6, 3.4), (10, 3.4), (10, 1.8), (12, 1.8)]
    spindle(pen, (50, 22), (50, 34), nut, base, [(7.4, 8.6, pen.ink.accent)])
    bar(pen, round_points(50, 16, 5, 6), 2.4, base)


@stands("milk-can", "#b9bdc2", (50, 78))
def milk_can(pen: Pen) -> None:
    """A can with a neck, its lid on and its bail up."""
    base = pen.ink.base
    bar(pen, [(26, 60), (26, 34), (38, 17), (50, 13), (62, 17), (74, 34), (74, 60)], 2.6, STEEL)
    pen.curve([(42, 15), (50, 13), (58, 15)], 5.6, darker(WOOD, 0.1))
    pen.curve([(43, 14), (50, 12), (57, 14)], 1.4, lighter(WOOD, 0.4), 170)
    body = turned(
        pen,
        [(40, 17), (46, 17), (50, 19), (58, 28), (63, 30), (98, 30), (103, 29), (106, 28)],
        base,
        "metal",
    )
    ringed(pen, body, 82, 11, 7)
    for y in (63, 100):
        body.band(y, y + 1.2, darker(base, 0.4))
    body.light(-0.62, 0.1, 120)
    lid = turned(pen, [(29, 8), (31, 17), (33, 19.6), (40, 19.6)], base, "metal")
    lid.band(38, 39.2, darker(base, 0.35))
    turned(pen, [(23, 2), (24, 4.6), (27, 4.6), (29, 3)], pen.ink.accent, "metal")
    for x in (24.6, 75.4):
        pen.ellipse(x, 61, 3, 3.6, darker(base, 0.35))
        pen.ellipse(x - 0.3, 60.6, 2, 2.4, lighter(base, 0.3))


@stands("parat", "#c59a45", (50, 84))
def parat(pen: Pen) -> None:
    """A broad deep tray with sloping sides, to knead dough in."""
    base, tilt = pen.ink.base, 0.42
    outside = Lathe(pen, 50, [(78, 46), (80, 46), (92, 34), (94, 33)], tilt, soft=False)
    outside.body(base, "metal")
    for radius, tone, y in ((46, 0.5, 78), (44.4, 0.05, 78.4), (43, -0.34, 79)):
        fill = lighter(base, tone) if tone > 0 else darker(base, -tone)
        pen.ellipse(50, y, radius, radius * tilt, fill)
    # The far side is lit, the near one in shade, the bottom lies deeper.
    pen.ellipse(50, 81, 41, 39 * tilt, darker(base, 0.12))
    pen.ellipse(50, 84, 33, 32 * tilt, darker(base, 0.36))
    pen.ellipse(50, 85, 32.4, 31 * tilt, lighter(base, 0.16))
    border(pen, round_points(50, 85, 27.6, 26.4 * tilt), 4, 22)
    pen.ring(50, 85, 23.4, 22 * tilt, 0.6, darker(base, 0.35))
    motif(pen)(pen, 50, 85, 13, pen.ink.accent, pen.ink.second)
    pen.glow(smooth([(16, 78), (26, 69), (44, 64), (32, 71), (22, 80)]), 90)
    pen.line(round_points(50, 78.4, 45.4, 45 * tilt, start=20, end=160), 1, lighter(base, 0.55))


@stands("aarti-lamp", "#c59a45", (46, 76))
def aarti_lamp(pen: Pen) -> None:
    """Five wicks on a footed tray with a handle to wave it by."""
    base = pen.ink.base
    bar(pen, [(64, 82), (78, 86), (88, 80), (92, 68), (96, 58)], 6, base)
    pen.ellipse(96, 57, 4.4, 4.4, darker(base, 0.2))
    pen.ellipse(95.4, 56.4, 3.4, 3.4, lighter(base, 0.2))
    pen.ellipse(84, 83.4, 2.6, 4, pen.ink.accent, turn=-50)
    stem = turned(
        pen,
        [(82, 6), (86, 4), (90, 6.4), (94, 4), (99, 9), (103, 16), (107, 18)],
        base,
        "metal",
        x=44,
    )
    stem.band(89.4, 91, pen.ink.accent)
    dish = Lathe(pen, 44, [(72, 36), (75, 36), (80, 26), (84, 8)], tilt=0.24)
    dish.body(base, "metal")
    dish.mouth(base, 2, darker(base, 0.28))
    border(pen, [(16, 77.4), (28, 81.4), (44, 83), (60, 81.4), (72, 77.4)], 3.6, 9)
    turned(pen, [(48, 1), (51, 4), (55, 2.4), (60, 5), (66, 3), (74, 6)], base, "metal", x=44)
    motif(pen)(pen, 44, 42, 11, pen.ink.accent, pen.ink.second)
    for step in (0, 4, 1, 3, 2):
        angle = pi * (0.04 + step * 0.23)
        x, y = 44 + 29 * cos(angle), 72 + 7.6 * sin(angle)
        cup = Lathe(pen, x, [(y - 3, 6), (y - 1, 5.8), (y + 3, 3)], tilt=0.3)
        cup.body(base, "metal")
        cup.mouth(base, 1, (176, 116, 36))
        flame(pen, x, y - 3, 0.95)


@stands("metal-lantern", "#4a4038", (50, 74))
def lantern(pen: Pen) -> None:
    """A lantern of glass and metal bars, a candle burning in it."""
    base = pen.ink.base
    frame = mix(base, STEEL, 0.12)
    pen.ring(50, 11, 7, 7, 2.4, darker(frame, 0.2))
    pen.ring(49.6, 10.6, 7, 7, 0.8, lighter(frame, 0.5))
    turned(pen, [(16, 2), (19, 4.4), (23, 3), (26, 6)], frame, "metal")
    dome = turned(pen, [(25, 6), (31, 17), (37, 26), (42, 33), (45, 34)], frame, "metal")

    def hole(x: float, y: float, wide: float, turn: float) -> None:
        pen.ellipse(x, y, 2.2 * wide, 2.6, _GLOW, turn=turn)

    dome.row(35, 7, hole)
    dome.band(42, 43.2, pen.ink.accent)
    panes = box_points(20, 47, 80, 100)
    pen.poly(panes, mix(_GLOW, (255, 250, 238), 0.3), body=120)
    pen.ellipse(50, 68, 17, 22, (255, 226, 150), 200)
    turned(pen, [(78, 7), (80, 7.4), (99, 7.4)], _WAX, "clay", soft=False)
    pen.ellipse(50, 78, 7, 1.4, (255, 246, 222))
    pen.line([(50, 78), (50, 74)], 0.7, (70, 56, 48))
    flame(pen, 50, 76, 1.05)
    for x, wide in ((20, 2.6), (36, 2), (62, 2), (77.4, 2.6)):
        pen.rect(x, 46, x + wide, 101, darker(frame, 0.25))
        pen.rect(x, 46, x + wide * 0.35, 101, lighter(frame, 0.35))
    for left, right in ((22, 36), (38, 62), (64, 78)):
        middle, half = (left + right) / 2, (right - left) / 2
        curve = ((0, 47.4), (0.3, 51), (0.7, 54), (0.94, 63), (1, 63), (1, 47))
        arch = [(middle + half * share, y) for share, y in curve]
        for side in (arch, [(2 * middle - x, y) for x, y in arch]):
            pen.poly(side, darker(frame, 0.1))
        pen.rect(left, 90, right, 91.2, darker(frame, 0.2))
        for step in range(3):
            x = left + (right - left) * (step + 0.5) / 3
            pen.ellipse(x, 95.4, half * 0.24, 3, frame)
    pen.fade(box_points(15, 44, 85, 49, 1), lighter(frame, 0.4), darker(frame, 0.2))
    pen.fade(box_points(15, 99, 85, 105, 1), lighter(frame, 0.35), darker(frame, 0.25))
    border(pen, [(20, 102), (80, 102)], 4)
    for x in (22, 78):
        pen.ellipse(x, 106.6, 3.6, 2.4, darker(frame, 0.3))


@stands("lotus-tealight", "#b8894a", (50, 80))
def tealight_holder(pen: Pen) -> None:
    """A lotus of metal petals around a burning tealight."""
    base = pen.ink.base
    turned(pen, [(92, 7), (97, 9), (103, 17), (107, 19)], base, "metal")
    for row, (count, long, y, tone) in enumerate(((7, 34, 92, -0.22), (6, 30, 95, 0.1))):
        for step in sorted(range(count), key=lambda step: -abs(step - (count - 1) / 2)):
            turn = (step - (count - 1) / 2) * (26 if row == 0 else 27)
            colour = lighter(base, tone) if tone > 0 else darker(base, -tone)
            with pen.moved(turn=turn, about=(50, y)):
                half = [(50, y - long), (57, y - long * 0.62), (58, y - long * 0.3), (53, y)]
                petal = smooth(mirror(half)[:-1], steps=4)
                pen.poly([(x + 0.7, at + 0.8) for x, at in petal], darker(base, 0.5))
                pen.fade(petal, lighter(colour, 0.35), darker(colour, 0.15))
                pen.line(
                    [(50, y - long * 0.8), (50, y - long * 0.2)], 0.8, darker(colour, 0.3), 160
                )
        if row == 0:
            cup = turned(pen, [(62, 13), (72, 13)], (206, 210, 214), "metal", soft=False)
            cup.mouth((206, 210, 214), 0.9, _WAX)
            pen.ellipse(50, 62.4, 9, 1.6, (255, 244, 214))
            pen.line([(50, 62), (50, 58)], 0.7, (70, 56, 48))
            flame(pen, 50, 60, 1.3)
    pen.ellipse(50, 96, 9, 3.4, darker(base, 0.1))
    border(pen, [(36, 104), (43, 106), (50, 106.6), (57, 106), (64, 104)], 3, 7)
