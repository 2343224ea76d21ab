"""Of wood, stone and horn: for the desk, the door and the table."""

from demo.pictures.canvas import Pen
from demo.pictures.colour import (
    BRASS,
    GOLD,
    INDIGO,
    LEAF,
    MAROON,
    STEEL,
    TEAL,
    Colour,
    darker,
    lighter,
)  # fmt: skip
from demo.pictures.geometry import Points, box_points, round_points
from demo.pictures.ornament import border, cloth, flower, grain, motif
from demo.pictures.shapes.parts.turning import ringed, turned
from demo.pictures.shapes.shape import hangs, lies, stands


def _pens(pen: Pen) -> None:
    """Pens, a pencil and a brush, their ends upward."""
    for x, tip, lean, tone in ((40, 22, -5, INDIGO), (47, 14, -1, (224, 170, 60)),
                               (54, 18, 2, MAROON), (61, 24, 6, TEAL)):  # fmt: skip
        top = x + lean, tip
        pen.line([(x, 70), top], 4, darker(tone, 0.4))
        pen.line([(x - 0.5, 70), (top[0] - 0.5, tip)], 2.7, tone)
        pen.line([(x - 1.1, 68), (top[0] - 1.1, tip + 2)], 0.7, lighter(tone, 0.5))
        if tone == INDIGO:
            pen.line([(top[0] + 2.2, tip), (top[0] + 2.8, tip + 15)], 1, GOLD)
        elif tone == (224, 170, 60):
            pen.poly([(top[0] - 2, tip), (top[0] + 2, tip), (top[0], tip - 8)], (236, 210, 168))
            pen.poly([(top[0] - 0.7, tip - 5.2), (top[0] + 0.7, tip - 5.2), (top[0], tip - 8)],
                     (52, 48, 52))  # fmt: skip
        elif tone == MAROON:
            pen.rect(top[0] - 1.8, tip - 4, top[0] + 1.8, tip + 1, STEEL)
            pen.blob([(top[0] - 2, tip - 4), (top[0] + 2, tip - 4), (top[0], tip - 13)],
                     (74, 52, 44))  # fmt: skip


@stands("pen-stand", "#9a6236", (50, 74))
def pen_stand(pen: Pen) -> None:
    """A box of wood, inlaid, with pens in it."""
    base = pen.ink.base
    pen.poly([(26, 60), (36, 53), (80, 53), (70, 60)], darker(base, 0.6))
    with pen.moved(2, 0):
        _pens(pen)
    pen.poly([(70, 60), (80, 53), (80, 99), (70, 107)], darker(base, 0.32))
    pen.cloth(box_points(26, 60, 70, 107), grain(base, 14))
    for y in (64, 103):
        border(pen, [(29, y), (67, y)], 4)
    pen.rect(31, 69, 65, 98, darker(base, 0.4), 1)
    pen.cloth(box_points(32, 70, 64, 97), cloth(pen, 9))
    pen.ellipse(48, 83.5, 9, 9, pen.ink.accent)
    pen.ellipse(48, 83.5, 8, 8, base)
    motif(pen)(pen, 48, 83.5, 12, pen.ink.accent, pen.ink.second)
    pen.line([(26, 60), (70, 60), (80, 53)], 1.4, lighter(base, 0.3))
    pen.glow([(27, 61), (32, 61), (30, 106), (27, 106)], 50)


@stands("stone-pen-stand", "#f1ece2", (50, 76))
def stone_pen_stand(pen: Pen) -> None:
    """A cup of marble, flowers laid into it, with pens."""
    base = pen.ink.base
    pen.ellipse(50, 60, 21, 5, darker(base, 0.55))
    _pens(pen)
    body = turned(pen, [(60, 21), (101, 19), (104, 22), (107, 22)], base, "clay", soft=False)
    lip = round_points(50, 60, 21, 3.6, start=0, end=180)
    pen.line(lip, 1.6, lighter(base, 0.5))
    for bend in (-6, 5):
        pen.curve([body.at(70 + bend, -0.9), body.at(76, -0.2), body.at(72 - bend, 0.8)], 0.5,
                  darker(base, 0.22), 130)  # fmt: skip
    ringed(pen, body, 82, 15, 5)
    for step, tone in enumerate((LEAF, MAROON, TEAL, MAROON, LEAF)):
        x, y = body.at(98, (step - 2) * 0.4)
        flower(pen, x, y, 5, tone, GOLD)
    body.light(-0.68, 0.14, 120)


