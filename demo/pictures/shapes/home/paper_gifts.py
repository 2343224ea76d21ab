"""Gifts of handmade paper and straw, and what carries a pot."""

from random import Random

from demo.pictures.canvas import Pen
from demo.pictures.colour import GOLD, IVORY, Colour, darker, lighter, mix
from demo.pictures.geometry import Points, along, box_points, mirror, round_points, smooth
from demo.pictures.ornament import border, cloth, flower, leaf, motif, speckle
from demo.pictures.shapes.home.baskets import broad_leaf
from demo.pictures.shapes.parts.turning import turned
from demo.pictures.shapes.shape import hangs, lies, stands

_STRAW: Colour = (222, 184, 104)
_CLAY: Colour = (186, 104, 68)


@hangs("plant-hanger", "#d8c39a", (50, 70))
def plant_hanger(pen: Pen) -> None:
    """Knotted cords that carry a pot and its plant, ending in a tassel."""
    base = pen.ink.base
    pen.ring(50, 6, 3.4, 3.4, 1.6, darker(GOLD, 0.15))
    for side in (-1, 1):
        _cord(pen, [(50, 12), (50 + side * 6, 52), (50 + side * 8, 70)], darker(base, 0.25))
    for turn, tall in ((-66, 26), (66, 26), (-38, 34), (38, 33), (-14, 38), (14, 37), (-98, 22),
                       (98, 22)):  # fmt: skip
        broad_leaf(pen, 50, 68, turn, tall)
    pot = turned(pen, [(64, 20), (68, 20.6), (72, 18.6), (88, 14), (91, 12)], _CLAY, "clay")
    pot.band(64, 69, lighter(_CLAY, 0.16))
    pot.light(-0.65, 0.14, 60)
    for side in (-1, 1):
        _cord(pen, [(50, 12), (50 + side * 17, 46), (50 + side * 21, 66)], base)
        _cord(pen, [(50 + side * 21, 66), (50 + side * 15, 84), (50, 96)], base)
        _cord(pen, [(50 + side * 21, 66), (50 + side * 8, 78), (50, 82)], base)
        _cord(pen, [(50, 82), (50 + side * 11, 89), (50, 96)], base)
        for x, y in ((50 + side * 21, 66), (50 + side * 12.4, 38)):
            pen.ellipse(x, y, 2.8, 3, darker(base, 0.4))
            pen.ellipse(x - 0.3, y - 0.4, 2.1, 2.2, lighter(base, 0.1))
    pen.ellipse(50, 82, 2.8, 2.8, pen.ink.accent)
    for step in range(17):
        x = (step - 8) * 0.75
        pen.line([(50 + x * 0.5, 97), (50 + x, 118 - abs(x) * 0.4)], 0.9,
                 darker(base, 0.3 * (step % 2)))  # fmt: skip
    pen.rect(46.6, 94, 53.4, 100, darker(pen.ink.accent, 0.2), 1.6)
    pen.rect(46.6, 94, 52.6, 99.4, pen.ink.accent, 1.6)
    pen.rect(46.8, 10, 53.2, 16, pen.ink.accent, 1.4)


def _cord(pen: Pen, points: Points, colour: Colour) -> None:
    path = smooth(points, closed=False)
    pen.line(path, 2.2, darker(colour, 0.4))
    pen.line(path, 1.4, colour)
    for (x, y), turn in along(path, 16):
        with pen.moved(turn=turn + 50, about=(x, y)):
            pen.line([(x - 0.9, y), (x + 0.9, y)], 0.4, darker(colour, 0.4))


def _straw_flower(pen: Pen, x: float, y: float, size: float) -> None:
    """A flower and two leaves laid of split straw."""
    stalk = [(x, y + size * 0.2), (x + size * 0.08, y + size * 0.6), (x, y + size)]
    pen.curve(stalk, size * 0.05, darker(_STRAW, 0.25))
    for side in (-1, 1):
        with pen.moved(turn=side * 48, about=(x, y + size * 0.72)):
            leaf(pen, x, y + size * 0.48, size * 0.44, _STRAW, darker(_STRAW, 0.4))
    flower(pen, x, y, size, lighter(_STRAW, 0.2), pen.ink.accent)
    flower(pen, x, y, size * 0.55, pen.ink.accent, _STRAW)


