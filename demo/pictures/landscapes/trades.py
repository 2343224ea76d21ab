"""The trade of a district, in the foreground."""

from collections.abc import Callable
from math import sin

from demo.pictures.canvas import Pen
from demo.pictures.colour import (
    LEAF,
    Colour,
    darker,
    lighter,
    mix,
)  # fmt: skip
from demo.pictures.geometry import Points, mirror, smooth
from demo.pictures.landscapes.skylines import palm, tree
from demo.pictures.landscapes.view import DYES, View
from demo.pictures.ornament import MOTIFS, Motif, flower


def _bank(pen: Pen, view: View) -> Colour:
    """A rise of ground in front; its colour."""
    ground = darker(view.land, 0.22)
    lift = view.chance.uniform(-1.5, 1.5)
    crest: Points = [(-4, 51 + lift), (20, 52.2), (45, 54 - lift), (72, 52.4), (104, 50.5 - lift)]
    pen.poly([*smooth(crest, closed=False), (104, 60), (-4, 60)], ground)
    for _ in range(34):
        x = view.chance.uniform(0, 100)
        y = 53.5 + view.chance.uniform(0, 3)
        pen.line([(x, y), (x + 0.5, y - 1.3)], 0.22, lighter(ground, 0.2))
    return ground


def _cloths(pen: Pen, view: View) -> None:
    """Dyed lengths drying on a line."""
    _bank(pen, view)
    left = view.chance.choice((True, False))
    x0 = 3.0 if left else 55.0
    for x in (x0, x0 + 42):
        pen.line([(x, 36), (x + 0.4, 55)], 0.8, (110, 74, 50))
    pen.curve([(x0, 36.6), (x0 + 21, 38), (x0 + 42, 36.6)], 0.25, (90, 60, 44))
    dyes = view.chance.sample(DYES, 6)
    for index, dye in enumerate(dyes):
        x, wide = x0 + 2.4 + index * 6.5, 5.7
        low = 48.6 + view.chance.uniform(-1.5, 2.5)
        top = 37.2 + 0.7 * sin(index * 0.62)
        pen.poly([(x, top), (x + wide, top), *smooth(
            [(x + wide, low - 1), (x + wide * 0.6, low), (x + wide * 0.3, low - 0.9), (x, low)],
            closed=False)], dye)  # fmt: skip
        for at in (0.3, 0.68):
            fold = [(x + wide * at, top + 0.4), (x + wide * at - 0.4, low - 0.8)]
            pen.line(fold, 0.4, darker(dye, 0.3), 110)
        kind: Motif = MOTIFS[view.chance.randrange(8)]
        for row in (0.3, 0.62):
            kind(
                pen,
                x + wide / 2,
                top + (low - top) * row,
                2.2,
                lighter(dye, 0.65),
                darker(dye, 0.3),
            )
        pen.rect(x, low - 2.4, x + wide, low - 1.5, lighter(dye, 0.5))


def _crops(pen: Pen, view: View) -> None:
    """Ears of grain, or mustard in bloom."""
    _bank(pen, view)
    bloom = view.chance.choice(((238, 196, 52), (226, 180, 96), (206, 168, 72)))
    stalk = mix(LEAF, view.land, 0.3)
    for step in range(54):
        x = step * 1.9 + view.chance.uniform(-0.8, 0.8)
        top = view.chance.uniform(43.5, 50) + 3 * sin(step * 0.21)
        lean = view.chance.uniform(-1, 1)
        pen.curve([(x, 58), (x + lean * 0.4, (top + 58) / 2), (x + lean, top)], 0.3, stalk)
        for grain in range(4):
            at = x + lean + (0.5 if grain % 2 else -0.5), top + grain * 0.75
            pen.ellipse(*at, 0.42, 0.7, bloom, turn=25 if grain % 2 else -25)


def _flowers(pen: Pen, view: View) -> None:
    """Roses, marigold and jasmine, grown for their scent."""
    _bank(pen, view)
    leafy = mix(LEAF, darker(view.land, 0.3), 0.4)
    for step in range(40):
        x = step * 2.6 + view.chance.uniform(-1, 1)
        y = 50 + (step % 3) * 2.2 + view.chance.uniform(-1.2, 1.2)
        pen.ellipse(x, y + 1.6, 2.4, 1.8, darker(leafy, 0.06 * (step % 3)))
        petals = ((204, 60, 104), (240, 150, 50), (250, 240, 226), (226, 110, 140))[step * 7 % 4]
        flower(pen, x, y, 3.1, petals, darker(petals, 0.3))


