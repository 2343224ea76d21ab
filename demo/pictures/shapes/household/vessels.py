"""Vessels of metal, clay and glass, what is eaten with, and what holds a light."""

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import BRASS, GOLD, IVORY, STEEL, WOOD, Colour, darker, lighter, mix
from demo.pictures.geometry import Points, box_points, mirror, round_points, smooth
from demo.pictures.ornament import border, leaf, motif
from demo.pictures.shapes.parts.turning import ringed, turned
from demo.pictures.shapes.shape import lies, stands

_CLEAR = 170
_FLAME: Colour = (255, 206, 92)


def flame(pen: Pen, x: float, y: float, size: float = 1) -> None:
    """A flame, its foot at y, with the glow around it."""
    pen.ellipse(x, y - 5 * size, 8 * size, 10 * size, (255, 226, 150), body=60)
    outer = [(x, y - 13 * size), (x + 3 * size, y - 5 * size), (x, y), (x - 3 * size, y - 5 * size)]
    inner = [(x, y - 7 * size), (x + 1.4 * size, y - 3 * size), (x, y), (x - 1.4 * size, y - 3)]
    pen.poly(smooth(outer), _FLAME)
    pen.poly(smooth(inner), (255, 248, 222))


def _loop(pen: Pen, points: Points, width: float, colour: Colour) -> None:
    """A handle or a spout: a round bar lit from the left."""
    pen.curve(points, width, darker(colour, 0.3))
    pen.curve([(x - 0.3, y - 0.4) for x, y in points], width * 0.5, lighter(colour, 0.4))


@stands("kalash", "#c59a45", (50, 74))
def kalash(pen: Pen) -> None:
    """A water pot of metal with mango leaves and a coconut on it."""
    for turn in (-64, -34, 34, 64, 0):
        with pen.moved(turn=turn, about=(50, 50)):
            leaf(pen, 50, 34, 26, (79, 138, 69), (48, 96, 52))
    pen.blob([(50, 20), (60, 30), (61, 44), (50, 50), (39, 44), (40, 30)], (128, 84, 48))
    pen.blob([(50, 16), (53, 24), (50, 30), (47, 24)], (156, 108, 64))
    pen.glow(round_points(45, 34, 3, 6, 12), 70)
    body = turned(
        pen,
        [(46, 19), (49, 19.6), (53, 13), (57, 14), (66, 25), (78, 29), (92, 24), (100, 13),
         (103, 13), (105, 17)],
        pen.ink.base,
        "metal",
    )  # fmt: skip
    ringed(pen, body, 78, 13, 7)
    body.band(54, 56, pen.ink.accent)
    body.light(-0.62, 0.1, 110)


@stands("pot", "#b5653c", (50, 78))
def pot(pen: Pen) -> None:
    """A round-bellied pot with a wide lip."""
    profile: Points = [(36, 17), (39, 18.4), (43, 13), (48, 13.4), (60, 27), (76, 33), (92, 28),
                       (104, 14)]  # fmt: skip
    body = turned(pen, profile, pen.ink.base, "glaze")
    ringed(pen, body, 74, 14, 8)
    for y in (50, 53.4):
        body.band(y, y + 1.3, pen.ink.second)
    body.mouth(pen.ink.base, 2)
    body.light(-0.66, 0.12, 80)


@stands("vase", "#2f6f9a", (50, 72))
def vase(pen: Pen) -> None:
    profile: Points = [(22, 12), (25, 12.6), (33, 7.4), (44, 8), (58, 20), (70, 23.6), (84, 18),
                       (97, 11), (102, 12), (106, 14)]  # fmt: skip
    body = turned(pen, profile, pen.ink.base, "glaze")
    ringed(pen, body, 69, 15, 6)
    for y in (30, 38, 95):
        body.band(y, y + 1.4, pen.ink.second)
    body.band(98, 101, pen.ink.accent)
    body.mouth(pen.ink.base, 1.6)
    body.light(-0.68, 0.12, 120)


@stands("glass", "#a9cfd6", (50, 76))
def glass(pen: Pen) -> None:
    """A tumbler: of glass when it has its own colour, else of what it is coloured."""
    base = pen.ink.base
    body = turned(pen, [(40, 20), (60, 19), (90, 16.4), (105, 15)], base, "glass", _CLEAR)
    body.band(99, 105, darker(base, 0.2), 120)
    ringed(pen, body, 72, 13, 6)
    body.mouth(base, 1.1, mix(base, IVORY, 0.35))
    body.light(-0.76, 0.12, 150)
    body.light(0.6, 0.06, 90)