@stands("greeting-cards", "#8a2a3c", (44, 70))
def greeting_cards(pen: Pen) -> None:
    """A folded card with a flower of straw, another behind it, their envelope."""
    base = pen.ink.base
    for x, y, size, tone in ((46, 30, 0.92, mix(base, IVORY, 0.78)), (12, 38, 1.0, base)):
        with pen.moved(x, y, size):
            pen.poly([(40, 0), (48, 5), (48, 66), (40, 70)], darker(IVORY, 0.28))
            pen.line([(44, 3), (44, 67)], 0.4, darker(IVORY, 0.5))
            pen.rect(0, 0, 41, 70, darker(tone, 0.4), 0.6)
            pen.rect(0, 0, 40.4, 69.4, tone, 0.6)
            frame = box_points(3, 3, 37.4, 66.4)
            pen.line([*frame, frame[0]], 0.8, _STRAW if tone == base else base)
            _straw_flower(pen, 20, 19, 25)
            dark = tone if tone == base else IVORY
            ink = lighter(_STRAW, 0.3) if dark == base else base
            pen.curve(
                [(8, 58), (12, 54), (16, 58), (20, 54), (24, 58), (28, 54), (32, 57)], 0.8, ink
            )
            pen.line([(13, 62), (28, 62)], 0.6, ink)
    with pen.moved(turn=-6, about=(74, 96)):
        pen.rect(53, 82, 96, 108, darker(IVORY, 0.4), 0.6)
        pen.rect(53, 82, 95.4, 107.4, darker(IVORY, 0.06), 0.6)
        pen.poly([(53, 82), (95.4, 82), (74, 97)], IVORY)
        pen.line([(53, 82), (74, 97), (95.4, 82)], 0.6, darker(IVORY, 0.4))
        pen.ellipse(74, 96, 3, 3, pen.ink.accent)


@lies("bookmarks", "#28324e", (50, 66))
def bookmarks(pen: Pen) -> None:
    """Three strips with flowers of straw and a tassel each, fanned."""
    tones = (mix(pen.ink.base, pen.ink.accent, 0.55), darker(pen.ink.base, 0.15), pen.ink.base)
    for tone, turn in zip(tones, (-24, 24, 0), strict=True):
        with pen.moved(0, -16, 0.8, turn, (50, 128)):
            pen.curve([(50, 21), (53, 13), (49, 6)], 0.9, pen.ink.second)
            for step in range(9):
                pen.line([(49 + (step - 4) * 0.3, 8), (47 + (step - 4) * 0.9, -6)], 0.8,
                         darker(pen.ink.second, 0.25 * (step % 2)))  # fmt: skip
            pen.rect(46.8, 5, 51.4, 9, GOLD, 1)
            pen.rect(40.8, 17.8, 60.8, 101.2, darker(tone, 0.5), 1)
            pen.rect(40, 17, 60, 100, tone, 1)
            edge = box_points(41.8, 24, 58.2, 98.4)
            pen.line([*edge, edge[0]], 0.6, _STRAW)
            for y in (34, 58, 81):
                _straw_flower(pen, 50, y, 11)
            pen.ellipse(50, 20.8, 1.4, 1.4, GOLD)
            pen.ellipse(50, 20.8, 0.7, 0.7, darker(tone, 0.6))


