"""Bottles, jars, cups and pots with lids: all turned."""

from random import Random

from demo.pictures.canvas import Pen
from demo.pictures.colour import (
    BRASS,
    GOLD,
    IVORY,
    LEAF,
    MAROON,
    ORANGE,
    RANI,
    STEEL,
    TEAL,
    WOOD,
    Colour,
    darker,
    lighter,
    mix,
)  # fmt: skip
from demo.pictures.geometry import Points, smooth
from demo.pictures.ornament import motif
from demo.pictures.shapes.parts.turning import label, ringed, turned
from demo.pictures.shapes.shape import stands

_CLEAR = 200  # how much of the wall behind it glass hides


def _handle(pen: Pen, points: Points, width: float, colour: Colour) -> None:
    pen.curve(points, width, darker(colour, 0.25))
    pen.curve([(x - 0.3, y - 0.4) for x, y in points], width * 0.55, lighter(colour, 0.22))


@stands("bottle", "#5f9e8f", (50, 76))
def bottle(pen: Pen) -> None:
    turned(pen, [(22, 4.2), (25, 5), (34, 4.2)], (190, 146, 96), "clay")
    profile: Points = [
        (31, 5.2),
        (44, 5),
        (52, 8.5),
        (62, 15.5),
        (80, 17.5),
        (98, 15.5),
        (105, 12.5),
    ]
    body = turned(pen, profile, pen.ink.base, "glass", _CLEAR)
    body.band(31, 34, lighter(pen.ink.base, 0.4))
    body.band(48, 50, pen.ink.accent)
    ringed(pen, body, 77, 12, 5)
    body.light(-0.72, 0.14, 130)
    body.light(0.55, 0.06, 70)


@stands("attar-bottle", "#d8a24a", (50, 76))
def attar_bottle(pen: Pen) -> None:
    """Cut glass, its stopper drawn out to a drop."""
    base = pen.ink.base
    drop: Points = [(24, 0.5), (31, 3), (42, 7), (50, 6), (56, 3), (62, 3.4)]
    stopper = turned(pen, drop, mix(base, (250, 246, 236), 0.45), "glass", 225)
    stopper.light(-0.5, 0.2, 140)
    flask: Points = [(60, 5), (66, 5), (70, 9), (79, 19), (91, 22), (101, 16), (105, 11)]
    body = turned(pen, flask, mix(base, (250, 246, 236), 0.62), "glass", _CLEAR)
    for top in range(80, 104, 3):
        body.band(top, top + 3, base, 190)
    for u in (-0.85, -0.5, 0, 0.5, 0.85):
        pen.curve([body.at(y, u * 0.9) for y in (70, 80, 91, 102)], 0.5, lighter(base, 0.7), 150)
    body.band(60, 65, GOLD)
    body.band(61.5, 62.3, darker(GOLD, 0.35))
    x, y = body.at(88, 0)
    motif(pen)(pen, x, y - 1, 13, pen.ink.accent, pen.ink.second)
    body.light(-0.75, 0.16, 130)


@stands("oil-bottle", "#d9a02e", (50, 78))
def oil_bottle(pen: Pen) -> None:
    profile: Points = [
        (32, 5.4),
        (40, 5.4),
        (46, 8),
        (54, 15),
        (60, 17.5),
        (80, 17.5),
        (101, 17),
        (105, 15),
    ]
    body = turned(pen, profile, pen.ink.base, "glass", 235)
    body.band(40, 48, lighter(pen.ink.base, 0.55), 150)
    cap = turned(pen, [(23, 6.4), (33, 6.6)], pen.ink.accent, "clay", soft=False)
    cap.mouth(pen.ink.accent, 1, lighter(pen.ink.accent, 0.2))
    for u in (-0.8, -0.5, -0.15, 0.2, 0.55, 0.85):
        pen.line([cap.at(25, u), cap.at(32, u)], 0.4, darker(pen.ink.accent, 0.4))
    label(pen, body, 64, 95)
    body.light(-0.78, 0.12, 120)


@stands("jar", "#b5452f", (50, 78))
def jar(pen: Pen) -> None:
    """Lacquered, with a lid and its knob."""
    body = turned(pen, [(50, 18), (56, 23), (74, 27), (92, 24), (105, 16)], pen.ink.base)
    ringed(pen, body, 76, 13, 7)
    body.band(97, 99, pen.ink.second)
    lid = turned(pen, [(27, 1), (30, 3.6), (33, 3.4), (35.5, 2), (40, 9), (46, 18), (51, 20)],
                 lighter(pen.ink.base, 0.08))  # fmt: skip
    lid.band(44, 46, pen.ink.accent)
    lid.band(49.5, 51.5, pen.ink.accent)
    body.light(-0.66, 0.13, 90)


@stands("pickle-jar", "#8a4a28", (50, 80))
def pickle_jar(pen: Pen) -> None:
    """A martaban: brown glaze over cream."""
    base = pen.ink.base
    for side in (-1, 1):
        ear = [(50 + side * x, y) for x, y in ((20, 50), (29, 49), (28.5, 58), (24, 60))]
        _handle(pen, ear, 3, base)
    profile: Points = [(41, 17), (46, 17.5), (53, 25), (62, 27), (84, 27), (99, 26), (106, 22)]
    body = turned(pen, profile, base)
    turned(pen, [(62, 27.1), (84, 27.1), (99, 26.1), (106, 22.1)], (242, 230, 206))
    ringed(pen, body, 81, 13, 7)
    lid = turned(pen, [(27, 1), (29, 3.6), (32, 3), (35, 12), (41, 18.5)], base)
    lid.light(-0.6, 0.2, 90)
    body.light(-0.72, 0.12, 120)


