"""What metal things are made of: rods, plates, screws, turned bodies, hoses, wooden handles."""

import itertools
from collections.abc import Sequence
from math import atan2, cos, hypot, pi, sin

from demo.pictures.canvas import Lathe, Pen
from demo.pictures.colour import STEEL, Colour, darker, lighter
from demo.pictures.geometry import Point, Points, along, round_points, smooth
from demo.pictures.shapes.parts.turning import turned

Band = tuple[float, float, Colour]


def bar(pen: Pen, points: Points, width: float, colour: Colour) -> None:
    """A round rod, lit along its upper left."""
    pen.curve(points, width, darker(colour, 0.35))
    pen.curve([(x - width * 0.1, y - width * 0.1) for x, y in points], width * 0.66, colour)
    pen.curve([(x - width * 0.2, y - width * 0.2) for x, y in points], width * 0.2,
              lighter(colour, 0.65), 200)  # fmt: skip


def hoop(
    pen: Pen, x: float, y: float, across: float, down: float, width: float, colour: Colour
) -> None:
    """A rod bent to a ring."""
    pen.ring(x, y, across, down, width, darker(colour, 0.35))
    pen.ring(x - width * 0.1, y - width * 0.1, across, down, width * 0.6, colour)
    lit = round_points(x - width * 0.2, y - width * 0.2, across, down, start=150, end=310)
    pen.line(lit, width * 0.2, lighter(colour, 0.65), 200)


def screw(pen: Pen, x: float, y: float, size: float, colour: Colour) -> None:
    pen.ellipse(x + 0.2, y + 0.3, size, size, darker(colour, 0.5))
    pen.ellipse(x, y, size * 0.92, size * 0.92, lighter(colour, 0.2))
    pen.line([(x - size * 0.6, y - size * 0.3), (x + size * 0.6, y + size * 0.3)], size * 0.25,
             darker(colour, 0.6))  # fmt: skip


def plate(pen: Pen, outline: Points, colour: Colour) -> None:
    """Sheet metal: a dark edge below, a sheen across."""
    pen.poly([(x + 0.8, y + 1.2) for x, y in outline], darker(colour, 0.5))
    pen.fade(outline, lighter(colour, 0.32), darker(colour, 0.12))
    pen.line([*outline, outline[0]], 0.5, lighter(colour, 0.5))


def wooden_handle(pen: Pen, x: float, top: float, foot: float, half: float, colour: Colour) -> None:
    """A turned wooden handle, upright."""
    tall = foot - top
    body = turned(
        pen,
        [(top, half * 0.7), (top + tall * 0.1, half), (top + tall * 0.5, half * 0.8),
         (top + tall * 0.85, half), (foot, half * 0.6)],
        colour,
        "glaze",
        x=x,
    )  # fmt: skip
    body.band(top + tall * 0.84, top + tall * 0.9, pen.ink.accent)
    body.band(top + tall * 0.08, top + tall * 0.12, pen.ink.accent)


def turned_part(pen: Pen, x: float, profile: Points, colour: Colour, tilt: float) -> Lathe:
    """A turned body with sharp edges, its steps that look away left out."""
    pieces = [[profile[0]]]
    for (at, radius), following in itertools.pairwise(profile):
        if (radius - following[1]) * tilt > following[0] - at:
            pieces.append([])
        pieces[-1].append(following)
    for piece in reversed(pieces):
        # Of a piece of one point only its edge is seen.
        Lathe(pen, x, [*piece, piece[-1]], tilt, soft=False).body(colour, "metal")
    return Lathe(pen, x, profile, tilt, soft=False)


def spindle(
    pen: Pen,
    start: Point,
    end: Point,
    profile: Points,
    colour: Colour,
    bands: Sequence[Band] = (),
    tilt: float = 0.12,
) -> None:
    """A turned body on an axis that lies as it likes, lit from above or from the left.

    The profile is (distance from the start, radius), bands (from, to, colour) likewise.
    """
    long = hypot(end[0] - start[0], end[1] - start[1])
    angle = atan2(start[0] - end[0], end[1] - start[1])
    if cos(angle) + sin(angle) < 0:
        start, angle = end, angle + pi
        profile = [(long - at, radius) for at, radius in reversed(profile)]
        bands = [(long - to, long - at, fill) for at, to, fill in bands]
    x, y = start
    with pen.moved(turn=angle * 180 / pi, about=start):
        body = turned_part(pen, x, [(y + at, radius) for at, radius in profile], colour, tilt)
        for at, to, fill in bands:
            body.band(y + at, y + to, fill)
        at, radius = profile[0]
        pen.ellipse(x, y + at, radius, radius * tilt, lighter(colour, 0.3))


def thread(first: float, last: float, colour: Colour, step: float = 2.4) -> list[Band]:
    """The grooves of a screw thread, as bands of a spindle."""
    count = int((last - first) / step)
    return [(first + step * n, first + step * n + 0.9, darker(colour, 0.45)) for n in range(count)]


def hose(pen: Pen, points: Points, width: float, colour: Colour) -> None:
    """A ribbed metal hose."""
    bar(pen, points, width, colour)
    path = smooth(points, closed=False)
    length = sum(hypot(q[0] - p[0], q[1] - p[1]) for p, q in itertools.pairwise(path))
    for (x, y), turn in along(path, round(length / 1.9)):
        with pen.moved(turn=turn, about=(x, y)):
            pen.line([(x, y - width * 0.4), (x, y + width * 0.4)], 0.5, darker(colour, 0.5), 150)


def split_ring(pen: Pen, x: float, y: float, radius: float) -> None:
    """A ring for keys of flat steel wire, seen from above."""
    for shrink in (0.0, 1.4):
        pen.ring(x + 0.3, y + 0.5, radius - shrink, radius - shrink, 1.5, darker(STEEL, 0.45))
        pen.ring(x, y, radius - shrink, radius - shrink, 0.8, lighter(STEEL, 0.4))