@stands("paper-bag", "#c98a4a", (46, 80))
def paper_bag(pen: Pen) -> None:
    """A carrier with folded sides and handles of cord."""
    base = pen.ink.base
    for x0, tone, up in ((34, darker(pen.ink.second, 0.3), 3), (28, pen.ink.second, 0)):
        arch = smooth([(x0, 46 - up), (x0 + 3, 28 - up), (x0 + 15, 19 - up), (x0 + 27, 28 - up),
                       (x0 + 30, 46 - up)], closed=False)  # fmt: skip
        pen.line(arch, 2.4, darker(tone, 0.35))
        pen.line(arch, 1.4, tone)
        if up:
            pen.poly([(16, 44), (25, 37), (84, 37), (72, 44)], darker(base, 0.5))
    pen.poly([(72, 44), (84, 37), (84, 100), (72, 108)], darker(base, 0.3))
    pen.poly([(72, 44), (78, 41), (77, 82), (72, 108)], darker(base, 0.2))
    pen.line([(78, 41), (77, 82), (84, 100)], 0.5, darker(base, 0.5))
    pen.cloth(box_points(16, 44, 72, 108), speckle(base, 14))
    pen.cloth(box_points(16, 88, 72, 103), cloth(pen, 10))
    for y in (87.4, 103.4):
        pen.line([(16, y), (72, y)], 0.8, pen.ink.accent)
    motif(pen)(pen, 44, 68, 26, pen.ink.accent, pen.ink.second)
    pen.poly([(16, 44), (72, 44), (72, 47), (16, 47)], darker(base, 0.16))
    for x in (28, 58):
        pen.ellipse(x, 49.4, 1.5, 1.5, GOLD)
        pen.line([(x, 44), (x, 49)], 1.4, pen.ink.second)
    pen.glow([(17, 48), (24, 48), (22, 86), (17, 86)], 50)


@lies("photo-album", "#8a5a3c", (50, 66))
def photo_album(pen: Pen) -> None:
    """An album open on two leaves with pictures in their corners."""
    base = pen.ink.base
    pen.rect(3, 27, 97, 102, darker(base, 0.45), 2)
    pen.cloth(box_points(3, 26, 97, 101, 2), cloth(pen, 10))
    for side in (-1, 1):
        x0, x1 = sorted((50.0, 50 + side * 44))
        for step in range(3):
            reach = step * 0.7
            left, right = (x0 - reach, x1) if side < 0 else (x0, x1 + reach)
            pen.rect(left, 29, right, 98 + step * 0.6, darker(IVORY, 0.3 - step * 0.1))
        pen.cloth(box_points(x0, 29, x1, 97.6), speckle(darker(IVORY, 0.08), 12))
        pen.shade([(50, 29), (50 + side * 5, 29), (50 + side * 5, 97.6), (50, 97.6)], 46)
    scenes = ((10, 34, 32, 25, 0), (12, 66, 30, 25, 1), (58, 36, 33, 45, 2))
    for x, y, wide, high, kind in scenes:
        _photo(pen, x, y, wide, high, kind)
    for step in range(3):
        pen.line([(62, 87 + step * 3), (86 - step * 5, 87 + step * 3)], 0.7, darker(IVORY, 0.5))
    for y in (40, 86):
        pen.line([(47, y), (53, y)], 1.6, pen.ink.accent)


