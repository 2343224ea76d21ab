"""What is played with besides bats and rackets."""

from math import cos, pi, sin

from demo.pictures.canvas import Pen
from demo.pictures.colour import IVORY, WOOD, darker, lighter
from demo.pictures.geometry import Point, Points, box_points, mirror, round_points, smooth
from demo.pictures.ornament import border, cloth, grain
from demo.pictures.shapes.shape import hangs, lies, stands


@stands("stumps", "#d8b078", (50, 60))
def stumps(pen: Pen) -> None:
    """Three stumps with their bails, pointed below."""
    base = pen.ink.base
    for x in (34, 50, 66):
        pole: Points = [(x - 2.6, 26), (x + 2.6, 26), (x + 2.6, 98), (x, 107), (x - 2.6, 98)]
        pen.poly(pole, darker(base, 0.35))
        pen.cloth([(px - 0.5, py) for px, py in pole], grain(base))
        pen.glow(box_points(x - 2, 28, x - 0.6, 98), 80)
        pen.shade(box_points(x + 1, 28, x + 2.6, 98), 60)
        for y in (34, 38, 88):
            pen.rect(x - 2.7, y, x + 2.7, y + 1.6, pen.ink.accent)
    for x in (42, 58):
        pen.rect(x - 8.6, 22.4, x + 8.6, 25.4, darker(base, 0.3), 1)
        pen.rect(x - 8.6, 22, x + 8.6, 24.4, lighter(base, 0.16), 1)
        for end in (-6, 6):
            pen.ellipse(x + end, 23.4, 1.2, 1.9, darker(base, 0.16))


@stands("cricket-ball", "#9a2630", (50, 80))
def cricket_ball(pen: Pen) -> None:
    """Leather halves and the raised seam between them."""
    base = pen.ink.base
    pen.ellipse(50, 80, 28, 28, darker(base, 0.4))
    pen.ellipse(49.4, 79.2, 26.6, 26.6, base)
    pen.ellipse(45, 73, 18, 17, lighter(base, 0.12))
    for shift in (-3.4, 0, 3.4):
        seam = [(66 + shift, 57 + abs(shift)), (50 + shift, 78), (40 + shift, 104 - abs(shift))]
        pen.curve(seam, 1.3 if shift == 0 else 0.7, IVORY)
    for step in range(17):
        x, y = 65 - step * 1.5, 60 + step * 2.6
        pen.line([(x - 2.4, y - 1), (x + 2.4, y + 1)], 0.6, IVORY)
    pen.shade(smooth([(76, 74), (74, 92), (58, 106), (42, 106), (62, 98), (70, 86)]), 60)
    pen.glow(round_points(38, 66, 7, 4, -36), 120)


@stands("batting-pads", "#f1ede2", (50, 60))
def batting_pads(pen: Pen) -> None:
    """A pair: ribs, the knee in three bars, the wing beside it, straps."""
    base = pen.ink.base
    for x, way in ((30, -1), (70, 1)):
        outline: Points = [
            (x - 12, 18), (x, 13), (x + 12, 18), (x + 15, 50), (x + 12, 102), (x, 107),
            (x - 12, 102), (x - 15, 50),
        ]  # fmt: skip
        pen.blob(outline, darker(base, 0.35))
        pen.blob([(px - 0.6, py - 0.8) for px, py in outline], base)
        for rib in range(-2, 3):
            at = x + rib * 4.7
            pen.line([(at, 20 + abs(rib) * 1.4), (at, 42)], 0.9, darker(base, 0.22))
            pen.line([(at, 66), (at, 103 - abs(rib) * 1.6)], 0.9, darker(base, 0.22))
        for y in (46, 53, 60):
            pen.rect(x - 13, y - 3, x + 13, y + 3, darker(base, 0.28), 3)
            pen.rect(x - 12.6, y - 3, x + 12.2, y + 2.2, lighter(base, 0.2), 3)
        for y in (32, 74, 92):
            pen.rect(x + way * 10 - 6, y, x + way * 10 + 8, y + 3.4, pen.ink.accent, 1)
        pen.glow([(x - 9, 24), (x - 6, 22), (x - 7, 100), (x - 10, 98)], 70)


@lies("sports-gloves", "#f1ede2", (50, 60))
def sports_gloves(pen: Pen) -> None:
    """A pair with rolls along the fingers."""
    base = pen.ink.base
    for x, way in ((30, 1), (70, -1)):
        with pen.moved(turn=-8 * way, about=(x, 70)):
            palm: Points = [
                (x - 14, 62),
                (x, 58),
                (x + 14, 62),
                (x + 13, 92),
                (x, 97),
                (x - 13, 92),
            ]
            thumb = [(x + way * 12, 82), (x + way * 22, 70), (x + way * 23, 58)]
            pen.curve(thumb, 9.4, darker(base, 0.3))
            pen.curve([(px - 0.6, py - 0.6) for px, py in thumb], 7.6, base)
            for finger in range(4):
                at, tip = x - 11 + finger * 7.2, 24 + abs(finger - 1.4) * 4.5
                pen.rect(at - 3.6, tip, at + 3.6, 66, darker(base, 0.32), 3.5)
                pen.rect(at - 3.4, tip, at + 2.8, 66, base, 3.2)
                for step in range(5):
                    y = tip + 5 + step * 7.4
                    pen.rect(at - 3.2, y, at + 2.6, y + 5.4, lighter(base, 0.28), 2.4)
                    pen.line([(at - 2.8, y + 6.2), (at + 2.4, y + 6.2)], 0.6, darker(base, 0.24))
            pen.blob(palm, darker(base, 0.24))
            pen.blob([(px - 0.7, py - 0.8) for px, py in palm], lighter(base, 0.06))
            pen.rect(x - 14, 94, x + 14, 106, pen.ink.accent, 3)
            border(pen, [(x - 10, 100), (x + 10, 100)], 4)


