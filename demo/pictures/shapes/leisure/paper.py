"""Paper and what is done with it."""

from itertools import pairwise
from random import Random

from demo.pictures.canvas import Pen
from demo.pictures.colour import BRASS, GOLD, IVORY, LEAF, STEEL, Colour, darker, lighter, mix
from demo.pictures.geometry import Point, Points, round_points, smooth, star_points
from demo.pictures.ornament import border, border_cloth, cloth, flower, leaf, motif
from demo.pictures.shapes.shape import lies


@lies("scissors", "#3c3f48", (50, 58))
def scissors(pen: Pen) -> None:
    base = pen.ink.base
    for mirrored in (False, True):
        with pen.moved(about=(50, 0), mirrored=mirrored):
            blade: Points = [(35, 8), (43, 26), (54.5, 56), (57, 66), (51, 68), (44, 56), (37, 34)]
            steel = darker(STEEL, 0.12) if mirrored else lighter(STEEL, 0.12)
            pen.poly(blade, steel)
            pen.poly([(35, 8), (37, 34), (44, 56), (47, 60), (40, 34)], lighter(steel, 0.5))
            pen.line([(36, 12), (45, 38), (53, 60)], 0.5, darker(steel, 0.4), 140)
            pen.curve([(54, 62), (57, 70), (60, 77)], 7, darker(base, 0.2))
            pen.curve([(54, 62), (57, 70), (60, 77)], 5, base)
            pen.ring(66, 93, 11.5, 16, 6.6, darker(base, 0.3))
            pen.ring(66, 93, 11.5, 16, 5, base)
            pen.line(round_points(66, 93, 12.6, 17, start=190, end=270), 1.2, lighter(base, 0.55))
            border(pen, [(55, 65), (60, 76)], 4, 2)
    pen.ellipse(50, 60, 4.6, 4.6, darker(BRASS, 0.35))
    pen.ellipse(50, 59.6, 3.8, 3.8, BRASS)
    pen.line([(47.6, 61.2), (52.4, 58)], 0.9, darker(BRASS, 0.5))


def _deckled(x: float, y: float, wide: float, high: float, seed: int) -> list[Point]:
    """A sheet as it leaves the mould: its edges are not straight."""
    chance = Random(seed)
    corners: Points = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)]
    edge: list[Point] = []
    for (x0, y0), (x1, y1) in pairwise(corners):
        for step in range(26):
            share = step / 26
            edge.append((x0 + (x1 - x0) * share + chance.uniform(-0.55, 0.55),
                         y0 + (y1 - y0) * share + chance.uniform(-0.55, 0.55)))  # fmt: skip
    return edge


@lies("paper", "#ead9b4", (54, 62))
def paper(pen: Pen) -> None:
    """Handmade sheets, petals pressed into them, tied with a thread."""
    base, chance = pen.ink.base, Random(pen.pattern)
    tones = (darker(base, 0.16), mix(base, pen.ink.accent, 0.35), base)
    for index, (tone, turn) in enumerate(zip(tones, (-11, 7, -2), strict=True)):
        with pen.moved(turn=turn, about=(50, 62)):
            sheet = _deckled(20, 18, 60, 84, index)
            pen.poly([(x + 0.8, y + 1.2) for x, y in sheet], darker(tone, 0.35))
            pen.poly(sheet, tone)
            if index < 2:
                continue
            for _ in range(70):
                x, y = chance.uniform(22, 78), chance.uniform(20, 100)
                pen.ellipse(x, y, chance.uniform(0.4, 1.6), 0.2, darker(base, 0.3), 120,
                            chance.uniform(0, 180))  # fmt: skip
            for _ in range(9):
                at = chance.uniform(26, 74), chance.uniform(25, 96)
                with pen.moved(turn=chance.uniform(0, 360), about=at):
                    drawn = chance.choice((flower, leaf, motif(pen)))
                    drawn(pen, *at, chance.uniform(6, 10), pen.ink.accent, pen.ink.second)
    pen.line([(18, 74), (82, 70)], 1.3, pen.ink.second)
    pen.curve(
        [(50, 72), (40, 64), (37, 71), (50, 72), (61, 64), (63, 71), (50, 72)], 1, pen.ink.second
    )
    pen.curve([(50, 72), (46, 80), (48, 86)], 1, pen.ink.second)
    pen.curve([(50, 72), (55, 79), (53, 87)], 1, pen.ink.second)


