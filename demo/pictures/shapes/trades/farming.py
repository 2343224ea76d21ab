"""Tools for the field and the garden."""

from math import cos, pi, sin

from demo.pictures.canvas import Pen
from demo.pictures.colour import IRON, STEEL, WOOD, Colour, darker, lighter, mix
from demo.pictures.geometry import Points, mirror, round_points, smooth
from demo.pictures.ornament import grain
from demo.pictures.shapes.parts.metal import bar, plate, screw, spindle, wooden_handle
from demo.pictures.shapes.shape import lies, stands

GRIP: Colour = (62, 48, 44)


def _shaft(pen: Pen, points: Points, width: float = 4.6) -> None:
    """A long wooden handle."""
    wood = lighter(WOOD, 0.12)
    pen.curve(points, width, darker(wood, 0.35))
    pen.curve([(x - 0.4, y - 0.5) for x, y in points], width * 0.7, wood)
    pen.curve([(x - 1, y - 1) for x, y in points], width * 0.2, lighter(wood, 0.45), 180)


def _edge(pen: Pen, points: Points, width: float = 2.6) -> None:
    """Where a blade is ground bright."""
    pen.line(points, width, lighter(STEEL, 0.3), 235)
    pen.line(points, width * 0.3, lighter(STEEL, 0.8), 200)


@stands("phawra", "#6f767e", (40, 76), has_mirrored_pair=False)
def phawra(pen: Pen) -> None:
    """A broad blade that hangs at an angle from its handle's end."""
    base = mix(pen.ink.base, STEEL, 0.3)
    _shaft(pen, [(94, 12), (58, 32), (14, 56)], 6.4)
    pen.line([(94, 12), (86, 16.4)], 7, darker(pen.ink.accent, 0.1))
    blade: Points = [
        (10, 66),
        (20, 60),
        (34, 54),
        (48, 53),
        (58, 74),
        (70, 99),
        (54, 105),
        (34, 108),
        (28, 90),
    ]
    plate(pen, blade, base)
    pen.shade([(34, 54), (48, 53), (58, 74), (70, 99), (54, 105)], 38)
    pen.line([(29, 62), (36, 80), (43, 98)], 2.2, darker(base, 0.25))
    pen.line([(28, 62), (35, 80), (42, 98)], 0.9, lighter(base, 0.5), 180)
    _edge(pen, [(34.4, 107), (54, 104), (69, 98.4)], 3.4)
    eye: Points = [(16, 50), (30, 43), (38, 54), (36, 62), (24, 66), (16, 62)]
    plate(pen, smooth(eye, steps=4), darker(base, 0.1))
    pen.glow([(19, 53), (29, 47), (31, 50), (20, 56)], 90)
    _shaft(pen, [(16, 55), (8, 59.4)], 6.4)
    for x, y in ((22, 60), (33, 55)):
        screw(pen, x, y, 1.8, STEEL)


@lies("khurpi", "#8f959e", (38, 44))
def khurpi(pen: Pen) -> None:
    """A short flat blade on a bent tang, for weeding."""
    base = pen.ink.base
    with pen.moved(turn=36, about=(50, 62)):
        wooden_handle(pen, 50, 76, 118, 6.4, mix(WOOD, pen.ink.second, 0.2))
        bar(pen, [(50, 78), (50, 70), (46, 63), (47, 54)], 4.6, darker(base, 0.1))
        spindle(pen, (50, 73), (50, 80), [(0, 4.6), (7, 6)], STEEL)
        blade: Points = [(42, 58), (53, 58), (60, 40), (68, 14), (46, 8), (26, 14), (35, 40)]
        plate(pen, blade, base)
        pen.shade([(53, 58), (60, 40), (68, 14), (58, 12), (52, 36)], 40)
        pen.line([(47, 56), (46.6, 34)], 1.2, darker(base, 0.3))
        _edge(pen, [(27, 14.4), (46, 9), (67, 14.4)], 3)


@lies("plough-share", "#7f868e", (48, 60))
def plough_share(pen: Pen) -> None:
    """A pointed share of forged steel: a ridge, two bolt holes, edges ground bright."""
    base = mix(pen.ink.base, STEEL, 0.5)
    with pen.moved(turn=28, about=(50, 62)):
        left: Points = [(50, 6), (35, 8), (33, 30), (22, 54), (24, 68), (36, 96), (50, 121)]
        plate(pen, mirror(left), base)
        pen.fade(left, lighter(base, 0.42), lighter(base, 0.08))
        pen.shade([(100 - x, y) for x, y in left], 60)
        pen.line([(50, 7), (50, 118)], 1.4, lighter(base, 0.6), 210)
        for side in (-1, 1):
            _edge(
                pen,
                [(50 + side * x, y) for x, y in ((27, 56), (25.4, 68), (14, 96), (0.6, 119))],
                3.2,
            )
        for y in (22, 46):
            pen.ellipse(50, y, 5, 5, lighter(base, 0.55))
            pen.ellipse(50.2, y + 0.4, 4.3, 4.3, darker(base, 0.35))
            pen.rect(47.8, y - 2, 52.2, y + 2.4, (40, 34, 38))