@stands("bowl", "#c08a4c", (50, 84))
def bowl(pen: Pen) -> None:
    profile: Points = [(66, 36), (70, 36), (82, 31), (94, 20), (99, 12), (102, 12), (106, 15)]
    body = Lathe(pen, 50, profile, tilt=0.26)
    body.body(pen.ink.base, "glaze")
    ringed(pen, body, 80, 11, 9)
    body.mouth(pen.ink.base, 2, darker(pen.ink.base, 0.25))
    pen.poly(round_points(50, 67.4, 28, 5.6), darker(pen.ink.base, 0.4))
    pen.glow(smooth([(24, 63), (44, 59.6), (56, 60.4), (34, 65)]), 90)
    body.light(-0.7, 0.1, 90)


@lies("plate", "#c98b5a", (50, 62))
def plate(pen: Pen) -> None:
    """A plate or thali seen from above."""
    base = pen.ink.base
    pen.ellipse(50.8, 64.4, 42.6, 42.6, pen.ink.deep)
    for radius, colour in ((42.4, lighter(base, 0.25)), (41, base), (29.4, darker(base, 0.18)),
                           (28.4, lighter(base, 0.12))):  # fmt: skip
        pen.ellipse(50, 63, radius, radius, colour)
    border(pen, round_points(50, 63, 35.2, 35.2), 8, 18)
    pen.ring(50, 63, 39.4, 39.4, 0.7, pen.ink.accent)
    pen.ring(50, 63, 30.6, 30.6, 0.7, pen.ink.accent)
    motif(pen)(pen, 50, 63, 34, pen.ink.accent, pen.ink.second)
    pen.glow(round_points(38, 44, 22, 9, -36), 55)
    pen.shade(smooth([(84, 60), (80, 84), (58, 99), (74, 82)]), 50)


@stands("lamp", "#c8a24a", (50, 64))
def lamp(pen: Pen) -> None:
    """A standing oil lamp (samai) with five wicks and a bird's finial."""
    base = pen.ink.base
    stem = turned(
        pen,
        [(46, 2.6), (52, 6), (56, 3), (66, 2.6), (70, 6.4), (74, 3), (88, 3.4), (93, 9), (97, 20),
         (105, 26)],
        base,
        "metal",
    )  # fmt: skip
    for y in (52.4, 70.4):
        stem.band(y - 0.7, y + 0.7, pen.ink.accent)
    stem.band(99, 101, pen.ink.accent)
    turned(pen, [(14, 0.6), (18, 3), (22, 2), (26, 4.4), (30, 2), (37, 2.4)], base, "metal")
    dish = Lathe(pen, 50, [(38, 31), (41, 29), (46, 14), (49, 4)], tilt=0.2)
    dish.body(base, "metal")
    dish.mouth(base, 2.2, darker(base, 0.35))
    pen.ellipse(50, 39, 25, 4.2, (176, 116, 36))
    turned(pen, [(18, 0.6), (20, 3), (24, 2), (28, 4.4), (32, 2), (39, 3)], base, "metal")
    border(pen, [(26, 45), (38, 49.4), (50, 50.6), (62, 49.4), (74, 45)], 4, 9)
    for x, y in ((22, 37), (34, 42), (50, 44), (66, 42), (78, 37)):
        flame(pen, x, y, 0.8)


@stands("candle-stand", "#b8894a", (50, 74))
def candle_stand(pen: Pen) -> None:
    turned(pen, [(26, 7), (30, 7), (62, 7)], (246, 234, 208), "clay", soft=False)
    pen.blob([(43, 32), (46, 32), (46, 44), (44, 46)], (255, 248, 230))
    pen.line([(50, 27), (50, 22)], 0.7, (70, 56, 48))
    flame(pen, 50, 24, 1.1)
    stem = turned(
        pen,
        [(58, 8), (61, 13), (63, 13), (66, 5), (72, 7.6), (77, 4), (84, 9), (90, 5), (96, 10),
         (100, 21), (105, 24)],
        pen.ink.base,
        "metal",
    )  # fmt: skip
    ringed(pen, stem, 101, 5, 9)
    for y in (71.4, 83.4):
        stem.band(y, y + 1.6, pen.ink.accent)
    stem.light(-0.6, 0.14, 90)


