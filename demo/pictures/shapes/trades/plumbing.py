"""Taps, showers and valves."""

from math import cos, pi, sin

from demo.pictures.canvas import Pen
from demo.pictures.colour import Colour, darker, lighter
from demo.pictures.geometry import Points, box_points, round_points
from demo.pictures.shapes.parts.metal import bar, hose, screw, spindle, thread
from demo.pictures.shapes.parts.turning import turned
from demo.pictures.shapes.shape import hangs, lies, stands


def _spout(pen: Pen, points: Points, width: float, colour: Colour) -> None:
    """A bent pipe that ends in a nozzle pointing down."""
    bar(pen, points, width, colour)
    x, y = points[-1]
    half = width * 0.62
    spindle(
        pen, (x, y - 1), (x, y + 7), [(0, half), (8, half)], colour, [(5, 6, darker(colour, 0.4))]
    )


def _knob(pen: Pen, x: float, top: float, colour: Colour, half: float = 10) -> None:
    """A fluted handle on its stem, 26 units high."""
    turned(pen, [(top + 14, half * 0.5), (top + 26, half * 0.6)], colour, "metal", x=x, soft=False)
    body = turned(
        pen,
        [(top, half * 0.7), (top + 3, half), (top + 13, half * 0.9), (top + 16, half * 0.5)],
        colour,
        "metal",
        x=x,
    )
    for step in range(7):
        u = sin(pi * ((step + 0.5) / 7 - 0.5))
        pen.line([body.at(top + 4, u), body.at(top + 12, u)], 0.8, darker(colour, 0.4), 150)
    pen.ellipse(x, top, half * 0.68, half * 0.16, lighter(colour, 0.4))
    pen.ellipse(x, top, half * 0.42, half * 0.11, pen.ink.accent)


def _shank(pen: Pen, x: float, top: float, colour: Colour, half: float = 4.4) -> None:
    """The threaded end below a basin, with its nut."""
    spindle(pen, (x, top), (x, 107), [(0, half), (107 - top, half)], darker(colour, 0.12),
            thread(1, 106 - top, colour))  # fmt: skip
    nut = [(0, half * 1.9), (6, half * 1.9)]
    spindle(pen, (x, top + 5), (x, top + 11), nut, darker(colour, 0.1))
    for side in (-0.5, 0.45):
        at = x + half * 1.9 * side
        pen.line([(at, top + 6.4), (at, top + 12)], 0.7, darker(colour, 0.5))


@stands("pillar-tap", "#c3c8cd", (52, 62), has_mirrored_pair=False)
def pillar_tap(pen: Pen) -> None:
    """A tap that stands on a basin, its thread and nut below."""
    base = pen.ink.base
    _shank(pen, 36, 86, base)
    _spout(pen, [(38, 66), (50, 55), (66, 50), (79, 56), (82, 68)], 9.4, base)
    body = turned(
        pen,
        [(46, 8), (50, 9.4), (60, 8.4), (76, 8.6), (81, 11), (83, 15), (87, 15.4)],
        base,
        "metal",
        x=36,
    )
    body.band(78, 79.2, pen.ink.accent)
    body.light(-0.6, 0.1, 110)
    _knob(pen, 36, 20, base)


@stands("sink-mixer", "#c3c8cd", (50, 62))
def sink_mixer(pen: Pen) -> None:
    """Two handles and a swan neck between them."""
    base = pen.ink.base
    spindle(pen, (22, 92), (78, 92), [(0, 6), (56, 6)], base)
    for x in (24, 76):
        leg = [(84, 7), (88, 8), (97, 8), (100, 9), (103, 13), (107, 13.4)]
        turned(pen, leg, base, "metal", x=x)
        _knob(pen, x, 60, base, 9)
    _spout(pen, [(50, 88), (50, 58), (51, 34), (58, 21), (70, 18), (81, 25), (84, 38)], 7.4, base)
    body = turned(pen, [(74, 5), (77, 6), (84, 9), (98, 9), (101, 7)], base, "metal")
    body.band(80, 81.2, pen.ink.accent)
    for x, colour in ((24, (190, 46, 44)), (76, (46, 92, 180))):
        pen.ellipse(x, 60, 4, 1.3, colour)