@lies("cane-knife", "#9aa0a8", (44, 46))
def cane_knife(pen: Pen) -> None:
    """A broad blade with a hook at its back, on a riveted handle."""
    base = pen.ink.base
    with pen.moved(turn=28, about=(50, 62)):
        blade: Points = [(46, 82), (44, 60), (38, 34), (36, 12), (52, 8), (62, 12), (74, 20),
                         (71, 27), (63, 24), (61, 34), (57, 60), (55, 82)]  # fmt: skip
        plate(pen, blade, base)
        pen.line([(54, 78), (56, 58), (59.4, 34), (58, 14)], 0.9, darker(base, 0.3))
        _edge(pen, [(45.4, 70), (43.6, 58), (37.8, 34), (36.6, 13)], 3)
        pen.rect(45, 77, 56, 82, darker(STEEL, 0.2), 1)
        handle: Points = [
            (44, 80),
            (57, 80),
            (56, 92),
            (58, 108),
            (60, 116),
            (52, 119),
            (43, 116),
            (45, 100),
        ]
        outline = smooth(handle, steps=5)
        pen.poly([(x + 0.8, y + 1) for x, y in outline], darker(WOOD, 0.5))
        pen.cloth(outline, grain(mix(WOOD, pen.ink.second, 0.15)))
        pen.glow([(46.4, 84), (48, 84), (47.4, 112), (46, 112)], 70)
        for y in (87, 98, 109):
            screw(pen, 51, y, 1.7, (206, 168, 84))


@lies("axe", "#8f959e", (36, 40))
def axe(pen: Pen) -> None:
    """A wedge of iron on a long handle."""
    base = pen.ink.base
    with pen.moved(-2, 4, 0.94, turn=30, about=(50, 62)):
        handle: Points = [(52, 4), (58, 4), (59, 30), (57, 70), (60, 104), (65, 117), (54, 120),
                          (50, 104), (51, 70), (52, 30)]  # fmt: skip
        outline = smooth(handle, steps=5)
        pen.poly([(x + 1, y + 1) for x, y in outline], darker(WOOD, 0.5))
        pen.cloth(outline, grain(lighter(WOOD, 0.1)))
        pen.glow([(53, 42), (54.4, 42), (53.4, 104), (52, 104)], 80)
        for y in (92, 98):
            pen.rect(50.4, y, 59.4, y + 2, pen.ink.accent)
        head: Points = [
            (66, 10),
            (66, 33),
            (50, 33),
            (38, 36),
            (24, 48),
            (16, 26),
            (20, 2),
            (36, 8),
            (50, 10),
        ]
        plate(pen, head, base)
        pen.shade([(50, 33), (38, 36), (24, 48), (22, 40), (36, 28), (66, 26), (66, 33)], 45)
        _edge(pen, smooth([(24, 47), (18, 36), (16, 26), (17, 14), (20, 3)], closed=False), 4)
        pen.ellipse(55, 9.6, 3.4, 1.4, darker(WOOD, 0.3))
        pen.line([(48, 12), (48, 32)], 0.8, darker(base, 0.4))
        pen.line([(62, 12), (62, 32)], 0.8, darker(base, 0.4))


@lies("rake", "#4f8a4a", (34, 40))
def rake(pen: Pen) -> None:
    """A head of bent tines on a long handle."""
    base = pen.ink.base
    with pen.moved(-7, 5, 0.86, turn=32, about=(50, 62)):
        _shaft(pen, [(50, 34), (50, 80), (50, 122)], 4.8)
        bar(pen, [(34, 20), (42, 28), (50, 32), (58, 28), (66, 20)], 3, base)
        for step in range(11):
            x = 20 + step * 6
            bar(pen, [(x, 17), (x, 4), (x + 0.4, -3)], 2.4, base)
        pen.rect(15, 15.6, 85, 22, darker(base, 0.45), 2)
        pen.rect(15, 14.6, 85, 20.4, base, 2)
        pen.line([(17, 16), (83, 16)], 0.9, lighter(base, 0.6))
        spindle(pen, (50, 24), (50, 46), [(0, 3), (8, 3.4), (22, 4)], darker(base, 0.1))
        screw(pen, 50, 40, 1.3, STEEL)
        pen.rect(47.6, 108, 52.4, 120, base, 2)