@stands("kettle", "#b9bdc2", (46, 78))
def kettle(pen: Pen) -> None:
    base = pen.ink.base
    _loop(pen, [(25, 66), (22, 44), (34, 30), (50, 27), (66, 30), (78, 44), (75, 66)], 3.4, base)
    grip = [(33, 31), (42, 27.4), (50, 26.6), (58, 27.4), (67, 31)]
    pen.curve(grip, 5.6, darker(pen.ink.accent, 0.2))
    pen.curve([(x, y - 1) for x, y in grip], 1.6, lighter(pen.ink.accent, 0.4), 160)
    spout: Points = [(26, 96), (15, 86), (11, 70), (4, 61), (10, 58), (18, 66), (24, 76), (34, 78)]
    pen.poly(smooth(spout), darker(base, 0.15))
    pen.curve([(8, 61), (15, 72), (22, 88)], 1.4, lighter(base, 0.6), 160)
    body = turned(
        pen, [(56, 16), (60, 22), (72, 30), (90, 31), (101, 29), (105, 26)], base, "metal"
    )
    ringed(pen, body, 82, 12, 7)
    body.band(100, 101.2, darker(base, 0.4))
    lid = turned(pen, [(45, 1), (47, 3.4), (50, 3), (52, 8), (56, 16.6)], base, "metal")
    lid.band(54.4, 55.6, pen.ink.accent)


@stands("cooker", "#c4c8cc", (50, 82))
def cooker(pen: Pen) -> None:
    """A pressure cooker with its weight and long handles."""
    base = pen.ink.base
    grip = darker(mix((40, 40, 46), pen.ink.accent, 0.15), 0.1)
    pen.rect(74, 62, 99, 69, grip, 3)
    pen.rect(74, 73, 97, 79, grip, 3)
    pen.line([(78, 64), (95, 64)], 1, lighter(grip, 0.4), 150)
    pen.rect(13, 72, 24, 80, grip, 2.4)
    body = turned(pen, [(60, 31), (64, 32), (98, 32), (105, 28)], base, "metal")
    ringed(pen, body, 84, 11, 7)
    body.band(99, 100.2, darker(base, 0.4))
    lid = turned(pen, [(48, 5), (51, 20), (56, 30), (60, 33), (64, 33)], base, "metal")
    lid.band(60.4, 61.4, darker(base, 0.45))
    turned(pen, [(34, 2), (36, 5.4), (43, 5.4), (45, 2.6), (49, 3.4)], darker(base, 0.45), "metal")
    pen.ellipse(64, 52.4, 2.4, 1.6, pen.ink.accent)
    body.light(-0.7, 0.08, 110)


@lies("spoon", "#c2c6ca", (50, 40))
def spoon(pen: Pen) -> None:
    """A spoon and a fork side by side."""
    base = pen.ink.base
    for x, tines in ((34, False), (66, True)):
        handle: Points = [(x + 1.6, 50), (x + 2, 76), (x + 3.4, 92), (x + 4.2, 104), (x, 109)]
        pen.poly(smooth(mirror(handle, x)), darker(base, 0.12))
        pen.line([(x - 0.9, 54), (x - 1, 90)], 0.9, lighter(base, 0.7), 190)
        motif(pen)(pen, x, 98, 9, pen.ink.accent, pen.ink.second)
        if tines:
            head: Points = [(x + 8.6, 18), (x + 9, 34), (x + 6, 45), (x + 1.6, 52)]
            pen.poly(mirror(head, x), base)
            for gap in (-4.4, 0, 4.4):
                pen.cut([(x + gap - 0.9, 16), (x + gap + 0.9, 16), (x + gap + 0.9, 35),
                         (x + gap, 36.4), (x + gap - 0.9, 35)])  # fmt: skip
            pen.glow([(x - 7.8, 19), (x - 6.6, 19), (x - 6, 34), (x - 7.6, 34)], 150)
        else:
            pen.ellipse(x, 33, 11, 18, darker(base, 0.3))
            pen.ellipse(x - 0.3, 32.6, 10, 17, base)
            pen.ellipse(x + 0.8, 34, 7.6, 14, darker(base, 0.16))
            pen.glow(round_points(x - 4.4, 27, 2, 7, 10), 170)