@lies("notebook", "#9c3f34", (52, 56))
def notebook(pen: Pen) -> None:
    """Bound in cloth, closed with a thread."""
    base = pen.ink.base
    pen.rect(21, 15, 83, 111, darker(base, 0.45), 2)
    for step in range(4):
        pen.rect(
            22, 16, 82 - step * 0.6, 110 - step * 0.8, darker(IVORY, 0.22 - 0.06 * (step % 2)), 1
        )
    pen.rect(18, 12, 79, 107, darker(base, 0.3), 2)
    pen.cloth([(18, 12), (79, 12), (79, 106), (18, 106)], cloth(pen, 13))
    pen.cloth([(18, 12), (31, 12), (31, 106), (18, 106)], border_cloth(pen, 13))
    pen.line([(31, 12), (31, 106)], 0.8, darker(base, 0.4))
    pen.shade([(18, 12), (21, 12), (21, 106), (18, 106)], 60)
    pen.rect(40, 30, 71, 50, darker(IVORY, 0.3), 1)
    pen.rect(40.6, 30.6, 70.4, 49.4, IVORY, 1)
    pen.line([(42.4, 32.4), (68.6, 32.4), (68.6, 47.6), (42.4, 47.6), (42.4, 32.4)], 0.5, base)
    motif(pen)(pen, 55.5, 40, 12, base, darker(base, 0.4))
    thread = pen.ink.second
    pen.line([(74, 12), (74, 106)], 1.6, darker(thread, 0.2))
    pen.line([(73.6, 12), (73.6, 106)], 0.6, lighter(thread, 0.4))
    pen.ellipse(73.8, 62, 3, 3, GOLD)
    pen.ellipse(73.2, 61.4, 1.2, 1.2, lighter(GOLD, 0.6))
    for end in ((70, 84), (78, 86)):
        pen.curve([(74, 64), (74, 76), end], 0.9, thread)


@lies("envelope", "#e6c79a", (50, 66))
def envelope(pen: Pen) -> None:
    """One closed with a seal, on another that shows its lining."""
    base = pen.ink.base
    with pen.moved(0, -6, turn=-9, about=(50, 50)):
        _pocket(pen, 10, 34, lighter(base, 0.12))
        flap: Points = [(10, 34), (50, 4), (90, 34)]
        pen.poly(flap, darker(base, 0.2))
        pen.cloth([(14, 33), (50, 7), (86, 33)], cloth(pen, 9))
    with pen.moved(2, 12, turn=4, about=(50, 70)):
        _pocket(pen, 10, 46, base)
        pen.poly([(10, 47.4), (50, 81), (90, 47.4)], darker(base, 0.3))
        pen.poly([(10, 46), (90, 46), (50, 79)], lighter(base, 0.14))
        border(pen, [(19, 49.5), (50, 74), (81, 49.5)], 5)
        pen.poly(star_points(50, 78, 8, 7.2, 11), darker(pen.ink.accent, 0.3))
        pen.ellipse(50, 77.6, 6, 6, pen.ink.accent)
        motif(pen)(pen, 50, 77.6, 8, lighter(pen.ink.accent, 0.5), darker(pen.ink.accent, 0.4))


def _pocket(pen: Pen, x: float, y: float, paper: Colour) -> None:
    wide, high = 80, 52
    pen.rect(x, y, x + wide, y + high + 0.8, darker(paper, 0.3), 1)
    pen.rect(x, y, x + wide, y + high, paper, 1)
    for side in (x, x + wide):
        pen.line([(side, y + high), (50, y + high * 0.52)], 0.5, darker(paper, 0.25))
    edge = smooth([(x + 6, y + high - 5), (x + 22, y + high - 5)], closed=False)
    border(pen, edge, 4.6, 4)
    border(pen, [(x + wide - 22, y + high - 5), (x + wide - 6, y + high - 5)], 4.6, 4)
    leaf(pen, x + 5, y + 9, 6, mix(paper, LEAF, 0.5), paper)