def _wheel(pen: Pen, x: float, y: float, radius: float, colour: Colour, spokes: int = 8) -> None:
    """An iron wheel with thin spokes, seen from the side."""
    pen.ring(x + 0.8, y + 0.6, radius, radius, 3.6, darker(colour, 0.5))
    for step in range(spokes):
        angle = 2 * pi * (step + 0.4) / spokes
        pen.line(
            [(x, y), (x + radius * cos(angle), y + radius * sin(angle))], 1.3, darker(colour, 0.2)
        )
    pen.ring(x, y, radius, radius, 3, colour)
    pen.line(
        round_points(x, y, radius + 0.6, radius + 0.6, start=170, end=290),
        0.9,
        lighter(colour, 0.6),
    )
    pen.ellipse(x, y, radius * 0.2, radius * 0.2, darker(colour, 0.2))
    screw(pen, x, y, radius * 0.12, STEEL)


def _push_handles(
    pen: Pen, start: tuple[float, float], end: tuple[float, float], colour: Colour
) -> None:
    """Two handles that part towards the hands, with rubber grips."""
    (x0, y0), (x1, y1) = start, end
    for shift, tone in ((-7, 0.3), (0, 0.0)):
        tip = x1 + shift * 0.6, y1 + shift
        bar(
            pen,
            [(x0, y0), ((x0 + tip[0]) / 2, (y0 + tip[1]) / 2), tip, (tip[0] + 7, tip[1] - 1)],
            3.4,
            darker(colour, tone),
        )
        bar(pen, [tip, (tip[0] + 9, tip[1] - 1)], 5, GRIP)


@stands("wheel-hoe", "#4f8a4a", (44, 84), has_mirrored_pair=False)
def wheel_hoe(pen: Pen) -> None:
    """A wheel in front, a hoe behind it, two handles to push."""
    base = pen.ink.base
    _push_handles(pen, (24, 86), (84, 34), base)
    bar(pen, [(62, 54), (56, 70), (50, 84)], 3, darker(base, 0.2))
    bar(pen, [(22, 88), (50, 86), (70, 84)], 4, base)
    # The hoe: a shank down to a stirrup of steel.
    bar(pen, [(62, 80), (62, 92), (59, 100)], 3.6, IRON)
    bar(pen, [(74, 80), (74, 92), (77, 100)], 3.6, IRON)
    plate(pen, [(54, 99), (80, 99), (84, 106), (50, 107)], STEEL)
    _edge(pen, [(51, 106.4), (83, 105.6)], 2)
    for x in (62, 74):
        pen.rect(x - 3.4, 77, x + 3.4, 87, darker(base, 0.2), 1)
        screw(pen, x, 82, 1.7, STEEL)
    _wheel(pen, 25, 84, 22, pen.ink.accent)
    bar(pen, [(25, 84), (38, 85), (50, 86)], 3.4, base)
    screw(pen, 25, 84, 2.8, STEEL)


@stands("seed-drill", "#4f7fae", (44, 74), has_mirrored_pair=False)
def seed_drill(pen: Pen) -> None:
    """A box for seed over a wheel, the tube and share that lay it, two handles."""
    base = pen.ink.base
    _push_handles(pen, (22, 88), (86, 30), base)
    bar(pen, [(20, 92), (44, 92), (80, 93)], 3.6, darker(base, 0.15))
    # The seed falls through a clear tube into the furrow that the share opens.
    pen.curve([(49, 72), (54, 84), (60, 98)], 4.4, (226, 214, 190))
    for step in range(5):
        pen.ellipse(50 + step * 2.2, 75 + step * 4.6, 1, 1, (176, 120, 50))
    plate(pen, [(56, 82), (66, 82), (67, 98), (60, 108), (55, 98)], STEEL)
    bar(pen, [(80, 93), (85, 99), (84, 106)], 3, IRON)
    pen.rect(80, 102, 89, 107, IRON, 1)
    hopper: Points = [(30, 34), (62, 34), (59, 54), (52, 72), (44, 72), (35, 54)]
    plate(pen, hopper, base)
    pen.shade([(50, 38), (62, 34), (59, 54), (52, 72), (48, 72)], 40)
    pen.ellipse(46, 34, 17, 5, darker(base, 0.4))
    pen.ellipse(46, 34, 15.6, 4, darker(base, 0.65))
    pen.ellipse(46, 35, 13.6, 2.8, (214, 164, 78))
    for step in range(9):
        pen.ellipse(35 + step * 2.8, 34.4 + step % 3 * 0.7, 1.3, 0.9, (186, 130, 52))
    pen.rect(34, 50, 60, 54, pen.ink.accent)
    pen.rect(42, 70, 54, 77, darker(base, 0.2), 1)
    pen.line([(24, 82), (47, 72)], 1.6, IRON)
    _wheel(pen, 24, 87, 19, pen.ink.accent, 10)
    for step in range(16):
        angle = 2 * pi * step / 16
        x, y = 24 + 20 * cos(angle), 87 + 20 * sin(angle)
        pen.ellipse(x, y, 1.2, 1.2, darker(pen.ink.accent, 0.35))