@stands("tap", "#c3c8cd", (50, 60))
def tap(pen: Pen) -> None:
    """A water tap with a cross handle, its spout turned down."""
    base = pen.ink.base
    pen.rect(6, 56, 16, 84, darker(base, 0.2), 3)
    pen.rect(8, 58, 12, 82, lighter(base, 0.45), 2)
    neck: Points = [(14, 70), (36, 70), (56, 69), (72, 72), (78, 84), (78, 96)]
    pen.curve(neck, 15, darker(base, 0.35))
    pen.curve([(x - 0.6, y - 1.4) for x, y in neck], 11, base)
    pen.curve([(x - 0.6, y - 4) for x, y in neck[:-1]], 2.6, lighter(base, 0.75), 200)
    pen.rect(69, 94, 87, 103, darker(base, 0.2), 2)
    pen.rect(71, 95, 75, 102, lighter(base, 0.6), 1, 160)
    stem = turned(pen, [(34, 4), (48, 4), (52, 9), (64, 11), (70, 11)], base, "metal", x=44)
    stem.band(53, 55, pen.ink.accent)
    for x in (22, 66):
        pen.line([(44, 31), (x, 31)], 5, darker(base, 0.2))
        pen.ellipse(x, 31, 5, 4.6, base)
        pen.glow(round_points(x - 1.4, 29.4, 1.6, 1.2), 150)
    pen.ellipse(44, 30.6, 8, 6, base)
    pen.ellipse(44, 30, 5, 3.6, pen.ink.accent)
    pen.ellipse(78, 107, 1.2, 2, (150, 196, 214))


@stands("shower", "#c3c8cd", (52, 46))
def shower(pen: Pen) -> None:
    """A shower head on its arm, with the water falling."""
    base = pen.ink.base
    arm: Points = [(10, 106), (10, 40), (14, 24), (28, 17), (44, 20), (54, 30)]
    pen.curve(arm, 5.4, darker(base, 0.3))
    pen.curve([(x - 0.8, y - 0.8) for x, y in arm], 2, lighter(base, 0.6))
    pen.ellipse(10, 104, 7, 2.6, base)
    with pen.moved(turn=-16, about=(58, 40)):
        for x in range(34, 84, 6):
            for y in range(50, 96, 9):
                pen.ellipse(x + y % 5, y + x % 4, 0.8, 2.6, (176, 212, 226))
        body = turned(pen, [(28, 5), (33, 7), (38, 16), (44, 28), (48, 29)], base, "metal", x=58)
        body.band(44, 45.6, pen.ink.accent)
        pen.ellipse(58, 48.4, 27, 5, darker(base, 0.42))
        for step in range(9):
            pen.ellipse(37 + step * 5.2, 48.4 + step % 2 * 1.6, 1, 0.6, lighter(base, 0.6))
    pen.ellipse(54, 30, 4.6, 4.6, lighter(STEEL, 0.2))
    pen.ellipse(16, 66, 5, 5, mix(BRASS, GOLD, 0.4))


@stands("bucket", "#c59a45", (50, 82))
def bucket(pen: Pen) -> None:
    """A bucket with its bail up."""
    bail = smooth([(23, 60), (27, 36), (50, 22), (73, 36), (77, 60)], closed=False)
    _loop(pen, bail, 3.4, STEEL)
    pen.curve([(43, 23.4), (50, 22), (57, 23.4)], 6, darker(WOOD, 0.1))
    body = turned(
        pen,
        [(58, 29), (60, 29), (74, 27), (96, 23), (103, 21.5), (106, 22)],
        pen.ink.base,
        "metal",
        soft=False,
    )
    body.mouth(pen.ink.base)
    body.band(64, 66, pen.ink.accent)
    ringed(pen, body, 82, 13, 7)
    body.band(97, 99, pen.ink.accent)
    body.light(-0.62, 0.1, 110)
    for x in (23, 77):
        pen.ellipse(x, 61, 3, 3.6, darker(pen.ink.base, 0.35))
        pen.ellipse(x - 0.3, 60.6, 2, 2.4, lighter(pen.ink.base, 0.3))


@lies("tiles", "#e9e2d2", (50, 62))
def tiles(pen: Pen) -> None:
    """Six painted tiles laid edge to edge."""
    stamp = motif(pen)
    for row in range(3):
        for column in range(2):
            x, y = 19 + column * 32, 15 + row * 32
            ground = mix(pen.ink.base, IVORY, 0.3 * ((row + column) % 2))
            pen.poly(box_points(x + 0.8, y + 1.4, x + 31.2, y + 31.8, 1.5), darker(ground, 0.5))
            pen.fade(box_points(x, y, x + 30.4, y + 30.4, 1.5), lighter(ground, 0.25), ground)
            pen.ring(x + 15.2, y + 15.2, 12.6, 12.6, 0.9, pen.ink.accent)
            stamp(pen, x + 15.2, y + 15.2, 18, pen.ink.accent, pen.ink.second)
            for left, top in ((0, 0), (30.4, 0), (0, 30.4), (30.4, 30.4)):
                pen.ellipse(x + left * 0.86 + 2.1, y + top * 0.86 + 2.1, 1.6, 1.6, pen.ink.second)
            pen.glow(box_points(x + 1.5, y + 1.5, x + 12, y + 4, 1), 80)