@lies("pen-case", "#9a6236", (50, 66))
def pen_case(pen: Pen) -> None:
    """A long box, its inlaid lid slid half off two pens."""
    base = pen.ink.base
    with pen.moved(-1, 2, 0.84, -34, (50, 62)):
        pen.rect(1, 50, 99, 79, darker(base, 0.55), 3)
        pen.cloth(box_points(1, 48, 99, 76, 3), grain(base, 14))
        pen.rect(5, 52, 95, 72, darker(base, 0.5), 2)
        for y, tone, nib in ((57, INDIGO, GOLD), (67, MAROON, STEEL)):
            pen.line([(20, y), (92, y)], 5.4, darker(tone, 0.5))
            pen.line([(20, y - 0.4), (92, y - 0.4)], 4, tone)
            pen.line([(22, y - 1.6), (92, y - 1.6)], 0.8, lighter(tone, 0.5))
            pen.poly([(20, y - 2.6), (20, y + 2.6), (8, y)], nib)
            pen.line([(9, y), (17, y)], 0.5, darker(nib, 0.5))
            pen.rect(24, y - 2.9, 26, y + 2.7, GOLD)
        pen.rect(47.6, 49, 111, 77, darker(base, 0.6), 2)
        pen.cloth(box_points(46, 47, 109, 75, 2), grain(lighter(base, 0.12), 14))
        frame = box_points(49, 50, 106, 72)
        pen.line([*frame, frame[0]], 0.9, pen.ink.accent)
        border(pen, [(53, 53.4), (103, 53.4)], 4, 10)
        border(pen, [(53, 68.6), (103, 68.6)], 4, 10)
        for x in (60, 78, 96):
            motif(pen)(pen, x, 61, 11, pen.ink.accent, pen.ink.second)
        pen.rect(46, 57, 48.6, 65, darker(base, 0.5), 1)


@hangs("key-rack", "#9a6236", (50, 60))
def key_rack(pen: Pen) -> None:
    """A carved board with four hooks, keys on them."""
    base = pen.ink.base
    pen.curve([(34, 30), (50, 14), (66, 30)], 0.9, darker(base, 0.5))
    pen.ellipse(50, 15, 1.4, 1.4, STEEL)
    crest: Points = [(8, 58), (8, 40), (24, 36), (36, 28), (50, 25), (64, 28), (76, 36), (92, 40),
                     (92, 58)]  # fmt: skip
    pen.poly([(x + 1, y + 1.6) for x, y in crest], darker(base, 0.5))
    pen.cloth(crest, grain(base, 16))
    pen.line(crest[1:8], 1.2, lighter(base, 0.3))
    for x, y, size in ((50, 37, 15), (32, 41.5, 10), (68, 41.5, 10)):
        motif(pen)(pen, x, y, size, pen.ink.accent, pen.ink.second)
    border(pen, [(12, 52), (88, 52)], 4.4)
    for step, x in enumerate((19, 40, 61, 82)):
        pen.ellipse(x, 58, 3, 3, darker(BRASS, 0.35))
        pen.ellipse(x - 0.3, 57.6, 2.3, 2.3, BRASS)
        hook = [(x, 59), (x, 66), (x + 2.6, 68.6), (x + 5, 66)]
        pen.curve(hook, 2.2, darker(BRASS, 0.4))
        pen.curve([(px - 0.3, py - 0.3) for px, py in hook], 1.1, lighter(BRASS, 0.3))
        if step != 2:
            pen.ring(x + 2, 73, 4.4, 5, 0.9, STEEL)
            _key(pen, x, 77, -8, BRASS)
            if step != 1:
                _key(pen, x + 4, 77, 12, STEEL)
        if step == 1:
            pen.ellipse(x + 7, 84, 4.4, 6, pen.ink.second)
            motif(pen)(pen, x + 7, 84, 6, pen.ink.accent, base)


def _key(pen: Pen, x: float, y: float, turn: float, metal: Colour) -> None:
    with pen.moved(turn=turn, about=(x, y)):
        pen.line([(x, y + 7), (x, y + 24)], 2.2, darker(metal, 0.25))
        pen.line([(x - 0.4, y + 7), (x - 0.4, y + 24)], 0.8, lighter(metal, 0.4))
        for low in (18, 22):
            pen.rect(x, y + low, x + 4, y + low + 2, darker(metal, 0.25))
        pen.ring(x, y + 4, 3.6, 4, 2.2, darker(metal, 0.2))
        pen.ring(x - 0.2, y + 3.8, 3.6, 4, 0.8, lighter(metal, 0.4))