def _nozzles(pen: Pen, x: float, y: float, radius: float, colour: Colour) -> None:
    """The face of a shower: rings of holes around its middle."""
    pen.ellipse(x, y, radius, radius, lighter(colour, 0.3))
    pen.ellipse(x, y, radius * 0.9, radius * 0.9, darker(colour, 0.12))
    for ring, count in ((0.76, 20), (0.56, 14), (0.36, 9)):
        for step in range(count):
            angle = 2 * pi * step / count
            at = x + radius * ring * cos(angle), y + radius * ring * sin(angle)
            pen.ellipse(*at, radius * 0.055, radius * 0.055, darker(colour, 0.65))
    pen.ellipse(x, y, radius * 0.2, radius * 0.2, pen.ink.accent)
    pen.glow(
        round_points(x - radius * 0.4, y - radius * 0.45, radius * 0.34, radius * 0.16, -40), 90
    )


def _wall_outlet(pen: Pen, x: float, y: float, colour: Colour) -> None:
    """Where the hose of a shower leaves the wall, downwards."""
    for radius, shown in ((10, darker(colour, 0.35)), (9.4, lighter(colour, 0.1))):
        pen.ellipse(x, y, radius, radius, shown)
    pen.glow(round_points(x - 3.6, y - 5, 3.6, 1.8, -36), 130)
    spindle(pen, (x, y + 12), (x, y + 1), [(0, 4), (7, 4), (7, 6), (11, 6)], colour)
    pen.ellipse(x, y, 6, 5, lighter(colour, 0.25))


@hangs("hand-shower", "#c3c8cd", (46, 44))
def hand_shower(pen: Pen) -> None:
    """A shower head with a handle, hung on its hook, and its hose."""
    base = pen.ink.base
    hose(pen, [(59, 84), (62, 98), (54, 113), (34, 113), (22, 102), (20, 88), (20, 78)], 4, base)
    _wall_outlet(pen, 20, 68, base)
    with pen.moved(turn=-20, about=(50, 60)):
        spindle(pen, (50, 44), (50, 88), [(0, 7), (8, 5), (30, 4.6), (40, 5.4), (44, 4)], base,
                [(26, 27, darker(base, 0.4)), (36, 37.2, pen.ink.accent)])  # fmt: skip
        pen.ellipse(51, 31.4, 21, 21, darker(base, 0.45))
        pen.ellipse(50, 30, 21, 21, darker(base, 0.1))
        _nozzles(pen, 50, 30, 19, base)
        pen.poly(box_points(42, 58, 58, 68, 3), darker(base, 0.35))
        pen.fade(box_points(42, 57, 58, 66, 3), lighter(base, 0.35), darker(base, 0.1))
        for x in (45, 55):
            screw(pen, x, 61.6, 1.3, base)


@hangs("health-faucet", "#c3c8cd", (44, 52))
def health_faucet(pen: Pen) -> None:
    """A jet on a hose, with its trigger, hung on its hook."""
    base = pen.ink.base
    hose(pen, [(63, 84), (67, 100), (56, 114), (36, 110), (24, 92), (22, 74)], 4, base)
    _wall_outlet(pen, 22, 65, base)
    pen.poly(box_points(56, 40, 74, 74, 5), darker(base, 0.45))
    pen.fade(box_points(55, 38, 73, 72, 5), lighter(base, 0.2), darker(base, 0.2))
    for y in (43, 67):
        screw(pen, 69, y, 1.6, base)
    bar(pen, [(42, 44), (43, 56), (52, 68)], 4.4, pen.ink.accent)
    spindle(pen, (54, 32), (62, 86), [(0, 6), (6, 7.4), (30, 5.6), (44, 5.4), (50, 6.4), (55, 4)],
            base, [(47, 48.2, darker(base, 0.4))])  # fmt: skip
    spindle(
        pen, (58, 31), (26, 41), [(0, 5), (6, 7), (22, 8), (28, 12), (33.5, 12.4)], base, tilt=0.3
    )
    with pen.moved(turn=-17, about=(26, 41)):
        pen.ellipse(26, 41, 3.8, 12.4, lighter(base, 0.35))
        pen.ellipse(26, 41, 3, 10.6, darker(base, 0.25))
        for step in range(5):
            pen.ellipse(25.6 + step % 2, 33.6 + step * 3.7, 0.6, 0.9, darker(base, 0.7))
    spindle(pen, (52, 62), (66, 60), [(0, 8), (14, 8)], darker(base, 0.08))