@stands("ghee-jar", "#e2ad3c", (50, 78))
def ghee_jar(pen: Pen) -> None:
    profile: Points = [(44, 19), (50, 20), (58, 26), (74, 28), (96, 27), (105, 22)]
    body = turned(pen, profile, pen.ink.base, "glass", 240)
    body.band(46, 54, lighter(pen.ink.base, 0.6), 170)
    label(pen, body, 64, 95)
    body.light(-0.8, 0.12, 140)
    lid = turned(pen, [(32, 20.6), (44, 21)], BRASS, "metal", soft=False)
    lid.mouth(BRASS, 1.6, lighter(BRASS, 0.25))
    for y in (35.5, 39, 42.5):
        lid.band(y, y + 0.5, darker(BRASS, 0.4))


@stands("candy-jar", "#cfe3df", (50, 80))
def candy_jar(pen: Pen) -> None:
    """Clear glass, and sweets of every colour in it."""
    base = pen.ink.base
    profile: Points = [(46, 20), (52, 22), (60, 27), (80, 29), (98, 26), (105, 20)]
    body = turned(pen, profile, base, "glass", 190)
    chance = Random("sweets")
    for row in range(9):
        y = 100 - row * 4.2
        for step in range(7 + row % 2):
            x, at = body.at(y, (step - 3 - row % 2 / 2) / 4 + chance.uniform(-0.05, 0.05))
            colour = chance.choice((RANI, ORANGE, GOLD, LEAF, TEAL, MAROON, IVORY))
            shift, turn = chance.uniform(-1, 1), chance.uniform(0, 180)
            pen.ellipse(x, at + shift - 1, 3.3, 2.5, darker(colour, 0.12), turn=turn)
            pen.ellipse(x - 0.8, at + shift - 1.8, 1.2, 0.8, lighter(colour, 0.6), 170, turn)
    body.band(52, 104, lighter(base, 0.3), 38)
    lid = turned(
        pen, [(24, 1), (27, 4.2), (31, 3.6), (34, 3), (38, 12), (46, 22)], base, "glass", 210
    )
    lid.light(-0.6, 0.16, 130)
    body.band(46, 48, lighter(base, 0.5))
    body.band(54, 56, pen.ink.accent)
    body.light(-0.78, 0.12, 150)


@stands("cup", "#c8764a", (50, 78))
def cup(pen: Pen) -> None:
    base = pen.ink.base
    _handle(pen, [(68, 62), (83, 60), (86, 76), (76, 88), (64, 90)], 4.6, base)
    body = turned(pen, [(50, 22.5), (56, 22.5), (78, 21), (96, 17.5), (104, 14)], base)
    ringed(pen, body, 75, 13, 6)
    body.band(99, 100.4, pen.ink.second)
    body.mouth(base, 1.7, (150, 88, 48))
    pen.glow(smooth([(37, 49.5), (48, 48.4), (52, 49.4), (42, 51)]), 70)
    body.light(-0.68, 0.14, 100)


@stands("teapot", "#3f7f86", (46, 78))
def teapot(pen: Pen) -> None:
    base = pen.ink.base
    _handle(pen, [(70, 58), (88, 54), (93, 72), (84, 90), (68, 95)], 4.6, base)
    spout: Points = [
        (30, 92),
        (18, 84),
        (13, 66),
        (4.5, 56),
        (9.5, 52.5),
        (19, 62),
        (26, 72),
        (36, 72),
    ]
    pen.poly(smooth(spout), darker(base, 0.1))
    pen.curve([(9, 56), (16, 64), (22, 80)], 1.4, lighter(base, 0.4), 140)
    profile: Points = [(54, 14), (58, 20), (70, 27), (84, 28.5), (97, 23), (105, 15)]
    body = turned(pen, profile, base)
    ringed(pen, body, 80, 13, 7)
    lid = turned(pen, [(37, 1), (40, 3.6), (43, 3.6), (46, 2.4), (50, 10), (54.5, 15.5)], base)
    lid.band(52.5, 54.2, pen.ink.accent)
    body.light(-0.66, 0.13, 100)


@stands("tin", "#b4b9be", (50, 78))
def tin(pen: Pen) -> None:
    """A storage tin with a hooped body and a lid."""
    base = pen.ink.base
    body = turned(pen, [(44, 25), (103, 25)], base, "metal", soft=False)
    for y in (52, 96):
        body.band(y, y + 1, darker(base, 0.35))
        body.band(y + 1, y + 1.7, lighter(base, 0.5))
    ringed(pen, body, 75, 13, 6)
    lid = turned(pen, [(35, 26.4), (45, 26.4)], base, "metal", soft=False)
    lid.mouth(base, 1.4, lighter(base, 0.18))
    pen.ring(50, 34.6, 18, 2.6, 0.5, darker(base, 0.25))
    turned(
        pen,
        [(27, 3.4), (29, 4.4), (33.5, 2.4)],
        mix(base, STEEL if base != STEEL else WOOD, 0.4),
        "metal",
    )