def _pots(pen: Pen, view: View) -> None:
    """Pots, of clay or of brass, set out in front of the workshop."""
    _bank(pen, view)
    metal = view.category == "metalware"
    for index in range(9):
        size = view.chance.uniform(2, 3.4)
        x = 4 + index * 5.2 + view.chance.uniform(-0.8, 0.8)
        clay: Colour = (
            (206, 160, 70)
            if metal
            else view.chance.choice(((190, 96, 62), (170, 84, 58), (70, 110, 150)))
        )
        with pen.moved(x, 55 - (index % 2) * 1.4, size):
            right: Points = [
                (0.42, -2.3),
                (0.3, -1.9),
                (0.8, -1.5),
                (1.02, -0.9),
                (0.66, -0.2),
                (0.4, 0),
            ]
            pen.poly(mirror(smooth(right, closed=False), 0), clay)
            pen.glow(smooth([(-0.7, -1.3), (-0.5, -1.4), (-0.5, -0.6), (-0.75, -0.8)]), 110)
            pen.ellipse(0, -2.3, 0.46, 0.13, darker(clay, 0.5))
            pen.line([(-0.9, -1.2), (0.9, -1.2)], 0.14, lighter(clay, 0.5))


def _reeds(pen: Pen, view: View) -> None:
    """Moonj and other long grasses, their plumes pale."""
    _bank(pen, view)
    stem, plume = mix(LEAF, view.land, 0.5), (246, 232, 206)
    for step in range(40):
        x = (step * 37 % 100) + view.chance.uniform(-2, 2)
        if 36 < x < 62:
            continue
        top = view.chance.uniform(35, 46)
        lean = view.chance.uniform(-3, 3)
        pen.curve([(x, 58), (x + lean * 0.3, (58 + top) / 2), (x + lean, top)], 0.3, stem)
        turn = lean * 7
        pen.ellipse(x + lean * 1.1, top - 1.4, 0.65, 2.5, plume, turn=turn)
        pen.curve([(x, 57), (x - 2, 51), (x - 4 + lean, 49)], 0.35, darker(stem, 0.15))


def _kites(pen: Pen, view: View) -> None:
    trees_near(pen, view)
    for about, y, size in ((20, 14, 3.4), (46, 8, 2.6), (74, 17, 3)):
        x = about + view.chance.uniform(-7, 7)
        one, other = view.chance.sample(DYES[:5], 2)
        pen.curve([(x, y + size), (x + 5, y + 14), (x + 2, 40)], 0.1, (120, 100, 90), 160)
        with pen.moved(turn=view.chance.uniform(-22, 22), about=(x, y)):
            pen.poly(
                [(x, y - size), (x + size * 0.85, y), (x, y + size), (x - size * 0.85, y)], one
            )
            pen.poly([(x, y - size), (x + size * 0.85, y), (x, y + size)], other)
            pen.poly([(x, y + size * 0.8), (x + 0.9, y + size + 1), (x - 0.9, y + size + 1)], one)


def _logs(pen: Pen, view: View) -> None:
    """A stack of timber by the trees."""
    trees_near(pen, view)
    for row in range(3):
        for index in range(6 - row):
            x, y = 60 + index * 4.4 + row * 2.2, 54 - row * 3.6
            pen.ellipse(x, y, 2.2, 2.1, (126, 82, 52))
            pen.ellipse(x, y, 1.7, 1.6, (222, 178, 124))
            pen.ring(x, y, 0.9, 0.85, 0.18, (170, 120, 76))


def _stones(pen: Pen, view: View) -> None:
    """Blocks from the quarry, one half carved."""
    _bank(pen, view)
    pale = mix((226, 190, 156), view.haze, 0.1)
    for x, y, wide, high in ((60, 55, 13, 7), (71, 56, 15, 9), (86, 56, 16, 6), (80, 47.6, 10, 5)):
        block: Points = [(x, y), (x, y - high), (x + wide, y - high), (x + wide, y)]
        pen.poly(block, pale)
        lid: Points = [
            (x, y - high),
            (x + 2, y - high - 1.6),
            (x + wide + 2, y - high - 1.6),
            (x + wide, y - high),
        ]
        pen.poly(lid, lighter(pale, 0.5))
        pen.poly([block[2], lid[2], (x + wide + 2, y - 1.6), block[3]], darker(pale, 0.25))
    for step in range(3):
        flower(pen, 74 + step * 4.4, 51, 3.4, darker(pale, 0.3), lighter(pale, 0.4))


def trees_near(pen: Pen, view: View) -> None:
    ground = _bank(pen, view)
    leafy = darker(mix(LEAF, ground, 0.35), 0.1)
    tree(pen, view.chance.uniform(6, 16), 55, 20, leafy)
    if view.chance.random() < 0.5:
        palm(pen, view.chance.uniform(84, 94), 55, 24, leafy)
    else:
        tree(pen, view.chance.uniform(86, 98), 56, 15, darker(leafy, 0.1))


TRADES: dict[str, Callable[[Pen, View], None]] = {
    "handloom-textiles": _cloths, "embroidery-zari": _cloths, "garments-hosiery": _cloths,
    "carpets-durries": _cloths, "food-agri": _crops, "fragrance-incense": _flowers,
    "glass-pottery-ceramics": _pots, "metalware": _pots, "natural-fibre-paper": _reeds,
    "toys-sports-music": _kites, "woodcraft-furniture": _logs, "stone-horn-bone": _stones,
}  # fmt: skip