@stands("volleyball", "#f0d77a", (50, 74))
def volleyball(pen: Pen) -> None:
    """Bands of panels that turn about each other."""
    base, accent = pen.ink.base, pen.ink.accent
    pen.ellipse(50, 76, 32, 32, darker(base, 0.35))
    pen.ellipse(49.4, 75.2, 30.6, 30.6, base)
    for turn in (0, 120, 240):
        with pen.moved(turn=turn, about=(50, 76)):
            panel = smooth([(50, 76), (40, 64), (41, 51), (50, 45.4), (60, 47), (54, 60)])
            pen.poly(panel, accent)
            for shift in (-5, 0, 5):
                path = [(50 + shift * 0.2, 75), (46 + shift, 62), (50 + shift, 46.6)]
                pen.curve(path, 0.7, darker(base, 0.5))
    pen.shade(smooth([(80, 70), (78, 92), (60, 106), (40, 106), (64, 98), (76, 84)]), 60)
    pen.glow(round_points(37, 60, 9, 5, -36), 110)


@stands("cloth-ball", "#d2603c", (50, 76))
def cloth_ball(pen: Pen) -> None:
    """Eight gores of cloth sewn together."""
    base = pen.ink.base
    pen.ellipse(50, 77, 31, 31, darker(base, 0.35))
    for index in range(6):
        left, right = -1 + index / 3, -1 + (index + 1) / 3
        path: list[Point] = []
        for edge, order in ((left, 1), (right, -1)):
            points = [
                (50 + edge * 30 * sin(pi * s / 12), 77 - 30 * cos(pi * s / 12)) for s in range(13)
            ]
            path += points[::order]
        if index % 2:
            pen.cloth(path, cloth(pen, 9))
        else:
            pen.poly(path, lighter(pen.ink.accent, 0.12))
        pen.line(path[:13], 0.6, darker(base, 0.5))
    pen.ellipse(50, 47.4, 4.4, 2.4, pen.ink.second)
    pen.shade(smooth([(79, 72), (77, 93), (60, 107), (40, 107), (63, 99), (75, 85)]), 60)


@lies("skipping-rope", "#b0532f", (50, 60))
def skipping_rope(pen: Pen) -> None:
    """A rope laid in loops between two turned handles."""
    base = pen.ink.base
    path = [
        (24, 96), (14, 66), (26, 34), (52, 24), (76, 36), (80, 62), (60, 78), (40, 64), (48, 44),
        (66, 48), (70, 74), (78, 98),
    ]  # fmt: skip
    pen.curve(path, 3, darker(base, 0.4))
    pen.curve([(x - 0.4, y - 0.5) for x, y in path], 1.7, lighter(base, 0.2))
    for x, turn in ((24, 14), (78, -12)):
        with pen.moved(turn=turn, about=(x, 96)):
            pen.rect(x - 3.4, 92, x + 3.4, 117, darker(WOOD, 0.3), 3)
            pen.rect(x - 3.2, 92, x + 2.4, 117, WOOD, 3)
            for y in (97, 101, 112):
                pen.rect(x - 3.4, y, x + 3.4, y + 1.6, pen.ink.accent)


@hangs("goal-net", "#e9ecef", (50, 60))
def goal_net(pen: Pen) -> None:
    """A goal of two posts and a bar, the net behind it."""
    white = lighter(pen.ink.base, 0.5)
    for step in range(12):
        pen.curve(
            [(16 + step * 6.2, 34), (20 + step * 5.5, 66), (18 + step * 5.9, 100)], 0.5, white
        )
    for step in range(11):
        y = 38 + step * 6
        pen.curve([(16, y), (50, y + 2.4), (84, y)], 0.5, white)
    frame = [(14, 106), (14, 32), (86, 32), (86, 106)]
    pen.line(frame, 4.4, darker(pen.ink.base, 0.25))
    pen.line([(x - 0.5, y - 0.5) for x, y in frame], 2.6, white)


@stands("gilli-danda", "#c79258", (50, 80))
def gilli_danda(pen: Pen) -> None:
    """A long stick, and the short one pointed at both ends."""
    base = pen.ink.base
    with pen.moved(turn=-32, about=(50, 80)):
        pen.rect(12, 76, 92, 83, darker(base, 0.34), 3)
        pen.cloth(box_points(12, 76, 92, 81.6, 3), grain(base))
        for x in (18, 22, 26):
            pen.rect(x, 75.8, x + 1.8, 83, pen.ink.accent)
    gilli = mirror([(50, 101), (62, 101), (70, 104.4), (62, 107.8), (50, 107.8)])
    pen.poly(gilli, darker(base, 0.3))
    pen.cloth([(x, y - 0.8) for x, y in gilli], grain(lighter(base, 0.1)))
