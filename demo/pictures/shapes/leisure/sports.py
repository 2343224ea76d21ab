"""Balls, bats, rackets and weights."""

from math import cos, pi, sin

from demo.pictures.canvas import Pen
from demo.pictures.colour import IVORY, STEEL, Colour, darker, lighter, mix
from demo.pictures.geometry import Points, box_points, mirror, round_points, smooth, star_points
from demo.pictures.ornament import grain, motif
from demo.pictures.shapes.shape import lies, stands


@lies("bat", "#d8b078", (50, 76))
def bat(pen: Pen) -> None:
    """A cricket bat and its ball."""
    base = pen.ink.base
    with pen.moved(turn=18, about=(50, 62)):
        blade: Points = [(50, 44), (54, 44), (60, 52), (61, 104), (57, 112), (50, 113)]
        pen.cloth(smooth(mirror(blade), steps=3), grain(base))
        pen.line([(50, 58), (50, 108)], 1, darker(base, 0.2))
        pen.glow(box_points(41, 56, 45, 104), 70)
        pen.rect(41, 62, 59, 84, pen.ink.accent, 1)
        pen.rect(42, 63.4, 58, 82.6, IVORY, 1)
        motif(pen)(pen, 50, 73, 15, pen.ink.accent, pen.ink.second)
        pen.rect(46.6, 10, 53.4, 46, (48, 50, 58), 3)
        for step in range(11):
            pen.line(
                [(46.8, 13 + step * 3), (53.2, 11.6 + step * 3)], 0.8, lighter(pen.ink.second, 0.1)
            )
    pen.ellipse(24, 96, 10, 10, (150, 34, 40))
    pen.glow(round_points(20.6, 92, 3.4, 2.6, -30), 110)
    pen.curve([(19, 104.6), (23, 96), (29, 88)], 0.8, IVORY)


@stands("ball", "#f2efe8", (50, 76))
def ball(pen: Pen) -> None:
    """A football of leather panels."""
    base = pen.ink.base
    patch = pen.ink.accent
    pen.ellipse(50, 76, 32, 32, darker(base, 0.35))
    for share, tone in ((31, 0.14), (27, 0.04), (22, -0.3)):
        pen.ellipse(50 - (32 - share) * 0.5, 76 - (32 - share) * 0.6, share, share,
                    darker(base, tone) if tone > 0 else lighter(base, 0.3))  # fmt: skip
    pen.poly(star_points(50, 76, 10.4, 8.4, 5), patch)
    for step in range(5):
        angle = (-90 + 72 * step) * pi / 180
        near = 50 + 10.4 * cos(angle), 76 + 10.4 * sin(angle)
        far = 50 + 21 * cos(angle), 76 + 21 * sin(angle)
        pen.line([near, far], 0.9, darker(base, 0.5))
        edge = [
            (50 + r * cos(angle + t), 76 + r * sin(angle + t))
            for r, t in ((21, 0), (26, 0.32), (31.6, 0.24), (31.6, -0.24), (26, -0.32))
        ]
        pen.poly(edge, darker(patch, 0.1))
        for turn in (-1, 1):
            ends = [(50 + 26 * cos(angle + turn * t), 76 + 26 * sin(angle + turn * t))
                    for t in (0.32, 0.94)]  # fmt: skip
            pen.line(ends, 0.8, darker(base, 0.5))
    pen.shade(smooth([(80, 70), (78, 92), (60, 106), (40, 106), (64, 98), (76, 84)]), 60)
    pen.glow(round_points(37, 60, 9, 5, -36), 120)


def _racket(pen: Pen, base: Colour) -> None:
    for step in range(-5, 6):
        x = 50 + step * 3.4
        half = 25 * (1 - (step / 6.4) ** 2) ** 0.5
        pen.line([(x, 40 - half), (x, 40 + half)], 0.45, mix(IVORY, STEEL, 0.3))
    for step in range(-7, 8):
        y = 40 + step * 3.4
        half = 19 * (1 - (step / 8.2) ** 2) ** 0.5
        pen.line([(50 - half, y), (50 + half, y)], 0.45, mix(IVORY, STEEL, 0.3))
    pen.ring(50, 40, 20.4, 27, 3.2, darker(base, 0.2))
    pen.ring(49.6, 39.6, 20.4, 27, 1.4, lighter(base, 0.25))
    pen.line([(50, 67), (50, 92)], 2.6, mix(base, STEEL, 0.5))
    pen.line([(49.4, 68), (49.4, 90)], 0.8, IVORY, 180)
    pen.rect(46.8, 88, 53.2, 118, pen.ink.accent, 2)
    for step in range(8):
        pen.line([(47, 92 + step * 3.2), (53, 90.4 + step * 3.2)], 0.8, darker(pen.ink.accent, 0.3))


@lies("racket", "#b8352f", (50, 42))
def racket(pen: Pen) -> None:
    """A pair of strung rackets, crossed, with a shuttlecock."""
    with pen.moved(-2, 0, 0.92, -20, (50, 62)):
        _racket(pen, pen.ink.second)
    with pen.moved(-4, 0, 0.92, 20, (50, 62)):
        _racket(pen, pen.ink.base)
    with pen.moved(turn=-30, about=(78, 96)):
        pen.poly([(70, 80), (86, 80), (81, 96), (75, 96)], (250, 248, 242))
        for x in (72, 75.4, 78, 80.6, 84):
            pen.line([(x, 80), (78 + (x - 78) * 0.3, 96)], 0.5, (198, 196, 190))
        pen.line([(72, 86), (84, 86)], 0.6, pen.ink.second)
        pen.poly(round_points(78, 96.4, 4, 5, end=180), (222, 200, 160))
        pen.line([(74, 96.4), (82, 96.4)], 1.2, pen.ink.accent)


@stands("dumbbell", "#4a4d55", (50, 84))
def dumbbell(pen: Pen) -> None:
    base = pen.ink.base
    pen.rect(20, 82, 80, 90, STEEL, 3)
    pen.rect(20, 83, 80, 85, lighter(STEEL, 0.6), 1)
    for x in range(36, 66, 2):
        pen.line([(x, 83), (x + 1.4, 89.4)], 0.4, darker(STEEL, 0.4))
    for side in (-1, 1):
        for near, half, tone in ((18, 22, 0.0), (26, 22, 0.16), (34, 16, 0.3)):
            x0, x1 = sorted((50 + side * near, 50 + side * (near + 8)))
            pen.rect(x0, 86 - half, x1, 86 + half, darker(base, 0.25 + tone), 3)
            pen.rect(x0 + 0.8, 86 - half + 1, x0 + 3, 86 + half - 1, lighter(base, 0.4 - tone), 1.4)
            pen.rect(x0, 84, x1, 88, pen.ink.accent if near == 26 else darker(base, 0.1))
        pen.rect(50 + side * 44 - 2, 82, 50 + side * 44 + 2, 90, STEEL, 1)