@lies("angle-valve", "#c3c8cd", (46, 66))
def angle_valve(pen: Pen) -> None:
    """In from the wall, out upwards, its handle in front."""
    base = pen.ink.base
    spindle(pen, (42, 26), (42, 66), [(0, 7), (18, 7), (18, 10), (24, 10), (24, 7.4), (40, 9)],
            base, thread(1, 17, base))  # fmt: skip
    spindle(pen, (10, 72), (70, 72), [(0, 21), (4, 20), (5, 8), (18, 8), (20, 13), (46, 13),
            (50, 9), (60, 9)], base, [(23, 24.4, pen.ink.accent)], tilt=0.2)  # fmt: skip
    spindle(pen, (66, 72), (93, 72), [(0, 9), (3, 13), (21, 14.6), (27, 11)], base, tilt=0.24)
    for step in range(6):
        y = 72 + 13.4 * sin(pi * ((step + 0.5) / 6 - 0.5))
        pen.line([(70, y), (86, y)], 0.9, darker(base, 0.45), 150)
    pen.ellipse(93, 72, 1.6, 6, pen.ink.accent)


@stands("stop-cock", "#c3c8cd", (50, 72))
def stop_cock(pen: Pen) -> None:
    """A valve for the middle of a pipe, with its wheel."""
    base = pen.ink.base
    pipe = [(0, 10), (3, 10), (3, 13), (17, 13), (18, 10), (28, 15), (36, 18), (44, 15), (54, 10),
            (55, 13), (69, 13), (69, 10), (72, 10)]  # fmt: skip
    spindle(pen, (86, 90), (14, 90), pipe, base, tilt=0.24)
    pen.ellipse(86, 90, 1.8, 7, darker(base, 0.7))
    for x in (17, 69):
        for y in (84, 95):
            pen.line([(x + 1, y), (x + 12, y)], 0.8, darker(base, 0.45))
    bonnet = turned(
        pen,
        [(36, 3), (54, 3), (54, 7), (60, 7), (61, 11), (69, 11), (70, 9), (78, 12)],
        base,
        "metal",
        soft=False,
    )
    bonnet.band(62, 63, darker(base, 0.4))
    wheel = pen.ink.accent
    pen.ring(50, 38, 27, 9, 5.6, darker(wheel, 0.4))
    for step in range(4):
        angle = pi * step / 2 + 0.5
        pen.line([(50, 36), (50 + 26 * cos(angle), 37 + 8.4 * sin(angle))], 4, darker(wheel, 0.2))
    pen.ring(50, 37, 27, 9, 4, wheel)
    pen.line(round_points(50, 36.2, 26.6, 8.8, start=170, end=290), 1.1, lighter(wheel, 0.6))
    pen.ellipse(50, 36, 7, 3.6, darker(wheel, 0.1))
    screw(pen, 50, 34.6, 2.6, base)


@stands("flush-valve", "#c3c8cd", (50, 52), has_mirrored_pair=False)
def flush_valve(pen: Pen) -> None:
    """A valve with a lever above the long pipe that flushes."""
    base = pen.ink.base
    tube = [(0, 6), (34, 6), (35, 9), (40, 9), (41, 6), (49, 6), (50, 13), (54, 14)]
    spindle(pen, (56, 53), (56, 107), tube, base, [(36.6, 37.8, darker(base, 0.4))])
    spindle(pen, (12, 42), (48, 42), [(0, 14), (3, 13), (4, 6), (14, 6), (15, 9), (24, 9), (25, 6),
            (36, 6)], base, [(17, 18, darker(base, 0.4))], tilt=0.2)  # fmt: skip
    spindle(pen, (70, 34), (76, 34), [(0, 6), (6, 6)], base)
    bar(pen, [(75, 34), (86, 37), (95, 42)], 5, base)
    pen.ellipse(95, 42, 3.8, 3.8, pen.ink.accent)
    body = turned(
        pen,
        [(12, 3), (13, 9), (16, 13), (21, 14.6), (22, 15.6), (27, 15.6), (28, 14), (48, 14),
         (52, 12), (55, 9)], base, "metal", x=56, soft=False, )  # fmt: skip
    for y in (22, 26):
        body.band(y, y + 0.9, darker(base, 0.4))
    body.band(46, 47.4, pen.ink.accent)
    body.light(-0.6, 0.1, 110)
