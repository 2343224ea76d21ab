"""Curves and outlines: points in units of the picture."""

import itertools
from collections.abc import Iterator, Sequence
from math import atan2, cos, hypot, pi, sin

Point = tuple[float, float]
Points = Sequence[Point]


def smooth(points: Points, closed: bool = True, steps: int = 8) -> list[Point]:
    """A curve through the points (Catmull-Rom), as a line of short pieces."""
    count = len(points)
    pieces = count if closed else count - 1
    path: list[Point] = []
    for index in range(pieces):
        if closed:
            p0, p1, p2, p3 = (points[(index + shift) % count] for shift in (-1, 0, 1, 2))
        else:
            p0, p1 = points[max(index - 1, 0)], points[index]
            p2, p3 = points[index + 1], points[min(index + 2, count - 1)]
        path.extend(_piece(p0, p1, p2, p3, steps))
    if not closed:
        path.append(points[-1])
    return path


def _piece(p0: Point, p1: Point, p2: Point, p3: Point, steps: int) -> Iterator[Point]:
    for step in range(steps):
        t = step / steps
        t2, t3 = t * t, t * t * t
        w0, w1 = -0.5 * t3 + t2 - 0.5 * t, 1.5 * t3 - 2.5 * t2 + 1
        w2, w3 = -1.5 * t3 + 2 * t2 + 0.5 * t, 0.5 * t3 - 0.5 * t2
        yield (
            w0 * p0[0] + w1 * p1[0] + w2 * p2[0] + w3 * p3[0],
            w0 * p0[1] + w1 * p1[1] + w2 * p2[1] + w3 * p3[1],
        )


def round_points(
    x: float,
    y: float,
    across: float,
    down: float,
    turn: float = 0,
    start: float = 0,
    end: float = 360,
) -> list[Point]:
    """Points of an ellipse, or of its arc from `start` to `end` degrees (0 right, 90 down)."""
    count = 12 if max(across, down) < 2 else 24 if max(across, down) < 8 else 56
    turned = turn * pi / 180
    cosine, sine = cos(turned), sin(turned)
    points = []
    for step in range(count + 1):
        angle = (start + (end - start) * step / count) * pi / 180
        px, py = across * cos(angle), down * sin(angle)
        points.append((x + px * cosine - py * sine, y + px * sine + py * cosine))
    return points


def box_points(x0: float, y0: float, x1: float, y1: float, corner: float = 0) -> list[Point]:
    """A rectangle, its corners rounded by a radius."""
    if not corner:
        return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    points: list[Point] = []
    corners = ((x1 - corner, y0 + corner, 270), (x1 - corner, y1 - corner, 0),
               (x0 + corner, y1 - corner, 90), (x0 + corner, y0 + corner, 180))  # fmt: skip
    for x, y, start in corners:
        for step in range(7):
            angle = (start + 15 * step) * pi / 180
            points.append((x + corner * cos(angle), y + corner * sin(angle)))
    return points


def mirror(points: Points, x: float = 50) -> list[Point]:
    """A right half, from top to bottom, completed with its reflection."""
    return [*points, *((2 * x - px, py) for px, py in reversed(points))]


def star_points(
    x: float, y: float, outer: float, inner: float, tips: int, turn: float = -90
) -> list[Point]:
    """A star or, with a large inner radius, a scalloped disc."""
    points = []
    for step in range(tips * 2):
        radius = inner if step % 2 else outer
        angle = (turn + 180 * step / tips) * pi / 180
        points.append((x + radius * cos(angle), y + radius * sin(angle)))
    return points


def along(points: Points, count: int) -> list[tuple[Point, float]]:
    """`count` places evenly along a line, each with its direction in degrees."""
    lengths = [hypot(q[0] - p[0], q[1] - p[1]) for p, q in itertools.pairwise(points)]
    total = sum(lengths)
    places: list[tuple[Point, float]] = []
    done, index = 0.0, 0
    for step in range(count):
        target = total * (step + 0.5) / count
        while index < len(lengths) - 1 and done + lengths[index] < target:
            done += lengths[index]
            index += 1
        (x0, y0), (x1, y1) = points[index], points[index + 1]
        share = (target - done) / lengths[index] if lengths[index] else 0
        angle = atan2(y1 - y0, x1 - x0) * 180 / pi
        places.append(((x0 + (x1 - x0) * share, y0 + (y1 - y0) * share), angle))
    return places


def clip_rows(points: Points, top: float, bottom: float) -> list[Point]:
    """The part of a polygon between two heights."""
    return _below(_below(points, top, 1), bottom, -1)


def _below(points: Points, level: float, side: int) -> list[Point]:
    points_inside: list[Point] = []
    for index, point in enumerate(points):
        before = points[index - 1]
        inside, was = (point[1] - level) * side >= 0, (before[1] - level) * side >= 0
        if inside != was:
            share = (level - before[1]) / (point[1] - before[1])
            points_inside.append((before[0] + (point[0] - before[0]) * share, level))
        if inside:
            points_inside.append(point)
    return points_inside