def _photo(pen: Pen, x: float, y: float, wide: float, high: float, kind: int) -> None:
    """A picture of hills, of a house or of a person."""
    pen.rect(x + 0.6, y + 0.8, x + wide + 0.6, y + high + 0.8, darker(IVORY, 0.5))
    pen.rect(x, y, x + wide, y + high, (255, 253, 248))
    x0, y0, x1, y1 = x + 2, y + 2, x + wide - 2, y + high - 2
    pen.fade(box_points(x0, y0, x1, y1), (150, 190, 214), (238, 214, 176))
    middle, low = (x0 + x1) / 2, y0 + (y1 - y0) * 0.66
    pen.rect(x0, low, x1, y1, (124, 148, 88))
    if kind == 0:
        pen.poly([(x0, low), (x0 + 9, y0 + 6), (x0 + 17, low)], (110, 120, 140))
        pen.poly([(x0 + 10, low), (x0 + 20, y0 + 8), (x1, low)], (132, 138, 150))
        pen.ellipse(x1 - 5, y0 + 4, 2.4, 2.4, (255, 236, 170))
    elif kind == 1:
        pen.rect(middle - 6, low - 6, middle + 6, low + 3, (226, 196, 150))
        pen.poly([(middle - 8, low - 6), (middle, low - 12), (middle + 8, low - 6)], (166, 76, 54))
        pen.rect(middle - 1.6, low - 2, middle + 1.6, low + 3, (96, 60, 44))
    else:
        shoulders = mirror([(middle, low - 5), (middle + 7, low - 2), (middle + 11, y1)], middle)
        pen.blob(shoulders, pen.ink.accent)
        pen.rect(x0, y1, x1, y1 + 2, (255, 253, 248))
        pen.ellipse(middle, low - 12, 7.2, 8.4, (48, 34, 34))
        pen.ellipse(middle, low - 10, 5.2, 6.6, (188, 130, 94))
        pen.curve([(middle - 2, low - 7.4), (middle, low - 6.6), (middle + 2, low - 7.4)], 0.6,
                  (120, 50, 46))  # fmt: skip
    for cx, cy, dx, dy in ((x, y, 1, 1), (x + wide, y, -1, 1), (x, y + high, 1, -1),
                           (x + wide, y + high, -1, -1)):  # fmt: skip
        pen.poly([(cx, cy), (cx + dx * 4, cy), (cx, cy + dy * 4)], darker(pen.ink.base, 0.25))


@stands("gift-box", "#b0455a", (50, 78))
def gift_box(pen: Pen) -> None:
    """A box of printed paper, its lid tied with a ribbon."""
    base, ribbon = pen.ink.base, pen.ink.accent
    pen.poly([(70, 60), (88, 53), (88, 98), (70, 108)], darker(base, 0.32))
    pen.cloth(box_points(15, 60, 70, 108), cloth(pen, 11))
    pen.shade(box_points(15, 60, 70, 64), 60)
    pen.poly([(72, 50), (91, 43), (91, 54), (72, 62)], darker(base, 0.4))
    pen.poly([(12, 50), (32, 43), (91, 43), (72, 50)], lighter(base, 0.2))
    pen.rect(12, 50, 72, 62, darker(base, 0.08))
    border(pen, [(16, 56), (68, 56)], 5)
    for band, dark in (([(37, 62), (47, 62), (47, 108), (37, 108)], 0.08),
                       ([(37, 50), (47, 50), (47, 62), (37, 62)], 0.0),
                       ([(37, 50), (56, 43), (66, 43), (47, 50)], -0.2),
                       ([(79, 47.4), (84, 45.6), (84, 57), (79, 59)], 0.3),
                       ([(77, 58), (82, 56), (82, 101), (77, 104)], 0.34),
                       ([(20, 47.2), (29, 44), (88, 44.2), (80, 47.2)], -0.1)):  # fmt: skip
        pen.poly(band, darker(ribbon, dark) if dark > 0 else lighter(ribbon, -dark))
    chance = Random("bow")
    for side in (-1, 1):
        tail = [(51, 44), (51 + side * 9, 50), (51 + side * 15, 49), (51 + side * 13, 54), (52, 47)]
        pen.poly(tail, darker(ribbon, 0.2 + chance.random() * 0.1))
        loop = smooth([(51, 44), (51 + side * 9, 29), (51 + side * 21, 29), (51 + side * 20, 40),
                       (51 + side * 9, 45)])  # fmt: skip
        pen.poly(loop, darker(ribbon, 0.12) if side > 0 else ribbon)
        hole = smooth([(51 + side * 6, 42), (51 + side * 11, 34), (51 + side * 17, 33),
                       (51 + side * 14, 40)])  # fmt: skip
        pen.poly(hole, darker(ribbon, 0.42))
    pen.ellipse(51, 43, 4.2, 4.4, darker(ribbon, 0.1))
    pen.poly(round_points(50.4, 42.2, 2.8, 2.8), lighter(ribbon, 0.2))
